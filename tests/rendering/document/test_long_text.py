"""Text of great length goes on in further blocks: none takes long to lay out, and nobody can tell from what is read,
copied or found."""

import re
from collections.abc import Callable
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from support.documents import at_once, blocks, snapshot, streamed, transcript
from support.hostile_markdown import cuttings, example_settings
from support.looks import real_look

from strakly_desktop.conversation.written_values import LONGEST_VALUE
from strakly_desktop.rendering.document import document, sheet
from strakly_desktop.rendering.document.answer import answer_writer, run_writer, streaming_answer
from strakly_desktop.rendering.document.answer.streaming_answer import StreamingAnswer
from strakly_desktop.rendering.document.copied_html import copied_html
from strakly_desktop.rendering.document.copying import copied_text
from strakly_desktop.rendering.document.document import AnswerEnd, ShownQuestion, TranscriptDocument
from strakly_desktop.rendering.document.drawing_bugs import DrawingBugs
from strakly_desktop.rendering.markdown.markup import to_html
from strakly_desktop.rendering.writing import block_ends, long_text
from strakly_desktop.rendering.writing.formats import BlockRole, Mark
from strakly_desktop.rendering.writing.long_text import LONGEST_BLOCK, goes_on
from strakly_desktop.rendering.writing.page_format import prepare
from strakly_desktop.rendering.writing.plain_writer import write_plain_bubble
from strakly_desktop.rendering.writing.question_bubble import shown_and_rest
from strakly_desktop.rendering.writing.whole_values import JOINT, with_whole_values
from strakly_desktop.ui.page.code_cards import code_of

pytestmark = pytest.mark.usefixtures("qapp")

Cutting = Callable[[str], list[str]]
_SHORT = 700
_UNITS = (
    *("a", "0123456789", "सदस्यता", "😀", "e\u0301", "Rs. 1,200 on 27 Nov 2026, ", "x\n"),
    *("`a` ", "**b** ", "[Asha][1] "),
)
_BEFORE = (
    *(
        "",
        "",
        "# ",
        "- ",
        "7. ",
        "> ",
        "> - ",
        "    ",
        "```python\n",
        "- ```\n  ",
        "| a | b |\n|---|---|\n| ",
    ),
    *("**", "`", "[", "Due: "),
)
_AFTER = (
    *("", "", "\n", "\n\nDone.\n", "\n```\n\nDone.\n", " | 5 |\n\nDone.\n"),
    *("**", "](/clients/5)", "\n\n[1]: /clients/5\n"),
)
_WRITTEN = ["a", "0123456789", "😀", "सदस्यता", "Rs. 1,200 on 27 Nov 2026, paid. "]


