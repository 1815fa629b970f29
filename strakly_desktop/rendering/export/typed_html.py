"""Marks the cells of HTML tables for spreadsheets: what is a number, with its value and format, and what stays text.

Without it a spreadsheet guesses: -Rs. 500 is text that does not add up, 00123 becomes 123, 3-4 a day in March, and =1+1
runs. LibreOffice reads `sdval` and `sdnum`, in Writer too, Excel `x:num` and `x:str` with a style, Google Sheets
`data-sheets-value`. Gnumeric reads none of them: there an apostrophe keeps text, which stands in a `title`, so that
nobody else shows it.
"""

import json
import re
from collections.abc import Sequence
from datetime import date
from html import escape, unescape

from strakly_desktop.rendering.export.harmless_text import is_formula
from strakly_desktop.rendering.export.number_formats import number_format, spreadsheet_number
from strakly_desktop.rendering.tables.cell_values import CellValue, Grouping, ValueKind, is_empty
from strakly_desktop.rendering.tables.column_values import ColumnValues

_TEXT_STYLE = r"mso-number-format:'\@'"
_KEEPS_TEXT = "<title>'</title>"
# LibreOffice takes a value's language, that of its format, and the format: one of its own in that language, for others
# become whatever has their number in the sheet. The figures are American, the formats Indian.
_CALC = "1033;16393;"
_CALC_WESTERN = "1033;1033;"
_TABLE_GAP = "<br>"
_ALIGNED_PX = 110
_LETTERS = re.compile(r"[^\W\d_]+")
_WORDS_OF_VALUES = frozenset(
    (
        *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "t", "z", "at"),
        *(
            "mon",
            "tue",
            "wed",
            "thu",
            "fri",
            "sat",
            "sun",
            "a",
            "p",
            "m",
            "am",
            "pm",
            "e",
            "x",
            "st",
            "nd",
            "rd",
            "th",
        ),
        *("rs", "inr", "usd", "eur", "gbp"),
    )
)
_NO_WORD = re.compile(r"[^0-9A-Za-z]")
_TABLE = re.compile(r"<table>(?:(?!<table>).)*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[hd])((?: [a-z]+=\"[^\"]*\")*)>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def clipboard_html(body: str) -> str:
    """A whole page, as Excel wants it to read its own attributes."""
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head>'
        f"<body>{body}</body></html>"
    )


def typed_cell(tag: str, html: str, value: CellValue, attributes: str = "") -> str:
    """A cell with the markup `html` inside, whose text means `value`."""
    number = spreadsheet_number(value)
    if number is not None:
        figures = f"{number:.15g}"
        style = "".join(map(_in_style, number_format(value)))
        attributes += (
            f' x:num="{figures}" sdval="{figures}"{_office_formats(value)}'
            f' style="mso-number-format:&quot;{escape(style)}&quot;" data-sheets-value="{_sheets(3, number)}"'
        )
        return f"<{tag}{attributes}>{html}</{tag}>"
    if _is_taken_for_a_value(value):
        return _text_cell(tag, html, value.text, attributes)
    return f"<{tag}{attributes}>{html}</{tag}>"


def lone_cell(html: str, value: CellValue) -> str:
    """A cell alone: words need no table around them where they are pasted."""
    cell = typed_cell("td", html, value)
    return html if cell.startswith("<td>") else f"<table><tr>{cell}</tr></table>"


def heading_cell(html: str, text: str, attributes: str = "") -> str:
    """A heading, which is text whatever it looks like."""
    if is_formula(text) or any(map(str.isdigit, text)):
        return _text_cell("th", html, text, attributes)
    return f"<th{attributes}>{html}</th>"


def typed_tables(html: str, today: date) -> str:
    """The renderer's own HTML with the cells of its tables marked. `today`: see `ColumnValues`."""
    return apart(_TABLE.sub(lambda table: _typed_table(table[0], today), html))


def apart(html: str) -> str:
    """Several tables so that they do not run into one another, nor share columns.

    LibreOffice lays out all of them as one page, and merges cells where their edges are not in line.
    """
    if html.count("<table>") < 2:
        return html
    html = re.sub(r"</table>\s*<table>", f"</table>{_TABLE_GAP}<table>", html)
    return re.sub(r"(<table>(?:\s|<thead>|<tbody>)*<tr>)(.*?)(?=</tr>)", _aligned, html, flags=re.DOTALL)


def _aligned(first_row: re.Match[str]) -> str:
    cells = re.sub(r"<(t[hd])(?=[ >])", rf'<\1 width="{_ALIGNED_PX}"', first_row[2])
    return first_row[1] + cells


