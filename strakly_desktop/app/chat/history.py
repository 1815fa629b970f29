"""The saved conversations in the window: opens the store, fills the panel, and carries out what is asked there.

Opening a conversation goes the same way as New Chat: through the session, which ends the running turn first.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeAlias

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.chat.conversation_opening import GONE, ConversationOpening
from strakly_desktop.app.chat.deletions import Deletions
from strakly_desktop.app.chat.forgetting import Forgetting
from strakly_desktop.app.chat.history_notices import HistoryNotices
from strakly_desktop.app.chat.history_search import HistorySearch
from strakly_desktop.app.chat.store_keeping import StoreKeeping
from strakly_desktop.app.chat.store_opening import remove_late
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.chat.recorder import TurnRecorder
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.chat.titles import title_of
from strakly_desktop.chat.waiting_turns import WaitingConversation
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import ConversationSummary, Message
from strakly_desktop.ui.history.panel import HistoryPanel
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.header import Header

if TYPE_CHECKING:
    from strakly_desktop.rendering.document.document import ShownMessage
    from strakly_desktop.store.conversations import ConversationStore

_P = ParamSpec("_P")
_Work: TypeAlias = "Callable[Concatenate[ConversationStore, _P], Coroutine[None, None, None]]"
LIST_PAGE = 100
_DELETING_S = 5.0

_FIRST_TURN = 2
_CLEARED = "All conversations were removed."
_NOT_OPEN = (
    "Nothing was deleted: the chat history on this computer is not open.",
    "Clear it again when it is.",
)


class History(QObject):
    """Lives between the store and the window; without a store the app chats on and says so.

    Signals:
        hit_opened(str, str): see ConversationOpening.
        store_opened(ConversationStore): from now on it is written to and read from.
        clearing_ended(str): all conversations were removed, or why they were not.
    """

    hit_opened = Signal(str, str)
    clearing_ended = Signal(str)
    store_opened = Signal(object)

    def __init__(
        self,
        path: Path,
        session: ChatSession,
        recorder: TurnRecorder,
        panel: HistoryPanel,
        header: Header,
        transcript: TranscriptView,
        notices: NoticeBar,
    ) -> None:
        """`path` is the file of the store; it is opened by `start`, after the first paint."""
        super().__init__(panel)
        self._session = session
        self._recorder = recorder
        self._panel = panel
        self._header = header
        self._notices = HistoryNotices(notices)
        self._tasks = BackgroundTasks("history")
        # What was asked to be done goes on when another person comes; what was only to be shown does not.
        self._changes = BackgroundTasks("history")
        self.keeping = StoreKeeping(
            path,
            recorder,
            panel,
            self._notices,
            self._take_store,
            self._conversation_on_page,
            self._left_in,
        )
        self._last: ConversationSummary | None = None
        self._rows_shown = 0
        self._page = ConversationOpening(session, recorder, panel, transcript, self._start)
        self._deletions = Deletions(
            session,
            recorder,
            panel,
            notices,
            self._start_change,
            self._page.reopen,
            self._is_of_now,
            self.keeping.remove_deleted,
        )
        self._search = HistorySearch(panel, self._start_search, self._unsaved)
        self.forgetting = Forgetting(
            self._notices, self._start_change, self._is_of_now, self._load_first_page, self._id_on_page, self
        )
        self._connect()

    @property
    def store(self) -> "ConversationStore | None":
        """The open store; None before `start` and where it could not be opened."""
        return self.keeping.store

    @property
    def unsaved_count(self) -> int:
        """Of how many conversations something is on no disk, as far as it is known."""
        return len(self._recorder.pending.unsaved)

    def start(self, path: Path | None = None) -> None:
        """Open the store at `path`, else as given, and show its newest conversations, beside everything else."""
        self.keeping.start(path)

    def change_person(self, path: Path) -> None:
        """Go on with the conversations of another file: those of before are gone from the window at once.

        The session has left its conversation. What is on its way to the file of before comes to its end there.
        """
        if self.keeping.is_removed_when_left(self.keeping.path):
            self._deletions.end()
        else:
            self._deletions.leave(self.keeping.path)
        self._deletions.expect(path)
        self._search.forget()
        self._panel.clear()
        self._last = None
        self._tasks.cancel()
        changes, self._changes = self._changes, BackgroundTasks("history")
        self.keeping.change_person(path, changes)
        self._show_unsaved()

    def fetch_with(self, fetch: "Callable[[ConversationStore, str], Coroutine[None, None, None]]") -> None:
        """Before a conversation is read, `fetch` brings what another place has of it."""
        self._page.fetch = fetch

    def show_masked(
        self, shown: "Callable[[Sequence[Message]], list[ShownMessage]]", searched: Callable[[str], str]
    ) -> None:
        """What may be seen of messages that are brought, `shown`; and looked for, `searched`."""
        self._page.shown = shown
        self._search.searched = searched

    def open(self, conversation_id: str) -> None:
        """Open a saved conversation at its end."""
        self._page.open(conversation_id, "", "")

    def take_in(self, summary: ConversationSummary) -> None:
        """Conversations came from a file: list them all, and open this one of them."""
        self._start(self._load_first_page)
        self._page.open(summary.id, "", "")

    def show_anew(self) -> None:
        """The list on disk has changed beside us: show it as it is."""
        self._start(self._load_first_page)

    def delete(self, conversation_id: str, *, in_web_app: bool = False) -> None:
        """Remove one from the list; an Undo is offered. `in_web_app`: it is told that it was deleted there."""
        self._start_change(self._deletions.delete, conversation_id, in_web_app=in_web_app)

    def clear_all(self) -> None:
        """Remove every conversation for good, the open one included. How that ended is told in any case."""
        if self._start_change(self._clear) is None:
            self._tell_not_cleared(StoreError(*_NOT_OPEN))

    async def whole_conversation(
        self, store: "ConversationStore | None", conversation_id: str
    ) -> tuple[ConversationSummary, list[Message]] | None:
        """A conversation with all its messages, also those that wait for the disk; None where there is none.

        Raises:
            StoreError: the disk does not give it.
        """
        waiting = self._recorder.pending.waiting(conversation_id)
        summary = None if store is None else await store.conversation(conversation_id)
        saved = [] if store is None or summary is None else await store.all_messages(conversation_id)
        if waiting is None:
            return None if summary is None else (summary, saved)
        return summary or waiting.summary, waiting.behind(saved)

    def keep_open(self) -> Callable[[], None]:
        """The file of now is not closed, nor removed, before what this returns is called: it is being read."""
        over = asyncio.Event()
        self._changes.start(_wait_for(over))
        return over.set

    async def finish_saving(self) -> None:
        """Return when everything is on disk that the disk takes."""
        await self._recorder.flush()

    async def aclose(self) -> None:
        """Write what waits, remove what is deleted, and close the file."""
        await self._finish_deleting()
        await self.keeping.aclose()
        await self._remove_left()
        await self._tasks.aclose()
        await self._changes.aclose()

    async def _finish_deleting(self) -> None:
        """Nothing can be taken back any more; what takes longer than its time is removed after the next start."""
        try:
            async with asyncio.timeout(_DELETING_S):
                # Twice: one that is only being hidden can be removed when that is done.
                for _ in range(2):
                    self._deletions.end()
                    await self._changes.finish()
        except TimeoutError:
            # What would still be asked of the file meets a closed one, and would be told as trouble.
            await self._changes.aclose()

    def _left_in(self, path: Path) -> frozenset[int]:
        return self._deletions.left_in(path)

    async def _remove_left(self) -> None:
        """The same for what those who left had deleted."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_DELETING_S):
                for path in self._deletions.take_left():
                    await remove_late(path)

    def _is_of_now(self, store: "ConversationStore | None") -> bool:
        return store is self.store

    def _conversation_on_page(self) -> tuple[ConversationSummary, tuple[Message, ...]] | None:
        summary = self._session.summary
        return (summary, self._session.messages) if summary is not None and self._session.is_saved else None

    async def _take_store(self, store: "ConversationStore") -> None:
        """Go on with it: it was opened, or stands in the place of one that was lost."""
        self.store_opened.emit(store)
        await self._load_first_page(store)
        self._deletions.come_back(self.keeping.path)
        self.forgetting.look()

    def _connect(self) -> None:
        panel, session = self._panel, self._session
        panel.conversation_chosen.connect(self._open_chosen)
        panel.more_requested.connect(self._bring_more)
        panel.rename_requested.connect(lambda *wish: self._start_change(self._rename, *wish))
        panel.pin_requested.connect(lambda *wish: self._start_change(self._pin, *wish))
        panel.delete_requested.connect(self.delete)
        panel.off_the_record_requested.connect(lambda: session.new_conversation(saved=False))
        self._page.hit_opened.connect(self.hit_opened)
        self._recorder.conversation_saved.connect(self._show_saved)
        self._recorder.answer_saved.connect(self._search.refresh)
        self._recorder.saving_failed.connect(self._notices.tell)
        self._recorder.unsaved_changed.connect(self._show_unsaved)
        self._recorder.unsaved_changed.connect(self._search.refresh)
        self._recorder.saving_recovered.connect(
            lambda: self._notices.tell_good("Conversations are saved again.", "Nothing was lost.")
        )
        session.titled.connect(lambda *titled: self._start_change(self._retitle, *titled))
        session.conversation_cleared.connect(self._note_cleared)
        session.conversation_opened.connect(lambda summary, _messages: self._note_opened(summary))

    def _start(
        self, work: "_Work[_P]", *arguments: "_P.args", **named: "_P.kwargs"
    ) -> asyncio.Task[None] | None:
        """Read something for the window; what the disk refuses is told. None where there is no store."""
        store = self.store
        if store is None:
            return None
        return self._tasks.start(self._told(store, partial(work, store, *arguments, **named)))

    def _start_search(
        self, work: "Callable[..., Coroutine[None, None, None]]", *arguments: object
    ) -> asyncio.Task[None]:
        """The same where no store is open: `work` gets None, and may find what waits for one."""
        store = self.store
        return self._tasks.start(self._told(store, partial(work, store, *arguments)))

    def _unsaved(self) -> list[WaitingConversation]:
        pending = self._recorder.pending
        waiting = (pending.waiting(summary.id) for summary in pending.unsaved)
        return [conversation for conversation in waiting if conversation is not None]

    def _start_change(
        self, work: "_Work[_P]", *arguments: "_P.args", **named: "_P.kwargs"
    ) -> asyncio.Task[None] | None:
        """The same for what changes the store: it comes to its end also when another person comes."""
        store = self.store
        if store is None:
            return None
        return self._changes.start(self._told(store, partial(work, store, *arguments, **named)))

    async def _told(
        self, store: "ConversationStore | None", work: Callable[[], Coroutine[None, None, None]]
    ) -> None:
        try:
            # Made only now: one of a task that is cancelled before it begins would never be awaited.
            await work()
        except StoreError as error:
            if self._is_of_now(store):
                self._notices.tell(error)

    async def _load_first_page(self, store: "ConversationStore") -> None:
        shown = None
        while shown != self._rows_shown:
            # A row that is shown while the page is read may be newer than it, and would go with it.
            shown = self._rows_shown
            page = await store.conversations(limit=LIST_PAGE)
            if not self._is_of_now(store):
                return
        self._last = page[-1] if page else None
        self._panel.set_conversations(page, has_more=len(page) == LIST_PAGE)
        self._show_unsaved()

    def _bring_more(self) -> None:
        if self._start(self._load_next_page) is None:
            self._panel.more_failed()

    async def _load_next_page(self, store: "ConversationStore") -> None:
        after = self._last
        try:
            page = await store.conversations(after=after, limit=LIST_PAGE)
        except StoreError:
            if self._last is after and self._is_of_now(store):
                self._panel.more_failed()
            raise
        if self._last is not after or not self._is_of_now(store):
            return  # The list was loaded anew meanwhile.
        self._last = page[-1] if page else self._last
        self._panel.add_conversations(page, has_more=len(page) == LIST_PAGE)

    def _open_chosen(self, conversation_id: str, message_id: str) -> None:
        self._page.open(conversation_id, message_id, self._search.query)

    async def _rename(self, store: "ConversationStore", conversation_id: str, title: str) -> None:
        await store.rename(conversation_id, title_of(title))
        await self._show_changed(store, conversation_id)

    async def _retitle(self, store: "ConversationStore", before: ConversationSummary, title: str) -> None:
        """The first real question names a conversation, unless somebody named it meanwhile, here or elsewhere."""
        there = await store.conversation(before.id)
        if there is not None and there.title == before.title:
            await self._rename(store, before.id, title)

    async def _pin(self, store: "ConversationStore", conversation_id: str, pinned: bool) -> None:
        await store.set_pinned(conversation_id, pinned)
        await self._show_changed(store, conversation_id)

    async def _show_changed(self, store: "ConversationStore", conversation_id: str) -> None:
        summary = await store.conversation(conversation_id)
        if not self._is_of_now(store):
            return
        if summary is None:
            self._panel.remove_conversation(conversation_id)
            raise StoreError(*GONE)
        self._rows_shown += 1
        self._panel.update_conversation(summary)
        if self._is_open(conversation_id):
            self._session.rename(summary)
            self._header.set_title(summary.title)

    async def _clear(self, store: "ConversationStore") -> None:
        self._session.new_conversation()
        try:
            await self._recorder.pending.remove_all(store.clear_all)
        except StoreError as error:
            if self._is_of_now(store):
                self._tell_not_cleared(error)
            return
        if not self._is_of_now(store):
            return
        self._deletions.forget()
        self._notices.withdraw_forgetting()
        await self._load_first_page(store)
        self._notices.tell_good(_CLEARED, "Nothing of them is left on this computer.")
        self.clearing_ended.emit(_CLEARED)

    def _tell_not_cleared(self, error: StoreError) -> None:
        self._notices.tell(error)
        self.clearing_ended.emit(f"{error.headline} {error.advice}")

    def _id_on_page(self) -> str:
        return "" if self._session.summary is None else self._session.summary.id

    def _is_open(self, conversation_id: str) -> bool:
        return self._id_on_page() == conversation_id

    def _note_opened(self, summary: ConversationSummary) -> None:
        self._panel.set_current(summary.id)

    def _note_cleared(self) -> None:
        self._panel.set_current("")

    def _show_unsaved(self) -> None:
        """What the disk does not take stands in the list, and says so: it can be opened while the app runs."""
        unsaved = self._recorder.pending.unsaved
        for summary in unsaved:
            self._panel.update_conversation(summary)
        self._panel.set_unsaved(frozenset(summary.id for summary in unsaved))

    def _show_saved(self, summary: ConversationSummary) -> None:
        """A turn began in it: it is the newest now."""
        self._rows_shown += 1
        self._panel.update_conversation(summary)
        if self._is_open(summary.id):
            self._panel.set_current(summary.id)
            if len(self._session.messages) <= _FIRST_TURN and not self._panel.is_being_searched:
                # What is found of the others would hide it.
                self._panel.end_search()


async def _wait_for(over: asyncio.Event) -> None:
    await over.wait()
