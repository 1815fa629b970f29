"""No condition of a question is dropped: whatever the grammar can put together, an answer names all of it, or refuses.

Subjects, conditions, periods and orders are combined as a desk would say them; what the first lines of the answer say
that they counted is compared with what was asked. A word that nobody can know must refuse any of them.
"""

import itertools
import random
import re
from collections.abc import Callable, Iterator

import pytest
from support.desk_questions import Asked, Judged, shared_gym

_SUBJECTS = {
    "members": "client",
    "active members": "active",
    "expired members": "expired",
    "payments": "payment|owe",
    "revenue": "Revenue|payment",
    "visits": "check-in|came",
    "dues": "owe|dues",
    "enquiries": "enquir",
    "members who joined": "joined|newest",
    "memberships expiring": "end|valid until",
    "memberships sold": "sold",
    "members who came": "came|check-in",
    "members who paid": "paid|payment",
    "members who never came": "never come|not seen for",
    "who paid the most": "most",
    "lowest attendance": "least often",
}
"""What is asked for, and how an answer says it."""
_CONDITIONS = {
    "": "",
    "of women": "female|women|Women",
    "by UPI": "by UPI",
    "not by cash": "not by Cash",
    "at Lake Road": "Lake Road",
    "on the gold plan": "Gold",
    "not on the gold plan": "not .*Gold",
    "above 2000": r"Rs\. 2,001",
    "of exactly 2500": r"exactly Rs\. 2,500",
    "without a trainer": "without a trainer",
    "with dues": "dues|owe",
    "in the morning": "11:59",
    "from Instagram": "Instagram",
    "but not active": "not active",
    "without a plan": "without any membership",
    "of Vikram Rathore": "Vikram Rathore",
}
_PERIODS = {
    "": "",
    "this month": "(1|25) Nov to (25|30) Nov 2026|not seen for 25 days",
    "before 12 October": "until 11 Oct 2026|to 11 Oct 2027",
    "after 1 Nov": "2 Nov to 25 Nov 2026|from 2 Nov 2027 on",
    "2 months ago": "1 Sep to 30 Sep 2026",
    "since Monday": "23 Nov to 25 Nov 2026|not seen for 3 days",
    "between 1 and 15 Oct": "1 Oct to 15 Oct (2026|2027)",
    "before Friday": "until (19|26) Nov 2026|25 Nov to 26 Nov 2026",
}
_ORDERS = {
    "": "",
    "sorted by name": "",
    "newest first": "",
    "top 5": "",
}
"""Orders change no figure: that they are taken, or refused, is asked in kinds/."""
_UNKNOWN = "frobnicated"
_REFUSED = re.compile(r"Not applied|looked nothing up|can't|cannot")
_SHARE = 200


def _combined() -> Iterator[tuple[str, list[str]]]:
    for subject, condition, period, order in itertools.product(_SUBJECTS, _CONDITIONS, _PERIODS, _ORDERS):
        leading, trailing = (order, "") if order.startswith("top") else ("", order)
        text = " ".join(each for each in (leading, subject, condition, period, trailing) if each)
        yield text, [_SUBJECTS[subject], _CONDITIONS[condition], _PERIODS[period], _ORDERS[order]]


_ALL = sorted(_combined())
_SOME = random.Random(7).sample(_ALL, _SHARE)


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Asked], Judged]]:
    """Answers a question; all are asked of one gym."""
    with shared_gym(tmp_path_factory.mktemp("conditions") / "gym.db") as judge:
        yield judge


def _dropped(text: str, named: list[str]) -> list[str]:
    """The conditions that an answer does not say it took in."""
    said = text.split("\n|", maxsplit=1)[0]
    if _REFUSED.search(said):
        return []
    return [each for each in named if each and not re.search(each, said)]


def test_every_condition_is_named_or_refused(judge: Callable[[Asked], Judged]) -> None:
    found = {
        question: (dropped, judged.text[:160])
        for question, named in _SOME
        if (judged := judge(Asked("any", "english", (question,), {})))
        and (dropped := _dropped(judged.text, named))
    }
    assert found == {}


def test_a_word_that_nobody_knows_refuses_any_question(judge: Callable[[Asked], Judged]) -> None:
    answered = {}
    for question, _ in _SOME[::8]:
        text = judge(Asked("any", "english", (f"{question} {_UNKNOWN}",), {})).text
        if not _REFUSED.search(text):
            answered[question] = text[:160]
    assert answered == {}
