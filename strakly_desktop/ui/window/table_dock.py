"""Where the table panel stands: right of the page with a divider to drag, or over the conversation.

Over it, notices and composer stay in sight: what goes wrong must be seen, and the next question typed. The chips do
too, where there is room for rows above them.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import FOCUS_RADIUS
from strakly_desktop.ui.controls.typed import has_keyboard

if TYPE_CHECKING:
    from strakly_desktop.ui.table.panel import TablePanel

COVERS_BELOW = 1100
WIDTH = 612
LEAST_WIDTH = 400
_LEAST_PAGE = 520
_GRIP = 7
_AIR = 64
"""So many px more than its rows need the panel gets while more of them come, rather than a new width with each."""
_KEY_STEP = 32
_STEPS = {Qt.Key.Key_Left: _KEY_STEP, Qt.Key.Key_Right: -_KEY_STEP}


class _Divider(Guarded, QWidget):
    """What one drags, or moves with the arrow keys; the line itself is the panel's edge.

    Signals:
        moved(int): how many px the panel shall be wider.
    """

    moved = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grabbed: float | None = None
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty(FOCUS_RADIUS, 2)
        self.setAccessibleName("Width of the table (arrow keys)")
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grabbed = event.position().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            self.moved.emit(round(self._grabbed - event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)


class TableDock(Guarded, QWidget):
    """Lays out the page and the panel, once there is one. `covered`: the part of the page that it may hide.

    Signals:
        panel_made(TablePanel): the first table is about to be shown.
        crowding_changed(bool): the panel is about to take room, or has given it back.
        shown_changed(bool): the panel came or went.
        covering_changed(bool): the panel lies over the conversation, or no more.
        keyboard_released(): the panel went with the keyboard in it.
        closed(), save_requested(TableFormat), picture_requested(PictureFormat), print_requested(),
            copied(str), load_all_requested(), link_activated(str): see TablePanel.
    """

    panel_made = Signal(object)
    crowding_changed = Signal(bool)
    shown_changed = Signal(bool)
    covering_changed = Signal(bool)
    keyboard_released = Signal()
    closed = Signal()
    save_requested = Signal(object)
    picture_requested = Signal(object)
    print_requested = Signal()
    copied = Signal(str)
    load_all_requested = Signal()
    link_activated = Signal(str)

    def __init__(self, look: Look, page: QWidget, covered: QWidget) -> None:
        super().__init__()
        self._look = look
        self._page = page
        self._covered = covered
        self._panel: TablePanel | None = None
        self._wanted = WIDTH
        self._was_moved = False
        self._is_over = False
        page.setParent(self)
        self._divider = _Divider(self)
        self._divider.moved.connect(self._widen)
        covered.installEventFilter(self)

    def forget_table(self) -> None:
        """Keep nothing of a table that is in sight no more."""
        if self._panel is not None:
            self._panel.forget()

    @property
    def panel(self) -> "TablePanel":
        """The panel for tables. It is made when the first one is opened: most days begin without."""
        if self._panel is None:
            from strakly_desktop.ui.table.panel import TablePanel

            self._panel = panel = TablePanel(self._look)
            panel.setParent(self)
            panel.hide()
            # Again, now that it has its place: under a stylesheet a label that moves loses its font.
            panel.set_look(self._look)
            panel.closed.connect(self.hide_panel)
            panel.closed.connect(self.closed)
            panel.save_requested.connect(self.save_requested)
            panel.picture_requested.connect(self.picture_requested)
            panel.print_requested.connect(self.print_requested)
            panel.copied.connect(self.copied)
            panel.load_all_requested.connect(self.load_all_requested)
            panel.link_activated.connect(self.link_activated)
            self.panel_made.emit(panel)
        return self._panel

    def show_panel(self, *, takes_keyboard: bool = True) -> None:
        """Bring the panel, and the keyboard into it; not where nobody pressed for it: who writes goes on writing."""
        panel = self.panel
        self.crowding_changed.emit(True)
        self._set_shown(True)
        self.shown_changed.emit(True)
        if takes_keyboard:
            panel.focus_first(Qt.FocusReason.OtherFocusReason)

    def fit_table(self, *, goes_on: bool = False) -> None:
        """More of its table has come: be as wide as that needs, where no width was chosen and there is room.

        `goes_on`: and more will come. Then it gets some air, and so takes few steps.
        """
        if self.is_shown() and self._outgrows(self._look.scaled(_AIR) if goes_on else 0):
            self._lay_out()

    def hide_panel(self) -> None:
        """Take the panel away."""
        had_keyboard = self._panel is not None and has_keyboard(self._panel)
        self._set_shown(False)
        self.shown_changed.emit(False)
        self.crowding_changed.emit(False)
        if had_keyboard or not self.isActiveWindow():
            self.keyboard_released.emit()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        is_rescaled = look.text_scale != self._look.text_scale
        self._look = look
        if self._panel is not None:
            self._panel.set_look(look)
            if is_rescaled and not self._was_moved:
                self._wanted = WIDTH
                self._outgrows()
        self._lay_out()

    def tab_stops(self) -> list[QWidget]:
        """What the Tab key visits, in order."""
        return [self._divider, *(self._panel.tab_stops() if self._panel is not None else ())]

    def is_shown(self) -> bool:
        """Whether the panel is in sight."""
        return self._panel is not None and not self._panel.isHidden()

    def is_beside(self) -> bool:
        """Whether there is room for the panel beside the page."""
        wide = self.window().width() / max(1.0, self._look.text_scale) >= COVERS_BELOW
        return wide and self.width() >= LEAST_WIDTH + _LEAST_PAGE

    def _set_shown(self, shown: bool) -> None:
        if self._panel is None:
            return
        if shown:
            # Another table in it makes it no narrower: what one was about to click would slip away under the mouse.
            if not self.is_shown() and not self._was_moved:
                self._wanted = WIDTH
            self._outgrows()
        self._panel.setVisible(shown)
        self._lay_out()

    def _outgrows(self, air: int = 0) -> bool:
        """Want as many px as the table needs, unless the person has chosen a width; True if these are more now."""
        needed = 0 if self._panel is None or self._was_moved else self._panel.whole_width()
        if needed <= self._wanted:
            return False
        before = self._wanted
        self._wanted = max(before, min(needed + air, self.width() - _LEAST_PAGE))
        return self._wanted > before

    def resizeEvent(self, event: QEvent) -> None:
        if self.is_shown():
            self._outgrows()
        self._lay_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() in (QEvent.Type.Resize, QEvent.Type.Move)
            and self._panel is not None
            and self.is_shown()
            and not self.is_beside()
        ):
            self._panel.setGeometry(self._covered_area())
        return False

    def _lay_out(self) -> None:
        shown, beside = self.is_shown(), self.is_beside()
        width = max(LEAST_WIDTH, min(self._wanted, self.width() - _LEAST_PAGE)) if shown and beside else 0
        self._page.setGeometry(0, 0, self.width() - width, self.height())
        self._divider.setVisible(shown and beside)
        # What is under the panel gets no keyboard.
        self._covered.setEnabled(beside or not shown)
        if self._is_over != (shown and not beside):
            self._is_over = shown and not beside
            self.covering_changed.emit(self._is_over)
        if self._panel is None:
            return
        if shown and beside:
            self._panel.setGeometry(self.width() - width, 0, width, self.height())
            self._divider.setGeometry(self.width() - width - _GRIP // 2, 0, _GRIP, self.height())
        elif shown:
            self._panel.setGeometry(self._covered_area())
        self._panel.raise_()
        self._divider.raise_()

    def _covered_area(self) -> QRect:
        return QRect(self._covered.mapTo(self, QPoint(0, 0)), self._covered.size())

    def _widen(self, pixels: int) -> None:
        if self._panel is None:
            return
        self._was_moved = True
        self._wanted = max(LEAST_WIDTH, min(self._panel.width() + pixels, self.width() - _LEAST_PAGE))
        self._lay_out()
