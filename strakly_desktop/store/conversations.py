"""The store of conversations: what every other room calls, off the event loop.

Writing, reading and searching have a connection each: the next page of the list waits neither for the disk to
take a question nor for a search.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO

from strakly_desktop.conversation.model import (
    BotMemory,
    ConversationSummary,
    Message,
    MessageState,
    SearchHit,
    TextPiece,
    UnsentQuestion,
)
from strakly_desktop.conversation.text_safety import well_formed
from strakly_desktop.store.database.database import Database, RefusingWriter, Writer, connect_too
from strakly_desktop.store.database.errors import StoreError
from strakly_desktop.store.database.reasons import told_in_words
from strakly_desktop.store.deliveries import Deliveries
from strakly_desktop.store.opening.opening import OpenedFile, damaged_files, open_file
from strakly_desktop.store.opening.place import Place, rescue
from strakly_desktop.store.opening.presence import Presence
from strakly_desktop.store.opening.read_only import ReadableFile, find_readable
from strakly_desktop.store.opening.untold import forget_untold
from strakly_desktop.store.records import journal, listing, passed_time, retention
from strakly_desktop.store.records.drafts import drafts, keep_draft, queued_questions
from strakly_desktop.store.records.identity import number_of
from strakly_desktop.store.records.rows import time_columns
from strakly_desktop.store.upkeep import Upkeep


class ConversationStore:
    """Saved conversations in one file. Open it with `open`, close it with `aclose`.

    Every method raises StoreUnavailable where the disk does not give or take; the store stays usable after it.
    `set_aside` is where a damaged file went when this one was opened, None where there was none; `salvaged` is what
    was saved of it; `untold` is both, also of a former opening, until `note_damage_read`. `problem` is why it can only
    be read and searched, None where it takes changes.
    """

    def __init__(
        self,
        path: Path,
        writer: Writer,
        reader: Database,
        searcher: Database,
        opened: OpenedFile | None = None,
    ) -> None:
        self.set_aside = None if opened is None else opened.set_aside
        self.salvaged = None if opened is None else opened.salvaged
        self.untold = None if opened is None else opened.untold
        self.problem: StoreError | None = None
        self.path = path
        self._presence = None if opened is None else opened.presence
        self._writer = writer
        self._reader = reader
        self._searcher = searcher
        self.deliveries = Deliveries(writer, reader)
        self._copy: ReadableFile | None = None
        self._upkeep = Upkeep(writer)
        self.lost = self._upkeep.lost
        """Set once another file, or none, stands in the place of the one that is open: `rescue` what it holds."""

    @classmethod
    async def open(
        cls, path: Path, is_stopped: Callable[[], bool] = lambda: False, spared: Collection[int] = ()
    ) -> "ConversationStore":
        """Open or create the file at `path`, and close the answers of a process that died as interrupted.

        What takes long with a damaged file is given up once it `is_stopped`. What was deleted is removed for good,
        but for what `delete` told the moments `spared` of.

        Raises:
            StoreTooNew: a newer app wrote the file; it is as it was.
            StoreUnavailable: it cannot be opened, for whatever reason.
        """
        opened: list[OpenedFile] = []

        def first_connection() -> sqlite3.Connection:
            opened.append(open_file(path, is_stopped, spared))
            return opened[0].connection

        def leave() -> None:
            opened[0].presence.leave(clean=True)

        writer = await Database.start("history-writer", first_connection, leave)
        try:
            with told_in_words():
                place = Place(path)
            reader, searcher = await _readers(partial(connect_too, path))
        except BaseException:
            try:
                await writer.aclose()
            finally:
                leave()
            raise
        store = cls(path, writer, reader, searcher, opened[0])
        writer.guard = store._upkeep.start(place)
        return store

    @classmethod
    async def open_to_read(cls, path: Path, problem: StoreError) -> "ConversationStore":
        """Open the file at `path` without writing anything, because of `problem`, which every change is told.

        Raises:
            StoreUnavailable: it cannot even be read.
        """
        with told_in_words():
            file = await _readable(path)
        try:
            reader, searcher = await _readers(file.connect)
        except BaseException:
            file.remove()
            raise
        if file.is_behind:
            problem = StoreError(problem.headline, f"{problem.advice} What was said last is not shown.")
        store = cls(path, RefusingWriter(problem), reader, searcher)
        store.problem = problem
        store._copy = file
        return store

    async def begin_turn(self, conversation: ConversationSummary, question: Message, answer: Message) -> None:
        """Save a question and its empty, STREAMING answer; the conversation too, if it is new.

        On disk when it returns. A deleted conversation that is asked in again comes back.
        """
        writer = "" if self._presence is None else self._presence.name
        await self._writer.write(
            lambda connection: journal.begin_turn(connection, conversation, question, answer, writer)
        )

    async def append_answer(self, message_id: str, text: str) -> None:
        """Save what an answer has grown by. It costs the same however long the answer is."""
        await self._writer.write(lambda connection: journal.append_answer(connection, message_id, text))

    async def rewrite_answer(self, answer: Message) -> None:
        """Save all that a STREAMING answer is so far, in place of what was saved of it."""
        await self._writer.write(lambda connection: journal.rewrite_answer(connection, answer))

    async def name_branch(self, messages: tuple[str, ...], branch: str) -> None:
        """Save that these messages, by their ids, are about `branch`. Nothing where they are gone."""
        await self._writer.write(lambda connection: journal.name_branch(connection, messages, branch))

    async def finish_answer(
        self, conversation_id: str, answer: Message, bot_memory: BotMemory | None
    ) -> None:
        """Save the whole answer as it ended, and what the assistant knows the conversation by from now on."""

        def work(connection: sqlite3.Connection) -> None:
            journal.finish_answer(connection, conversation_id, answer, bot_memory)
            self.deliveries.book_answer(connection, conversation_id, answer, bot_memory)

        await self._writer.write(work)
        self.deliveries.tell()

    async def keep_draft(
        self, conversation_id: str, text: str, queued: Sequence[UnsentQuestion] = ()
    ) -> bool:
        """Keep what is typed in a conversation, "" for nothing, and the questions that are queued there.

        `conversation_id` "" is a new chat. False where there is no such conversation: nothing is kept.
        """
        return await self._writer.write(
            lambda connection: keep_draft(connection, conversation_id, text, queued)
        )

    async def drafts(self) -> dict[str, str]:
        """What was typed and not sent, by the id of the conversation; "" is a new chat."""
        if self.problem is not None:
            return {}  # A file that is only read may be of an older version, which has none.
        return await self._reader.read(drafts)

    async def queued_questions(self) -> dict[str, tuple[UnsentQuestion, ...]]:
        """The questions that were queued and not sent, in order, by the id of the conversation."""
        if self.problem is not None:
            return {}
        return await self._reader.read(queued_questions)

    async def conversations(
        self, after: ConversationSummary | None = None, limit: int = 100
    ) -> list[ConversationSummary]:
        """A page of the list: pinned ones first, then the newest. `after` is the last of the page before."""
        return await self._reader.read(lambda connection: listing.conversations(connection, after, limit))

    async def conversation(self, conversation_id: str) -> ConversationSummary | None:
        """One conversation; None where there is none, or it is deleted."""
        return await self._reader.read(lambda connection: listing.conversation(connection, conversation_id))

    async def messages(
        self, conversation_id: str, before: str | None = None, limit: int = 50
    ) -> list[Message]:
        """The last `limit` messages, or those before the message of the id `before`; oldest first.

        Of those that are not over, only what this store itself is told is STREAMING.
        """
        return await self._reader.read(
            lambda connection: listing.messages(connection, conversation_id, before, limit, self._state_of)
        )

    async def messages_around(self, conversation_id: str, message_id: str, limit: int = 50) -> list[Message]:
        """From some messages before `message_id` to the end of the conversation; oldest first."""
        return await self._reader.read(
            lambda connection: listing.messages_around(
                connection, conversation_id, message_id, limit, self._state_of
            )
        )

    async def all_messages(self, conversation_id: str) -> list[Message]:
        """Every message, oldest first."""
        return await self.messages(conversation_id, limit=-1)

    async def search(self, text: str, limit: int = 50, with_excerpt: int | None = None) -> list[SearchHit]:
        """Conversations in which every word of `text` begins a word: title hits first, then the newest.

        Accents and capitals make no difference. Cancelling the caller stops the search. Where `with_excerpt` is
        given, only so many get their excerpt: see `excerpts`.
        """

        def found(connection: sqlite3.Connection) -> list[SearchHit]:
            # In the searching thread: most questions are asked without a search before.
            from strakly_desktop.store.search.search import search

            return search(connection, text, limit, with_excerpt)

        return await self._searcher.read(found)

    async def excerpts(self, text: str, message_ids: Sequence[str]) -> dict[str, tuple[TextPiece, ...]]:
        """What to show of each of these messages, which a search for `text` found."""

        def shown(connection: sqlite3.Connection) -> dict[str, tuple[TextPiece, ...]]:
            from strakly_desktop.store.search.search import excerpts

            return excerpts(connection, text, message_ids)

        return await self._searcher.read(shown)

    async def rename(self, conversation_id: str, title: str) -> None:
        """Give it a new title."""

        def work(connection: sqlite3.Connection) -> None:
            number = number_of(connection, "conversation", conversation_id)
            if number is not None:
                connection.execute(
                    "UPDATE conversation SET title = ? WHERE number = ?", (well_formed(title), number)
                )
                journal.index_title(connection, number, title)
                self.deliveries.book_title(connection, conversation_id, title)

        await self._writer.write(work)
        self.deliveries.tell()

    async def set_pinned(self, conversation_id: str, pinned: bool) -> None:
        """Keep it at the top of the list, or no longer."""

        def work(connection: sqlite3.Connection) -> None:
            number = number_of(connection, "conversation", conversation_id)
            connection.execute("UPDATE conversation SET pinned = ? WHERE number = ?", (pinned, number))

        await self._writer.write(work)

    async def delete(self, conversation_id: str) -> int:
        """Hide it at once. It is removed for good by `purge`, or when the file is next opened.

        Returns when it was deleted, as `purge` wants to know it.
        """
        now = time_columns(datetime.now().astimezone())[0]

        def work(connection: sqlite3.Connection) -> None:
            number = number_of(connection, "conversation", conversation_id)
            connection.execute("UPDATE conversation SET deleted_at = ? WHERE number = ?", (now, number))
            self.deliveries.book_removal(connection, conversation_id)

        await self._writer.write(work)
        return now

    async def restore(self, conversation_id: str) -> bool:
        """Take a `delete` back. False where it has been removed for good meanwhile."""

        def work(connection: sqlite3.Connection) -> bool:
            number = number_of(connection, "conversation", conversation_id)
            if number is None:
                return False
            retention.take_back(connection, number)
            return True

        return await self._writer.write(work)

    async def purge(self, deletions: Sequence[tuple[str, int]]) -> None:
        """Remove for good what these deletions hid, so that no word of it is left in any file.

        A deletion is an id and what `delete` returned. What was restored since, or deleted again, stays.
        """
        for conversation_id, deleted_at in deletions:
            await self._writer.write(partial(retention.give_up, id_=conversation_id, deleted_at=deleted_at))
        self.deliveries.tell()
        await self._upkeep.purge()

    async def to_confirm(self, days: int, passed_s: float | None = None) -> int:
        """How many conversations last used more than `days` ago somebody has to agree to lose before they go.

        0 where `forget_older_than` may go on by itself: see `passed_time`, also for `passed_s`.
        """
        now = datetime.now().astimezone()
        return await self._writer.write(
            lambda connection: passed_time.to_confirm(connection, now, days, passed_s)
        )

    async def forget_older_than(self, days: int, spared: str = "") -> int:
        """Remove for good what was last used more than `days` ago, unless pinned or `spared`. How many it were."""
        now = datetime.now().astimezone()
        moment = now - timedelta(days=days)
        forgotten = 0
        while some := await self._writer.write(
            partial(retention.give_up_older, moment=moment, spared=spared)
        ):
            forgotten += some
        await self._upkeep.purge()
        await self._writer.write(lambda connection: passed_time.note_confirmed(connection, now, days))
        return forgotten

    async def clear_all(self) -> None:
        """Remove everything so that no text of it is left in any file, files set aside as damaged included."""
        set_aside = damaged_files(self.path)
        await self._writer.run(lambda connection: retention.clear_all(connection, set_aside))
        await asyncio.to_thread(forget_untold, self.path)

    async def import_from(
        self, file: BinaryIO, is_cancelled: Callable[[], bool] = lambda: False
    ) -> ConversationSummary:
        """Keep the conversations of an exported file, all or none; the first of them comes back.

        Questions are saved meanwhile. It ends early, with nothing imported, once it `is_cancelled`.

        Raises:
            ExchangeError: the file is no such export; nothing was imported.
        """
        from strakly_desktop.store.exchange.export_reader import read_export
        from strakly_desktop.store.exchange.importing import Import

        work = Import(read_export(file), is_cancelled)
        try:
            # What an import that was cancelled brought in has the same ids.
            while not is_cancelled() and await self._writer.write(retention.purge_step):
                pass
            while await self._writer.write(work.step):
                pass
            return await self._writer.write(work.finish)
        except BaseException:
            # What is left where the disk does not take this either goes when the file is next opened.
            with suppress(StoreError):
                await self._writer.write(work.undo)
                self._upkeep.purge_beside()
            raise

    def note_damage_read(self) -> None:
        """Somebody has read what became of the damaged file: later starts do not tell it again."""
        forget_untold(self.path)

    async def rescue(self) -> Path | None:
        """Write all that a lost file holds into a new one: see `place.rescue`."""
        return await self._writer.run(lambda connection: rescue(connection, self.path))

    async def keep(self, conversation: ConversationSummary, messages: Sequence[Message]) -> None:
        """Save messages that may be there already, as they are."""
        await self._writer.write(lambda connection: journal.keep(connection, conversation, messages))

    async def aclose(self) -> None:
        """Finish what is being written, move the log into the file, and mark the end as clean."""
        await self._upkeep.aclose()
        await self._reader.aclose()
        await self._searcher.aclose()
        # A full disk must not keep the app from ending; the log is read at the next start.
        with suppress(StoreError):
            await self._writer.run(lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)"))
        await self._writer.aclose()
        databases = (self._writer, self._reader, self._searcher)
        if self._presence is not None:
            self._presence.leave(clean=not any(database.found_damage for database in databases))
        if self._copy is not None:
            await asyncio.to_thread(self._copy.remove)

    def _state_of(self, writer: str) -> MessageState:
        """How an answer is that is not over, and that `writer` has begun. Runs in the thread of the reader."""
        if self._presence is not None and writer == self._presence.name:
            return MessageState.STREAMING
        is_written = Presence.is_living(self.path, writer)
        return MessageState.ELSEWHERE if is_written else MessageState.INTERRUPTED


async def _readable(path: Path) -> ReadableFile:
    """What `find_readable` finds; a copy that it makes for who is cancelled meanwhile goes again."""
    found: list[ReadableFile] = []
    is_wanted = True

    def find() -> None:
        found.append(find_readable(path))
        if not is_wanted:
            found[0].remove()

    try:
        await asyncio.to_thread(find)
    except BaseException:
        is_wanted = False
        for file in found:
            file.remove()
        raise
    return found[0]


async def _readers(connect: Callable[[], sqlite3.Connection]) -> tuple[Database, Database]:
    """One for the list and the messages, and one for the search."""
    reader = await Database.start("history-reader", connect)
    try:
        return reader, await Database.start("history-search", connect)
    except BaseException:
        await reader.aclose()
        raise
