"""Tables of answers as values, whole and as they grow."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from strakly_desktop.rendering.markdown import incremental_parser
from strakly_desktop.rendering.markdown.html_tree import parse_html
from strakly_desktop.rendering.markdown.markup import to_html
from strakly_desktop.rendering.tables.table_data import (
    AnswerTables,
    TableCell,
    TableContent,
    tables_of,
)
from strakly_desktop.rendering.tables.table_markdown import markdown_of_table

ANSWER = """**4 memberships** expire.

| # | Client | Expires | Due |
|--:|:------|:-------:|-----|
| 1 | [Rohan Mehta](/clients/5) | Mon 23 Nov | Rs. 14,500 |
| 2 | **Priya** `x` | Tue 24 Nov | — |
| 3 | प्रिया 🏋️ |

And by plan:

| Plan | Count |
|------|-------|
| Gold | 8 | more |
"""


def texts(content: TableContent) -> list[list[str]]:
    return [[cell.text for cell in row] for row in content.rows]


def test_cells_are_plain_text_with_the_address_of_their_link() -> None:
    memberships, plans = tables_of(ANSWER)
    assert memberships.headers == ("#", "Client", "Expires", "Due")
    assert memberships.alignments == ("right", "left", "center", "")
    assert memberships.rows[0][1] == TableCell("Rohan Mehta", "/clients/5")
    assert texts(memberships)[1] == ["2", "Priya x", "Tue 24 Nov", "—"]
    assert texts(memberships)[2] == ["3", "प्रिया 🏋️", "", ""]
    assert texts(plans) == [["Gold", "8 | more"]], "a cell too many is not lost"


@pytest.mark.parametrize(
    "markdown",
    [
        "> | a | b |\n> |---|---|\n> | 1 | 2 |",
        "- item\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |",
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
    ],
)
def test_tables_in_quotes_lists_and_html_count_too(markdown: str) -> None:
    (table,) = tables_of(markdown)
    assert (table.headers, texts(table)) == (("a", "b"), [["1", "2"]])


def test_an_address_that_is_defined_below_is_found() -> None:
    (table,) = tables_of("| a |\n|---|\n| [Asha][1] |\n\n[1]: https://example.org/x\n")
    assert table.rows[0][0] == TableCell("Asha", "https://example.org/x")


def test_an_answer_without_tables_has_none() -> None:
    assert tables_of("") == tables_of("a | b, and no table") == []
    (empty,) = tables_of("| a | b |\n|---|---|\n")
    assert (empty.headers, empty.rows) == (("a", "b"), ())


CELLS = st.one_of(
    st.text("ab*_`~[]()<>&\\!:@/w. ,0Rs—प्र🏋\u200f\u202e\t", max_size=12),
    st.sampled_from(["[Rohan](/clients/5)", "www.example.org", "a@b.cd", "[a b](/x_y/1-2)", "&amp;", "\\|"]),
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6), st.integers(1, 9))
def test_cells_read_as_the_document_shows_them_however_they_come(
    rows: list[tuple[str, str]], step: int
) -> None:
    # A row of dots, between rows, stands for some that are left out.
    assume(not any(set(one + two) <= set(" .\t") for one, two in rows))
    markdown = "| a | b |\n|---|---|\n" + "".join(f"| {one} | {two} |\n" for one, two in rows)
    shown = [
        [(" ".join(cell.text().split()), next(iter(cell.find_all("a")), None)) for cell in row.find_all("td")]
        for table in parse_html(to_html(markdown)).find_all("table")
        for row in table.find_all("tr")
    ]
    expected = [
        [TableCell(text, link.attributes.get("href", "") if link else "") for text, link in row]
        for row in shown
        if row
    ]
    whole = tables_of(markdown)
    assert [list(row) for table in whole for row in table.rows] == expected
    growing = AnswerTables()
    for start in range(0, len(markdown), step):
        growing.append(markdown[start : start + step])
    growing.finish()
    assert [growing.content(index) for index in range(len(growing))] == whole


def test_half_a_row_is_no_row() -> None:
    tables = AnswerTables()
    assert tables.append("| Client | Due |\n|---|---|\n| Asha | Rs. 1") is True
    assert tables.content(0).rows == ()
    assert tables.append(",500 |") is False
    assert tables.append("\n| Dev") is True
    assert texts(tables.content(0)) == [["Asha", "Rs. 1,500"]]
    assert tables.finish() is True
    assert texts(tables.content(0))[-1] == ["Dev", ""]


def test_a_growing_table_is_whole_when_what_is_said_below_it_has_come() -> None:
    tables = AnswerTables()
    for piece in ("| Client | Due |\n|---|---|\n| Asha | 5 |\n", "\nShowing 1 of", " 245 clients.\n"):
        tables.append(piece)
        assert not tables.has_all(0), "of how many it is a part is still to come"
    tables.append("\nAsk them soon.\n\n| Plan | Sold |\n|---|---|\n| Gold | 3 |\n")
    assert tables.has_all(0)
    assert tables.content(0).part == tables_of("| A |\n|---|\n| x |\n\nShowing 1 of 245 clients.")[0].part
    assert not tables.has_all(1)
    tables.append("| Blue | 2 |\n")
    assert (tables.has_all(0), tables.has_all(1)) == (True, False)


def test_rows_beyond_the_limit_of_markdown_keep_a_table_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incremental_parser, "MARKDOWN_LIMIT", 500)
    tables = AnswerTables()
    tables.append("| Client | Note |\n|---|---|\n")
    for _ in range(4):
        known = len(tables.content(0).rows)
        tables.append(f"| Asha | {'x' * 40} |\n" * 200)
        assert not tables.has_all(0)
        assert len(tables.content(0).rows) > known


def test_a_table_written_as_markdown_reads_back() -> None:
    content = TableContent(
        ("Name|x", "Due"), ("", "right"), ((TableCell("*A* [b] <i> `c` &amp; \\"), TableCell("Rs. 5")),)
    )
    (again,) = tables_of(*markdown_of_table(content))
    assert again == content


@pytest.mark.parametrize(
    ("row", "total"),
    [
        ("| … | … |", None),
        ("| ... | |", None),
        ("| … and 235 more | |", 237),
        ("| | and 235 more clients |", 237),
        ("| +235 more | … |", 237),
        ("| 235 others | |", 237),
        ("| aur 235 और | |", 237),
    ],
)
def test_a_row_of_dots_is_no_row_but_says_that_there_are_more(row: str, total: int | None) -> None:
    (table,) = tables_of(f"| Name | Due |\n|---|---|\n| Anita | 5 |\n| Ravi | 6 |\n{row}\n")
    assert [line[0].text for line in table.rows] == ["Anita", "Ravi"]
    assert table.part is not None
    assert table.part.total == total


@pytest.mark.parametrize(
    "row", ["| 5 others | 12 |", "| 3 more | 7 |", "| and more | |", "| Total | 11 |", "| - | … |", "| | |"]
)
def test_a_row_with_a_value_stays_a_row(row: str) -> None:
    (table,) = tables_of(f"| Name | Due |\n|---|---|\n| Anita | 5 |\n| Ravi | 6 |\n{row}\n")
    assert len(table.rows) == 3
    assert table.part is None


def test_a_list_of_numbers_under_a_link_to_all_is_whole() -> None:
    """Groups that are counted are all there are; the link leads to what was counted."""
    lines = "".join(f"| Plan {n} | {n} | Rs. 1,200 |\n" for n in range(6))
    (table,) = tables_of(
        f"| Plan | Sold | Amount |\n|---|---|---|\n{lines}\n[View all memberships](/memberships)"
    )
    assert table.part is None


def test_a_table_goes_on_beyond_what_is_read_as_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    # Of 30,000 rows 16,365 were shown, added up and saved as "16,365 rows", as if the list ended there.
    monkeypatch.setattr(incremental_parser, "MARKDOWN_LIMIT", 2_000)
    lines = [f"| [M {number}](/clients/{number}) | **{number}** |" for number in range(900)]
    text = "| Member | Visits |\n|---|---:|\n" + "\n".join(lines)
    below = "\n\nThat | is all.\n\n| No | table |\n|---|---|\n| a | b |\n"
    expected = [
        (TableCell(f"M {number}", f"/clients/{number}"), TableCell(str(number))) for number in range(900)
    ]
    (whole,) = tables_of(text + below)
    assert list(whole.rows) == expected
    assert whole.part is None
    growing = AnswerTables()
    for begin in range(0, len(text + below), 777):
        growing.append((text + below)[begin : begin + 777])
        # Half a row is no row.
        assert list(growing.content(0).rows) == expected[: len(growing.content(0).rows)]
    growing.finish()
    assert list(growing.content(0).rows) == expected


def test_a_row_beyond_it_that_is_too_long_for_a_piece_leaves_the_table_a_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(incremental_parser, "MARKDOWN_LIMIT", 100)
    rows = "".join(f"| M {number} | {number} |\n" for number in range(20))
    (table,) = tables_of(f"| Member | Visits |\n|---|---:|\n{rows}| {'long ' * 2_000} | 7 |\n| Last | 8 |\n")
    assert table.part is not None
