"""Keeps what is typed or queued and not sent, with its conversation, over a switch, an end or a crash.

It is written a moment after a key, beside everything else; what Enter moves is written at once. Off the record nothing
is written, and what was typed goes with the conversation.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from strakly_desktop.app.chat.question_queue import QuestionQueue
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import ConversationSummary, Message
from strakly_desktop.ui.composer.composer import Composer

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore

SAVE_AFTER_MS = 600
_NEW_CHAT = ""
_OFF_THE_RECORD = None
_NOTHING = ("",)


class Drafts(QObject):
    """For each conversation, and for a new chat: the text of its field, and behind it its queued questions.

    Signals:
        places_changed(frozenset[str]): the ids of the conversations that have one.
    """

    places_changed = Signal(object)

    def __init__(self, session: ChatSession, composer: Composer, queue: QuestionQueue) -> None:
        super().__init__(composer)
        self._session = session
        self._composer = composer
        self._queue = queue
        self._store: ConversationStore | None = None
        self._texts: dict[str, tuple[str, ...]] = {}
        self._unsaved: set[str] = set()
        self._is_loaded = False
        self._places: frozenset[str] = frozenset()
        self._place: str | None = _NEW_CHAT
        self._begun = ""
        self._tasks = BackgroundTasks("drafts")
        # Not begun anew by each key: who types on and on loses no more than this either.
        self._saving = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._saving.timeout.connect(self._save)
        composer.text_changed.connect(self._note_text)
        queue.changed.connect(self._note_queue)
        session.turn_started.connect(self._note_question)
        session.conversation_cleared.connect(self._note_cleared)
        session.conversation_opened.connect(self._note_opened)

    def use_store(self, store: "ConversationStore") -> None:
        """Bring what was typed before, and write to `store` from now on."""
        self._store = store
        # Another file knows nothing of what was written to the one before.
        self._unsaved |= self._texts.keys()
        self._tasks.start(self._load(store))

    def note_saved(self, summary: ConversationSummary) -> None:
        """The last question of a conversation is on disk: only now it is no draft any more there."""
        if summary.id == self._begun:
            self._begun = ""
            self._save()

    async def aclose(self) -> None:
        """Write what waits."""
        self._saving.stop()
        await self._tasks.finish()
        await self._write()

    async def _load(self, store: "ConversationStore") -> None:
        try:
            found = await store.drafts()
            queued = await store.queued_questions()
        except StoreError:
            return  # The list of conversations, read from the same file, tells of it.
        is_first, self._is_loaded = not self._is_loaded, True
        for place in found.keys() | queued.keys():
            text, waiting = found.get(place, ""), queued.get(place, ())
            if not is_first:
                self._texts.setdefault(place, (text, *waiting))
                continue
            # It comes late: what was typed meanwhile stands behind it.
            typed, *added = self._here() if place == self._place else self._texts.get(place, _NOTHING)
            whole = f"{text}\n{typed}" if text and typed else text or typed
            self._texts[place] = (whole, *waiting, *added)
            if place == self._place:
                self._show(self._texts[place])
        self._tell_places()

    def _here(self) -> tuple[str, ...]:
        return (self._composer.text(), *self._queue.texts)

    def _show(self, texts: tuple[str, ...]) -> None:
        self._composer.show_draft(texts[0])
        self._queue.show_again(texts[1:])

    def _note_text(self) -> None:
        if self._place is not None:
            self._keep(self._place, self._here())

    def _note_queue(self) -> None:
        self._note_text()
        # Enter was pressed: who did that takes it for kept.
        self._save()

    def _note_question(self, _question: Message, _answer: Message) -> None:
        """A new chat has a name now; what was sent is no draft any more, as soon as it is a question on disk."""
        summary = self._session.summary
        if self._place is None or summary is None:
            return
        if self._place != summary.id:
            self._keep(self._place, _NOTHING)
            self._place = summary.id
        self._begun = summary.id
        self._keep(self._place, self._here())

    def _note_cleared(self) -> None:
        self._go_to(_NEW_CHAT if self._session.is_saved else _OFF_THE_RECORD)

    def _note_opened(self, summary: ConversationSummary, _messages: object) -> None:
        self._go_to(summary.id)

    def _go_to(self, place: str | None) -> None:
        if place == self._place and place is not None:
            return
        if self._place is not None:
            self._keep(self._place, self._here())
        self._place = None  # What is shown now is nothing that was typed.
        self._show(_NOTHING if place is None else self._texts.get(place, _NOTHING))
        self._place = place

    def _keep(self, place: str, texts: tuple[str, ...]) -> None:
        if self._texts.get(place, _NOTHING) != texts:
            self._texts[place] = texts
            self._unsaved.add(place)
            self._tell_places()
            if not self._saving.isActive():
                self._saving.start()

    def _tell_places(self) -> None:
        places = frozenset(place for place, texts in self._texts.items() if place and any(texts))
        if places != self._places:
            self._places = places
            self.places_changed.emit(places)

    def _save(self) -> None:
        if self._unsaved and self._store is not None:
            self._tasks.start(self._write())

    async def _write(self) -> None:
        store = self._store
        if store is None:
            return
        for place in tuple(self._unsaved):
            if self._begun and place in (self._begun, _NEW_CHAT):
                continue  # What was sent stands in the draft on disk until its question does.
            text, *queued = self._texts.get(place, _NOTHING)
            self._unsaved.discard(place)
            try:
                kept = await store.keep_draft(place, text, queued)
            except StoreError:
                # A question that cannot be saved is told; this is tried again with the next key.
                self._unsaved.add(place)
                continue
            if not kept and (text or queued) and place == self._place:
                self._unsaved.add(place)  # Its question is still on the way to the disk.
