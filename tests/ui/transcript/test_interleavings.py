"""Whatever happens while an answer streams in, the page ends as if it had been written at once, in the last look."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.documents import snapshot
from support.looks import real_look

from strakly_desktop.rendering.document import shown_messages
from strakly_desktop.rendering.document.answer import answer_seams
from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion
from strakly_desktop.rendering.look import Look
from strakly_desktop.theme.fonts import install_fonts
from strakly_desktop.ui.find.text_pattern import phrase_pattern
from strakly_desktop.ui.transcript import conversation_page
from strakly_desktop.ui.transcript.view import TranscriptView

pytestmark = pytest.mark.usefixtures("qapp")

ANSWERS = (
    "See [Rohan][a-long-label-of-rohan] and **his** plan.\n\n| Who | Due | Status |\n|---|---|---|\n"
    "| [Rohan][a-long-label-of-rohan] | 14,500 | Paid |\n| Asha | \u2014 | Overdue |\n| Priya | 1,800 | |\n\n"
    "- one `code`\n- two\n  - three\n\n[a-long-label-of-rohan]: /clients/5\n",
    "```python\n\ntext = '''\ndef no(): pass\n'''\n```\n\n> quoted *words*\n>\n> - in it\n\n1. first\n2. second\n",
    "## Heading\n\n" + "Words of a [client][c] in a paragraph. " * 30 + "\n\nThe end.\n\n[c]: /clients\n",
    "| # | Name |\n|---|---|\n" + "".join(f"| {n} | N{n} |\n" for n in range(14)) + "\nAfter the table.\n",
)
EARLIER: list[ShownMessage] = [ShownQuestion("Before?", "e1"), ShownAnswer(ANSWERS[0], AnswerEnd("From it"))]
END = AnswerEnd("From client stats")
KEPT = "kept words"

Step = tuple[str, int]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(1, 120)),
        st.tuples(st.just("append"), st.integers(1, 20)),
        st.tuples(st.just("theme"), st.integers(0, 1)),
        st.tuples(st.just("scale"), st.sampled_from([80, 100, 150])),
        st.tuples(st.just("resize"), st.sampled_from([520, 700, 900, 1300])),
        st.tuples(st.just("pass"), st.integers(1, 3)),
        st.tuples(st.just("finish"), st.integers(0, 3)),
        st.tuples(st.just("over"), st.integers(0, 3)),
        st.tuples(st.just("earlier"), st.just(0)),
        st.tuples(st.just("find"), st.integers(0, 1)),
        st.tuples(st.just("scroll"), st.integers(0, 100)),
    ),
    min_size=5,
    max_size=40,
)


@dataclass
class _Reader:
    """A conversation as it is used; `messages` is what it has to come to."""

    view: TranscriptView
    messages: list[ShownMessage]
    look: Look
    answer: str = ""
    at: int = 0
    has_earlier: bool = False
    waits_with: str | None = None
    """What the next answer will be, where none comes."""

    def do(self, name: str, value: int) -> None:
        view = self.view
        match name:
            case "append":
                if self.waits_with is not None:
                    self.ask(self.waits_with)
                view.append_text(self.answer[self.at : self.at + value])
                self.at += value
                view.draw_all()
            case "theme":
                self.set_look("dark" if value else "light", self.look.text_scale)
            case "scale":
                self.set_look("dark" if self.look.dark else "light", value / 100)
            case "resize":
                view.resize(value, 500)
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            case "pass":
                for _ in range(value):
                    QCoreApplication.processEvents()
            case "finish":
                self.finish()
                self.ask(ANSWERS[value])
            case "over":
                self.finish()
                self.waits_with = ANSWERS[value]
            case "earlier" if not self.has_earlier:
                self.has_earlier = True
                view.add_earlier(EARLIER, has_earlier=False)
            case "find":
                view.found.find(phrase_pattern("o") if value else None)
            case "scroll":
                bar = view.verticalScrollBar()
                bar.setValue(bar.maximum() * value // 100)
                view._end.note_reader()
            case _:
                pass

    def set_look(self, name: str, scale: float) -> None:
        self.look = real_look(name, text_scale=scale)
        self.view.set_look(self.look)

    def ask(self, answer: str) -> None:
        self.view.add_user_message("Next?", "q")
        self.view.begin_answer()
        self.messages.append(ShownQuestion("Next?", "q"))
        self.answer, self.at, self.waits_with = answer, 0, None

    def finish(self) -> None:
        if self.waits_with is not None:
            return
        self.view.finish_answer(self.answer, END)
        self.view.draw_all()
        self.messages.append(ShownAnswer(self.answer, END))


def _written_at_once(reader: _Reader) -> list[object]:
    view = TranscriptView(reader.look)
    view.resize(reader.view.size())
    view.show()
    messages = [*(EARLIER if reader.has_earlier else []), *reader.messages]
    for message in messages:
        if isinstance(message, ShownQuestion):
            view.add_user_message(message.text, message.message_id)
        elif isinstance(message, ShownAnswer):
            view.begin_answer()
            view.finish_answer(message.text, message.end)
            view.draw_all()
    view._content.link_all()
    shown = snapshot(view.document())
    _delete(view)
    return shown


def _copied(view: TranscriptView) -> str:
    QApplication.clipboard().clear()
    view.copy()
    return QApplication.clipboard().text()


def _delete(view: TranscriptView) -> None:
    view.close()
    view.deleteLater()
    QCoreApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete.value)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS, st.integers(0, 3), st.integers(0, 2))
def test_any_interleaving_ends_as_the_page_written_at_once(
    steps: list[Step], first: int, selected: int
) -> None:
    install_fonts()
    reader = _Reader(TranscriptView(real_look()), [], real_look())
    view = reader.view
    view.resize(900, 500)
    view.show()
    view.add_user_message(f"Some {KEPT} here?", "q0")
    reader.messages.append(ShownQuestion(f"Some {KEPT} here?", "q0"))
    view.begin_answer()
    view.finish_answer(f"Here are **{KEPT}** too.", END)
    view.draw_all()
    reader.messages.append(ShownAnswer(f"Here are **{KEPT}** too.", END))
    reader.ask(f"And {KEPT} `in` the tail " + ANSWERS[first])
    reader.do("append", 20)
    cursor = view.document().find(KEPT)
    for _ in range(selected):
        cursor = view.document().find(KEPT, cursor)
    view.setTextCursor(cursor)
    assert view.textCursor().selectedText() == KEPT
    for name, value in steps:
        reader.do(name, value)
        assert _copied(view) == KEPT, (name, value)
        if view._rewritten is None:
            # Else it is not on the page yet: only where no answer streams in.
            assert view.textCursor().selectedText() == KEPT, (name, value)
    reader.finish()
    view._earlier.write_all()
    view._content.link_all()
    for _ in range(20):
        QCoreApplication.processEvents()
    assert view.textCursor().selectedText() == KEPT
    assert snapshot(view.document()) == _written_at_once(reader)
    _delete(view)


@pytest.fixture
def everything_is_long() -> Iterator[None]:
    """A few lines are as much as thousands: written again between events, and in parts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conversation_page, "LONG", 100)
        patch.setattr(conversation_page, "VERY_LONG", 300)
        patch.setattr(answer_seams, "PART", 150)
        patch.setattr(answer_seams, "FIRST_PART", 150)
        patch.setattr(shown_messages, "LONG", 200)
        patch.setattr(shown_messages, "_FROM_BELOW", (60, 90))
        patch.setattr(shown_messages, "_PART", 150)
        yield


@pytest.mark.usefixtures("everything_is_long")
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS, st.integers(0, 3))
# The page was written again in the middle of being written again.
@example([("scale", 150), ("finish", 0), ("scroll", 22), ("scale", 100)], 3)
def test_any_interleaving_on_a_long_page_ends_as_the_page_written_at_once(
    qtbot: QtBot, steps: list[Step], first: int
) -> None:
    install_fonts()
    reader = _Reader(TranscriptView(real_look()), [], real_look())
    view = reader.view
    view.resize(900, 500)
    view.show()
    for number in range(4):
        reader.ask("\n\n".join(ANSWERS[(first + number) % 4 :]))
        reader.do("append", 400)
        reader.finish()
    reader.ask("\n\n".join(ANSWERS[first:]))
    reader.do("append", 700)
    for name, value in steps:
        reader.do(name, value)
    reader.finish()
    view._earlier.bring_back()
    qtbot.waitUntil(
        lambda: view.is_drawn and view._earlier.is_settled and view._rewritten is None, timeout=60_000
    )
    assert view.viewport().updatesEnabled()
    for _ in range(40):
        QCoreApplication.processEvents()
    view._content.link_all()
    assert snapshot(view.document()) == _written_at_once(reader)
    _delete(view)
