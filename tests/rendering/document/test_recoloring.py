"""Another look for a long conversation: what is in sight at once, the rest soon, and in the end all of it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication
from support.answers import handwritten
from support.documents import block_with, snapshot, transcript
from support.looks import real_look

from strakly_desktop.rendering.document.document import AnswerEnd, TranscriptDocument
from strakly_desktop.rendering.look import Look

pytestmark = pytest.mark.usefixtures("qapp")

ANSWER = "\n\n".join(handwritten("gym")) + "\n\n[The end](/clients/9)\n"
LIGHT, DARK = real_look("light"), real_look("dark")


def conversation(turns: int = 6) -> TranscriptDocument:
    content = transcript(LIGHT)
    for number in range(turns):
        content.add_user_message(f"Question {number}?")
        content.begin_answer()
        content.finish_answer(ANSWER, AnswerEnd())
    return content


def color_at(content: TranscriptDocument, text: str) -> str:
    block = block_with(content.document, text)
    return block.begin().fragment().charFormat().foreground().color().name()


@pytest.fixture
def dark() -> list[object]:
    content = conversation()
    content.set_look(DARK)
    return snapshot(content.document)


def at_the_first_question(content: TranscriptDocument) -> tuple[int, int]:
    block = block_with(content.document, "Question 0?")
    return block.position(), block.position() + block.length()


def test_what_is_in_sight_comes_first_and_all_the_rest_follows(dark: list[object]) -> None:
    content = conversation()
    content.set_look(DARK, in_sight=at_the_first_question(content))
    assert color_at(content, "Question 0?") == DARK.colors["bubble-text"].lower()
    assert color_at(content, "Question 5?") == LIGHT.colors["bubble-text"].lower()
    _let_it_finish()
    assert snapshot(content.document) == dark


def _let_it_finish() -> None:
    """Many more passes than it takes: what is left behind must not come later either."""
    for _ in range(100):
        QCoreApplication.processEvents()


def _grow(content: TranscriptDocument) -> None:
    content.add_user_message("More?")


def _rescale(content: TranscriptDocument) -> None:
    content.set_look(real_look("light", text_scale=1.25))


def _back(content: TranscriptDocument) -> None:
    content.set_look(LIGHT, in_sight=(0, 10))


@pytest.mark.parametrize(
    ("meanwhile", "last"),
    [(_grow, DARK), (_rescale, real_look("light", text_scale=1.25)), (_back, LIGHT)],
)
def test_what_happens_meanwhile_ends_in_one_look(
    meanwhile: Callable[[TranscriptDocument], None], last: Look
) -> None:
    content, whole = conversation(), conversation()
    content.set_look(DARK, in_sight=at_the_first_question(content))
    QCoreApplication.processEvents()
    meanwhile(content)
    if meanwhile is _grow:
        whole.add_user_message("More?")
    whole.set_look(last)
    _let_it_finish()
    assert snapshot(content.document) == snapshot(whole.document)
