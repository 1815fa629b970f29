"""A long answer leaves its page in parts and comes back: at each moment it is the page that it would be as a whole."""

import random
from collections.abc import Iterator

import pytest
from support.answers import handwritten, styles
from support.documents import snapshot, transcript
from support.looks import real_look

from strakly_desktop.rendering.document.document import (
    AnswerEnd,
    ShownAnswer,
    ShownMessage,
    ShownQuestion,
    TranscriptDocument,
)
from strakly_desktop.rendering.document.shown_messages import AnswerPart

pytestmark = pytest.mark.usefixtures("qapp")

TABLE = "| # | Client | Due |\n|---|---|---:|\n" + "".join(
    f"| {n} | [Rohan](/clients/{n}) | Rs. {n}00 |\n" for n in range(1, 5)
)
KINDS = {
    "a paragraph": "Members **came** this week.\n\n",
    "a heading": "## Dues\n\n",
    "a table": TABLE + "\n",
    "a list": "- one\n- **two**\n\n",
    "numbers": "1. one\n2. two\n\n",
    "code": "```sql\nSELECT 1\nFROM x\n```\n\n",
    "a quote": "> **Tip:** quoted\n\n",
    "a rule": "---\n\n",
    "HTML": "<b>bold</b> and <br> so\n\n",
    "a setext heading": "Dues\n====\n\n",
    "a table after words": "Words:\n" + TABLE,
    "indented code": "    x = 1\n    y = 2\n\n",
    "an emoji": "Done \U0001f44d\U0001f3fd and **so** on\n",
}


