"""What a hosted model thinks or says to machines is never told, however it is cut; what it says of both in code is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strakly_desktop.bot.models.spoken_text import SpokenText

TOOLS = ("get_clients_stats",)


def spoken(*pieces: str) -> str:
    """What is told of one reply, as a reader that waits for a thought's end tells it."""
    text = SpokenText(TOOLS)
    told: list[str] = []
    for piece in (*pieces, None):
        said = text.end() if piece is None else text.feed(piece)
        if text.was_thought:
            text.was_thought = False
            told.clear()
        told.append(said)
    return "".join(told).strip()


HIDDEN = [
    "<think>abc</think>Hello",
    "<think>\nabc\n</think>\n\nHello",
    "<thinking>abc</thinking>Hello",
    "<THINK>abc</THINK> Hello",
    "<thought>a</thought><think>b</think>Hello",
    "[THINK]abc[/THINK]Hello",
    "abc</think>Hello",
    "abc\n\n**x** | y\n</think>\n\nHello",
    "abc[/THINK]Hello",
    "◁think▷abc◁/think▷Hello",
    "<|channel|>analysis<|message|>abc<|end|><|start|>assistant<|channel|>final<|message|>Hello<|return|>",
    "<|channel|>analysis<|message|>abc<|channel|>final<|message|>Hello",
    "<|start|>assistant<|channel|>analysis<|message|>abc `<think>`<|end|>"
    "<|start|>assistant<|channel|>final<|message|>Hello",
    "analysisWe need to greet.assistantfinalHello",
    "Hello<|im_end|>",
    "Hello<|eot_id|>",
    "Hello<think>abc</think>",
    "Hello <think>never closed, but not text either",
    '<tool_call>\n{"name": "x", "arguments": {}}\n</tool_call>Hello',
    "Hello<function=get_clients_stats>{}</function>",
    'Hello[TOOL_CALLS][{"name": "x"}]',
    "Hello<|python_tag|>x.call()",
    'Hello\n```json\n{"name": "get_clients_stats", "arguments": {}}\n```\n',
    "<analysis>abc</analysis>Hello",
    "<scratchpad>\nabc\n</scratchpad>\n\nHello",
    "< think >abc</ think >Hello",
    '<think lang="x">abc</think>Hello',
    "<Chain_Of_Thought>abc</Chain_Of_Thought>Hello",
    "abc</ analysis >Hello",
    '<details type="reasoning"><summary>Thought</summary>abc</details>Hello',
    '<details type="reasoning" done="true">\n> abc\n</details>\nHello',
    'Hello\n\n{"name": "get_clients_stats", "arguments": {}}',
    'Hello {"name": "get_clients_stats", "arguments": {}}',
    'Hello\n[{"name": "get_clients_stats", "arguments": {}}]',
    'Hello\n{"get_clients_stats": {"branch_id": 1}}',
    'Hello\n{"type": "function", "function": {"name": "get_clients_stats", "parameters": {}}}',
    'Hello\nget_clients_stats({"branch_id": 1})',
    "Hello\nget_clients_stats(\n  branch_id=1\n)",
    "Hello\n  print(default_api.get_clients_stats(branch_id=1))",
    "Hello\nAction: get_clients_stats\nAction Input: {}",
    'Hello\nfunctions.get_clients_stats {"branch_id": 1}',
    "Hello\nget_clients_stats",
    "Hello\n```python\nget_clients_stats(branch_id=1)\n```\n",
    "Hello\n<get_clients_stats><branch_id>1</branch_id></get_clients_stats>",
    "Hello\n<get_clients_stats/>",
]
CALLS = [
    '```json\n{"name": "anything", "arguments": {"a": 1}}\n```',
    '```\n{"name": "anything", "parameters": {}}\n```\n',
    '```tool_call\n[{"name": "a", "arguments": {}}]\n```',
    '{"name": "anything", "arguments": {}}',
    '\n{"type": "function", "function": {"name": "a", "arguments": {}}}',
    '[{"name": "a", "arguments": {}}]',
    '{"tool_calls": [{"name": "get_clients_stats"}]}',
    '<tool_call>{"name": "x"',
    'get_clients_stats({"branch_id": 1})',
    "<|channel|>commentary to=functions.x <|constrain|>json<|message|>{}<|call|>",
]
SHOWN = [
    "Use `<think>` in code",
    "```html\n<think>abc</think>\n```\nDone",
    "~~~\n</think> <tool_call>\n~~~",
    "``a ` <think>`` b",
    '```json\n{"clients": 5}\n```',
    '```json\n{"name": "Asha", "phone": 5}\n```',
    '{"clients": 5}',
    "[Asha](/clients/5) paid",
    "{name} is 5 < 6",
    "a <b and [c",
    "analysis of the month: fine",
    "analysis",
    "an <thin line",
    "| a | b |\n|---|---|\n| `</think>` | 2 |",
    "5 `` <",
    '<details class="more"><summary>Rows</summary>abc</details>',
    'The record:\n{"name": "Asha", "arguments": {}}',
    'It has {"type": "cash", "amount": 5} and [{"name": "Asha"}]',
    "I used `get_clients_stats()` for it",
    "get_clients_stats tells how many",
    "Print (all) of it\nAction needed: call her",
    "a </b> < c and <detail>",
    "`one line` and\n\na lone ` then <b>x</b>",
]


@pytest.mark.parametrize("reply", HIDDEN)
def test_only_the_words_to_the_person_are_told(reply: str) -> None:
    for size in (1, 2, 3, 7, len(reply)):
        assert spoken(*(reply[at : at + size] for at in range(0, len(reply), size))) == "Hello"


@pytest.mark.parametrize("reply", CALLS)
def test_a_call_of_a_tool_is_never_told(reply: str) -> None:
    for size in (1, 3, len(reply)):
        text = SpokenText(TOOLS)
        told = [text.feed(reply[at : at + size]) for at in range(0, len(reply), size)] + [text.end()]
        assert "".join(told).strip() == ""
        assert text.has_call


@pytest.mark.parametrize("reply", SHOWN)
def test_what_an_answer_says_of_marks_in_code_is_told(reply: str) -> None:
    for size in (1, 2, 5, len(reply)):
        text = SpokenText(TOOLS)
        told = [text.feed(reply[at : at + size]) for at in range(0, len(reply), size)] + [text.end()]
        assert "".join(told) == reply
        assert not (text.has_call or text.has_thought or text.was_thought)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            ["<think>", "</think>", "`", "```\n", "\n", "a", " ", "<|channel|>", "<|message|>", "final", "{", '"name"',
             "<tool_call>", "</tool_call>", "[", "<", "<|end|>", "analysis", "B", "get_clients_stats", "(", "}",
             "< think", ">", "</ analysis>", "action:", "<details", ' type="reasoning"']
        ),
        max_size=12,
    )
)  # fmt: skip
def test_any_cutting_tells_the_same(parts: list[str]) -> None:
    whole = "".join(parts)
    assert spoken(whole) == spoken(*whole) == spoken(*parts)


def test_words_are_told_as_they_come() -> None:
    text = SpokenText(TOOLS)
    assert [text.feed(piece) for piece in ("You", " have", " 12", " members")] == [
        "You",
        " have",
        " 12",
        " members",
    ]


def test_time_is_linear_in_the_length_of_a_reply() -> None:
    text = SpokenText(TOOLS)
    assert sum(len(text.feed("<think>" if n == 0 else "thought ")) for n in range(20_000)) == 0
    assert len(text.feed("</think>" + "word < " * 20_000)) > 100_000
