"""Tables on paper: as wide as the page and no wider, every word whole, numbers at the right.

A table that is too wide is set smaller, and one that is still too wide goes down the page row by row: Qt would
break its words, or cut them at the margin. All is written into the HTML, for Qt takes a hundred times longer
to format cells one by one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape

from strakly_desktop.rendering.printing.print_fonts import PrintFonts
from strakly_desktop.rendering.tables.table_layout import (
    CELL_PADDING,
    EDGE,
    ColumnMeasure,
    units,
    wrapping_widths,
)

ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[hd])((?: [^>]*)?)>(.*?)</t[hd]>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_POINTS = 10
_SMALLEST = 6
_GOOD = 8
_PADDING = 2 * (CELL_PADDING + EDGE)  # Somewhat more than the style's, so that a word just fits.
_ROOM_FOR_ROUNDING = 1.02
_LONGEST_WORD = 1 / 3  # Of the page; a longer one, as an address, breaks.


@dataclass(frozen=True, slots=True)
class PrintColumns:
    """How the columns of a table share the page: percent of its width, sides, and the size of the letters."""

    percent: tuple[str, ...]
    numeric: tuple[bool, ...]
    points: int

    def table(self, inner: str, style: str = "", left: int = 0) -> str:
        """What stands in a table, as one of this form, `left` px in. A cell that is too many keeps its own width."""
        size = f"font-size: {self.points}pt; " if self.points != _POINTS else ""
        style += f"; margin-left: {left}px" if left else ""
        inner = ROW.sub(lambda row: self._row(row[0]), inner)
        return f'<table width="100%" cellspacing="0" style="{size}{style}">{inner}</table>'

    def _row(self, row: str) -> str:
        places = iter(zip(self.percent, self.numeric, strict=True))
        return _CELL.sub(lambda cell: self._cell(cell, *next(places, ("", False))), row)

    def _cell(self, cell: re.Match[str], percent: str, numeric: bool) -> str:
        tag, attributes, html = cell.groups()
        if numeric:
            attributes = ' align="right"'
        elif "align" not in attributes:
            attributes = ' align="left"'
        if percent:
            attributes += f' width="{percent}"'
        if self.points != _POINTS:
            html = html.replace("<code", f'<code style="font-size: {self.points - 1}pt"')
        return f"<{tag}{attributes}>{html}</{tag}>"


class PrintTable:
    """What is known of a table while its rows are read."""

    def __init__(self, fonts: PrintFonts) -> None:
        self._fonts = fonts
        self._columns: list[ColumnMeasure] = []
        self.rows: list[str] = []

    def add(self, rows: Sequence[str]) -> None:
        """Take more rows of HTML."""
        for row in rows:
            for index, (tag, _, html) in enumerate(_CELL.findall(row)):
                if index == len(self._columns):
                    header = words_of(html).strip() if tag == "th" else ""
                    self._columns.append(ColumnMeasure(0, header=header))
                self._measure(self._columns[index], html, is_heading=tag == "th")
        self.rows += rows

    def wants_turned_page(self) -> bool:
        """Whether it fits with letters of a good size only where the page is wider than high."""
        if not self._fonts.turned_width:
            return False
        columns, turned = self.columns(), self.columns(self._fonts.turned_width)
        return turned is not None and (
            columns is None or columns.points < _GOOD <= turned.points or turned.points > columns.points + 2
        )

    def columns(self, width: float | None = None) -> PrintColumns | None:
        """How its columns share the page, or `width` px; None where not even small letters fit."""
        width = width or self._fonts.width
        numeric = [column.numeric for column in self._columns]
        for points in range(_POINTS, _SMALLEST - 1, -1):
            scale = _ROOM_FOR_ROUNDING * points / _POINTS
            natural = [int(column.widest * scale + 1) + _PADDING for column in self._columns]
            words = [int(column.word * scale + 1) + _PADDING for column in self._columns]
            least = [
                whole if fixed else word for whole, fixed, word in zip(natural, numeric, words, strict=True)
            ]
            if sum(least) <= width:
                chosen, _ = wrapping_widths(natural, numeric, int(width), words)
                percent = tuple(f"{100 * one / sum(chosen):.2f}%" for one in chosen)
                return PrintColumns(percent, tuple(numeric), points)
        return None

    def _measure(self, column: ColumnMeasure, html: str, *, is_heading: bool) -> None:
        code, bold = "<code" in html, is_heading or "<strong" in html or "<b>" in html
        for line in html.split("<br>"):
            text = words_of(line).strip()
            # Of mixed fonts the widest: code is wider than words.
            width = self._fonts.text_width(text, bold=bold, code=code)
            words = (self._fonts.text_width(unit, bold=bold, code=code) for unit in units(text))
            word = max(words, default=0.0)
            column.note(width, min(word, _LONGEST_WORD * self._fonts.width))
        if not is_heading:
            column.count((words_of(html).strip(),))


def table_on_paper(inner: str, fonts: PrintFonts) -> str:
    """What stands in a table without another one in it, as a table as wide as the page, or row by row."""
    rows = ROW.findall(inner)
    if not rows:
        # No row: what stands in it is words all the same.
        return f"<p>{escape(words_of(inner))}</p>"
    table = PrintTable(fonts)
    table.add(rows)
    columns = table.columns()
    if columns is None:
        return "".join(row_by_row(rows[0], rows[1:]))
    return columns.table(inner)


def row_by_row(head: str, rows: Sequence[str]) -> Iterator[str]:
    """A table that is too wide for any paper, as paragraphs: its headings, then each row with them before its cells."""
    headings = [html for tag, _, html in _CELL.findall(head) if tag == "th"]
    if headings:
        yield f"<p><b>{' · '.join(heading for heading in headings if heading.strip())}</b></p>"
    for row in rows if headings else [head, *rows]:
        cells = [html for _, _, html in _CELL.findall(row)]
        names = [*headings, *("" for _ in cells)]
        parts = [
            f"<b>{name}</b>: {cell}" if name.strip() else cell
            for name, cell in zip(names, cells, strict=False)
            if cell.strip()
        ]
        yield f"<p>{' · '.join(parts)}</p>"


def words_of(html: str) -> str:
    """The text of a part of HTML."""
    return unescape(_TAG.sub("", html))
