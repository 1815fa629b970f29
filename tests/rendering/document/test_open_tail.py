"""A growing text is edited at its end only, and stands there as if all of it had just been written."""

import random

import pytest
from PySide6.QtGui import QTextDocument
from support.documents import snapshot, transcript
from support.looks import real_look

from strakly_desktop.rendering.document.document import (
    AnswerEnd,
    ShownAnswer,
    ShownQuestion,
    TranscriptDocument,
)
from strakly_desktop.rendering.writing.long_text import LONGEST_BLOCK

WORDS = "Asha **came** 7 times, `due` [Rs. 500](/dues/7) and *pays* late\\n<b>x</b> or ~~not~~, 12 kg "
TEXTS = {
    "words": WORDS * 4,
    "a heading": f"## {WORDS * 2}",
    "a quote": f"> {WORDS * 3}\n> {WORDS}",
    "a list": "".join(f"- {WORDS}\n" for _ in range(4)),
    "numbers": "".join(f"{n}. {WORDS}\n   - {WORDS}\n" for n in range(1, 4)),
    "loose items": "".join(f"- {WORDS}\n\n  {WORDS}\n\n" for _ in range(3)),
    "tasks": "- [ ] one `due`\n- [x] two\n- [link](/a) three\n- []\n",
    "words below a quote": f"> {WORDS}\n\n{WORDS * 2}",
    "marks that never end": "Some `words **and *more ~~of [them](/a " * 4,
    "code that is none": "`a` then ``b and `c` `d " * 5,
    "breaks": "one  \ntwo\\\nthree *four\nfive* " * 5,
    "addresses": "See https://a.example/b?c=d&e and www.b.example, or mail to a@b.example " * 4,
    "languages": "राहुल वर्मा **pays** 5 kg 👍🏽 and नमस्ते `₹ 1,200` " * 6,
    "paragraphs": f"{WORDS}\n\n"
    f"On Fri 27 Nov 2026 Rs. 1,200 came\nin 👍🏽 all.  \n\n{WORDS * 2} of [them][a]\n\n[a]: /x\n\nEnd",
    "paragraphs and others": "**a**\n\n`b`\n\nc\n# d\ne\n- f\n\ng\n\n\n> h\n\n![i](j)\n\n\\\nk\n\n"
    f"{WORDS}\n---\nl\n\n[m]\n\n***",
    "definitions": "[a]: /x\n\n" + "[a] and [b] now **[a]** " * 3,
}


def growing(text: str = "") -> TranscriptDocument:
    content = transcript()
    content.add_user_message("Question?")
    content.begin_answer()
    if text:
        content.append(text)
    return content


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", TEXTS)
def test_a_growing_text_stands_there_as_if_it_had_just_been_written(name: str) -> None:
    text, source = TEXTS[name], random.Random(name)
    content, end = growing(), 0
    while end < len(text):
        start, end = end, end + source.choice((1, 3, 9, 27))
        content.append(text[start:end])
        assert snapshot(content.document) == snapshot(growing(text[:end]).document), text[:end]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", ["words", "a heading", "a quote", "a list"])
def test_it_is_edited_at_its_end_only(name: str) -> None:
    text = TEXTS[name].rpartition("\n")[0] or TEXTS[name]
    content = growing(text[:-90])
    edits = edits_of(content.document)
    for at in range(len(text) - 90, len(text)):
        content.append(text[at])
    end = content.document.characterCount()
    assert edits and min(edits) > end - 140


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("begin", "more"), [("Words and **some", " more**"), ("Some `code` and", " **more**")]
)
def test_what_stands_before_the_words_that_grow_is_left_alone(begin: str, more: str) -> None:
    content = growing(begin)
    edits, last = edits_of(content.document), content.document.toPlainText().rindex(begin[-4:].lstrip("*"))
    content.append(more)
    assert min(edits) >= last


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "text", [WORDS * 3, "Only words and more of them. " * 9, "On 27 Nov Rs. 1,200 came. " * 9]
)
def test_a_paragraph_that_is_over_is_not_written_again(text: str) -> None:
    content = growing(text)
    edits, above = edits_of(content.document), content.document.characterCount() - 140
    content.append(" The last words.\n\nThe next ones")
    assert edits and min(edits) > above


@pytest.mark.usefixtures("qapp")
def test_a_paragraph_that_stayed_where_it_stood_gets_its_late_links() -> None:
    text = f"Ask [Asha][a] today, and **[her]** too\n\n{WORDS}\n\n[a]: /x\n[her]: /y\n"
    content, whole = growing(), growing(text)
    for start in range(0, len(text), 7):
        content.append(text[start : start + 7])
    for page in (content, whole):
        page.finish_answer(text, AnswerEnd())
        page.link_all()
    assert snapshot(content.document) == snapshot(whole.document)


@pytest.mark.usefixtures("qapp")
def test_a_text_that_grows_beyond_a_block_is_written_as_a_whole() -> None:
    text = f"**Very** {'long' * (LONGEST_BLOCK // 4 - 20)}"
    content = growing(text)
    for _ in range(12):
        content.append("**er** and ")
        text += "**er** and "
    assert snapshot(content.document) == snapshot(growing(text).document)


@pytest.mark.usefixtures("qapp")
def test_it_goes_on_in_other_colours_and_in_another_width() -> None:
    content = growing("Some **words** and")
    content.set_look(real_look("dark"))
    content.append(" **mo")
    content.set_column(28, 400, 28)
    content.append("re** of them")
    again = transcript(real_look("dark"), 400)
    again.add_user_message("Question?")
    again.begin_answer()
    again.append("Some **words** and **more** of them")
    assert snapshot(content.document) == snapshot(again.document)


@pytest.mark.usefixtures("qapp")
def test_it_goes_on_where_earlier_messages_came_above_it() -> None:
    content, other = growing("Some **words** and"), growing("Some **words** and **more** of them")
    for page in (content, other):
        page.add_earlier([ShownQuestion("Before?"), ShownAnswer("An answer before", AnswerEnd())])
    content.append(" **more** of them")
    assert snapshot(content.document) == snapshot(other.document)


def edits_of(document: QTextDocument) -> list[int]:
    """Where each edit of a document begins."""
    edits: list[int] = []
    document.contentsChange.connect(lambda start, removed, added: edits.append(start))
    return edits
