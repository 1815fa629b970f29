"""What the assistant remembers, whose it is, and when it forgets."""

from strakly_desktop.bot.agent.language_model import Asked, Message, Reply
from strakly_desktop.bot.agent.memory import (
    FORGET_AFTER_SECONDS,
    MOST_CHARS,
    MOST_CHARS_IN_ALL,
    MOST_CONVERSATIONS,
    MOST_MESSAGES,
    Memory,
)


def _turn(question: str, messages: int = 2) -> list[Message]:
    return [Asked(question), *(Reply("answer") for _ in range(messages - 1))]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_conversation_is_continued_under_its_id() -> None:
    memory = Memory()
    memory.conversation("asha", "c1").remember(_turn("how many clients?"))
    assert len(memory.conversation("asha", "c1").messages()) == 2
    assert memory.conversation("asha", "c2").messages() == []


def test_another_account_cannot_continue_or_forget_it() -> None:
    memory = Memory()
    memory.conversation("asha", "c1").remember(_turn("what did we earn?"))
    assert memory.conversation("ravi", "c1").messages() == []
    memory.forget("ravi", "c1")
    assert len(memory.conversation("asha", "c1").messages()) == 2


def test_forgetting_is_complete_and_may_be_repeated() -> None:
    memory = Memory()
    memory.conversation("asha", "c1").remember(_turn("hello"))
    memory.forget("asha", "c1")
    memory.forget("asha", "c1")
    assert memory.conversation("asha", "c1").messages() == []


def test_half_an_hour_without_use_ends_it_and_use_keeps_it() -> None:
    clock = Clock()
    memory = Memory(clock=clock)
    memory.conversation("asha", "c1").remember(_turn("hello"))
    clock.now = FORGET_AFTER_SECONDS
    assert memory.conversation("asha", "c1").messages()
    clock.now = 2 * FORGET_AFTER_SECONDS
    assert memory.conversation("asha", "c1").messages()
    clock.now = 3 * FORGET_AFTER_SECONDS + 1
    assert memory.conversation("asha", "c1").messages() == []


def test_only_whole_turns_fall_out_and_the_newest_stays() -> None:
    conversation = Memory().conversation("asha", "c1")
    for number in range(9):
        conversation.remember(_turn(str(number), messages=4))
    kept = conversation.messages()
    assert len(kept) == MOST_MESSAGES
    assert isinstance(kept[0], Asked)
    assert [turn[0] for turn in conversation.turns] == [Asked(str(number)) for number in range(3, 9)]
    conversation.remember(_turn("long", messages=MOST_MESSAGES + 6))
    assert len(conversation.turns) == 1
    assert len(conversation.messages()) == MOST_MESSAGES + 6


def test_long_turns_fall_out_and_one_that_is_too_long_is_not_kept() -> None:
    conversation = Memory().conversation("asha", "c1")
    for letter in "abcde":
        conversation.remember([Asked(letter * (MOST_CHARS // 2 - 10)), Reply("ok")])
    assert [turn[0].text[0] for turn in conversation.turns if isinstance(turn[0], Asked)] == ["d", "e"]
    conversation.remember([Asked("x" * MOST_CHARS), Reply("ok")])
    assert conversation.messages() == []
    assert conversation.size == 0


def test_of_too_many_conversations_those_used_last_stay() -> None:
    memory = Memory()
    for number in range(MOST_CONVERSATIONS + 50):
        memory.conversation("asha", f"c{number}").remember(_turn("hello"))
        memory.conversation("asha", "c0")
    assert memory.conversation("asha", "c0").messages()
    assert memory.conversation("asha", "c60").messages()
    assert memory.conversation("asha", "c1").messages() == []


def test_all_conversations_together_are_bounded() -> None:
    memory = Memory()
    for number in range(100):
        memory.conversation("asha", f"c{number}").remember([Asked("x" * (MOST_CHARS - 10)), Reply("ok")])
    kept = [memory.conversation("asha", f"c{number}").size for number in range(99, -1, -1)]
    assert MOST_CHARS_IN_ALL // 2 < sum(kept) <= MOST_CHARS_IN_ALL + MOST_CHARS
    assert kept[0] > 0
