"""What is saved of a turn, and when: before the request, while it grows, and however it ends."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from support.scripted_store import FULL, ScriptedStore
from support.scripted_transport import ScriptedTransport

from strakly_desktop.chat.recorder import TurnRecorder
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.events import AnswerFinished, ConversationStarted, TokenReceived, ToolsUsed
from strakly_desktop.conversation.model import (
    BotMemory,
    Branch,
    ConversationSummary,
    Message,
    MessageState,
    Role,
)

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

    def transcript_of(self, *steps: Any) -> None:
        """What the assistant says of an answer that goes on."""
        self.transport.answer(ConversationStarted("c-1"), *steps)

    def check(self, told_before: int) -> None:
        """When all is said to be saved, it is."""
        if "recovered" in self.told[told_before:]:
            answer = self.session.messages[-1]
            assert self.store.grown[answer.id] == self.session.running_text
            finished = {answer.id for _, answer, _ in self.store.finished}
            assert all(message.id in finished for message in self.session.messages[1:-2:2])

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


def test_what_waited_is_saved_first_as_soon_as_the_disk_takes_a_later_turn(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        await desk.ask("one")
        desk.store.is_full = True
        await desk.ask("two")
        desk.transcript_of(TokenReceived("three "))
        assert desk.session.ask("and three?")
        await desk.until(lambda: bool(desk.session.running_text))
        await desk.recorder.flush()
        desk.store.is_full = False
        desk.transport.answer(TokenReceived("grows"))
        await desk.until(lambda: "three grows" in desk.store.grown.values())
        assert [question.text for _, question, _ in desk.store.begun] == ["one", "two", "and three?"]
        assert [answer.text for _, answer, _ in desk.store.finished] == ["42."] * 2

    run(scenario())


@pytest.mark.parametrize("kind", ["answer", "stop"])
def test_a_turn_that_ends_does_not_overtake_one_that_waits(desk: Desk, run: Any, kind: str) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        desk.store.is_full = True
        await desk.ask("one")
        desk.transcript_of(TokenReceived("two "))
        assert desk.session.ask("two")
        await desk.until(lambda: bool(desk.session.running_text))
        await desk.recorder.flush()
        desk.store.is_full = False
        if kind == "answer":
            desk.transport.answer(AnswerFinished())
            await desk.until(lambda: not desk.session.is_running)
        else:
            desk.session.stop_turn()
        await desk.session.finish_cancelling()
        await desk.recorder.flush()
        assert [question.text for _, question, _ in desk.store.begun] == ["one", "two"]
        assert [answer.text for _, answer, _ in desk.store.finished] == ["42.", "two "]

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


def test_an_append_that_failed_leaves_no_hole(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        desk.transcript_of(TokenReceived("one "))
        assert desk.session.ask("How many?")
        await desk.until(lambda: "one " in desk.store.grown.values())
        desk.store.is_full = True
        desk.transport.answer(TokenReceived("two "))
        await desk.until(lambda: desk.told == [FULL])
        desk.store.is_full = False
        desk.transport.answer(TokenReceived("three"))
        await desk.until(lambda: "one two three" in desk.store.grown.values())
        assert desk.told == [FULL, "recovered"]

    run(scenario())


def test_an_append_that_was_written_and_then_failed_is_not_written_twice(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        desk.store.is_losing_its_answer = True
        desk.transcript_of(TokenReceived("one "))
        assert desk.session.ask("How many?")
        await desk.until(lambda: desk.told == [FULL])
        desk.store.is_losing_its_answer = False
        desk.transport.answer(TokenReceived("two"))
        await desk.until(lambda: "one two" in desk.store.grown.values())

    run(scenario())


def test_a_question_that_the_disk_refused_is_saved_while_its_answer_still_comes(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.store.is_full = True
        desk.recorder.use_store(desk.store)
        desk.transcript_of(TokenReceived("one "))
        assert desk.session.ask("How many?")
        await desk.until(lambda: desk.told == [FULL])
        desk.store.is_full = False
        desk.transport.answer(TokenReceived("two"))
        await desk.until(lambda: "one two" in desk.store.grown.values())
        assert [question.text for _, question, _ in desk.store.begun] == ["How many?"]
        assert desk.told == [FULL, "recovered"]

    run(scenario())


def test_nothing_is_called_saved_that_no_disk_has_taken(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        desk.transcript_of(TokenReceived("one "))
        assert desk.session.ask("How many?")
        await desk.until(lambda: bool(desk.store.grown))
        desk.store.is_full = True
        desk.transport.answer(TokenReceived("two"))
        await desk.until(lambda: desk.told == [FULL])
        written = dict(desk.store.grown)
        desk.store.is_full = False
        desk.recorder.use_store(None)
        desk.recorder.try_again()
        await desk.recorder.flush()
        desk.session.stop_turn()
        await desk.recorder.flush()
        assert desk.store.grown == written
        assert desk.told == [FULL], "it went nowhere: nobody may say that nothing was lost"

    run(scenario())


def test_a_turn_goes_whole_into_the_store_that_took_the_place_of_the_one_it_began_in(
    desk: Desk, run: Any
) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        desk.transcript_of(TokenReceived("one "))
        assert desk.session.ask("How many?")
        await desk.until(lambda: bool(desk.store.grown))
        other = ScriptedStore()
        desk.recorder.use_store(other)
        desk.transport.answer(TokenReceived("two"), AnswerFinished())
        await desk.until(lambda: not desk.session.is_running)
        await desk.recorder.flush()
        assert [question.text for _, question, _ in other.begun] == ["How many?"]
        assert [answer.text for _, answer, _ in other.finished] == ["one two"]

    run(scenario())


@pytest.mark.parametrize("seed", range(60))
def test_whatever_fails_when_the_disk_holds_the_whole_answer_once_all_is_said_to_be_saved(
    desk: Desk, run: Any, seed: int
) -> None:
    async def scenario() -> None:
        chance = Random(seed)
        desk.recorder.use_store(desk.store)
        told = 0
        for number in range(4):
            assert desk.session.ask(f"question {number}")
            for piece in range(6):
                desk.store.is_full = chance.random() < 0.4
                desk.store.is_losing_its_answer = chance.random() < 0.2
                if chance.random() < 0.3:
                    desk.transport.answer(ToolsUsed((f"tool_{piece}",)))
                desk.transport.answer(TokenReceived(f"{number}.{piece} "))
                await desk.until(lambda: f"{number}.{piece}" in desk.session.running_text)  # noqa: B023
                desk.recorder.pending._save_growth()
                if chance.random() < 0.5:
                    desk.recorder.try_again()
                await desk.recorder.flush()
                desk.check(told)
                told = len(desk.told)
            desk.transport.answer(AnswerFinished())
            await desk.until(lambda: not desk.session.is_running)
            await desk.session.finish_cancelling()
            await desk.recorder.flush()
        desk.store.is_full = desk.store.is_losing_its_answer = False
        desk.recorder.try_again()
        await desk.recorder.flush()
        saved = {answer.id: answer for _, answer, _ in desk.store.finished}
        said = [message for message in desk.session.messages if message.role is Role.ASSISTANT]
        assert [saved[message.id] for message in said] == said
        assert desk.told[-1:] in ([], ["recovered"])

    run(scenario())


def test_the_tools_of_an_answer_are_saved_while_it_still_comes(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        desk.transcript_of(ToolsUsed(("get_clients_stats",)), TokenReceived("42"))
        assert desk.session.ask("How many?")
        await desk.until(lambda: ("get_clients_stats",) in desk.store.tools.values())
        await desk.until(lambda: "42" in desk.store.grown.values())

    run(scenario())


def test_a_connection_that_broke_before_any_answer_is_not_trusted_again(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.recorder.use_store(desk.store)
        await desk.ask("one")
        await desk.ask("two", ConversationStarted("c-1"), ToolsUsed(("get_clients_stats",)), None)
        assert desk.told == ["context lost"]
        assert desk.store.finished[-1][2] is None
        await desk.ask("three")
        assert [question.conversation_id for question in desk.transport.questions] == [None, "c-1", None]

    run(scenario())


def test_a_bug_in_one_job_is_reported_and_keeps_nothing_behind_it_from_being_saved(
    desk: Desk, run: Any
) -> None:
    class Broken(ScriptedStore):
        async def begin_turn(
            self, conversation: ConversationSummary, question: Message, answer: Message
        ) -> None:
            if question.text == "broken":
                raise ValueError("a bug")
            await super().begin_turn(conversation, question, answer)

    async def scenario() -> None:
        bugs: list[Any] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: bugs.append(context["exception"]))
        store = Broken()
        conversation = ConversationSummary("c", "Title", NOON, NOON)
        for text in ("broken", "whole"):
            question = Message(f"q-{text}", Role.USER, text, NOON)
            answer = Message(f"a-{text}", Role.ASSISTANT, "", NOON, MessageState.STREAMING)
            desk.recorder.begin(conversation, question, answer)
        desk.recorder.use_store(store)
        await desk.recorder.flush()
        asyncio.get_running_loop().set_exception_handler(None)
        assert [str(bug) for bug in bugs] == ["a bug"]
        assert [answer.id for _, _, answer in store.begun] == ["a-whole"]

    run(scenario())


@pytest.mark.parametrize("is_full", [False, True])
def test_the_name_of_a_branch_that_comes_late_is_saved_too(desk: Desk, run: Any, is_full: bool) -> None:
    async def story() -> None:
        desk.recorder.use_store(desk.store)
        desk.session.set_branch(Branch(None, ""), is_known=False)
        desk.store.is_full = is_full
        await desk.ask()
        desk.session.name_asked("All branches")
        await desk.recorder.flush()
        desk.store.is_full = False
        desk.recorder.try_again()
        await desk.recorder.flush()

    run(story())
    question, answer = desk.session.messages
    if is_full:
        assert [(asked.branch, one.branch) for _, asked, one in desk.store.begun] == [("All branches",) * 2]
        assert [one.branch for _, one, _ in desk.store.finished] == ["All branches"]
    else:
        assert desk.store.named == [((question.id, answer.id), "All branches")]


@pytest.mark.parametrize("is_full", ["until the turn is over", "when the name comes"])
def test_the_name_of_a_branch_waits_for_the_disk_as_the_turn_does(desk: Desk, run: Any, is_full: str) -> None:
    async def story() -> None:
        desk.recorder.use_store(desk.store)
        desk.session.set_branch(Branch(None, ""), is_known=False)
        if is_full == "when the name comes":
            await desk.ask()
            desk.store.is_full = True
            desk.session.name_asked("All branches")
            await desk.recorder.flush()
        else:
            desk.store.is_full = True
            desk.transport.answer(ConversationStarted("c-1"), TokenReceived("42."), AnswerFinished())
            assert desk.session.ask("How many clients?")
            desk.session.turn_finished.connect(lambda _answer: desk.session.name_asked("All branches"))
            await desk.until(lambda: not desk.session.is_running)
            await desk.recorder.flush()
        assert not desk.recorder.pending.is_empty
        desk.store.is_full = False
        desk.recorder.try_again()
        await desk.recorder.flush()
        assert desk.recorder.pending.is_empty

    run(story())
    assert [type(told) is str for told in desk.told] == [False, True], "it failed, and is well again"
    question, answer = desk.session.messages
    names = dict.fromkeys((question.id, answer.id), "")
    for _, asked, empty in desk.store.begun:
        names |= {asked.id: asked.branch, empty.id: empty.branch}
    for ids, name in desk.store.named:
        names |= dict.fromkeys(ids, name)
    assert set(names.values()) == {"All branches"}
