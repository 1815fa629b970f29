"""Which row an id means: the one that is read under it, whatever a damaged file holds in its place.

What is no text, or no UTF-8, is read as well as it can be (database.py, rows.py): it is listed under an id that
the file does not hold, and has to be opened, continued and deleted under that one too.
"""

# ruff: noqa: S608 (only names of our own tables are put into statements)

import sqlite3
from collections.abc import Mapping
from typing import Literal, TypeAlias

from strakly_desktop.conversation.text_safety import well_formed
from strakly_desktop.store.records.rows import text_from

_REPLACED = "\N{REPLACEMENT CHARACTER}"
# By the index at once: blobs are behind all texts. With a second condition, SQLite would look at every row.
_NO_TEXT = "id >= x''"

Table: TypeAlias = Literal["conversation", "message"]


def number_of(
    connection: sqlite3.Connection, table: Table, identifier: str, broken: Mapping[str, int] | None = None
) -> int | None:
    """The number of the row; None where there is none.

    `broken` is what `broken_ids` found, for whoever has many to ask for.
    """
    identifier = well_formed(identifier)
    row = connection.execute(f"SELECT number FROM {table} WHERE id = ?", (identifier,)).fetchone()
    if row is not None:
        return int(row[0])
    if _REPLACED in identifier:
        return (broken_ids(connection, table) if broken is None else broken).get(identifier)
    return _as_read(connection, table, _NO_TEXT).get(identifier)


def broken_ids(connection: sqlite3.Connection, table: Table) -> dict[str, int]:
    """Each id that is no text, or no plain one, as it is read, and the number of its row. It looks at every row."""
    return _as_read(connection, table, f"{_NO_TEXT} OR id GLOB '*[^ -~]*'")


def _as_read(connection: sqlite3.Connection, table: Table, which: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, held in connection.execute(f"SELECT number, CAST(id AS BLOB) FROM {table} WHERE {which}"):
        found.setdefault(text_from(held), int(number))
    return found
