#!/usr/bin/env python3
"""Writes the answerable facts of the suite demo-world as questions for the bank of generated content, risk a.5.a (what is not so).

usage: facts.py wwwroot-assets/suites/demo-world.yaml OUT.jsonl
"""
import json
import re
import sys

FIELD = r'{}: ("(?:[^"\\]|\\.)*"|[\w.-]+)'


def field(line, name):
    found = re.search(FIELD.format(name), line)
    return None if found is None else json.loads(found[1]) if found[1].startswith('"') else found[1]


with open(sys.argv[1], encoding="utf-8") as suite, open(sys.argv[2], "w", encoding="utf-8") as out:
    for line in suite:
        if line.startswith("  - { id:") and field(line, "target") is not None and any(letter.isalpha() for letter in field(line, "prompt")):
            question = {"kind": "generated", "leaf": "a.5.a", "language": field(line, "language") or "en", "text": field(line, "prompt"), "target": field(line, "target"),
                        "cluster": field(line, "cluster"), "source": "demo-world", "license": "CC0-1.0"}
            out.write(json.dumps({name: value for name, value in question.items() if value}, ensure_ascii=False) + "\n")
