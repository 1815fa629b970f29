"""What the assistant may still know of a conversation, by its time and its person."""

from datetime import UTC, datetime, timedelta

from strakly_desktop.chat.memory_trust import BOT_FORGETS_AFTER, MemoryTrust
from strakly_desktop.conversation.model import BotMemory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Day:
    """A time of day that the test sets."""

    def __init__(self) -> None:
        self.now = NOON
        self.trust = MemoryTrust(lambda: self.now)
        self.trust.account = "gym 1"


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
