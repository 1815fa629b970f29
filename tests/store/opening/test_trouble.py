"""Files that do not open as they should, for every reason a disk or a network folder has: always told, never raised."""

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.store_use import conversation, turn, with_store

from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import MessageState
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database import database
from strakly_desktop.store.database.errors import StoreUnavailable
from strakly_desktop.store.opening import opening

NO_LOG = (sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_PROTOCOL)


async def save_one(store: ConversationStore) -> None:
    question, answer = turn()
    await store.begin_turn(conversation(), question, answer)
    await store.finish_answer("c1", replace(answer, text="Gold", state=MessageState.COMPLETE), None)


async def find_one(store: ConversationStore) -> None:
    assert [found.id for found in await store.conversations()] == ["c1"]
    assert [message.text for message in await store.messages("c1")] == ["Who is Anita?", "Gold"]
    assert len(await store.search("gold")) == 1


def sqlite_error(code: int, name: str = "SQLITE_TEST") -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as the disk says")
    error.sqlite_errorcode = code
    error.sqlite_errorname = name
    return error


def network_folder(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """From now on, files are in a folder without shared memory, as SQLite meets it there."""

    class Connection(sqlite3.Connection):
        is_alone = False

        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            self.is_alone |= "EXCLUSIVE" in sql
            (mode,) = super().execute("PRAGMA journal_mode").fetchone()
            if not self.is_alone and ("journal_mode = WAL" in sql or mode == "wal"):
                raise sqlite_error(code)
            return super().execute(sql, *values)

    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **named: real(*args, factory=Connection, **named))


@pytest.mark.parametrize("code", NO_LOG)
@pytest.mark.parametrize("had_log", [False, True])
def test_in_a_network_folder_without_shared_memory_a_rollback_journal_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, had_log: bool
) -> None:
    path = tmp_path / "history.db"
    if had_log:
        with_store(path, save_one)
    network_folder(monkeypatch, code)
    if not had_log:
        with_store(path, save_one)
    with_store(path, find_one)
    monkeypatch.undo()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (sqlite_error(sqlite3.SQLITE_PROTOCOL), "network"),
        (sqlite_error(sqlite3.SQLITE_IOERR_LOCK), "network"),
        (sqlite_error(sqlite3.SQLITE_IOERR_SHMMAP), "network"),
        (sqlite_error(sqlite3.SQLITE_IOERR), "disk"),
        (sqlite_error(sqlite3.SQLITE_FULL), "full"),
        (sqlite_error(sqlite3.SQLITE_NOMEM), "memory"),
        (sqlite_error(sqlite3.SQLITE_BUSY), "in use"),
        (sqlite_error(sqlite3.SQLITE_READONLY), "read-only"),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), "cannot be opened"),
        (sqlite_error(sqlite3.SQLITE_ERROR), "unforeseen"),
        (sqlite_error(sqlite3.SQLITE_INTERNAL), "unforeseen"),
        (OSError(errno.ENOLCK, "no locks"), "network"),
        (OSError(errno.EOPNOTSUPP, "no locks"), "network"),
        (OSError(errno.EIO, "broken"), "disk"),
        (OSError("of no number"), "cannot be opened"),
        (PermissionError(errno.EACCES, "no"), "may not"),
        (NotADirectoryError(errno.ENOTDIR, "no"), "file"),
        (OSError(errno.ELOOP, "no"), "link"),
        (ValueError("of a path"), "unforeseen"),
        (RuntimeError("of anything"), "unforeseen"),
        (MemoryError(), "memory"),
        (UnicodeEncodeError("utf-8", "x", 0, 1, "half"), "unforeseen"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_whatever_stops_the_opening_is_told_in_words_with_its_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, word: str
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise error

    monkeypatch.setattr(opening, "connect", fail)
    with pytest.raises(StoreError) as told:
        with_store(tmp_path / "history.db", save_one)
    assert word in told.value.headline
    assert told.value.advice


def test_the_code_stands_in_the_log_and_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*arguments: object) -> None:
        raise sqlite_error(sqlite3.SQLITE_IOERR_FSYNC, "SQLITE_IOERR_FSYNC")

    monkeypatch.setattr(opening, "connect", fail)
    with pytest.raises(StoreError):
        with_store(tmp_path / "history.db", save_one)
    assert "SQLITE_IOERR_FSYNC (1034)" in caplog.text
    assert "as the disk says" not in caplog.text


def folder(path: Path) -> None:
    path.mkdir()


def file_in_the_way(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("in the way")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def circle(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize("block", [folder, file_in_the_way, pipe, circle])
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, block: Callable[[Path], None]) -> None:
    path = tmp_path / "data" / "history.db"
    path.parent.mkdir()
    block(path)
    with pytest.raises(StoreUnavailable) as told:
        with_store(path, save_one)
    assert "cannot be opened" in told.value.headline


def test_a_relative_path_is_as_good_as_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("home ?#%20") / "history.db"
    with_store(path, save_one)
    path.with_name("history.db-wal").write_bytes(b"")
    with_store(path, find_one)


async def read_only(path: Path) -> ConversationStore:
    return await ConversationStore.open_to_read(path, StoreUnavailable("It is read-only.", "Ask."))


@pytest.mark.parametrize("with_log", [False, True])
def test_what_cannot_be_written_is_read_and_searched_and_refuses_changes_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_log: bool
) -> None:
    path = tmp_path / "history.db"

    async def use(store: ConversationStore) -> None:
        await save_one(store)
        if with_log:
            folder = tmp_path / "copy"
            folder.mkdir()
            for name in ("history.db", "history.db-wal"):
                (folder / name).write_bytes((tmp_path / name).read_bytes())

    with_store(path, use)
    if with_log:
        path = tmp_path / "copy" / "history.db"
    path.chmod(0o400)
    before = path.read_bytes()

    async def read() -> None:
        store = await read_only(path)
        await find_one(store)
        for change in (save_one(store), store.rename("c1", "x"), store.delete("c1"), store.purge_deleted()):
            with pytest.raises(StoreUnavailable) as told:
                await change
            assert told.value.headline == "It is read-only."
        await store.aclose()

    import asyncio

    asyncio.run(read())
    assert path.read_bytes() == before


def test_where_there_is_nothing_to_read_it_is_told(tmp_path: Path) -> None:
    import asyncio

    for content in (b"", b"rubbish" * 1000):
        (tmp_path / "history.db").write_bytes(content)
        with pytest.raises(StoreUnavailable):
            asyncio.run(read_only(tmp_path / "history.db"))
    with pytest.raises(StoreUnavailable):
        asyncio.run(read_only(tmp_path / "nowhere" / "history.db"))


def test_one_that_is_locked_at_start_opens_once_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "history.db"
    with_store(path, save_one)
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable) as told:
            with_store(path, find_one)
        assert "in use" in told.value.headline
        other.execute("ROLLBACK")
    with_store(path, find_one)
