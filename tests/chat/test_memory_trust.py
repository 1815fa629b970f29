"""What the assistant may still know of a conversation, by its time and its person."""

from datetime import UTC, datetime, timedelta

import pytest

from strakly_desktop.chat.memory_trust import BOT_FORGETS_AFTER, MemoryTrust
from strakly_desktop.conversation.model import BotMemory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Day:
    """A time of day that the test sets."""

    def __init__(self) -> None:
        self.now = NOON
        self.passed = 0.0
        self.trust = MemoryTrust(lambda: self.now, passed=lambda: self.passed)
        self.trust.account = "gym 1"

    def pass_on(self, time: timedelta) -> None:
        self.now += time
        self.passed += time.total_seconds()


def memory(used_at: datetime = NOON, account: str = "gym 1") -> BotMemory:
    return BotMemory("c-1", account, used_at)


def test_it_lasts_half_an_hour_and_for_one_person() -> None:
    day = Day()
    assert day.trust.remembers(memory())
    assert not day.trust.remembers(memory(account="gym 2"))
    day.now += BOT_FORGETS_AFTER
    assert not day.trust.remembers(memory())


def test_what_was_used_later_than_now_is_not_counted_on_once_the_clock_was_set_back() -> None:
    day = Day()
    day.now -= timedelta(days=365)
    assert not day.trust.remembers(memory())
    day.now = NOON - timedelta(seconds=2)
    assert day.trust.remembers(memory()), "clocks are corrected by that little all day"


def test_a_restart_ends_what_was_before_it_and_an_absence_makes_it_doubtful() -> None:
    day = Day()
    assert not day.trust.doubts(memory())
    day.now += MINUTE
    day.trust.note_absence()
    assert day.trust.doubts(memory()) and not day.trust.doubts(memory(day.now))
    assert day.trust.remembers(memory())
    day.trust.note_restart()
    assert not day.trust.remembers(memory()) and day.trust.remembers(memory(day.now))


@pytest.mark.parametrize("set_by", [timedelta(hours=-1), timedelta(minutes=-20)])
def test_a_clock_that_is_set_back_makes_no_memory_of_this_run_younger(set_by: timedelta) -> None:
    """The assistant had forgotten, and "the second of them" was answered as if nothing had been said before."""
    day = Day()
    day.trust.note_use(memory())
    day.pass_on(timedelta(minutes=25))
    day.now += set_by
    assert day.trust.remembers(memory())
    day.pass_on(timedelta(minutes=5))
    assert not day.trust.remembers(memory())


def test_what_is_said_after_a_restart_is_remembered_though_the_clock_is_set_back() -> None:
    """Each further question began anew, for an hour."""
    day = Day()
    day.trust.note_restart()
    day.trust.note_absence()
    day.now -= timedelta(hours=1)
    day.pass_on(timedelta(minutes=1))
    said = memory(day.now)
    day.trust.note_use(said)
    assert day.trust.remembers(said) and not day.trust.doubts(said)
    day.pass_on(timedelta(minutes=1))
    day.trust.note_restart()
    assert not day.trust.remembers(said)


def test_a_computer_that_slept_counts_on_by_the_time_of_day() -> None:
    day = Day()
    day.trust.note_use(memory())
    day.now += timedelta(minutes=31)
    assert not day.trust.remembers(memory())


def test_what_was_gone_on_with_elsewhere_since_counts_from_there() -> None:
    day = Day()
    day.trust.note_use(memory())
    day.pass_on(timedelta(minutes=40))
    assert day.trust.remembers(memory(day.now - timedelta(minutes=5)))
    assert not day.trust.remembers(memory(NOON + timedelta(milliseconds=1)))
