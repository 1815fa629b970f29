"""Knows where the keyboard is, a key that writes text from one that commands, and whether somebody is writing now."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def has_keyboard(part: QWidget) -> bool:
    """Whether the keyboard is in `part`. In a window that is not in front it is nowhere."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is part or part.isAncestorOf(focused))


def is_typed(event: QKeyEvent) -> bool:
    """Whether a key writes a character. The space does not: it presses and selects."""
    text = event.text()
    return bool(text.strip()) and text.isprintable() and not event.modifiers() & _COMMANDS


def is_somebody_writing() -> bool:
    """Whether the keyboard is in a field with something in it, in an open menu, or in another program.

    What opens then would take it from them in the middle of a word.
    """
    # Nobody writes before the first paint, and their enumerations cost it.
    from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

    if QGuiApplication.applicationState() is not Qt.ApplicationState.ApplicationActive:
        return True
    if QApplication.activePopupWidget() is not None:
        return True
    match QApplication.focusWidget():
        case QLineEdit() as field:
            return not field.isReadOnly() and bool(field.text())
        case QTextEdit() | QPlainTextEdit() as field:
            return not field.isReadOnly() and bool(field.toPlainText().strip())
        case QComboBox() as field:
            return field.isEditable() and bool(field.currentText())
        case _:
            return False
