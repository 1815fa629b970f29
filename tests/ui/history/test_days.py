"""The headings of the days, in every time zone and on the days on which clocks are put on or back."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from strakly_desktop.ui.history.days import day_group

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows knows no TZ")

SetZone = Callable[[str], None]
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def set_zone() -> Iterator[SetZone]:
    before = os.environ.get("TZ")

    def use(name: str) -> None:
        os.environ["TZ"] = name
        time.tzset()

    yield use
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("Asia/Kolkata", (2026, 3, 29)),
        ("Europe/Berlin", (2026, 3, 29)),
        ("Europe/Berlin", (2026, 10, 25)),
        ("America/New_York", (2026, 11, 1)),
        ("Australia/Lord_Howe", (2026, 4, 5)),  # By half an hour.
        ("Africa/Cairo", (2026, 4, 24)),  # At midnight, which does not come.
        ("America/Havana", (2026, 11, 1)),  # At one, so that midnight comes twice.
        ("America/Santiago", (2026, 9, 6)),
        ("Pacific/Apia", (2011, 12, 30)),  # This day was left out.
    ],
)
def test_each_moment_is_under_the_heading_of_its_day(
    set_zone: SetZone, zone: str, changes: tuple[int, int, int]
) -> None:
    set_zone(zone)
    noon = datetime(*changes, 12, tzinfo=UTC)
    for after in range(4):
        today = (noon + timedelta(days=after)).astimezone().date()
        for steps in range(-200, 48):
            moment = noon + HALF_HOUR * steps
            group, day = day_group(moment, today), moment.astimezone().date()
            assert group.holds(moment.timestamp()), moment
            assert (group.title == "Today") == (day >= today), moment
            assert (group.title == "Yesterday") == (day == today - timedelta(days=1)), moment


def test_the_same_moment_is_of_another_day_where_the_zone_was_set(set_zone: SetZone) -> None:
    moment = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    set_zone("UTC")
    today = datetime(2026, 11, 23, 9, 0, tzinfo=UTC).astimezone().date()
    assert day_group(moment, today).title == "Yesterday"
    set_zone("Asia/Kolkata")
    assert day_group(moment, today).title == "Today"
