#!/usr/bin/env python3
"""Cuts the variable fonts of the workbench to the two weights that reports are printed in. Needs fontTools and brotli.

usage: instances.py wwwroot-assets/fonts

A browser can't take a variable font into a PDF: it draws every sign as a program of its own (Type 3), which makes the file large and its text hard to work with. A font of one fixed weight goes in as a subset.
"""
import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEIGHTS = (400, 620)
folder = Path(sys.argv[1])
out = folder / "print"
out.mkdir(exist_ok=True)
for file in [folder / "inter.woff2", folder / "jetbrains-mono.woff2", *sorted((folder / "noto-sans-sc").glob("*.woff2"))]:
    for weight in WEIGHTS:
        font = TTFont(file)
        font = instantiateVariableFont(font, {axis.axisTag: weight if axis.axisTag == "wght" else axis.defaultValue for axis in font["fvar"].axes})
        font.flavor = "woff2"
        font.save(out / f"{file.stem.removesuffix('-wght-normal')}-{weight}.woff2")
