"""A flipped bit in the text by which SQLite reads the file: its rows are saved, in whatever words SQLite complains."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support.hostile_markdown import DEPTH
from support.store_use import conversation, turn, with_store

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database.database import readable
from strakly_desktop.store.database.errors import StoreUnavailable
from strakly_desktop.store.database.reasons import is_damage
from strakly_desktop.store.opening import opening
from strakly_desktop.store.opening.read_only import find_readable

PAGE = 4096
TABLE_LEAF = 0x0D
PLACES_APART = 97
USES = (
    "BEGIN",
    "INSERT INTO message (id, conversation, role, state, created_at, created_offset, tools, branch, author, text)"
    " VALUES ('new', 1, 'user', 'complete', 1, 1, '', '', '', 'hello')",
    "INSERT INTO message_words (rowid, text) SELECT number, text FROM message WHERE id = 'new'",
    "SELECT * FROM message_words WHERE message_words MATCH 'hello'",
    "DELETE FROM message WHERE id = 'new'",
    "UPDATE conversation SET title = 'Another', updated_at = 2 WHERE id = 'c1'",
    "DELETE FROM conversation WHERE id = 'c1'",
    "ROLLBACK",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with one conversation, closed well."""
    path = tmp_path / "history.db"
    with_store(path, save_one)
    return path


async def save_one(store: ConversationStore) -> None:
    question, answer = turn()
    await store.begin_turn(conversation(), question, answer)
    await store.finish_answer("c1", replace(answer, text="Gold", state=MessageState.COMPLETE), None)


def flip(path: Path, text: bytes, bit: int) -> None:
    """In the first letter of `text`, which is there once."""
    data = bytearray(path.read_bytes())
    assert data.count(text) == 1
    data[data.index(text)] ^= 1 << bit
    path.write_bytes(data)


def texts_saved(path: Path) -> list[str]:
    """What the next start brings into a new file."""
    texts: list[str] = []

    async def use(store: ConversationStore) -> None:
        assert store.problem is None
        assert store.set_aside is not None, "it was opened as if it were well"
        texts.extend(message.text for message in await store.all_messages("c1"))
        await store.delete("c1")

    with_store(path, use)
    return texts


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"message_words WHERE rowid", id="a trigger's table"),
        pytest.param(b"BEGIN DELETE FROM title_words", id="a trigger's grammar"),
        pytest.param(b"old.number; END", id="a trigger's row"),
        pytest.param(b"conversation (number) ON DELETE CASCADE,\n        role", id="a reference"),
        pytest.param(
            b"tokenize='unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc'' ", id="an index of words"
        ),
        pytest.param(b"message_unindexedmessage", id="a name"),
    ],
)
@pytest.mark.parametrize("bit", [0, 7])
def test_a_flipped_bit_of_the_schema_costs_no_message(path: Path, text: bytes, bit: int) -> None:
    data = path.read_bytes()
    if data.count(text) > 1:  # Both indexes of words say it.
        text = data[data.rindex(text) : data.rindex(text) + len(text) + 40]
    flip(path, text, bit)
    assert texts_saved(path) == ["Who is Anita?", "Gold"]


def test_no_flipped_bit_of_the_schema_locks_the_history(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is well, or known to be damaged: at the start, or at the latest when something is written."""
    data = bytearray(path.read_bytes())
    data[18] = data[19] = 1  # A log needs a file; this is read from memory.
    pages = [
        page
        for page in range(PAGE, len(data), PAGE)
        if data[page] == TABLE_LEAF and b"CREATE TABLE" in data[page : page + PAGE]
    ]
    step = max(1, PLACES_APART // DEPTH)
    damaged, locked = 0, []
    for place in (place for page in pages for place in range(page, page + PAGE, step)):
        for bit in range(8):
            flipped = data.copy()
            flipped[place] ^= 1 << bit
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
                readable(connection).deserialize(bytes(flipped))
                connection.execute("PRAGMA foreign_keys = ON")
                monkeypatch.setattr(opening, "connect", lambda _path, found=connection: found)
                try:
                    opening._prepare(path, frozenset(), (), check=False)
                    for use in USES:
                        connection.execute(use).fetchall()
                except opening._DamagedFile:
                    damaged += 1
                except Exception as error:  # noqa: BLE001 - whatever it is, it locks the history
                    if not is_damage(error):
                        locked.append((place, bit, repr(error)))
    assert locked == []
    assert damaged > 100


def test_damage_that_only_a_change_finds_is_found_by_the_next_start(path: Path) -> None:
    """Of an index that does not fit its table, the quick check of SQLite says that all is well."""
    flip(path, b", updated_at, id) WHERE deleted_at IS NULL", 0)

    async def use(store: ConversationStore) -> None:
        assert store.set_aside is None
        with pytest.raises(StoreUnavailable, match="damaged"):
            await store.set_pinned("c1", True)

    with_store(path, use)
    assert texts_saved(path) == ["Who is Anita?", "Gold"]


def test_a_schema_that_breaks_while_it_is_open_is_told_and_saved_by_the_next_start(path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA writable_schema = ON")
            other.execute(
                "UPDATE sqlite_master SET sql = CAST(replace(CAST(sql AS BLOB), x'4f4e', x'cfce') AS TEXT)"
                " WHERE name = 'message_unindexed'"
            )
            other.commit()
            (version,) = other.execute("PRAGMA schema_version").fetchone()
            other.execute(f"PRAGMA schema_version = {version + 1}")
        with pytest.raises(StoreUnavailable, match="damaged"):
            await store.set_pinned("c1", True)

    with_store(path, use)
    assert texts_saved(path) == ["Who is Anita?", "Gold"]


def test_a_file_that_can_only_be_read_is_not_told_to_be_readable(path: Path) -> None:
    flip(path, b"message_words WHERE rowid", 7)
    flip(path, b"BEGIN DELETE FROM title_words", 7)
    with pytest.raises(StoreUnavailable, match="cannot be read"):
        find_readable(path)
