"""The session as a masked role gets it: what is told in it, for how long, and whose it is."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject
from support.scripted_transport import ScriptedTransport

from strakly_desktop.app.masking.shown_session import ShownSession
from strakly_desktop.app.settings.site_masking import EVERYTHING, SiteMasking
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.events import AnswerFinished, ConversationStarted, TokenReceived
from strakly_desktop.rendering.writing.turn_writer import ValuesState

TRAINERS = SiteMasking(frozenset({"trainer"}))
LOST = ChatError(Failure(FailureKind.NETWORK, "The connection was lost.", "Ask again."))


class Seen:
    """A session, what stands before it, and all that this has told."""

    def __init__(self, parent: QObject, masking: SiteMasking = TRAINERS) -> None:
        self.transport = ScriptedTransport()
        self.session = ChatSession(self.transport, parent=parent)
        self.shown = ShownSession(self.session, masking, parent)
        self.tokens: list[str] = []
        self.ended: list[str] = []
        self.asked: list[str] = []
        self.changed: list[list[str]] = []
        shown = self.shown
        shown.token_received.connect(self.tokens.append)
        shown.turn_started.connect(lambda question, _answer: self.asked.append(question.text))
        for end in (shown.turn_finished, shown.turn_stopped, shown.turn_failed):
            end.connect(lambda answer, *_: self.ended.append(answer.text))
        shown.values_changed.connect(lambda messages: self.changed.append([one.text for one in messages]))

    async def ask(self, question: str, *tokens: str, end: Any = AnswerFinished()) -> None:  # noqa: B008
        steps = [ConversationStarted("c"), *map(TokenReceived, tokens), end]
        self.transport.answer(*steps)
        self.session.ask(question)
        await self.session.finish_cancelling()


@pytest.fixture
def seen(qapp: Any) -> Callable[..., Seen]:
    parent = QObject()
    made = [parent]

    def make(masking: SiteMasking = TRAINERS) -> Seen:
        return Seen(made[0], masking)

    return make


def test_tokens_end_and_question_are_masked_and_the_session_keeps_them(seen: Any, run: Any) -> None:
    desk = seen()
    desk.shown.set_role("trainer", is_somebody=True)

    async def story() -> None:
        await desk.ask("Is it Rs. 500?", "Rs", ". 5", "00 and 98", "765 43", "210")

    run(story())
    assert "".join(desk.tokens) == "Rs. ••• and ••••••10"
    assert desk.ended == ["Rs. ••• and ••••••10"]
    assert desk.asked == ["Is it Rs. •••?"]
    assert [one.text for one in desk.session.messages] == ["Is it Rs. 500?", "Rs. 500 and 98765 43210"]
    assert desk.shown.running_text == ""


@pytest.mark.parametrize("end", [LOST, None])
def test_half_an_answer_is_masked_to_its_last_word(seen: Any, run: Any, end: Any) -> None:
    desk = seen()
    desk.shown.set_role("trainer", is_somebody=True)

    async def story() -> None:
        await desk.ask("Dues?", "She owes Rs. 50", end=end)

    run(story())
    assert desk.ended == ["She owes Rs. •••"]
    assert "".join(desk.tokens) == "She owes Rs. •••"


def test_before_anybody_is_known_and_without_a_role_nothing_is_told(seen: Any) -> None:
    desk = seen()
    assert desk.shown.line("Rs. 500") == "Rs. •••"
    desk.shown.set_role("", is_somebody=True)
    assert desk.shown.masks
    desk.shown.set_role("", is_somebody=False)
    assert desk.shown.line("Rs. 500") == "Rs. 500"
    assert seen(EVERYTHING).shown.masks


def test_who_may_see_is_told_everything_and_who_comes_after_is_not(seen: Any, run: Any) -> None:
    desk = seen()
    desk.shown.set_role("manager", is_somebody=True)

    async def story() -> None:
        await desk.ask("Is it Rs. 500?", "Rs. 500")

    run(story())
    answer = desk.shown.messages[-1]
    assert answer.text == "Rs. 500"
    assert desk.shown.values_of(answer.id) is ValuesState.NONE
    desk.shown.expect("trainer", is_somebody=True)
    assert desk.changed == [["Is it Rs. •••?", "Rs. •••"]]
    desk.shown.expect("manager", is_somebody=True)
    assert desk.shown.masks, "not before the page of who leaves is empty"


def test_values_are_shown_by_wish_for_a_while_and_one_answer_only(seen: Any, run: Any) -> None:
    desk = seen()
    desk.shown.set_role("trainer", is_somebody=True)

    async def story() -> None:
        await desk.ask("First?", "Rs. 1")
        await desk.ask("Is it Rs. 500?", "Rs. 500")
        await desk.ask("Any more?", "No.")

    run(story())
    shown = desk.shown
    first, second, third = (one.id for one in shown.messages[1::2])
    assert [shown.values_of(one) for one in (first, second, third)] == [
        ValuesState.HIDDEN,
        ValuesState.HIDDEN,
        ValuesState.NONE,
    ]
    shown.toggle_values()
    assert desk.changed[-1] == ["Is it Rs. 500?", "Rs. 500"], "of the last answer that has any"
    assert shown.values_of(second) is ValuesState.SHOWN
    assert shown.messages[1].text == "Rs. •••"
    assert shown.hiding.isActive()
    shown.hiding.timeout.emit()
    assert desk.changed[-1] == ["Is it Rs. •••?", "Rs. •••"]
    shown.toggle_values(first)
    shown.toggle_values(second)
    shown.hide_values()
    assert [one.text for one in shown.messages[:4]] == ["First?", "Rs. •••", "Is it Rs. •••?", "Rs. •••"]
    shown.toggle_values("nobody's")
    shown.toggle_values(first)
    desk.session.new_conversation()
    assert not shown.hiding.isActive()


def test_a_saved_conversation_comes_masked_and_what_was_shown_before_it_is_hidden(
    seen: Any, run: Any
) -> None:
    desk = seen()
    desk.shown.set_role("trainer", is_somebody=True)
    opened: list[tuple[str, list[str]]] = []
    desk.shown.conversation_opened.connect(
        lambda summary, messages: opened.append((summary.title, [one.text for one in messages]))
    )

    async def story() -> None:
        await desk.ask("Who paid Rs. 500?", "Asha, Rs. 500")

    run(story())
    desk.shown.toggle_values()
    summary, messages = desk.session.summary, desk.session.messages
    desk.session.new_conversation()
    desk.session.open_conversation(summary, messages)
    assert opened == [("Who paid Rs. •••?", ["Who paid Rs. •••?", "Asha, Rs. •••"])]
    assert desk.shown.summary.title == "Who paid Rs. •••?"
    assert not desk.shown.hiding.isActive()


def test_every_way_in_which_shown_values_are_hidden_is_told_once(seen: Any, run: Any) -> None:
    desk = seen()
    desk.shown.set_role("trainer", is_somebody=True)
    hidden: list[bool] = []
    desk.shown.values_hidden.connect(lambda: hidden.append(True))

    async def story() -> None:
        await desk.ask("Who paid Rs. 500?", "Asha, Rs. 500")

    run(story())
    summary, messages = desk.session.summary, desk.session.messages
    ways: tuple[Callable[[], object], ...] = (
        desk.shown.toggle_values,
        desk.shown.hide_values,
        desk.shown.hiding.timeout.emit,
        desk.session.new_conversation,
        lambda: desk.session.open_conversation(summary, messages),
    )
    for told, hide in enumerate(ways):
        desk.session.open_conversation(summary, messages)
        desk.shown.toggle_values()
        assert len(hidden) == told
        hide()
        assert len(hidden) == told + 1, hide
        desk.shown.hide_values()
        assert len(hidden) == told + 1, "there was nothing left to hide"
    desk.shown.set_role("manager", is_somebody=True)
    assert len(hidden) == len(ways)
    desk.shown.set_role("trainer", is_somebody=True)
    assert len(hidden) == len(ways) + 1, "who saw all of it may not any more"


def test_with_an_answer_no_other_one_is_shown(seen: Any, run: Any) -> None:
    """The page of a long conversation may begin with an answer, and two of them may follow each other."""
    desk = seen()
    desk.shown.set_role("trainer", is_somebody=True)

    async def story() -> None:
        await desk.ask("First?", "Rs. 1")
        await desk.ask("Second?", "Rs. 2")

    run(story())
    (_, first, _, second), summary = desk.session.messages, desk.session.summary
    desk.session.open_conversation(summary, [first, second])
    desk.shown.toggle_values(first.id)
    assert [one.text for one in desk.shown.messages] == ["Rs. 1", "Rs. •••"]
    desk.shown.toggle_values(first.id)
    desk.shown.toggle_values(second.id)
    assert [one.text for one in desk.shown.messages] == ["Rs. •••", "Rs. 2"]


def test_an_answer_that_still_comes_shows_no_values(seen: Any, run: Any) -> None:
    desk = seen()
    desk.shown.set_role("trainer", is_somebody=True)

    async def story() -> None:
        has_come = asyncio.Event()
        desk.session.token_received.connect(lambda _text: has_come.set())
        desk.transport.answer(ConversationStarted("c"), TokenReceived("Rs. 500 and so"))
        desk.session.ask("Is it Rs. 500?")
        await has_come.wait()
        desk.shown.toggle_values(desk.session.messages[-1].id)
        desk.session.stop_turn()
        await desk.session.finish_cancelling()

    run(story())
    assert desk.ended == ["Rs. ••• and so"]
    assert not desk.shown.hiding.isActive()


def test_a_search_finds_nothing_by_a_value(seen: Any) -> None:
    shown = seen().shown
    assert shown.searched("asha 98765 x@y.in ५००") == "asha"
    shown.set_role("owner", is_somebody=True)
    assert shown.searched("98765") == "98765"


def test_a_telephone_of_a_card_is_masked_however_it_is_written(seen: Any) -> None:
    shown = seen().shown
    assert shown.phone("98765") == "••••••"
    assert shown.phone("98765 43210") == "••••••10"
    assert shown.phone("") == ""


def test_an_export_masks_in_any_thread_what_is_not_shown_at_its_beginning(seen: Any, run: Any) -> None:
    desk = seen()
    desk.shown.set_role("trainer", is_somebody=True)

    async def story() -> None:
        await desk.ask("First?", "Rs. 1")
        await desk.ask("Second?", "Rs. 2")
        desk.shown.toggle_values()
        mask = desk.shown.mask_for_export()
        desk.shown.hide_values()
        assert desk.session.summary is not None
        _, found = await asyncio.to_thread(mask, desk.session.summary, desk.session.messages)
        assert [one.text for one in found] == ["First?", "Rs. •••", "Second?", "Rs. 2"]

    run(story())
