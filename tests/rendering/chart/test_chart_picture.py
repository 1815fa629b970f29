"""What is painted of a chart, where its numbers are, and the files that are made of it."""

import re
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer
from support.looks import real_look

from strakly_desktop.rendering.chart.chart_data import Chart, charts_of
from strakly_desktop.rendering.chart.chart_files import ChartSheet, chart_data, image_of, png_of, svg_of
from strakly_desktop.rendering.chart.chart_picture import ChartPicture
from strakly_desktop.rendering.tables.read_columns import read_columns
from strakly_desktop.rendering.tables.table_data import tables_of
from strakly_desktop.theme.fonts import install_fonts

BARS = "| Client | Due |\n|---|---|\n| Asha | Rs. 10 |\n| Imran | Rs. 40 |\n| Zoya | -Rs. 20 |\n"
LINE = "| Date | Due |\n|---|---|\n| 1 Nov 2026 | 5 |\n| 2 Nov 2026 | 9 |\n| 8 Nov 2026 | 7 |\n"

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def fonts() -> None:
    install_fonts()


def chart_of(markdown: str) -> Chart:
    (table,) = tables_of(markdown)
    return charts_of(table, [column.values for column in read_columns(table, date(2026, 11, 28))])[0]


def painted(picture: ChartPicture, width: int, held: int | None = None) -> QImage:
    image = QImage(width, round(picture.height), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    picture.paint(painter, None, held)
    painter.end()
    return image


def bar_lengths(image: QImage, picture: ChartPicture, color: QColor) -> list[int]:
    rows = (round(picture.area_of(index).center().y()) for index in range(3))
    return [sum(image.pixelColor(x, y) == color for x in range(image.width())) for y in rows]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_lengths_of_bars_are_as_their_numbers(mode: str) -> None:
    look = real_look(mode)
    picture = ChartPicture(chart_of(BARS), look, 600)
    image = painted(picture, 600)
    first, second, _ = bar_lengths(image, picture, QColor(look.colors["accent"]))
    _, _, below = bar_lengths(image, picture, QColor(look.colors["danger"]))
    assert second > 100
    assert abs(first * 4 - second) < 12 and abs(below * 2 - second) < 12


@pytest.mark.parametrize("held", [None, 2])
def test_what_is_below_zero_has_the_colour_that_it_has_in_the_rows_of_its_table(held: int | None) -> None:
    look = real_look()
    picture = ChartPicture(chart_of(BARS), look, 600)
    image = painted(picture, 600, held)
    for role, seen in (("danger", [False, False, True]), ("accent", [True, True, False])):
        assert [length > 0 for length in bar_lengths(image, picture, QColor(look.colors[role]))] == seen


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("high_contrast", [False, True])
def test_a_number_beside_a_crore_is_not_taken_for_none(mode: str, high_contrast: bool) -> None:
    look = real_look(mode, high_contrast=high_contrast)
    text = "| Plan | Sum |\n|---|---|\n| Huge | Rs. 9,99,99,999 |\n| Small | Rs. 3 |\n| None | Rs. 0 |\n"
    picture = ChartPicture(chart_of(text), look, 600)
    image = QImage(600, round(picture.height), QImage.Format.Format_RGB32)
    image.fill(QColor(look.colors["background"]))
    painter = QPainter(image)
    picture.paint(painter)
    painter.end()
    _, small, none = bar_lengths(image, picture, QColor(look.colors["accent"]))
    assert small >= 1 and none == 0


def test_a_name_is_not_cut_while_bars_have_room_to_spare() -> None:
    text = "| Plan | Sold |\n|---|---|\n| Gold 12 months | 42 |\n| Silver | 7 |\n"
    picture = ChartPicture(chart_of(text), real_look(text_scale=2.0), 570)
    assert picture.names == ["Gold 12 months", "Silver"]


@pytest.mark.parametrize("text", [BARS, LINE])
def test_a_place_belongs_to_the_point_that_is_painted_there(text: str) -> None:
    picture = ChartPicture(chart_of(text), real_look(), 500)
    for index in range(3):
        assert picture.point_at(picture.area_of(index).center()) == index
    assert picture.point_at(QPointF(-5, 5)) is None
    assert picture.point_at(QPointF(5, picture.height + 5)) is None


@pytest.mark.parametrize("text", [BARS, LINE])
def test_the_point_that_is_held_is_seen(text: str) -> None:
    picture = ChartPicture(chart_of(text), real_look(), 500)
    assert painted(picture, 500) != painted(picture, 500, 1)


def test_only_the_rows_in_sight_are_painted() -> None:
    picture = ChartPicture(chart_of(BARS), real_look(), 500)
    image = QImage(500, round(picture.height), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    picture.paint(painter, QRectF(0, 0, 500, picture.area_of(0).height() - 1))
    painter.end()
    below = image.copy(0, round(picture.area_of(1).top()) + 1, 500, 40)
    white = QImage(below.size(), below.format())
    white.fill(QColor("white"))
    assert below == white


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("text", [BARS, LINE])
def test_nothing_is_painted_beside_its_place(text: str, scale: float) -> None:
    width, margin = 420, 40
    picture = ChartPicture(chart_of(text), real_look(text_scale=scale), width)
    image = QImage(width + 2 * margin, round(picture.height) + 2 * margin, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.translate(margin, margin)
    picture.paint(painter)
    painter.end()
    inside = QRectF(margin - 1, margin - 1, width + 2, picture.height + 2).toRect()
    marked = [
        (x, y)
        for x in range(image.width())
        for y in range(0, image.height(), 2)
        if not inside.contains(x, y) and image.pixelColor(x, y) != QColor("white")
    ]
    assert marked == []


def test_files_are_whole_pictures(tmp_path: object) -> None:
    chart = chart_of(BARS)
    sheet = ChartSheet("Dues", chart, ("Main branch", chart.note), real_look())
    image = QImage.fromData(png_of(sheet))
    assert image.size() == sheet.size * 2 == image_of(sheet).size()
    svg = svg_of(sheet, "Dues", chart.sentence)
    assert QSvgRenderer(svg).isValid()
    assert b"<title>Dues</title>" in svg and b"Highest Rs. 40 (Imran)" in svg


def test_what_limits_a_chart_is_told_to_who_cannot_see_it() -> None:
    chart = chart_of("| Client | Due |\n|---|---|\n| Asha | 10 |\n| Imran | 40 |\n")
    sheet = ChartSheet("Dues", chart, ("", "Still arriving: rows may be missing"), real_look())
    description = f"{chart.sentence} Still arriving: rows may be missing"
    assert f"<desc>{description}</desc>" in svg_of(sheet, "Dues", chart.sentence).decode()
    assert chart_data(sheet, "Dues", chart.sentence).text() == f"Dues. {description}"


def test_a_drawing_is_as_large_as_its_picture_and_has_a_plain_fallback_for_its_fonts() -> None:
    chart = chart_of(BARS)
    sheet = ChartSheet("Dues", chart, (), real_look())
    svg = svg_of(sheet, 'font-family="x"', "").decode()
    # What reads SVG counts 96 px to an inch.
    width = re.search(r'<svg width="([0-9.]+)mm"', svg)
    assert width is not None and abs(float(width[1]) / 25.4 * 96 - sheet.size.width()) < 1
    families = re.findall(r'<[^>]*font-family="([^"]*)"', svg)
    assert families and all(family.endswith(",sans-serif") for family in families)
    assert "<title>font-family=&quot;x&quot;</title>" in svg


def test_a_picture_says_which_of_the_columns_it_shows() -> None:
    (table,) = tables_of(
        "| Month | Payments | Amount |\n|---|---|---|\n| May | 7 | Rs. 50 |\n| June | 9 | Rs. 70 |\n"
    )
    charts = charts_of(table, [column.values for column in read_columns(table, date(2026, 11, 28))])
    drawings = [svg_of(ChartSheet("Revenue", chart, (), real_look()), "", "").decode() for chart in charts]
    for drawing, name in zip(drawings, ["Payments by Month", "Amount by Month"], strict=True):
        assert f">{name}</text>" in drawing.replace("\n", "")


def test_a_column_without_a_heading_is_not_named() -> None:
    assert chart_of("|  | Due |\n|---|---|\n| Asha | 10 |\n| Imran | 40 |\n").caption == "Due"


def test_names_that_would_be_cut_alike_stay_apart_and_the_one_pointed_at_is_whole() -> None:
    long = "Ravi Kumar Subramaniam Venkatesh Iyer of the morning batch"
    chart = chart_of(f"| Name | Due |\n|---|---|\n| {long} A | 5 |\n| {long} B | 7 |\n| Ana | 6 |\n")
    picture = ChartPicture(chart, real_look(), 500)
    names = picture.names
    assert len(set(names)) == 3 and names[0].endswith("A") and names[1].endswith("B") and names[2] == "Ana"
    row = picture.area_of(0).toRect()
    plain, held = (painted(picture, 500, index).copy(row) for index in (None, 0))
    assert plain.copy(250, 0, 100, row.height()) != held.copy(250, 0, 100, row.height())


def test_a_whole_name_covers_no_part_of_its_number() -> None:
    rows = "| Name | Due |\n|---|---|\n| Ravi Kumar Subramaniam Venkatesh Iyer of the batch | {} |\n| Ana | {} |\n"
    debt, credit = (
        painted(ChartPicture(chart_of(rows.format(*amounts)), real_look(), 500), 500, 0)
        for amounts in (("-Rs. 500", "-Rs. 90,000"), ("-Rs. 5", "-Rs. 90,000"))
    )
    assert debt != credit


def test_bars_have_room_beside_large_letters_and_their_names_stand_above_them() -> None:
    rows = "| Asha Venkataraman | -Rs. 12,00,000 |\n| Imran | Rs. 24,00,000 |\n| Zoya | Rs. 6,00,000 |\n"
    look = real_look(text_scale=2.0)
    picture = ChartPicture(chart_of(f"| Client | Due |\n|---|---|\n{rows}"), look, 620)
    image = painted(picture, 620)
    colors = {QColor(look.colors[role]).rgb() for role in ("accent", "danger")}
    lengths = [
        max(
            sum(image.pixel(x, y) in colors for x in range(620))
            for y in range(round(area.top()), round(area.bottom()))
        )
        for area in map(picture.area_of, range(3))
    ]
    assert lengths[1] > 80
    assert abs(lengths[0] * 2 - lengths[1]) < 8 and abs(lengths[2] * 4 - lengths[1]) < 8
    assert picture.names == ["Asha Venkataraman", "Imran", "Zoya"]


def test_the_first_and_the_last_day_are_named_below_a_line_with_gaps() -> None:
    days = "".join(f"| {day} Nov 2026 | {day * 7 % 11} |\n" for day in (1, 2, 3, 9, 10, 24, 25, 27))
    chart = chart_of(f"| Date | Due |\n|---|---|\n{days}")
    svg = svg_of(ChartSheet("Due", chart, (), real_look()), "Due", chart.sentence).decode()
    assert "1 Nov 2026</text>" in svg and "27 Nov 2026</text>" in svg


def test_a_line_with_large_letters_leaves_its_days_in_sight() -> None:
    assert ChartPicture(chart_of(LINE), real_look(text_scale=2.0), 600).height < 380


def named_days(chart: Chart, width: int) -> list[int]:
    """The days of November that are named below a line."""
    sheet = QSvgGenerator()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    sheet.setOutputDevice(buffer)
    painter = QPainter(sheet)
    ChartPicture(chart, real_look(), width).paint(painter, None, None)
    painter.end()
    return [int(day) for day in re.findall(r">(\d+) Nov 2026<", bytes(buffer.data().data()).decode())]


@pytest.mark.parametrize("width", range(300, 900, 50))
def test_the_days_that_are_named_are_evenly_apart(width: int) -> None:
    days = "".join(f"| {day:02} Nov 2026 | {day * 7 % 31} |\n" for day in range(1, 29))
    named = named_days(chart_of(f"| Day | Visits |\n|---|---|\n{days}"), width)
    assert (named[0], named[-1]) == (1, 28)
    apart = [after - before for before, after in pairwise(named)]
    assert max(apart) - min(apart) <= 1, named


@pytest.mark.parametrize("width", range(300, 520, 4))
def test_no_number_in_a_name_is_cut(width: int) -> None:
    """Plans are told apart by their prices: 2,500 must not be read as 25."""
    plan = "Gold plan for the whole family of Rs. {} each quarter with the trainer of {} mornings"
    prices = ((12_500, 2_500), (12_500, 25_00_000), (1_25_000, 2_500))
    labels = [plan.format(f"{price:,}", f"{days:,}") for price, days in prices]
    rows = "".join(f"| {label} | {at + 5} |\n" for at, label in enumerate(labels))
    picture = ChartPicture(chart_of(f"| Plan | Sold |\n|---|---|\n{rows}"), real_look(), width)
    written: list[str] = []
    picture._write = lambda *text: written.append(text[3])  # type: ignore[method-assign]
    for held in range(3):
        painted(picture, width, held)
    whole = {number for label in labels for number in re.findall(r"[\d,]+", label)}
    names = [name for name in written if "Gold" in name or "…" in name]
    assert names
    assert {number for name in names for number in re.findall(r"\d[\d,]*", name)} <= whole
