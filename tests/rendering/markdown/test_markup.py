"""Markdown to HTML: what GitHub would show, for every habit of language models, and cheap when hopeless."""

import re
import subprocess
import sys
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.answers import every_answer, handwritten, outlined, styles
from support.markdown_reference import html_tree, reference_tree

from strakly_desktop.rendering.markdown.grammar.segments import Segment, SegmentKind
from strakly_desktop.rendering.markdown.incremental_parser import split
from strakly_desktop.rendering.markdown.markup import (
    blocks_html,
    code_language,
    code_text,
    column_alignments,
    to_html,
)


def _agreement(answers: list[str]) -> float:
    same = sum(reference_tree(answer) == html_tree(to_html(answer)) for answer in answers)
    return same / len(answers)


def _words(text: str) -> str:
    return re.sub(r"\W|_", "", text)


def test_answers_read_as_github_reads_them() -> None:
    # GitHub hides the words of a comment; here they are read.
    written = [answer for style in styles() for answer in handwritten(style) if "<!--" not in answer]
    outlines = list(outlined())
    assert len(written) + len(outlines) >= 300
    assert _agreement(written) >= 0.97
    assert _agreement(outlines) >= 0.97


@pytest.mark.parametrize("style", ["plain", "gym", "lists", "tables", "languages"])
def test_plain_answers_read_as_github_reads_them(style: str) -> None:
    assert _agreement(handwritten(style)) >= 0.99


def test_the_comparison_can_fail() -> None:
    assert reference_tree("- a\n  - b") != html_tree("<ul><li>a</li><li>b</li></ul>")
    assert reference_tree("a\n\nb") != html_tree("<p>a b</p>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("**Note:**text", "<p><strong>Note:</strong>text</p>"),
        ("中文**「重点」**中文", "<p>中文<strong>「重点」</strong>中文</p>"),
        ("- [x] done", "<ul>\n<li>\u2611 done</li>\n</ul>"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "2 | 3</td>"),
        ("**Heading**", "<p><strong>Heading</strong></p>"),
        (
            "Use `<client name>` or <client name>",
            "<p>Use <code>&lt;client name&gt;</code> or &lt;client name&gt;</p>",
        ),
        ("about ~5 or ~10", "<p>about ~5 or ~10</p>"),
        ("see www.example.org/x.", '<p>see <a href="http://www.example.org/x">www.example.org/x</a>.</p>'),
        ("[https://a.org](https://b.org)", '<p><a href="https://b.org">https://a.org</a></p>'),
        ("", ""),
        (" \n\t\n", ""),
    ],
)
def test_what_is_decided_here(text: str, html: str) -> None:
    assert html in to_html(text) and bool(html) == bool(to_html(text))


def test_code_is_coloured_by_roles() -> None:
    html = to_html("```sql\nSELECT 1 -- x\n```\n\n```mermaid\nSELECT\n```")
    assert '<code class="language-sql"><span class="code-keyword">SELECT</span>' in html
    assert '<span class="code-number">1</span>' in html and '<span class="code-comment">-- x</span>\n' in html
    assert '<code class="language-mermaid">SELECT\n' in html


def test_growing_code_waits_for_its_colours() -> None:
    (item,) = split("- x\n  ```sql\n" + "  SELECT 1\n" * 200)
    assert "code-keyword" not in blocks_html([item], growing=True)
    assert "code-keyword" in blocks_html([item])


@pytest.mark.parametrize("language", ["python", "json", "bash", "html", "yaml", "js", "diff", "text"])
def test_colours_change_no_character(language: str) -> None:
    code = "a = {'x': \"<b>&\"}  # note\n\n\tif (1 < 2) { return null; }\n"
    html = to_html(f"```{language}\n{code}```")
    assert unescape(re.sub("<[^>]*>", "", html)) == code


