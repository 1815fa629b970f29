"""Segments that have just been read are not read again: what they were read into shows the same."""

from collections.abc import Callable

import pytest
from hypothesis import given
from support.hostile_markdown import cuttings, documents, example_settings

from strakly_desktop.rendering.markdown import markup
from strakly_desktop.rendering.markdown.grammar.segment_buffer import parted
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser
from strakly_desktop.rendering.markdown.markup import blocks_html

ANSWER = (
    "### Dues\n\nThese **four** owe:\n\n| Name | Due |\n|---|---:|\n| Asha | Rs. 500 |\n| Ravi | Rs. 900 |\n\n"
    "- one\n  - inner\n- two\n\n4. four\n7. seven\n\n> **Tip:** ask them\n>\n> twice\n\nThat is all.\n"
)


@example_settings(80)
@given(documents(), cuttings())
def test_elements_show_what_their_segments_do(text: str, cut: Callable[[str], list[str]]) -> None:
    stream = IncrementalParser()
    for parsed in (*map(stream.append_segments, cut(text)), stream.tail_segments(), stream.finish_segments()):
        segments, elements = parted(parsed)
        for segment in segments:
            alone = blocks_html([segment], stream.references, as_written=True)
            known = blocks_html([segment], stream.references, as_written=True, elements=elements)
            assert known == alone


def test_an_answer_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = IncrementalParser()
    segments, elements = parted(stream.append_segments(ANSWER) + stream.finish_segments())
    whole = blocks_html(segments)
    monkeypatch.delattr(markup, "_read")
    assert blocks_html(segments, elements=elements) == whole
    assert not elements
