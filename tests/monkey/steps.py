"""The steps of a monkey, drawn from a seed.

A step carries all the chance that it needs, as numbers from 0 to 1 that are read against what is on the screen
when its turn comes: so any part of a run can be run again without the rest.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

NUMBERS = 5
# How often each is wanted, by the name of the method that does it.
WEIGHTS = {
    "ask": 8,
    "press_key": 14,
    "press_shortcut": 12,
    "type_words": 5,
    "click_control": 14,
    "click_anywhere": 6,
    "double_click": 2,
    "right_click": 6,
    "right_click_row": 4,
    "choose_entry": 10,
    "drag": 4,
    "hover": 4,
    "wheel": 6,
    "resize": 3,
    "change_text_size": 2,
    "change_theme": 3,
    "open_conversation": 5,
    "rename": 2,
    "delete": 2,
    "undo": 2,
    "search": 3,
    "find": 3,
    "use_table": 6,
    "stop": 3,
    "use_queue": 3,
    "scan": 2,
    "new_chat": 3,
    "export": 2,
    "take_in": 2,
    "drop_text": 1,
    "paste": 2,
    "collect": 6,
    "wait": 3,
    "minimise": 1,
    "reopen": 1,
}


@dataclass(frozen=True)
class Step:
    """What to do, the chance in it, and how many milliseconds to wait after it."""

    act: str
    numbers: tuple[float, ...]
    pause_ms: int


def draw(seed: int) -> Iterator[Step]:
    """Steps without end."""
    source = random.Random(seed)
    acts, weights = list(WEIGHTS), list(WEIGHTS.values())
    while True:
        (act,) = source.choices(acts, weights)
        numbers = tuple(round(source.random(), 4) for _ in range(NUMBERS))
        yield Step(act, numbers, source.choice((0, 0, 0, 1, 5, 20, 60)))


def save(path: Path, steps: Sequence[Step]) -> None:
    """Write steps so that `load` reads them and a person can."""
    path.write_text("".join(f"{as_line(step)}\n" for step in steps), "utf-8")


def as_line(step: Step) -> str:
    return json.dumps([step.act, step.numbers, step.pause_ms])


def load(path: Path) -> list[Step]:
    """What `save` wrote, or what a run noted that ended in the midst of a line."""
    steps = []
    for line in path.read_text("utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            act, numbers, pause = json.loads(line)
            steps.append(Step(act, tuple(numbers), pause))
    return steps
