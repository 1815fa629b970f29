"""A table as an Excel workbook, with nothing in it that a spreadsheet program would run.

Values that are certain become numbers, which look as they did in the answer; all else stays the text that was shown. It
is written row by row, so that a long list takes no more memory than a short one, and can be called off.
"""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from strakly_desktop.conversation.cut_text import whole_words
from strakly_desktop.rendering.export.sheet_cells import SheetColumn, SheetForm, SheetForms
from strakly_desktop.rendering.export.table_facts import TableFacts
from strakly_desktop.rendering.export.zip_target import ZipTarget
from strakly_desktop.rendering.tables.table_data import TableContent

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_CELL_LIMIT = 32_767
_NARROWEST, _WIDEST = 6, 48
_FILTER_BUTTON = 3
_UPRIGHT_WIDTH = 92
"""The letters that stand beside each other on a sheet of A4."""
_HEADER_LIMIT = 250
_SMALL = 0.4
_STEP = 200
_A4 = 9
_LOOKED_AT = 200


def write_workbook(
    path: Path, content: TableContent, facts: TableFacts, saved_at: datetime
) -> Generator[int, None, None]:
    """Write the table to `path`, and what is known of it to a second sheet; yields how many rows are done.

    Nothing is at `path` until the last step; who stops before it leaves nothing behind.

    Raises:
        OSError: the disk did not take it.
    """
    # Slow to import and rarely needed: not at start-up.
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    forms = SheetForms()
    columns = [SheetColumn(header, facts.written_on, forms) for header in content.headers]
    widths = [_header_width(header) for header in content.headers]
    for first in range(0, len(content.rows), _STEP):
        rows = content.rows[first : first + _STEP]
        for index, column in enumerate(columns):
            texts = [row[index].text for row in rows]
            column.add(texts)
            widths[index] = max(widths[index], *map(len, texts))
        yield 0
    with (
        TemporaryDirectory(prefix="strakly-", ignore_cleanup_errors=True) as folder,
        ZipTarget(path) as target,
    ):
        inert = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        # It takes any file of bytes, whatever its types say.
        book = Workbook(target, {"constant_memory": True, "tmpdir": folder, **inert})  # type: ignore[arg-type]
        book.set_properties(
            {"title": _clean(facts.title), "created": saved_at.astimezone(UTC).replace(tzinfo=None)}
        )
        sheet = book.add_worksheet("Table")
        try:
            yield from _Table(book, sheet, content, columns).write(widths, facts.note)
            _set_up_paper(sheet, facts, sum(map(_shown_width, widths)))
            _write_facts(book, facts, saved_at)
            book.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args else None
            raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error
        finally:
            # Who calls it off leaves files open in the folder that goes.
            for one in book.worksheets():
                if (file := getattr(one, "row_data_fh", None)) is not None:
                    file.close()


class _Table:
    """The rows of one sheet, in the formats that they need."""

    def __init__(
        self, book: "Workbook", sheet: "Worksheet", content: TableContent, columns: list[SheetColumn]
    ) -> None:
        self._book = book
        self._sheet = sheet
        self._content = content
        self._columns = columns
        self._formats: dict[SheetForm, Format | None] = {}

    def write(self, widths: list[int], note: str) -> Generator[int, None, None]:
        for index, width in enumerate(widths):
            self._sheet.set_column(index, index, _shown_width(width))
        # Before the rows: in constant memory a row is closed by the next one.
        first = self._content.rows[:_LOOKED_AT]
        at_right = [
            column.is_of_numbers([row[index].text for row in first])
            for index, column in enumerate(self._columns)
        ]
        plain = self._book.add_format({"bold": True, "quote_prefix": True})
        right = self._book.add_format({"bold": True, "quote_prefix": True, "align": "right"})
        for index, header in enumerate(self._content.headers):
            self._sheet.write_string(0, index, _clean(header), right if at_right[index] else plain)
        for number, row in enumerate(self._content.rows, start=1):
            for index, cell in enumerate(row):
                self._write(number, index, cell.text.strip())
            if number % _STEP == 0:
                yield number
        if note:
            italic = self._book.add_format({"italic": True, "quote_prefix": True})
            self._sheet.write_string(len(self._content.rows) + 2, 0, _clean(note), italic)
        if self._content.headers:
            last = len(self._content.headers) - 1
            self._sheet.freeze_panes(1, 0)
            self._sheet.autofilter(0, 0, len(self._content.rows), last)
            self._sheet.repeat_rows(0)
            from xlsxwriter.utility import xl_range

            every = xl_range(0, 0, len(self._content.rows), last)
            # Codes and telephones are text on purpose: no green triangle.
            self._sheet.ignore_errors({"number_stored_as_text": every, "two_digit_text_year": every})

    def _write(self, row: int, column: int, text: str) -> None:
        number, form = self._columns[column].cell(row - 1, text)
        if number is not None:
            self._sheet.write_number(row, column, number, self._format(form))
        elif text:
            self._sheet.write_string(row, column, _clean(text), self._format(form))

    def _format(self, form: SheetForm) -> "Format | None":
        if form not in self._formats:
            asked = {"num_format": form.pattern, "quote_prefix": form.is_quoted}
            self._formats[form] = self._book.add_format(asked) if form.pattern else None
        return self._formats[form]


def _set_up_paper(sheet: "Worksheet", facts: TableFacts, width: float) -> None:
    """A4, as wide as the columns; on each page the headings, the question, its source, and which page it is."""
    sheet.set_paper(_A4)
    if width > _UPRIGHT_WIDTH:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=_SMALL, right=_SMALL, top=1.0, bottom=0.8)
    room = _HEADER_LIMIT // 2 - 2
    lines = [_header_text(text, room) for text in (facts.question or facts.title, facts.source) if text]
    sheet.set_header("&L" + "\n".join(lines), {"margin": _SMALL})
    room = _HEADER_LIMIT - len("&L&RPage &P of &N")
    sheet.set_footer(f"&L{_header_text(facts.note, room)}&RPage &P of &N", {"margin": _SMALL})


def _write_facts(book: "Workbook", facts: TableFacts, saved_at: datetime) -> None:
    sheet = book.add_worksheet("About")
    name = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True, "num_format": "@"})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 72)
    sheet.set_paper(_A4)
    for row, (label, fact) in enumerate(facts.lines(saved_at)):
        sheet.write_string(row, 0, label, name)
        sheet.write_string(row, 1, _clean(fact), text)
    sheet.ignore_errors({"number_stored_as_text": "A1:B20", "two_digit_text_year": "A1:B20"})


def _header_text(text: str, room: int) -> str:
    """One line of a page's header, in which "&" begins a command."""
    line = " ".join(_clean(text).split())
    while len(line.replace("&", "&&")) > room:
        line = line[:-2].rstrip() + "…"
    return line.replace("&", "&&")


def _header_width(header: str) -> int:
    return len(header) + _FILTER_BUTTON


def _shown_width(letters: int) -> int:
    return min(max(letters + 2, _NARROWEST), _WIDEST)


def _clean(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole_words(whole, _CELL_LIMIT)
