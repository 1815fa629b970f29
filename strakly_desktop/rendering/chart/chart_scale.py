"""The scale of a chart: round numbers between the lowest and the highest, and how they are written."""

from math import ceil, floor, isclose, log10

from strakly_desktop.rendering.tables.cell_values import CellValue, Grouping, ValueKind, grouped

_STEPS = (1, 2, 2.5, 5, 10)
_MOST_DECIMALS = 400  # More than any float has.
_MINUTE, _HOUR = 60, 3600
_DURATION_STEPS = (1, 2, 5, 10, 15, 30, *(factor * _MINUTE for factor in (1, 2, 5, 10, 15, 30)))
_HOUR_STEPS = (1, 2, 3, 6, 12, 24)
_DAY_STEPS = (1, 2, 7, 14, 28, 56, 91, 182, 365, 730, 1826, 3653)


def ticks(low: float, high: float, most: int) -> list[float]:
    """At most `most` + 1 round numbers, the first at or below `low` and the last at or above `high`; 0 is one."""
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return [0.0, 1.0]
    rough = (high - low) / max(1, most - 1)
    power = 10 ** floor(log10(rough))
    return _even(low, high, next(factor * power for factor in _STEPS if factor * power >= rough * (1 - 1e-9)))


def duration_ticks(low: float, high: float, most: int) -> list[float]:
    """The same of durations in seconds: whole seconds, minutes or hours."""
    low, high = min(low, 0.0), max(high, 0.0)
    rough = (high - low) / max(1, most - 1)
    steps = (*_DURATION_STEPS, *(factor * _HOUR for factor in _HOUR_STEPS))
    step = next((float(step) for step in steps if step >= rough), None)
    if step is None:
        hours = ticks(low / _HOUR, high / _HOUR, most)
        return [number * _HOUR for number in hours]
    return _even(low, max(high, low + step), step)


def _even(low: float, high: float, step: float) -> list[float]:
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [step * number for number in range(first, last + 1)]


def day_ticks(first: int, last: int, most: int) -> list[int]:
    """At most `most` days, evenly apart, from the first on."""
    span = max(1, last - first)
    step = next((step for step in _DAY_STEPS if span / step < most), ceil(span / max(1, most - 1)))
    return list(range(first, last + 1, step))


def tick_text(number: float, step: float, unit: CellValue) -> str:
    """A number of the scale as the table writes its numbers: "Rs. 50,000", "40%", "1:30:00"."""
    if unit.kind is ValueKind.DURATION:
        minutes, seconds = divmod(round(abs(number)), _MINUTE)
        clock = f"{'-' if number < 0 else ''}{minutes // 60}:{minutes % 60:02}"
        return clock if step % _MINUTE == 0 else f"{clock}:{seconds:02}"
    decimals = next(digits for digits in range(_MOST_DECIMALS) if isclose(round(step, digits), step))
    sign = "-" if number < 0 else ""
    size = abs(number)
    match unit.grouping:
        case Grouping.INDIAN:
            figures = grouped(size, decimals)
        case Grouping.WESTERN:
            figures = f"{size:,.{decimals}f}"
        case Grouping.NONE:
            figures = f"{size:.{decimals}f}" if size < 10_000 else grouped(size, decimals)
    suffix = unit.suffix if unit.kind is ValueKind.PERCENT else ""
    return f"{sign}{unit.prefix}{figures}{suffix}"
