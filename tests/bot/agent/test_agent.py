"""A turn of the local bot on a real socket: the order of its events, its memory, and what a stop leaves behind."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Sequence
from typing import Any, cast

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from support import web
from support.scripted_bot import (
    OWNER,
    Piece,
    ScriptedToolbox,
    ask,
    call,
    headers,
    kinds,
    scripted_app,
    serving,
    text_of,
)

from strakly_desktop.bot.agent.language_model import Asked, Message, ModelFailed, Reply, ToolResults
from strakly_desktop.bot.agent.tenant import Tenant
from strakly_desktop.bot.agent.tool_rounds import MOST_CALLS
from strakly_desktop.bot.agent.toolbox import BranchScope, ToolOutcome, ToolRefusal

LONG = "**Clients**\n\nThere are 245 clients in all, and 230 of them are active.\n"


async def count(_arguments: dict[str, Any], branch_id: int | None) -> ToolOutcome:
    return ToolOutcome({"total": 245, "branch": branch_id})


async def theme(arguments: dict[str, Any], _branch_id: int | None) -> ToolOutcome:
    await asyncio.sleep(0)
    return ToolOutcome(
        {"ok": True},
        ({"type": "change_theme", "value": "dark"}, {"type": "change_accent", "value": arguments["accent"]}),
    )


async def page(_arguments: dict[str, Any], _branch_id: int | None) -> ToolOutcome:
    return ToolOutcome({"ok": True}, ({"type": "navigate", "value": "/clients"},))


async def picky(arguments: dict[str, Any], _branch_id: int | None) -> ToolOutcome:
    if arguments.get("days") != 7:
        raise ToolRefusal("days must be 7")
    return ToolOutcome({"days": 7})


async def broken(_arguments: dict[str, Any], _branch_id: int | None) -> ToolOutcome:
    raise OperationalError("SELECT secrets", None, ConnectionError("gone"))


TOOLBOX = ScriptedToolbox(
    {"broken": broken, "count": count, "theme": theme, "page": page, "picky": picky},
    suggestions=("List them", "List them", "x" * 51, "New this month", "Revenue", "Fourth"),
)


async def script(question: str, rounds: int, messages: Sequence[Message]) -> AsyncGenerator[Piece]:
    match question, rounds:
        case "plain", _:
            yield "Hello"
            yield " there, Chloé \u2028 😀"
        case "count", 0:
            yield call(("count", {}))
        case "talk first", 0:
            yield "Let me look."
            yield call(("count", {}))
        case "two at once", 0:
            yield call(("page", {}), ("theme", {"accent": "blue"}))
        case "two rounds", 0:
            yield call(("count", {}))
        case "two rounds", 1:
            yield call(("picky", {"days": 7}))
        case "refused", 0:
            yield call(("picky", {"days": 3}))
        case "refused", 1:
            yield call(("picky", {"days": 7 if "days must be 7" in str(messages[-1]) else 3}))
        case "unknown tool", 0:
            yield call(("no_such_tool", {}))
        case "unknown tool", _:
            yield str(messages[-1])
        case "for ever", _:
            yield call(("count", {}))
        case "nothing", _:
            yield ""
        case "fail at once", _:
            raise ModelFailed("429: slow down")
            yield ""
        case "broken tool", 0:
            yield call(("broken", {}))
        case "fail later", 0:
            yield call(("theme", {"accent": "red"}))
        case "fail later", _:
            yield "Your revenue is"
            raise ModelFailed("500: scripted")
        case "what was asked?", _:
            yield " | ".join(message.text for message in messages if isinstance(message, Asked))
        case _:
            yield LONG


@pytest.fixture(scope="module")
def url() -> Any:
    with serving(scripted_app(script, TOOLBOX)) as address:
        yield address


def test_a_plain_answer(url: str) -> None:
    events = ask(url, "plain")
    assert kinds(events) == ["conversation_id", "token", "[DONE]"]
    assert text_of(events) == "Hello there, Chloé \u2028 😀"
    assert len([event for event in events if "token" in event]) == 2


def test_the_id_is_new_each_time_and_a_given_one_is_kept(url: str) -> None:
    first, second, empty = (
        ask(url, "plain")[0],
        ask(url, "plain")[0],
        ask(url, "plain", conversation_id="")[0],
    )
    assert len({first["conversation_id"], second["conversation_id"], empty["conversation_id"]}) == 3
    assert all(len(event["conversation_id"]) == 36 for event in (first, second, empty))
    assert ask(url, "plain", conversation_id="my own id")[0] == {"conversation_id": "my own id"}


def test_tools_are_told_after_they_ran_then_tokens_and_suggestions(url: str) -> None:
    events = ask(url, "count")
    assert kinds(events) == ["conversation_id", "tools_used", "token", "suggested_questions", "[DONE]"]
    assert {"tools_used": ["count"]} in events
    # Neither the repeated one nor the one over 50 characters, and three at most.
    assert {"suggested_questions": ["List them", "New this month", "Revenue"]} in events


def test_a_model_may_talk_before_its_tools(url: str) -> None:
    expected = ["conversation_id", "token", "tools_used", "token", "suggested_questions", "[DONE]"]
    assert kinds(ask(url, "talk first")) == expected


def test_two_tools_at_once_are_one_event_and_actions_keep_the_order_of_the_calls(url: str) -> None:
    events = ask(url, "two at once")
    assert [event for event in events if "tools_used" in event] == [{"tools_used": ["page", "theme"]}]
    assert [event["action"] for event in events if "action" in event] == [
        {"type": "navigate", "value": "/clients"},
        {"type": "change_theme", "value": "dark"},
        {"type": "change_accent", "value": "blue"},
    ]
    assert kinds(events)[-5:] == ["action", "action", "action", "suggested_questions", "[DONE]"]


def test_each_round_has_its_own_event(url: str) -> None:
    events = ask(url, "two rounds")
    assert [event for event in events if "tools_used" in event] == [
        {"tools_used": ["count"]},
        {"tools_used": ["picky"]},
    ]


def test_a_tool_that_refuses_tells_the_model_why(url: str) -> None:
    events = ask(url, "refused")
    assert [event for event in events if "tools_used" in event] == [{"tools_used": ["picky"]}] * 2
    assert text_of(events) == LONG


def test_a_model_that_calls_a_tool_that_does_not_exist_is_told_so(url: str) -> None:
    events = ask(url, "unknown tool")
    assert {"tools_used": ["no_such_tool"]} in events
    assert "There is no tool no_such_tool." in text_of(events)


def test_after_ten_rounds_it_ends_without_an_error(url: str) -> None:
    events = ask(url, "for ever")
    assert events[1:] == [{"tools_used": ["count"]}] * 10 + ["[DONE]"]


def test_a_model_that_says_nothing(url: str) -> None:
    assert kinds(ask(url, "nothing")) == ["conversation_id", "[DONE]"]


def test_a_model_that_fails_is_one_error_event(url: str) -> None:
    events = ask(url, "fail at once")
    assert kinds(events) == ["conversation_id", "error", "[DONE]"]
    assert "429" in events[1]["error"]


def test_what_came_before_an_error_stays_and_actions_follow_it(url: str) -> None:
    events = ask(url, "fail later")
    expected = ["conversation_id", "tools_used", "token", "error", "action", "action", "[DONE]"]
    assert kinds(events) == expected
    assert text_of(events) == "Your revenue is"


def test_a_database_that_fails_is_one_error_event_without_its_secrets(url: str) -> None:
    events = ask(url, "broken tool", conversation_id="broken")
    fact = "The gym's database does not answer."
    words = {"fact": fact, "advice": "Press Retry. If it happens again, tell whoever looks after it."}
    assert events[1:] == [{"error": fact, "words": words}, "[DONE]"]
    assert text_of(ask(url, "what was asked?", conversation_id="broken")) == "what was asked?"


def test_the_branch_reaches_the_tools(url: str) -> None:
    staff = Tenant(user_id=9, email="", name="", role="trainer", gym_id=1, branch_id=2)
    seen: list[int | None] = []

    async def note(_arguments: dict[str, Any], branch_id: int | None) -> ToolOutcome:
        seen.append(branch_id)
        return ToolOutcome({})

    async def once(_question: str, rounds: int, _messages: Sequence[Message]) -> AsyncGenerator[Piece]:
        yield LONG if rounds else call(("note", {}))

    with serving(scripted_app(once, ScriptedToolbox({"note": note}))) as address:
        ask(address, "?")
        ask(address, "?", branch_id=3)
        ask(address, "?", branch_id="4")
        ask(address, "?", tenant=staff)
        ask(address, "?", tenant=staff, branch_id=1)
    assert seen == [None, 3, 4, 2, 1]


@pytest.mark.parametrize(
    ("wanted", "branch"),
    [(None, None), (0, None), (1, 1), ("1", 1), (" 2 ", 2), (1.0, 1), ("0", None)],
)
def test_a_branch_may_be_named_in_any_exact_form(wanted: object, branch: int | None) -> None:
    assert BranchScope().narrowed(wanted) == branch


@pytest.mark.parametrize(
    "wanted", [[1], {"id": 1}, "main", "1.5", 1.5, True, False, -1, "", "all", float("inf"), float("nan")]
)
def test_what_names_no_branch_is_refused(wanted: object) -> None:
    for scope in (BranchScope(), BranchScope(2, fixed=True)):
        with pytest.raises(ToolRefusal):
            scope.narrowed(wanted)


def test_who_may_see_one_branch_gets_no_other() -> None:
    scope = BranchScope(2, fixed=True)
    assert [scope.narrowed(wanted) for wanted in (None, 0, 2, "2")] == [2] * 4
    with pytest.raises(ToolRefusal):
        scope.narrowed(1)


def test_a_refused_branch_is_told_to_the_model_and_no_figure_with_it() -> None:
    results: list[Any] = []

    async def once(_question: str, rounds: int, messages: Sequence[Message]) -> AsyncGenerator[Piece]:
        if rounds:
            results.extend(each.result for each in cast(ToolResults, messages[-1]).results)
        yield LONG if rounds else call(("count", {"branch_id": [1]}), ("count", {"branch_id": "1"}))

    with serving(scripted_app(once, TOOLBOX)) as address:
        ask(address, "?")
    assert list(results[0]) == ["error"]
    assert results[1] == {"total": 245, "branch": 1}


def test_of_hundreds_of_calls_in_one_reply_only_some_are_run() -> None:
    ran: list[int | None] = []
    results: list[Any] = []

    async def note(_arguments: dict[str, Any], branch_id: int | None) -> ToolOutcome:
        ran.append(branch_id)
        return ToolOutcome({"found": True})

    async def once(_question: str, rounds: int, messages: Sequence[Message]) -> AsyncGenerator[Piece]:
        if rounds:
            results.extend(each.result for each in cast(ToolResults, messages[-1]).results)
        yield LONG if rounds else call(*[("note", {})] * 500)

    with serving(scripted_app(once, ScriptedToolbox({"note": note}))) as address:
        events = ask(address, "?")
    assert len(ran) == MOST_CALLS
    assert len(results) == 500
    assert all("error" in result for result in results[MOST_CALLS:])
    assert {"tools_used": ["note"] * MOST_CALLS} in events


def test_a_conversation_is_remembered_for_its_account_only(url: str) -> None:
    ask(url, "count", conversation_id="talk-1")
    ask(url, "plain", conversation_id="talk-1")
    assert text_of(ask(url, "what was asked?", conversation_id="talk-1")) == "count | plain | what was asked?"
    stranger = Tenant(user_id=2, email="", name="", role="admin", gym_id=2, branch_id=None)
    answer = ask(url, "what was asked?", conversation_id="talk-1", tenant=stranger)
    assert text_of(answer) == "what was asked?"


def test_a_failed_or_empty_turn_is_not_remembered(url: str) -> None:
    for question in ("fail at once", "fail later", "for ever", "nothing", "plain"):
        ask(url, question, conversation_id="talk-2")
    assert text_of(ask(url, "what was asked?", conversation_id="talk-2")) == "plain | what was asked?"


def test_a_forgotten_conversation_is_empty_and_only_its_owner_can_forget_it(url: str) -> None:
    ask(url, "plain", conversation_id="talk-3")
    stranger = Tenant(user_id=2, email="", name="", role="admin", gym_id=2, branch_id=None)
    for tenant, expected in ((stranger, "plain | what was asked?"), (OWNER, "what was asked?")):
        response = httpx.delete(f"{url}/chat/talk-3", headers=headers(tenant))
        assert response.json() == {"success": True, "message": "Conversation cleared"}
        assert text_of(ask(url, "what was asked?", conversation_id="talk-3")) == expected
        ask(url, "fail at once", conversation_id="talk-3")


class Gate:
    """Shows the test, in its own thread, where the server stands, and lets it wait there."""

    def __init__(self) -> None:
        self.entered, self.left = threading.Event(), threading.Event()

    async def wait_for_ever(self) -> None:
        self.entered.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.left.set()


def _leave_after(url: str, gate: Gate, message: str, conversation_id: str) -> None:
    body = {"message": message, "conversation_id": conversation_id}
    with web.stream("POST", f"{url}/chat", json=body, headers=headers()) as response:
        lines = response.iter_lines()
        assert next(lines).startswith("data: ")
        assert gate.entered.wait(60)
    # The socket is closed here.
    assert gate.left.wait(60), "the server went on although nobody listened"


def test_the_model_stops_when_the_client_goes_away_and_the_partial_answer_is_remembered() -> None:
    gate = Gate()

    async def speak(question: str, _rounds: int, messages: Sequence[Message]) -> AsyncGenerator[Piece]:
        if question != "stop me":
            yield " | ".join(message.text for message in messages if isinstance(message, Asked | Reply))
            return
        yield "Half an"
        yield " answer"
        await gate.wait_for_ever()
        yield "never sent"

    with serving(scripted_app(speak, ScriptedToolbox({}))) as url:
        _leave_after(url, gate, "stop me", "c1")
        assert text_of(ask(url, "and now?", conversation_id="c1")) == "stop me | Half an answer | and now?"


def test_a_stop_inside_a_tool_stops_the_tool_and_poisons_nothing() -> None:
    gate = Gate()

    async def slow(_arguments: dict[str, Any], _branch_id: int | None) -> ToolOutcome:
        await gate.wait_for_ever()
        return ToolOutcome({})

    async def speak(question: str, rounds: int, messages: Sequence[Message]) -> AsyncGenerator[Piece]:
        if question == "stop me":
            yield call(("quick", {}), ("slow", {}))
        else:
            yield " | ".join(type(message).__name__ for message in messages)

    toolbox = ScriptedToolbox({"quick": count, "slow": slow})
    with serving(scripted_app(speak, toolbox)) as url:
        _leave_after(url, gate, "stop me", "c1")
        events = ask(url, "and now?", conversation_id="c1")
    assert kinds(events) == ["conversation_id", "token", "[DONE]"]
    assert text_of(events) == "Asked"


def test_two_questions_at_once_under_one_id_take_turns() -> None:
    gate, go_on = threading.Event(), threading.Event()

    async def speak(question: str, _rounds: int, messages: Sequence[Message]) -> AsyncGenerator[Piece]:
        yield f"{question} after {len(messages) - 1} messages."
        if question == "first":
            gate.set()
            await asyncio.to_thread(go_on.wait, 10)

    answers: dict[str, str] = {}

    def put(at: str, question: str) -> None:
        answers[question] = text_of(ask(at, question, conversation_id="c1"))

    with serving(scripted_app(speak, ScriptedToolbox({}))) as url:
        first = threading.Thread(target=put, args=(url, "first"))
        first.start()
        assert gate.wait(60)
        with web.stream(
            "POST", f"{url}/chat", json={"message": "second", "conversation_id": "c1"}, headers=headers()
        ) as response:
            lines = response.iter_lines()
            # The id comes at once although the turn has to wait.
            assert "conversation_id" in next(lines)
            go_on.set()
            assert any("second after 2 messages." in line for line in lines)
        first.join(60)
    assert answers == {"first": "first after 0 messages."}
