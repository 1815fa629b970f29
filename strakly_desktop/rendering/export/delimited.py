"""A table as CSV or tab-separated text, cells as they were shown and with nothing in it that would run."""

import re
from collections.abc import Generator, Iterable
from datetime import date
from enum import Enum
from typing import BinaryIO

from strakly_desktop.rendering.export.harmless_text import harmless
from strakly_desktop.rendering.tables.cell_values import ValueKind
from strakly_desktop.rendering.tables.column_values import ColumnValues
from strakly_desktop.rendering.tables.table_data import TableContent

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_STEP = 500
# What another country's spreadsheet would split the line at.
_DELIMITERS = ",;\t"
# As one figure it would be a number for LibreOffice, Gnumeric and pandas: no plus, and 9.2E+11. With a blank behind the
# calling code (ITU-T E.164) it is text to all.
_INTERNATIONAL = re.compile(
    r"\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9][0-9]{2})([0-9]{4,12})"
)
_INDIAN = re.compile(r"\+91([0-9]{5})([0-9]{5})")
# What a spreadsheet would change, and the workbook keeps as text: quoted, and so text to whoever asks for that when
# the file is opened. A plus or a zero in front goes; of more than 15 digits the rest becomes zeros, and 12 are shown
# as 1.2E+11; 1e5 becomes 100000; 1-2, 3/4 and Mar-05 become days, and true a truth value.
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_CHANGES = re.compile(
    rf"""\+[\d ] | 0\d
    | [-+]?\d{{12,}}$ | [-+]?(?=[\d.\s]+$)(?:[.\s]*\d){{16,}}
    | [-+]?(?:\d+\.?\d*|\.\d+)e[-+]?\d+$
    | \d{{1,4}}[-/]\d{{1,2}}$ | \d{{1,4}}[-/. ]?{_MONTH}$ | {_MONTH}[-/. ]*\d{{1,4}}$
    | (?:true|false)$""",
    re.VERBOSE | re.IGNORECASE,
)


class Delimiter(Enum):
    """What stands between two cells of a line."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"

    @classmethod
    def of_csv(cls) -> tuple["Delimiter", ...]:
        """Those of CSV, the usual one first."""
        return cls.COMMA, cls.SEMICOLON


def delimiter_of(decimal_point: str) -> Delimiter:
    """What a spreadsheet expects in CSV where decimals are written with `decimal_point`."""
    return Delimiter.SEMICOLON if decimal_point == "," else Delimiter.COMMA


def write_delimited(
    file: BinaryIO, content: TableContent, delimiter: Delimiter, note: str = ""
) -> Generator[int, None, None]:
    """Write the table as text (RFC 4180, UTF-8 with a byte order mark, which Excel needs); yields how many rows are
    done.

    What would run as a formula gets an apostrophe in front. `note`: what there is to know of the table (whose it is,
    and that it is not whole); "" for none. It is the last line, below an empty one: data stays data, for a
    spreadsheet ends its list at the empty line, and whoever looks at the end of the rows reads it. The headings are
    in quotes: where none are in the first line, Gnumeric may take the hyphens of amounts and days for what stands
    between the cells.
    """
    file.write(_BYTE_ORDER_MARK)
    file.write(_line(content.headers, delimiter, are_quoted=True))
    has_comma = delimiter is Delimiter.SEMICOLON
    columns = [_Decimals(header) for header in content.headers] if has_comma else []
    for first in range(0, len(content.rows) if has_comma else 0, _STEP):
        rows = content.rows[first : first + _STEP]
        for index, column in enumerate(columns):
            column.note(row[index].text for row in rows)
        yield 0
    for number, row in enumerate(content.rows, start=1):
        texts = [cell.text for cell in row]
        if has_comma:
            texts = [column.text(text) for column, text in zip(columns, texts, strict=True)]
        file.write(_line(texts, delimiter))
        if number % _STEP == 0:
            yield number
    if note:
        file.write(b"\r\n" + _line([note], delimiter))


class _Decimals:
    """Writes the plain numbers of a column as a country does that expects semicolons: 12,5 and 1234.

    There 12.5 would be a day in May, and 1,234 a little more than one. Amounts with their currency are text there, and
    stay as they are.
    """

    def __init__(self, header: str) -> None:
        self._values = ColumnValues(header, date.min)

    def note(self, texts: Iterable[str]) -> None:
        """Let these cells have their say; all of the column before any is written."""
        self._values.note(texts)

    def text(self, text: str) -> str:
        if "." not in text and "," not in text:
            return text
        value = self._values.read(text)
        if not value.exact or value.kind not in (ValueKind.NUMBER, ValueKind.PERCENT):
            return text
        return text.replace(",", "").replace(".", ",")


def _line(texts: Iterable[str], delimiter: Delimiter, *, are_quoted: bool = False) -> bytes:
    """Cells with any delimiter, quote or line end in quotes: programs differ in what they split at."""
    cells = [_cell(text, is_quoted=are_quoted) for text in texts]
    # An empty line would end the list.
    line = '""' if cells == [""] else delimiter.value.join(cells)
    return f"{line}\r\n".encode("utf-8", "replace")


def _cell(text: str, *, is_quoted: bool) -> str:
    text = _telephone_as_text(harmless(text))
    is_odd = any(mark in text for mark in (*_DELIMITERS, '"', "\r", "\n")) or text != text.strip()
    if is_quoted or is_odd or _CHANGES.match(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _telephone_as_text(text: str) -> str:
    """A telephone written as one figure as a person writes it; any other text as it is."""
    if not text.startswith("+"):
        return text
    if indian := _INDIAN.fullmatch(text):
        return f"+91 {indian[1]} {indian[2]}"
    whole = _INTERNATIONAL.fullmatch(text)
    return f"+{whole[1]} {whole[2]}" if whole else text
