"""What is written while other text of the page changes: the place, the size and the colours are those of now."""

import pytest
from PySide6.QtCore import QCoreApplication
from support.documents import at_once, block_with, snapshot, transcript
from support.looks import real_look

from strakly_desktop.rendering.document.document import (
    AnswerEnd,
    ShownAnswer,
    ShownQuestion,
    TranscriptDocument,
)
from strakly_desktop.rendering.look import Look

pytestmark = pytest.mark.usefixtures("qapp")

LINKS = "".join(f"See [client {n}][a-rather-long-label-{n}] about the dues.\n\n" for n in range(6))
ADDRESSES = "".join(f"[a-rather-long-label-{n}]: /clients/{n}\n" for n in range(6))
NEXT = "The **second** answer.\n\n- one\n- two\n\nIts end."
ROWS = "| Who | Due | Note |\n|---|---|---|\n" + "".join(f"| N{n} | {n} | \u2014 |\n" for n in range(1, 30))


def linking(content: TranscriptDocument) -> TranscriptDocument:
    """An answer that has just ended with the addresses of its links."""
    content.add_user_message("First?")
    content.begin_answer()
    content.append(LINKS)
    content.finish_answer(LINKS + ADDRESSES, AnswerEnd())
    assert not content.is_linked
    return content


def expected(look: Look | None = None) -> list[object]:
    whole = transcript(look)
    whole.add_messages(
        [
            ShownQuestion("First?"),
            ShownAnswer(LINKS + ADDRESSES, AnswerEnd()),
            ShownQuestion("Next?"),
            ShownAnswer(NEXT, AnswerEnd()),
        ]
    )
    return snapshot(whole.document)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_the_next_answer_is_whole_while_links_of_the_last_one_are_written(size: int) -> None:
    content = linking(transcript())
    content.add_user_message("Next?")
    content.begin_answer()
    for start in range(0, len(NEXT), size):
        content.append(NEXT[start : start + size])
        if start > size:
            content.link_all()
    content.finish_answer(NEXT, AnswerEnd())
    content.link_all()
    assert snapshot(content.document) == expected()


def test_links_that_come_late_have_the_text_size_of_now() -> None:
    large = real_look(text_scale=1.5)
    content = transcript()
    content.set_look(large)
    linking(content).link_all()
    content.add_user_message("Next?")
    content.begin_answer()
    content.finish_answer(NEXT, AnswerEnd())
    assert snapshot(content.document) == expected(large)


def test_cells_that_come_after_another_theme_have_its_colours() -> None:
    content = transcript()
    content.add_user_message("Question?")
    content.begin_answer()
    for start in range(0, len(ROWS), 40):
        if start == 200:
            content.set_look(real_look("dark"))
        content.append(ROWS[start : start + 40])
    content.finish_answer(ROWS, AnswerEnd())
    assert snapshot(content.document) == snapshot(at_once(ROWS, look=real_look("dark")).document)


def test_the_bubble_above_the_first_words_keeps_the_place_of_the_new_width() -> None:
    content = transcript()
    content.add_user_message("Question?")
    content.begin_answer()
    content.append("The first")
    content.set_column(28, 500, 28)
    content.append(" words and more.")
    content.finish_answer("The first words and more.", AnswerEnd())
    whole = transcript(width=500)
    whole.add_user_message("Question?")
    whole.begin_answer()
    whole.finish_answer("The first words and more.", AnswerEnd())
    assert snapshot(content.document) == snapshot(whole.document)


def test_code_that_begins_with_an_empty_line_is_coloured_as_one() -> None:
    text = "```python\n\nx = '''\ndef no(): pass\n'''\n```\n\nEnd.\n"
    content = transcript()
    content.add_user_message("Question?")
    content.begin_answer()
    for character in text:
        content.append(character)
        QCoreApplication.processEvents()
    content.finish_answer(text, AnswerEnd())
    assert snapshot(content.document) == snapshot(at_once(text).document)
    assert len(block_with(content.document, "def no").textFormats()) == 1
