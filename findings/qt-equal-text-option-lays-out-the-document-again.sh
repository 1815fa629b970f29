#!/usr/bin/env bash
# PySide6-Essentials 6.11.3 and 6.10.3, CPython 3.11 to 3.13, Qt's offscreen platform.
#
# `QTextDocument.setDefaultTextOption` with the very option that the document has lays out all of it again, and so does
# `setDefaultFont` with its font. The setters beside them look first: `setIndentWidth` and `setDocumentMargin`.
#
# Guess before running it: to set what is set already costs nothing, with each of the four.
# Seen: a document of 10,000 laid out paragraphs is laid out again by the first two, in about the time that it took at
# first; the other two take less than a hundredth of that.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/probe.py" <<'PY'
import sys
from collections.abc import Callable
from statistics import median
from time import process_time

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument

MANY = 10_000
application = QGuiApplication([])
document = QTextDocument()
QTextCursor(document).insertText("\u2029".join(["hello there, how are you today"] * MANY))
document.setTextWidth(600)


def cost(change: Callable[[], object]) -> float:
    """Milliseconds of CPU until all is laid out again, the median of five."""
    found = []
    for _ in range(5):
        start = process_time()
        change()
        document.size()
        found.append((process_time() - start) * 1e3)
    return median(found)


start = process_time()
document.size()
first = (process_time() - start) * 1e3
option = cost(lambda: document.setDefaultTextOption(document.defaultTextOption()))
font = cost(lambda: document.setDefaultFont(document.defaultFont()))
indent = cost(lambda: document.setIndentWidth(document.indentWidth()))
margin = cost(lambda: document.setDocumentMargin(document.documentMargin()))
print(
    f"Qt {qVersion()}: first layout {first:.1f} ms; an equal option {option:.1f},"
    f" font {font:.1f}, indent {indent:.2f}, margin {margin:.2f} ms"
)
sys.exit(0 if min(option, font) > 0.2 * first and max(indent, margin) < 0.05 * option else 1)
PY
python3 -m venv "$work/before"
"$work/before/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.10.3
QT_QPA_PLATFORM=offscreen "$work/before/bin/python" "$work/probe.py"
python3 -m venv "$work/since"
"$work/since/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3
QT_QPA_PLATFORM=offscreen "$work/since/bin/python" "$work/probe.py"
