"""What stands in the transcript for a message: above a question, that it is about another branch than before."""

from datetime import UTC, datetime

import pytest

from strakly_desktop.app.chat.message_view import branch_note, quoted, shown_again, shown_answer
from strakly_desktop.conversation.model import Message, MessageState, Role
from strakly_desktop.conversation.state_words import WARNING, state_words
from strakly_desktop.rendering.document.document import ShownAnswer, ShownQuestion

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def asked(branch: str) -> Message:
    return Message(f"q-{branch}", Role.USER, "How many?", NOW, branch=branch)


@pytest.mark.parametrize(
    ("before", "now", "note"),
    [
        ("Main", "Lake Road", "Questions are about Lake Road from here."),
        ("All branches", "Main", "Questions are about Main from here."),
        ("Main", "All branches", "Questions are about all branches from here."),
        ("Main", "Main", ""),
        ("", "Main", ""),
        ("Main", "", ""),
    ],
)
def test_a_change_of_branch_is_a_line(before: str, now: str, note: str) -> None:
    assert branch_note(asked(before), asked(now)) == note


def test_the_first_question_changes_nothing() -> None:
    assert branch_note(None, asked("Main")) == ""


def test_a_reopened_conversation_has_the_same_lines_and_each_answer_its_branch() -> None:
    messages = []
    for branch in ("Main", "Main", "Lake Road", "Main"):
        messages += [asked(branch), Message(f"a-{branch}", Role.ASSISTANT, "12", NOW, branch=branch)]
    shown = shown_again(messages, NOW)
    notes = [one.note for one in shown if isinstance(one, ShownQuestion)]
    lines = [one.end.source_line for one in shown if isinstance(one, ShownAnswer)]
    assert notes == [
        "",
        "",
        "Questions are about Lake Road from here.",
        "Questions are about Main from here.",
    ]
    assert [line.split("  ·  ")[0] for line in lines] == ["Main", "Main", "Lake Road", "Main"]


@pytest.mark.parametrize("text", ["", "   \n\n\n  ", "\u200b", "\u00a0\u200e", "<!-- -->"])
def test_an_answer_with_nothing_for_the_eye_says_so(text: str) -> None:
    shown = shown_answer(Message("a", Role.ASSISTANT, text, NOW))
    assert shown.text.startswith("The assistant gave no answer.")


@pytest.mark.parametrize("text", ["0", "\u200b.", "\u0915\u094d\u200d\u0937", "---"])
def test_the_shortest_answer_stays_as_it_is(text: str) -> None:
    assert shown_answer(Message("a", Role.ASSISTANT, text, NOW)).text == text


@pytest.mark.parametrize("state", [state for state in MessageState if state is not MessageState.COMPLETE])
def test_only_a_whole_answer_looks_whole_on_the_page_and_in_a_quote(state: MessageState) -> None:
    half = Message("a", Role.ASSISTANT, "| Due |\n|--:|\n| Rs. 108,", NOW, state)
    word, note = state_words(state, half.text)
    assert WARNING in note
    end = shown_answer(half).end
    assert (end.state_title, end.state_text) == (word, note)
    assert quoted(half).splitlines()[0] == f"> {word}: {note}"


def test_a_quote_says_where_the_answer_goes_on() -> None:
    rows = "\n".join(f"| {number} |" for number in range(100))
    assert quoted(Message("a", Role.ASSISTANT, rows, NOW)).endswith("> | 39 |\n> \n> (The answer goes on.)")
    assert quoted(Message("a", Role.ASSISTANT, "42.\n\nAll.", NOW)) == "> 42.\n> \n> All."
