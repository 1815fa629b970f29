"""What turns do to the open conversation, without a session around it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from strakly_desktop.chat.open_conversation import OpenConversation
from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message, MessageState, Role

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
MEMORY = BotMemory("bot-1", "https://gym|7", NOON)


def ask(conversation: OpenConversation, text: str, answer: str = "Two.", tools: tuple[str, ...] = ()) -> None:
    """A whole turn."""
    _, empty = conversation.begin_turn(text, NOON, "Main", "Ravi")
    conversation.end_turn(replace(empty, text=answer, state=MessageState.COMPLETE, tools=tools), LATER)


def saved(*states: MessageState) -> OpenConversation:
    """One from the disk, with answers that ended so."""
    summary = ConversationSummary("c1", "Who owes us?", NOON, NOON, bot_memory=MEMORY)
    messages = [Message(f"a{number}", Role.ASSISTANT, "", NOON, state) for number, state in enumerate(states)]
    return OpenConversation.of_saved(summary, messages)


def title(conversation: OpenConversation) -> str:
    assert conversation.summary is not None
    return conversation.summary.title


def test_the_first_real_question_names_it_and_no_later_one() -> None:
    conversation = OpenConversation()
    ask(conversation, "dark mode", tools=("change_theme",))
    assert title(conversation) == "dark mode"
    ask(conversation, "who owes us money?")
    assert title(conversation) == "who owes us money?"
    ask(conversation, "and who came today?")
    assert title(conversation) == "who owes us money?"
    assert conversation.last_question is not None
    assert conversation.last_question.text == "and who came today?"


def test_a_turn_is_a_question_and_an_answer_that_is_not_whole_yet() -> None:
    conversation = OpenConversation()
    user, answer = conversation.begin_turn("who came?", NOON, "Main", "Ravi")
    assert conversation.messages == [user, answer]
    assert (user.role, answer.role) == (Role.USER, Role.ASSISTANT)
    assert (answer.text, answer.state, answer.branch) == ("", MessageState.STREAMING, "Main")
    assert user.id != answer.id
    assert not conversation.has_answer


def test_the_memory_is_as_fresh_as_the_last_turn() -> None:
    conversation = OpenConversation(bot_memory=MEMORY)
    ask(conversation, "who came?")
    assert conversation.bot_memory == replace(MEMORY, used_at=LATER)


@pytest.mark.parametrize("state", [MessageState.STREAMING, MessageState.INTERRUPTED, MessageState.ELSEWHERE])
def test_one_that_was_cut_off_is_asked_under_a_fresh_id(state: MessageState) -> None:
    conversation = saved(MessageState.COMPLETE, state)
    assert conversation.bot_memory is None
    assert conversation.messages[-1].state is not MessageState.STREAMING, "this session does not receive it"
    assert saved(state, MessageState.COMPLETE).bot_memory == MEMORY, "what came after it was answered"


def test_earlier_messages_stand_above_and_none_of_them_runs() -> None:
    conversation = saved(MessageState.COMPLETE)
    conversation.add_earlier([Message("q0", Role.USER, "?", NOON, MessageState.STREAMING)])
    assert [(message.id, message.state) for message in conversation.messages] == [
        ("q0", MessageState.INTERRUPTED),
        ("a0", MessageState.COMPLETE),
    ]


def test_forgetting_is_news_only_where_something_was_said() -> None:
    conversation = OpenConversation(bot_memory=MEMORY)
    assert not conversation.forget_memory()
    ask(conversation, "who came?")
    assert not conversation.forget_memory(), "nothing was known any more"
    conversation.bot_memory = MEMORY
    assert conversation.forget_memory()
    assert conversation.bot_memory is None


def test_a_branch_is_named_in_the_messages_that_are_here() -> None:
    conversation = OpenConversation()
    user, answer = conversation.begin_turn("who came?", NOON, "", "Ravi")
    named = conversation.name_branch([answer.id, "of another conversation"], "Lake Road")
    assert [(message.id, message.branch) for message in named] == [(answer.id, "Lake Road")]
    assert conversation.messages == [user, *named]
