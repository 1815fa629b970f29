"""Words which of several groups has the most and which the least; of those that are alike, none is left out."""

from collections.abc import Callable, Sequence

_NAMED = 2


def most_and_least(groups: Sequence[tuple[str, int]], show: Callable[[int], str]) -> str:
    """ "most UPI (Rs. 2,000), least Cash (Rs. 300)"; nothing where there is only one group."""
    if len(groups) < 2:
        return ""
    values = [value for _, value in groups]
    if max(values) == min(values):
        return f"{show(values[0])} each"
    least = f"least {_at(groups, min(values), show)}" if min(values) else f"none: {_names(groups, 0)}"
    return f"most {_at(groups, max(values), show)}, {least}"


def _at(groups: Sequence[tuple[str, int]], value: int, show: Callable[[int], str]) -> str:
    alone = sum(of_it == value for _, of_it in groups) == 1
    return f"{_names(groups, value)} ({show(value)}{'' if alone else ' each'})"


def _names(groups: Sequence[tuple[str, int]], value: int) -> str:
    names = [name for name, of_it in groups if of_it == value]
    return " and ".join(names) if len(names) <= _NAMED else f"{names[0]} and {len(names) - 1} others"


def led_by(words: str, said: str) -> str:
    """What is said, with the words that lead to it; nothing where nothing is said."""
    return f"{words}{said}" if said else ""
