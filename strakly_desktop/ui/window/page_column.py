"""The page from header to composer, one below the other, and who gives way where it is low.

The composer, one of the questions that are queued above it and the worst news stay whole at any height. Some lines of
the answer come before more than one of those; else the conversation gives way first, then further news, then the
chips, and a long question scrolls sooner.
"""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.composer.composer import MAX_LINES, Composer
from strakly_desktop.ui.composer.queue_bar import MOST_QUEUED, QueueBar
from strakly_desktop.ui.composer.suggestion_bar import SuggestionBar
from strakly_desktop.ui.find.find_bar import FindBar
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.style.typography import Type
from strakly_desktop.ui.window.header import Header

_ONE_CHIP_ROW_BELOW = 560
_COMPOSER_PART = 0.4
_LEAST_PAGE = 1
_LEAST_LINES = 4
"""Of an answer, before what is queued folds: it comes while one waits for it."""


class PageColumn(Guarded, QWidget):
    """Lays the parts out. They belong to the window; this decides how much of the height each may take."""

    def __init__(
        self,
        look: Look,
        header: Header,
        find_bar: FindBar,
        pages: QWidget,
        notices: NoticeBar,
        suggestions: SuggestionBar,
        queue: QueueBar,
        composer: Composer,
    ) -> None:
        super().__init__()
        self._look = look
        self._header = header
        self._find_bar = find_bar
        self._notices = notices
        self._suggestions = suggestions
        self._queue = queue
        self._composer = composer
        self._table_is_over = False
        self.setObjectName("page")
        # In a low window the page gives way first: news and the composer stay whole.
        pages.setMinimumSize(_LEAST_PAGE, _LEAST_PAGE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        queue.changed.connect(self._fit)
        for part in (header, find_bar, pages, notices, suggestions, queue, composer):
            column.addWidget(part, 1 if part is pages else 0)

    def set_look(self, look: Look) -> None:
        """Take new sizes; the parts get theirs from whoever built them."""
        self._look = look
        self._fit()

    def set_table_over(self, is_over: bool) -> None:
        """A table lies over the conversation: in a low window the chips leave their room to its rows."""
        self._table_is_over = is_over
        self._fit()

    def event(self, event: QEvent) -> bool:
        # A part has grown: a longer question, one more notice.
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height, look = self.height(), self._look
        worst = self._notices.least_height()
        is_low = height / look.text_scale < _ONE_CHIP_ROW_BELOW
        self._queue.set_low(is_low)
        queued = 0
        for rows in range(0 if self._queue.isHidden() else self._queue.count, -1, -1):
            queued = self._queue.height_of(rows)
            free = height - self._header.height() - worst - queued - self._composer.height_around_text()
            lines = min(int(height * _COMPOSER_PART), free) // Type.BODY.line(look)
            self._composer.set_most_lines(min(max(lines, 1), MAX_LINES))
            page = height - self._header.height() - worst - queued - self._composer.height()
            if rows <= 1 or page >= _LEAST_LINES * Type.BODY.line(look):
                self._queue.set_most_rows(MOST_QUEUED if rows == self._queue.count else rows)
                break
        taken = self._header.height() + queued + self._composer.height() + _LEAST_PAGE
        if not self._find_bar.isHidden():
            taken += self._find_bar.minimumHeight()
        room = height - taken
        rows = 1 if is_low else 2
        if self._suggestions.one_row() + worst > room or (is_low and self._table_is_over):
            rows = 0
        self._suggestions.set_rows(rows)
        chips = 0 if self._suggestions.isHidden() else self._suggestions.height()
        self._notices.set_room(room - chips)
