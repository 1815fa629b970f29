"""Takes exported conversations in, in short steps between which questions are saved, and all of them or none.

Until the last is there, none is shown: each is marked as one that comes in, and removed where that goes wrong.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from secrets import randbelow
from time import monotonic
from uuid import uuid4

from strakly_desktop.conversation.model import ConversationSummary, Message
from strakly_desktop.store.database.errors import ExchangeError
from strakly_desktop.store.exchange.export_format import NOTHING_IMPORTED, broken
from strakly_desktop.store.records.identity import Table, broken_ids, number_of
from strakly_desktop.store.records.journal import add_conversation, add_message
from strakly_desktop.store.records.listing import conversation as saved_conversation
from strakly_desktop.store.records.retention import give_up_imports, take_back
from strakly_desktop.store.records.rows import MESSAGE_COLUMNS, message_from, time_columns

LONGEST_S = 60 * 60
_STEP_S = 0.05
_REPLACED = "\N{REPLACEMENT CHARACTER}"


class Import:
    """One import. `step` until it is False, then `finish`; or `undo`."""

    def __init__(
        self, items: Iterator[ConversationSummary | Message], is_cancelled: Callable[[], bool]
    ) -> None:
        self._items = items
        self._is_cancelled = is_cancelled
        # In place of the time at which it was deleted: below zero, so that nothing else takes it for that.
        self._mark = -1 - randbelow(2**53)
        self._end = monotonic() + LONGEST_S
        self._index = -1
        self._number = 0
        self._summary: ConversationSummary | None = None
        self._original_id = ""
        self._digest = hashlib.sha256()
        # The ids of what is here already; and where that is deleted, what came in beside it: Undo may end meanwhile.
        self._saved: list[str] = []
        self._beside: list[tuple[str, str]] = []
        self._broken: dict[Table, dict[str, int]] = {}
        self._first = ""

    def step(self, connection: sqlite3.Connection) -> bool:
        """Take some in, inside the caller's transaction. Returns whether there are more.

        Raises:
            ExchangeError: the file is no export, takes too long, or the import was cancelled.
        """
        end = monotonic() + _STEP_S
        while monotonic() < end:
            if self._is_cancelled():
                raise ExchangeError("The import was cancelled.", "Nothing was imported.")
            if monotonic() > self._end:
                raise ExchangeError("The import took too long.", NOTHING_IMPORTED)
            item = next(self._items, None)
            match item:
                case ConversationSummary():
                    self._end_conversation(connection)
                    self._begin(connection, item)
                case Message():
                    self._add(connection, item)
                case None:
                    self._end_conversation(connection)
                    return False
        return True

    def finish(self, connection: sqlite3.Connection) -> ConversationSummary:
        """Show all that came in; the first of it comes back.

        Raises:
            ExchangeError: something that was here already was removed meanwhile.
        """
        for identifier, beside in self._beside:
            if number_of(connection, "conversation", identifier) is not None:
                self._put_in_place(connection, identifier, beside)
        for identifier in self._saved:
            number = number_of(connection, "conversation", identifier)
            if number is None:
                raise ExchangeError(
                    "Something that is in this file was deleted meanwhile.",
                    "Nothing was imported. Import it once more.",
                )
            take_back(connection, number)
        connection.execute("UPDATE conversation SET deleted_at = NULL WHERE deleted_at = ?", (self._mark,))
        first = saved_conversation(connection, self._first)
        assert first is not None
        return first

    def undo(self, connection: sqlite3.Connection) -> None:
        """Give up what came in, to be purged."""
        give_up_imports(connection, self._mark)

    def _begin(self, connection: sqlite3.Connection, summary: ConversationSummary) -> None:
        self._index += 1
        self._original_id = ""
        self._digest = hashlib.sha256()
        if self._known(connection, "conversation", summary.id) is not None:
            self._original_id = summary.id
            summary = replace(summary, id=str(uuid4()))
        self._summary = summary
        self._first = self._first or summary.id
        self._number = add_conversation(connection, summary)
        connection.execute(
            "UPDATE conversation SET deleted_at = ? WHERE number = ?", (self._mark, self._number)
        )

    def _add(self, connection: sqlite3.Connection, message: Message) -> None:
        _take_in(self._digest, message)
        known = self._known(connection, "message", message.id)
        if known is not None:
            where = connection.execute(
                "SELECT conversation FROM message WHERE number = ?", (known,)
            ).fetchone()
            if where == (self._number,):
                raise broken(f"conversations[{self._index}].messages")
            message = replace(message, id=str(uuid4()))
        add_message(connection, self._number, message)

    def _end_conversation(self, connection: sqlite3.Connection) -> None:
        """The same conversation with the same messages is not kept twice: the saved one stays, or comes back."""
        if self._summary is None or not self._original_id:
            return
        saved = hashlib.sha256()
        count = 0
        number = number_of(connection, "conversation", self._original_id)
        for row in connection.execute(
            f"SELECT {MESSAGE_COLUMNS} FROM message WHERE conversation = ? ORDER BY number",  # noqa: S608
            (number,),
        ):
            _take_in(saved, message_from(row))
            count += 1
        (is_deleted,) = connection.execute(
            "SELECT count(*) FROM conversation WHERE number = ? AND deleted_at IS NOT NULL", (number,)
        ).fetchone()
        if count and saved.digest() == self._digest.digest():
            if is_deleted:
                self._beside.append((self._original_id, self._summary.id))
            else:
                self._put_in_place(connection, self._original_id, self._summary.id)

    def _put_in_place(self, connection: sqlite3.Connection, identifier: str, beside: str) -> None:
        """Have what is here already in place of the same that came in beside it."""
        connection.execute("DELETE FROM conversation WHERE id = ?", (beside,))
        self._saved.append(identifier)
        if self._first == beside:
            self._first = identifier

    def _known(self, connection: sqlite3.Connection, table: Table, identifier: str) -> int | None:
        """The row that is read under `identifier`. All rows are looked at once, not once for each broken id."""
        if _REPLACED in identifier and table not in self._broken:
            self._broken[table] = broken_ids(connection, table)
        return number_of(connection, table, identifier, self._broken.get(table, {}))


def _take_in(digest: "hashlib._Hash", message: Message) -> None:
    values = (message.id, message.role.value, message.text, *time_columns(message.created_at))
    digest.update(repr(values).encode("utf-8", "replace"))
