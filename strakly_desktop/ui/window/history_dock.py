"""Where the history stands: beside the page, or, where there is no room for both, over it as a drawer.

A drawer lives as long as the keyboard is not in the page below it: whatever is done from it brings the
keyboard back to the composer and so closes it.
"""

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.history.panel import HistoryPanel
from strakly_desktop.ui.style.shapes import color

FOLDS_BELOW = 860
FOLDS_BELOW_CROWDED = 1400
_SLIDE_MS = 160
_PAGE_IN_SIGHT = 48


class _Scrim(Guarded, QWidget):
    """Dims the page behind the drawer. A click on it is the wish to be back there."""

    pressed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.hide()

    def set_look(self, look: Look) -> None:
        self._look = look
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), color(self._look, "scrim"))


class HistoryDock(Guarded, QWidget):
    """Lays out the history panel and the page.

    Signals:
        docked_changed(bool): whether the panel stands beside the page.
        drawer_closed(): the drawer went away.
    """

    docked_changed = Signal(bool)
    drawer_closed = Signal()

    def __init__(self, look: Look, panel: HistoryPanel, page: QWidget) -> None:
        super().__init__()
        self._look = look
        self._panel = panel
        self._page = page
        self._wanted = True
        self._folds_below = FOLDS_BELOW
        self._drawer_open = False
        self._docked: bool | None = None
        # Made in the order in which Tab visits them; in depth, the page lies under the scrim and the panel.
        panel.setParent(self)
        page.setParent(self)
        self._scrim = _Scrim(look, self)
        self._scrim.pressed.connect(self.close_drawer)
        panel.raise_()
        self._slide = QPropertyAnimation(panel, b"pos", self)
        self._slide.setDuration(_SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_focus)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self._panel.set_look(look)
        self._scrim.set_look(look)
        self._lay_out()

    def is_docked(self) -> bool:
        """Whether the panel stands beside the page."""
        return self._wanted and self._has_room()

    def is_wanted(self) -> bool:
        """Whether the panel stands beside the page wherever there is room for it."""
        return self._wanted

    def set_wanted(self, wanted: bool) -> None:
        """Whether the panel shall stand beside the page wherever there is room for it."""
        self._wanted = wanted
        self._lay_out()

    def set_crowded(self, crowded: bool) -> None:
        """Whether something else stands beside the page as well: then only a wide window has room for both."""
        self._folds_below = FOLDS_BELOW_CROWDED if crowded else FOLDS_BELOW
        self._lay_out()

    def toggle(self) -> None:
        """Bring the panel, or take it away."""
        if self._has_room():
            self.set_wanted(not self._wanted)
        elif self._drawer_open:
            self.close_drawer()
        else:
            self._open_drawer()

    def show_panel(self) -> None:
        """Bring the panel if it is away."""
        if self._has_room():
            self.set_wanted(True)
        elif not self._drawer_open:
            self._open_drawer()

    def close_drawer(self) -> bool:
        """Take the drawer away; False if there is none."""
        if not self._drawer_open:
            return False
        self._drawer_open = False
        self._lay_out()
        self.drawer_closed.emit()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _has_room(self) -> bool:
        # In its own text: large letters need the page's width first.
        return self.width() / max(1.0, self._look.text_scale) >= self._folds_below

    def _open_drawer(self) -> None:
        self._drawer_open = True
        self._lay_out()
        self._panel.focus_search()
        if not self._look.reduced_motion:
            self._slide.setStartValue(QPoint(-self._panel.width(), 0))
            self._slide.setEndValue(QPoint(0, 0))
            self._slide.start()

    def _lay_out(self) -> None:
        docked = self.is_docked()
        if self._has_room():
            self._drawer_open = False
        wide = self._panel.sizeHint().width()
        self._slide.stop()
        if docked:
            self._panel.setGeometry(0, 0, wide, self.height())
            self._page.setGeometry(wide, 0, self.width() - wide, self.height())
        else:
            drawer = min(wide, max(0, self.width() - _PAGE_IN_SIGHT))
            self._panel.setGeometry(0, 0, drawer, self.height())
            self._page.setGeometry(self.rect())
        self._scrim.setGeometry(self.rect())
        self._scrim.setVisible(self._drawer_open)
        self._panel.setVisible(docked or self._drawer_open)
        if docked != self._docked:
            self._docked = docked
            self.docked_changed.emit(docked)

    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._drawer_open and self._page.isAncestorOf(now):
            self.close_drawer()
