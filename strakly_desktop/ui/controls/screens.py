"""The screens as they are now, and a window on them, in plain numbers.

They are read from the application's class each time. `QWidget.screen()` is not asked: it makes the screen, which
outlives every window, a child of the asking wrapper.
"""

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from strakly_desktop.ui.controls.window_place import Area, Frame


def screen_areas() -> list[Area]:
    """What windows may cover of each screen, the main one first."""
    return [area_of(screen.availableGeometry()) for screen in QGuiApplication.screens()]


def area_of(rectangle: QRect) -> Area:
    """The same as plain numbers."""
    return Area(rectangle.x(), rectangle.y(), rectangle.width(), rectangle.height())


def frame_of(window: QWidget) -> Frame | None:
    """What the desktop draws around a window; None where it is not on screen, or nothing is known yet."""
    outside, inside = window.frameGeometry(), window.geometry()
    frame = Frame(
        inside.left() - outside.left(),
        inside.top() - outside.top(),
        outside.right() - inside.right(),
        outside.bottom() - inside.bottom(),
    )
    return frame if window.isVisible() and frame != Frame(0, 0, 0, 0) else None
