"""A column that is only half in sight never shows a figure, a day or a name that looks whole and is another one."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.rendering.tables.table_data import tables_of
from strakly_desktop.rendering.tables.table_layout import CELL_PADDING
from strakly_desktop.theme.fonts import install_fonts
from strakly_desktop.ui.style.typography import draw_line, text_width
from strakly_desktop.ui.table import cells
from strakly_desktop.ui.table.panel import TablePanel

TODAY = date(2026, 11, 22)
HEADERS = (
    "| # | Client | Plan | State | Joined | Expires | Due | Phone |\n|---|---|---|---|---|---|---|---|\n"
)
ROWS = """\
| 1 | Venkataraman Iyer | Gold 12 months | Paid | 1 Dec 2024 | 27 Nov 2026 | Rs. 18,500 | 98765 43210 |
| 2 | Asha | Silver | Overdue | 12 Jan 2025 | 1 Dec 2026 | Rs. 12,14,500 | +91 98765 43210 |
| 3 | Imran Qureshi | Monthly | Active | 2 Feb 2025 | 12 Dec 2026 | Rs. 900 | 98100 00001 |
"""
WORDS = {word.strip() for row in (HEADERS + ROWS).splitlines() for word in row.split("|")}


class Painted:
    """The texts that the grid paints, and from where to where."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, float, float]] = []

    def draw(
        self, painter: QPainter, rect: QRect | QRectF, font: QFont, text: str, *, underline: bool = False
    ) -> None:
        """As `draw_line`, and remember it."""
        draw_line(painter, rect, font, text, underline=underline)
        if text:
            self.texts.append((text, rect.left(), rect.left() + text_width(font, text)))


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> Painted:
    found = Painted()
    monkeypatch.setattr(cells, "draw_line", found.draw)
    return found


def grid_of(panel: TablePanel) -> QTableView:
    grid = panel.findChild(QTableView)
    assert grid is not None
    return grid


def panels(qtbot: QtBot) -> Iterator[tuple[TablePanel, int]]:
    """The panel at several widths, each scrolled to several places."""
    install_fonts()
    for scale in (1.0, 2.0):
        panel = TablePanel(real_look(text_scale=scale))
        qtbot.addWidget(panel)
        panel.show_table("Dues", tables_of(HEADERS + ROWS)[0], TODAY)
        panel.show()
        for width in range(400, 640, 13):
            panel.resize(width, 400)
            for scrolled in (0, 3, 17, 90, 241, 10_000):
                yield panel, scrolled


def test_what_a_side_cuts_is_whole_or_ends_with_an_ellipsis(qtbot: QtBot, painted: Painted) -> None:
    cut = 0
    for panel, scrolled in panels(qtbot):
        grid = grid_of(panel)
        grid.horizontalScrollBar().setValue(scrolled)
        painted.texts.clear()
        grid.grab()
        width = grid.viewport().width()
        assert painted.texts
        for text, left, right in painted.texts:
            if right <= 0 or left >= width:
                continue
            assert left >= 0, (text, "cut at the left")
            assert right <= width + 1, (text, "cut at the right")
            assert text in WORDS or text.endswith("…"), text
            cut += text.endswith("…")
            number = re.search(r"[\d,]*\d(?=…$)", text)
            assert number is None or any(re.search(rf"{number[0]}(?![,\d])", word) for word in WORDS), text
    assert cut, "no column was cut at all: the test looks at nothing"


def test_the_grid_fades_only_where_more_columns_follow(qtbot: QtBot) -> None:
    panel = TablePanel(real_look())
    qtbot.addWidget(panel)
    panel.resize(480, 400)
    panel.show_table("Dues", tables_of(HEADERS + ROWS)[0], TODAY)
    panel.show()
    grid = grid_of(panel)
    bar = grid.horizontalScrollBar()
    heading = grid.horizontalHeader().viewport()
    rule = real_look().colors["border"].lower()

    def faded() -> tuple[bool, bool]:
        # The rule below the headings goes from side to side, unless it fades.
        picture = heading.grab().toImage()
        row = picture.height() - 1
        left, right = (picture.pixelColor(x, row).name() for x in (0, picture.width() - 1))
        return left != rule, right != rule

    assert faded() == (False, True)
    bar.setValue(40)
    assert faded() == (True, True)
    bar.setValue(bar.maximum())
    assert faded() == (True, False)
    panel.resize(2000, 400)
    assert faded() == (False, False)


def test_a_heading_of_which_a_letter_or_two_are_left_is_none(qtbot: QtBot, painted: Painted) -> None:
    """ "S..." stood at the right edge, for a column that could not be read there."""
    shown = 0
    for panel, scrolled in panels(qtbot):
        grid = grid_of(panel)
        grid.horizontalScrollBar().setValue(scrolled)
        painted.texts.clear()
        grid.horizontalHeader().grab()
        headings = [text for text, *_ in painted.texts]
        assert not [text for text in headings if text.endswith("…") and len(text) < 4]
        shown += sum(text.endswith("…") for text in headings)
    assert shown, "longer parts of one are shown"


def test_row_numbers_are_in_sight_for_all_rows_or_for_none_and_stick_to_no_name(
    qtbot: QtBot, painted: Painted
) -> None:
    """ "1Member 1 of Olivia": 1 to 9 were painted over the next column, and 10 and on were not."""
    install_fonts()
    panel = TablePanel(real_look())
    qtbot.addWidget(panel)
    rows = "".join(f"| {row} | Member {row} of Olivia | Rs. {row * 7:,} | Gold |\n" for row in range(1, 13))
    panel.show_table("Dues", tables_of(f"| # | Name | Due | Plan |\n|---|---|---|---|\n{rows}")[0], TODAY)
    panel.show()
    panel.resize(300, 800)
    grid = grid_of(panel)
    seen = set()
    first = 0
    for scrolled in range(60):
        grid.horizontalScrollBar().setValue(scrolled)
        painted.texts.clear()
        grid.grab()
        numbers = [right for text, _left, right in painted.texts if text.isdigit()]
        names = [left for text, left, _right in painted.texts if text.startswith("Member")]
        assert len(numbers) in (0, 12), scrolled
        assert not numbers or max(numbers) + CELL_PADDING < min(names), scrolled
        seen.add(len(numbers))
        first = first or (scrolled if not numbers else 0)
    assert seen == {0, 12}
    # The first touch of the wheel's pad left the column blank.
    assert first >= CELL_PADDING // 2
