"""Leads the keyboard through the parts of the window: F6 and the arrows from one to the next, Tab in the order seen.

Whatever lets go of it gives it back to the composer, where the next question is typed.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from strakly_desktop.ui.composer.composer import Composer
from strakly_desktop.ui.composer.empty_state import EmptyState
from strakly_desktop.ui.composer.queue_bar import QueueBar
from strakly_desktop.ui.composer.suggestion_bar import SuggestionBar
from strakly_desktop.ui.find.find_bar import FindBar
from strakly_desktop.ui.history.panel import HistoryPanel
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.window.header import Header
from strakly_desktop.ui.window.keyboard.areas import KeyboardAreas, order_tab_stops
from strakly_desktop.ui.window.pages import Pages
from strakly_desktop.ui.window.table_dock import TableDock

if TYPE_CHECKING:
    from strakly_desktop.ui.table.panel import TablePanel

_BY_KEY = Qt.FocusReason.ShortcutFocusReason


class KeyboardRoutes(QObject):
    """Connects the parts with each other, in the order from top to bottom in which F6 visits them."""

    def __init__(
        self,
        history: HistoryPanel,
        header: Header,
        find_bar: FindBar,
        pages: Pages,
        empty_state: EmptyState,
        notices: NoticeBar,
        suggestions: SuggestionBar,
        queue: QueueBar,
        composer: Composer,
        table_dock: TableDock,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._pages = pages
        self._empty_state = empty_state
        self._notices = notices
        self._suggestions = suggestions
        self._queue = queue
        self._composer = composer
        self._table_dock = table_dock
        self._areas = areas = KeyboardAreas()
        areas.add(history, partial(history.focus_first, _BY_KEY))
        areas.add(header, partial(header.focus_first, _BY_KEY))
        areas.add(find_bar, find_bar.open_bar)
        areas.add(pages, self._enter_page)
        areas.add(notices, partial(notices.focus_first, _BY_KEY))
        areas.add(suggestions, partial(suggestions.focus_first, _BY_KEY))
        areas.add(queue, partial(queue.focus_last, _BY_KEY))
        areas.add(composer, composer.focus_input)
        table_dock.panel_made.connect(self._add_table_panel)
        for keys, step in (("F6", 1), ("Shift+F6", -1)):
            QShortcut(QKeySequence(keys), window).activated.connect(partial(areas.walk, step))
        for changed in (
            notices.notice_shown,
            suggestions.changed,
            queue.changed,
            table_dock.shown_changed,
        ):
            changed.connect(self._order_tab_stops)
        for let_go in (
            table_dock.keyboard_released,
            notices.keyboard_released,
            suggestions.keyboard_released,
            queue.keyboard_released,
            find_bar.closed,
            header.menu_closed,
            history.conversation_chosen,
            history.off_the_record_requested,
            # What they open gives the keyboard back to where it was.
            history.import_requested,
            history.backup_requested,
            history.keyboard_released,
        ):
            let_go.connect(composer.focus_input)
        queue.left_upwards.connect(self._enter_suggestions)
        suggestions.left_upwards.connect(self._enter_page)
        composer.left_upwards.connect(self._enter_what_is_above)
        composer.page_key_pressed.connect(pages.press)

    def note_transcript(self) -> None:
        """The page of conversations came, and Qt has put it, with all that is in it, after what stands below it."""
        order_tab_stops([QWidget(self._pages), *self._stops_below()])

    def _order_tab_stops(self) -> None:
        order_tab_stops(self._stops_below())

    def _stops_below(self) -> list[QWidget]:
        parts = (self._notices, self._suggestions, self._queue, self._composer, self._table_dock)
        return [stop for part in parts for stop in part.tab_stops()]

    def _add_table_panel(self, panel: "TablePanel") -> None:
        self._areas.add(panel, partial(panel.focus_first, _BY_KEY))

    def _enter_what_is_above(self) -> None:
        if self._queue.isHidden():
            self._enter_suggestions()
        else:
            self._queue.focus_last(_BY_KEY)

    def _enter_suggestions(self) -> None:
        if not self._suggestions.isHidden():
            self._suggestions.focus_first(_BY_KEY)

    def _enter_page(self) -> None:
        if self._pages.is_empty:
            self._empty_state.focus_first(_BY_KEY)
        else:
            self._pages.enter_transcript(_BY_KEY)
