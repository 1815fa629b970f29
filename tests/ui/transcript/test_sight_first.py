"""Whoever reads in the middle of a long page sees the line again at once: what is far above or below waits."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.documents import snapshot
from support.long_tables import client_table
from support.looks import real_look
from support.views import shown_view

from strakly_desktop.app.chat.finding import Finding
from strakly_desktop.rendering.document.copying import copied_text
from strakly_desktop.rendering.document.document import (
    AnswerEnd,
    ShownAnswer,
    ShownMessage,
    ShownQuestion,
    TranscriptDocument,
)
from strakly_desktop.ui.find.find_bar import FindBar
from strakly_desktop.ui.transcript.view import TranscriptView


def _turns() -> list[ShownMessage]:
    found: list[ShownMessage] = []
    for number in range(40):
        text = f"Answer {number}.\n\n{client_table(9)}\n- one\n- two\n\nWord{number} that is all of it.\n"
        found += [
            ShownQuestion(f"Question {number}?", f"q{number}"),
            ShownAnswer(text, AnswerEnd("From stats", message_id=f"a{number}")),
        ]
    return found


def _sections() -> list[ShownMessage]:
    words = " ".join(f"Member {number} came on **time** and paid." for number in range(20))
    text = "".join(f"## Section {number}\n\n{words}\n\n{client_table(6)}\n" for number in range(60))
    return [
        ShownQuestion("Before?", "q0"),
        ShownAnswer("Yes.", AnswerEnd(message_id="a0")),
        ShownQuestion("All?", "q1"),
        ShownAnswer(text, AnswerEnd("From stats", message_id="a1")),
    ]


def _list() -> list[ShownMessage]:
    items = "".join(f"{number}. Member {number} came on **time** and paid.\n" for number in range(1, 1_500))
    return [ShownQuestion("Who?", "q1"), ShownAnswer(items, AnswerEnd("From stats", message_id="a1"))]


def _opened(qtbot: QtBot, messages: Sequence[ShownMessage], place: float) -> TranscriptView:
    """A page that is all there, read somewhere."""
    view = shown_view(qtbot, 900, 600)
    view.show_conversation(messages, has_earlier=False)
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    bar = view.verticalScrollBar()
    bar.setValue(round(bar.maximum() * place))
    view._end.note_reader()
    assert not view._end.follows
    return view


def _is_whole(view: TranscriptView) -> bool:
    return not view.has_earlier and view.viewport().updatesEnabled() and view.is_drawn


def _line(view: TranscriptView) -> tuple[str, int]:
    """The beginning of the line at the upper edge, and where it stands."""
    cursor = view.cursorForPosition(QPoint(100, 0))
    # Of a row, by its number: columns have other places in another size.
    return re.sub("Client ", "", cursor.block().text()), view.cursorRect(cursor).top()


def _other_size(view: TranscriptView) -> None:
    view.set_look(real_look(text_scale=1.25))


def _other_width(view: TranscriptView) -> None:
    view.resize(700, 600)


def _as_opened(qtbot: QtBot, view: TranscriptView, messages: Sequence[ShownMessage]) -> list[object]:
    fresh = shown_view(qtbot, view.width(), 600)
    fresh.set_look(view._look)
    fresh.show_conversation(messages, has_earlier=False)
    qtbot.waitUntil(lambda: _is_whole(fresh), timeout=30_000)
    return snapshot(fresh.document())


@pytest.mark.parametrize("happens", [_other_size, _other_width])
@pytest.mark.parametrize("place", [0.004, 0.3, 0.7])
@pytest.mark.parametrize("messages", [_turns(), _sections(), _list()], ids=["turns", "sections", "list"])
def test_the_line_is_there_before_all_else_and_stays(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    messages: list[ShownMessage],
    place: float,
    happens: Callable[[TranscriptView], None],
) -> None:
    """It waited until all below it was written: seconds in the old size, near the top of a long page."""
    view = _opened(qtbot, messages, place)
    line = _line(view)
    written: list[int] = []
    append, add = TranscriptDocument.append, TranscriptDocument.add_messages

    def note_append(content: TranscriptDocument, delta: str, **more: bool) -> None:
        if not view.viewport().updatesEnabled():
            written.append(len(delta))
        append(content, delta, **more)

    def note_added(content: TranscriptDocument, added: Sequence[ShownMessage]) -> None:
        if not view.viewport().updatesEnabled():
            written.extend(len(message.shown) for message in added)
        add(content, added)

    monkeypatch.setattr(TranscriptDocument, "append", note_append)
    monkeypatch.setattr(TranscriptDocument, "add_messages", note_added)
    happens(view)
    qtbot.waitUntil(view.viewport().updatesEnabled)
    assert 0 < sum(written) < 20_000 < sum(len(message.shown) for message in messages)
    while not _is_whole(view):
        assert _line(view) == line
        QCoreApplication.processEvents()
    assert _line(view) == line
    assert snapshot(view.document()) == _as_opened(qtbot, view, messages)


@pytest.mark.parametrize("messages", [_turns(), _sections()], ids=["turns", "sections"])
def test_size_after_size_before_all_is_there(qtbot: QtBot, messages: list[ShownMessage]) -> None:
    view = _opened(qtbot, messages, 0.4)
    line = _line(view)
    for passes, scale in ((0, 1.25), (1, 1.5), (3, 1.75), (30, 1.5), (60, 1.25)):
        view.set_look(real_look(text_scale=scale))
        for _ in range(passes):
            QCoreApplication.processEvents()
        assert view.has_earlier
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    assert _line(view) == line
    assert snapshot(view.document()) == _as_opened(qtbot, view, messages)


def _in_sight_in_another_size(view: TranscriptView, qtbot: QtBot) -> None:
    _other_size(view)
    qtbot.waitUntil(view.viewport().updatesEnabled)
    assert view._earlier.comes_below
    assert "Question 39?" not in view.toPlainText()


def test_a_question_asked_meanwhile_stands_below_all(qtbot: QtBot) -> None:
    messages = _turns()
    view = _opened(qtbot, messages, 0.3)
    _in_sight_in_another_size(view, qtbot)
    view.add_user_message("And today?", "new")
    view.begin_answer("n")
    view.append_text("Today 5.")
    view.finish_answer("Today 5.", AnswerEnd("From stats", message_id="n"))
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    assert view._end.follows
    messages += [
        ShownQuestion("And today?", "new"),
        ShownAnswer("Today 5.", AnswerEnd("From stats", message_id="n")),
    ]
    assert snapshot(view.document()) == _as_opened(qtbot, view, messages)


def test_who_goes_to_the_end_meanwhile_sees_it_at_once(qtbot: QtBot) -> None:
    messages = _turns()
    view = _opened(qtbot, messages, 0.3)
    _in_sight_in_another_size(view, qtbot)
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(view.viewport().updatesEnabled)
    assert "Word39 that is" in view.toPlainText() and "Question 20?" not in view.toPlainText()
    bar = view.verticalScrollBar()
    assert view._end.follows and bar.value() == bar.maximum()
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    assert snapshot(view.document()) == _as_opened(qtbot, view, messages)


def test_what_ends_the_page_for_now_is_not_its_end(qtbot: QtBot) -> None:
    """Whoever came there would be taken along by all that is still written."""
    view = _opened(qtbot, _turns(), 0.3)
    _in_sight_in_another_size(view, qtbot)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    line = _line(view)
    assert not view._end.follows
    while view.has_earlier:
        assert _line(view) == line
        QCoreApplication.processEvents()
    assert not view._end.follows


def test_what_is_marked_found_or_shown_otherwise_meanwhile_is_all_of_it(qtbot: QtBot) -> None:
    messages = _turns()
    view = _opened(qtbot, messages, 0.3)
    _in_sight_in_another_size(view, qtbot)
    view.show_otherwise([ShownQuestion("Which one?", "q39"), ShownQuestion("Which other?", "q12")])
    qtbot.waitUntil(view.viewport().updatesEnabled)
    view.show_message("a38")
    assert "Word38" in view.toPlainText()
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    messages[78], messages[24] = ShownQuestion("Which one?", "q39"), ShownQuestion("Which other?", "q12")
    assert snapshot(view.document()) == _as_opened(qtbot, view, messages)
    view.verticalScrollBar().setValue(0)
    view.set_look(real_look())
    qtbot.waitUntil(view.viewport().updatesEnabled)
    assert view._earlier.comes_below
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    copied: Any = view.createMimeDataFromSelection()
    assert "Question 0?" in copied.text() and "Word39 that is all" in copied.text()


def _as_copied(qtbot: QtBot, view: TranscriptView, messages: Sequence[ShownMessage]) -> str:
    fresh = shown_view(qtbot, view.width(), 600)
    fresh.show_conversation(messages, has_earlier=False)
    qtbot.waitUntil(lambda: _is_whole(fresh), timeout=30_000)
    whole = QTextCursor(fresh.document())
    whole.select(QTextCursor.SelectionType.Document)
    return copied_text(whole)


def _clear(view: TranscriptView) -> None:
    view.clear_conversation()


def _open_another(view: TranscriptView) -> None:
    view.show_conversation([ShownAnswer("Another.", AnswerEnd(message_id="other"))], has_earlier=False)


def _show_otherwise(view: TranscriptView) -> None:
    view.show_otherwise([ShownQuestion("Masked?", "q0"), ShownQuestion("Masked, too?", "q39")])


def _close(view: TranscriptView) -> None:
    view.finish_copies()
    view.clear_conversation()


_LEAVE = [_clear, _open_another, _show_otherwise, _close]


@pytest.mark.parametrize("leave", _LEAVE)
@pytest.mark.parametrize("passes", [0, 2, 9])
@pytest.mark.parametrize("messages", [_turns(), _sections()], ids=["turns", "sections"])
def test_a_copy_of_all_has_what_waits_below_when_the_page_gets_another_text(
    qtbot: QtBot,
    messages: list[ShownMessage],
    passes: int,
    leave: Callable[[TranscriptView], None],
) -> None:
    """It would have lacked its end, and nothing would have told so."""
    whole = _as_copied(qtbot, view := _opened(qtbot, messages, 0.3), messages)
    _other_size(view)
    qtbot.waitUntil(view.viewport().updatesEnabled)
    for _ in range(passes):
        QCoreApplication.processEvents()
    assert view._earlier.comes_below
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    view.copy()
    data = QApplication.clipboard().mimeData()
    assert view._earlier.comes_below and not view._copies.is_ready
    leave(view)
    assert data.text() == whole
    qtbot.waitUntil(lambda: view._copies.is_ready, timeout=30_000)
    assert "Section 59" in data.html() or "Word39 that is all" in data.html()
    QApplication.clipboard().clear()


def test_what_is_selected_as_all_is_all_when_it_is_there(qtbot: QtBot) -> None:
    messages = _turns()
    view = _opened(qtbot, messages, 0.3)
    whole = _as_copied(qtbot, view, messages)
    _in_sight_in_another_size(view, qtbot)
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    view.set_look(real_look(text_scale=1.5))
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    assert copied_text(view.textCursor()) == whole


def test_a_table_in_sight_is_one_of_its_own_answer_though_its_end_waits(qtbot: QtBot) -> None:
    """The place of an answer's end told whose it is: without it that was the last answer of all."""
    messages = _sections()
    view = _opened(qtbot, messages, 0.3)
    view.add_user_message("And today?", "new")
    view.begin_answer("n")
    view.finish_answer("Today 5.", AnswerEnd("From stats", message_id="n"))
    view.draw_all()
    bar = view.verticalScrollBar()
    bar.setValue(round(bar.maximum() * 0.3))
    before = view.table_in_sight()
    assert before is not None and before.message_id == "a1"
    _other_size(view)
    qtbot.waitUntil(view.viewport().updatesEnabled)
    assert view._earlier.comes_below
    during = view.table_in_sight()
    assert during is not None and during.message_id == "a1"


