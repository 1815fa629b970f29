"""What the store keeps for a gym's server, off the event loop: what has to go there, and what came from it.

Turns are booked where they are saved, in one transaction: none can be on this disk and never reach the server.
"""

import asyncio
import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime

from strakly_desktop.conversation.model import BotMemory, Message, MessageState
from strakly_desktop.conversation.server_history import (
    Delivery,
    DeliveryState,
    ListedConversation,
    ServerConversation,
)
from strakly_desktop.store.database.database import Database, Writer
from strakly_desktop.store.records import outbox, server_copies, server_list
from strakly_desktop.store.records.server_list import ListChanges, Wanted


class Deliveries:
    """Of one open file. Methods raise StoreUnavailable where the disk does not give or take."""

    def __init__(self, writer: Writer, reader: Database) -> None:
        self._writer = writer
        self._reader = reader
        self._account = ""
        self._accounts: set[str] = set()
        self.booked = asyncio.Event()
        """Set when there is something new to bring."""

    def serve(self, account: str) -> None:
        """What is said, renamed and deleted from now on is booked for `account`; "" for nobody."""
        self._account = account
        self._accounts.add(account)

    def book_answer(
        self, connection: sqlite3.Connection, conversation_id: str, answer: Message, memory: BotMemory | None
    ) -> None:
        """Within the transaction that saves it: book a whole answer for whoever asked."""
        account = self._account if memory is None else memory.account
        if answer.state is MessageState.COMPLETE and account in self._accounts - {""}:
            bot = "" if memory is None else memory.conversation_id
            outbox.book_answer(connection, account, conversation_id, answer, bot)

    def book_title(self, connection: sqlite3.Connection, conversation_id: str, title: str) -> None:
        """Within the transaction of a rename."""
        if self._account:
            outbox.book_title(connection, self._account, conversation_id, title)

    def book_removal(self, connection: sqlite3.Connection, conversation_id: str) -> None:
        """Within the transaction that hides a conversation."""
        if self._account:
            outbox.book_removal(connection, self._account, conversation_id)

    def tell(self) -> None:
        """Something may have been booked, by a transaction that is over."""
        self.booked.set()

    async def next(self, account: str, resting: Collection[int] = ()) -> Delivery | None:
        """The first that `account` has to bring, but for copies that are `resting`."""
        return await self._reader.read(lambda connection: outbox.next_delivery(connection, account, resting))

    async def note_creating(self, copy: int, after: int, bot: str) -> None:
        """A conversation is about to be made on the server: see `Delivery.creating`."""
        await self._writer.write(lambda connection: server_copies.note_creating(connection, copy, after, bot))

    async def note_created(self, copy: int, server_id: int, bot: str, title: str) -> None:
        """The server has made it, under this title."""

        def work(connection: sqlite3.Connection) -> None:
            server_copies.note_created(connection, copy, server_id, bot, title)
            outbox.book_later_title(connection, copy, title)

        await self._writer.write(work)

    async def note_sending(self, number: int, digest: str) -> None:
        """A pair is about to be sent."""
        await self._writer.write(lambda connection: outbox.note_sending(connection, number, digest))

    async def note_saved(self, delivery: Delivery, digest: str, bot: str) -> None:
        """The server has the pair, and knows the conversation by `bot`, "" for what it was before."""

        def work(connection: sqlite3.Connection) -> None:
            outbox.note_done(connection, delivery.number, digest)
            if bot:
                server_copies.note_bot(connection, delivery.copy, bot)

        await self._writer.write(work)

    async def note_renamed(self, delivery: Delivery) -> None:
        """The server has the title, or has no use for it."""

        def work(connection: sqlite3.Connection) -> None:
            outbox.note_done(connection, delivery.number)
            connection.execute(
                "UPDATE server_copy SET title = ? WHERE number = ?", (delivery.title, delivery.copy)
            )

        await self._writer.write(work)

    async def note_removed(self, delivery: Delivery) -> None:
        """The server does not have the conversation any more."""
        await self._writer.write(lambda connection: server_copies.forget_copy(connection, delivery.copy))

    async def note_failed(self, delivery: Delivery, state: DeliveryState) -> None:
        """It stays here: GIVEN_UP until somebody wants it tried again, or KEPT_HERE."""
        await self._writer.write(lambda connection: outbox.note_failed(connection, delivery.number, state))

    async def lose(self, copy: int) -> None:
        """The server has it no more; what waits is saved in a new one."""

        def work(connection: sqlite3.Connection) -> None:
            server_copies.lose(connection, copy)
            outbox.forget_saved(connection, copy)

        await self._writer.write(work)

    async def saved_digests(self, copy: int, apart_from: int) -> list[str]:
        """Of the pairs that were saved in it, but for this delivery: a write of before may just come to its end."""
        return await self._reader.read(lambda connection: outbox.saved_digests(connection, copy, apart_from))

    async def try_again(self, account: str) -> None:
        """What was given up waits again."""
        if await self._writer.write(lambda connection: outbox.try_again(connection, account)):
            self.booked.set()

    async def counts(self, account: str) -> dict[DeliveryState, int]:
        """How many deliveries there are in each state, saved ones left out."""
        return await self._reader.read(lambda connection: outbox.counts(connection, account))

    async def take_list(
        self,
        account: str,
        rows: Sequence[ListedConversation],
        *,
        is_whole: bool,
        may_add: bool,
        since: datetime | None = None,
    ) -> ListChanges:
        """Take in what the server lists."""
        return await self._writer.write(
            lambda connection: server_list.take_list(
                connection, account, rows, is_whole=is_whole, may_add=may_add, since=since
            )
        )

    async def to_fetch(self, account: str, conversation_id: str) -> Wanted | None:
        """Whether the server has more of a conversation: see `server_list.to_fetch`."""
        return await self._reader.read(
            lambda connection: server_list.to_fetch(connection, account, conversation_id)
        )

    async def take_messages(self, wanted: Wanted, held: ServerConversation) -> None:
        """Keep what the server has of a conversation that `to_fetch` named."""
        await self._writer.write(lambda connection: server_list.take_messages(connection, wanted, held))

    async def made_elsewhere(self) -> frozenset[str]:
        """The ids of the conversations that were not begun here."""
        return await self._reader.read(server_list.made_elsewhere)
