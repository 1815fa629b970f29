"""A block of HTML that is too long is handed out in parts, each read by itself: nothing is lost, or read twice."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.documents import at_once, snapshot, streamed
from support.hostile_markdown import cuttings, documents, example_settings

from strakly_desktop.rendering.markdown.grammar import html_cutting
from strakly_desktop.rendering.markdown.grammar.limits import HTML_HARD
from strakly_desktop.rendering.markdown.grammar.segments import Segment
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser, split
from strakly_desktop.rendering.markdown.markup import blocks_html, to_html
from strakly_desktop.rendering.tables.table_data import tables_of

Cutting = Callable[[str], list[str]]

_ROW = "<tr><td>Asha Rao</td>\n<td><b>Gold</b></td></tr>\n"
_GROWING = {
    "lines": ("<div>\n", "<b>Asha Rao</b> renewed Gold<br>\n"),
    "paragraphs": ("<div>\n", "<p>Asha Rao renewed <b>Gold</b>.</p>\n"),
    "one paragraph": ("<p>\n", "Asha Rao renewed <b>Gold</b>.\n"),
    "rows": ("<table>\n<tr><th>Name</th><th>Plan</th></tr>\n", _ROW),
    "rows of parts": ("<table><thead>\n<tr><th>Name<th>Plan\n</thead>\n<tbody>\n", _ROW),
    "items": ("<ul>\n", "<li>Asha Rao renewed <b>Gold</b></li>\n"),
    "items without ends": ("<ol>\n", "<li>Asha Rao renewed\n<b>Gold</b>\n"),
    "items of an item": ("<ul><li>All:\n<ul>\n", "<li>Asha Rao renewed</li>\n"),
    "words that stay bold": ("<div><b>\n", "Asha Rao renewed.\n"),
    "code": ("<pre>\n", "renew('Asha Rao')\n"),
    "tags of several lines": ("<div>\n", "<a\nhref='/clients/5'\n>Asha Rao</a>\n"),
    "a comment without an end": ("<!--\n", "Asha Rao renewed.\n"),
    "lines beside a comment": ("<div>\n", "Asha Rao <!-- renewed\nGold -->\n"),
    "what is never ended": ("<div>\n", "<b>Asha Rao\n<div>\n"),
}
_WITHIN = {"": "", "- ": "  ", "> - ": ">   "}


def _text(kind: str, mark: str, length: int) -> str:
    head, line = _GROWING[kind]
    lines = (head + line * (length // len(line))).splitlines()
    return mark + f"\n{_WITHIN[mark]}".join(lines) + "\n\nDone.\n"


@pytest.mark.parametrize("mark", _WITHIN)
@pytest.mark.parametrize("kind", _GROWING)
def test_however_long_little_of_it_is_read_again(kind: str, mark: str) -> None:
    text = _text(kind, mark, 26_000)
    stream = IncrementalParser()
    segments: list[Segment] = []
    for start in range(0, len(text), 1_000):
        segments += stream.append(text[start : start + 1_000])
        assert sum(len(segment.source) for segment in stream.tail()) < 2 * HTML_HARD
    segments += stream.finish()
    assert tuple(segments) == split(text)
    html = to_html(text)
    assert blocks_html(segments, stream.references) == html
    assert html.count("Asha Rao") == text.count("Asha Rao")
    assert len(segments) > 2
    shows_tags = "comment" in kind or kind in ("words that stay bold", "what is never ended")
    assert "&lt;" not in html or shows_tags


@settings(example_settings(25), suppress_health_check=list(HealthCheck))
@given(documents(contained=True), cuttings(), st.sampled_from([1, 12, 60, 300]))
def test_in_any_cutting_the_parts_are_the_same(
    monkeypatch: pytest.MonkeyPatch, text: str, cut: Cutting, size: int
) -> None:
    uncut = _words(to_html(text))
    monkeypatch.setattr(html_cutting, "HTML_SOFT", size)
    monkeypatch.setattr(html_cutting, "HTML_HARD", 2 * size)
    monkeypatch.setattr(html_cutting, "HTML_TRY_EVERY", max(1, size // 4))
    stream = IncrementalParser()
    segments: list[Segment] = []
    for token in cut(text):
        segments += stream.append(token)
        blocks_html(stream.tail(), stream.references)
    segments += stream.finish()
    html = to_html(text)
    assert tuple(segments) == split(text)
    assert blocks_html(segments, stream.references) == html
    assert not uncut - _words(html)


@pytest.mark.usefixtures("qapp")
@settings(example_settings(5), suppress_health_check=list(HealthCheck))
@given(documents(contained=True), cuttings(), st.sampled_from([12, 60, 300]))
def test_in_any_cutting_it_ends_as_the_same_page(
    monkeypatch: pytest.MonkeyPatch, text: str, cut: Cutting, size: int
) -> None:
    monkeypatch.setattr(html_cutting, "HTML_SOFT", size)
    monkeypatch.setattr(html_cutting, "HTML_HARD", 2 * size)
    whole, grown = at_once(text), streamed(cut(text))
    whole.link_all()
    assert snapshot(grown.document) == snapshot(whole.document)


def test_a_table_has_its_header_in_every_part_and_a_list_counts_on() -> None:
    tables = tables_of(_text("rows", "", 36_000))
    assert len(tables) > 2
    assert {table.headers for table in tables} == {("Name", "Plan")}
    assert {tuple(cell.text for cell in row) for table in tables for row in table.rows} == {
        ("Asha Rao", "Gold")
    }
    html = to_html(_text("items without ends", "", 36_000))
    starts = [int(start) for start in re.findall(r'<ol start="([0-9]+)">', html)]
    parts = re.split(r"<ol[^>]*>", html)[1:]
    assert starts == [1 + sum(part.count("<li>") for part in parts[:end]) for end in range(1, len(parts))]


def _words(html: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", re.sub("<[^>]*>", " ", html)))
