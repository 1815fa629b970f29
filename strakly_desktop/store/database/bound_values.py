"""Lets go of the long texts that a connection's prepared statements still hold.

Python keeps statements prepared for the next time, each with a copy of the values that it had last: an answer of
8 MB stayed in memory four times more.
"""

import sqlite3

LONG_TEXT = 250_000
_KEPT_STATEMENTS = 128
"""So many a connection keeps prepared, which is Python's default: others push them out."""


def forget_bound_values(connection: sqlite3.Connection) -> None:
    """Drop the prepared statements of a connection, and with them the values that they were run with."""
    for number in range(_KEPT_STATEMENTS):
        connection.execute(f"SELECT {number}").close()
    connection.execute("PRAGMA shrink_memory").close()
