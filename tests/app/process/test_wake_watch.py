"""A computer that slept is noticed, whichever of its clocks stood still."""

from typing import Any

import pytest

from strakly_desktop.app.process.wake_watch import WakeWatch


@pytest.mark.parametrize(
    ("by_wall", "by_steady", "slept"),
    [(5, 5, False), (7, 6, False), (3600, 5, True), (3600, 3600, True), (-3600, 5, True), (12, 12, False)],
)
def test_sleep_is_told_from_a_busy_moment(qapp: Any, by_wall: float, by_steady: float, slept: bool) -> None:
    now = {"wall": 1_000_000.0, "steady": 50.0}
    told: list[bool] = []
    watch = WakeWatch(wall=lambda: now["wall"], steady=lambda: now["steady"])
    watch.woke.connect(lambda: told.append(True))
    now["wall"] += by_wall
    now["steady"] += by_steady
    watch.look()
    assert bool(told) == slept
    told.clear()
    now["wall"] += 5
    now["steady"] += 5
    watch.look()
    assert told == []