@pytest.fixture
def short_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks and stretches so short that a page of text has many."""
    monkeypatch.setattr(long_text, "LONGEST_BLOCK", _SHORT)
    monkeypatch.setattr(answer_writer, "LONGEST_BLOCK", _SHORT)
    for module in (run_writer, block_ends):
        monkeypatch.setattr(module, "STRETCH", 1_200)


def run_of(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def selected(page: QTextDocument, start: int = 0, end: int | None = None) -> QTextCursor:
    cursor = QTextCursor(page)
    cursor.setPosition(start)
    cursor.setPosition(page.characterCount() - 1 if end is None else end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def longest_block(content: TranscriptDocument) -> int:
    return max(block.length() - 1 for block in blocks(content.document))


@st.composite
def long_texts(draw: st.DrawFn) -> str:
    """Some blocks, in which a short text is repeated very often."""
    parts = []
    lengths = st.sampled_from((3, 90, _SHORT - 2, _SHORT + 30, 1_700, 2_600))
    for _ in range(draw(st.integers(1, 2))):
        runs = draw(st.lists(st.tuples(st.sampled_from(_UNITS), lengths), min_size=1, max_size=3))
        run = "".join(run_of(unit, length) for unit, length in runs)
        parts.append(draw(st.sampled_from(_BEFORE)) + run + draw(st.sampled_from(_AFTER)))
    return "\n\n".join(parts)


@pytest.mark.usefixtures("short_blocks")
@settings(example_settings(12), suppress_health_check=list(HealthCheck))
@given(long_texts(), cuttings(), st.integers(1, 900))
def test_any_long_text_in_any_cutting_ends_as_the_same_page(text: str, cut: Cutting, size: int) -> None:
    head, rest = text[:60], text[60:]
    pieces = [*cut(head), *(rest[at : at + size] for at in range(0, len(rest), size))]
    whole, grown = at_once(text), streamed(pieces)
    whole.link_all()
    assert snapshot(grown.document) == snapshot(whole.document)
    assert longest_block(whole) <= _SHORT


@pytest.mark.parametrize("size", [1_024, 200_000])
@pytest.mark.parametrize("unit", _WRITTEN)
def test_a_long_text_is_copied_as_it_was_written(unit: str, size: int) -> None:
    text = run_of(unit, 30_000).rstrip()
    content = streamed([text[at : at + size] for at in range(0, len(text), size)])
    assert longest_block(content) <= LONGEST_BLOCK
    is_same = copied_text(selected(content.document)) == f"Question?\n{text}"
    assert is_same


@pytest.mark.parametrize("size", [97, 200_000])
@pytest.mark.parametrize("value", ["Rs. 1,200", "98765 43210", "Fri 27 Nov 2026", "₹ 2.5 lakh"])
@pytest.mark.parametrize("unit", ["{}, ", "Due {} for it, ", "- {}; {}; "])
def test_a_long_text_goes_on_in_another_block_within_no_value(unit: str, value: str, size: int) -> None:
    unit = unit.replace("{}", value)
    for shift in range(0, len(unit), 7):
        text = "x" * shift + " " + run_of(unit, 11_000)
        page = streamed([text[at : at + size] for at in range(0, len(text), size)]).document
        seams = [block for block in blocks(page) if goes_on(block) is not None]
        assert seams
        for block in seams:
            before, after = (shown.text().replace(JOINT, " ") for shown in (block.previous(), block))
            near = f"{before[-LONGEST_VALUE:]}{after[:LONGEST_VALUE]}"
            assert with_whole_values(near)[LONGEST_VALUE - 1 :][0] == " ", near


@pytest.mark.parametrize("opening", ["- ", "> ", "7. ", "# "])
def test_a_long_text_within_a_block_is_copied_without_line_breaks(opening: str) -> None:
    text = run_of("0123456789", 15_000)
    content = at_once(opening + text + "\n\nDone.")
    copied = copied_text(selected(content.document))
    is_same = copied.split("\n")[1].removeprefix(opening) == text
    assert is_same
    assert copied.endswith("\nDone.")


@pytest.mark.parametrize("size", [3_000, 100_000])
@pytest.mark.parametrize(
    ("before", "after"),
    [("```python\n", "\n```\n"), ("- ```\n  ", "\n  ```\n"), ("    ", "\n"), ("- x\n\n      ", "\n")],
)
def test_a_long_line_of_code_is_copied_without_line_breaks(before: str, after: str, size: int) -> None:
    line = run_of("print(12, 34); ", 40_000) + "x"
    text = f"{before}{line}{after}"
    content = streamed([text[at : at + size] for at in range(0, len(text), size)])
    is_same = snapshot(content.document) == snapshot(at_once(text).document)
    assert is_same
    assert longest_block(content) <= LONGEST_BLOCK
    code = next(block for block in blocks(content.document) if block.text().startswith("print"))
    assert code.blockFormat().property(Mark.ROLE) == BlockRole.CODE
    is_copied = line in copied_text(selected(content.document)).split("\n")
    assert is_copied
    copied = code_of(int(code.blockFormat().property(Mark.GROUP)), QTextCursor(code))
    is_copied = copied == line
    assert is_copied
    is_in_export = f"{line}\n</code>" in to_html(text)
    assert is_in_export


def test_a_part_of_a_long_text_is_copied_from_where_it_is_selected() -> None:
    text = "".join(f"{number:05d}" for number in range(6_000))
    content = at_once(text)
    page = content.document
    seam = next(block for block in blocks(page) if goes_on(block)).position()
    copied = copied_text(selected(page, seam - 8, seam + 7))
    assert len(copied) == 14 and copied in text
    assert copied_text(selected(page, seam, seam + 7)) == text[text.index(copied) + 7 :][:7]
    assert copied_html(selected(page, seam - 8, seam + 7)) == f"<p>{copied}</p>"


def test_a_part_of_a_text_with_emoji_is_copied_from_where_it_is_selected() -> None:
    content = at_once("😀😀 Asha Rao 😀")
    page = content.document
    start = page.toPlainText().index("Asha") + 2  # Each sign before it counts as two.
    assert copied_text(selected(page, start, start + 8)) == "Asha Rao"


@pytest.mark.parametrize(
    "text",
    [
        *(
            run_of(unit, 200_000).strip()
            for unit in ("a", "Please check this.\n", "राहुल ", "😀", "Due Rs. 1,200 ")
        ),
        "a" + "\n" * 4_000 + "b",
    ],
    ids=["letters", "lines", "Hindi", "emoji", "amounts", "blank lines"],
)
def test_of_a_long_question_the_bubble_shows_the_beginning_and_a_copy_has_all(text: str) -> None:
    content = transcript()
    content.add_user_message(text, "q1")
    assert longest_block(content) <= LONGEST_BLOCK
    assert content.document.characterCount() < 21_000
    formats = [block.blockFormat() for block in blocks(content.document)]
    assert {format_.property(Mark.ROLE) for format_ in formats} == {BlockRole.USER}
    assert {format_.leftMargin() for format_ in formats} == {formats[0].leftMargin()}
    assert all(format_.topMargin() == 0 for format_ in formats[1:-1])
    assert content.block_of("q1") == content.document.begin()
    note = content.document.lastBlock()
    assert "was sent and is kept" in note.text()
    page = content.document
    is_same = copied_text(selected(page)) == text
    assert is_same
    is_same = copied_html(selected(page)) == "<p>" + escape(text).replace("\n", "<br>") + "</p>"
    assert is_same
    assert copied_text(selected(page, note.position())) == note.text()
    is_cut = copied_text(selected(page, 0, note.position() + 8)).endswith(note.text()[:8])
    assert is_cut


@pytest.mark.parametrize("earlier", [False, True])
def test_a_long_question_keeps_its_rest_wherever_it_is_moved(earlier: bool) -> None:
    text = run_of("Asha Rao paid.\n", 60_000)
    content = transcript()
    content.add_user_message("Second?", "q2")
    if earlier:
        content.add_earlier([ShownQuestion(text, "q1", "")])
    else:
        content.add_user_message(text, "q1")
    content.set_column(28, 500, 28)
    content.set_look(real_look(text_scale=1.3))
    is_whole = text in copied_text(selected(content.document))
    assert is_whole


def test_a_question_that_is_hardly_longer_is_shown_whole() -> None:
    content = transcript()
    content.add_user_message(run_of("Asha Rao. ", 20_400), "q1")
    assert "kept" not in content.document.toPlainText()


def test_turns_with_a_long_question_are_taken_off_the_page_as_one() -> None:
    content = transcript()
    for number in range(4):
        content.add_user_message(f"{number} " + run_of("Asha Rao paid. ", 16_000), f"q{number}")
        content.begin_answer()
        content.finish_answer("Done.", AnswerEnd(message_id=f"a{number}"))
    assert [
        message.message_id for message in content.remove_earliest(2) if isinstance(message, ShownQuestion)
    ] == [
        "q0",
        "q1",
    ]
    assert content.document.begin() == content.block_of("q2")


def test_a_long_question_that_failed_to_be_drawn_is_copied_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "write_bubble", None)
    text = run_of("Asha Rao paid.\n", 60_000).strip()
    content = transcript()
    content.add_user_message(text, "q1")
    assert longest_block(content) < 10_000
    is_whole = copied_text(selected(content.document)).strip() == text
    assert is_whole


def test_a_long_item_keeps_its_place_beside_one_marker() -> None:
    text = "- " + run_of("a", 25_000) + "\n- Second."
    content = at_once(text)
    item = [block for block in blocks(content.document) if block.text().startswith("aa")]
    lists = [block.textList() for block in item]
    assert lists[0] is not None and set(lists[1:]) == {None}
    second = next(block for block in blocks(content.document) if block.text() == "Second.")
    assert second.textList() == lists[0] and lists[0].count() == 2
    assert {block.blockFormat().indent() for block in item[1:]} == {lists[0].format().indent()}


def test_links_whose_addresses_come_last_are_written_into_a_long_paragraph() -> None:
    text = run_of("[Asha Rao][1] paid. ", 30_000) + "[Asha Rao][1]\n\n[1]: /clients/5\n"
    grown = streamed([text[at : at + 2_000] for at in range(0, len(text), 2_000)])
    whole = at_once(text)
    whole.link_all()
    assert snapshot(grown.document) == snapshot(whole.document)
    assert "[" not in grown.document.toPlainText()


@pytest.mark.parametrize("size", [4_096, 2_000_000])
def test_of_an_answer_of_megabytes_the_page_has_the_beginning_and_says_so(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(streaming_answer, "DRAWN_LIMIT", 9_000)
    monkeypatch.setattr(document, "DRAWN_LIMIT", 9_000)
    text = run_of("Asha Rao paid for Gold. ", 1_500_000)
    content = streamed([text[at : at + size] for at in range(0, len(text), size)])
    shown = copied_text(selected(content.document))
    head, _, note = shown.rpartition("\n")
    # Not compared in the assertion: it would take minutes to tell how they differ.
    begins = head == ("Question?\n" + text[:9_000]).rstrip()
    assert begins
    assert note == (
        "The page ends here  The rest of this answer (1.5 MB) is kept: copy the answer or export the conversation"
        " to read it."
    )
    is_whole = content.answer_text == text
    assert is_whole
    content.set_look(real_look(text_scale=1.3))
    is_same = copied_text(selected(content.document)) == shown
    assert is_same


@pytest.mark.parametrize("size", [501, 2_000_000])
@pytest.mark.parametrize("word", ["Rs. 108,750 ", "w44443 "])
def test_the_page_ends_before_a_word_that_is_not_whole(
    monkeypatch: pytest.MonkeyPatch, word: str, size: int
) -> None:
    for module in (streaming_answer, document):
        monkeypatch.setattr(module, "DRAWN_LIMIT", 9_003)
    text = word * 2_000
    content = streamed([text[at : at + size] for at in range(0, len(text), size)])
    head, _, note = copied_text(selected(content.document)).rpartition("\n")
    assert note.startswith("The page ends here")
    assert head.endswith(word.strip())


@pytest.mark.parametrize("is_plain", [False, True])
@pytest.mark.parametrize("place", range(12))
def test_a_long_question_ends_before_a_word_that_is_not_whole(
    monkeypatch: pytest.MonkeyPatch, place: int, is_plain: bool
) -> None:
    text = "x" * place + " Rs. 108,750" * 5_000
    page = QTextDocument()
    if is_plain:
        write_plain_bubble(page, real_look(), text, "")
        shown = page.toPlainText().partition("\n")[2].partition("\n")[0]
    else:
        shown = shown_and_rest(text)[0]
    assert re.search(r" Rs\. 108,750 $", shown.rstrip() + " "), shown[-30:]
    assert len(shown) > 8_000


def test_the_rest_of_an_answer_that_failed_to_be_drawn_is_told_of_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streaming_answer, "DRAWN_LIMIT", 9_000)
    monkeypatch.setattr(document, "DRAWN_LIMIT", 9_000)
    monkeypatch.setattr(answer_writer.AnswerWriter, "show", None)
    text = run_of("Asha Rao. ", 12_000)
    content = streamed([text[at : at + 500] for at in range(0, len(text), 500)])
    shown = copied_text(selected(content.document))
    assert "The page ends here" in shown
    assert shown.endswith("is kept: copy the answer or export the conversation to read it.")
    assert (shown.count("(3 KB)"), shown.count("Asha Rao.")) == (1, 900)


def rows(count: int) -> str:
    head = "| Client | Due |\n|---|---|\n"
    return head + "".join(f"| Asha {row} | Rs. {18_500 + row:,} |\n" for row in range(count))


LONG_ANSWERS = {
    "a table": rows(600),
    "a list": "".join(f"- Asha {row} owes Rs. {18_500 + row:,}\n" for row in range(600)),
    "a paragraph": run_of("Asha owes Rs. 18,500 since 12 Dec 2026 and calls from 98765 43210. ", 12_000),
    "lines": run_of("Due on 12 Dec 2026 are Rs. 18,500.\n", 12_000),
}


@pytest.mark.parametrize("size", [7, 700, 100_000])
@pytest.mark.parametrize("text", LONG_ANSWERS.values(), ids=LONG_ANSWERS)
@pytest.mark.parametrize("limit", range(8_990, 9_060, 7))
def test_a_long_answer_is_cut_between_lines_or_words_and_in_no_value(
    monkeypatch: pytest.MonkeyPatch, text: str, size: int, limit: int
) -> None:
    monkeypatch.setattr(streaming_answer, "DRAWN_LIMIT", limit)
    page = QTextDocument()
    prepare(page)
    answer = StreamingAnswer(page, real_look(), 600, DrawingBugs(), fresh=True)
    for at in range(0, len(text), size):
        answer.append(text[at : at + size])
    shown = text[: answer.length]
    assert limit - 2_000 <= len(shown) <= limit
    if text[0] in "-|":
        assert shown.endswith("\n")
    else:
        value = re.search(r"(Rs\.|\d|Dec) $", shown)
        assert shown[-1].isspace()
        assert value is None, shown[-30:]
    before = answer.length
    answer.finish(text)
    assert answer.length == before, "the end of it comes to the same"


def test_an_answer_that_ends_below_the_limit_is_drawn_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming_answer, "DRAWN_LIMIT", 9_000)
    monkeypatch.setattr(document, "DRAWN_LIMIT", 9_000)
    text = run_of("Asha Rao paid. ", 8_985) + "The last words."
    content = streamed([text[at : at + 500] for at in range(0, len(text), 500)])
    assert copied_text(selected(content.document)).endswith("The last words.")
