"""A hosted model behind a real server that speaks its protocol: how a reply ends, and what of it is told."""

import asyncio
import json
from typing import Any
from unittest.mock import ANY

import pytest
from support.openai_server import DONE, chunk, openai_server, reply, words

from strakly_desktop.bot.agent.language_model import Asked, Message, ModelFailed, Reply, ToolCall
from strakly_desktop.bot.agent.toolbox import ToolDescription
from strakly_desktop.bot.models.choice import rounds_loader
from strakly_desktop.bot.models.hosted_model import HostedModel

STATS = ToolDescription("get_clients_stats", "Counts.", {"type": "object", "properties": {}})


class Toolbox:
    """Describes a tool and never runs it."""

    def describe(self) -> list[ToolDescription]:
        return [STATS]


def model_at(url: str) -> HostedModel:
    environment = {"STRAKLY_MODEL": "m", "STRAKLY_MODEL_URL": url}
    model = rounds_loader(environment, Toolbox())()._model  # type: ignore[arg-type]
    assert isinstance(model, HostedModel)
    return model


def told(*bodies: list[Any]) -> tuple[str, Reply | None, str]:
    """What of the last reply is told, the whole of it, and why it failed."""
    with openai_server(*bodies) as server:

        async def converse() -> tuple[str, Reply | None, str]:
            model = model_at(server.url)
            said: list[str] = []
            whole: Reply | None = None
            failure = ""
            for _ in bodies:
                said, whole, failure = [], None, ""
                try:
                    async for piece in model.reply([Asked("hi")]):
                        if isinstance(piece, Reply):
                            whole = piece
                        else:
                            said.append(piece)
                except ModelFailed as error:
                    failure = str(error)
            return "".join(said), whole, failure

        return asyncio.run(converse())


BOOM = b'{"code": 500, "message": "boom"}'


@pytest.mark.parametrize(
    "ending",
    [
        [chunk(finish="length"), DONE],
        [],
        [DONE],
        [RuntimeError("the connection breaks")],
        [b"error: " + BOOM + b"\n\n"],
        [b"error: " + BOOM + b"\n\n", DONE],
        [b'data: {"error": ' + BOOM + b"}\n\n", DONE],
        [b"event: error\ndata: " + BOOM + b"\n\n", DONE],
        [b'data: {"id": \n\n', DONE],
        [b"data: <html>\n\n"],
    ],
    ids=["length", "ends", "no reason", "breaks", "line", "line, done", "error", "event", "torn", "page"],
)
def test_a_reply_that_is_cut_fails_after_its_text(ending: list[Any]) -> None:
    said, whole, failure = told([*words("You have ", "12"), *ending])
    assert (said, whole) == ("You have 12", None)
    assert failure


@pytest.mark.parametrize(
    "reason",
    [
        "error",
        "abort",
        "insufficient_system_resource",
        "model_length",
        "max_tokens",
        "cancelled",
        "timeout",
        "network_error",
        "safety",
        "recitation",
        "sensitive",
        "something_new",
        "MAX_TOKENS",
        "incomplete",
        "unload",
        "pause_turn",
    ],
)
def test_only_a_known_good_end_makes_a_reply_whole(reason: str) -> None:
    said, whole, failure = told(reply("There are 5 of", finish=reason))
    assert said.startswith("There are 5 of")
    assert whole is None
    assert failure
    assert told([*words("There are 5 of"), chunk(finish=reason), chunk(finish="stop"), DONE])[1] is None


@pytest.mark.parametrize(
    "reason", ["stop", "STOP", "eos", "eos_token", "end_turn", "COMPLETE", "stop_sequence"]
)
def test_the_good_ends_of_other_makes_are_known(reason: str) -> None:
    assert told(reply("Hello", finish=reason)) == ("Hello", Reply("Hello", (), ANY), "")


def test_an_end_that_speaks_of_calls_without_any_is_no_answer() -> None:
    said, whole, failure = told(reply("Let me look.", finish="tool_calls"))
    assert (said, whole) == ("Let me look.", None)
    assert "did not pass on" in failure


