"""Several questions in one document, one below the other, that are sent one by one."""

from PySide6.QtGui import QTextCursor, QTextDocument

_BEGINS_QUESTION = 1
"""State of a block that begins a question of its own; those of Qt are negative."""


def append_question(document: QTextDocument, text: str) -> None:
    """Write `text` below all that stands there, as a question of its own."""
    end = QTextCursor(document)
    end.movePosition(QTextCursor.MoveOperation.End)
    end.insertBlock()
    end.block().setUserState(_BEGINS_QUESTION)
    end.insertText(text)


def first_question(document: QTextDocument) -> QTextCursor:
    """The first of them, selected together with the end of its last line; the whole text where it is one."""
    found, block = QTextCursor(document), document.begin().next()
    while block.isValid() and block.userState() != _BEGINS_QUESTION:
        block = block.next()
    keep = QTextCursor.MoveMode.KeepAnchor
    if block.isValid():
        found.setPosition(block.position(), keep)
    else:
        found.movePosition(QTextCursor.MoveOperation.End, keep)
    return found
