"""Whoever sets the clock of the computer neither locks the desk under somebody's hands nor keeps it open."""

import time
from typing import Any

import pytest
from PySide6.QtCore import Qt

from strakly_desktop.app.process.idle_watch import IdleWatch
from strakly_desktop.app.process.steady_clock import steady
from strakly_desktop.app.sign_in.coming_back import ComingBack

HOUR = 3600.0


@pytest.mark.parametrize("jump", [HOUR, -HOUR, 365 * 24 * HOUR, -365 * 24 * HOUR])
def test_a_clock_that_is_set_counts_for_nothing_that_lasts(
    qapp: Any, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    told: list[str] = []
    idle, coming_back = IdleWatch(), ComingBack()
    idle.went_idle.connect(lambda: told.append("idle"))
    coming_back.came_back.connect(lambda: told.append("back"))
    idle.wait_for(5)
    coming_back.note_state(Qt.ApplicationState.ApplicationInactive)
    began, now = steady(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + jump)
    idle.look()
    coming_back.note_state(Qt.ApplicationState.ApplicationActive)
    idle.wait_for(None)
    assert told == []
    assert 0 <= steady() - began < HOUR
