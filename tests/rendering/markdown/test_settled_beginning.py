"""A growing line is read from where it can still change, and says what it would say read from its first word on."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from strakly_desktop.rendering.document.answer.growing_paragraph import GrowingParagraph
from strakly_desktop.rendering.markdown.grammar.segments import Segment, SegmentKind
from strakly_desktop.rendering.markdown.html_tree import HtmlNode, parse_html
from strakly_desktop.rendering.markdown.markup import blocks_html
from strakly_desktop.rendering.markdown.partial_markdown import complete_text
from strakly_desktop.rendering.markdown.settled_beginning import SettledBeginning

WORDS = "Members **came often** this *week*, `due` or not, and [Rohan](/clients/5) pays at the desk. "
PIECES = st.sampled_from(
    [
        *("words ", "more of them ", "**bold** ", "*it* ", "~~gone~~ ", "`code` ", "`a ` b` ", "_so_ "),
        *("[link](/clients/5) ", "[a **b** c](/x) ", "[label] ", "[label][] ", "[x](b(c) ", "![p](/q) "),
        *(
            "**",
            "*",
            "_",
            "`",
            "``",
            "[",
            "]",
            "](",
            ")",
            "<b>",
            "</b>",
            "<",
            ">",
            "&amp; ",
            "&",
            "\\",
            "\\* ",
        ),
        *(
            "!",
            "|",
            " ",
            "  ",
            "\t",
            "https://a.example/b ",
            "www.a.example",
            "4*6*8 ",
            "*99*1# ",
            ". ",
            "हिन्दी ",
        ),
    ]
)
TEXTS = st.lists(PIECES, min_size=12, max_size=60).map(lambda pieces: "Some " + "".join(pieces))
REFERENCES = {"label": ("/clients/7", 0, "")}


def segment(text: str) -> Segment:
    return Segment(SegmentKind.PARAGRAPH, text)


def read_whole(run: Sequence[Segment]) -> HtmlNode:
    return parse_html(blocks_html(run, REFERENCES, growing=True))


def test_of_words_with_marks_little_is_read_again() -> None:
    beginning = SettledBeginning()
    text = WORDS * 6
    left = [end - beginning.length_in(text[:end]) for end in range(200, len(text))]
    assert max(left) < 200


def test_a_line_that_begins_anew_is_another() -> None:
    beginning = SettledBeginning()
    assert beginning.length_in(WORDS * 4) > 200
    assert beginning.length_in("Other " + WORDS) < 100
    assert beginning.length_in("- " + WORDS * 4) == 0
    assert beginning.length_in(WORDS * 4) > 200


def test_nothing_is_settled_that_may_be_a_link_with_a_title() -> None:
    text = "Some words that are so many, and more of them [a](b(c) and so on" + " and on" * 40
    assert SettledBeginning().length_in(text) < text.index("[")


@given(TEXTS)
def test_what_is_completed_is_the_same(text: str) -> None:
    settled = SettledBeginning().length_in(text)
    assert text[:settled] + complete_text(text[settled:]) == complete_text(text)


@given(TEXTS, st.integers(7, 60))
def test_what_it_is_read_into_is_the_same(text: str, step: int) -> None:
    growing = GrowingParagraph()
    for end in range(step, len(text) + step, step):
        run = [segment(text[:end])]
        assert growing.read(run, REFERENCES, read_whole) == read_whole(run)


def test_an_address_that_comes_late_is_seen() -> None:
    growing = GrowingParagraph()
    run = [segment(("Some words " * 20).rstrip())]
    growing.read(run, {}, read_whole)
    asked: list[str] = []

    def note(part: Sequence[Segment]) -> HtmlNode:
        asked.append(part[0].source)
        return read_whole(part)

    growing.read(run, {}, note)
    assert len(asked) == 1
    growing.read(run, REFERENCES, note)
    assert "".join(asked[1:]) == run[0].source