@pytest.mark.parametrize(
    "line",
    [
        b'event: error\ndata: {"message": "boom"}\n\n',
        b'event: error\ndata: {"detail": "boom", "code": 500}\n\n',
        b'event: error\ndata: "boom"\n\n',
        b"event: error\ndata: boom\n\n",
        b'data: {"response": "of another kind", "done": false}\n\n',
        b'data: {"id": "c", "choices": {"0": "x"}}\n\n',
        b"data: [1]\n\n",
        b"data: 5\n\n",
    ],
)
def test_what_is_no_part_of_an_answer_is_never_passed_over(line: bytes) -> None:
    said, whole, failure = told([*words("You have "), line, *reply("12")])
    assert (said, whole) == ("You have ", None)
    assert failure


@pytest.mark.parametrize(
    "line",
    [b": ping\n\n", b"data: {}\n\n", b'data: {"type": "ping"}\n\n', b'data: {"id": "c", "choices": []}\n\n'],
)
def test_a_sign_of_life_is_no_part_of_an_answer(line: bytes) -> None:
    assert told([*words("You have "), line, *reply("12")])[0] == "You have 12"


def other_choice(text: str, index: int, finish: str | None = None) -> dict[str, Any]:
    return {"index": index, "delta": {"content": text}, "finish_reason": finish}


def choices(*each: dict[str, Any]) -> bytes:
    body = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": each}
    return f"data: {json.dumps(body)}\n\n".encode()


def one_choice(choice: object, **fields: object) -> bytes:
    body = {"id": "c1", "created": 1, "model": "m", "choices": [choice]} | fields
    return f"data: {json.dumps(body)}\n\n".encode()


@pytest.mark.parametrize(
    "line",
    [
        b"data: 5\n\n",
        b"data: [1]\n\n",
        one_choice({"index": 0, "delta": [1], "finish_reason": None}),
        one_choice({"index": 0, "delta": {"tool_calls": "x"}, "finish_reason": None}),
        one_choice(
            {"index": 0, "delta": {"tool_calls": [{"index": 0, "function": "x"}]}, "finish_reason": None}
        ),
        one_choice({"index": 0, "delta": {"content": "hi"}, "finish_reason": None}, created="x"),
    ],
)
def test_an_answer_in_an_unknown_form_fails_and_stops_nothing_else(line: bytes) -> None:
    _, whole, failure = told([line, *reply("12")])
    assert whole is None
    assert failure


def test_thoughts_without_an_answer_are_none() -> None:
    said, whole, failure = told(reply("<think>", "12 members, I think"))
    assert (said, whole) == ("", None)
    assert "no answer" in failure


def test_only_the_first_of_several_answers_is_told() -> None:
    other = choices(other_choice("OTHER", 1))
    both = choices(other_choice("OTHER", 1, "stop"), other_choice("are 12.", 0))
    assert told([other, *words("There "), both, other, *reply("")])[0] == "There are 12."


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (12, "12"),
        (1.5, "1.5"),
        ([{"type": "text", "text": "12"}, {"type": "text", "text": " of"}], "12 of"),
        ({"type": "text", "text": "12"}, "12"),
    ],
)
def test_words_in_another_form_are_told(content: object, text: str) -> None:
    assert told([*words("n="), chunk({"content": content}), *reply("!")])[0] == f"n={text}!"


@pytest.mark.parametrize("content", [True, {"a": 1}, [{"type": "image", "url": "x"}], [5]])
def test_what_are_no_words_makes_a_reply_fail(content: object) -> None:
    said, whole, failure = told([*words("n="), chunk({"content": content}), *reply("!")])
    assert (said, whole) == ("n=", None)
    assert failure


def test_a_call_in_the_older_form_is_one() -> None:
    older = [{"name": "get_clients_stats", "arguments": "{"}, {"arguments": "}"}]
    body = [chunk({"function_call": each}) for each in older]
    whole = told([*body, chunk(finish="function_call"), DONE])[1]
    assert whole is not None
    assert [(call.tool, call.arguments) for call in whole.calls] == [("get_clients_stats", {})]


def test_a_refusal_is_told_in_plain_words() -> None:
    said, whole, failure = told(
        [chunk({"refusal": "I cannot "}), chunk({"refusal": "help."}), chunk(finish="stop"), DONE]
    )
    assert said.startswith("The language model declined to answer this.")
    assert whole is None
    assert "I cannot help." in failure


def test_a_filtered_answer_keeps_its_text_and_says_so() -> None:
    said, whole, failure = told(reply("You have ", "12", finish="content_filter"))
    assert said.startswith("You have 12\n\nThe language model declined")
    assert whole is None
    assert "filtered" in failure


