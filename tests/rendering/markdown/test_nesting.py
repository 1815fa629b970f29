"""However deep an answer is nested, every word of it is read: on the page, copied, exported and on paper."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from PySide6.QtGui import QFont, QTextCursor
from support.documents import at_once, snapshot, streamed

from strakly_desktop.rendering.document.copied_html import copied_html
from strakly_desktop.rendering.document.copying import copied_text
from strakly_desktop.rendering.markdown.grammar.limits import TREE_LIMIT
from strakly_desktop.rendering.markdown.html_tree import HtmlNode, parse_html
from strakly_desktop.rendering.markdown.markup import to_html
from strakly_desktop.rendering.markdown.sanitizer import sanitize_block
from strakly_desktop.rendering.printing.paginator import Paginator
from strakly_desktop.rendering.printing.printout import Printout, parts_of
from strakly_desktop.rendering.tables.table_data import tables_of

pytestmark = pytest.mark.usefixtures("qapp")

_KINDS = {
    "lists of HTML": ("<ul><li>", "</li></ul>"),
    "unclosed lists of HTML": ("<ul><li>", ""),
    "divisions": ("<div>", "</div>"),
    "divisions on lines": ("<div>\n", "\n</div>"),
    "quotes of HTML": ("<blockquote>", ""),
    "tables of HTML": ("<table><tr><td>", "</td></tr></table>"),
    "tags in a line": ("Word <b>", "</b>"),
    "mixed tags": ("<b><i><u>", "</u></i></b>"),
    "code in HTML": ("<div><pre><code>", ""),
    "definitions of HTML": ("<dl><dd>", ""),
    "quotes": ("> ", ""),
    "bullets": ("- ", ""),
    "numbers": ("7. ", ""),
    "quotes and bullets": ("> - ", ""),
    "bold": ("**a ", " b**"),
    "stars": ("*a **b ", " c** d*"),
    "links": ("[", "](/x)"),
    "brackets": ("[", "]"),
    "pictures": ("![", "](/x)"),
    "anchors": ('<a href="/x">', "</a>"),
    "ticks": ("`a ``b ", ""),
    "HTML in items": ("- <div>", ""),
}


def _shown(text: str) -> str:
    return unescape(re.sub("<[^>]*>", "", to_html(text)))


@pytest.mark.parametrize("depth", [10, 25, 400, 20_000])
@pytest.mark.parametrize("kind", _KINDS)
def test_what_lies_deepest_is_shown(kind: str, depth: int) -> None:
    before, after = _KINDS[kind]
    if depth == 20_000:
        depth = max(3_000, depth // len(before))  # past every limit, also that of a paragraph's length
    text = f"Before.\n\n{before * depth}deepest{after * depth}\n\nBelow."
    page = at_once(text).document
    words = page.toPlainText()
    assert "deepest" in words and "Below." in words and "Before." in words
    everything = QTextCursor(page)
    everything.select(QTextCursor.SelectionType.Document)
    assert "deepest" in copied_text(everything)
    assert "deepest" in unescape(copied_html(everything))
    assert "deepest" in _shown(text)
    tables_of(text)


@pytest.mark.parametrize("kind", _KINDS)
def test_what_lies_deepest_is_on_paper(kind: str) -> None:
    before, after = _KINDS[kind]
    text = f"{before * 1000}deepest{after * 1000}\n\nBelow."
    paginator = Paginator(QFont())
    for segment in parts_of(Printout(text, datetime.now(UTC)), paginator.fonts):
        for _ in paginator.add(segment):
            pass
    words = "".join(document.toPlainText() for document in paginator.documents)
    assert "deepest" in words and "Below." in words


@pytest.mark.parametrize("kind", _KINDS)
def test_deep_answers_stream_as_they_are_written(kind: str) -> None:
    before, after = _KINDS[kind]
    text = f"{before * 60}deepest{after * 60}\n\nBelow."
    segments = [text[start : start + 23] for start in range(0, len(text), 23)]
    assert snapshot(streamed(segments).document) == snapshot(at_once(text).document)


def test_tags_within_the_limit_stay_and_the_others_are_read() -> None:
    rows = "<tr><td>x<td>y" * 300
    html = sanitize_block(f"<table>{rows}</table>" + "<ul>" + "<li>a" * 300 + "</ul>" + "<p>b" * 300)
    assert "&lt;" not in html and html.count("<td>") == 600 and html.count("<li>") == 300
    deep = sanitize_block("<div>" * 30 + "x" + "</div>" * 30 + "<ul><li>y</li></ul>")
    assert deep.count("<div>") == deep.count("</div>") == 24
    assert "&lt;" not in deep and ">x</div>" in deep
    assert deep.endswith("<ul><li>y</li></ul>")


def test_a_tree_is_never_deeper_than_its_limit() -> None:
    root = parse_html("<b>" * 5000 + "x" + "</b>" * 5000 + "y")
    depth = 0
    element: HtmlNode | str = root
    while not isinstance(element, str):
        depth, element = depth + 1, element.children[0]
    assert depth == TREE_LIMIT + 1 and root.text() == "xy" and root.children[-1] == "y"


def test_many_words_of_a_deep_answer_are_all_there() -> None:
    text = "".join(f"<ul><li>word{n} " for n in range(500)) + "</li></ul>" * 500
    words = at_once(text).document.toPlainText()
    assert set(re.findall(r"word\d+", words)) == {f"word{n}" for n in range(500)}
