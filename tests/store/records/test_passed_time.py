"""A wrong clock costs no conversation: what would go for its age is asked about first."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.store_use import conversation, turn, with_store

from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database.schema import migrate
from strakly_desktop.store.records.journal import add_conversation
from strakly_desktop.store.records.passed_time import note_confirmed, to_confirm

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
OLD = 5


def file_of(old: int = OLD) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    for number in range(old + 1):
        minutes = 0 if number == 0 else -40 * 24 * 60
        add_conversation(connection, conversation(number, minutes=minutes))
    return connection


def asked(
    connection: sqlite3.Connection, now: datetime, days: int = 30, passed: timedelta | None = None
) -> int:
    return to_confirm(connection, now, days, None if passed is None else passed.total_seconds())


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        (timedelta(minutes=1), 0),
        (timedelta(days=3), 0),
        (timedelta(days=5), OLD),
        (timedelta(days=365), OLD + 1),
        (timedelta(days=3650), OLD + 1),
        (timedelta(hours=-1), 0),
        (timedelta(days=-2), OLD),
        (timedelta(days=-3650), 0),
    ],
)
def test_a_clock_that_moved_far_is_asked_about(moved: timedelta, expected: int) -> None:
    with closing(file_of()) as connection:
        note_confirmed(connection, NOON, 30)
        assert asked(connection, NOON + moved) == expected


@pytest.mark.parametrize(
    ("moved", "passed", "expected"),
    [
        (timedelta(hours=6), timedelta(hours=6), 0),
        (timedelta(days=3), timedelta(days=3), 0),  # Asleep over the weekend.
        (timedelta(days=3), timedelta(hours=6), OLD),
        (timedelta(hours=1), timedelta(days=3), OLD),
        (timedelta(hours=7), timedelta(hours=6), 0),
    ],
)
def test_a_clock_that_jumps_while_the_app_runs_is_asked_about(
    moved: timedelta, passed: timedelta, expected: int
) -> None:
    """By days it would be an ordinary pause between two starts: what was kept for 30 went after 27."""
    with closing(file_of()) as connection:
        note_confirmed(connection, NOON, 30)
        assert asked(connection, NOON + moved, passed=passed) == expected


def test_a_wrong_clock_is_asked_about_at_every_start_until_somebody_answers() -> None:
    with closing(file_of()) as connection:
        note_confirmed(connection, NOON, 30)
        wrong = NOON + timedelta(days=3650)
        for start in range(3):
            assert asked(connection, wrong + timedelta(hours=start)) == OLD + 1
        # The clock is right again: nothing was remembered of the wrong one.
        assert asked(connection, NOON + timedelta(hours=1)) == 0
        note_confirmed(connection, wrong, 30)
        assert asked(connection, wrong + timedelta(hours=1)) == 0


def test_days_on_which_the_app_is_used_add_up_without_a_question() -> None:
    with closing(file_of()) as connection:
        for day in range(60):
            assert asked(connection, NOON + timedelta(days=day)) == 0


def test_a_file_of_an_earlier_version_is_judged_by_its_newest_conversation() -> None:
    with closing(file_of()) as connection:
        assert asked(connection, NOON + timedelta(days=3650)) == OLD + 1
    with closing(file_of()) as connection:
        assert asked(connection, NOON + timedelta(hours=5)) == 0


def test_the_first_that_would_remove_a_lot_is_asked_about() -> None:
    with closing(file_of(300)) as connection:
        assert asked(connection, NOON) == 300
        note_confirmed(connection, NOON, 30)
        assert asked(connection, NOON) == 0
        assert asked(connection, NOON, 20) == 300


def test_agreeing_is_remembered(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        for number in range(30):
            await store.begin_turn(conversation(number), *turn(str(number)))
        assert await store.to_confirm(30) == 30
        assert await store.forget_older_than(30) == 30
        assert await store.to_confirm(30) == 0

    with_store(tmp_path / "history.db", use)
