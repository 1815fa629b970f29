"""A table as a file for a spreadsheet program, with nothing in it that such a program would run.

A cell that begins like a formula is text here, whatever the model or a client's name made of it (OWASP, "CSV
injection"). Numbers, amounts and days that are certain become numbers in XLSX; all else stays as it was shown.
"""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO, StringIO

from strakly_desktop.rendering.tables.cell_values import CellValue, ValueKind, value_of
from strakly_desktop.rendering.tables.table_data import TableContent

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CELL_LIMIT = 32_767
_NARROWEST, _WIDEST = 6, 48
# Groups of two above the thousand, which no plain format knows.
_GROUPED = r"[>=10000000]{0}##\,##\,##\,##0{1};[>=100000]{0}##\,##\,##0{1};{0}##,##0{1}"
_UNIX_DAY = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock's, as the cells are


def csv_bytes(content: TableContent, note: str = "") -> bytes:
    """The table as CSV (RFC 4180, UTF-8 with a byte order mark, which Excel needs), cells as they were shown.

    What begins like a formula gets an apostrophe in front, unless it is a plain number. `note`: what there is to
    know of the table (that it is not whole); "" for none. It is the last line, below an empty one: data stays data,
    for a spreadsheet ends its list at the empty line, and whoever looks at the end of the rows reads it.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(harmless, content.headers))
    writer.writerows([harmless(cell.text) for cell in row] for row in content.rows)
    if note:
        writer.writerows([[], [harmless(note)]])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def xlsx_bytes(content: TableContent, title: str, today: date, note: str = "") -> bytes:
    """The table as an Excel workbook of one sheet: header fixed and filtered, columns as wide as their cells.

    `title` goes into the file's properties. `today`: see `value_of`. `note`: as in `csv_bytes`.
    """
    # Slow to import and rarely needed: not at start-up.
    from xlsxwriter import Workbook

    file = BytesIO()
    inert = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(file, {"in_memory": True, **inert})
    book.set_properties({"title": _clean(title)})
    sheet = book.add_worksheet("Table")
    formats = {name: book.add_format({"num_format": name}) for name in _number_formats(content, today)}
    quoted = book.add_format({"quote_prefix": True})
    bold = book.add_format({"bold": True, "quote_prefix": True})
    for column, header in enumerate(content.headers):
        sheet.write_string(0, column, _clean(header), bold)
        texts = content.column(column)
        widest = max(map(len, [header, *texts]))
        sheet.set_column(column, column, min(max(widest + 2, _NARROWEST), _WIDEST))
        for row, text in enumerate(texts, start=1):
            value = value_of(text, today)
            number = _number_of(value)
            if number is not None:
                sheet.write_number(row, column, number, formats[_number_format(value)])
            elif text:
                # The prefix keeps it text also when someone edits the cell.
                sheet.write_string(row, column, _clean(text), quoted if _is_formula(text) else None)
    if content.headers:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(content.rows), len(content.headers) - 1)
    if note:
        sheet.write_string(len(content.rows) + 2, 0, _clean(note), book.add_format({"italic": True}))
    book.close()
    return file.getvalue()


def harmless(text: str) -> str:
    """The text as a cell of a text file: what begins like a formula gets an apostrophe in front."""
    if not _is_formula(text):
        return text
    value = value_of(text, date.min)
    return text if value.kind in (ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.EMPTY) else "'" + text


def _is_formula(text: str) -> bool:
    return text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)


def _clean(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole if len(whole) <= _CELL_LIMIT else whole[: _CELL_LIMIT - 1] + "…"


def _number_of(value: CellValue) -> float | None:
    """What Excel keeps for the value: days since 1899-12-30, parts of a day, hundredths; None for text."""
    if not value.exact:
        return None
    match value.kind:
        case ValueKind.NUMBER | ValueKind.MONEY:
            return value.number
        case ValueKind.PERCENT:
            return value.number / 100
        case ValueKind.DAY if value.moment.year > 1900:
            return (value.moment - _UNIX_DAY).total_seconds() / 86_400 + 25_569
        case ValueKind.TIME:
            return (value.clock.hour * 3600 + value.clock.minute * 60 + value.clock.second) / 86_400
        case _:
            return None


def _number_formats(content: TableContent, today: date) -> Iterable[str]:
    values = (value_of(cell.text, today) for row in content.rows for cell in row)
    return {_number_format(value) for value in values if _number_of(value) is not None}


def _number_format(value: CellValue) -> str:
    """The format that shows a value as the answer did."""
    decimals = "." + "0" * value.decimals if value.decimals else ""
    match value.kind:
        case ValueKind.MONEY:
            return _GROUPED.format(f'"{value.unit} "', decimals)
        case ValueKind.NUMBER if "," in value.text:
            return _GROUPED.format("", decimals)
        case ValueKind.PERCENT:
            return f"0{decimals}%"
        case ValueKind.DAY:
            day = "yyyy-mm-dd" if value.text[:4].isdigit() else "d mmm yyyy"
            return f"{day} hh:mm" if value.has_time else day
        case ValueKind.TIME:
            return "hh:mm"
        case _:
            return f"0{decimals}"
