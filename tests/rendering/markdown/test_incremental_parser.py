"""The splitter: the same segments however the text is cut, and nothing raw in a tail."""

import re
from functools import cache
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.answers import every_answer, handwritten

from strakly_desktop.rendering.markdown.grammar.segments import Segment, SegmentKind
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser, split
from strakly_desktop.rendering.markdown.markup import blocks_html, to_html

_MARKDOWN = st.text(alphabet="ab1 .\n\n-*_`~#>|[]()!<&:\\\t=x", max_size=200)
_LONG = (
    "word *it* " * 1500,
    "open *one " * 3000,
    "line **b** and `c`\n" * 900,
    "- item\n  " + "long `text` " * 900 + "\n- next",
    "x" * 40_000,
    "> " + "quote " * 2000,
    "```\n" + "x = 1 " * 2000 + "\n```\nafter",
    "See [it][r7].\n\n" + "".join(f"[r{n}]: /clients/{n}\n" for n in range(400)) + "after",
)


@cache
def _answers() -> list[str]:
    return [*every_answer(), *_LONG]


def _streamed(text: str, cuts: list[int]) -> tuple[tuple[Segment, ...], IncrementalParser]:
    stream = IncrementalParser()
    blocks: list[Segment] = []
    edges = sorted({min(cut, len(text)) for cut in cuts})
    for begin, end in zip([0, *edges], [*edges, len(text)], strict=True):
        blocks += stream.append(text[begin:end])
        stream.tail()
    blocks += stream.finish()
    return tuple(blocks), stream


def _shown(html: str) -> str:
    """What a reader sees, without the blanks."""
    return re.sub(r"\s", "", unescape(re.sub("<[^>]*>", "", html)))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(range(len(_answers()))), st.lists(st.integers(0, 3000), max_size=12))
def test_any_way_of_cutting_gives_the_same_pieces(index: int, cuts: list[int]) -> None:
    text = _answers()[index]
    blocks, stream = _streamed(text, cuts)
    assert blocks == split(text)
    assert stream.tail() == ()


@settings(max_examples=400, deadline=None)
@given(_MARKDOWN, st.lists(st.integers(0, 200), max_size=6))
@example("- a\n\n\n  b\n* c", [3, 5])
@example("a\r\n\r\nb\r", [2, 3])
def test_arbitrary_text_streams_as_it_renders(text: str, cuts: list[int]) -> None:
    blocks, stream = _streamed(text, cuts)
    assert blocks == split(text)
    assert blocks_html(blocks, stream.references) == to_html(text)


@pytest.mark.parametrize("index", range(0, len(_answers()), 1))
def test_pieces_read_alone_give_the_whole(index: int) -> None:
    text = _answers()[index]
    stream = IncrementalParser()
    blocks = stream.append(text) + stream.finish()
    assert blocks_html(blocks, stream.references) == to_html(text)


def test_pieces_point_into_the_answer() -> None:
    for text in _answers():
        for block in split(text):
            assert text[block.start :].lstrip("\n").startswith(block.source.split("\n")[0].lstrip("\n"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It is **bo", "It is <strong>bo</strong>"),
        ("It is **", "It is"),
        ("It is **bold*", "It is <strong>bold</strong>"),
        ("an *italic wo", "an <em>italic wo</em>"),
        ("~~old pri", "<del>old pri</del>"),
        ("see [Li", "see Li"),
        ("see [Link](http://exa", "see Link"),
        ("see [Link]", "see Link"),
        ("a `co", "a <code>co</code>"),
        ("a `", "a"),
        ("Fish &am", "Fish"),
        ("go to https://exa", "go to https://exa"),
        ("break <b", "break"),
        ("![pho", "pho"),
        ("end\\", "end"),
        ("text\n-", "text"),
        ("text\n---", "text"),
        ("text\n#", "text"),
        ("## Half **he", "<h2>Half <strong>he</strong></h2>"),
        ("a **b *c", "a <strong>b <em>c</em></strong>"),
    ],
)
def test_unfinished_text_never_shows_raw(text: str, shown: str) -> None:
    stream = IncrementalParser()
    settled = stream.append(text)
    html = blocks_html(settled + stream.tail())
    assert html in (shown, f"<p>{shown}</p>")


def test_a_table_is_one_from_its_first_row_on() -> None:
    stream = IncrementalParser()
    stream.append("Before\n| Name | Sta")
    html = blocks_html(stream.tail())
    assert html.startswith("<p>Before</p>\n<table>") and "|" not in html
    for segment in ("tus |\n", "|--", "-|---", "|\n"):
        stream.append(segment)
        assert "|" not in blocks_html(stream.tail())
    (row,) = stream.append("| Asha | **Act") + stream.tail()
    assert row.kind is SegmentKind.TABLE and row.continues
    assert "<td><strong>Act</strong></td>" in blocks_html([row])


def test_what_a_tail_shows_is_never_taken_back() -> None:
    """Each prefix shows a beginning of what the finished answer shows (link texts and code included)."""
    for style in ("gym", "plain", "languages"):
        for text in handwritten(style):
            final = _shown(to_html(text))
            stream = IncrementalParser()
            settled: tuple[Segment, ...] = ()
            for char in text:
                settled += stream.append(char)
                shown = _shown(blocks_html(settled + stream.tail(), stream.references))
                assert final.startswith(shown), (text, shown[-40:])


