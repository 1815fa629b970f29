"""What a start leaves behind that did not come to its end: no copy of the conversations, and no wrong name."""

import asyncio
import errno
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from support.store_use import NOON, conversation, turn, with_store

from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database.errors import StoreUnavailable
from strakly_desktop.store.opening import opening, place

FILE = "history.sqlite3"


async def save_one(store: ConversationStore) -> None:
    await store.begin_turn(conversation(), *turn())


def damaged(path: Path) -> bytes:
    """A history with a broken schema at `path`: what it holds can be saved."""
    with_store(path, save_one)
    content = bytearray(path.read_bytes())
    content[100:140] = b"\xff" * 40
    path.write_bytes(content)
    return bytes(content)


def copies(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.name.endswith(("ing", "-journal")))


def test_saving_that_is_given_up_leaves_no_copy_of_what_it_read(tmp_path: Path) -> None:
    content = damaged(tmp_path / FILE)
    pages_read = count()
    with pytest.raises(StoreUnavailable):
        # Given up while messages are being written, as where the disk is full.
        asyncio.run(ConversationStore.open(tmp_path / FILE, lambda: next(pages_read) > 20))
    assert copies(tmp_path) == []
    assert (tmp_path / FILE).read_bytes() == content


def test_a_rescue_that_the_disk_does_not_take_gives_its_room_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(connection: sqlite3.Connection, target: Path) -> None:
        target.write_bytes(b"Gold" * 1000)
        raise OSError(errno.ENOSPC, "No space left on device")

    async def lose_and_rescue(store: ConversationStore) -> None:
        await save_one(store)
        (tmp_path / FILE).unlink()
        with monkeypatch.context() as patch:
            patch.setattr(place, "copy", fill)
            with pytest.raises(StoreUnavailable) as told:
                await store.rescue()
        assert "full" in told.value.headline
        assert copies(tmp_path) == []
        assert await store.rescue() is None

    with_store(tmp_path / FILE, lose_and_rescue)


@pytest.mark.parametrize("left", [".rescuing", ".rescuing-journal", ".salvaging", ".salvaging-journal"])
def test_the_copy_of_a_process_that_died_over_it_goes_with_the_next_start(tmp_path: Path, left: str) -> None:
    (tmp_path / f"{FILE}{left}").write_bytes(b"What was said before.")
    with_store(tmp_path / FILE, save_one)
    assert copies(tmp_path) == []


class Clock:
    """An hour passes between two looks at it."""

    _hours = count()

    @classmethod
    def now(cls) -> datetime:
        return NOON + timedelta(hours=next(cls._hours))


def nothing(path: Path, aside: Path) -> None:
    raise KeyboardInterrupt


def only_the_file(path: Path, aside: Path) -> None:
    path.rename(aside)
    raise KeyboardInterrupt


@pytest.mark.parametrize("moved", [nothing, only_the_file])
def test_after_a_kill_the_damaged_file_is_told_by_the_name_that_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: Callable[[Path, Path], None]
) -> None:
    path = tmp_path / FILE
    damaged(path)
    monkeypatch.setattr(opening, "datetime", Clock)
    with monkeypatch.context() as killed:
        killed.setattr(opening, "_set_aside", moved)
        with pytest.raises(KeyboardInterrupt):
            opening.open_file(path)
    (tmp_path / f"{FILE}-wal").write_bytes(b"of the damaged file")

    names: set[str] = set()

    async def look(store: ConversationStore) -> None:
        assert store.untold is not None
        aside, salvaged = store.untold
        assert salvaged.recovered == 2
        assert aside.is_file()
        assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"of the damaged file"
        names.add(aside.name)
        assert len(await store.messages("c1")) == 2

    with_store(path, look)
    (name,) = names
    assert all(file.name.startswith(name) for file in tmp_path.glob("history-damaged-*"))


def test_where_no_copy_can_be_made_the_rest_is_shown_without_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, home = tmp_path / FILE, tmp_path / "home"

    async def save(store: ConversationStore) -> None:
        await save_one(store)
        await store._writer.run(lambda connection: connection.execute("PRAGMA wal_checkpoint(FULL)").close())
        await store.rename("c1", "Only in the log")
        home.mkdir()
        for name in (FILE, f"{FILE}-wal"):
            shutil.copy(tmp_path / name, home / name)

    with_store(path, save)
    # Neither in its place: root, too, is to be one who may not write there.
    monkeypatch.setattr("os.access", lambda *_asked: False)
    # As on a full disk: Python finds no folder there that takes anything.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))

    async def read() -> None:
        problem = StoreUnavailable("The disk is full.", "Free some space.")
        store = await ConversationStore.open_to_read(home / FILE, problem)
        assert len(await store.messages("c1")) == 2
        assert store.problem is not None
        assert "What was said last is not shown." in store.problem.advice
        await store.aclose()

    asyncio.run(read())
