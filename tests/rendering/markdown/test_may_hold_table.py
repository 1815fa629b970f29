"""Whether an answer may hold a table, told by one look at each line."""

import pytest

from strakly_desktop.rendering.markdown.grammar.table_syntax import may_hold_table
from strakly_desktop.rendering.tables.table_data import tables_of

ROWS = "<tr><th>Name</th></tr><tr><td>Asha</td></tr></table>"


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "> | a |\n> |---|\n> | 1 |",
        f"<table>{ROWS}",
        f"Words.\n\n<TABLE border=1>{ROWS}",
        f"<div><table class='x'>{ROWS}</div>",
        f"- one\n- <table>{ROWS}",
        f"> <table>{ROWS}",
        f"```\nsome code\n```\n\n<table>{ROWS}",
        "<table\nborder='1'>" + ROWS,
    ],
)
def test_a_table_is_seen(text: str) -> None:
    assert tables_of(text)
    assert may_hold_table(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a | b",
        "The <tablet> is at the desk.",
        "Write `<table>` for one.",
        f"```html\n<table>{ROWS}\n```",
        f"~~~~\n~~~\n<table>{ROWS}\n~~~~",
    ],
)
def test_words_and_code_are_none(text: str) -> None:
    assert not tables_of(text)
    assert not may_hold_table(text)
