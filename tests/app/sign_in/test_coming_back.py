"""Who comes back after minutes is looked at again; who only looked aside is not."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from strakly_desktop.app.sign_in.coming_back import AWAY_S, ComingBack

ACTIVE, INACTIVE = Qt.ApplicationState.ApplicationActive, Qt.ApplicationState.ApplicationInactive
HIDDEN = Qt.ApplicationState.ApplicationHidden


@pytest.mark.parametrize(("away", "told"), [(AWAY_S - 1, 0), (AWAY_S, 1), (8 * 3600, 1), (-3600, 1)])
def test_only_a_long_absence_counts_and_a_clock_that_was_set_back_is_one(
    qapp: Any, away: float, told: int
) -> None:
    now = [1_790_000_000.0]
    coming_back = ComingBack(now=lambda: now[0])
    count: list[None] = []
    coming_back.came_back.connect(lambda: count.append(None))
    coming_back.note_state(ACTIVE)
    coming_back.note_state(INACTIVE)
    now[0] += away
    coming_back.note_state(HIDDEN)
    coming_back.note_state(ACTIVE)
    coming_back.note_state(ACTIVE)
    assert len(count) == told
