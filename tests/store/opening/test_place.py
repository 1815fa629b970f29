"""Files that are deleted, renamed or replaced while they are open; copies of the file alone; and backups."""

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support.limits import LAST_RESORT_S
from support.small_disk import small_disk
from support.store_use import conversation, turn, with_store

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.store import conversations, upkeep
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database.backup import BackupCancelled, back_up, refuse_live
from strakly_desktop.store.database.errors import ExchangeError, StoreError, StoreUnavailable
from strakly_desktop.store.opening.read_only import ReadableFile

FILE = "history.sqlite3"


async def save(store: ConversationStore, *numbers: int) -> None:
    for number in numbers:
        question, answer = turn(str(number))
        await store.begin_turn(conversation(number), question, answer)
        done = replace(answer, text=f"Gold {number}", state=MessageState.COMPLETE)
        await store.finish_answer(f"c{number}", done, None)


def delete(path: Path) -> None:
    path.unlink()


def delete_all(path: Path) -> None:
    shutil.rmtree(path.parent)


def rename(path: Path) -> None:
    path.rename(path.with_name("moved.sqlite3"))


@pytest.mark.parametrize("lose", [delete, delete_all, rename])
def test_what_a_lost_file_held_is_in_the_next_one(tmp_path: Path, lose: Callable[[Path], None]) -> None:
    path = tmp_path / "data" / FILE

    async def scenario() -> None:
        store = await ConversationStore.open(path)
        await save(store, 1, 2)
        lose(path)
        with pytest.raises(StoreUnavailable) as told:
            await save(store, 3)
        assert "moved, replaced or deleted" in told.value.headline
        await store.lost.wait()
        assert await store.rescue() is None
        await store.aclose()
        store = await ConversationStore.open(path)
        assert {found.id for found in await store.conversations()} == {"c1", "c2"}
        await save(store, 3)
        await store.aclose()

    asyncio.run(asyncio.wait_for(scenario(), 60))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM message").fetchone() == (6,)


def test_a_file_that_was_put_in_its_place_is_used_and_the_other_is_kept_beside_it(tmp_path: Path) -> None:
    path, other = tmp_path / FILE, tmp_path / "other" / FILE

    async def save_nine(store: ConversationStore) -> None:
        await save(store, 9)

    with_store(other, save_nine)

    async def scenario() -> None:
        store = await ConversationStore.open(path)
        await save(store, 1, 2)
        other.replace(path)
        with pytest.raises(StoreUnavailable):
            await save(store, 3)
        aside = await store.rescue()
        assert aside is not None
        await store.aclose()
        with closing(sqlite3.connect(aside)) as connection:
            assert connection.execute("SELECT count(*) FROM message").fetchone() == (4,)
        store = await ConversationStore.open(path)
        assert [found.id for found in await store.conversations()] == ["c9"]
        await store.keep(conversation(1), await store.all_messages("c9"))
        assert {found.id for found in await store.conversations()} == {"c1", "c9"}
        await store.aclose()

    asyncio.run(asyncio.wait_for(scenario(), 60))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_file_that_goes_while_it_is_opened_is_held_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again until it opens: each try would leave three threads, and a name that is believed to live."""

    class Gone:
        def __init__(self, path: Path) -> None:
            raise FileNotFoundError(path)

    before = set(threading.enumerate())
    with monkeypatch.context() as patch:
        patch.setattr(conversations, "Place", Gone)
        with pytest.raises(StoreUnavailable):
            asyncio.run(ConversationStore.open(tmp_path / FILE))
    left = set(threading.enumerate()) - before
    for thread in left:
        # It is told to end, and does so by itself.
        thread.join(LAST_RESORT_S)
    assert not any(thread.is_alive() for thread in left)
    assert list(tmp_path.glob("*.open")) == []


@pytest.mark.parametrize("step", ["open_file", "connect_too"])
def test_who_stops_waiting_for_a_file_holds_it_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Its name would be believed to live, and a damaged file never be set aside while this process runs."""
    before = set(threading.enumerate())
    begun, may_go_on = threading.Event(), threading.Event()
    done = getattr(conversations, step)

    def slow(*arguments: object) -> object:
        begun.set()
        may_go_on.wait(LAST_RESORT_S)
        return done(*arguments)

    async def stop_waiting() -> None:
        opening = asyncio.ensure_future(ConversationStore.open(tmp_path / FILE))
        await asyncio.to_thread(begun.wait, LAST_RESORT_S)
        opening.cancel()
        await asyncio.wait([opening])
        assert opening.cancelled()
        may_go_on.set()

    with monkeypatch.context() as patch:
        patch.setattr(conversations, step, slow)
        asyncio.run(stop_waiting())
        for thread in set(threading.enumerate()) - before:
            thread.join(LAST_RESORT_S)
    assert list(tmp_path.glob("*.open")) == []


