#!/usr/bin/env bash
# PySide6-Essentials 6.11.3 (CPython 3.11), Qt's offscreen platform. Linux.
#
# A QTextDocument lays out a changed paragraph alone, however long the document. A QTextTable it lays out whole: a letter
# typed into any cell costs as much as all cells together, whether the widths of the columns follow it or are fixed.
#
# Guess before running it: at most the changed row is laid out again, and those below are moved; with fixed widths of
# the columns nothing else can change, so a table of 2,000 rows costs little more than one of 20.
# Seen: from 20 rows to 500 (25 times as many) an edit of one cell costs about 40 times as much, in the first row as in
# the last, with fixed widths as with free ones; among as many plain paragraphs about twice. At 2,000 rows of 4 columns
# one letter took 0.2 s.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3
cat >"$work/probe.py" <<'PY'
import time

from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument, QTextLength, QTextTableFormat

COLUMNS, FEW, MANY = 4, 20, 500
application = QGuiApplication([])


def cost_us(cursor: QTextCursor) -> float:
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(10):
            cursor.insertText("x")
            cursor.deletePreviousChar()
        best = min(best, time.process_time() - start)
    return best / 20 * 1e6


def in_table(rows: int, row: int, fixed: bool) -> float:
    document = QTextDocument()
    shape = QTextTableFormat()
    if fixed:
        shape.setColumnWidthConstraints([QTextLength(QTextLength.Type.FixedLength, 140)] * COLUMNS)
    table = QTextCursor(document).insertTable(rows, COLUMNS, shape)
    for number in range(rows):
        for column in range(COLUMNS):
            table.cellAt(number, column).firstCursorPosition().insertText(f"cell {number}")
    document.setTextWidth(600)
    document.size()
    return cost_us(table.cellAt(row % rows, 1).lastCursorPosition())


def in_paragraphs(rows: int) -> float:
    document = QTextDocument("\n".join(f"cell {number // COLUMNS}" for number in range(rows * COLUMNS)))
    document.setTextWidth(600)
    document.size()
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    return cost_us(cursor)


same = True
for name, few, many in (
    ("first row", in_table(FEW, 0, False), in_table(MANY, 0, False)),
    ("last row", in_table(FEW, -1, False), in_table(MANY, -1, False)),
    ("last row, fixed widths", in_table(FEW, -1, True), in_table(MANY, -1, True)),
):
    print(f"table, {name}: {few:.0f} us of {FEW} rows, {many:.0f} us of {MANY}: {many / few:.0f}x")
    same = same and many / few > 10
few, many = in_paragraphs(FEW), in_paragraphs(MANY)
print(f"paragraphs: {few:.0f} us, {many:.0f} us: {many / few:.1f}x")
raise SystemExit(not (same and many / few < 6))
PY
QT_QPA_PLATFORM=offscreen "$work/venv/bin/python" "$work/probe.py"
