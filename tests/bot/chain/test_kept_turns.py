"""What is written of a conversation is read again as it was."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic_ai.messages import ModelResponse, TextPart, ThinkingPart, ToolCallPart

from strakly_desktop.bot.agent.language_model import Asked, Message, Reply, ToolCall, ToolResult, ToolResults
from strakly_desktop.bot.chain.kept_turns import dumped, loaded
from strakly_desktop.bot.models.kept_replies import dump_original, load_original

WORDS = st.text(st.characters(exclude_categories=()), max_size=8)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(WORDS, JSON, max_size=3)
MESSAGES = st.one_of(
    st.builds(Asked, WORDS, st.none() | st.integers(1, 9)),
    st.builds(Reply, WORDS, st.lists(st.builds(ToolCall, WORDS, OBJECTS, WORDS), max_size=2).map(tuple)),
    st.builds(ToolResults, st.lists(st.builds(ToolResult, WORDS, OBJECTS, WORDS), max_size=2).map(tuple)),
)


@given(st.lists(st.lists(MESSAGES, min_size=1, max_size=4), max_size=3))
def test_every_turn_comes_back(turns: list[list[Message]]) -> None:
    assert loaded(dumped(turns, dump_original), load_original) == turns


def test_a_turn_of_a_worker_that_kept_no_branch_is_read() -> None:
    kept = json.dumps([[{"asked": "revenue?"}, {"said": "Rs. 5", "calls": [], "original": None}]]).encode()
    assert loaded(kept, load_original) == [[Asked("revenue?"), Reply("Rs. 5")]]


def test_nothing_kept_is_no_turn() -> None:
    assert loaded(b"", load_original) == []


def test_a_hosted_models_own_form_comes_back_with_its_signed_thoughts() -> None:
    own = ModelResponse(
        [
            ThinkingPart("hm", signature="signed", provider_name="p"),
            TextPart("Let me look."),
            ToolCallPart("get_revenue", {"from_date": "2026-11-01"}, tool_call_id="call_1"),
        ],
        model_name="m",
        provider_details={"finish_reason": "tool_calls"},
    )
    turn: list[Message] = [
        Asked("revenue?"),
        Reply("Let me look.", (ToolCall("get_revenue", {}, "call_1"),), own),
    ]
    ((_, reply),) = loaded(dumped([turn], dump_original), load_original)
    assert isinstance(reply, Reply)
    assert reply.original == own


def test_a_form_that_this_version_cannot_read_leaves_the_words() -> None:
    kept = json.dumps(
        [[{"said": "Hello", "calls": [], "original": [{"kind": "of another version"}]}]]
    ).encode()
    assert loaded(kept, load_original) == [[Reply("Hello")]]
