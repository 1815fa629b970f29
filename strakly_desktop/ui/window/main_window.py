"""The window: history, header, page, notices, chips and composer, and the keys that belong to all of them.

It knows no conversation: commands come down as method calls, wishes go up as signals, and after each of
them the keyboard is back in the composer.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QMainWindow, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.composer.composer import Composer
from strakly_desktop.ui.composer.empty_state import EmptyState
from strakly_desktop.ui.composer.queue_bar import QueueBar
from strakly_desktop.ui.composer.suggestion_bar import SuggestionBar
from strakly_desktop.ui.controls.focus_ring import FocusRing
from strakly_desktop.ui.controls.managed_settings import ManagedSettings
from strakly_desktop.ui.controls.window_place import DEFAULT_SIZE, MINIMUM_SIZE
from strakly_desktop.ui.find.find_bar import FindBar
from strakly_desktop.ui.history.panel import HistoryPanel
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.style.dressing import dress_dialogs
from strakly_desktop.ui.window.drop_target import DropTarget
from strakly_desktop.ui.window.header import Header
from strakly_desktop.ui.window.history_dock import HistoryDock
from strakly_desktop.ui.window.keyboard.panel_keys import PanelKeys
from strakly_desktop.ui.window.keyboard.routes import KeyboardRoutes
from strakly_desktop.ui.window.keyboard.scan_watch import ScanWatch
from strakly_desktop.ui.window.page_column import PageColumn
from strakly_desktop.ui.window.pages import Pages
from strakly_desktop.ui.window.table_dock import TableDock
from strakly_desktop.ui.window.window_menu import WindowMenu
from strakly_desktop.ui.window.window_on_screen import WindowOnScreen
from strakly_desktop.ui.window.window_privacy import WindowPrivacy

if TYPE_CHECKING:
    from strakly_desktop.ui.dialogs.unsaved import UnsavedDialog
    from strakly_desktop.ui.notices.reach import NoticeReach

APP_NAME = "Strakly"
NEW_CHAT = "New chat"
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class MainWindow(Guarded, QMainWindow):
    """Lays the parts out around a transcript that someone else built, at once or after the first paint.

    Signals:
        question_submitted(str): from the composer, a chip or an example card.
        stop_requested(): Stop or Esc while an answer arrives.
        new_chat_requested(): the history, the header, the menu or Ctrl+N.
        settings_requested(): the history or the menu.
        code_scanned(str): four digits of a scanner, wherever the keyboard was.
        sign_in_requested(), sign_out_requested(): the header, the history or the menu.
        history_removal_requested(): whoever signs out right after leaves nothing on this computer.
        lock_requested(): Ctrl+L, the history or the menu.
        close_requested(): the person closes the window, which is out of sight from then on; the app ends after it.
    """

    question_submitted = Signal(str)
    stop_requested = Signal()
    new_chat_requested = Signal()
    settings_requested = Signal()
    code_scanned = Signal(str)
    sign_in_requested = Signal()
    sign_out_requested = Signal()
    history_removal_requested = Signal()
    lock_requested = Signal()
    close_requested = Signal()

    def __init__(self, look: Look, transcript: QWidget | None = None) -> None:
        super().__init__()
        self._look = look
        self.may_close: Callable[[], bool] = lambda: True
        """Asked when the person closes it; False where something is to be asked first: `close_now` is called then."""
        self.is_closing = False
        """Whether it was closed: nothing may bring it back while the app ends."""
        self.menu = WindowMenu(look, self)
        # Made in the order in which Tab visits them.
        self.history = HistoryPanel(look)
        self.header = Header(look, self.menu)
        self.find_bar = FindBar(look)
        self.empty_state = EmptyState(look)
        self.notices = NoticeBar(look)
        self._reach: NoticeReach | None = None
        self.notices.notice_shown.connect(self._watch_notices, Qt.ConnectionType.SingleShotConnection)
        self.suggestions = SuggestionBar(look)
        self.queue = QueueBar(look)
        self.composer = Composer(look)
        self.pages = Pages(self.empty_state)
        self._page = page = PageColumn(
            look,
            self.header,
            self.find_bar,
            self.pages,
            self.notices,
            self.suggestions,
            self.queue,
            self.composer,
        )
        self.table_dock = TableDock(look, page, self.pages)
        self._place = HistoryDock(look, self.history, self.table_dock)
        self.setCentralWidget(self._place)
        self._ring = FocusRing(look, self)
        self.privacy = WindowPrivacy(look, self, self._place, APP_NAME)
        self.setMinimumSize(*MINIMUM_SIZE)
        self.resize(*DEFAULT_SIZE)
        self.on_screen = WindowOnScreen(self)
        scans = ScanWatch(self._is_private, self)
        scans.code_scanned.connect(self.code_scanned)
        DropTarget(self, self.composer, lambda: self.privacy.is_hiding or self._is_out_of_reach)
        self._connect()
        self._routes = KeyboardRoutes(
            self.history,
            self.header,
            self.find_bar,
            self.pages,
            self.empty_state,
            self.notices,
            self.suggestions,
            self.queue,
            self.composer,
            self.table_dock,
            self,
        )
        self._panel_keys = panel_keys = PanelKeys(
            self.history, self._place, self.find_bar, self.pages, self.composer, self.table_dock, self
        )
        self.header.history_requested.connect(panel_keys.toggle_history)
        panel_keys.stop_requested.connect(self.stop_requested)
        self._add_shortcuts()
        self.header.set_title(NEW_CHAT)
        # Again, now that every part has its place: under a stylesheet a label that moves loses its font.
        self.set_look(look)
        self.composer.focus_input()
        if transcript is not None:
            self.set_transcript(transcript)

    def set_transcript(self, transcript: QWidget) -> None:
        """Take the page of conversations, of which the first picture shows nothing. Once."""
        self.transcript = transcript
        self.pages.set_transcript(transcript)
        self._routes.note_transcript()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes; the transcript gets its own from whoever built it."""
        self._look = look
        for part in (
            self.menu,
            self._place,
            self.table_dock,
            self.header,
            self.find_bar,
            self.empty_state,
            self.notices,
            self.suggestions,
            self.queue,
            self.composer,
            self._page,
            self._ring,
            self.privacy,
        ):
            part.set_look(look)
        dress_dialogs(look)
        self.update()

    def parts(self) -> list[QObject]:
        """The window and what it is made of: all that tells what the person wants."""
        return [
            self,
            self.menu,
            self.privacy,
            self.history,
            self.header,
            self.find_bar,
            self.empty_state,
            self.notices,
            self.suggestions,
            self.queue,
            self.composer,
            self.table_dock,
        ]

    @property
    def look(self) -> Look:
        """The colours and sizes of now, for what is opened over the window."""
        return self._look

    def forget_searches(self) -> None:
        """Keep no word that somebody looked for: the next person could call it up, by undo too."""
        self.find_bar.forget()
        self.history.forget_search()
        self.table_dock.forget_table()

    def set_locks(self, locks: ManagedSettings) -> None:
        """Take out of reach what the gym set."""
        self.menu.set_locks(locks)
        self.header.set_branch_locked(locks.branch)

    def mask_texts(self, seen: Callable[[str], str], seen_part: Callable[[str], str]) -> None:
        """Let whatever has a text of its own show only what may be `seen` of it; `seen_part`: of one cut anywhere."""
        for part in (self.history, self.header, self.notices, self.suggestions, self.queue):
            part.seen = seen
        self.history.seen_part = seen_part

    def set_signed_in(self, signed_in: bool, *, may_change_password: bool = False) -> None:
        """Whether somebody is signed in to a gym, and not only trying the demo; and can change the password here."""
        self.menu.set_password_changeable(may_change_password)
        self.menu.set_signed_in(signed_in)
        self.history.set_sign_in_offered(not signed_in)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.privacy.is_locked:
            # Whatever has the keyboard: no shortcut of ours gets past the lock.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_out_of_reach:
            # Whatever lost the keyboard: a password is no question.
            event.accept()
            return
        if event.key() == Qt.Key.Key_Escape:
            # One press, one step: held down it would close a panel and then stop the answer.
            if not event.isAutoRepeat():
                self._panel_keys.escape()
        elif event.text().isprintable() and event.text() and not event.modifiers() & _COMMANDS:
            self.composer.take_key(event)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.WindowStateChange, QEvent.Type.ActivationChange):
            self._note_reach()

    def closeEvent(self, event: QCloseEvent) -> None:
        # Quitting is the app's: it has an answer to stop and a conversation to save first, and at a start to be there.
        event.ignore()
        if self._is_session_ending() or self.may_close():
            self.close_now()

    def close_now(self) -> None:
        """Close it without a question: nobody is there to answer one, or it is answered."""
        self.is_closing = True
        self.hide()
        self.close_requested.emit()

    def ask_before_loss(self, words: str, can_be_saved: bool) -> "UnsavedDialog":
        """Open the question whether to close though something is saved nowhere; `words` say what.

        Behind a lock nobody is offered to carry anything away.
        """
        from strakly_desktop.ui.dialogs.unsaved import UnsavedDialog

        dialog = UnsavedDialog(
            self._look, self, words, can_be_saved=can_be_saved and not self.privacy.is_locked
        )
        dialog.open()
        return dialog

    @staticmethod
    def _is_session_ending() -> bool:
        """Whether the computer is shut down, or the person signs out of it: no question may hold that up."""
        application = QGuiApplication.instance()
        return isinstance(application, QGuiApplication) and application.isSavingSession()

    def _connect(self) -> None:
        self.composer.submitted.connect(self._ask)
        self.composer.stop_requested.connect(self.stop_requested)
        self.suggestions.suggestion_chosen.connect(self._ask)
        self.empty_state.question_chosen.connect(self._ask)
        self.table_dock.crowding_changed.connect(self._place.set_crowded)
        self.table_dock.covering_changed.connect(self._page.set_table_over)
        self._place.docked_changed.connect(self.header.set_history_shown)
        self.history.new_chat_requested.connect(self._new_chat)
        self.history.settings_requested.connect(self.settings_requested)
        self.privacy.lock_changed.connect(self._note_lock)
        for locker in (self.history, self.menu, self.privacy):
            locker.lock_requested.connect(self.lock_requested)
        self.header.title_changed.connect(self._show_title)
        self.header.branch_named.connect(self.empty_state.set_branch)
        self.header.new_chat_requested.connect(self._new_chat)
        self.header.menu_about_to_open.connect(self.menu.fit)
        self.menu.new_chat_requested.connect(self._new_chat)
        for hider in (self.menu, self.header):
            hider.hiding_requested.connect(self.privacy.hide_all)
        self.menu.shortcuts_requested.connect(self._show_shortcuts)
        self.menu.settings_requested.connect(self.settings_requested)
        self.menu.sign_out_requested.connect(self._ask_to_sign_out)
        for part in (self.menu, self.header, self.history):
            part.sign_in_requested.connect(self.sign_in_requested)
        self.menu.aboutToHide.connect(self.composer.focus_input)

    def _add_shortcuts(self) -> None:
        # An action answers to its keys only where it is part of the window.
        self.addActions(self.menu.actions())
        for menu in self.menu.submenus():
            self.addActions(menu.actions())
        for number in (1, 2, 3):
            chip = QShortcut(QKeySequence(f"Alt+{number}"), self)
            chip.activated.connect(lambda index=number - 1: self.suggestions.choose(index))

    @property
    def _is_out_of_reach(self) -> bool:
        """Whether the lock, or a card, lies over what is in the window."""
        return self.privacy.is_locked or not self.privacy.content.isEnabled()

    def _is_private(self) -> bool:
        """Whether what is typed is for nobody else: the window is locked, or somebody is asked for a secret.

        F8 is neither: whatever key ends it may be a member's code, who stands there and wants to come in.
        """
        # Most starts show no field of a password.
        from strakly_desktop.ui.sign_in.asking import is_secret_asked

        return self._is_out_of_reach or is_secret_asked()

    def _note_lock(self, is_locked: bool) -> None:
        self._note_reach()
        if not is_locked:
            self.composer.focus_input()

    def _watch_notices(self) -> None:
        """See from the first notice on whether they can be reached, and let Ctrl+Z press an Undo of theirs."""
        from strakly_desktop.ui.notices.reach import NoticeReach
        from strakly_desktop.ui.window.keyboard.undo_key import UndoKey

        self._reach = NoticeReach(self.notices)
        self._reach.look()
        UndoKey(self.notices, self)

    def _note_reach(self) -> None:
        if self._reach is not None:
            self._reach.look()

    def _ask(self, question: str) -> None:
        self.composer.focus_input()
        self.question_submitted.emit(question)

    def _new_chat(self) -> None:
        self.composer.focus_input()
        self.new_chat_requested.emit()

    def _show_title(self, title: str) -> None:
        self.privacy.set_title(f"{title} - {APP_NAME}")

    def _ask_to_sign_out(self) -> None:
        from strakly_desktop.ui.dialogs.sign_out import SignOutDialog

        dialog = SignOutDialog(self._look, self)
        dialog.confirmed.connect(self._sign_out)
        dialog.open()

    def _sign_out(self, removes: bool) -> None:
        if removes:
            self.history_removal_requested.emit()
        self.sign_out_requested.emit()

    def _show_shortcuts(self) -> None:
        from strakly_desktop.ui.dialogs.shortcuts import ShortcutsDialog

        ShortcutsDialog(self._look, self).open()
