"""The history panel: every saved conversation by day, a search over all of them, and who sits at the desk.

It holds what it is told and asks for the rest; it reaches no store. A search replaces the list by another
one, so that its end brings the first back exactly as it was. Both are made when there is something to list: the first
picture of a start shows none.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import IconButton
from strakly_desktop.ui.controls.search_field import SearchField
from strakly_desktop.ui.history.top import Brand, Foot, NewChatButton
from strakly_desktop.ui.style.shapes import color, fill_area, outline_role
from strakly_desktop.ui.style.typography import Type

if TYPE_CHECKING:
    from strakly_desktop.conversation.model import ConversationSummary, SearchHit, TextPiece
    from strakly_desktop.ui.history.found_list import FoundList
    from strakly_desktop.ui.history.kept_list import KeptList

WIDTH = 264
EMPTY = "Conversations will be kept here."
NOTHING_FOUND = "No conversation has these words."
SEARCH_PAUSE_MS = 80
_FOOT_FROM = 200
"""In px at 100 %: what is in the foot is in the menu More too, and a conversation can be chosen nowhere else."""


class HistoryPanel(Guarded, QWidget):
    """New chat, search, the conversations and the account.

    Signals:
        conversation_chosen(str, str): id, and the id of the message that the search found in it, else "".
        rename_requested(str, str): id and new title.
        pin_requested(str, bool): id; whether it shall be pinned.
        delete_requested(str): id.
        export_requested(str, ExportFormat): the id, and as what.
        import_requested(), backup_requested(): a conversation from a file; all of them into one.
        search_changed(str): what to search for, a moment after the last key; "" at once when cleared.
        hits_outdated(): what was found may be other conversations by now.
        excerpts_requested(list[str]): the ids of found messages of which an excerpt comes into sight.
        more_requested(): the end of the known conversations comes near and there are more.
        new_chat_requested(), off_the_record_requested(), settings_requested(), fold_requested(),
        lock_requested(), sign_in_requested().
        keyboard_released(): a rename that was wished from elsewhere is over.
    """

    conversation_chosen = Signal(str, str)
    rename_requested = Signal(str, str)
    pin_requested = Signal(str, bool)
    delete_requested = Signal(str)
    export_requested = Signal(str, object)
    import_requested = Signal()
    backup_requested = Signal()
    search_changed = Signal(str)
    hits_outdated = Signal()
    excerpts_requested = Signal(list)
    more_requested = Signal()
    new_chat_requested = Signal()
    off_the_record_requested = Signal()
    settings_requested = Signal()
    fold_requested = Signal()
    lock_requested = Signal()
    sign_in_requested = Signal()
    keyboard_released = Signal()

    def __init__(
        self, look: Look, parent: QWidget | None = None, *, today: Callable[[], date] | None = None
    ) -> None:
        """`today` is asked for the day; None: the one on this computer."""
        super().__init__(parent)
        self._look = look
        self.seen: Callable[[str], str] = str
        """What may be seen of a title."""
        self.seen_part: Callable[[str], str] = str
        """What may be seen of a part of a text, cut anywhere."""
        self._today = today
        self._has_more = False
        self._query = ""
        self._answered = False
        self._unreadable = ""
        self._is_told = False
        self._open_id = ""
        self._renames_when_loaded = False
        self.setAccessibleName("History")
        self._brand = Brand(look, self)
        self._fold = IconButton(look, "panel-left", "Hide history (Ctrl+B)", parent=self)
        self._new_chat = NewChatButton(look, self)
        self._search = SearchField(look, "Search conversations", self)
        self._pages = QStackedWidget(self)
        # In a low window the list gives way: its head and foot stay whole.
        self._pages.setMinimumHeight(1)
        self._words = QLabel(self._pages)
        self._foot = Foot(look, self)
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._arrange()
        self._connect()
        self.set_look(look)
        self._show_page()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for part in (self._brand, self._fold, self._new_chat, self._search, self._foot):
            part.set_look(look)
        for view in self._made:
            view.set_look(look)
        self._words.setFont(Type.SMALL.font(look))
        self._fit_height()
        self.updateGeometry()
        self.update()

    def set_conversations(self, conversations: "Sequence[ConversationSummary]", has_more: bool) -> None:
        """The first of the saved conversations, in any order; whether there are more of them."""
        self._has_more = False
        self._is_told = True
        self._kept.set_conversations(self._shown(conversations))
        self._end_page(has_more)
        self.hits_outdated.emit()

    def forget_search(self) -> None:
        """Keep no word that was searched for: the next person could call it up by undo."""
        self._search.forget()

    @property
    def is_being_searched(self) -> bool:
        """Whether somebody is at it, with the keyboard in the field or among what was found."""
        return self._search.hasFocus() or any(view.hasFocus() for view in self._made[1:])

    def end_search(self) -> None:
        """List all conversations again: the one that begins now is among them."""
        self._search.clear()

    def clear(self) -> None:
        """Another person comes: nothing of what stood here is left, nor what was searched for."""
        self._search.clear()
        self._has_more = self._is_told = False
        self._unreadable = ""
        self._found.set_hits(())
        self._kept.set_conversations(())
        self.set_current("")
        self.set_drafts(frozenset())
        self.set_unsaved(frozenset())
        self._show_page()

    def add_conversations(self, conversations: "Sequence[ConversationSummary]", has_more: bool) -> None:
        """Append the conversations that `more_requested` asked for."""
        self._kept.add_conversations(self._shown(conversations))
        self._end_page(has_more)
        if self._renames_when_loaded:
            self.rename()

    def more_failed(self) -> None:
        """What `more_requested` asked for did not come: it is asked for again when the reader scrolls on."""
        self._has_more = True

    def update_conversation(self, conversation: "ConversationSummary") -> None:
        """A conversation is new, was renamed, pinned or used: it goes to its place."""
        (conversation,) = self._shown([conversation])
        self._kept.put(conversation)
        self._found.put(conversation)
        self._show_page()
        self.hits_outdated.emit()

    def remove_conversation(self, conversation_id: str) -> None:
        """Remove the row of a conversation."""
        self._kept.remove(conversation_id)
        self._found.remove(conversation_id)
        self._show_page()

    def set_current(self, conversation_id: str) -> None:
        """The conversation that the window shows, "" for one that is not saved."""
        self._open_id = conversation_id
        self._renames_when_loaded = False
        for view in self._made:
            view.set_open(conversation_id)

    def set_drafts(self, conversation_ids: frozenset[str]) -> None:
        """In which conversations something is typed and not sent."""
        self._kept.set_drafts(conversation_ids)

    def set_unsaved(self, conversation_ids: frozenset[str]) -> None:
        """Of which conversations something is not on the disk."""
        if conversation_ids or self._made:
            self._kept.set_unsaved(conversation_ids)

    def set_elsewhere(self, conversation_ids: frozenset[str]) -> None:
        """Which conversations were made elsewhere, with the web app."""
        self._kept.set_elsewhere(conversation_ids)

    def set_hits(self, hits: "Sequence[SearchHit]") -> None:
        """The answer to the last `search_changed`; after the search was cleared it changes nothing.

        A later one leaves the reader where he is.
        """
        if not self._query:
            return
        if self.seen is not str:
            from strakly_desktop.ui.history.seen_texts import seen_hits

            hits = seen_hits(hits, self.seen, self.seen_part)
        is_later, self._answered = self._answered, True
        (self._found.renew_hits if is_later else self._found.set_hits)(hits)
        self._show_hits()

    def _shown(self, conversations: "Sequence[ConversationSummary]") -> "Sequence[ConversationSummary]":
        if self.seen is str:
            return conversations
        from strakly_desktop.ui.history.seen_texts import seen_conversation

        return [seen_conversation(one, self.seen) for one in conversations]

    def set_excerpts(self, excerpts: "Mapping[str, tuple[TextPiece, ...]]") -> None:
        """The answer to `excerpts_requested`."""
        from strakly_desktop.ui.history.seen_texts import seen_pieces

        self._found.set_excerpts({at: seen_pieces(pieces, self.seen_part) for at, pieces in excerpts.items()})

    def set_unreadable(self, words: str) -> None:
        """Why nothing stands here, in the place of a promise that cannot be kept; "" where all is well."""
        self._unreadable = words
        self._show_page()

    @property
    def can_rename(self) -> bool:
        """Whether there is what `rename` would rename."""
        return bool(self._open_id) or any(view.hasFocus() for view in self._made)

    def rename(self) -> None:
        """Have another name typed for the row that has the keyboard, else for the conversation that the window shows.

        What is searched for goes where that one is not among what was found.
        """
        self._renames_when_loaded = False
        for view in self._made:
            if view.is_renaming:
                return
            if view.hasFocus():
                view.rename_current()
                return
        if self._query and self._pages.currentWidget() is self._found and self._found.rename_open():
            return
        self._search.clear()
        if not self._kept.rename_open() and self._has_more:
            self._renames_when_loaded = True
            self._ask_for_more()

    def set_account(self, name: str, role: str) -> None:
        """Who is signed in, and as what; both "" for nobody."""
        self._foot.set_account(name, role)

    def set_sign_in_offered(self, offered: bool) -> None:
        """Whether there is a button for signing in."""
        self._foot.set_sign_in_offered(offered)

    def focus_search(self) -> None:
        """Put the keyboard into the search field, what stands there selected."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def focus_first(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard on the list, or on New chat while it is empty."""
        (self._shown_list or self._new_chat).setFocus(reason)

    def sizeHint(self) -> QSize:
        return QSize(self._look.scaled(WIDTH), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill_area(painter, self.rect(), color(self._look, "sidebar"))
        line = color(self._look, outline_role(self._look))
        fill_area(painter, QRect(self.width() - 1, 0, 1, self.height()), line)

    def _fit_height(self) -> None:
        """Where it is low, the foot leaves its room to the conversations."""
        self._foot.setVisible(self.height() / self._look.text_scale >= _FOOT_FROM)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 9, 0)
        top.addWidget(self._brand, 1)
        top.addWidget(self._fold)
        middle = QVBoxLayout()
        middle.setContentsMargins(12, 4, 11, 4)
        middle.setSpacing(8)
        middle.addWidget(self._new_chat)
        middle.addWidget(self._search)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setProperty("role", "muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._words.setContentsMargins(20, 12, 20, 0)
        self._pages.addWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(middle)
        column.addWidget(self._pages, 1)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        self._fold.clicked.connect(self.fold_requested)
        self._new_chat.clicked.connect(self.new_chat_requested)
        self._new_chat.off_the_record_requested.connect(self.off_the_record_requested)
        self._new_chat.import_requested.connect(self.import_requested)
        self._new_chat.backup_requested.connect(self.backup_requested)
        self._foot.settings_requested.connect(self.settings_requested)
        self._foot.lock_requested.connect(self.lock_requested)
        self._foot.sign_in_requested.connect(self.sign_in_requested)
        self._search.textChanged.connect(self._type)
        self._search.left_downwards.connect(self._enter_list)
        self._search.entered.connect(self._open_first_hit)
        self._pause.timeout.connect(self._ask)

    @cached_property
    def _lists(self) -> "tuple[KeptList, FoundList]":
        # The first picture of a start shows none.
        from strakly_desktop.ui.history.day_watch import DayWatch
        from strakly_desktop.ui.history.found_list import FoundList
        from strakly_desktop.ui.history.kept_list import KeptList

        days = DayWatch(self, self._today)
        kept = KeptList(self._look, days.day, self._pages)
        found = FoundList(self._look, days.day, self._pages)
        days.day_begun.connect(kept.set_today)
        days.day_begun.connect(found.set_today)
        kept.end_neared.connect(self._ask_for_more)
        found.excerpts_requested.connect(self.excerpts_requested)
        for view in (kept, found):
            self._pages.addWidget(view)
            view.set_open(self._open_id)
            view.conversation_chosen.connect(self.conversation_chosen)
            view.rename_requested.connect(self.rename_requested)
            view.pin_requested.connect(self.pin_requested)
            view.export_requested.connect(self.export_requested)
            view.delete_requested.connect(self.delete_requested)
            view.left_upwards.connect(self.focus_search)
            view.keyboard_released.connect(self.keyboard_released)
        # Qt has put them after all that was there before.
        QWidget.setTabOrder(self._search, kept)
        QWidget.setTabOrder(kept, found)
        return kept, found

    @property
    def _kept(self) -> "KeptList":
        return self._lists[0]

    @property
    def _found(self) -> "FoundList":
        return self._lists[1]

    @property
    def _made(self) -> "tuple[KeptList | FoundList, ...]":
        """The lists, if they are made."""
        return self._lists if "_lists" in vars(self) else ()

    @property
    def _shown_list(self) -> "KeptList | FoundList | None":
        """The list that is in sight."""
        page = self._pages.currentWidget()
        return next((view for view in self._made if view is page), None)

    def _type(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._ask()
            self._show_page()

    def _ask(self) -> None:
        query = self._search.text().strip()
        if query != self._query:
            self._query = query
            self._answered = False
            self.search_changed.emit(query)

    def _enter_list(self) -> None:
        page = self._shown_list
        if page is not None:
            page.go_to_first()
            page.setFocus(Qt.FocusReason.TabFocusReason)

    def _open_first_hit(self) -> None:
        # What is on show may still answer another question.
        if self._answered and not self._pause.isActive() and self._shown_list is self._found:
            self._found.open_first()

    def _end_page(self, has_more: bool) -> None:
        self._has_more = has_more
        self._show_page()
        # The rows may not fill the panel, or the reader is at their end already.
        QTimer.singleShot(0, self, self._kept.look_for_end)

    def _ask_for_more(self) -> None:
        if self._has_more:
            self._has_more = False
            self.more_requested.emit()

    def _show_page(self) -> None:
        if self._query:
            if self._shown_list is None or self._shown_list is self._found:
                self._show_hits()
            return
        # No promise before it is known what there is.
        self._words.setText(self._unreadable or (EMPTY if self._is_told else ""))
        has_rows = bool(self._made) and self._kept.has_rows
        self._pages.setCurrentWidget(self._kept if has_rows else self._words)

    def _show_hits(self) -> None:
        self._words.setText(self._unreadable or NOTHING_FOUND)
        self._pages.setCurrentWidget(self._found if self._found.has_rows else self._words)
