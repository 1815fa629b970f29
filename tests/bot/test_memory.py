"""What the assistant remembers, whose it is, and when it forgets."""

from strakly_desktop.bot.language_model import Asked, Message, Reply
from strakly_desktop.bot.memory import FORGET_AFTER_SECONDS, MOST_MESSAGES, Memory


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
