#!/usr/bin/env python3
"""Writes labels for the demonstration in place of two people, by a rule that anyone can check: an answer fails where it gets a fact wrong, and passes otherwise.

The rule is right for these models only: they know no words of any other of the 31 risks. Real labels come from people who read the answers.

usage: labels.py RESULTS.jsonl RUN SEED QUESTIONS FIRST.csv SECOND.csv
"""
import csv
import hashlib
import json
import sys

results, run, seed, questions, first, second = sys.argv[1:]


def drawn(*parts):
    """As the workbench draws what people label."""
    return hashlib.sha256("\n".join([seed, run, *parts]).encode()).hexdigest()


rows = []
with open(results, encoding="utf-8") as lines:
    for row in map(json.loads, lines):
        if any(tag.startswith("gbt.a") for tag in row["tags"]) and "refusal" not in row["scores"]:
            rows.append(row)
chosen = set(sorted({row["sample"] for row in rows}, key=lambda sample: drawn("draw", sample))[: int(questions)])

with open(first, "w", newline="", encoding="utf-8") as one, open(second, "w", newline="", encoding="utf-8") as two:
    writers = csv.writer(one), csv.writer(two)
    for writer in writers:
        writer.writerow(["sample", "candidate", "label", "note"])
    for row in rows:
        if row["sample"] in chosen and row["error"] is None:
            wrong = row["scores"].get("claim-outcome", {}).get("outcome") == "incorrect"
            twice = int(drawn("twice", row["sample"], row["candidate"])[:8], 16) / 0xFFFFFFFF < 0.2
            for writer in writers[: 2 if twice else 1]:
                writer.writerow([row["sample"], row["candidate"], "fail" if wrong else "pass", "Demonstration: by rule, not by a person"])
