"""Files as the disk hands them out: new, newer, damaged, left by a dead process, read-only, or too full."""

import os
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from support.store_use import conversation, turn, with_store
from support.store_writer import integrity

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database.errors import StoreTooNew, StoreUnavailable
from strakly_desktop.store.database.schema import VERSION, entity_diagram
from strakly_desktop.store.opening.presence import Presence

README = Path(__file__).resolve().parents[3] / "strakly_desktop" / "store" / "README.md"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


async def save_one(store: ConversationStore) -> None:
    question, answer = turn()
    await store.begin_turn(conversation(), question, answer)
    await store.finish_answer("c1", replace(answer, text="Gold", state=MessageState.COMPLETE), None)


def contents(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith(".lock")}


def test_a_closed_store_is_one_file_for_its_owner_only(path: Path) -> None:
    with_store(path, save_one)
    assert sorted(contents(path)) == ["history.db"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("version", [VERSION + 1, 9999, 0x5A112790, 2**31 - 1])
@pytest.mark.parametrize("in_log", [False, True])
def test_a_newer_file_is_refused_and_left_untouched(path: Path, in_log: bool, version: int) -> None:
    with_store(path, save_one)
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA wal_autocheckpoint = 0")
    newer.execute(f"PRAGMA user_version = {version}")
    newer.execute("ALTER TABLE message ADD COLUMN extra TEXT")
    if in_log:
        # As a newer app leaves it that was killed: its version stands in the log alone.
        before = {name: data for name, data in contents(path).items() if not name.endswith("-shm")}
        newer.close()
        for file in path.parent.glob("history.db*"):
            file.unlink()
        for name, data in before.items():
            path.with_name(name).write_bytes(data)
    else:
        newer.close()
        before = contents(path)

    with pytest.raises(StoreTooNew) as refusal:
        with_store(path, save_one)

    assert "newer version" in refusal.value.headline
    after = {name: data for name, data in contents(path).items() if not name.endswith("-shm")}
    assert after == before


def test_a_damage_is_logged_without_text_and_told_until_somebody_has_read_it(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with_store(path, save_one)
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 8192)
    told: list[object] = []

    async def use(store: ConversationStore) -> None:
        told.append(store.untold)

    async def read(store: ConversationStore) -> None:
        told.append(store.untold)
        store.note_damage_read()

    with caplog.at_level("WARNING"):
        with_store(path, use)
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("history: damaged, set aside as ")
    assert "0 of at least 0 messages recovered" in line
    with_store(path, read)
    with_store(path, use)
    assert told[0] == told[1] is not None
    assert told[2] is None


@pytest.mark.parametrize("damage", ["no database", "torn"])
def test_a_damaged_file_is_set_aside_whole_and_said_so(path: Path, damage: str) -> None:
    with_store(path, save_one)
    whole = path.read_bytes()
    broken = b"not a database at all" * 100 if damage == "no database" else whole[:4096] + b"\xff" * 8192
    path.write_bytes(broken)

    async def use(store: ConversationStore) -> None:
        assert store.set_aside is not None
        assert store.set_aside.parent == path.parent
        assert "damaged" in store.set_aside.name
        assert store.set_aside.read_bytes() == broken
        assert await store.conversations() == []
        await save_one(store)

    async def reopen(store: ConversationStore) -> None:
        assert store.set_aside is None
        assert len(await store.conversations()) == 1

    with_store(path, use)
    with_store(path, reopen)


@pytest.mark.parametrize("rubbish", ["all of the header", "a negative version"])
def test_rubbish_in_the_header_is_damage_and_no_newer_version(path: Path, rubbish: str) -> None:
    with_store(path, save_one)
    whole = path.read_bytes()
    if rubbish == "all of the header":
        broken = whole[:16] + b"\x5a" * 84 + whole[100:]
    else:
        broken = whole[:60] + b"\xff\xff\xff\xfe" + whole[64:]
    path.write_bytes(broken)

    async def use(store: ConversationStore) -> None:
        assert store.set_aside is not None
        assert store.set_aside.read_bytes() == broken
        await save_one(store)

    with_store(path, use)


def test_damage_that_shows_only_in_a_check_is_found_after_an_unclean_end(path: Path) -> None:
    with_store(path, save_one)
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'growth'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x5a" * size)

    async def notice(store: ConversationStore) -> None:
        assert store.set_aside is None
        question, answer = turn("2")
        with pytest.raises(StoreUnavailable) as told:
            await store.begin_turn(conversation(), question, answer)
            await store.append_answer(answer.id, "x")
        assert "damaged" in told.value.headline
        assert len(await store.conversations()) == 1

    async def reopen(store: ConversationStore) -> None:
        assert store.set_aside is not None

    with_store(path, notice)
    with_store(path, reopen)


def test_a_file_set_aside_earlier_is_kept_too(path: Path) -> None:
    path.parent.mkdir()
    for content in (b"first" * 200, b"second" * 200):
        path.write_bytes(content)

        async def use(store: ConversationStore) -> None:
            assert store.set_aside is not None

        with_store(path, use)
    aside = sorted(file.read_bytes()[:6] for file in path.parent.glob("history-damaged-*.db"))
    assert aside == [b"firstf", b"second"]


def test_a_damaged_file_is_not_moved_away_under_another_process(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database" * 100)
    other = Presence(path)
    other.enter(())
    with pytest.raises(StoreUnavailable) as told:
        with_store(path, save_one)
    assert "every window" in told.value.advice
    assert path.read_bytes() == b"no database" * 100
    other.leave(clean=True)
    with_store(path, save_one)
    assert len(list(path.parent.glob("history-damaged-*"))) == 1


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable) as told:
        with_store(tmp_path / "file" / "history.db", save_one)
    assert told.value.advice


def test_a_full_disk_is_told_and_the_store_goes_on_afterwards(path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await save_one(store)
        question, answer = turn("2", "x" * 200_000)
        limit = "PRAGMA max_page_count = {}"
        await store._writer.run(lambda connection: connection.execute(limit.format(1)).close())
        with pytest.raises(StoreUnavailable) as told:
            await store.begin_turn(conversation(), question, answer)
        assert "full" in told.value.headline
        assert [message.id for message in await store.messages("c1")] == ["q1", "a1"]
        await store._writer.run(lambda connection: connection.execute(limit.format(10**6)).close())
        await store.begin_turn(conversation(), question, answer)
        assert [message.id for message in await store.messages("c1")] == ["q1", "a1", "q2", "a2"]

    with_store(path, use)


def test_a_disk_turned_read_only_is_told_and_reading_goes_on(path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await save_one(store)
        await store._writer.run(lambda connection: connection.execute("PRAGMA query_only = ON").close())
        with pytest.raises(StoreUnavailable) as told:
            await store.begin_turn(conversation(), *turn("2"))
        assert "read-only" in told.value.headline
        assert len(await store.search("gold")) == 1
        await store._writer.run(lambda connection: connection.execute("PRAGMA query_only = OFF").close())
        await store.begin_turn(conversation(), *turn("2"))

    with_store(path, use)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB, where this machine lets the tests make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("no right to mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_disk_that_is_really_full_is_told_and_saving_goes_on_once_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"

    async def use(store: ConversationStore) -> None:
        await save_one(store)
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        question, answer = turn("2", "word " * 20_000)
        with pytest.raises(StoreUnavailable) as told:
            await store.begin_turn(conversation(), question, answer)
        assert told.value.headline.startswith("The disk is full")
        assert [message.id for message in await store.messages("c1")] == ["q1", "a1"]
        ballast.unlink()
        await store.begin_turn(conversation(), question, answer)
        await store.append_answer(answer.id, "here again")
        assert [message.text for message in await store.messages("c1", limit=1)] == ["here again"]

    with_store(small_disk / "history.db", use)
    assert integrity(small_disk / "history.db") == []


def test_a_disk_mounted_read_only_is_told_in_words(small_disk: Path) -> None:
    path = small_disk / "history.db"

    async def use(store: ConversationStore) -> None:
        await save_one(store)

    with_store(path, use)
    before = path.read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(StoreUnavailable) as told:
        with_store(path, use)
    assert "read-only" in told.value.headline
    assert path.read_bytes() == before


def test_the_readme_shows_the_tables_as_they_are() -> None:
    diagram = entity_diagram()
    assert diagram.startswith("erDiagram\n    conversation ||--o{ message : conversation\n")
    assert f"```mermaid\n{diagram}```" in README.read_text("utf-8")
