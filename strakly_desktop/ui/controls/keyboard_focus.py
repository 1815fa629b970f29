"""Knows where the keyboard is."""

from PySide6.QtWidgets import QApplication, QWidget


def has_keyboard(part: QWidget) -> bool:
    """Whether the keyboard is in `part`. In a window that is not in front it is nowhere."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is part or part.isAncestorOf(focused))
