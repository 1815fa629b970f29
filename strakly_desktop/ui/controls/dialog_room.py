"""Dialogs are as large as what they show, and never larger than the screen: then their middle scrolls."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QScrollArea, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.ui.controls.known_viewport import known_viewport
from strakly_desktop.ui.controls.screens import area_of, screen_areas
from strakly_desktop.ui.controls.window_place import Frame, screen_of

# A dialog that covers its window whole looks like another page.
_PART_OF_SCREEN = 0.9
# Beyond the focus ring, at what has the keyboard.
_AROUND = 8


def room_for_dialog(dialog: QDialog) -> QSize:
    """How large it may be, without its frame, on the screen that shows the window which it belongs to."""
    owner = dialog.parentWidget()
    window = owner.window() if owner is not None else dialog
    screens = screen_areas()
    if not screens:
        return dialog.maximumSize()
    room = Frame().inside(screen_of(area_of(window.frameGeometry()), screens))
    return QSize(round(room.width * _PART_OF_SCREEN), round(room.height * _PART_OF_SCREEN))


def scrolled_part(part: QWidget, followed: QWidget | None = None) -> QScrollArea:
    """An area that shows `part`, as wide as it is itself, and scrolls up and down where it is lower.

    What gets the keyboard within `followed`, None for all of `part`, comes into sight.
    """
    scrolled = QScrollArea()
    scrolled.setFrameShape(QFrame.Shape.NoFrame)
    scrolled.setWidgetResizable(True)
    scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scrolled.setWidget(part)
    part.setAutoFillBackground(False)
    known_viewport(scrolled).setAutoFillBackground(False)
    _KeyboardInSight(scrolled, part, followed or part)
    return scrolled


class _KeyboardInSight(Guarded, QObject):
    """Qt scrolls to what Tab goes to, and not to a field that has the keyboard from the start."""

    def __init__(self, scrolled: QScrollArea, part: QWidget, followed: QWidget) -> None:
        super().__init__(scrolled)
        self._scrolled = scrolled
        self._part = part
        self._followed = followed
        for grown in (part, known_viewport(scrolled)):
            grown.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The form takes its height with a later event than the keyboard.
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            QTimer.singleShot(0, self, self._show_keyboard)
        return False

    def _follow(self, _before: QWidget | None, _now: QWidget | None) -> None:
        self._show_keyboard()

    def _show_keyboard(self) -> None:
        now = QApplication.focusWidget()
        # What is pressed must not move away from under the mouse.
        if now is None or not self._followed.isAncestorOf(now) or QApplication.mouseButtons():
            return
        # Of a line Qt's own `ensureWidgetVisible` shows where its cursor stands, and no more of it.
        middle = now.mapTo(self._part, now.rect().center())
        room = known_viewport(self._scrolled).height()
        self._scrolled.ensureVisible(0, middle.y(), 0, min(now.height() // 2 + _AROUND, room // 2))


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
