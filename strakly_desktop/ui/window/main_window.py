"""The window: history, header, page, notices, chips and composer, and the keys that belong to all of them.

It knows no conversation: commands come down as method calls, wishes go up as signals, and after each of
them the keyboard is back in the composer.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from strakly_desktop.conversation.model import Branch, ConnectionState
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.composer.composer import Composer
from strakly_desktop.ui.composer.empty_state import EmptyState
from strakly_desktop.ui.composer.suggestion_bar import SuggestionBar
from strakly_desktop.ui.controls.focus_ring import FocusRing
from strakly_desktop.ui.controls.guarded import Guarded
from strakly_desktop.ui.controls.managed_settings import ManagedSettings
from strakly_desktop.ui.controls.window_place import DEFAULT_SIZE, MINIMUM_SIZE
from strakly_desktop.ui.find.find_bar import FindBar
from strakly_desktop.ui.history.panel import HistoryPanel
from strakly_desktop.ui.notices.notice import Notice
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.window.header import Header
from strakly_desktop.ui.window.history_dock import HistoryDock
from strakly_desktop.ui.window.keyboard_areas import KeyboardAreas, has_keyboard, order_tab_stops
from strakly_desktop.ui.window.page_column import PageColumn
from strakly_desktop.ui.window.table_dock import TableDock
from strakly_desktop.ui.window.window_menu import WindowMenu
from strakly_desktop.ui.window.window_on_screen import WindowOnScreen

if TYPE_CHECKING:
    from strakly_desktop.ui.table.panel import TablePanel

APP_NAME = "Strakly"
NEW_CHAT = "New chat"
_BY_KEY = Qt.FocusReason.ShortcutFocusReason
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class MainWindow(Guarded, QMainWindow):
    """Lays the parts out around a transcript that someone else built.

    Signals:
        question_submitted(str): from the composer, a chip or an example card.
        stop_requested(): Stop or Esc while an answer arrives.
        table_requested(): the menu or Ctrl+T, the table in sight or the last one beside the conversation.
        table_save_requested(str), table_print_requested(), table_link_activated(str): see TablePanel.
        table_closed(): the person closed the table panel.
        export_requested(str): the open conversation as "markdown", "html", "pdf" or "json".
        new_chat_requested(): the history, the header, the menu or Ctrl+N.
        history_folded(bool): the person folded the history beside the page, or brought it back.
        theme_mode_chosen(str), accent_chosen(str), text_scale_step(int): see WindowMenu.
        branch_chosen(object): id of a branch (int), None for all.
        settings_requested(), about_requested(): the history or the menu.
        notice_action_requested(str), notice_dismissed(str): the key of the notice.
        close_requested(): the person closes the window; it closes only when the app quits.
    """

    question_submitted = Signal(str)
    stop_requested = Signal()
    table_requested = Signal()
    table_save_requested = Signal(str)
    table_print_requested = Signal()
    table_link_activated = Signal(str)
    table_closed = Signal()
    export_requested = Signal(str)
    new_chat_requested = Signal()
    history_folded = Signal(bool)
    theme_mode_chosen = Signal(str)
    accent_chosen = Signal(str)
    text_scale_step = Signal(int)
    branch_chosen = Signal(object)
    settings_requested = Signal()
    about_requested = Signal()
    notice_action_requested = Signal(str)
    notice_dismissed = Signal(str)
    close_requested = Signal()

    def __init__(self, look: Look, transcript: QWidget) -> None:
        super().__init__()
        self._look = look
        self._busy = False
        self._menu = WindowMenu(look, self)
        # Made in the order in which Tab visits them.
        self.history = HistoryPanel(look)
        self.header = Header(look, self._menu)
        self.find_bar = FindBar(look)
        self.empty_state = EmptyState(look)
        self.transcript = transcript
        self.notices = NoticeBar(look)
        self.suggestions = SuggestionBar(look)
        self.composer = Composer(look)
        self._table_panel: TablePanel | None = None
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty_state)
        self._pages.addWidget(transcript)
        self._page = page = PageColumn(
            look,
            self.header,
            self.find_bar,
            self._pages,
            self.notices,
            self.suggestions,
            self.composer,
        )
        self._table_place = TableDock(look, page, self._pages)
        self._place = HistoryDock(look, self.history, self._table_place)
        self.setCentralWidget(self._place)
        self._ring = FocusRing(look, self)
        self.setMinimumSize(*MINIMUM_SIZE)
        self.resize(*DEFAULT_SIZE)
        self._on_screen = WindowOnScreen(self)
        self.setAcceptDrops(True)
        self._connect()
        self._areas = KeyboardAreas()
        self._add_areas()
        self._add_shortcuts()
        self.set_title(NEW_CHAT)
        # Again, now that every part has its place: under a stylesheet a label that moves loses its font.
        self.set_look(look)
        self.composer.focus_input()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes; the transcript gets its own from whoever built it."""
        self._look = look
        for part in (
            self._menu,
            self._place,
            self._table_place,
            self.header,
            self.find_bar,
            self.empty_state,
            self.notices,
            self.suggestions,
            self.composer,
            self._page,
            self._ring,
        ):
            part.set_look(look)
        self.update()

    @property
    def look(self) -> Look:
        """The colours and sizes of now, for what is opened over the window."""
        return self._look

    def set_locks(self, locks: ManagedSettings) -> None:
        """Take out of reach what the gym set."""
        self._menu.set_locks(locks)
        self.header.set_branch_locked(locks.branch)

    def come_forward(self) -> None:
        """Show the window in front of others, as it was before it was minimised."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        # Where the desktop does not let it take the keyboard, it is marked.
        QApplication.alert(self)

    def set_title(self, title: str) -> None:
        """The conversation's title, in the header and the window's title bar."""
        self.header.set_title(title)
        self.setWindowTitle(f"{title} - {APP_NAME}")

    def set_branches(self, branches: Sequence[Branch], current: int | None) -> None:
        """The branches to offer and the chosen one's id, None for all."""
        self.header.set_branches(branches, current)
        self.empty_state.set_branch(self.header.branch_name())

    def set_connection(self, state: ConnectionState, word: str, advice: str = "") -> None:
        """The state of the connection and the word for it; `advice`: what to do, where something is to be done."""
        self.header.set_connection(state, word, advice)

    def set_demo(self, demo: bool) -> None:
        """Whether to show the "Demo gym" badge."""
        self.header.set_demo(demo)

    def set_busy(self, busy: bool) -> None:
        """Whether an answer arrives: Send is Stop, Esc stops."""
        self._busy = busy
        self.composer.set_busy(busy)

    def set_suggestions(self, questions: Sequence[str]) -> None:
        """The chips; none hides them."""
        self.suggestions.set_suggestions(list(questions))
        self._order_tab_stops()

    def show_notice(self, notice: Notice) -> None:
        """Show news above the composer."""
        self.notices.show_notice(notice)
        self._order_tab_stops()

    def dismiss_notice(self, key: str) -> None:
        """Take the notice with this key away."""
        self.notices.dismiss(key)

    def set_history_folded(self, folded: bool) -> None:
        """Whether the history stays away even where there is room for it beside the page."""
        self._place.set_wanted(not folded)

    @property
    def table_panel(self) -> "TablePanel":
        """The panel for tables. It is made when the first one is opened: most days begin without."""
        if self._table_panel is None:
            from strakly_desktop.ui.table.panel import TablePanel

            self._table_panel = panel = TablePanel(self._look)
            self._table_place.take_panel(panel)
            self._areas.add(panel, partial(panel.focus_first, _BY_KEY))
            panel.closed.connect(self.hide_table_panel)
            panel.closed.connect(self.table_closed)
            panel.save_requested.connect(self.table_save_requested)
            panel.print_requested.connect(self.table_print_requested)
            panel.link_activated.connect(self.table_link_activated)
        return self._table_panel

    def show_table_panel(self) -> None:
        """Bring the table panel and put the keyboard into it."""
        panel = self.table_panel
        self._place.set_crowded(True)
        self._table_place.set_shown(True)
        self._order_tab_stops()
        panel.focus_first(Qt.FocusReason.OtherFocusReason)

    def hide_table_panel(self) -> None:
        """Take the table panel away."""
        had_keyboard = self._table_panel is not None and has_keyboard(self._table_panel)
        self._table_place.set_shown(False)
        self._place.set_crowded(False)
        if had_keyboard or not self.isActiveWindow():
            self.composer.focus_input()

    def quote(self, text: str) -> None:
        """Put `text` into the composer, where the person goes on writing."""
        self.composer.insert_text(text)
        self.composer.focus_input()

    def show_empty_state(self) -> None:
        """Show the greeting and the example questions."""
        self.find_bar.close_bar()
        self._pages.setCurrentWidget(self.empty_state)

    def show_transcript(self) -> None:
        """Show the conversation."""
        self._pages.setCurrentWidget(self.transcript)

    def set_appearance(self, mode: str, accent: str, accent_colors: Mapping[str, str]) -> None:
        """Mark the theme mode and accent in the menu; `accent_colors`: accent name to Qt colour text."""
        self._menu.set_appearance(mode, accent)
        self._menu.set_accent_colors(accent_colors)

    def geometry_text(self) -> str:
        """Size, place and state of the window as plain text, for the settings."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def open_at(self, geometry_text: str) -> None:
        """Open as `geometry_text` told, as far as that fits the screens of now; "" for a first start."""
        self._on_screen.open_at(geometry_text)

    def keep_in_sight(self) -> None:
        """Come back onto a screen, where one got smaller or went away. It happens by itself when one does."""
        self._on_screen.keep_in_sight()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            # One press, one step: held down it would close a panel and then stop the answer.
            if not event.isAutoRepeat():
                self._escape()
        elif event.text().isprintable() and event.text() and not event.modifiers() & _COMMANDS:
            self.composer.take_key(event)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.notices.set_in_sight(not self.isMinimized())

    def closeEvent(self, event: QCloseEvent) -> None:
        # Quitting is the app's: it has an answer to stop and a conversation to save first.
        event.ignore()
        self.close_requested.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # A copy, whatever was proposed: a file manager may remove what it believes to be moved.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.composer.take(event.mimeData())
        self.composer.focus_input()

    def _connect(self) -> None:
        self.composer.submitted.connect(self._ask)
        self.composer.stop_requested.connect(self.stop_requested)
        self.suggestions.suggestion_chosen.connect(self._ask)
        self.empty_state.question_chosen.connect(self._ask)
        self.notices.action_requested.connect(self._act)
        self.notices.dismissed.connect(self.notice_dismissed)
        self.notices.keyboard_released.connect(self.composer.focus_input)
        self.suggestions.keyboard_released.connect(self.composer.focus_input)
        self.find_bar.closed.connect(self.composer.focus_input)
        self._place.docked_changed.connect(self.header.set_history_shown)
        self._place.drawer_closed.connect(self._leave_drawer)
        self.history.fold_requested.connect(self._toggle_history)
        self.history.conversation_chosen.connect(self.composer.focus_input)
        self.history.new_chat_requested.connect(self._new_chat)
        self.history.off_the_record_requested.connect(self.composer.focus_input)
        self.history.settings_requested.connect(self.settings_requested)
        self.header.history_requested.connect(self._toggle_history)
        self.header.branch_chosen.connect(self._choose_branch)
        self.header.menu_closed.connect(self.composer.focus_input)
        self.header.new_chat_requested.connect(self._new_chat)
        self._menu.new_chat_requested.connect(self._new_chat)
        self._menu.table_requested.connect(self.table_requested)
        self._menu.export_requested.connect(self.export_requested)
        self._menu.theme_mode_chosen.connect(self.theme_mode_chosen)
        self._menu.accent_chosen.connect(self.accent_chosen)
        self._menu.text_scale_step.connect(self.text_scale_step)
        self._menu.shortcuts_requested.connect(self._show_shortcuts)
        self._menu.settings_requested.connect(self.settings_requested)
        self._menu.about_requested.connect(self.about_requested)
        self._menu.aboutToHide.connect(self.composer.focus_input)

    def _add_shortcuts(self) -> None:
        # An action answers to its keys only where it is part of the window.
        self.addActions(self._menu.actions())
        for menu in self._menu.submenus():
            self.addActions(menu.actions())
        for number in (1, 2, 3):
            chip = QShortcut(QKeySequence(f"Alt+{number}"), self)
            chip.activated.connect(lambda index=number - 1: self.suggestions.choose(index))
        for keys, act in (
            ("F6", lambda: self._areas.walk(1)),
            ("Shift+F6", lambda: self._areas.walk(-1)),
            ("Ctrl+B", self._toggle_history),
            ("Ctrl+K", self._search_history),
            ("Ctrl+F", self._find),
            ("F3", lambda: self._find_next(1)),
            ("Shift+F3", lambda: self._find_next(-1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _ask(self, question: str) -> None:
        self.composer.focus_input()
        self.question_submitted.emit(question)

    def _act(self, key: str) -> None:
        self.composer.focus_input()
        self.notice_action_requested.emit(key)

    def _new_chat(self) -> None:
        self.composer.focus_input()
        self.new_chat_requested.emit()

    def _choose_branch(self, branch_id: object) -> None:
        self.empty_state.set_branch(self.header.branch_name())
        self.branch_chosen.emit(branch_id)

    def _escape(self) -> None:
        if self._place.close_drawer():
            return
        if self._table_place.is_shown():
            self.table_panel.request_close()
            return
        self.composer.focus_input()
        if self._busy:
            self.stop_requested.emit()
        else:
            self.find_bar.close_bar()

    def _toggle_history(self) -> None:
        wanted = self._place.is_wanted()
        had_keyboard = has_keyboard(self.history)
        self._place.toggle()
        if had_keyboard and self.history.isHidden():
            self.composer.focus_input()
        if self._place.is_wanted() != wanted:
            self.history_folded.emit(wanted)

    def _search_history(self) -> None:
        if not self._place.is_docked():
            wanted = self._place.is_wanted()
            self._place.show_panel()
            if self._place.is_wanted() != wanted:
                self.history_folded.emit(wanted)
        self.history.focus_search()

    def _leave_drawer(self) -> None:
        if not has_keyboard(self._pages) and not has_keyboard(self.composer):
            self.composer.focus_input()

    def _find(self) -> None:
        if self._pages.currentWidget() is self.transcript:
            self.find_bar.open_bar()

    def _find_next(self, step: int) -> None:
        if self.find_bar.isVisible():
            self.find_bar.next_requested.emit(step)
        else:
            self._find()

    def _order_tab_stops(self) -> None:
        parts = (self.notices, self.suggestions, self.composer, self._table_place)
        order_tab_stops([stop for part in parts for stop in part.tab_stops()])

    def _add_areas(self) -> None:
        self._areas.add(self.history, partial(self.history.focus_first, _BY_KEY))
        self._areas.add(self.header, partial(self.header.focus_first, _BY_KEY))
        self._areas.add(self.find_bar, self.find_bar.open_bar)
        self._areas.add(self._pages, self._enter_page)
        self._areas.add(self.notices, partial(self.notices.focus_first, _BY_KEY))
        self._areas.add(self.suggestions, partial(self.suggestions.focus_first, _BY_KEY))
        self._areas.add(self.composer, self.composer.focus_input)

    def _enter_page(self) -> None:
        if self._pages.currentWidget() is self.empty_state:
            self.empty_state.focus_first(_BY_KEY)
        else:
            self.transcript.setFocus(_BY_KEY)

    def _show_shortcuts(self) -> None:
        from strakly_desktop.ui.dialogs.shortcuts import ShortcutsDialog

        ShortcutsDialog(self._look, self).open()
