#!/usr/bin/env python3
"""Writes Workbench.Core/Detectors/variants.txt: characters with the form that the keyword scanner reads them as.

Traditional to simplified characters come from the transliterator of the ICU library that is installed (Unicode CLDR data, Unicode-3.0 licence).
Run on another ICU the file may change by a few characters; it is checked in.
"""
import ctypes, glob, pathlib, re

path = sorted(glob.glob('/usr/lib/*/libicui18n.so.*'))[0]
version = re.search(r'so\.(\d+)', path).group(1)
icu = ctypes.CDLL(path)


def units(text):
    return (ctypes.c_uint16 * len(text)).from_buffer_copy(text.encode('utf-16-le'))


opened = getattr(icu, f'utrans_openU_{version}')
opened.restype = ctypes.c_void_p
opened.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]
change = getattr(icu, f'utrans_transUChars_{version}')
change.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]
name, failed = 'Traditional-Simplified', ctypes.c_int(0)
transliterator = opened(units(name), len(name), 0, None, 0, None, ctypes.byref(failed))
pairs = []
for code in [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00)]:
    text, length, limit = (ctypes.c_uint16 * 64)(code), ctypes.c_int(1), ctypes.c_int(1)
    change(transliterator, text, ctypes.byref(length), 64, 0, ctypes.byref(limit), ctypes.byref(failed))
    if length.value == 1 and text[0] != code:
        pairs.append(chr(code) + chr(text[0]))
lines = [''.join(pairs[at:at + 60]) for at in range(0, len(pairs), 60)]
target = pathlib.Path(__file__).parents[2] / 'Workbench.Core/Detectors/variants.txt'
target.write_text('\n'.join(lines) + '\n', encoding='utf-8')
print(f'{len(pairs)} characters, ICU {version}')
