"""Makes a failing sequence short: delta debugging (Zeller and Hildebrandt 2002) over the steps of a run."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def shortest_end(steps: Sequence[T], fails: Callable[[Sequence[T]], bool], least: int = 8) -> Sequence[T]:
    """An end of `steps` that fails by itself, each tried twice as long as the one before; else all of them."""
    length = least
    while length < len(steps):
        if fails(steps[-length:]):
            return steps[-length:]
        length *= 2
    return steps


def shrink(steps: Sequence[T], fails: Callable[[Sequence[T]], bool]) -> list[T]:
    """A part of `steps` that still fails, and from which no single piece can be left out.

    `fails` may raise StopIteration when there is no time for more: what was found so far is returned.
    """
    kept, pieces = list(steps), 2
    try:
        while len(kept) >= 2:
            size = -(-len(kept) // pieces)
            for start in range(0, len(kept), size):
                rest = kept[:start] + kept[start + size :]
                if rest and fails(rest):
                    kept, pieces = rest, max(2, pieces - 1)
                    break
            else:
                if size == 1:
                    break
                pieces = min(len(kept), pieces * 2)
    except StopIteration:
        pass
    return kept
