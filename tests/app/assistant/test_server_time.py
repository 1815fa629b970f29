"""A sign-in ends by the server's clock: who sets the one of this computer neither ends it nor makes it longer."""

import pytest

from strakly_desktop.app.assistant.server_time import ServerTime

HOUR, DAY, YEAR = 3600.0, 86_400.0, 365 * 86_400.0
NOON = 1_790_000_000.0


class Clocks:
    """Time passes on both; somebody may set the one on the wall."""

    def __init__(self) -> None:
        self.wall, self.passed = NOON, 500.0
        self.server = ServerTime(wall=lambda: self.wall, passed=lambda: self.passed)

    def pass_by(self, seconds: float) -> None:
        self.wall += seconds
        self.passed += seconds


@pytest.mark.parametrize("wrong", [HOUR, DAY, YEAR, -HOUR, -YEAR])
def test_a_clock_that_was_wrong_at_the_sign_in_may_be_set_right(wrong: float) -> None:
    clocks = Clocks()
    clocks.wall += wrong
    clocks.server.note(NOON)
    assert clocks.server() == NOON
    clocks.pass_by(60)
    clocks.wall -= wrong
    assert clocks.server() == NOON + 60


@pytest.mark.parametrize("jump", [HOUR, DAY, YEAR, -HOUR, -YEAR])
def test_a_clock_that_jumps_after_the_sign_in_changes_nothing(jump: float) -> None:
    clocks = Clocks()
    clocks.server.note(NOON)
    clocks.wall += jump
    clocks.pass_by(DAY)
    assert clocks.server() == NOON + DAY


def test_before_a_sign_in_the_clock_on_the_wall_has_to_do_as_it_stands() -> None:
    clocks = Clocks()
    assert clocks.server() == NOON
    clocks.wall += YEAR
    assert clocks.server() == NOON + YEAR
    clocks.server.note(NOON)
    clocks.server.forget()
    clocks.wall -= YEAR
    assert clocks.server() == NOON
