"""Keeps what is typed or queued and not sent, with its conversation, over a switch, an end or a crash.

It is written a moment after a key, beside everything else; what Enter moves is written at once. Off the record nothing
is written, and what was typed goes with the conversation.
"""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from strakly_desktop.app.chat.question_queue import QuestionQueue
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import ConversationSummary, Message, UnsentQuestion
from strakly_desktop.ui.composer.composer import Composer

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore

SAVE_AFTER_MS = 600
_NEW_CHAT = ""
_OFF_THE_RECORD = None


class Typed(NamedTuple):
    """The text of the field, and what is queued behind it."""

    text: str = ""
    queued: tuple[UnsentQuestion, ...] = ()


_NOTHING = Typed()


@dataclass(slots=True, eq=False)
class _Texts:
    """What one person has typed, by the id of the conversation. `begun`: the one whose question is not on disk yet."""

    by_place: dict[str, Typed] = field(default_factory=dict)
    unsaved: set[str] = field(default_factory=set)
    begun: str = ""
    is_loaded: bool = False


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
        self._texts = _Texts()
        # Of who left: until they are on disk, or the person is back.
        self._left: dict[Path, _Texts] = {}
        self.is_refused = False
        """Whether the disk did not take all that was written to it last."""
        self._places: frozenset[str] = frozenset()
        self._place: str | None = _NEW_CHAT
        self._tasks = BackgroundTasks("drafts")
        # Not begun anew by each key: who types on and on loses no more than this either.
        self._saving = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._saving.timeout.connect(self._save)
        composer.text_changed.connect(self._note_text)
        queue.changed.connect(self._note_queue)
        session.turn_started.connect(self._note_question)
        session.conversation_cleared.connect(self._note_cleared)
        session.conversation_opened.connect(self._note_opened)

    @property
    def has_unsaved(self) -> bool:
        """Whether something that was typed or queued is on no disk."""
        texts = self._texts
        return any(any(texts.by_place.get(place, _NOTHING)) for place in texts.unsaved)

    def use_store(self, store: "ConversationStore") -> None:
        """Bring what was typed before, and write to `store` from now on."""
        self._store = store
        # Another file knows nothing of what was written to the one before.
        self._texts.unsaved |= self._texts.by_place.keys()
        self._tasks.start(self._load(store, self._texts))

    async def look_again(self, store: "ConversationStore") -> None:
        """Conversations came into `store` from elsewhere, and what was typed in them."""
        await self._load(store, self._texts)

    def take_here(self) -> Typed:
        """Take out what is written and queued now, for `bring` to put in elsewhere."""
        here = self._here()
        self._show(_NOTHING)
        self._note_text()
        return here

    def bring(self, typed: Typed) -> None:
        """Put in what `take_here` took, as if it had been typed here."""
        if any(typed):
            self._show(typed)
            self._note_text()

    def change_person(self, before: Path, after: Path) -> None:
        """Nothing of what was typed is seen from now on: it belongs to whoever has the file `before`."""
        self._saving.stop()
        if self._place is not None:
            self._keep(self._place, self._here())
        self._store = None
        self._left[before], self._texts = self._texts, self._left.pop(after, _Texts())
        self._place = None
        self._show(self._texts.by_place.get(_NEW_CHAT, _NOTHING))
        self._composer.set_history([])
        self._place = _NEW_CHAT
        self._tell_places()

    def forget_all(self) -> None:
        """Nothing that was typed is kept."""
        self._show(_NOTHING)
        self._texts = _Texts()
        self._place = None
        self._tell_places()

    async def save_before_closing(self, path: Path, store: "ConversationStore") -> None:
        """Write to `store`, which is about to be closed, what whoever has this file typed or left behind."""
        texts = self._left.get(path)
        if texts is None:
            if store is self._store:
                # The app ends, and has only now opened the file: what was typed until then waits.
                await self.aclose()
            return
        texts.begun = ""  # Its question has come to the disk before.
        # Its person may have come back meanwhile, and gone on with it.
        if await self._put(texts, store) and self._left.get(path) is texts:
            del self._left[path]

    def note_saved(self, summary: ConversationSummary) -> None:
        """The last question of a conversation is on disk: only now it is no draft any more there."""
        if summary.id == self._texts.begun:
            self._texts.begun = ""
            self._save()

    async def aclose(self) -> None:
        """Write what waits."""
        self._saving.stop()
        await self._tasks.finish()
        await self._write()

    async def _load(self, store: "ConversationStore", texts: _Texts) -> None:
        try:
            found = await store.drafts()
            queued = await store.queued_questions()
        except StoreError:
            return  # The list of conversations, read from the same file, tells of it.
        is_here = texts is self._texts  # Else another person has come.
        is_first, texts.is_loaded = not texts.is_loaded, True
        for place in found.keys() | queued.keys():
            text, waiting = found.get(place, ""), queued.get(place, ())
            if not is_first:
                texts.by_place.setdefault(place, Typed(text, waiting))
                continue
            # It comes late: what was typed meanwhile stands behind it.
            is_shown = is_here and place == self._place
            typed, added = self._here() if is_shown else texts.by_place.get(place, _NOTHING)
            whole = f"{text}\n{typed}" if text and typed else text or typed
            texts.by_place[place] = Typed(whole, (*waiting, *added))
            if is_shown:
                self._show(texts.by_place[place])
        self._tell_places()

    def _here(self) -> Typed:
        return Typed(self._composer.text(), self._queue.waiting)

    def _show(self, typed: Typed) -> None:
        # What the field says of it while the queue is not there yet is nothing that was typed.
        place, self._place = self._place, None
        self._composer.show_draft(typed.text)
        self._queue.show_again(typed.queued)
        self._place = place

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
        self._texts.begun = summary.id
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
        self._show(_NOTHING if place is None else self._texts.by_place.get(place, _NOTHING))
        self._place = place

    def _keep(self, place: str, typed: Typed) -> None:
        if self._texts.by_place.get(place, _NOTHING) != typed:
            self._texts.by_place[place] = typed
            self._texts.unsaved.add(place)
            self._tell_places()
            if not self._saving.isActive():
                self._saving.start()

    def _tell_places(self) -> None:
        places = frozenset(place for place, typed in self._texts.by_place.items() if place and any(typed))
        if places != self._places:
            self._places = places
            self.places_changed.emit(places)

    def _save(self) -> None:
        if self._texts.unsaved and self._store is not None:
            self._tasks.start(self._write())

    async def _write(self) -> None:
        if self._store is not None:
            await self._put(self._texts, self._store)

    async def _put(self, texts: _Texts, store: "ConversationStore") -> bool:
        """Write what is not on disk. Whether all of it is then."""
        if not texts.is_loaded:
            # What was typed earlier would be written over, or what is written now be read as that: there twice.
            await self._load(store, texts)
            texts.is_loaded = True  # A file that does not say what is in it may take what comes.
        is_refused = False
        for place in tuple(texts.unsaved):
            if texts.begun and place in (texts.begun, _NEW_CHAT):
                continue  # What was sent stands in the draft on disk until its question does.
            text, queued = texts.by_place.get(place, _NOTHING)
            texts.unsaved.discard(place)
            try:
                kept = await store.keep_draft(place, text, queued)
            except StoreError:
                # A question that cannot be saved is told; this is tried again with the next key.
                texts.unsaved.add(place)
                self.is_refused = is_refused = True
                continue
            except asyncio.CancelledError:
                # Nobody waits for it any more, and the disk may refuse it yet.
                texts.unsaved.add(place)
                raise
            self.is_refused = is_refused
            if not kept and (text or queued) and place == self._place and texts is self._texts:
                texts.unsaved.add(place)  # Its question is still on the way to the disk.
        return not texts.unsaved