def test_who_stops_waiting_for_a_file_that_is_only_read_leaves_no_copy_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go_on = threading.Event(), threading.Event()
    copy = tmp_path / "copy"

    def slow(_path: Path) -> ReadableFile:
        copy.mkdir()
        begun.set()
        may_go_on.wait(LAST_RESORT_S)
        return ReadableFile("file:nothing", copy)

    async def stop_waiting() -> None:
        problem = StoreError("It is held by another program.", "")
        opening = asyncio.ensure_future(ConversationStore.open_to_read(tmp_path / FILE, problem))
        await asyncio.to_thread(begun.wait, LAST_RESORT_S)
        opening.cancel()
        await asyncio.wait([opening])
        assert opening.cancelled()
        may_go_on.set()

    monkeypatch.setattr(conversations, "find_readable", slow)
    # It waits for the threads.
    asyncio.run(stop_waiting())
    assert not copy.exists()


def test_a_copy_of_the_file_alone_has_what_was_there_minutes_ago(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_LOOKED_AFTER_S", 0.01)

    def messages_in_copy() -> int:
        shutil.copy(tmp_path / FILE, tmp_path / "copy.sqlite3")
        with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as connection:
            try:
                return int(connection.execute("SELECT count(*) FROM message").fetchone()[0])
            except sqlite3.DatabaseError:  # Copied while it was written: half of one moment, half of another.
                return 0

    async def use(store: ConversationStore) -> None:
        await save(store, 1, 2)
        while (copied := messages_in_copy()) < 4:  # noqa: ASYNC110 - what is waited for is on the disk
            await asyncio.sleep(0.01)
        assert copied == 4

    with_store(tmp_path / FILE, use)


def test_a_backup_is_one_whole_file_of_one_moment(tmp_path: Path) -> None:
    target = tmp_path / "backup.sqlite3"
    told: list[tuple[int, int]] = []

    def note(done: int, total: int) -> None:
        told.append((done, total))

    async def use(store: ConversationStore) -> None:
        await save(store, *range(300))
        backing = asyncio.ensure_future(
            asyncio.to_thread(back_up, tmp_path / FILE, target, note, lambda: False)
        )
        while not backing.done():
            await save(store, 999)
        await backing

    with_store(tmp_path / FILE, use)
    assert told[-1][0] == told[-1][1] > 0
    assert not target.with_name(f"{target.name}-wal").exists()
    home = tmp_path / "restored"
    home.mkdir()
    shutil.copy(target, home / FILE)

    async def look(store: ConversationStore) -> None:
        assert store.set_aside is None
        assert len(await store.conversations(limit=1000)) >= 300

    with_store(home / FILE, look)


def test_a_backup_can_be_called_off(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await save(store, 1)
        with pytest.raises(BackupCancelled):
            back_up(tmp_path / FILE, tmp_path / "b.sqlite3", lambda *done: None, lambda: True)
        with pytest.raises(ExchangeError) as told:
            back_up(tmp_path / FILE, tmp_path / "nowhere" / "b", lambda *done: None, lambda: False)
        assert "The backup was not written" in told.value.headline

    with_store(tmp_path / FILE, use)


def test_the_live_file_is_no_place_for_its_backup(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.touch()
    (tmp_path / "link").symlink_to(path)
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm", "link"):
        with pytest.raises(ExchangeError):
            refuse_live(path, tmp_path / name)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / FILE).symlink_to(path)
    with pytest.raises(ExchangeError):
        refuse_live(tmp_path / "home" / FILE, tmp_path / f"{FILE}-wal")
    refuse_live(path, tmp_path / "other.sqlite3")


def test_a_full_disk_for_the_backup_is_not_taken_for_that_of_the_history(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await save(store, *range(50))
        with small_disk(tmp_path / "disk", "64k") as disk:
            with pytest.raises(ExchangeError) as told:
                back_up(tmp_path / FILE, disk / "b.sqlite3", lambda *done: None, lambda: False)
            assert "no room" in told.value.headline
        await save(store, 50)

    with_store(tmp_path / FILE, use)
