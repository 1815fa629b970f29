"""Which row an id means: the one that is read under it, whatever a damaged file holds in its place.

What is no text, or no UTF-8, is read as well as it can be (database.py, rows.py): it is listed under an id that
the file does not hold, and has to be opened, continued and deleted under that one too.
"""

# ruff: noqa: S608 (only names of our own tables are put into statements)

import sqlite3
from typing import Literal, TypeAlias

from strakly_desktop.store.records.rows import text_from

_REPLACED = "\N{REPLACEMENT CHARACTER}"

Table: TypeAlias = Literal["conversation", "message"]


def number_of(connection: sqlite3.Connection, table: Table, identifier: str) -> int | None:
    """The number of the row; None where there is none."""
    row = connection.execute(f"SELECT number FROM {table} WHERE id = ?", (identifier,)).fetchone()
    if row is not None:
        return int(row[0])
    # The index knows at once whether there is any that is no text: blobs are behind all texts.
    others = "id IS NULL OR id >= x''" + (" OR id GLOB '*[^ -~]*'" if _REPLACED in identifier else "")
    for number, held in connection.execute(f"SELECT number, CAST(id AS BLOB) FROM {table} WHERE {others}"):
        if text_from(held) == identifier:
            return int(number)
    return None