def test_what_is_looked_for_waits_for_what_comes_below(qtbot: QtBot, qapp: QApplication) -> None:
    messages = _turns()
    view = _opened(qtbot, messages, 0.3)
    _in_sight_in_another_size(view, qtbot)
    bar = FindBar(real_look(), view)
    finding = Finding(qapp, bar, view)
    told: list[str] = []
    view.found.counted.connect(lambda _current, total: told.append(f"{total}{view.has_earlier}"))
    finding._find("Word39")
    assert told[-1] == "0True"
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    qtbot.waitUntil(lambda: told[-1] == "1False")


def test_whoever_goes_to_a_hit_before_the_line_is_there_stays_at_the_hit(qtbot: QtBot) -> None:
    view = _opened(qtbot, _turns(), 0.5)
    _other_size(view)
    view.show_message("q5")
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    assert _line(view)[0] == "Question 5?" or "Question 5?" in _texts_in_sight(view)


def test_the_note_above_the_question_that_is_written_first_is_kept(qtbot: QtBot) -> None:
    messages = _turns()
    for at in range(0, len(messages), 2):
        messages[at] = ShownQuestion(f"Question {at // 2}?", f"q{at // 2}", f"About branch {at} from here.")
    view = _opened(qtbot, messages, 0.5)
    assert view.toPlainText().count("About branch") == 39
    line = _line(view)
    _other_size(view)
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    assert view.toPlainText().count("About branch") == 39
    assert _line(view) == line
    fresh = shown_view(qtbot, view.width(), 600)
    fresh.set_look(view._look)
    fresh._content.add_messages(messages)
    assert snapshot(view.document()) == snapshot(fresh.document())


def _texts_in_sight(view: TranscriptView) -> str:
    first, last = view._positions_in_sight()
    cursor = QTextCursor(view.document())
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def test_what_is_marked_before_all_is_there_stays_marked(qtbot: QtBot) -> None:
    """What had been marked before came back in its place."""
    messages = _turns()
    view = _opened(qtbot, messages, 0.3)
    whole = _as_copied(qtbot, view, messages)
    view.setTextCursor(view.document().find("Word12"))
    _in_sight_in_another_size(view, qtbot)
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    assert copied_text(view.textCursor()) == whole
