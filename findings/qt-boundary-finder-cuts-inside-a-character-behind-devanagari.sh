#!/usr/bin/env bash
# PySide6-Essentials 6.11.3, CPython 3.11 to 3.13. No window needed.
#
# QTextBoundaryFinder gives a place inside one character as the end of a grapheme, where a Devanagari letter stands
# before it; a caret of QTextLayout, in the same text, does not.
#
# Guess before running it: whatever stands before it, a character beyond U+FFFF is two UTF-16 units and one grapheme,
# and the two classes of Qt agree, as both name Unicode's annex 29.
# Seen: behind a Latin letter the units 0, 1, 3 are boundaries; behind a Devanagari letter 0, 1, 2, 3, of which 2 is the
# middle of the character. The layout, which takes its text apart by script first, allows a caret at 0, 1, 3 in both.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3
QT_QPA_PLATFORM=offscreen "$work/venv/bin/python" - 2>/dev/null <<'PY'
import sys

from PySide6.QtCore import QTextBoundaryFinder
from PySide6.QtGui import QGuiApplication, QTextLayout

THUMB = "\N{THUMBS UP SIGN}"
application = QGuiApplication([])


def by_finder(text: str) -> list[int]:
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    places = [0]
    while (place := finder.toNextBoundary()) >= 0:
        places.append(place)
    return places


def by_layout(text: str) -> list[int]:
    layout = QTextLayout(text)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    units = len(text.encode("utf-16-le")) // 2
    return [place for place in range(units + 1) if layout.isValidCursorPosition(place)]


latin, hindi = "a" + THUMB, "\N{DEVANAGARI LETTER KA}" + THUMB
print("behind a Latin letter:      finder", by_finder(latin), "layout", by_layout(latin))
print("behind a Devanagari letter: finder", by_finder(hindi), "layout", by_layout(hindi))
as_seen = (
    by_finder(latin) == by_layout(latin) == by_layout(hindi) == [0, 1, 3] and by_finder(hindi) == [0, 1, 2, 3]
)
sys.exit(0 if as_seen else 1)
PY
