"""A scale has round numbers that hold all of the chart, written as the table writes them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strakly_desktop.rendering.chart.chart_scale import day_ticks, duration_ticks, tick_text, ticks
from strakly_desktop.rendering.tables.cell_values import CellValue, Grouping, ValueKind

AMOUNTS = st.floats(-1e12, 1e12).filter(lambda number: not number or abs(number) > 1e-6)


@given(AMOUNTS, AMOUNTS, st.integers(2, 12))
def test_a_scale_holds_every_number_and_zero_at_even_steps(one: float, other: float, most: int) -> None:
    low, high = sorted((one, other))
    found = ticks(low, high, most)
    slack = 1e-6 * max(abs(low), abs(high), 1e-6)
    assert found[0] <= min(low, 0) + slack and found[-1] >= max(high, 0) - slack
    assert any(abs(number) <= slack for number in found)
    assert 2 <= len(found) <= most + 2
    steps = [second - first for first, second in pairwise(found)]
    assert max(steps) - min(steps) <= slack


@pytest.mark.parametrize(
    ("number", "step", "unit", "text"),
    [
        (
            150000,
            50000,
            CellValue(ValueKind.MONEY, "Rs. 1,00,000", prefix="Rs. ", grouping=Grouping.INDIAN),
            "Rs. 1,50,000",
        ),
        (
            150000,
            50000,
            CellValue(ValueKind.MONEY, "$100,000", prefix="$", grouping=Grouping.WESTERN),
            "$150,000",
        ),
        (-500, 500, CellValue(ValueKind.MONEY, "₹500", prefix="₹"), "-₹500"),
        (40, 20, CellValue(ValueKind.PERCENT, "40%", unit="%", suffix="%"), "40%"),
        (0.25, 0.05, CellValue(ValueKind.NUMBER, "0.3"), "0.25"),
        (0.25, 0.25, CellValue(ValueKind.NUMBER, "0.3"), "0.25"),
        (7.5, 2.5, CellValue(ValueKind.NUMBER, "9"), "7.5"),
        (0.075, 0.025, CellValue(ValueKind.NUMBER, "0.1"), "0.075"),
        (5400, 1800, CellValue(ValueKind.DURATION, "1:30"), "1:30"),
        (45, 15, CellValue(ValueKind.DURATION, "0:00:40"), "0:00:45"),
    ],
)
def test_it_is_written_as_the_table_writes(number: float, step: float, unit: CellValue, text: str) -> None:
    assert tick_text(number, step, unit) == text


@pytest.mark.parametrize(("span", "most"), [(6, 8), (30, 5), (400, 6), (5000, 4), (20000, 3)])
def test_days_are_few_enough_and_evenly_apart(span: int, most: int) -> None:
    found = day_ticks(100, 100 + span, most)
    assert found[0] == 100 and len(found) <= most
    assert len({second - first for first, second in pairwise(found)}) <= 1


@given(st.floats(1e-3, 1e7), st.integers(2, 12), st.booleans())
def test_each_number_of_a_scale_is_written_as_it_is_and_no_two_alike(
    high: float, most: int, are_durations: bool
) -> None:
    """A quarter was called 0.2 on a scale to 1, three quarters 0.8, and seconds were all called 0:00."""
    unit = CellValue(ValueKind.DURATION if are_durations else ValueKind.NUMBER, "")
    found = duration_ticks(0, max(high, 1), most) if are_durations else ticks(0, high, most)
    assert 2 <= len(found) <= most + 2 and found[-1] >= high * (1 - 1e-6)
    for number in found:
        parts = tick_text(number, found[1], unit).replace(",", "").split(":")
        written = float(parts[0])
        if are_durations:
            hours, minutes, seconds = (*map(int, parts), 0)[:3]
            written = 3600 * hours + 60 * minutes + seconds
        assert written == pytest.approx(number, rel=1e-6)
