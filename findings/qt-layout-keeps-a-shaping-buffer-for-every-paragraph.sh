#!/usr/bin/env bash
# PySide6-Essentials 6.11.3 (Qt 6.11.3) against 6.10.3, CPython 3.11 to 3.13, Qt's offscreen platform; Linux with glibc.
#
# A QTextLayout that is not cached (`cacheEnabled()` is false, as in every QTextDocument) throws its glyphs away when it
# was laid out. What it shaped them in, a buffer of HarfBuzz, it keeps since Qt 6.11 as long as it lives.
#
# Guess before running it: a paragraph that was laid out is some hundred bytes larger than before, for its lines,
# whatever its length; `clearLayout()` gives them back; and a newer Qt of the same major version needs no more.
# Seen: with 6.10 it is 450 bytes for one letter and for 174. With 6.11 one letter takes 2 KB and 174 take 11 KB: 60
# bytes a letter, thirty times the text. With neither does `QTextBlock.clearLayout()` give anything back; only the end of
# the layout does. So a page of 300,000 letters holds up to 18 MB that no part of its document accounts for, and a table
# 1.5 KB for each cell.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/probe.py" <<'PY'
import ctypes
import sys

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument

MANY = 1000
FIELDS = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"


class Heap(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in FIELDS.split()]


libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Heap


def in_use() -> int:
    heap = libc.mallinfo2()
    return heap.uordblks + heap.hblkhd


def kept(text: str) -> tuple[int, int]:
    """Bytes for each paragraph that its layout took, and how many of them are left when it was cleared."""
    document = QTextDocument()
    QTextCursor(document).insertText("\u2029".join([text] * MANY))
    before = in_use()
    document.documentLayout().documentSize()
    laid_out = in_use()
    block = document.begin()
    while block.isValid():
        block.clearLayout()
        block = block.next()
    return (laid_out - before) // MANY, (in_use() - before) // MANY


application = QGuiApplication([])
kept("warm up")
found = {text: kept(text) for text in ("x", "hello there, how are you today my dear friend of letters? " * 3)}
for text, (taken, left) in found.items():
    print(f"Qt {qVersion()}, {len(text)} letters: laid out {taken} bytes more, {left} after clearLayout()")
(short, _), (long, left) = found.values()
keeps_it = short > 1000 and long > 40 * 174 and left > 0.9 * long
sys.exit(0 if keeps_it != qVersion().startswith("6.10.") else 1)
PY
python3 -m venv "$work/before"
"$work/before/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.10.3
QT_QPA_PLATFORM=offscreen "$work/before/bin/python" "$work/probe.py"
python3 -m venv "$work/since"
"$work/since/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3
QT_QPA_PLATFORM=offscreen "$work/since/bin/python" "$work/probe.py"