@pytest.fixture(autouse=True)
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a few words were a long part: so each border is met."""
    monkeypatch.setattr("strakly_desktop.rendering.document.answer.answer_seams.PART", 12)
    monkeypatch.setattr("strakly_desktop.rendering.document.answer.answer_seams.FIRST_PART", 12)
    monkeypatch.setattr("strakly_desktop.rendering.document.document._FEW_TABLES", 0)


def pieces(text: str, source: random.Random) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = start + source.choice((1, 7, 30, 100, 400))
        yield text[start:end]
        start = end


def asked() -> TranscriptDocument:
    content = transcript()
    content.add_user_message("Question?", "q")
    content.begin_answer("a")
    return content


def at_once(text: str) -> list[object]:
    content = asked()
    content.finish_answer(text, AnswerEnd("From stats", message_id="a"))
    content.link_all()
    return snapshot(content.document)


class Page:
    """An answer that streams in while what stands above its end leaves and comes back."""

    def __init__(self) -> None:
        self.content = asked()
        self.away: list[list[ShownMessage]] = []

    def shorten(self, most: int = 100) -> None:
        for _ in range(min(most, self.content.spare(0))):
            self.away.append(list(self.content.remove_earliest(1)))

    def bring_back(self, most: int = 1_000) -> None:
        for _ in range(min(most, len(self.away))):
            self.content.add_earlier(self.away.pop())

    def finish(self, text: str) -> None:
        self.content.finish_answer(text, AnswerEnd("From stats", message_id="a"))
        self.content.link_all()


def streamed(text: str, seed: object, *, both_ways: bool = False) -> Page:
    source, page = random.Random(str(seed)), Page()
    for piece in pieces(text, source):
        page.content.append(piece)
        page.shorten(source.choice((0, 1, 100)))
        if both_ways and source.random() < 0.2:
            page.bring_back(source.choice((1, 2, 100)))
    page.finish(text)
    return page


def mixed(seed: int) -> str:
    source = random.Random(seed)
    return "".join(source.choice(list(KINDS.values())) for _ in range(18))


@pytest.mark.parametrize("above", KINDS)
def test_a_part_above_any_border_comes_back_in_place(above: str) -> None:
    text = "".join(KINDS[above] + below for below in KINDS.values()) + "The end of it all.\n"
    page = streamed(text, above)
    page.bring_back()
    assert snapshot(page.content.document) == at_once(text)


def test_most_borders_part_an_answer() -> None:
    text = "".join(KINDS[kind] for kind in KINDS) * 2
    page = streamed(text, 1)
    assert len(page.away) >= 10
    shown = "".join(message.text for unit in page.away for message in unit if isinstance(message, AnswerPart))
    assert shown and text.startswith(shown)


@pytest.mark.parametrize("seed", range(6))
def test_any_answer_is_whole_again_however_it_came_and_went(seed: int) -> None:
    text = mixed(seed)
    page = streamed(text, seed, both_ways=True)
    page.bring_back()
    assert snapshot(page.content.document) == at_once(text)


@pytest.mark.parametrize("style", styles())
def test_answers_as_models_write_them_are_whole_again(style: str) -> None:
    text = "\n\n".join(handwritten(style))
    page = streamed(text, style, both_ways=True)
    page.bring_back()
    assert snapshot(page.content.document) == at_once(text)


@pytest.mark.parametrize("seed", range(4))
def test_a_part_stays_above_what_streams_in(seed: int) -> None:
    page = Page()
    for piece in pieces(mixed(seed), random.Random(seed)):
        page.content.append(piece)
        page.shorten()
        assert page.content.takes_earlier


@pytest.mark.parametrize(
    "early",
    ["See [the list].\n\n", "[the list]: /old\n\n", "- [ ] [the list][]\n\n"],
    ids=["use", "definition", "item"],
)
def test_nothing_leaves_below_a_label_whose_address_may_come(early: str) -> None:
    text = KINDS["a paragraph"] * 3 + early + KINDS["a paragraph"] * 6
    rest = "Again [the list].\n\n[the list]: /clients\n"
    page = streamed(text + rest, 3)
    shown = "".join(message.text for unit in page.away for message in unit if isinstance(message, AnswerPart))
    assert "the list" not in shown
    assert early.strip().splitlines()[0][:6] and page.away
    page.bring_back()
    assert snapshot(page.content.document) == at_once(text + rest)


def test_other_line_ends_part_nothing() -> None:
    text = (KINDS["a paragraph"] * 8).replace("\n", "\r\n")
    page = streamed(text, 1)
    assert not page.away
    assert snapshot(page.content.document) == at_once(text)


@pytest.mark.parametrize("brought_back", [0, 1, 100])
def test_an_answer_that_ends_otherwise_than_it_came_is_written_anew(brought_back: int) -> None:
    text = KINDS["a paragraph"] * 8 + TABLE
    other = "## Other\n\n" + TABLE + "\nWords.\n"
    page = Page()
    for piece in pieces(text, random.Random(1)):
        page.content.append(piece)
        page.shorten()
    page.bring_back(brought_back)
    assert page.content.is_other(other) and not page.content.is_other(text + "More")
    kept: list[ShownMessage] = [
        message for unit in page.away for message in unit if isinstance(message, ShownQuestion)
    ]
    page.finish(other)
    if kept:
        page.content.add_earlier(kept)
    assert snapshot(page.content.document) == at_once(other)


@pytest.mark.parametrize("change", ["text size", "width", "theme"])
def test_another_look_of_half_an_answer_is_that_of_the_whole(change: str) -> None:
    text = mixed(77)
    page, whole = Page(), asked()
    half = len(text) // 2
    page.content.append(text[:half])
    whole.append(text[:half])
    page.shorten(3)
    for content in (page.content, whole):
        if change == "width":
            content.set_column(28, 500, 28)
        else:
            content.set_look(real_look(text_scale=1.25) if change == "text size" else real_look("dark"))
        content.append(text[half:])
    page.finish(text)
    whole.finish_answer(text, AnswerEnd("From stats", message_id="a"))
    page.bring_back()
    assert snapshot(page.content.document) == snapshot(whole.document)


def test_half_an_answer_can_be_written_again_in_place() -> None:
    text = mixed(5)
    page = Page()
    page.content.append(text[: len(text) // 2])
    page.shorten(4)
    begun = page.content.break_off()
    assert begun is not None and begun.above and begun.above + begun.text == text[: len(text) // 2]
    entries = list(page.content.start_again(real_look()))
    assert "".join(entry.text for entry in entries) == begun.above[-sum(len(e.text) for e in entries) :]
    page.content.add_messages(entries)
    page.content.begin_answer(begun.message_id, begun.above)
    page.content.append(begun.text)
    page.content.append(text[len(text) // 2 :])
    page.finish(text)
    assert page.content.answer_text == text
    page.bring_back()
    assert snapshot(page.content.document) == at_once(text)


def test_a_finished_answer_in_parts_is_written_again_as_one() -> None:
    text = mixed(6)
    page = streamed(text, 6)
    page.bring_back(2)
    entries = list(page.content.start_again(real_look()))
    page.content.add_messages(entries)
    page.bring_back()
    assert snapshot(page.content.document) == at_once(text)


def test_what_is_shown_otherwise_is_whole() -> None:
    text = mixed(7)
    page = streamed(text, 7)
    page.bring_back(2)
    other = ShownAnswer("Other **words**.", AnswerEnd("From stats", message_id="a"))
    assert page.content.replace({"a": other})
    assert other in (entries := page.content.start_again(real_look()))
    assert not any(isinstance(entry, AnswerPart) for entry in entries)
