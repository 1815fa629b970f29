"""The turn: how an answer grows, ends, is stopped, and what can no longer happen afterwards."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from support.scripted_transport import ScriptedTransport

from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.events import (
    ActionRequested,
    AnswerFinished,
    ChangeTheme,
    ChatEvent,
    ConversationStarted,
    ServerErrorReceived,
    SuggestionsReceived,
    TokenReceived,
    ToolsUsed,
)
from strakly_desktop.conversation.model import (
    BotMemory,
    Branch,
    ConversationSummary,
    Message,
    MessageState,
    Question,
    Role,
)

LOST = ChatError(Failure(FailureKind.NETWORK, "The connection was lost.", "Ask again."))


class Clock:
    """A monotonic clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """A session, its scripted server, and everything it has told."""

    def __init__(self) -> None:
        self.transport = ScriptedTransport()
        self.clock = Clock()
        self.session = ChatSession(self.transport, clock=self.clock)
        self.told: list[tuple[str, Any]] = []
        for name in (
            "token_received",
            "busy_line_changed",
            "action_requested",
            "suggestions_changed",
            "turn_finished",
            "turn_stopped",
        ):
            self._note(name, getattr(self.session, name))
        self.session.turn_failed.connect(lambda message, failure: self.told.append(("turn_failed", message)))
        self.session.context_lost.connect(lambda: self.told.append(("context_lost", None)))
        self.session.next_awaited.connect(lambda: self.told.append(("next_awaited", None)))
        self.session.context_doubted.connect(lambda: self.told.append(("context_doubted", None)))

    def _note(self, name: str, signal: Any) -> None:
        signal.connect(lambda value: self.told.append((name, value)))

    def values(self, name: str) -> list[Any]:
        return [value for told, value in self.told if told == name]

    @property
    def shown(self) -> str:
        return "".join(self.values("token_received"))

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():  # noqa: ASYNC110 - the condition is about signals, not about one event
            await asyncio.sleep(0)

    async def ask(self, *steps: Any, text: str = "how many clients?") -> Message:
        """Ask, answer with `steps`, and wait for the turn's end."""
        self.transport.answer(*steps)
        assert self.session.ask(text)
        await self.until(lambda: not self.session.is_running)
        await self.session.finish_cancelling()
        return self.session.messages[-1]


@pytest.fixture
def desk(qloop: asyncio.AbstractEventLoop) -> Desk:
    return Desk()


