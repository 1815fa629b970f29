"""The desk's questions: each answer is right or says honestly that it is not; none is a figure for another one."""

import asyncio
from collections import Counter

import pytest
from support.desk_questions import REGISTERS, Judged, judge_all, questions, table


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return asyncio.run(judge_all(list(questions())))


def test_there_are_three_hundred_in_four_registers(judged: list[Judged]) -> None:
    registers = Counter(each.asked.register for each in judged)
    assert set(registers) == set(REGISTERS)
    assert len(judged) >= 300


def test_no_answer_is_wrong(judged: list[Judged]) -> None:
    wrong = [(each.asked.turns, each.why) for each in judged if each.verdict == "wrong"]
    assert wrong == [], table(judged)


def test_nineteen_of_twenty_are_right_in_every_register(judged: list[Judged]) -> None:
    for register in REGISTERS:
        verdicts = [each.verdict for each in judged if each.asked.register == register]
        assert verdicts.count("right") >= 0.95 * len(verdicts), table(judged)


def test_every_answer_begins_with_its_conclusion(judged: list[Judged]) -> None:
    """The first line is a sentence, not a heading over a table or the table itself."""
    for each in judged:
        first = each.text.splitlines()[0]
        assert not first.startswith(("|", "#")), each.asked.turns
        assert len(first) > 10, each.asked.turns
