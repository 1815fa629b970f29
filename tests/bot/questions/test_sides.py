"""What is compared has both figures in the headline, whatever is asked of and however: behind a question as well.

Subjects, pairs of sides and ways to say it are combined; the figures come from SQL, side by side.
"""

import itertools
import random
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.desk_questions import TODAY, VIEWS, Asked, Judged, shared_gym


@dataclass(frozen=True, slots=True)
class _Subject:
    """What can be compared: its words, what was asked before, and its SQL (`days`: the column of its days)."""

    words: str
    before: str
    sql: str
    days: str
    kinds: tuple[str, ...]


_SUBJECTS = (
    _Subject(
        "revenue",
        "revenue yesterday",
        "select coalesce(sum(amount), 0) from paid_by where {side}",
        "paid_on",
        ("days", "method", "branch", "gender", "plan"),
    ),
    _Subject(
        "attendance",
        "attendance yesterday",
        "select count(*) from visit where {side}",
        "day",
        ("days", "branch", "gender", "hour"),
    ),
    _Subject(
        "new members",
        "new members this week",
        "select count(*) from member where {side}",
        "joined_on",
        ("days", "gender", "branch"),
    ),
    _Subject(
        "dues",
        "dues",
        "select sum(due) from member where due > 0 and {side}",
        "",
        ("gender", "branch", "plan"),
    ),
    _Subject(
        "enquiries",
        "enquiries this week",
        "select count(*) from enquiries where {side}",
        "created_on",
        ("days", "source"),
    ),
)
_SIDES = {
    "days": {
        "oct": "{days} between '2026-10-01' and '2026-10-31'",
        "nov": "{days} between '2026-11-01' and '2026-11-25'",
        "this week": "{days} between '2026-11-23' and '2026-11-25'",
        "last week": "{days} between '2026-11-16' and '2026-11-22'",
        "20 nov": "{days} = '2026-11-20'",
        "21 nov": "{days} = '2026-11-21'",
        "18/11": "{days} = '2026-11-18'",
        "19-nov-26": "{days} = '2026-11-19'",
        "sept": "{days} between '2026-09-01' and '2026-09-30'",
    },
    "method": {"cash": "method = 'Cash'", "upi": "method = 'UPI'"},
    "branch": {"lake road": "branch = 'Lake Road'", "main branch": "branch = 'Main branch'"},
    "gender": {"women": "gender = 'female'", "men": "gender = 'male'"},
    "hour": {"morning": "hour < 12", "evening": "hour >= 16"},
    "plan": {
        "gold": "plan like 'Gold%'",
        "silver": "plan like 'Silver%'",
        "monthly": "plan = 'Monthly'",
        "quarterly": "plan = 'Quarterly'",
    },
    "source": {"instagram": "source = 'Instagram'", "website": "source = 'Website'"},
}
_WITHIN = "last month"
"""Of which days sides are that name none, where the subject has days."""
_SAID = (
    "{a} vs {b}",
    "{a} versus {b}",
    "compare {a} and {b}",
    "compare {a} with {b}",
    "difference between {a} and {b}",
    "{a} compared to {b}",
    "{a} aur {b} ki tulna",
)
_REFUSED = re.compile(r"could not use|show no figures|can't|cannot")
_DATE = re.compile(r"\d{1,2} [A-Z][a-z]{2}(?: \d{4})?")
_SHARE, _ANSWERED = 120, 0.9


def _combined() -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """The turns of a talk, and the SQL of both sides."""
    for subject, said in itertools.product(_SUBJECTS, _SAID):
        for kind in subject.kinds:
            within = "" if kind == "days" or not subject.days else _WITHIN
            days = f" and {_SIDES['days']['oct']}" if within else ""
            for (a, one), (b, other) in itertools.permutations(_SIDES[kind].items(), 2):
                words = f"{said.format(a=a, b=b)} {within}".strip()
                sql = [
                    subject.sql.format(side=(side + days).format(days=subject.days)) for side in (one, other)
                ]
                yield (subject.before, words), sql
                yield (f"{subject.words} {words}",), sql


_ALL = sorted(_combined())
_SOME = random.Random(7).sample(_ALL, _SHARE)


@pytest.fixture(scope="module")
def gym(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the database of the gym is, that all are asked of."""
    return tmp_path_factory.mktemp("sides") / "gym.db"


@pytest.fixture(scope="module")
def judge(gym: Path) -> Iterator[Callable[[Asked], Judged]]:
    """Answers a talk."""
    with shared_gym(gym) as judge:
        yield judge


def test_both_figures_stand_in_the_headline(judge: Callable[[Asked], Judged], gym: Path) -> None:
    wrong, refused = {}, 0
    with sqlite3.connect(gym) as database:
        database.executescript(VIEWS.format(today=TODAY))
        for turns, sql in _SOME:
            text = judge(Asked("any", "english", turns, {})).text
            first = text.strip().split("\n\n")[0]
            if _REFUSED.search(first):
                refused += 1
                continue
            figures = re.findall(r"\d+", _DATE.sub("", re.sub(r"(?<=\d),(?=\d)", "", first)))
            wanted = [str(database.execute(each).fetchone()[0]) for each in sql]
            if not set(wanted) <= set(figures):
                wrong[turns] = (wanted, first[:160])
    database.close()
    assert wrong == {}
    assert refused <= (1 - _ANSWERED) * _SHARE


_OF_BOTH = {
    "revenue": (
        "select sum(amount) from paid_by where month = '2026-11' and {side}",
        ("branch", "plan", "gender"),
    ),
    "dues": ("select sum(due) from member where due > 0 and {side}", ("branch", "plan", "gender")),
    "members": ("select count(*) from member where {side}", ("branch", "plan", "gender")),
    "attendance this month": (
        "select count(*) from visit where day >= '2026-11-01' and {side}",
        ("branch", "gender"),
    ),
}


def test_a_condition_behind_two_subjects_holds_for_both(judge: Callable[[Asked], Judged], gym: Path) -> None:
    wrong = {}
    with sqlite3.connect(gym) as database:
        database.executescript(VIEWS.format(today=TODAY))
        for one, other in itertools.permutations(_OF_BOTH, 2):
            for kind in ("branch", "plan", "gender"):
                words, side = next(iter(_SIDES[kind].items()))
                text = judge(Asked("any", "english", (f"{one} and {other} of {words}",), {})).text
                if _REFUSED.search(text):
                    continue
                figures = set(re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d)", "", text)))
                able = [_OF_BOTH[each] for each in (one, other) if kind in _OF_BOTH[each][1]]
                wanted = {str(database.execute(sql.format(side=side)).fetchone()[0]) for sql, _ in able}
                if len(able) < 2 or not wanted <= figures:
                    wrong[one, other, words] = (wanted, text[:160])
    database.close()
    assert wrong == {}