def test_a_whole_answer_is_told_token_by_token(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        answer = await desk.ask(
            ConversationStarted("c-1"),
            ToolsUsed(("get_clients_stats",)),
            TokenReceived("You have **42**"),
            TokenReceived(" clients."),
            SuggestionsReceived(("List them",)),
            AnswerFinished(),
        )
        assert desk.values("token_received") == ["You have **42**", " clients."]
        assert (answer.text, answer.state) == ("You have **42** clients.", MessageState.COMPLETE)
        assert answer.tools == ("get_clients_stats",)
        assert desk.values("busy_line_changed") == ["Looked up client stats, writing the answer...", ""]
        names = [name for name, _ in desk.told]
        assert names.index("turn_finished") < len(names) - 1 - names[::-1].index("suggestions_changed")
        assert desk.values("suggestions_changed")[-1] == ("List them",)
        assert names[-1] == "next_awaited", "who asks the next one then takes nothing away from this one"

    run(scenario())


def test_after_half_an_answer_no_next_question_is_awaited(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        await desk.ask(TokenReceived("42"), None)
        desk.transport.answer(TokenReceived("42"))
        desk.session.ask("again?")
        await desk.until(lambda: bool(desk.session.running_text))
        desk.session.stop_turn()
        assert "next_awaited" not in dict(desk.told)

    run(scenario())


def test_the_next_question_continues_the_conversation_and_names_the_branch(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        await desk.ask(ConversationStarted("c-1"), TokenReceived("x"), AnswerFinished())
        desk.session.set_branch(Branch(2, "Lake Road"))
        answer = await desk.ask(ConversationStarted("c-1"), TokenReceived("y"), AnswerFinished())
        first, second = desk.transport.questions
        assert (first.conversation_id, first.branch_id) == (None, None)
        assert (second.conversation_id, second.branch_id) == ("c-1", 2)
        assert answer.branch == "Lake Road"

    run(scenario())


def test_a_cut_after_an_error_tells_the_reason_of_the_error(desk: Desk, run: Any) -> None:
    failures: list[Failure] = []
    desk.session.turn_failed.connect(lambda _message, failure: failures.append(failure))

    async def scenario() -> None:
        answer = await desk.ask(
            TokenReceived("12 members"), ServerErrorReceived(""), ServerErrorReceived("Overloaded"), LOST
        )
        assert (answer.text, answer.state) == ("12 members", MessageState.INCOMPLETE)
        answer = await desk.ask(
            TokenReceived("x"), ServerErrorReceived("first"), ServerErrorReceived("second"), LOST
        )
        assert answer.state is MessageState.INCOMPLETE

    run(scenario())
    assert [failure.kind for failure in failures] == [FailureKind.ASSISTANT_ERROR] * 2
    assert failures[0].details.startswith("Overloaded")
    assert failures[1].details.startswith("first")


def test_many_tiny_pieces_are_one_text(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        pieces = [TokenReceived(f"{n} ") for n in range(5_000)]
        answer = await desk.ask(*pieces, ToolsUsed(("a",)), TokenReceived("end"), AnswerFinished())
        assert answer.text == desk.shown == "".join(f"{n} " for n in range(5_000)) + "\n\nend"

    run(scenario())


def test_text_after_tools_starts_a_paragraph(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        answer = await desk.ask(
            TokenReceived("Let me look."),
            ToolsUsed(("get_clients_stats",)),
            TokenReceived("There are 42."),
            AnswerFinished(),
        )
        assert answer.text == desk.shown == "Let me look.\n\nThere are 42."

    run(scenario())


def test_no_second_break_where_the_answer_brings_its_own(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        answer = await desk.ask(
            TokenReceived("Let me look.\n"),
            ToolsUsed(("a",)),
            TokenReceived("Done."),
            AnswerFinished(),
        )
        assert answer.text == "Let me look.\n\nDone."

    run(scenario())


def test_only_one_turn_at_a_time(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        assert desk.session.ask("first")
        assert not desk.session.ask("second")
        desk.transport.answer(AnswerFinished())
        await desk.until(lambda: not desk.session.is_running)
        assert [question.message for question in desk.transport.questions] == ["first"]

    run(scenario())


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_is_not_sent(desk: Desk, run: Any, text: str) -> None:
    async def scenario() -> None:
        assert not desk.session.ask(text)
        assert desk.session.messages == ()

    run(scenario())


def test_stop_keeps_the_partial_text_and_nothing_follows(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.transport.answer(ConversationStarted("c-1"), TokenReceived("half an"))
        desk.session.ask("list everyone")
        await desk.until(lambda: desk.shown == "half an")
        desk.session.stop_turn()
        desk.transport.answer(
            TokenReceived(" answer"), ActionRequested(ChangeTheme("dark")), AnswerFinished(), None
        )
        await desk.session.finish_cancelling()
        assert desk.transport.open_streams == 0, "the connection must be closed"
        assert desk.shown == "half an"
        assert desk.values("action_requested") == []
        stopped = desk.values("turn_stopped")
        assert [(message.text, message.state) for message in stopped] == [("half an", MessageState.STOPPED)]
        assert desk.session.messages[-1] == stopped[0]

    run(scenario())


def test_new_chat_in_mid_answer_starts_clean(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.transport.answer(ConversationStarted("c-1"), TokenReceived("half"))
        desk.session.ask("list everyone")
        await desk.until(lambda: desk.shown == "half")
        desk.session.new_conversation()
        assert desk.session.messages == ()
        desk.transport.answer(AnswerFinished())
        desk.session.ask("hello")
        await desk.until(lambda: not desk.session.is_running)
        assert desk.transport.questions[-1].conversation_id is None

    run(scenario())


@pytest.mark.parametrize(
    ("events", "seconds_of_silence", "expected_id"),
    [
        ([ConversationStarted("c-1")], 0, None),
        ([ConversationStarted("c-1"), TokenReceived("a")], 0.5, "c-1"),
        ([ConversationStarted("c-1"), TokenReceived("a")], 5, None),
        ([ConversationStarted("c-1"), TokenReceived("a"), ToolsUsed(("t",))], 0, None),
    ],
    ids=["before any token", "while tokens come", "in a silence that may be a tool", "right after tools"],
)
def test_a_stop_that_may_poison_the_conversation_uses_a_fresh_id(
    desk: Desk, run: Any, events: list[Any], seconds_of_silence: float, expected_id: str | None
) -> None:
    async def scenario() -> None:
        desk.transport.answer(*events)
        desk.session.ask("first")
        await desk.until(desk.transport.script.empty)
        await asyncio.sleep(0)
        desk.clock.now += seconds_of_silence
        desk.session.stop_turn()
        await desk.session.finish_cancelling()
        await desk.ask(AnswerFinished())
        assert desk.transport.questions[-1].conversation_id == expected_id

    run(scenario())


def test_losing_the_thread_is_told(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        await desk.ask(ConversationStarted("c-1"), TokenReceived("x"), AnswerFinished())
        desk.session.ask("second")
        await desk.until(lambda: desk.transport.open_streams == 1)
        desk.session.stop_turn()
        assert desk.values("context_lost") == [None]

    run(scenario())


def test_a_restarted_assistant_is_asked_under_a_fresh_id_and_that_is_told(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        await desk.ask(ConversationStarted("c-1"), TokenReceived("x"), AnswerFinished())
        desk.session.note_lost_memory()
        assert desk.values("context_lost") == [None]
        await desk.ask(ConversationStarted("c-2"), TokenReceived("y"), AnswerFinished())
        await desk.ask(TokenReceived("z"), AnswerFinished())
        assert [question.conversation_id for question in desk.transport.questions] == [None, None, "c-2"]
        assert len(desk.values("context_lost")) == 1

    run(scenario())


def test_a_restart_before_anything_was_said_is_not_told(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.session.note_lost_memory()
        desk.session.note_doubtful_memory()
        await desk.ask(LOST)
        desk.session.note_lost_memory()
        assert desk.values("context_lost") == desk.values("context_doubted") == []

    run(scenario())


def test_an_assistant_that_was_away_may_have_forgotten_and_is_asked_all_the_same(
    desk: Desk, run: Any
) -> None:
    async def scenario() -> None:
        await desk.ask(ConversationStarted("c-1"), TokenReceived("x"), AnswerFinished())
        desk.session.note_doubtful_memory()
        assert desk.values("context_doubted") == [None]
        await desk.ask(TokenReceived("y"), AnswerFinished())
        assert desk.transport.questions[-1].conversation_id == "c-1"
        assert desk.values("context_lost") == []

    run(scenario())


@pytest.mark.parametrize(("noted", "told"), [("lost", "context_lost"), ("doubtful", "context_doubted")])
def test_a_saved_conversation_from_before_a_restart_is_not_trusted_in_silence(
    desk: Desk, run: Any, noted: str, told: str
) -> None:
    async def scenario() -> None:
        await desk.ask(ConversationStarted("c-1"), TokenReceived("x"), AnswerFinished())
        memory = BotMemory("c-1", "", datetime.now().astimezone())
        saved = desk.session.summary
        messages = desk.session.messages
        assert saved is not None
        desk.session.new_conversation()
        getattr(desk.session, f"note_{noted}_memory")()
        desk.session.open_conversation(replace(saved, bot_memory=memory), messages)
        assert desk.values(told) == [None]
        await desk.ask(TokenReceived("y"), AnswerFinished())
        expected = None if noted == "lost" else "c-1"
        assert desk.transport.questions[-1].conversation_id == expected

    run(scenario())


def test_repeated_server_errors_lead_to_a_fresh_conversation(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        failing = (ConversationStarted("c-1"), ServerErrorReceived("boom"), AnswerFinished())
        await desk.ask(*failing)
        await desk.ask(*failing)
        await desk.ask(TokenReceived("fine"), AnswerFinished())
        assert [question.conversation_id for question in desk.transport.questions] == [None, "c-1", None]

    run(scenario())


def test_errors_count_in_a_row_only_and_anew_in_a_fresh_conversation(desk: Desk, run: Any) -> None:
    """One error is no reason to lose what the assistant knows."""

    async def scenario() -> None:
        boom = (ServerErrorReceived("boom"), AnswerFinished())
        await desk.ask(ConversationStarted("c-1"), TokenReceived("fine"), AnswerFinished())
        for steps in (boom, (TokenReceived("fine"), AnswerFinished()), boom, boom):
            await desk.ask(*steps)
        # From here on in a fresh one.
        await desk.ask(ConversationStarted("c-2"), *boom)
        await desk.ask(TokenReceived("fine"), AnswerFinished())
        asked = [question.conversation_id for question in desk.transport.questions]
        assert asked == [None, "c-1", "c-1", "c-1", "c-1", None, "c-2"]

    run(scenario())


def test_a_saved_question_that_nobody_answered_is_opened_without_a_word_about_memory(
    desk: Desk, run: Any
) -> None:
    async def scenario() -> None:
        await desk.ask(LOST)
        saved, messages = desk.session.summary, desk.session.messages
        assert saved is not None
        desk.session.note_doubtful_memory()
        desk.session.new_conversation()
        desk.session.open_conversation(replace(saved, bot_memory=None), messages)
        assert desk.session.messages == messages
        assert desk.values("context_doubted") + desk.values("context_lost") == []

    run(scenario())


def test_what_no_turn_of_this_session_receives_is_never_taken_for_its_running_answer(
    desk: Desk, run: Any
) -> None:
    """The history could not be written when the app died: nothing in it says yet that the answer was cut off."""

    async def scenario() -> None:
        now = datetime.now().astimezone()
        whole = Message("a1", Role.ASSISTANT, "w0 w1.", now)
        half = replace(whole, text="w0 w1", state=MessageState.STREAMING)
        summary = ConversationSummary("saved", "Saved", now, now, bot_memory=BotMemory("c-1", "", now))
        desk.session.open_conversation(summary, [whole])
        remembered = [desk.session.is_remembered]
        desk.session.open_conversation(summary, [half])
        assert [message.state for message in desk.session.messages] == [MessageState.INTERRUPTED]
        remembered.append(desk.session.is_remembered)
        assert remembered == [True, False], "the assistant may still hold a call without its result"
        desk.session.add_earlier([replace(half, id="a0")])
        assert [message.state for message in desk.session.messages] == [MessageState.INTERRUPTED] * 2

    run(scenario())


class LateTrouble:
    """A transport whose connection fails while it is closed."""

    async def stream_chat(self, question: Question) -> AsyncGenerator[ChatEvent]:
        try:
            yield TokenReceived("half")
            await asyncio.Event().wait()
        finally:
            raise LOST


def test_what_fails_while_a_stopped_answer_is_closed_is_told_nobody(run: Any) -> None:
    async def scenario() -> None:
        session = ChatSession(LateTrouble())
        has_come, failed = asyncio.Event(), list[Message]()
        session.token_received.connect(lambda _text: has_come.set())
        session.turn_failed.connect(lambda message, _failure: failed.append(message))
        session.ask("list everyone")
        await has_come.wait()
        session.stop_turn()
        await session.finish_cancelling()
        assert failed == []
        assert [one.state for one in session.messages] == [MessageState.COMPLETE, MessageState.STOPPED]

    run(scenario())


def test_an_error_event_makes_the_answer_incomplete_though_done_follows(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        answer = await desk.ask(TokenReceived("part"), ServerErrorReceived("429"), AnswerFinished())
        assert (answer.text, answer.state) == ("part", MessageState.INCOMPLETE)
        assert desk.values("turn_finished") == []

    run(scenario())


@pytest.mark.parametrize("ending", [None, LOST], ids=["cut without [DONE]", "connection lost"])
def test_a_cut_answer_is_never_shown_as_whole(desk: Desk, run: Any, ending: Any) -> None:
    async def scenario() -> None:
        answer = await desk.ask(TokenReceived("part"), ending)
        assert (answer.text, answer.state) == ("part", MessageState.INCOMPLETE)
        assert len(desk.values("turn_failed")) == 1

    run(scenario())


def test_retry_asks_the_same_again(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        await desk.ask(LOST, text="who is due?")
        desk.transport.answer(AnswerFinished())
        assert desk.session.retry()
        await desk.until(lambda: not desk.session.is_running)
        assert [question.message for question in desk.transport.questions] == ["who is due?"] * 2

    run(scenario())


def test_actions_are_told_live_and_once(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        await desk.ask(TokenReceived("ok"), ActionRequested(ChangeTheme("dark")), AnswerFinished())
        assert desk.values("action_requested") == [ChangeTheme("dark")]

    run(scenario())


def test_silence_is_told_after_15_seconds_and_ends_nothing(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.session.ask("slow one")
        desk.clock.now += 14
        desk.session.tell_silence()
        assert desk.values("busy_line_changed") == []
        desk.clock.now += 18
        desk.session.tell_silence()
        assert desk.values("busy_line_changed") == ["Still waiting for the assistant (32 s)..."]
        assert desk.session.is_running
        desk.transport.answer(TokenReceived("at last"))
        await desk.until(lambda: desk.shown == "at last")
        assert desk.values("busy_line_changed")[1:] == [""], "what came ends it"
        desk.clock.now += 14
        desk.session.tell_silence()
        assert len(desk.values("busy_line_changed")) == 2, "counted from what came last"
        desk.clock.now += 1
        desk.session.tell_silence()
        assert desk.values("busy_line_changed")[2:] == ["Still waiting for the assistant (15 s)..."]
        desk.transport.answer(AnswerFinished())
        await desk.until(lambda: not desk.session.is_running)
        assert desk.session.messages[-1].state is MessageState.COMPLETE

    run(scenario())


def test_a_bug_in_a_turn_ends_it_honestly_and_reaches_the_bug_hook(
    desk: Desk, run: Any, qloop: asyncio.AbstractEventLoop
) -> None:
    reported: list[BaseException] = []
    qloop.set_exception_handler(lambda loop, context: reported.append(context["exception"]))

    async def scenario() -> None:
        answer = await desk.ask(TokenReceived("part"), ZeroDivisionError())
        assert answer.state is MessageState.INCOMPLETE
        assert [type(error) for error in reported] == [ZeroDivisionError]

    run(scenario())


def test_the_assistants_own_words_for_a_failure_are_told(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        failures: list[Failure] = []
        desk.session.turn_failed.connect(lambda _answer, failure: failures.append(failure))
        await desk.ask(ServerErrorReceived("raw", "The model is loading.", "Wait."), AnswerFinished())
        await desk.ask(ServerErrorReceived("raw"), AnswerFinished())
        assert [failure.headline for failure in failures] == [
            "The model is loading.",
            "The assistant ran into a problem and could not finish this answer.",
        ]
        assert (failures[0].advice, failures[0].details) == ("Wait.", "raw")

    run(scenario())


# A question that was asked before the gym's branches were known.

LAKE = Branch(4, "Lake Road")
UNKNOWN = Branch(None, "")


class SettlingTransport(ScriptedTransport):
    """Sends when it is let, and asks before it what to send, as the connection does."""

    def __init__(self) -> None:
        super().__init__()
        self.may_send = asyncio.Event()
        self.settled: Callable[[Question], Question] = lambda question: question

    async def stream_chat(self, question: Question) -> AsyncGenerator[ChatEvent]:
        await self.may_send.wait()
        async for event in super().stream_chat(self.settled(question)):
            yield event


@pytest.fixture
def early(qloop: asyncio.AbstractEventLoop) -> tuple[ChatSession, SettlingTransport, list[Message]]:
    transport = SettlingTransport()
    session = ChatSession(transport)
    transport.settled = session.settled_question
    session.set_branch(UNKNOWN, is_known=False)
    named: list[Message] = []
    session.branch_named.connect(named.extend)
    return session, transport, named


async def whole(session: ChatSession) -> None:
    while session.is_running:  # noqa: ASYNC110 - the condition is about signals, not about one event
        await asyncio.sleep(0)
    await session.finish_cancelling()


def test_a_question_that_waits_is_about_the_branch_that_the_header_names_when_it_is_sent(
    run: Any, early: tuple[ChatSession, SettlingTransport, list[Message]]
) -> None:
    session, transport, _ = early

    async def story() -> None:
        session.ask("how many clients?")
        session.name_asked("All branches")
        session.set_branch(LAKE)
        transport.may_send.set()
        transport.answer(TokenReceived("42"), AnswerFinished())
        await whole(session)

    run(story())
    assert [question.branch_id for question in transport.questions] == [4]
    assert [message.branch for message in session.messages] == ["Lake Road", "Lake Road"]


def test_a_question_from_before_anything_was_known_is_about_the_remembered_branch_though_no_list_comes(
    run: Any, early: tuple[ChatSession, SettlingTransport, list[Message]]
) -> None:
    session, transport, _ = early

    async def story() -> None:
        session.ask("how many clients?")
        session.set_branch(LAKE, is_known=False, is_named=True)
        transport.may_send.set()
        transport.answer(TokenReceived("42"), AnswerFinished())
        await whole(session)
        session.name_asked("All branches")

    run(story())
    assert [question.branch_id for question in transport.questions] == [4]
    assert [message.branch for message in session.messages] == ["Lake Road", "Lake Road"]


@pytest.mark.parametrize("when", ["while it comes", "afterwards"])
def test_a_question_that_was_sent_before_is_named_by_what_was_sent(
    run: Any, early: tuple[ChatSession, SettlingTransport, list[Message]], when: str
) -> None:
    session, transport, named = early
    transport.may_send.set()

    async def story() -> None:
        session.ask("how many clients?")
        transport.answer(TokenReceived("42"))
        while not session.running_text:  # noqa: ASYNC110 - the condition is about signals, not about one event
            await asyncio.sleep(0)
        if when == "afterwards":
            transport.answer(AnswerFinished())
            await whole(session)
        session.name_asked("All branches")
        session.set_branch(LAKE)
        transport.answer(AnswerFinished())
        await whole(session)
        transport.script = asyncio.Queue()
        session.ask("and at the lake?")
        transport.answer(TokenReceived("7"), AnswerFinished())
        await whole(session)

    run(story())
    assert [question.branch_id for question in transport.questions] == [None, 4]
    assert [message.branch for message in session.messages] == ["All branches"] * 2 + ["Lake Road"] * 2
    assert [message.id for message in named] == [message.id for message in session.messages[:2]]


def test_what_one_person_asked_is_not_named_by_the_list_of_the_next(
    run: Any, early: tuple[ChatSession, SettlingTransport, list[Message]]
) -> None:
    session, transport, named = early
    transport.may_send.set()

    async def story() -> None:
        session.ask("how many clients?")
        transport.answer(TokenReceived("42"), AnswerFinished())
        await whole(session)
        session.set_account("another", "Bala")
        session.name_asked("Bala's branch")

    run(story())
    assert named == []
