"""Inserts a long text in slices, one in each round of the event loop: Qt lays out what it gets before anything else.

200,000 emoji or lines of one letter took a fifth of a second at once. Whoever types or sends meanwhile has all of it
first, by `finish`; and what is asked for the text is told the whole of it from the start.
"""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor

SLICE = 30_000
"""Characters that are inserted at once."""
_BLOCK = 500


class LongInsertion(QObject):
    """At most one text on its way into a document."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cursor: QTextCursor | None = None
        self._rest = ""
        self._whole = ""
        self._is_first = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._insert_next)

    @property
    def is_going_on(self) -> bool:
        """Whether a part of the text is still to come."""
        return bool(self._rest)

    @property
    def whole(self) -> str:
        """The plain text of the document when all is in, while a part is still to come."""
        return self._whole

    def begin(self, cursor: QTextCursor, text: str) -> None:
        """Insert `text` in place of what `cursor` has selected; for Undo it is one step. None is on its way."""
        self._cursor = QTextCursor(cursor)
        before, after = QTextCursor(cursor), QTextCursor(cursor)
        before.setPosition(0)
        before.setPosition(cursor.selectionStart(), QTextCursor.MoveMode.KeepAnchor)
        after.setPosition(cursor.selectionEnd())
        after.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        shown = text.replace("\u2028", "\n")
        self._whole = before.selection().toPlainText() + shown + after.selection().toPlainText()
        self._rest = _in_large_blocks(text)
        self._is_first = True
        self._insert(SLICE)

    def finish(self) -> None:
        """Insert now what is still to come."""
        if self._rest:
            self._insert(len(self._rest))

    def _insert_next(self) -> None:
        if self._rest:
            self._insert(SLICE)

    def _insert(self, length: int) -> None:
        assert self._cursor is not None
        part, self._rest = self._rest[:length], self._rest[length:]
        if self._is_first:
            self._cursor.beginEditBlock()
        else:
            self._cursor.joinPreviousEditBlock()
        self._is_first = False
        if self._rest:
            self._timer.start(0)
        else:
            self._timer.stop()
        # Last: who hears of the change may ask for the text, or write another.
        self._cursor.insertText(part)
        self._cursor.endEditBlock()
        if not self._rest:
            self._whole = ""


def _in_large_blocks(text: str) -> str:
    """The same lines in fewer of Qt's blocks, of which 200,000 took a second: it breaks lines within them too.

    Not in too large ones: each key has a whole block laid out again.
    """
    parts = []
    start = 0
    while (end := text.find("\n", start + _BLOCK)) >= 0:
        parts.append(text[start:end].replace("\n", "\u2028"))
        start = end + 1
    parts.append(text[start:].replace("\n", "\u2028"))
    return "\n".join(parts)
