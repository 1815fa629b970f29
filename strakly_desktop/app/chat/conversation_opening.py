"""Opens saved conversations and brings their earlier messages, of which only the last wish counts.

Reading takes time, and the person goes on meanwhile. Whoever asks a question, begins a new chat or opens another
conversation before one has come has thought better of it: what comes late changes nothing.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.chat.message_view import shown_again
from strakly_desktop.chat.recorder import TurnRecorder
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import ConversationSummary, Message
from strakly_desktop.rendering.document.document import ShownMessage
from strakly_desktop.ui.history.panel import HistoryPanel
from strakly_desktop.ui.transcript.view import TranscriptView

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore

MESSAGE_PAGE = 50
GONE = (
    "This conversation is no longer there.",
    "It was removed meanwhile. Choose another one in the history.",
)


class ConversationOpening(QObject):
    """The way of a conversation from the disk onto the page.

    Signals:
        hit_opened(str, str): what was searched for, and the id of the message that has it, now on the page.
    """

    hit_opened = Signal(str, str)

    def __init__(
        self,
        session: ChatSession,
        recorder: TurnRecorder,
        panel: HistoryPanel,
        transcript: TranscriptView,
        start: "Callable[[Callable[[ConversationStore], Coroutine[None, None, None]]], asyncio.Task[None] | None]",
    ) -> None:
        """`start` runs a piece of work with the open store, and tells what the disk refuses."""
        super().__init__(panel)
        self._session = session
        self._recorder = recorder
        self._panel = panel
        self._transcript = transcript
        self._start = start
        self.fetch: Callable[[ConversationStore, str], Coroutine[None, None, None]] | None = None
        """Brings what is not on this disk of a conversation, before it is read."""
        self.shown: Callable[[Sequence[Message]], list[ShownMessage]] = _whole
        """Makes of messages what may be seen of them."""
        self._earliest = ""
        self._opening: asyncio.Task[None] | None = None
        self._earlier: asyncio.Task[None] | None = None
        transcript.earlier_requested.connect(self._load_earlier)
        session.turn_started.connect(self._forget_wish)
        session.conversation_cleared.connect(self._note_cleared)
        session.conversation_opened.connect(self._note_opened)

    def open(self, conversation_id: str, message_id: str, query: str) -> None:
        """Open a conversation at its end, or where the message stands that a search for `query` found."""
        self._forget_wish()
        if self._is_running(conversation_id):
            # It is on the page already, and to read it again would end its answer.
            if any(message.id == message_id for message in self._session.messages):
                self.hit_opened.emit(query, message_id)
                return
            if not message_id:
                return
        self._opening = self._start(lambda store: self._open(store, conversation_id, message_id, query))
        if self._opening is None:
            self._open_unsaved(conversation_id, message_id, query)

    def reopen(self, conversation_id: str) -> None:
        """Open a conversation that was taken off the page, unless the person has gone on to something else."""
        session = self._session
        is_elsewhere = self._opening is not None or session.summary is not None or not session.is_saved
        if not is_elsewhere:
            self.open(conversation_id, "", "")

    async def _open(
        self, store: "ConversationStore", conversation_id: str, message_id: str, query: str
    ) -> None:
        if self._is_running(conversation_id):
            self._session.stop_turn()  # Or what is read would be half an answer that says nothing of it.
        await self._recorder.flush()  # What the running turn has said belongs to what is read.
        if self.fetch is not None:
            await self.fetch(store, conversation_id)
        waiting = self._recorder.pending.waiting(conversation_id)
        summary = await store.conversation(conversation_id)
        if waiting is not None:
            # Asked while the disk took nothing: there, half of it may look as if that were all.
            summary = replace(summary or waiting.summary, updated_at=waiting.summary.updated_at)
        if summary is None:
            # Another window of the app, or one that died since, has removed it.
            self._panel.remove_conversation(conversation_id)
            raise StoreError(*GONE)
        if message_id and not (waiting is not None and waiting.has(message_id)):
            messages = await store.messages_around(conversation_id, message_id, MESSAGE_PAGE)
        else:
            messages = await store.messages(conversation_id, limit=MESSAGE_PAGE)
        if waiting is not None:
            messages = waiting.behind(messages)
        # From here on it happens at once, and its own news must not call it off.
        self._opening = None
        self._session.open_conversation(summary, messages)
        if message_id:
            self.hit_opened.emit(query, message_id)

    def _open_unsaved(self, conversation_id: str, message_id: str, query: str) -> None:
        """Open what waits for the disk where there is no history to read from."""
        if self._is_running(conversation_id):
            self._session.stop_turn()
        waiting = self._recorder.pending.waiting(conversation_id)
        if waiting is not None:
            self._session.open_conversation(waiting.summary, waiting.messages)
            if message_id:
                self.hit_opened.emit(query, message_id)

    def _is_running(self, conversation_id: str) -> bool:
        summary = self._session.summary
        return self._session.is_running and summary is not None and summary.id == conversation_id

    def _load_earlier(self) -> None:
        if self._earlier is None and self._session.summary is not None and self._earliest:
            conversation_id = self._session.summary.id
            self._earlier = self._start(lambda store: self._bring_earlier(store, conversation_id))
            if self._earlier is None:
                self._transcript.earlier_failed()

    async def _bring_earlier(self, store: "ConversationStore", conversation_id: str) -> None:
        this = asyncio.current_task()
        try:
            messages = await store.messages(conversation_id, before=self._earliest, limit=MESSAGE_PAGE)
        except StoreError:
            # The page asks again when the reader scrolls on.
            self._transcript.earlier_failed()
            raise
        finally:
            if self._earlier is this:
                self._earlier = None
        self._note_earliest(messages)
        self._session.add_earlier(messages)
        # As the session has them: what is not over it does not receive.
        messages = list(self._session.messages[: len(messages)])
        self._transcript.add_earlier(self.shown(messages), has_earlier=len(messages) == MESSAGE_PAGE)

    def _forget_wish(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None

    def _forget_earlier(self) -> None:
        if self._earlier is not None:
            self._earlier.cancel()
            self._earlier = None

    def _note_cleared(self) -> None:
        self._forget_wish()
        self._forget_earlier()
        self._earliest = ""

    def _note_opened(self, _summary: ConversationSummary, messages: tuple[Message, ...]) -> None:
        self._forget_wish()
        self._forget_earlier()
        self._note_earliest(messages)

    def _note_earliest(self, messages: Sequence[Message]) -> None:
        if messages:
            self._earliest = messages[0].id


def _whole(messages: Sequence[Message]) -> list[ShownMessage]:
    return shown_again(messages, datetime.now().astimezone())
