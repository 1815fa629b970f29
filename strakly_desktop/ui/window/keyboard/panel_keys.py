"""Opens and closes by key what stands around the conversation: the history, the search in it, the table.

Esc takes back one step a press: what was opened last goes first, and a running answer is stopped only when nothing lies
over it any more. F2 renames wherever the keyboard is: a click on a conversation leaves it in the question field.
"""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from strakly_desktop.ui.composer.composer import Composer
from strakly_desktop.ui.controls.typed import has_keyboard
from strakly_desktop.ui.find.find_bar import FindBar
from strakly_desktop.ui.history.panel import HistoryPanel
from strakly_desktop.ui.window.history_dock import HistoryDock
from strakly_desktop.ui.window.pages import Pages
from strakly_desktop.ui.window.table_dock import TableDock

NO_NAME = "There is nothing to rename: this chat is not in the history."


class PanelKeys(QObject):
    """Ctrl+B, Ctrl+K, F2, Ctrl+F, F3, and Esc where the window passes it on.

    Signals:
        stop_requested(): Esc while an answer arrives.
    """

    stop_requested = Signal()

    def __init__(
        self,
        history: HistoryPanel,
        history_dock: HistoryDock,
        find_bar: FindBar,
        pages: Pages,
        composer: Composer,
        table_dock: TableDock,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._history = history
        self._history_dock = history_dock
        self._find_bar = find_bar
        self._pages = pages
        self._composer = composer
        self._table_dock = table_dock
        for keys, act in (
            ("Ctrl+B", self.toggle_history),
            ("Ctrl+K", self._search_history),
            ("F2", self._rename),
            ("Ctrl+F", self._find),
            ("F3", partial(self._find_next, 1)),
            ("Shift+F3", partial(self._find_next, -1)),
        ):
            QShortcut(QKeySequence(keys), window).activated.connect(act)
        history.fold_requested.connect(self.toggle_history)
        history_dock.drawer_closed.connect(self._leave_drawer)
        pages.emptied.connect(find_bar.close_bar)

    def toggle_history(self) -> None:
        """Bring the history, or take it away."""
        had_keyboard = has_keyboard(self._history)
        self._history_dock.toggle()
        if had_keyboard and self._history.isHidden():
            self._composer.focus_input()

    def escape(self) -> None:
        """Take one step back."""
        if self._history_dock.close_drawer():
            return
        if self._table_dock.is_shown():
            self._table_dock.panel.request_close()
            return
        self._composer.focus_input()
        if self._composer.is_busy:
            self.stop_requested.emit()
        else:
            self._find_bar.close_bar()

    def _search_history(self) -> None:
        if not self._history_dock.is_docked():
            self._history_dock.show_panel()
        self._history.focus_search()

    def _rename(self) -> None:
        if not self._history.can_rename:
            self._composer.tell(NO_NAME)
            return
        if not self._history_dock.is_docked():
            self._history_dock.show_panel()
        self._history.rename()

    def _leave_drawer(self) -> None:
        if not has_keyboard(self._pages) and not has_keyboard(self._composer):
            self._composer.focus_input()

    def _find(self) -> None:
        if not self._pages.is_empty:
            self._find_bar.open_bar()

    def _find_next(self, step: int) -> None:
        if self._find_bar.isVisible():
            self._find_bar.next_requested.emit(step)
        else:
            self._find()
