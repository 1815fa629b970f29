"""Gives the text of a document the colours of another look, in place: nothing is laid out again by us."""

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument

from strakly_desktop.rendering.formats import Mark, set_color
from strakly_desktop.rendering.look import Look


def recolor(document: QTextDocument, look: Look) -> None:
    """Re-colour every run of text that has a colour role."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    colors: dict[str, QTextCharFormat] = {}
    block = document.begin()
    while block.isValid():
        iterator = block.begin()
        runs = []
        while not iterator.atEnd():
            fragment = iterator.fragment()
            role = fragment.charFormat().property(Mark.COLOR_ROLE)
            if role:
                runs.append((fragment.position(), fragment.length(), str(role)))
            iterator += 1
        for position, length, role in runs:
            if role not in colors:
                colors[role] = QTextCharFormat()
                set_color(colors[role], look, role)
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(colors[role])
        block = block.next()
    cursor.endEditBlock()
