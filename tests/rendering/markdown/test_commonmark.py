"""The block rules that language models lean on, one by one."""

import pytest

from strakly_desktop.rendering.markdown.grammar.commonmark_lists import expand_indent, mark_task, read_marker
from strakly_desktop.rendering.markdown.grammar.table_syntax import fit_row, read_table_head, split_row
from strakly_desktop.rendering.markdown.markup import to_html


def _flat(text: str) -> str:
    return to_html(text).replace("\n", "")


@pytest.mark.parametrize("indent", ["  ", "   ", "    ", "\t"])
def test_two_three_four_columns_and_tabs_nest(indent: str) -> None:
    assert _flat(f"- a\n{indent}- b") == "<ul><li>a<ul><li>b</li></ul></li></ul>"


def test_lists_follow_a_line_of_text() -> None:
    assert _flat("Text:\n- a\n- b") == "<p>Text:</p><ul><li>a</li><li>b</li></ul>"
    assert _flat("Text:\n1. a") == "<p>Text:</p><ol><li>a</li></ol>"


def test_numbers_start_anywhere_but_not_within_a_sentence() -> None:
    assert _flat("7. a\n8. b") == '<ol start="7"><li>a</li><li>b</li></ol>'
    assert _flat("in the year\n2024. yes") == "<p>in the year<br>2024. yes</p>"


def test_headings_quotes_rules_and_fences_follow_a_line_of_text() -> None:
    assert _flat("a\n# b") == "<p>a</p><h1>b</h1>"
    assert _flat("a\n> b") == "<p>a</p><blockquote><p>b</p></blockquote>"
    assert _flat("a\n***\nb") == "<p>a</p><hr><p>b</p>"
    assert _flat("a\n```\nb\n```\nc") == "<p>a</p><pre><code>b</code></pre><p>c</p>"


def test_items_hold_code_quotes_and_tables() -> None:
    html = _flat("1. a\n   ```\n   x\n   ```\n   > q\n\n   | t |\n   |---|\n   | 1 |\n2. b")
    assert html.startswith("<ol><li>a<pre><code>x</code></pre><blockquote><p>q</p></blockquote><table>")
    assert html.endswith("</table></li><li>b</li></ol>")


def test_markers_tell_their_content_column() -> None:
    marker = read_marker("  12) text", 2)
    assert marker is not None
    assert (marker.number, marker.style, marker.content) == (12, ")", 6)
    assert read_marker("-text", 0) is None
    code = read_marker("-      code", 0)
    assert code is not None and code.content == 2


def test_tabs_stop_every_four_columns() -> None:
    assert expand_indent("-\ta\tb") == "-   a\tb"
    assert expand_indent("a\tb") == "a\tb"


def test_task_boxes() -> None:
    assert mark_task("[ ] a") == "\u2610 a"
    assert mark_task("[X] a") == "\u2611 a"
    assert mark_task("[x](/y)") == "[x](/y)"


def test_rows_fall_into_cells() -> None:
    assert split_row(r"| a \| b | `c` |") == ["a | b", "`c`"]
    assert split_row("a | b") == ["a", "b"]
    assert split_row("| | b |") == ["", "b"]
    assert fit_row("| a |", 2) == ["a", ""]
    assert fit_row("| a | b | c |", 2) == ["a", "b | c"]


@pytest.mark.parametrize(
    ("header", "delimiters", "columns"),
    [
        ("| a | b |", "|:-:|--:|", ("center", "right")),
        ("a | b", "--- | ---", ("", "")),
        ("| a | b |", "|---|", None),
        ("a b", "---", None),
        ("| a |", "| b |", None),
        ("|a" * 100 + "|", "|-" * 100 + "|", None),
    ],
)
def test_a_delimiter_row_makes_a_table(header: str, delimiters: str, columns: tuple[str, ...] | None) -> None:
    assert read_table_head(header, delimiters) == columns
