"""Damaged files: what can be read is saved, the count is told, and only what was cut is gone."""

import shutil
import sqlite3
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from support.damage import MESSAGES, make_history, run_damages
from support.store_use import conversation, turn, with_store

from strakly_desktop.app.chat.history_notices import _recovered
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.opening.log_file import read_log
from strakly_desktop.store.opening.salvage import salvage

FILE = "history.sqlite3"
PAGE = 4096
LOG_HEADER, FRAME = 32, 24


def test_a_flipped_bit_or_a_cut_anywhere_costs_only_what_it_touched(tmp_path: Path) -> None:
    damages = run_damages(tmp_path, 12, seed=20261128)
    assert [(damage.what, damage.problems) for damage in damages if damage.problems] == []


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history of 480 messages as a killed app left it, and the same with its log played back into the file."""
    import asyncio

    folder = tmp_path_factory.mktemp("history")
    asyncio.run(make_history(folder))
    alone = folder / "alone"
    shutil.copytree(folder / "whole", alone)
    with closing(sqlite3.connect(alone / FILE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


def saved(home: Path) -> tuple[int, int]:
    counts: list[tuple[int, int]] = []

    async def use(store: ConversationStore) -> None:
        assert store.set_aside is not None
        assert store.salvaged is not None
        counts.append((store.salvaged.recovered, store.salvaged.known))
        messages = 0
        for summary in await store.conversations(limit=1000):
            messages += len(await store.all_messages(summary.id))
        assert messages == store.salvaged.recovered
        assert len(await store.search("answer")) > 0

    with_store(home / FILE, use)
    return counts[0]


def overwrite(path: Path, place: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        file.write(data)


def root_of(path: Path, table: str) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    return page, size


@pytest.mark.parametrize("broken", ["header", "schema", "root of the messages", "root of the conversations"])
def test_every_message_is_saved_where_only_the_way_to_it_is_broken(
    whole: Path, tmp_path: Path, broken: str
) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole / "alone", home)
    match broken:
        case "header":
            overwrite(home / FILE, 0, b"\x5a" * 100)
        case "schema":
            overwrite(home / FILE, 100, b"\xff" * 3900)
        case "root of the messages":
            page, size = root_of(home / FILE, "message")
            overwrite(home / FILE, (page - 1) * size, b"\xff" * size)
        case _:
            page, size = root_of(home / FILE, "conversation_listed")
            overwrite(home / FILE, (page - 1) * size, b"\xff" * size)
    assert saved(home) == (MESSAGES, MESSAGES)


@pytest.mark.parametrize("left", ["empty", "missing"])
def test_a_log_beside_an_emptied_file_is_not_thrown_away(whole: Path, tmp_path: Path, left: str) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole / "whole", home)
    log = (home / f"{FILE}-wal").read_bytes()
    (home / FILE).unlink()
    if left == "empty":
        (home / FILE).touch()
    recovered, known = saved(home)
    assert recovered > 20
    assert known >= recovered
    (aside,) = home.glob("history-damaged-*-wal")
    assert aside.read_bytes() == log


@pytest.mark.parametrize("place", [0, 9, 18, 40, 200])
def test_commits_behind_a_flipped_bit_of_the_log_are_not_passed_over(
    whole: Path, tmp_path: Path, place: int
) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole / "whole", home)
    log = home / f"{FILE}-wal"
    overwrite(log, place, bytes([log.read_bytes()[place] ^ 4]))
    recovered, _ = saved(home)
    assert recovered >= MESSAGES - 20


@pytest.mark.parametrize("frames", [1, 4, 6, 16])
@pytest.mark.parametrize("lost", ["zeros", "rubbish"])
def test_commits_behind_a_hole_of_the_log_are_not_passed_over(
    whole: Path, tmp_path: Path, frames: int, lost: str
) -> None:
    """A sector of a solid-state disk is as large as sixteen frames: SQLite ends its reading there, and says nothing."""
    home = tmp_path / "home"
    shutil.copytree(whole / "whole", home)
    log = home / f"{FILE}-wal"
    size = frames * (FRAME + PAGE)
    assert LOG_HEADER + 3 * size < log.stat().st_size
    overwrite(log, LOG_HEADER + 8 * (FRAME + PAGE), bytes(size) if lost == "zeros" else b"\xa5" * size)
    recovered, known = saved(home)
    assert known >= recovered >= MESSAGES - 20 - 2 * frames


def test_what_is_left_in_the_log_from_before_it_began_anew_is_no_damage(whole: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole / "whole", home)
    log = home / f"{FILE}-wal"
    content = bytearray(log.read_bytes())
    for place in range(LOG_HEADER + 8 * (FRAME + PAGE), len(content), FRAME + PAGE):
        salt = int.from_bytes(content[place + 8 : place + 12], "big")
        content[place + 8 : place + 12] = ((salt - 1) % 2**32).to_bytes(4, "big")
    log.write_bytes(content)
    assert not read_log(log, PAGE).is_damaged


def test_a_broken_page_number_in_the_log_does_not_keep_anybody_waiting(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole / "whole", tmp_path / "home")
    log = tmp_path / "home" / f"{FILE}-wal"
    number = LOG_HEADER + 5 * (FRAME + PAGE)
    overwrite(log, number, bytes([log.read_bytes()[number] ^ 0x80]))
    looked_at = count()
    # The page would lie 8 TB behind the others: reading up to it takes hours.
    salvaged = salvage(tmp_path / "home" / FILE, tmp_path / "new", lambda: next(looked_at) > 10_000)
    assert salvaged.recovered >= MESSAGES - 20


def test_a_kill_while_it_is_saved_loses_nothing(whole: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole / "alone", home)
    # As it is after the new file was ready and the damaged one set aside.
    (home / FILE).rename(home / f"{FILE}.salvaged")

    async def use(store: ConversationStore) -> None:
        assert len(await store.conversations(limit=1000)) == 24

    with_store(home / FILE, use)


def test_messages_are_saved_whose_ids_are_broken_and_read_the_same(whole: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole / "alone", home)
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as connection:
        for table in ("message", "conversation"):
            for number, value in ((3, "CAST(x'61ff' AS TEXT)"), (4, "CAST(x'61fe' AS TEXT)"), (5, "x'61fd'")):
                connection.execute(f"UPDATE {table} SET id = {value} WHERE number = {number}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    overwrite(home / FILE, 0, b"\x5a" * 100)
    recovered, _ = saved(home)
    assert recovered == MESSAGES


async def check_counts(store: ConversationStore, there: int) -> None:
    found = store.salvaged
    if found is None:
        assert store.set_aside is None, "what is gone is said"
        return
    conversations = await store.conversations(limit=1000)
    messages = [message for one in conversations for message in await store.all_messages(one.id)]
    assert (found.recovered, found.conversations) == (len(messages), len(conversations))
    assert found.recovered <= found.known <= there


def test_no_more_messages_are_said_to_be_lost_than_there_were(tmp_path: Path) -> None:
    """Whichever page is gone, and wherever the file ends: SQLite keeps names of its own that are no message's."""
    there = 2

    async def fill(store: ConversationStore) -> None:
        await store.begin_turn(conversation(), *turn())

    with_store(tmp_path / FILE, fill)
    data = (tmp_path / FILE).read_bytes()
    pages = range(0, len(data), PAGE)
    damaged = [data[:at] + bytes(PAGE) + data[at + PAGE :] for at in pages]
    damaged += [data[: at + PAGE // 2] for at in pages]
    for number, left in enumerate(damaged):
        home = tmp_path / str(number)
        home.mkdir()
        (home / FILE).write_bytes(left)
        # As after an end that was not clean: all of it is looked at.
        (home / f"{FILE}.0123456789ab.open").touch()
        with_store(home / FILE, partial(check_counts, there=there))


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((4, 4, 2), "4 messages were recovered."),
        ((1, 1, 1), "One message was recovered."),
        ((3, 4, 2), "3 of at least 4 messages were recovered."),
        ((0, 0, 2), "No message in them could be read; the names of 2 were recovered."),
        ((0, 0, 0), "Nothing in them could be read."),
    ],
)
def test_the_words_promise_no_more_than_is_known(counts: tuple[int, int, int], words: str) -> None:
    assert _recovered(*counts) == words
