"""An answer may be hostile and its tokens cut anywhere: what was streamed is what would have been written at once."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from support.documents import at_once, snapshot, streamed
from support.hostile_markdown import cuttings, documents, example_settings

from strakly_desktop.rendering.markdown.grammar.segments import Segment
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser, split
from strakly_desktop.rendering.markdown.markup import blocks_html, to_html

_ROWS = "".join(f"| {n} | [Asha Rao](/clients/5) | Gold 12 months | Rs. 12,000 |\n" for n in range(40))
_NEAR_TABLES = [
    f"| Name | Plan | Due |\n|---|---|\n{_ROWS}\n**Total: Rs. 4,80,000**\n",
    f"{_ROWS}\nDone.\n",
    f"{_ROWS}|---|---|---|---|\n{_ROWS}\nDone.\n",
    "Members who pay late:\n" * 60 + f"| a | b | c | d |\n|---|---|---|---|\n{_ROWS}\nDone.\n",
    "- x\n" + "".join(f"  {line}\n" for line in (_ROWS + "|---|\n" + _ROWS).splitlines()) + "\nDone.\n",
    "> " + (_ROWS + "|---|---|---|---|\n" + _ROWS).replace("\n", "\n> ") + "\n\nDone.\n",
]
_UNDERLINED = "Members who pay late:\n" * 60 + "| Asha |\n-"
Cutting = Callable[[str], list[str]]


@pytest.mark.parametrize("size", [1, 7, 33, 100])
@pytest.mark.parametrize("text", _NEAR_TABLES)
def test_rows_that_make_no_table_are_all_shown(text: str, size: int) -> None:
    stream = IncrementalParser()
    segments: list[Segment] = []
    for start in range(0, len(text), size):
        segments += stream.append(text[start : start + size])
        stream.tail()
    segments += stream.finish()
    html = to_html(text)
    assert tuple(segments) == split(text)
    assert blocks_html(segments, stream.references) == html
    assert html.count("Asha Rao") == text.count("Asha Rao") and html.split("\n")[-1].startswith("<p>")


def test_a_line_under_a_paragraph_that_was_cut_makes_no_table_of_its_last_line() -> None:
    assert blocks_html(split(_UNDERLINED)) == to_html(_UNDERLINED)
    assert "Asha" in to_html(_UNDERLINED)


@example_settings(80)
@given(documents(), cuttings())
def test_any_document_in_any_cutting_gives_the_same_pieces(text: str, cut: Cutting) -> None:
    stream = IncrementalParser()
    segments: list[Segment] = []
    for token in cut(text):
        segments += stream.append(token)
        blocks_html(stream.tail(), stream.references)
    segments += stream.finish()
    assert tuple(segments) == split(text)
    assert stream.tail() == ()
    assert blocks_html(segments, stream.references) == to_html(text)


@pytest.mark.usefixtures("qapp")
@settings(
    example_settings(30), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(documents(), cuttings())
def test_any_document_in_any_cutting_ends_as_the_same_page(text: str, cut: Cutting) -> None:
    whole, grown = at_once(text).document, streamed(cut(text)).document
    assert snapshot(grown) == snapshot(whole)