def test_prefixes_of_every_answer_show_no_markers() -> None:
    marker = re.compile(r"\*\*|```|\]\(|\|---")
    for text in (answer for style in ("gym", "lists", "messy", "languages") for answer in handwritten(style)):
        if marker.search(_shown(to_html(text))):
            continue
        stream = IncrementalParser()
        for char in text:
            stream.append(char)
            assert not marker.search(_shown(blocks_html(stream.tail(), stream.references)))


class _ReadingAll(IncrementalParser):
    """One that knows no line by its first letter."""

    def _line_of_words(self) -> None:
        return None


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(range(len(_answers()))), st.lists(st.integers(1, 90), min_size=20, max_size=60))
def test_what_is_known_of_a_tail_by_its_first_letter_is_what_it_is_read_into(
    index: int, steps: list[int]
) -> None:
    """Of words, and of rows, which a table does not show before they are whole."""
    quick, whole = IncrementalParser(), _ReadingAll()
    text, end = _answers()[index], 0
    for step in steps:
        start, end = end, end + step
        for stream in (quick, whole):
            stream.append(text[start:end])
        is_row = quick.is_within_row
        found, read = quick.tail_segments(), whole.tail_segments()
        assert [(one, element.tag, element.text) for one, element in found] == [
            (one, element.tag, element.text) for one, element in read
        ]
        assert quick.take_continuation() == whole.take_continuation()
        assert not is_row or all(one.kind is SegmentKind.TABLE and one.continues for one, _ in found)


def test_rows_items_and_code_lines_settle_one_by_one() -> None:
    stream = IncrementalParser()
    assert [b.kind for b in stream.append("| a | b |\n|---|---|\n")] == [SegmentKind.TABLE]
    assert [b.source for b in stream.append("| 1 | 2 |\n| 3 | 4 |\n")] == ["| 1 | 2 |", "| 3 | 4 |"]
    stream.append("\n1. x\n1. y\n")
    (second,) = stream.append("1. z\n")
    assert second.head == "2" and second.continues
    assert '<ol start="2">' in blocks_html([second])
    stream.append("\n```py\n")
    lines = stream.append("a = 1\nb = 2\n")
    assert [b.source for b in lines] == ["a = 1", "b = 2"]


def test_long_paragraphs_settle_in_slices() -> None:
    stream = IncrementalParser()
    settled = [block for _ in range(4000) for block in stream.append("some *text* ")]
    assert len(settled) >= 8 and all(block.continues for block in settled[1:])
    assert all(len(block.source) < 17_000 for block in (*settled, *stream.tail()))


def test_a_call_costs_the_same_late_as_early() -> None:
    """The work of a call, counted in lines kept for the tail, does not grow with the answer."""
    stream = IncrementalParser()
    for number in range(2000):
        stream.append(f"Paragraph {number}\n\n- item {number}\n\n| a | b |\n|---|---|\n| {number} | x |\n\n")
        assert sum(len(block.source) for block in stream.tail()) < 100


def test_late_references_reach_the_finished_answer() -> None:
    text = "See [the plan][p].\n\n[p]: /plans/3\n"
    stream = IncrementalParser()
    blocks = stream.append(text) + stream.finish()
    assert "<a" not in blocks_html(blocks)
    assert (
        blocks_html(blocks, stream.references)
        == '<p>See <a href="/plans/3">the plan</a>.</p>'
        == to_html(text)
    )


@pytest.mark.parametrize("mark", ["", "> ", "   "])
def test_a_long_list_of_addresses_is_read_to_its_end(mark: str) -> None:
    lines = [
        f'{mark}[r{n}]: https://example.com/clients/{n}{" " * (n % 2)}\n{mark}  "Client {n}"'
        for n in range(300)
    ]
    named = " ".join(f"[{n}][r{n}]" for n in range(1, 299))
    text = f"See [the first][r0] and [the last][r299].\n\n{named}\n\n" + "\n".join(lines) + "\n"
    html = to_html(text)
    assert html.count("<a href") == 300 and html.count("Client") == 300 and "[r" not in html
    stream = IncrementalParser()
    stream.append(text)
    assert len(stream.references) == 299 and sum(len(block.source) for block in stream.tail()) < 100


def test_an_address_ends_only_where_nothing_can_belong_to_it() -> None:
    text = "[a]: /x\n'the title\n[b]: of a'\n\n[c]:\n[d]: /y\n\n[e]: /z\nNo title\n"
    stream = IncrementalParser()
    shown = _shown(blocks_html([*stream.append(text), *stream.finish()]))
    assert dict(stream.references) == {"a": ("/x", 0, "the title\n[b]: of a"), "e": ("/z", 45, "")}
    assert shown == "[a]:/x'thetitle[b]:ofa'[c]:[d]:/y[e]:/zNotitle"


@pytest.mark.parametrize(
    "link", ["[Asha Rao](/clients/5),", "[Asha](/clients/5)", "([Asha Rao](/clients/5))"]
)
def test_a_long_paragraph_is_cut_within_no_link(link: str) -> None:
    text = "Due: " + link * 4_000
    stream = IncrementalParser()
    segments = stream.append(text) + stream.finish()
    assert len(segments) > 10
    assert blocks_html(segments).count("<a href") == 4_000
    assert "](" not in blocks_html(segments)
