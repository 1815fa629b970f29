"""The tree that the document is built from: read fast where the sanitiser wrote it, and the same as ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.answers import handwritten, styles
from support.hostile_markdown import documents, example_settings

from strakly_desktop.rendering.markdown import html_tree
from strakly_desktop.rendering.markdown.html_tree import HtmlNode, parse_html
from strakly_desktop.rendering.markdown.markup import to_html
from strakly_desktop.rendering.markdown.sanitizer import sanitize

_PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<b>", "</b>", "<br>", "<hr>", "<br/>", "<B>", '<a href="/x?a=1&amp;b=2">', "</a>"),
        *(
            '<a href="/a>b">',
            "<a href=/x>",
            '<td align="right">',
            "</td>",
            "<!-- x -->",
            "<",
            ">",
            "&",
            "&lt;",
        ),
        *(
            "&amp;copy;",
            "&nbsp;",
            "words",
            " ",
            "\n",
            "<script>",
            "</script>",
            "<textarea>",
            "<client name>",
            '"',
        ),
    ]
)


def by_the_standard_library(html: str) -> HtmlNode:
    builder = html_tree._TreeBuilder()
    builder.feed(html)
    builder.close()
    return builder.root


@example_settings(60)
@given(documents())
def test_an_answer_reads_as_by_the_standard_library(text: str) -> None:
    html = to_html(text)
    assert parse_html(html) == by_the_standard_library(html)


@example_settings(300)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_so_does_any_other_html(html: str) -> None:
    assert parse_html(html) == by_the_standard_library(html)
    assert parse_html(sanitize(html)) == by_the_standard_library(sanitize(html))


def test_depth_has_the_same_limit() -> None:
    html = "<b>" * 300 + "x" + "</b>" * 300
    assert parse_html(html) == by_the_standard_library(html)


def test_what_the_sanitiser_writes_needs_no_other_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    written = [to_html(answer) for style in styles() for answer in handwritten(style)]
    expected = [by_the_standard_library(html) for html in written]
    monkeypatch.delattr(html_tree, "_TreeBuilder")
    assert [parse_html(html) for html in written] == expected
