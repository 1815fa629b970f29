"""A list of objects is taken apart as its bytes come, however they are cut."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strakly_desktop.client import json_rows
from strakly_desktop.client.json_rows import JsonRows, NoRows

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def rows_of(data: bytes, size: int) -> list[dict[str, Any]]:
    rows = JsonRows()
    found: list[dict[str, Any]] = []
    for start in range(0, len(data), size):
        found += rows.feed(data[start : start + size])
    assert rows.is_over
    return found


@given(
    st.lists(st.dictionaries(st.text(), VALUES, max_size=4), max_size=4), st.integers(1, 30), st.booleans()
)
def test_every_cut_gives_the_same_rows(wanted: list[dict[str, Any]], size: int, is_ascii: bool) -> None:
    try:
        data = json.dumps(wanted, ensure_ascii=is_ascii).encode()
    except UnicodeEncodeError:
        data = json.dumps(wanted).encode()
    assert rows_of(data, size) == wanted


@pytest.mark.parametrize(
    "text", ["<html>", '{"a": 1}', "[1]", '["a"]', "null", "[[1]]", "]", '[{"a": }]', "x"]
)
def test_what_is_no_list_of_objects_is_told(text: str) -> None:
    with pytest.raises(NoRows):
        list(JsonRows().feed(text.encode()))


def test_a_row_that_is_too_long_is_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_rows, "LONGEST_ROW", 100)
    data = json.dumps([{"id": 1}, {"id": 2, "text": "x]}" * 200}, {"id": 3}]).encode()
    rows = JsonRows()
    found = [row["id"] for start in range(0, len(data), 32) for row in rows.feed(data[start : start + 32])]
    assert (found, rows.skipped, rows.is_over) == ([1, 3], 1, True)
