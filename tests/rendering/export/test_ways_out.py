"""No value loses a digit, a sign or a leading zero on any way out of the app."""

import csv
import json
import re
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO, StringIO

from hypothesis import given
from hypothesis import strategies as st
from support.number_display import shown
from support.tables import table

from strakly_desktop.rendering.export.copied_table import table_html
from strakly_desktop.rendering.export.delimited import Delimiter, write_delimited
from strakly_desktop.rendering.export.number_formats import number_format, spreadsheet_number
from strakly_desktop.rendering.export.table_facts import TableFacts
from strakly_desktop.rendering.export.table_json import write_json
from strakly_desktop.rendering.tables.cell_values import CellValue, ValueKind
from strakly_desktop.rendering.tables.column_values import ColumnValues
from strakly_desktop.rendering.tables.read_columns import read_column

TODAY = date(2026, 11, 22)
DIGIT = re.compile(r"\d")
HEADERS = st.sampled_from(
    ["Due", "Phone", "Receipt", "A", "Duration", "Paid", "Change", "बकाया", "Time", "Invoice total"]
)


def grouped_figures(number: int, western: bool) -> str:
    text = str(number)
    head, groups = text[:-3], [text[-3:]]
    while head:
        groups.insert(0, head[-(3 if western else 2) :])
        head = head[: -(3 if western else 2)]
    return ",".join(groups)


figures = st.one_of(
    st.integers(0, 10**15).map(str),
    st.builds(grouped_figures, st.integers(0, 10**12), st.booleans()),
    st.from_regex(r"0\d{1,12}", fullmatch=True),
    st.builds("{}.{}".format, st.integers(0, 10**6), st.from_regex(r"\d{1,4}", fullmatch=True)),
)
amounts = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "", "-", "+", "\u2212", "(", "- "]),
    st.sampled_from(["", "Rs. ", "Rs.", "₹", "₹ ", "INR ", "$"]),
    st.sampled_from(["", "", "", "-", " "]),
    figures,
    st.sampled_from(["", "", "%", " %", "/-", ")", " Lakh", " INR"]),
)
telephones = st.from_regex(r"(\+91|0|)[ -]?[6-9]\d{4}[ -]?\d{5}", fullmatch=True)
days = st.one_of(
    st.builds("{:02}/{:02}/{}".format, st.integers(0, 31), st.integers(0, 14), st.integers(0, 2100)),
    st.builds(
        "{}-{}-{:02}".format, st.integers(1, 31), st.sampled_from(["Nov", "May", "June"]), st.integers(0, 99)
    ),
    st.builds(
        "{} {} {}".format, st.integers(1, 31), st.sampled_from(["Nov", "march"]), st.integers(1850, 2100)
    ),
    st.dates().map(str),
)
times = st.one_of(
    st.builds("{}:{:02}".format, st.integers(0, 130), st.integers(0, 61)),
    st.builds("{:02}:{:02}:{:02}".format, st.integers(0, 130), st.integers(0, 59), st.integers(0, 59)),
    st.builds("{} min".format, st.integers(0, 500)),
    st.builds("{}:{:02} {}".format, st.integers(0, 13), st.integers(0, 59), st.sampled_from(["AM", "pm"])),
)
cells = st.one_of(
    amounts, amounts, telephones, days, times, st.text(alphabet="0123456789+-(). /:,%₹Rs", max_size=14)
)


def digits(text: str) -> str:
    return "".join(DIGIT.findall(text))


def is_below_zero(text: str) -> bool:
    return text.strip()[:1] in ("-", "\u2212", "\u2013", "(") or bool(re.search(r"[₹$.R ][-\u2212(]", text))


def check(value: CellValue) -> None:
    number = spreadsheet_number(value)
    if number is None:
        return
    display = shown(number, number_format(value))
    if value.kind is ValueKind.DURATION and ":" in value.text:
        assert digits(display) in (digits(value.text), digits(value.text) + "00")
    elif value.kind is ValueKind.TIME:
        # 9:05 may stand there as 09:05.
        assert digits(display) in (digits(value.text), "0" + digits(value.text))
    else:
        assert digits(display) == digits(value.text)
    if value.kind in (ValueKind.NUMBER, ValueKind.MONEY, ValueKind.PERCENT):
        assert display.startswith("-") == is_below_zero(value.text)
        assert display.startswith("+") == ("+" in value.text)
        assert value.unit == "" or value.prefix.strip() in display


@given(HEADERS, st.lists(cells, min_size=1, max_size=6))
def test_a_spreadsheet_shows_every_figure(header: str, texts: list[str]) -> None:
    for value, text in zip(read_column(header, texts, TODAY).values, texts, strict=True):
        assert value.text == text.strip()
        check(value)


@given(HEADERS, st.lists(cells, min_size=1, max_size=6), st.sampled_from(Delimiter))
def test_a_text_file_has_every_figure(header: str, texts: list[str], delimiter: Delimiter) -> None:
    content = table(*((text,) for text in texts), headers=(header,))
    file = BytesIO()
    list(write_delimited(file, content, delimiter))
    lines = list(
        csv.reader(StringIO(file.getvalue().decode("utf-8-sig"), newline=""), delimiter=delimiter.value)
    )
    for line, text in zip(lines[1:], texts, strict=True):
        assert digits(line[0]) == digits(text)
        assert is_below_zero(line[0].removeprefix("'")) == is_below_zero(text)
        assert ("+" in line[0]) == ("+" in text)


@given(HEADERS, st.lists(cells, min_size=1, max_size=6))
def test_the_clipboard_and_json_have_every_text(header: str, texts: list[str]) -> None:
    values = read_column(header, texts, TODAY).values
    column = ColumnValues(header, TODAY)
    column.note(texts)
    content = table(*((text,) for text in texts), headers=(header,))
    html = table_html(content, [column], headers=True)
    written = re.findall(r"<td[^>]*>(?:<title>'</title>)?(.*?)</td>", html, re.DOTALL)
    assert [unescape(text) for text in written] == texts
    file = BytesIO()
    list(write_json(file, content, TableFacts("", TODAY), datetime(2026, 11, 22, tzinfo=UTC)))
    found = [row[0] for row in json.loads(file.getvalue())["rows"]]
    assert [cell["text"] for cell in found] == [value.text for value in values]
    for cell, value in zip(found, values, strict=True):
        if cell.get("kind") in ("number", "money", "percent"):
            assert cell["value"] == value.number
            assert (cell["value"] < 0) == is_below_zero(value.text)