_HOPELESS = {
    "quotes": ">" * 5000 + " end",
    "quotes in lines": "\n".join(">" * depth + " x" for depth in range(400)),
    "bullets in a line": "- " * 2000 + "end",
    "items ever deeper": "\n".join("  " * depth + "- x" for depth in range(600)),
    "images": "![" * 20_000,
    "brackets": "[" * 20_000 + "]" * 20_000,
    "links": "[a](b" * 10_000,
    "links in links": "[" * 5000 + "a" + "](b)" * 5000,
    "columns": "|a" * 100_000 + "|\n" + "|-" * 100_000 + "|\n" + "|b" * 100_000,
    "cells": "|a|b|\n|-|-|\n" + "|b" * 100_000,
    "stars": "*a " * 20_000,
    "bold in bold": "**a " * 5000 + "b" + " a**" * 5000,
    "ticks": "".join("`" * size + " " for size in range(1, 500)),
    "tags": "<a " * 20_000,
    "comments": "<!-- " * 20_000,
    "elements": "<div>" * 20_000,
    "entities": "&a" * 50_000,
    "addresses": "http://a" * 20_000,
    "definitions": "[a]: b\n" * 5000,
    "megabytes": "some **words** here\n" * 520_000,
    "one line": "word " * 2_000_000,
    "one word": "x" * 10_000_000,
}


@pytest.mark.parametrize("name", _HOPELESS)
def test_hopeless_input_is_shown_whole(name: str) -> None:
    text = _HOPELESS[name]
    shown = unescape(
        re.sub(
            "</?(?:p|br|strong|em|code|li|ul|ol|blockquote|t[dhr]|div|table|tbody|thead|a)(?: [^>]*)?>",
            "",
            to_html(text),
        )
    )
    if name in ("elements", "definitions", "links in links"):
        return  # markup that shows nothing, or the address of a link
    assert _words(shown) == _words(text)


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(to_html(text), str)


def test_rows_give_alignments() -> None:
    head, row = split("| Name | Rs. |\n|:--|--:|\n| [A](/clients/1) | **5** | x |")
    assert column_alignments(head) == column_alignments(row) == ("left", "right")


def test_code_pieces_give_language_and_text() -> None:
    opening, first, blank, last = split("  ```Python x=1\n  if a:\n\n      b\n  ```")
    assert code_language(opening) == code_language(last) == "python"
    assert [code_text(segment) for segment in (opening, first, blank, last)] == [
        "Python x=1\n",
        "if a:\n",
        "\n",
        "    b\n",
    ]
    (one, two) = split("    a\n\n     b")
    assert (code_text(one), code_text(two)) == ("a\n", "\n b\n")


def test_a_run_may_begin_with_a_continuing_piece() -> None:
    blocks = split("3. a\n4. b\n5. c")
    assert blocks_html(blocks[1:]) == '<ol start="4">\n<li>b</li>\n<li>c</li>\n</ol>'
    rows = split("| a |\n|---|\n| 1 |\n| 2 |")
    assert "<th>" not in blocks_html(rows[1:]) and blocks_html(rows[1:]).count("<tr>") == 2


def test_every_kind_is_told() -> None:
    text = "p\n\n# h\n\n- l\n\n| t |\n|---|\n\n```\n```\n\n> q\n\n---\n\n<div>x</div>"
    assert [block.kind for block in split(text)] == [
        SegmentKind.PARAGRAPH, SegmentKind.HEADING, SegmentKind.LIST, SegmentKind.TABLE,
        SegmentKind.CODE, SegmentKind.QUOTE, SegmentKind.RULE, SegmentKind.HTML,
    ]  # fmt: skip


def test_pieces_are_plain_values() -> None:
    assert split("a")[0] == Segment(SegmentKind.PARAGRAPH, "a")


def test_pygments_waits_for_the_first_code() -> None:
    code = (
        "import sys; from strakly_desktop.rendering.markdown.markup import to_html; to_html('# a\\n```\\nx\\n```');"
        "assert not any(m.startswith('pygments') for m in sys.modules), 'early';"
        "to_html('```py\\nx=1\\n```'); assert 'pygments.lexers' in sys.modules; assert 'PySide6' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_corpus_is_large() -> None:
    assert len(set(every_answer())) >= 300
