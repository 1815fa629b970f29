"""The widget that has the keyboard, for tests that type into it."""

from PySide6.QtWidgets import QApplication, QWidget


def focused() -> QWidget:
    """The focused widget; a test that types where nothing has the focus fails here."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget
