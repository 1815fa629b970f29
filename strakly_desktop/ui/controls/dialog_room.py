"""Dialogs are as large as what they show, and never larger than the screen: then their middle scrolls."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

from strakly_desktop.ui.controls.known_viewport import known_viewport
from strakly_desktop.ui.controls.screens import area_of, screen_areas
from strakly_desktop.ui.controls.window_place import Frame, screen_of

# A dialog that covers its window whole looks like another page.
_PART_OF_SCREEN = 0.9


def room_for_dialog(dialog: QDialog) -> QSize:
    """How large it may be, without its frame, on the screen that shows the window which it belongs to."""
    owner = dialog.parentWidget()
    window = owner.window() if owner is not None else dialog
    screens = screen_areas()
    if not screens:
        return dialog.maximumSize()
    room = Frame().inside(screen_of(area_of(window.frameGeometry()), screens))
    return QSize(round(room.width * _PART_OF_SCREEN), round(room.height * _PART_OF_SCREEN))


def scrolled_part(part: QWidget) -> QScrollArea:
    """An area that shows `part`, as wide as it is itself, and scrolls up and down where it is lower."""
    scrolled = QScrollArea()
    scrolled.setFrameShape(QFrame.Shape.NoFrame)
    scrolled.setWidgetResizable(True)
    scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scrolled.setWidget(part)
    part.setAutoFillBackground(False)
    known_viewport(scrolled).setAutoFillBackground(False)
    return scrolled


def fit_dialog(dialog: QDialog, scrolled: QScrollArea, width: int, more_height: int = 0) -> None:
    """Make it `width` wide and as high as it all is, as far as the screen has room. `more_height`: to grow into."""
    layout, part = dialog.layout(), scrolled.widget()
    assert layout is not None
    assert part is not None
    inner = part.layout()
    assert inner is not None
    room = room_for_dialog(dialog)
    width = min(width, room.width())
    dialog.setMinimumWidth(min(dialog.minimumWidth(), width))
    inner.invalidate()
    inner.activate()
    layout.activate()
    margins = layout.contentsMargins()
    around = layout.totalSizeHint().height() - scrolled.sizeHint().height()
    inside = width - margins.left() - margins.right()
    needed = (
        inner.totalHeightForWidth(inside) if inner.hasHeightForWidth() else inner.totalSizeHint().height()
    )
    dialog.resize(width, min(needed + around + more_height, room.height()))
    layout.activate()


def keep_on_screen(dialog: QDialog) -> None:
    """Move an open dialog up or to the left where it has grown beyond the screen."""
    screens = screen_areas()
    if not dialog.isVisible() or not screens:
        return
    frame = area_of(dialog.frameGeometry())
    room = screen_of(frame, screens)
    left = max(room.left, min(frame.left, room.left + room.width - frame.width))
    top = max(room.top, min(frame.top, room.top + room.height - frame.height))
    if (left, top) != (frame.left, frame.top):
        dialog.move(left, top)
