"""The button under the rows of a table that is a part of a list: the rest of it is one press away."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.tables.table_part import TablePart
from strakly_desktop.ui.controls.buttons import TextButton
from strakly_desktop.ui.style.shapes import color

_SIDE, _EDGE = 16, 8
_LOADING = "Loading all\N{HORIZONTAL ELLIPSIS}"


class LoadAll(Guarded, QWidget):
    """Hidden until a part is offered.

    Signals:
        requested(): the wish for the whole list.
    """

    requested = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._is_loading = False
        self.button = TextButton(look, "Load all", small=True, parent=self)
        self.button.clicked.connect(self.requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, _EDGE, _SIDE, _EDGE)
        row.addWidget(self.button)
        row.addStretch()
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self.button.set_look(look)
        self.update()

    def offer(self, part: TablePart | None) -> None:
        """Offer the rest of what is a part; the best ones of a list are all that were asked for."""
        offered = part is not None and not part.is_top
        if part is not None and not self._is_loading:
            self.button.set_label("Load all" if part.total is None else f"Load all {part.total:,}")
        self.setVisible(offered)

    def set_loading(self, loading: bool) -> None:
        """Whether the whole list is on its way."""
        self._is_loading = loading
        self.button.setEnabled(not loading)
        if loading:
            self.button.set_label(_LOADING)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._look, "background"))
        painter.fillRect(0, 0, self.width(), 1, color(self._look, "border"))
