"""What the database file holds, and how an older file becomes one of today: one list of statements per version.

`python -m strakly_desktop.store.database.schema` prints the picture of it that `store/README.md` shows.
"""

import sqlite3
import sys
from functools import lru_cache

# Devanagari writes vowels as marks (Mn, Mc): without them a Hindi word would fall into pieces. The variation
# selectors behind an emoji are marks too, and must not stick to the word that follows.
_TOKENIZER = (
    "unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc'' separators ''\N{VARIATION SELECTOR-15}"
    "\N{VARIATION SELECTOR-16}''"
)
# Neither ranks nor phrases are asked for, so positions and lengths stay out of the index (detail, columnsize).
_WORDS = f"detail=none, columnsize=0, prefix='1 2 3 4 5 6 7 8 9 10 11 12', tokenize='{_TOKENIZER}'"

_VERSION_1 = (
    """
    CREATE TABLE conversation (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        created_offset INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        updated_offset INTEGER NOT NULL,
        pinned INTEGER NOT NULL DEFAULT 0,
        deleted_at INTEGER,
        bot_conversation TEXT,
        bot_account TEXT,
        bot_used_at INTEGER,
        bot_used_offset INTEGER
    )
    """,
    """
    CREATE INDEX conversation_listed ON conversation (pinned, updated_at, id) WHERE deleted_at IS NULL
    """,
    "CREATE INDEX conversation_deleted ON conversation (deleted_at) WHERE deleted_at IS NOT NULL",
    """
    CREATE TABLE message (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation INTEGER NOT NULL REFERENCES conversation (number) ON DELETE CASCADE,
        role TEXT NOT NULL,
        state TEXT NOT NULL,
        writer TEXT,
        created_at INTEGER NOT NULL,
        created_offset INTEGER NOT NULL,
        tools TEXT NOT NULL,
        branch TEXT NOT NULL,
        author TEXT NOT NULL,
        text TEXT NOT NULL
    )
    """,
    "CREATE INDEX message_in_order ON message (conversation, number)",
    "CREATE INDEX message_streaming ON message (writer) WHERE state = 'streaming'",
    """
    CREATE TABLE growth (
        number INTEGER PRIMARY KEY,
        message INTEGER NOT NULL REFERENCES message (number) ON DELETE CASCADE,
        text TEXT NOT NULL
    )
    """,
    "CREATE INDEX growth_in_order ON growth (message, number)",
    f"CREATE VIRTUAL TABLE title_words USING fts5 (title, {_WORDS})",
    f"CREATE VIRTUAL TABLE message_words USING fts5 (text, {_WORDS})",
    """
    CREATE TRIGGER conversation_unindexed AFTER DELETE ON conversation
    BEGIN DELETE FROM title_words WHERE rowid = old.number; END
    """,
    """
    CREATE TRIGGER message_unindexed AFTER DELETE ON message
    BEGIN DELETE FROM message_words WHERE rowid = old.number; END
    """,
)

# What the store remembers for itself, as a number under a name. Older files are indexed anew beside everything
# else (reindexing.py): this says from which row on downwards that has still to be done.
_VERSION_2 = (
    "CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL)",
    "INSERT INTO mark SELECT 'reindex-titles', max(number) FROM conversation HAVING count(*)",
    "INSERT INTO mark SELECT 'reindex-messages', max(number) FROM message HAVING count(*)",
)

_VERSION_3 = (
    # Of a chat without a question yet, `conversation` is null.
    """
    CREATE TABLE draft (
        number INTEGER PRIMARY KEY,
        conversation INTEGER REFERENCES conversation (number) ON DELETE CASCADE,
        text TEXT NOT NULL
    )
    """,
    "CREATE INDEX draft_of ON draft (conversation)",
)

# What a gym's server has of the conversations, for each account (server_copies.py), and what has still to be brought
# there (outbox.py).
_VERSION_4 = (
    """
    CREATE TABLE server_copy (
        number INTEGER PRIMARY KEY,
        account TEXT NOT NULL,
        conversation INTEGER REFERENCES conversation (number) ON DELETE SET NULL,
        server_id INTEGER,
        bot_conversation TEXT NOT NULL DEFAULT '',
        creating INTEGER,
        title TEXT NOT NULL DEFAULT '',
        used_at INTEGER NOT NULL DEFAULT 0,
        fetched_at INTEGER NOT NULL DEFAULT 0,
        made_elsewhere INTEGER NOT NULL DEFAULT 0,
        hidden_at INTEGER
    )
    """,
    "CREATE UNIQUE INDEX server_copy_here ON server_copy (conversation, account) WHERE conversation IS NOT NULL",
    "CREATE INDEX server_copy_there ON server_copy (account, server_id)",
    """
    CREATE TABLE outbox (
        number INTEGER PRIMARY KEY,
        copy INTEGER NOT NULL REFERENCES server_copy (number) ON DELETE CASCADE,
        deed TEXT NOT NULL,
        message INTEGER REFERENCES message (number) ON DELETE CASCADE,
        text TEXT NOT NULL,
        digest TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL
    )
    """,
    "CREATE INDEX outbox_in_order ON outbox (copy, number)",
    "CREATE INDEX outbox_of ON outbox (message)",
    "CREATE INDEX outbox_open ON outbox (number) WHERE state IN ('waiting', 'sending')",
)