def _typed_table(table: str, today: date) -> str:
    rows = [_CELL.findall(row) for row in _ROW.findall(table)]
    headers = rows[0] if rows and all(tag == "th" for tag, _, _ in rows[0]) else []
    columns: list[ColumnValues] = []
    for index in range(max(map(len, rows), default=0)):
        header = _text(headers[index][2]) if index < len(headers) else ""
        column = ColumnValues(header, today)
        column.note(_text(row[index][2]) for row in rows if index < len(row) and row[index][0] == "td")
        columns.append(column)
    return _ROW.sub(lambda row: f"<tr>{_typed_cells(row[1], columns)}</tr>", table)


def _typed_cells(row: str, columns: Sequence[ColumnValues]) -> str:
    numbers = iter(columns)

    def typed(cell: re.Match[str]) -> str:
        column, text = next(numbers), _text(cell[3])
        if cell[1] == "th":
            return heading_cell(cell[3], text, cell[2])
        return typed_cell("td", cell[3], column.read(text), cell[2])

    return _CELL.sub(typed, row)


def _text(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html.replace("<br>", " "))).split())


def _text_cell(tag: str, html: str, text: str, attributes: str) -> str:
    attributes += f' x:str sdnum="{_CALC}@" style="{_TEXT_STYLE}" data-sheets-value="{_sheets(2, text)}"'
    return f"<{tag}{attributes}>{_KEEPS_TEXT}{html}</{tag}>"


def _is_taken_for_a_value(value: CellValue) -> bool:
    """Whether a spreadsheet may make something else of a text: a number, a day, a formula."""
    if is_empty(value) or is_formula(value.text):
        return not is_empty(value)
    words = _LETTERS.findall(value.text.casefold())
    return any(map(str.isdigit, value.text)) and all(word[:3] in _WORDS_OF_VALUES for word in words)


def _sheets(kind: int, value: object) -> str:
    return escape(json.dumps({"1": kind, str(kind): value}, ensure_ascii=False, separators=(",", ":")))


def _in_style(mark: str) -> str:
    """A character of a number format in a style."""
    if mark == '"':
        return r"\0022"
    return f"\\{mark}" if _NO_WORD.match(mark) else mark


def _office_formats(value: CellValue) -> str:
    """The formats of LibreOffice: of one attribute that stands twice Writer takes the first, Calc the last."""
    calc, writer = _calc_format(value), _writer_format(value)
    formats = (calc,) if writer.upper() == calc.upper() else (writer, calc)
    return "".join(f' sdnum="{escape(one)}"' for one in formats)


def _writer_format(value: CellValue) -> str:
    """One by which Writer shows a value as it is written: it paints its cells anew, and a currency would be lost."""
    if value.pattern:
        # A sheet shows the seconds of every duration; words keep to what is written.
        has_seconds = value.kind is not ValueKind.DURATION or value.text.count(":") != 1
        return _CALC + (value.pattern if has_seconds else value.pattern.removesuffix(":ss"))
    figures = "0" if value.grouping is Grouping.NONE else "#,##0"
    figures += "." + "0" * value.decimals if value.decimals else ""
    # In quotes a percent sign would not multiply.
    percent, suffix = ("%", "") if value.kind is ValueKind.PERCENT else ("", value.suffix)
    form = f"{_literal(value.prefix)}{figures}{percent}{_literal(suffix)}"
    if value.is_bracketed:
        form += f";{_literal('(' + value.prefix)}{figures}{percent}{_literal(suffix + ')')}"
    elif value.has_plus:
        form = f"+{form};-{form}"
    return f"{_CALC_WESTERN if value.grouping is Grouping.WESTERN else _CALC}{form}"


def _literal(text: str) -> str:
    return f'"{text}"' if text else ""


def _calc_format(value: CellValue) -> str:
    """The nearest of LibreOffice's own formats."""
    pattern = value.pattern
    match value.kind:
        case ValueKind.PERCENT:
            return f"{_CALC}0.00%" if value.decimals else f"{_CALC}0%"
        case ValueKind.NUMBER | ValueKind.MONEY:
            if value.decimals > 2:
                return "1033"
            language = _CALC_WESTERN if value.grouping is Grouping.WESTERN else _CALC
            whole = "0" if value.grouping is Grouping.NONE else "#,##0"
            return f"{language}{whole}.00" if value.decimals else f"{language}{whole}"
        case ValueKind.DURATION:
            return f"{_CALC}[HH]:MM:SS"
        case ValueKind.TIME:
            return f"{_CALC}HH:MM{':SS' if 'ss' in pattern else ''}{' AM/PM' if 'AM' in pattern else ''}"
        case _ if value.has_time:
            return f"{_CALC}DD/MM/YYYY HH:MM{':SS' if 'ss' in pattern else ''}"
        case _ if pattern.startswith("yyyy"):
            return f"{_CALC}YYYY-MM-DD"
        case _:
            # With the month's name it is wider than a column of a new sheet, and all that shows is "###".
            return f"{_CALC}DD/MM/YYYY"
