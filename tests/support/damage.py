"""Damages a history as a bad disk does, and looks at what the next start makes of it."""

import asyncio
import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from support.store_use import NOON, turn

from strakly_desktop.conversation.model import ConversationSummary, MessageState
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.opening.pages import PageFile

CONVERSATIONS, TURNS = 24, 10
MESSAGES = CONVERSATIONS * TURNS * 2
_NAME = "history.sqlite3"
_FRAME, _LOG_HEADER = 24, 32
_MESSAGE_COLUMNS = 12
_DEAD = f"{_NAME}.0123456789ab.open"


@dataclass(frozen=True, slots=True)
class Damage:
    """One damage. `lost`: messages that are gone; `problems`: what must not be, in words; none is well."""

    what: str
    lost: int
    is_said: bool
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Id to text of each message, and where they are: page to ids, and the place in the log of those that are there.

    `commits` are the places in the log where one ends.
    """

    texts: dict[str, str]
    page_size: int
    owners: dict[int, set[str]]
    in_log: dict[int, int]
    commits: list[int]


async def make_history(folder: Path) -> History:
    """A file and a log as a killed app leaves them, both with messages in them."""
    live = folder / "live" / _NAME
    store = await ConversationStore.open(live)
    chance = random.Random(7)
    for number in range(CONVERSATIONS):
        if number == CONVERSATIONS // 2:
            await store._writer.run(
                lambda connection: connection.execute("PRAGMA wal_checkpoint(FULL)").close()
            )
        moment = NOON + timedelta(minutes=number)
        for place in range(TURNS):
            question, answer = turn(f"{number}-{place}", f"Question {number} {place}?")
            summary = ConversationSummary(f"c{number}", f"Title {number}", moment, moment)
            await store.begin_turn(summary, question, answer)
            text = f"Answer {number} {place}. " + "word " * chance.choice((5, 60, 400, 1500))
            await store.finish_answer(
                f"c{number}", replace(answer, text=text, state=MessageState.COMPLETE), None
            )
    whole = folder / "whole"
    whole.mkdir()
    for name in (_NAME, f"{_NAME}-wal"):
        shutil.copy(live.with_name(name), whole / name)
    (whole / _DEAD).touch()
    texts: dict[str, str] = {}
    for number in range(CONVERSATIONS):
        texts |= {message.id: message.text for message in await store.messages(f"c{number}", limit=-1)}
    await store.aclose()
    assert len(texts) == MESSAGES
    return _look_at(whole / _NAME, texts)


async def damage_once(folder: Path, history: History, chance: random.Random, number: int) -> Damage:
    """Flip a bit or cut, in the file or the log, at a random place; start, and compare."""
    home = folder / f"home-{number}"
    shutil.copytree(folder / "whole", home)
    victim = home / chance.choice((_NAME, f"{_NAME}-wal"))
    place = chance.randrange(victim.stat().st_size)
    is_cut = chance.random() < 0.4
    texts = history.texts
    may_be_gone = _touched(history, victim.name, place, is_cut=is_cut)
    data = bytearray(victim.read_bytes())
    if is_cut:
        del data[place:]
    else:
        data[place] ^= 1 << chance.randrange(8)
    victim.write_bytes(data)
    what = f"{'cut' if is_cut else 'bit'} at {place} of {victim.name.removeprefix(_NAME) or 'file'}"
    problems = []
    store = await ConversationStore.open(home / _NAME)
    found: dict[str, str] = {}
    for summary in await store.conversations(limit=1000):
        found |= {message.id: message.text for message in await store.all_messages(summary.id)}
    lost = {name for name in texts if name not in found}
    altered = {name for name in texts if name in found and found[name] != texts[name]}
    if gone := (lost | altered) - may_be_gone:
        problems.append(f"{len(gone)} messages that were not touched are gone or changed: {sorted(gone)[:3]}")
    is_log_cut = is_cut and victim.name != _NAME
    # A log that ends early is what a power cut leaves: nobody can tell.
    if lost and store.set_aside is None and not is_log_cut:
        problems.append(f"{len(lost)} messages are lost and nothing is said")
    question, answer = turn("after", "And now?")
    await store.begin_turn(ConversationSummary("new", "New", NOON, NOON), question, answer)
    is_said = store.set_aside is not None
    await store.aclose()
    with closing(sqlite3.connect(home / _NAME)) as connection:
        if (verdict := connection.execute("PRAGMA quick_check").fetchone()) != ("ok",):
            problems.append(f"the new file is not sound: {verdict}")
    shutil.rmtree(home)
    return Damage(what, len(lost), is_said, tuple(problems))


async def damage_often(folder: Path, times: int, seed: int) -> list[Damage]:
    """So many damages of one history, each of a fresh copy under `folder`."""
    history = await make_history(folder)
    chance = random.Random(seed)
    return [await damage_once(folder, history, chance, number) for number in range(times)]


def run_damages(folder: Path, times: int, seed: int) -> list[Damage]:
    """The same, for who has no event loop."""
    return asyncio.run(damage_often(folder, times, seed))


def _touched(history: History, victim: str, place: int, *, is_cut: bool) -> set[str]:
    """The messages that had some of their bytes in what was damaged."""
    touched: set[str] = set()
    for number, owners in history.owners.items():
        in_log = history.in_log.get(number)
        if (victim == _NAME) != (in_log is None):
            continue
        start = (number - 1) * history.page_size if in_log is None else in_log
        # With a commit that is cut, all of it is gone.
        whole = max((end for end in history.commits if end <= place), default=0)
        is_gone = is_cut and start >= (place if in_log is None else whole)
        if is_gone or start - _FRAME <= place < start + history.page_size:
            touched |= owners
    return touched


class _NotingPages(PageFile):
    """Notes which pages the rows of one lie on: long texts go through several."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.read: set[int] = set()

    def _page(self, number: int) -> bytes:
        self.read.add(number)
        return super()._page(number)


def _look_at(path: Path, texts: dict[str, str]) -> History:
    owners: dict[int, set[str]] = {}
    with closing(_NotingPages(path)) as pages:
        for leaf in pages.numbers:
            pages.read.clear()
            for row in pages.rows(leaf):
                if row.number is not None and len(row.columns) == _MESSAGE_COLUMNS:
                    for page in {leaf, *pages.read}:
                        owners.setdefault(page, set()).add(str(row.columns[1]))
                pages.read.clear()
        places = dict(pages.log.places)
        return History(texts, pages.page_size, owners, places, _commits(pages.log.path, pages.page_size))


def _commits(log: Path, page_size: int) -> list[int]:
    data = log.read_bytes()
    frames = range(_LOG_HEADER, len(data) - page_size, _FRAME + page_size)
    salts = data[16:24]
    return [
        place + _FRAME + page_size
        for place in frames
        if data[place + 8 : place + 16] == salts and any(data[place + 4 : place + 8])
    ]