def test_a_call_that_was_cut_is_never_run() -> None:
    call = {
        "index": 0,
        "id": "x",
        "type": "function",
        "function": {"name": "get_clients_stats", "arguments": "{"},
    }
    assert told([chunk({"tool_calls": [call]})])[1] is None
    call["function"] = {"name": "get_clients_stats", "arguments": "{}"}
    assert told([chunk({"tool_calls": [call]})])[1] is None
    whole = told([chunk({"tool_calls": [call]}), chunk(finish="tool_calls"), DONE])[1]
    assert whole is not None
    assert whole.calls == (ToolCall("get_clients_stats", {}, "x"),)


@pytest.mark.parametrize(
    "pieces",
    [
        ("<think>", "abc", "</think>", "Hello"),
        ("<think>abc</think>Hello",),
        ("<thi", "nk>ab", "c</th", "ink>He", "llo"),
        ("abc", " def</think>", "Hello"),
        ("[THINK]abc[/THINK]Hello",),
        ("<|channel|>analysis<|message|>abc<|end|>", "<|start|>assistant<|channel|>final<|message|>Hello"),
    ],
)
def test_thoughts_are_neither_told_nor_sent_back(pieces: tuple[str, ...]) -> None:
    with openai_server(reply(*pieces), reply("ok")) as server:

        async def converse() -> None:
            model = model_at(server.url)
            first: list[Message] = [Asked("hi")]
            pieces = [piece async for piece in model.reply(first) if piece]
            *said, whole = pieces
            assert isinstance(whole, Reply)
            assert "".join(map(str, said)).strip() == whole.text.strip() == "Hello"
            assert [piece async for piece in model.reply([*first, whole, Asked("and?")])]

        asyncio.run(converse())
        history = server.requests[1]["messages"]
        assert [message["content"].strip() for message in history if message["role"] == "assistant"] == [
            "Hello"
        ]
        assert "abc" not in json.dumps(history)


def test_thoughts_in_a_field_of_their_own_are_not_told() -> None:
    said, whole, _ = told([chunk({"reasoning_content": "abc"}), *reply("Hello")])
    assert said == "Hello"
    assert whole is not None
    assert whole.text == "Hello"


def test_a_model_that_marks_only_the_end_of_its_thoughts_is_known_from_then_on() -> None:
    thoughtful = reply("abc", "</think>", "Hello")
    assert told(thoughtful, thoughtful)[0] == "Hello"
    plain = reply("Hello", " there")
    assert told(thoughtful, plain)[0] == "Hello there"
    # Once it has spoken without, its words are told at once; then a thought comes as a failure, not as an answer.
    _, whole, failure = told(plain, thoughtful)
    assert whole is None
    assert "thoughts" in failure
    assert told(plain, thoughtful, thoughtful)[0] == "Hello"


@pytest.mark.parametrize(
    "text",
    [
        '```json\n{"name": "get_clients_stats", "arguments": {}}\n```',
        '<tool_call>{"name": "get_clients_stats", "arguments": {}}</tool_call>',
        "<function=get_clients_stats></function>",
        '[TOOL_CALLS][{"name": "get_clients_stats"}]',
        '{"name": "get_clients_stats", "parameters": {}}',
        "<|python_tag|>get_clients_stats()",
        'get_clients_stats({"branch_id": 1})',
    ],
)
def test_a_call_written_as_text_is_told_as_what_it_is(text: str) -> None:
    said, whole, failure = told(reply(text[:5], text[5:20], text[20:]))
    assert (said, whole) == ("", None)
    assert "as text" in failure


@pytest.mark.parametrize(
    "call", ['{"name": "get_clients_stats", "arguments": {}}', 'get_clients_stats({"branch_id": 1})']
)
def test_a_call_written_after_a_sentence_makes_no_answer_of_it(call: str) -> None:
    said, whole, failure = told(reply("Let me check.\n", "\n", call[:9], call[9:]))
    assert (said.strip(), whole) == ("Let me check.", None)
    assert "as text" in failure


def test_marks_in_code_are_part_of_the_answer() -> None:
    text = "Models think in `<think>`:\n```\n<think>hm</think>\n```\n"
    said, whole, _ = told(reply(*(text[at : at + 3] for at in range(0, len(text), 3))))
    assert said == text
    assert whole is not None
