"""Numbers that the store keeps for itself under a name: how far it is with long work, when it was last used."""

import sqlite3


def mark(connection: sqlite3.Connection, name: str) -> int | None:
    """The number of that name; None where there is none."""
    row = connection.execute("SELECT value FROM mark WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row is not None and isinstance(row[0], int) else None


def set_mark(connection: sqlite3.Connection, name: str, value: int | None) -> None:
    """Keep the number, None: forget it."""
    if value is None:
        connection.execute("DELETE FROM mark WHERE name = ?", (name,))
    else:
        connection.execute("INSERT OR REPLACE INTO mark (name, value) VALUES (?, ?)", (name, value))
