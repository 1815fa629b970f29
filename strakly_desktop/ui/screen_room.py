"""How much of the screen there is for a window.

`QWidget.screen()` is not asked: it makes the screen, which outlives every window, a child of the asking wrapper.
"""

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def screen_room(window: QWidget) -> QRect:
    """What the desktop leaves of the screen that `window` is on; before it is shown, that its parent is on."""
    parent = window.parentWidget()
    shown = window if parent is None or window.isVisible() else parent.window()
    screen = QGuiApplication.screenAt(shown.frameGeometry().center()) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