# A queued question is about the branch that was chosen when it was written.
_VERSION_5 = ("ALTER TABLE draft ADD COLUMN branch TEXT NOT NULL DEFAULT ''",)

MIGRATIONS = (_VERSION_1, _VERSION_2, _VERSION_3, _VERSION_4, _VERSION_5)
VERSION = len(MIGRATIONS)

TABLES = ("conversation", "message", "growth", "mark", "draft", "server_copy", "outbox")
_NO_ROW = -(2**62)
"""Rows are counted from 1."""
_INDEXES = {"title_words": ("conversation", "title"), "message_words": ("message", "text")}


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to today's version, inside the caller's transaction. A file of today stays as it is."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(statement)
    if version != VERSION:
        connection.execute(f"PRAGMA user_version = {VERSION}")


def has_all(connection: sqlite3.Connection) -> bool:
    """Whether every table, column, index and trigger of today is there, each in its own place. What is there beside
    them is no matter."""
    (have_own_roots,) = connection.execute(
        "SELECT count(*) = count(DISTINCT rootpage) FROM sqlite_master WHERE rootpage > 0"
    ).fetchone()
    return bool(have_own_roots) and _parts_of_today() <= _parts(connection)


def try_out(connection: sqlite3.Connection) -> None:
    """Do to every table and index what the store will do to them, in a transaction that is taken back.

    All names can be there, and a trigger, a reference or an index lead nowhere: nothing could be saved then.

    Raises:
        sqlite3.Error, UnicodeDecodeError: they do, or the disk does not give it.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        for table in TABLES:
            for change in ("INSERT INTO {} DEFAULT VALUES", "UPDATE {} SET rowid = 1", "DELETE FROM {}"):
                # Made ready, and not run.
                connection.execute(f"EXPLAIN {change.format(table)}").close()
        for index, (_, column) in _INDEXES.items():
            for change in (
                f"INSERT INTO {index} (rowid, {column}) VALUES ({_NO_ROW}, 'word')",  # noqa: S608 - our own words
                f"DELETE FROM {index} WHERE rowid = {_NO_ROW}",  # noqa: S608
            ):
                connection.execute(change)
                # What FTS5 keeps in memory until then goes into its tables.
                connection.execute("SAVEPOINT written")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@lru_cache(1)
def _parts_of_today() -> frozenset[str]:
    connection = sqlite3.connect(":memory:")
    migrate(connection)
    parts = _parts(connection)
    connection.close()
    return parts


def _parts(connection: sqlite3.Connection) -> frozenset[str]:
    """Names of all that the schema holds, and of the columns of our tables."""
    names = {f"{kind} {name}" for kind, name in connection.execute("SELECT type, name FROM sqlite_master")}
    for table in (*TABLES, *_INDEXES):
        columns = connection.execute(f"PRAGMA table_info({table})")
        names |= {f"column {table}.{column[1]}" for column in columns}
    return frozenset(names)


def recreate(connection: sqlite3.Connection) -> None:
    """Drop everything and make empty tables, inside the caller's transaction."""
    for table in (*_INDEXES, *reversed(TABLES)):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("PRAGMA user_version = 0")
    migrate(connection)


def entity_diagram() -> str:
    """The tables and how they hang together, as a Mermaid erDiagram, read from a database made for it."""
    connection = sqlite3.connect(":memory:")
    migrate(connection)
    lines = ["erDiagram"]
    for table in TABLES:
        for key in connection.execute(f"PRAGMA foreign_key_list({table})"):
            lines.append(f"    {key[2]} ||--o{{ {table} : {key[3]}")
    for index, (table, _) in _INDEXES.items():
        lines.append(f"    {table} ||--o| {index} : rowid")
    for table in TABLES:
        lines.append(f"    {table} {{")
        references = {key[3] for key in connection.execute(f"PRAGMA foreign_key_list({table})")}
        for _, name, kind, _, _, primary in connection.execute(f"PRAGMA table_info({table})"):
            mark = " PK" if primary else " FK" if name in references else " UK" if name == "id" else ""
            lines.append(f"        {kind} {name}{mark}")
        lines.append("    }")
    for index, (_, column) in _INDEXES.items():
        lines += [f"    {index} {{", "        INTEGER rowid PK", f"        FTS5 {column}", "    }"]
    connection.close()
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(entity_diagram())
