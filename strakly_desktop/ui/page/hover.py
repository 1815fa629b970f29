"""Where the mouse is in a transcript: over which link, which row of a table, at which height."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from strakly_desktop.ui.controls.links import Link, link_at, underlined
from strakly_desktop.ui.page.table_cards import RowKey, TableInSight


class Hover(QObject):
    """Follows the mouse over `view`.

    Signals:
        link_changed(): `marks` are other ones now.
        row_changed(): `row` is another one now.
    """

    link_changed = Signal()
    row_changed = Signal()

    def __init__(self, view: QTextEdit) -> None:
        super().__init__(view)
        self._view = view
        self._link: Link | None = None
        self._row: RowKey | None = None
        self._height: float | None = None

    @property
    def row(self) -> RowKey | None:
        """The row of a table under the mouse."""
        return self._row

    @property
    def y(self) -> float | None:
        """The height in the document at which the mouse is now, also after the page has moved; None outside."""
        return None if self._height is None else self._height + self._view.verticalScrollBar().value()

    @property
    def marks(self) -> list[QTextEdit.ExtraSelection]:
        """The underline of the link under the mouse; the document itself stays as it is."""
        return [] if self._link is None or not self._link.is_there else [underlined(self._link)]

    @property
    def cursors(self) -> list[QTextCursor]:
        """What has to be kept when its text is written anew."""
        return [] if self._link is None else [self._link.cursor]

    def forget(self) -> None:
        """Another text: nothing of it has been pointed at."""
        self._link = self._row = None

    def move(self, position: QPointF | None, tables: Iterable[tuple[int, TableInSight]]) -> None:
        """The mouse is there now, in the viewport; None: it has left. `tables`: those in sight, by group."""
        self._height = None if position is None else position.y()
        link = None if position is None else self._link_at(position)
        if link is not self._link and (link is None or not link.is_same(self._link)):
            self._link = link
            self.link_changed.emit()
        shape = Qt.CursorShape.IBeamCursor if link is None else Qt.CursorShape.PointingHandCursor
        self._view.viewport().setCursor(shape)
        row = None if position is None else self._row_at(position, tables)
        if row != self._row:
            self._row = row
            self.row_changed.emit()

    def _link_at(self, position: QPointF) -> Link | None:
        href = self._view.anchorAt(position.toPoint())
        if not href:
            return None
        place = self._view.cursorForPosition(position.toPoint()).position()
        return link_at(self._view.document(), place, href)

    def _row_at(self, position: QPointF, tables: Iterable[tuple[int, TableInSight]]) -> RowKey | None:
        y = position.y() + self._view.verticalScrollBar().value()
        for group, table in tables:
            number = table.row_at(position.x(), y)
            if number is not None:
                return RowKey(group, number)
        return None
