"""A chart shows one column of numbers as the rows have them, or it is not offered."""

from datetime import date

import pytest

from strakly_desktop.rendering.chart.chart_data import Chart, ChartKind, charts_of
from strakly_desktop.rendering.tables.read_columns import read_columns
from strakly_desktop.rendering.tables.table_data import tables_of

TODAY = date(2026, 11, 28)


def charts(*lines: str) -> tuple[Chart, ...]:
    columns = lines[0].count("|") - 1
    (table,) = tables_of("\n".join([lines[0], "|---" * columns + "|", *lines[1:]]) + "\n")
    return charts_of(table, [column.values for column in read_columns(table, TODAY)])


def test_bars_stand_for_names_in_the_order_of_the_rows() -> None:
    (chart,) = charts("| # | Client | Due |", "| 1 | Asha | Rs. 500 |", "| 2 | Imran | -Rs. 1,20,000 |")
    assert (chart.kind, chart.label_name, chart.value_name) == (ChartKind.BARS, "Client", "Due")
    assert [(point.label, point.value, point.text) for point in chart.points] == [
        ("Asha", 500.0, "Rs. 500"),
        ("Imran", -120000.0, "-Rs. 1,20,000"),
    ]
    assert chart.range == (-120000.0, 500.0)


def test_days_are_a_line_in_their_order() -> None:
    days, visits = charts(
        "| Date | Revenue | Visits |", "| 3 Nov 2026 | Rs. 50 | 4 |", "| 1 Nov 2026 | Rs. 20 | 5 |"
    )
    assert days.kind is visits.kind is ChartKind.LINE
    assert [point.label for point in days.points] == ["1 Nov 2026", "3 Nov 2026"]
    assert days.points[1].place - days.points[0].place == 2


def test_several_rows_of_one_day_are_bars() -> None:
    (chart,) = charts("| Date | Paid |", "| 3 Nov 2026 | Rs. 50 |", "| 3 Nov 2026 | Rs. 20 |")
    assert chart.kind is ChartKind.BARS


def test_a_sum_is_no_bar_and_what_is_missing_is_counted() -> None:
    (chart,) = charts(
        "| Plan | Due |", "| Gold | Rs. 5 |", "| Silver | — |", "| Monthly | Rs. 7 |", "| Total | Rs. 12 |"
    )
    assert [point.label for point in chart.points] == ["Gold", "Monthly"]
    assert chart.note == "Not shown: 1 row without a number, the row of sums."


@pytest.mark.parametrize(
    "lines",
    [
        ("| Client | Phone |", "| Asha | 9876543210 |", "| Imran | 9876543211 |"),
        ("| Client | Plan |", "| Asha | Gold |", "| Imran | Silver |"),
        ("| Client | Due |", "| Asha | Rs. 500 |"),
        ("| Metric | Value |", "| Revenue | Rs. 500 |", "| Visits | 12 |"),
        ("| Client | Due |", "| Asha | Rs. 500 |", "| Imran | unknown |"),
        ("| Due | Paid |", "| 5 | 6 |", "| 7 | 8 |"),
    ],
)
def test_what_cannot_be_compared_has_no_chart(lines: tuple[str, ...]) -> None:
    assert charts(*lines) == ()


def test_a_sentence_tells_it_to_whoever_cannot_see_it() -> None:
    bars = charts("| Plan | Due |", "| Gold | Rs. 5 |", "| Silver | Rs. 9 |", "| Monthly | Rs. 7 |")[0]
    assert bars.sentence == "Bar chart: Due of 3 by Plan. Highest Rs. 9 (Silver), lowest Rs. 5 (Gold)."
    line = charts("| Date | Visits |", "| 1 Nov 2026 | 4 |", "| 2 Nov 2026 | 5 |")[0]
    assert line.sentence.startswith(
        "Line chart: Visits from 1 Nov 2026 to 2 Nov 2026. Highest 5 (2 Nov 2026)"
    )


def test_parts_of_a_long_chart_share_its_scale() -> None:
    rows = (f"| Client {n} | Rs. {n} |" for n in range(1, 31))
    (chart,) = charts("| Client | Due |", *rows)
    parts = chart.in_parts(12)
    assert [len(part.points) for part in parts] == [12, 12, 6]
    assert {part.range for part in parts} == {(0.0, 30.0)}


def test_of_many_names_the_largest_numbers_are_drawn_and_the_others_counted() -> None:
    rows = [f"| Client {n} | {'-' if n % 2 else ''}{n} |" for n in range(1, 301)]
    [chart] = charts("| Name | Visits |", *rows)
    assert [point.label for point in chart.points] == [f"Client {n}" for n in range(181, 301)]
    assert chart.note == "Not shown: 180 rows with smaller numbers."
