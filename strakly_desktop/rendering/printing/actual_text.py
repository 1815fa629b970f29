"""Keeps the text of words whose letters change by their neighbours, as in Hindi, for the file that shows them.

Qt writes a PDF as glyphs with the letter that each stands for. A glyph for two letters, or for a vowel that stands
before its consonant, has none or the wrong one: what is copied or searched has holes. PDF has a remedy, `ActualText`
(ISO 32000-1, 14.9.4), that Qt does not write. Each such word is painted in a colour of its own, close to black,
by which `pdf_file` finds it again, gives it its text and makes it black.
"""

import re

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument

from strakly_desktop.rendering.printing.pdf_file import MOST_TEXTS, mark_levels

# From Devanagari to Sinhala, then Thai to Myanmar, and Khmer. Not the scripts that run from right to left: readers turn
# their text round once more.
_LETTERS = "\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff"
_WORDS = re.compile(f"[{_LETTERS}][{_LETTERS}\u200c\u200d]*(?: +[{_LETTERS}][{_LETTERS}\u200c\u200d]*)*")


class ActualTexts:
    """The texts of all words that were marked, in the order of their colours."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts for `pdf_file`: the n-th belongs to the n-th colour."""
        return tuple(self._texts)

    def mark(self, document: QTextDocument) -> None:
        """Colour such words of a document that is laid out; no line changes."""
        found: list[tuple[int, str]] = []
        block = document.begin()
        while block.isValid():
            text = block.text()
            if _WORDS.search(text):
                layout = block.layout()
                for line in map(layout.lineAt, range(layout.lineCount())):
                    start = line.textStart()
                    matches = _WORDS.finditer(text, start, start + line.textLength())
                    found += [(block.position() + match.start(), match[0]) for match in matches]
            block = block.next()
        if not found:
            return
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for place, words in found:
            color = self.color_of(words)
            if color is None:
                break
            form = QTextCharFormat()
            form.setForeground(color)
            cursor.setPosition(place)
            cursor.setPosition(place + len(words), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(form)
        cursor.endEditBlock()

    def color_of(self, text: str) -> QColor | None:
        """A colour for a text in which such letters stand; None for another one, and where colours have run out."""
        if len(self._texts) == MOST_TEXTS or not _WORDS.search(text):
            return None
        self._texts.append(text)
        return QColor(*mark_levels(len(self._texts)))
