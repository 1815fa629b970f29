#!/usr/bin/env bash
# PySide6-Essentials 6.11.3, CPython 3.11 to 3.13. No window needed.
#
# Two QTextBlockFormats that say the same are unequal where their properties were set in another order; properties()
# of both are equal. A document that is given both keeps two formats.
#
# Guess before running it: operator== of a format compares what it says, for its properties are a map from a number to a
# value, as properties() gives them, and a map has no order.
# Seen: top margin then bottom margin, against bottom margin then top margin: == says False, properties() are equal, and
# two blocks with them have different blockFormatIndex(). Set in the same order: True, and one index. So who compares documents
# by their formats finds differences that nobody can see, and who caches by a format keeps it twice.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3
QT_QPA_PLATFORM=offscreen "$work/venv/bin/python" - 2>/dev/null <<'PY'
import sys

from PySide6.QtGui import QGuiApplication, QTextBlockFormat, QTextCursor, QTextDocument

application = QGuiApplication([])


def made(*sides: str) -> QTextBlockFormat:
    format_ = QTextBlockFormat()
    for side in sides:
        format_.setTopMargin(4) if side == "top" else format_.setBottomMargin(6)
    return format_


def indexes(*formats: QTextBlockFormat) -> int:
    """How many formats a document keeps for blocks that have these."""
    document = QTextDocument()
    cursor = QTextCursor(document)
    found = set()
    for format_ in formats:
        cursor.insertBlock(format_)
        found.add(cursor.block().blockFormatIndex())
    return len(found)


one, same, turned = made("top", "bottom"), made("top", "bottom"), made("bottom", "top")
print(f"same order: equal {one == same}, {indexes(one, same)} kept")
print(f"other order: equal {one == turned}, properties equal {one.properties() == turned.properties()},",
      f"{indexes(one, turned)} kept")
as_seen = one == same and indexes(one, same) == 1 and one != turned
as_seen = as_seen and one.properties() == turned.properties() and indexes(one, turned) == 2
sys.exit(0 if as_seen else 1)
PY
