"""A list item or quote that is too long is handed out in several segments: together they read as one."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.hostile_markdown import cuttings, documents, example_settings

from strakly_desktop.rendering.markdown.grammar import open_containers
from strakly_desktop.rendering.markdown.grammar.limits import SLICE_HARD
from strakly_desktop.rendering.markdown.grammar.segments import Segment
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser, split
from strakly_desktop.rendering.markdown.markup import blocks_html, to_html

Cutting = Callable[[str], list[str]]


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    return lambda length: monkeypatch.setattr(open_containers, "CONTAINER_SOFT", length)


@settings(example_settings(30), suppress_health_check=list(HealthCheck))
@given(documents(contained=True), cuttings(), st.sampled_from([1, 12, 60, 300]))
def test_in_any_cutting_the_segments_read_as_the_whole(
    limit: Callable[[int], None], text: str, cut: Cutting, size: int
) -> None:
    limit(10**9)
    whole = to_html(text)
    limit(size)
    stream = IncrementalParser()
    segments: list[Segment] = []
    for token in cut(text):
        segments += stream.append(token)
        blocks_html(stream.tail(), stream.references)
    segments += stream.finish()
    assert tuple(segments) == split(text)
    assert stream.tail() == ()
    assert to_html(text) == whole
    assert blocks_html(segments, stream.references) == whole


_LINE = "Asha Rao renewed **Gold** for [12 months](/clients/5).\n"
_ROW = "| Asha Rao | [Gold](/clients/5) |\n"
_GROWING = {
    "lines of an item": ("- ", "  " + _LINE),
    "words of an item": ("- ", _LINE.replace("\n", " ")),
    "lazy lines of an item": ("- ", _LINE),
    "paragraphs of an item": ("- x\n", "\n  " + _LINE),
    "items of an item": ("- x\n", "  - " + _LINE),
    "loose numbers of an item": ("1. x\n", "\n   1. " + _LINE),
    "items of items of an item": ("- x\n  - y\n", "    - " + _LINE),
    "a quote of an item": ("- x\n", "  > " + _LINE),
    "a table of an item": ("- x\n\n  | a | b |\n  |---|---|\n", "  " + _ROW),
    "code of an item": ("- x\n\n  ```python\n", "  renew('Asha Rao')\n"),
    "indented code of an item": ("- x\n\n", "      renew('Asha Rao')\n"),
    "definitions of an item": ("- x\n\n", "  [a]: /clients/5\n"),
    "items of a quote": ("> x\n", "> - " + _LINE),
    "quotes of a quote": ("> x\n", "> > " + _LINE),
    "paragraphs of a quote of a quote": ("> x\n", "> >\n> > " + _LINE),
    "a table of a quote": ("> | a | b |\n> |---|---|\n", "> " + _ROW),
    "words of a quote": ("> ", _LINE.replace("\n", " ")),
}


@pytest.mark.parametrize("kind", _GROWING)
def test_what_is_read_again_is_never_much(kind: str) -> None:
    head, line = _GROWING[kind]
    text = head + line * (60_000 // len(line))
    stream = IncrementalParser()
    segments: list[Segment] = []
    for start in range(0, len(text), 1_000):
        segments += stream.append(text[start : start + 1_000])
        assert sum(len(segment.source) for segment in stream.tail()) < 2 * SLICE_HARD
    segments += stream.finish()
    assert tuple(segments) == split(text)
    assert blocks_html(segments, stream.references) == to_html(text)


def test_an_item_of_usual_length_stays_one() -> None:
    text = "- All:\n" + "  - Asha Rao renewed for 12 months.\n" * 60 + "- Done.\n"
    assert [segment.within for segment in split(text)] == [None, None]
