"""A few acts of the monkey with a fixed seed; by hand it runs for hours. And the monkey itself: it finds a bug."""

import itertools
import os
from collections.abc import Sequence

import pytest
from monkey.runs import gym, run_steps, shrunk
from monkey.shrinking import shrink
from monkey.steps import Step, draw

SEED = 20261128
# Not so many seconds: a busy machine does less in them.
ACTS = 140
PLATFORM = "xcb" if os.environ.get("DISPLAY") else "offscreen"
# Never drawn: an act that raises, as a bug would.
BUG = Step("break_something", (0.0,) * 5, 0)


def test_a_hundred_and_forty_acts_of_anything() -> None:
    with gym() as url:
        run = run_steps(list(itertools.islice(draw(SEED), ACTS)), url, PLATFORM)
    assert run.failure == "", f"seed {SEED}, after {len(run.steps)} acts: {run.failure}"
    assert len(run.steps) == ACTS


def test_a_bug_is_found_and_shrunk_to_its_one_step() -> None:
    quiet = [Step("hover", (0.2, 0.4, 0.0, 0.0, 0.0), 0)] * 3
    with gym() as url:
        run = run_steps([*quiet, BUG, *quiet], url, "offscreen")
        assert run.kind.startswith("bug: ValueError at ")
        assert len(run.steps) == 4, "it ends with the first failure"
        assert shrunk(run, url, "offscreen", minutes=2) == [BUG]


def test_a_seed_draws_the_same_steps_again() -> None:
    first, again = (list(itertools.islice(draw(7), 500)) for _ in range(2))
    assert first == again
    assert first != list(itertools.islice(draw(8), 500))


@pytest.mark.parametrize("guilty", [{3}, {0, 99}, {17, 18, 60}])
def test_shrinking_keeps_what_is_needed(guilty: set[int]) -> None:
    def fails(numbers: Sequence[int]) -> bool:
        return guilty <= set(numbers)

    assert shrink(range(100), fails) == sorted(guilty)
