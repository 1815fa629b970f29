"""No condition of a question is dropped: whatever the grammar can put together, an answer names all of it, or refuses.

Subjects, conditions, periods and orders are combined as a desk would say them; what is left out ("except gold") and
what follows a question ("only women?") likewise, also in haste. What the first lines of the answer say that they
counted is compared with what was asked. A word that nobody can know must refuse any of them.
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
    "revenue": "Revenue|payment|pending dues",
    "visits": "check-in|came",
    "dues": "owe|dues",
    "enquiries": "enquir",
    "members who joined": "joined|newest",
    "memberships expiring": "end|valid until",
    "memberships sold": "sold",
    "members who came": "came|check-in",
    "members who paid": "paid|payment",
    "members who never came": "never come|not seen for",
    "who paid the most": "most|clients who paid",
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
    "but not active": "not (active|open)",
    "pending only": "pending|open enquir",
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
    "next month": "1 Dec to 31 Dec 2026",
    "before Friday": "until (19|26) Nov 2026|25 Nov to 26 Nov 2026",
}
_ORDERS = {
    "": "",
    "sorted by name": "",
    "newest first": "",
    "top 5": "",
}
"""Orders change no figure: that they are taken, or refused, is asked in kinds/."""
_ASKED_BEFORE = {
    "members": "client",
    "active members": "active|pending client",
    "payments": "payment",
    "revenue this month": "Revenue|payment",
    "visits this month": "check-in|came",
    "who owes us": "owe|dues",
    "overdue by 20 days": "20 or more days",
    "enquiries": "enquir",
    "members who joined this month": "joined",
    "memberships expiring this week": "end|valid until",
    "plans sold this month": "sold",
    "members who came this month": "came|check-in",
    "who did not pay this month": "did not pay",
    "who came this month but did not pay": "did not pay.* came",
    "members not seen for 10 days": "not seen for 10",
    "members without a trainer": "without a trainer",
    "members of vikram rathore": "Vikram Rathore",
    "who paid the most": "paid the most|clients who paid",
    "lowest attendance": "least often",
    "who is inside": "in the gym",
    "top 5 members": "paid the most|clients who paid",
}
_MEN = r"\bmale client|\b[Mm]en\b"
_LEFT_OUT = {
    _MEN: (
        "not women",
        "except women",
        "other than ladies",
        "who are not women",
        "mahila nahi",
        "excludng womn",
    ),
    "not .*Gold": (
        "except gold",
        "other than the gold plan",
        "gold chhodkar",
        "apart from gold",
        "exept gold",
    ),
    "Main branch": ("not at lake road", "other than Lake Road", "lake road chhodkar", "excluding lake rd"),
    "not by UPI": ("not by upi", "except upi", "upi chhod kar"),
    "not expired|active": ("not expired", "excluding expired", "expired nahi"),
    "nothing left to pay": ("without dues", "who owe nothing", "jinka kuch baki nahi"),
    "without a trainer": ("no trainer", "bina trainer", "witout trainer"),
    "not from Instagram": ("not from instagram", "except instagram"),
    "no answer": ("except vikram rathore", "not on sundays", "without lockers", "other than Priya Sharma"),
}
"""What is left out, by how an answer says it; of the last ones none can say it, so that they are refused."""
_SAID_AFTER = {
    "1 Oct to 31 Oct 2026": ("and last month?", "aur pichle mahine?", "and lst mnth", "in october?"),
    "female|[Ww]omen": ("only women", "just the ladies", "sirf mahila", "only womn"),
    _MEN: ("not women", "only gents", "other than women"),
    "5,001": ("those over 5000", "only above 5000", "5000 se zyada wale", "over 5k"),
    "Lake Road": ("only lake road", "just lake rd", "and at lake road"),
    "Main branch": ("not lake road", "other than lake road"),
    "not .*Gold": ("except gold", "other than gold"),
    "by UPI": ("only upi", "through gpay"),
    "nothing left to pay": ("without dues", "with no dues"),
    "dues|owe": ("only those with dues", "who of them owes", "kiska baki hai inme"),
    "active|open enquir|memberships end": ("only active", "the active ones"),
    "pending|open enquir": ("only pending", "the pending ones"),
    "came.* 25 Nov 2026|check-ins today": ("who of them came today", "who among these came today"),
    "Gold": ("which of them are gold", "are any of these on gold"),
    "24 Nov 2026": ("and yesterday?", "what about yesterday"),
    "of trainer Vikram Rathore": ("only of vikram rathore", "of vikram rathore"),
    "no answer": ("except vikram rathore", "only the tall ones", "other than mondays", "without lockers",
                  "how much revenue from them", "what will they pay"),
}  # fmt: skip
"""What is said after a question, by how the answer to both says it."""
_UNKNOWN = "frobnicated"
_REFUSED = re.compile(
    r"could not use|show no figures|can't|cannot|Which one do you mean|Whose\?|not understand|no client"
)
_SHARE = 200


def _combined() -> Iterator[tuple[str, list[str]]]:
    for subject, condition, period, order in itertools.product(_SUBJECTS, _CONDITIONS, _PERIODS, _ORDERS):
        leading, trailing = (order, "") if order.startswith("top") else ("", order)
        text = " ".join(each for each in (leading, subject, condition, period, trailing) if each)
        yield text, [_SUBJECTS[subject], _CONDITIONS[condition], _PERIODS[period], _ORDERS[order]]


def _with(
    additions: dict[str, tuple[str, ...]], subjects: dict[str, str], seam: str
) -> list[tuple[str, list[str]]]:
    return [
        (f"{subject}{seam}{words}", [named, condition])
        for (subject, named), (condition, ways) in itertools.product(subjects.items(), additions.items())
        for words in ways
    ]


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


_OTHERS = {
    "left out": _with(_LEFT_OUT, _ASKED_BEFORE, " "),
    "said after": _with(_SAID_AFTER, _ASKED_BEFORE, " >> "),
}


@pytest.mark.parametrize("kind", _OTHERS)
def test_what_is_left_out_and_what_is_said_after_is_named_or_refused(
    kind: str, judge: Callable[[Asked], Judged]
) -> None:
    found = {
        question: (dropped, judged.text[:160])
        for question, named in random.Random(7).sample(_OTHERS[kind], _SHARE)
        if (judged := judge(Asked("any", "english", tuple(question.split(" >> ")), {})))
        and (dropped := _dropped(judged.text, named))
    }
    assert found == {}


def test_a_miss_changes_nothing_of_what_follows_but_is_told(judge: Callable[[Asked], Judged]) -> None:
    found = {}
    said = "Your last question was not answered: this goes on from the one before it."
    for question, _ in random.Random(7).sample(_OTHERS["said after"], _SHARE // 2):
        first, after = question.split(" >> ")
        plain = judge(Asked("any", "english", (first, after), {})).text
        behind = judge(Asked("any", "english", (first, f"{_UNKNOWN} moonlight", after), {})).text
        if behind.replace(said, "").strip() != plain.strip() or (
            said not in behind and not _REFUSED.search(plain)
        ):
            found[question] = (plain[:120], behind[:160])
    assert found == {}


_DEEPER = {
    "revenue": ("who paid", "who paid by cash", "list payments", "who paid the most", "biggest payment",
                "average revenue per day", "total collection", "plans sold", "kisne pay kiya"),
    "attendance": ("who came", "who came most", "which hour is busiest", "how many came in the morning"),
    "enquiries": ("which source is best", "how many converted"),
}  # fmt: skip
"""What goes deeper into the figure before, and so is asked of its time and branch."""
_TIMES = {
    "yesterday": "24 Nov 2026",
    "last week": "16 Nov to 22 Nov 2026",
    "last month": "1 Oct to 31 Oct 2026",
    "between 1 and 15 Oct at lake road": "1 Oct to 15 Oct 2026.*Lake Road|Lake Road.*1 Oct to 15 Oct 2026",
}


def test_the_time_goes_along_to_what_goes_deeper(judge: Callable[[Asked], Judged]) -> None:
    found = {}
    for (subject, deeper), (time, named) in itertools.product(_DEEPER.items(), _TIMES.items()):
        for words in deeper:
            text = judge(Asked("any", "english", (f"{subject} {time}", words), {})).text
            if _dropped(text, [named]):
                found[f"{subject} {time} >> {words}"] = text[:160]
    assert found == {}


def test_what_follows_a_refusal_is_no_question_about_everybody(judge: Callable[[Asked], Judged]) -> None:
    """ "With dues" behind a question that was refused would be all who owe."""
    answered = {}
    for subject, words in itertools.product(
        _ASKED_BEFORE,
        (
            "only those with dues",
            "with no dues",
            "who of them owes",
            "how much revenue from them",
            "who among these came today",
            "did they come today",
        ),
    ):
        text = judge(Asked("any", "english", (f"{subject} {_UNKNOWN}", words), {})).text
        if "did not answer your last question" not in text:
            answered[f"{subject} >> {words}"] = text[:160]
    assert answered == {}


def test_a_word_that_nobody_knows_refuses_any_question(judge: Callable[[Asked], Judged]) -> None:
    answered = {}
    for question, _ in _SOME[::8]:
        text = judge(Asked("any", "english", (f"{question} {_UNKNOWN}",), {})).text
        if not _REFUSED.search(text):
            answered[question] = text[:160]
    assert answered == {}
