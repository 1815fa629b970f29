#!/usr/bin/env bash
# PySide6-Essentials 6.11.3, CPython 3.11 to 3.13. No window needed.
#
# A QTextDocument keeps every format that any of its text ever had: text that is taken away leaves its format behind, with
# undo switched off, and allFormats(), documented as the formats used in the document, counts it. Only clear() (and
# so setHtml) or another document lets go of them.
#
# Guess before running it: with undo off, a format goes with the last text that has it, or at least allFormats() leaves
# it out; a document that shows one line for a whole day stays as large as one line.
# Seen: one link shown at a time, 2,000 addresses one after the other: the text is empty, 2,003 formats are there. After
# clear() two, as at the start. So whoever streams text with links, or colours of its own, through one long-lived
# document pays for every one until it is cleared.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3
QT_QPA_PLATFORM=offscreen "$work/venv/bin/python" - 2>/dev/null <<'PY'
import sys

from PySide6.QtGui import QGuiApplication, QTextCharFormat, QTextCursor, QTextDocument

LINKS = 2_000
application = QGuiApplication([])
document = QTextDocument()
document.setUndoRedoEnabled(False)
at_start = len(document.allFormats())
cursor = QTextCursor(document)
for number in range(LINKS):
    link = QTextCharFormat()
    link.setAnchor(True)
    link.setAnchorHref(f"https://example.org/{number}")
    cursor.insertText("a link", link)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.removeSelectedText()
text, left = document.toPlainText(), len(document.allFormats())
document.clear()
cleared = len(document.allFormats())
print(f"at the start {at_start} formats; the text is {text!r} and {left} are left; after clear() {cleared}")
sys.exit(0 if text == "" and left >= LINKS and cleared == at_start else 1)
PY
