"""Questions that are written while an answer comes: each asked in its turn, never after trouble, and none lost."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from support.hand_typing import scan_into_window
from support.history_desk import HistoryDesk
from support.looks import real_look

from strakly_desktop.app.chat.question_queue import FIELD_IN_USE
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.events import (
    AnswerFinished,
    ConversationStarted,
    SuggestionsReceived,
    TokenReceived,
)
from strakly_desktop.conversation.model import Branch, MessageState, UnsentQuestion
from strakly_desktop.ui.composer.composer_hint import ComposerHint
from strakly_desktop.ui.composer.queue_bar import MOST_QUEUED
from strakly_desktop.ui.style.typography import Type

Key = Qt.Key
NO_NETWORK = ChatError(Failure(FailureKind.NETWORK, "No network.", "Try again."))
NO_SIGN_IN = ChatError(Failure(FailureKind.SIGN_IN_EXPIRED, "Sign in again.", "The sign-in is over."))


@pytest.fixture
def desk(qloop: asyncio.AbstractEventLoop, qapp: Any, tmp_path: Path) -> Iterator[HistoryDesk]:
    made = HistoryDesk(qapp, tmp_path / "history.sqlite3")
    yield made
    qloop.run_until_complete(asyncio.wait_for(made.close(), 60))


def press(desk: HistoryDesk, key: Qt.Key) -> None:
    field = desk.window.composer.focusProxy()
    assert field is not None
    QTest.keyClick(field, key)


def write(desk: HistoryDesk, *questions: str) -> None:
    """Type each of them and press Enter."""
    for question in questions:
        desk.window.composer.set_text(question)
        press(desk, Key.Key_Return)


def buttons(desk: HistoryDesk) -> list[str]:
    """What a screen reader finds in the queue."""
    found = [made for made in desk.window.queue.findChildren(QAbstractButton) if made.isVisible()]
    found.sort(key=lambda made: made.mapTo(desk.window, QPoint()).toTuple()[::-1])
    return [made.accessibleName() for made in found]


def click(desk: HistoryDesk, name: str) -> None:
    found = desk.window.queue.findChildren(QAbstractButton)
    (button,) = (made for made in found if made.isVisible() and made.accessibleName() == name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(20, button.height() // 2))


async def finish(desk: HistoryDesk, *chips: str) -> None:
    """The answer that comes is whole."""
    known = len(desk.transport.questions), desk.session.messages[-1].id
    desk.transport.answer(ConversationStarted("c-1"), TokenReceived("42."))
    desk.transport.answer(*([SuggestionsReceived(tuple(chips))] if chips else []), AnswerFinished())
    await desk.until(lambda: not desk.session.is_running or desk.session.messages[-1].id != known[1])


async def saved(desk: HistoryDesk) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """What another process would find now."""
    await desk.recorder.flush()
    await desk.drafts._tasks.finish()
    queued = await desk.store.real.queued_questions()
    texts = {place: tuple(one.text for one in waiting) for place, waiting in queued.items()}
    return await desk.store.real.drafts(), texts


def test_each_is_asked_when_the_answer_before_it_is_whole(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        write(desk, "first?", "second?", "third?")
        assert buttons(desk)[0::2] == ["Next, 1 of 2: second?", "Queued, 2 of 2: third?"]
        assert desk.window.composer.text() == ""
        await finish(desk, "a chip?")
        assert [message.text for message in desk.session.messages[::2]] == ["first?", "second?"]
        assert buttons(desk)[0::2] == ["Next: third?"]
        assert not desk.window.suggestions.isVisible(), "chips are gone while an answer comes"
        await finish(desk)
        await finish(desk, "a chip?")
        assert [message.text for message in desk.session.messages] == [
            "first?",
            "42.",
            "second?",
            "42.",
            "third?",
            "42.",
        ]
        assert desk.window.queue.isHidden() and desk.window.suggestions.isVisible()
        assert not desk.session.is_running

    run(scenario())


MAIN, LAKE = Branch(1, "Main branch"), Branch(2, "Lake Road")


def test_each_is_about_the_branch_that_was_chosen_when_it_was_written(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        desk.session.set_branch(MAIN, others=(MAIN, LAKE))
        write(desk, "first?", "second?")
        desk.session.set_branch(LAKE, others=(MAIN, LAKE))
        write(desk, "third?")
        assert buttons(desk)[0::2] == ["Next, Main branch, 1 of 2: second?", "Queued, 2 of 2: third?"]
        await finish(desk)
        await finish(desk)
        await finish(desk)
        assert [question.branch_id for question in desk.transport.questions] == [1, 1, 2]

    run(scenario())


def test_what_waits_keeps_its_branch_over_a_restart_and_another_conversation(
    desk: HistoryDesk, run: Any
) -> None:
    """It was asked of the branch that happened to be chosen, and nothing named that."""

    async def scenario() -> None:
        await desk.open(a=1, b=1)
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        desk.session.set_branch(MAIN, others=(MAIN, LAKE))
        write(desk, "first?", "second?")
        await saved(desk)
        assert await desk.store.real.queued_questions() == {"a": (UnsentQuestion("second?", "Main branch"),)}
        desk.choose("b")
        await desk.until(lambda: desk.open_id == "b")
        desk.session.set_branch(LAKE, others=(MAIN, LAKE))
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        assert buttons(desk)[0] == "Not sent, Main branch: second?"
        click(desk, "Send: second?")
        await desk.until(lambda: len(desk.transport.questions) == 2)
        assert [question.branch_id for question in desk.transport.questions] == [1, 1]
        assert desk.session.messages[-1].branch == "Main branch"

    run(scenario())


def test_what_waits_for_a_branch_that_is_there_no_more_is_asked_of_no_other(
    desk: HistoryDesk, run: Any
) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        desk.session.set_branch(MAIN, others=(MAIN, LAKE))
        write(desk, "first?", "second?")
        desk.session.set_branch(LAKE, others=(LAKE,))
        await finish(desk)
        assert len(desk.transport.questions) == 1
        assert buttons(desk)[0] == "Not sent, Main branch: second?"
        click(desk, "Send: second?")
        assert len(desk.transport.questions) == 1 and desk.queue.texts == ("second?",)

    run(scenario())


def test_a_yes_is_offered_only_while_its_own_branch_is_chosen(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        desk.session.set_branch(MAIN, others=(MAIN, LAKE))
        write(desk, "add Ravi?")
        await finish(desk, "Yes", "No")
        assert desk.window.suggestions.isVisible()
        desk.session.set_branch(LAKE, others=(MAIN, LAKE))
        assert not desk.window.suggestions.isVisible(), "it would be saved in another branch"
        desk.session.set_branch(MAIN, others=(MAIN, LAKE))
        assert desk.window.suggestions.isVisible()

    run(scenario())


def test_a_typed_yes_does_not_agree_to_what_another_branch_was_shown(desk: HistoryDesk, run: Any) -> None:
    """Other assistants took it for the branch that was chosen by then, and wrote what nobody had seen."""

    async def scenario() -> None:
        await desk.open()
        desk.session.set_branch(MAIN, others=(MAIN, LAKE))
        write(desk, "add Ravi?")
        await finish(desk)
        desk.session.set_branch(LAKE, others=(MAIN, LAKE))
        write(desk, "Yes, please add it!")
        assert len(desk.transport.questions) == 1 and desk.window.composer.text() == "Yes, please add it!"
        assert desk.window.composer.findChildren(ComposerHint)[0].text() == (
            "Not sent: the answer above is about Main branch. Choose it at the top to agree, or ask in full."
        )
        desk.session.set_branch(MAIN, others=(MAIN, LAKE))
        press(desk, Key.Key_Return)
        await finish(desk)
        assert [question.branch_id for question in desk.transport.questions] == [1, 1]
        desk.session.set_branch(LAKE, others=(MAIN, LAKE))
        write(desk, "add Ravi here")
        await finish(desk)
        asked = desk.transport.questions[-1]
        assert (asked.message, asked.branch_id) == ("add Ravi here", 2), "what says what it asks is sent"

    run(scenario())


def test_a_queued_yes_does_neither(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        desk.session.set_branch(MAIN, others=(MAIN, LAKE))
        write(desk, "add Ravi?")
        desk.session.set_branch(LAKE, others=(MAIN, LAKE))
        write(desk, "haan ji")
        await finish(desk)
        assert len(desk.transport.questions) == 1 and buttons(desk)[0] == "Not sent: haan ji"
        desk.session.set_branch(MAIN, others=(MAIN, LAKE))
        click(desk, "Send: haan ji")
        assert len(desk.transport.questions) == 1, "it was written for Lake Road"

    run(scenario())


@pytest.mark.parametrize("trouble", [NO_NETWORK, NO_SIGN_IN, None, "stop"])
def test_never_by_itself_after_anything_else(desk: HistoryDesk, run: Any, trouble: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        write(desk, "first?", "second?", "third?")
        desk.transport.answer(ConversationStarted("c-1"), TokenReceived("4"))
        await desk.until(lambda: desk.session.running_text)
        if trouble == "stop":
            press(desk, Key.Key_Escape)
        else:
            desk.transport.answer(trouble)
        await desk.turn_over()
        assert desk.session.messages[-1].state in (MessageState.STOPPED, MessageState.INCOMPLETE)
        assert buttons(desk) == [
            *("Not sent, 1 of 2: second?", "Send: second?", "Remove: second?"),
            *("Not sent, 2 of 2: third?", "Send: third?", "Remove: third?"),
        ]
        # Nor after the next answer, whoever asked for it.
        desk.session.retry()
        await finish(desk)
        assert not desk.session.is_running and len(buttons(desk)) == 6
        click(desk, "Send: third?")
        await finish(desk)
        assert desk.session.messages[-2].text == "third?"
        click(desk, "Remove: second?")
        assert desk.window.queue.isHidden()
        press(desk, Key.Key_Up)
        assert desk.window.composer.text() == "third?"
        press(desk, Key.Key_Up)
        assert desk.window.composer.text() == "second?", "what was removed can be had again"

    run(scenario())


def test_send_while_an_answer_comes_lets_it_go_when_its_turn_comes(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        write(desk, "first?", "second?")
        press(desk, Key.Key_Escape)
        write(desk, "third?", "fourth?")
        assert buttons(desk)[0] == "Not sent, 1 of 2: second?"
        click(desk, "Send: second?")
        assert buttons(desk) == [
            "Next, 1 of 2: second?",
            "Remove: second?",
            "Queued, 2 of 2: fourth?",
            "Remove: fourth?",
        ]
        await finish(desk)
        await finish(desk)
        await finish(desk)
        questions = [message.text for message in desk.session.messages[::2]]
        assert questions == ["first?", "third?", "second?", "fourth?"]

    run(scenario())


def test_it_is_changed_in_the_field_and_keeps_its_place(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        write(desk, "first?", "second?", "third?")
        composer = desk.window.composer
        composer.set_text("half a")
        click(desk, "Next, 1 of 2: second?")
        hint = composer.findChild(ComposerHint)
        assert hint is not None
        assert (composer.text(), hint.text()) == ("half a", FIELD_IN_USE), "nothing is lost by a click"
        composer.set_text("")
        click(desk, "Next, 1 of 2: second?")
        assert (composer.text(), buttons(desk)[0]) == ("second?", "Next: third?")
        composer.set_text("second, and Ravi?")
        press(desk, Key.Key_Return)
        assert buttons(desk)[0::2] == ["Next, 1 of 2: second, and Ravi?", "Queued, 2 of 2: third?"]
        press(desk, Key.Key_Up)
        assert (composer.text(), buttons(desk)[0]) == ("third?", "Next: second, and Ravi?")
        composer.set_text("")
        write(desk, "another?")
        assert buttons(desk)[0::2] == ["Next, 1 of 2: second, and Ravi?", "Queued, 2 of 2: another?"]

    run(scenario())


def test_no_more_than_a_few_and_the_rest_stays_in_the_field(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        write(desk, "first?", *(f"{number}?" for number in range(MOST_QUEUED)), "one too many?")
        assert desk.queue.texts == tuple(f"{number}?" for number in range(MOST_QUEUED))
        assert desk.window.composer.text() == "one too many?"
        await finish(desk)
        assert desk.window.composer.text() == "one too many?"
        press(desk, Key.Key_Return)
        assert desk.queue.texts[-1] == "one too many?"

    run(scenario())


@pytest.mark.parametrize("leave", ["new chat", "other"])
def test_it_stays_with_its_conversation(desk: HistoryDesk, run: Any, leave: str) -> None:
    async def scenario() -> None:
        await desk.open(a=1, b=1)
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        write(desk, "first?", "second?", "third?")
        desk.window.composer.set_text("a draft")
        if leave == "other":
            desk.choose("b")
            await desk.until(lambda: desk.open_id == "b")
        else:
            desk.window.new_chat_requested.emit()
        assert desk.window.queue.isHidden() and desk.window.composer.text() == ""
        write(desk, "elsewhere?")
        await finish(desk)
        assert not desk.session.is_running, "nothing of another conversation is asked here"
        assert desk.session.messages[-2].text == "elsewhere?"
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        assert desk.window.composer.text() == "a draft"
        assert buttons(desk)[0::3] == ["Not sent, 1 of 2: second?", "Not sent, 2 of 2: third?"]
        assert await saved(desk) == ({"a": "a draft"}, {"a": ("second?", "third?")})

    run(scenario())


def test_a_kill_loses_nothing_and_the_next_start_sends_nothing(
    qloop: asyncio.AbstractEventLoop, qapp: Any, desk: HistoryDesk, tmp_path: Path, run: Any
) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        write(desk, "first?", "second?\nof two lines", "third?")
        desk.window.composer.set_text("a draft")
        # No later than Enter itself: the moment that a key has to wait is not waited for.
        assert (await saved(desk))[1] == {"a": ("second?\nof two lines", "third?")}
        found = await desk.store.real.queued_questions()
        again = HistoryDesk(qapp, tmp_path / "history.sqlite3")
        again.store = desk.store
        again.drafts.use_store(desk.store.real)
        await again.drafts._tasks.finish()
        row = (await desk.store.real.conversations())[0]
        again.session.open_conversation(row, await desk.store.real.messages("a"))
        assert again.queue.waiting == found["a"]
        assert buttons(again)[1].startswith("Send: second?")
        assert not again.session.is_running
        again.drafts._store = None
        again.window.deleteLater()

    run(scenario())


def test_what_is_sent_stays_a_draft_until_it_is_a_question_on_disk(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        write(desk, "first?", "second?")
        await saved(desk)
        desk.store.is_gated = True
        await finish(desk)
        desk.drafts._saving.timeout.emit()
        await desk.until(lambda: any(name == "finish_answer" for name, _ in desk.store.waiting))
        assert not any(name == "keep_draft" for name, _ in desk.store.waiting)
        assert await desk.store.real.queued_questions() == {"a": (UnsentQuestion("second?"),)}
        desk.store.open_gates()
        assert await saved(desk) == ({}, {})

    run(scenario())


def test_off_the_record_it_goes_with_the_conversation(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.session.new_conversation(saved=False)
        write(desk, "first?", "a secret?")
        assert desk.queue.texts == ("a secret?",)
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        assert desk.window.queue.isHidden()
        assert await saved(desk) == ({}, {})

    run(scenario())


def test_it_is_reached_by_keyboard(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        desk.window.activateWindow()
        write(desk, "first?", "second?", "third?")
        desk.window.composer.set_text("x")
        press(desk, Key.Key_Up)
        focused = desk.window.focusWidget()
        assert focused.accessibleName() == "Queued, 2 of 2: third?"
        QTest.keyClick(focused, Key.Key_Up)
        assert desk.window.focusWidget().accessibleName() == "Next, 1 of 2: second?"
        QTest.keyClick(desk.window.focusWidget(), Key.Key_Tab)
        assert desk.window.focusWidget().accessibleName() == "Remove: second?"
        QTest.keyClick(desk.window.focusWidget(), Key.Key_Return)
        assert desk.queue.texts == ("third?",)
        assert desk.window.composer.isAncestorOf(desk.window.focusWidget())

    run(scenario())


def test_where_the_page_is_low_it_folds_and_is_walked_through(desk: HistoryDesk, run: Any) -> None:
    """At 200 % on 1366x768 three rows and a draft left no line of the answer that one was waiting for."""

    async def scenario() -> None:
        await desk.open()
        window = desk.window
        look = real_look(text_scale=2.0)
        window.set_look(look)
        window.resize(1366, 730)
        write(desk, "first?", "second?", "third?", "fourth?")
        window.composer.set_text("a draft\n" * 8)
        least = 4 * Type.BODY.line(look)
        await desk.until(lambda: len(buttons(desk)) == 2)
        assert desk.transcript.height() >= least
        assert buttons(desk) == ["Next, 1 of 3: second?", "Remove: second?"]
        window.activateWindow()
        window.queue.focus_last(Qt.FocusReason.OtherFocusReason)
        assert window.focusWidget().accessibleName() == "Queued, 3 of 3: fourth?"
        QTest.keyClick(window.focusWidget(), Key.Key_Up)
        assert window.focusWidget().accessibleName() == "Queued, 2 of 3: third?"
        assert buttons(desk) == ["Queued, 2 of 3: third?", "Remove: third?"]
        click(desk, "Remove: third?")
        assert buttons(desk)[0].startswith(("Next, 1 of 2", "Queued, 2 of 2"))
        window.set_look(real_look())
        await desk.until(lambda: len(buttons(desk)) == 4)

    run(scenario())


@pytest.mark.parametrize("end", ["\n", "\t"])
def test_scans_during_an_answer_are_questions_apart_wherever_the_keyboard_is(
    desk: HistoryDesk, run: Any, end: str
) -> None:
    async def scenario() -> None:
        await desk.open()
        write(desk, "first?")
        desk.window.composer.set_text("half a question")
        for code in ("447101", "MEM0042"):
            desk.transcript.setFocus()
            scan_into_window(desk.window, code, end)
        assert desk.queue.texts == ("447101", "MEM0042")
        assert desk.window.composer.text() == "half a question"

    run(scenario())
