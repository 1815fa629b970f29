"""Files that do not open as they should, for every reason a disk or a network folder has: always told, never raised."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
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

TESTS = Path(__file__).resolve().parents[2]
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


def dangling(path: Path) -> None:
    path.symlink_to(path.parent / "no folder" / path.name)


@pytest.mark.parametrize("block", [folder, file_in_the_way, pipe, circle, dangling])
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, block: Callable[[Path], None]) -> None:
    path = tmp_path / "data" / "history.db"
    path.parent.mkdir()
    block(path)
    with pytest.raises(StoreUnavailable) as told:
        with_store(path, save_one)
    assert "cannot be opened" in told.value.headline
    assert "Close other programs" not in told.value.advice


@pytest.mark.parametrize("block", [circle, dangling])
def test_a_link_that_leads_nowhere_is_named(tmp_path: Path, block: Callable[[Path], None]) -> None:
    block(tmp_path / "history.db")
    with pytest.raises(StoreUnavailable) as told:
        with_store(tmp_path / "history.db", save_one)
    assert "leads nowhere" in told.value.headline


def test_what_belongs_to_a_linked_file_is_looked_for_beside_it_and_not_beside_the_link(
    tmp_path: Path,
) -> None:
    real, link = tmp_path / "disk" / "history.db", tmp_path / "history.db"
    real.parent.mkdir()
    with_store(real, save_one)
    link.symlink_to(real)
    with_store(link, find_one)
    data = bytearray(real.read_bytes())
    data[100:4096] = bytes(3996)
    real.write_bytes(data)

    async def use(store: ConversationStore) -> None:
        assert store.set_aside is not None
        assert store.set_aside.parent == real.parent
        await find_one(store)
        await store.clear_all()

    with_store(link, use)
    assert link.is_symlink()
    assert not list(tmp_path.rglob("*damaged*"))


AS_A_USER = """
import asyncio, os, sys
from pathlib import Path
from support.store_use import conversation, turn
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database.errors import StoreUnavailable

path = Path(sys.argv[1])

async def attempt():
    try:
        store = await ConversationStore.open(path)
    except StoreUnavailable as error:
        reader = await ConversationStore.open_to_read(path, error)
        print(reader.problem.headline, reader.problem.advice)
        assert await reader.conversations()
        return reader
    print("open")
    await store.begin_turn(conversation(2), *turn("2"))
    return store

async def main():
    os.chmod(path, 0o400)
    reader = await attempt()
    os.chmod(path, 0o600)
    # What belongs to the file was made while it was read, with its mode.
    await (await attempt()).aclose()
    await reader.aclose()
    log = path.with_name(path.name + "-wal")
    log.write_bytes(Path(sys.argv[2]).read_bytes())
    os.chmod(path.parent, 0o500)
    await (await attempt()).aclose()
    os.chmod(log, 0)
    await (await attempt()).aclose()

asyncio.run(main())
"""


def test_rights_that_are_missing_are_named_and_it_opens_once_they_are_given(tmp_path: Path) -> None:
    path, log = tmp_path / "data" / "history.db", tmp_path / "log"
    path.parent.mkdir()

    async def save_log(store: ConversationStore) -> None:
        await save_one(store)
        log.write_bytes(path.with_name("history.db-wal").read_bytes())

    with_store(path, save_log)
    program = [sys.executable, "-c", AS_A_USER, str(path), str(log)]
    if os.geteuid() == 0:
        # The administrator may do everything, unless that is taken away.
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("no setpriv")
        rights = "-dac_override,-dac_read_search"
        program = [setpriv, f"--bounding-set={rights}", f"--inh-caps={rights}", *program]
    places = os.pathsep.join((str(TESTS), *filter(None, sys.path)))
    done = subprocess.run(
        program, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": places}
    )
    path.parent.chmod(0o700)
    said = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert len(said) == 4
    assert "read-only" in said[0]
    assert said[1] == "open"
    assert "read-only" in said[2]
    assert "What was said last is not shown" in said[3]


def test_a_relative_path_is_as_good_as_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("home ?#%20") / "history.db"
    with_store(path, save_one)
    assert path.stat().st_size > 0
    path.with_name("history.db-wal").write_bytes(b"")
    with_store(path, find_one)
    # Nothing of it lies under a name that ends at the "?".
    assert [found.name for found in tmp_path.iterdir()] == ["home ?#%20"]


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
        for change in (
            save_one(store),
            store.rename("c1", "x"),
            store.delete("c1"),
            store.purge([("c1", 1)]),
        ):
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


@pytest.mark.parametrize(
    "change",
    [
        "PRAGMA user_version = 0",
        "PRAGMA user_version = 1",
        "DROP TABLE mark",
        "DROP TABLE message_words",
        "DROP TRIGGER message_unindexed",
        "DROP INDEX message_in_order",
        "ALTER TABLE conversation DROP COLUMN bot_used_offset",
    ],
)
def test_a_file_that_does_not_hold_what_its_version_says_is_saved_into_a_new_one(
    tmp_path: Path, change: str
) -> None:
    path = tmp_path / "history.db"
    with_store(path, save_one)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(change)

    async def use(store: ConversationStore) -> None:
        assert store.set_aside is not None
        (found,) = await store.search("gold")
        messages = await store.messages(found.conversation.id)
        assert [message.text for message in messages] == ["Who is Anita?", "Gold"]

    with_store(path, use)

    async def again(store: ConversationStore) -> None:
        assert store.set_aside is None

    with_store(path, again)


def test_a_database_of_another_program_is_kept_beside(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE conversation (song TEXT)")
        connection.execute("INSERT INTO conversation VALUES ('la')")

    async def use(store: ConversationStore) -> None:
        assert store.set_aside is not None
        with closing(sqlite3.connect(store.set_aside)) as aside:
            assert aside.execute("SELECT song FROM conversation").fetchone() == ("la",)
        await save_one(store)

    with_store(path, use)
