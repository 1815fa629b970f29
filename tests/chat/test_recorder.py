"""What is saved of a turn, and when: before the request, while it grows, and however it ends."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.scripted_store import FULL, ScriptedStore
from support.scripted_transport import ScriptedTransport

from strakly_desktop.chat.recorder import TurnRecorder
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.events import AnswerFinished, ConversationStarted, TokenReceived
from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message, MessageState, Role

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Desk:
    """A session that records into a scripted store, at a time of day that the test moves."""

    def __init__(self) -> None:
        self.now = NOON
        self.store = ScriptedStore()
        self.transport = ScriptedTransport()
        self.recorder = TurnRecorder()
        self.session = ChatSession(self.transport, self.recorder, now=lambda: self.now)
        self.session.set_account("gym-1", "Meera")
        self.told: list[Any] = []
        self.recorder.saving_failed.connect(self.told.append)
        self.recorder.saving_recovered.connect(lambda: self.told.append("recovered"))
        self.session.context_lost.connect(lambda: self.told.append("context lost"))

    async def ask(self, text: str = "How many clients?", *steps: Any) -> Message:
        self.transport.answer(
            *(steps or (ConversationStarted("c-1"), TokenReceived("42."), AnswerFinished()))
        )
        assert self.session.ask(text)
        await self.until(lambda: not self.session.is_running)
        await self.session.finish_cancelling()
        await self.recorder.flush()
        return self.session.messages[-1]

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():  # noqa: ASYNC110 - the condition is about signals, not about one event
            await asyncio.sleep(0)


@pytest.fixture
def desk(qloop: asyncio.AbstractEventLoop) -> Desk:
    return Desk()


def test_the_question_is_on_disk_before_its_request_leaves(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.session.ask("How many clients?")
        for _ in range(50):
            await asyncio.sleep(0)
        assert desk.transport.questions == []  # The store is not open yet: the question waits for it.
        desk.recorder.use_store(desk.store)
        await desk.until(lambda: bool(desk.transport.questions))
        conversation, question, answer = desk.store.begun[0]
        assert (conversation.title, question.text) == ("How many clients?", "How many clients?")
        assert (question.author, answer.state) == ("Meera", MessageState.STREAMING)

    run(scenario())


def test_a_whole_turn_is_saved_with_what_the_assistant_calls_it(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        answer = await desk.ask()
        conversation_id, saved, memory = desk.store.finished[0]
        assert (conversation_id, saved) == (desk.store.begun[0][0].id, answer)
        assert memory == BotMemory("c-1", "gym-1", NOON)

    run(scenario())


def test_the_growing_answer_is_saved_while_it_grows(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        desk.transport.answer(TokenReceived("Half "), TokenReceived("an answer"))
        desk.session.ask("How many clients?")
        await desk.until(lambda: "Half an answer" in desk.store.grown.values())
        assert desk.store.finished == []
        desk.session.stop_turn()
        await desk.recorder.flush()
        assert desk.store.finished[0][1].text == "Half an answer"
        assert desk.store.finished[0][1].state is MessageState.STOPPED

    run(scenario())


def test_a_turn_stopped_at_once_is_saved_too(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        desk.session.ask("How many clients?")
        desk.session.new_conversation()
        await desk.recorder.flush()
        assert desk.store.begun[0][1].text == "How many clients?"
        assert desk.store.finished[0][1].state is MessageState.STOPPED

    run(scenario())


def test_a_full_disk_is_told_once_chatting_goes_on_and_nothing_is_lost(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.store.is_full = True
        desk.recorder.use_store(desk.store)
        first = await desk.ask("one")
        second = await desk.ask("two")
        assert (first.text, second.text) == ("42.", "42.")
        assert desk.told == [FULL]
        desk.store.is_full = False
        await desk.ask("three")
        assert [question.text for _, question, _ in desk.store.begun] == ["one", "two", "three"]
        assert [answer.text for _, answer, _ in desk.store.finished] == ["42."] * 3
        assert desk.told == [FULL, "recovered"]

    run(scenario())


def test_nothing_waits_where_there_is_no_history(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(None)
        assert (await desk.ask()).text == "42."

    run(scenario())


def test_off_the_record_leaves_no_trace(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        desk.session.new_conversation(saved=False)
        await desk.ask()
        assert (desk.store.begun, desk.store.finished, desk.store.grown) == ([], [], {})
        desk.session.new_conversation()
        await desk.ask()
        assert len(desk.store.finished) == 1

    run(scenario())


@pytest.mark.parametrize(
    ("account", "later", "remembers"),
    [
        ("gym-1", timedelta(minutes=29), True),
        ("gym-1", timedelta(minutes=31), False),
        ("gym-2", timedelta(minutes=1), False),
    ],
)
def test_a_reopened_conversation_goes_on_only_while_the_assistant_remembers(
    desk: Desk, run: Any, account: str, later: timedelta, remembers: bool
) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        memory = BotMemory("old", "gym-1", NOON)
        summary = ConversationSummary("s", "Old", NOON, NOON, bot_memory=memory)
        past = [
            Message("q", Role.USER, "How many?", NOON),
            Message("a", Role.ASSISTANT, "41.", NOON),
        ]
        desk.session.set_account(account, "Meera")
        desk.now = NOON + later
        desk.session.open_conversation(summary, past)
        assert desk.told == ([] if remembers else ["context lost"])
        await desk.ask("And today?")
        assert desk.transport.questions[0].conversation_id == ("old" if remembers else None)
        assert desk.store.begun[0][0].id == "s"
        assert [message.text for message in desk.session.messages] == [
            "How many?",
            "41.",
            "And today?",
            "42.",
        ]

    run(scenario())


def test_half_an_hour_of_silence_is_told_with_the_next_question(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        await desk.ask("one")
        desk.now += timedelta(minutes=31)
        await desk.ask("two")
        assert [question.conversation_id for question in desk.transport.questions] == [None, None]
        assert desk.told == ["context lost"]

    run(scenario())
