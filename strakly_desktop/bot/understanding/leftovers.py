"""Words a refusal: what was asked for and cannot be applied, and the nearest thing that can be done.

Figures for something else than was asked look like an answer; so nothing is looked up then.
"""

import re
from collections.abc import Sequence

from strakly_desktop.bot.understanding.requests import Intent

_SUBJECTS = {
    Intent.MEMBERS: (
        "members",
        "status, plan, gender, trainer, branch, day of joining or of ending, way to pay, and days of absence",
    ),
    Intent.DUES: (
        "dues",
        "amount, branch, plan, gender, trainer and when the membership began; they are told as they stand now",
    ),
    Intent.REVENUE: ("revenue", "period, way to pay, plan, branch, gender and amount"),
    Intent.PAYMENTS: ("payments", "period, way to pay, plan, branch and amount"),
    Intent.PAYERS: ("who paid the most", "period, way to pay, plan, gender and branch"),
    Intent.VISITORS: ("who came most or least often", "period, gender, status and branch"),
    Intent.SALES: ("sales by plan", "period, plan and branch"),
    Intent.ATTENDANCE: (
        "attendance",
        'period, branch, gender and hours of the day; "attendance by weekday last month" tells each weekday',
    ),
    Intent.INSIDE: ("who is inside", "branch and gender"),
    Intent.TRAINERS: (
        "trainers",
        "branch, shift and speciality; whether they are men or women is not recorded (gender)",
    ),
    Intent.ENQUIRIES: ("enquiries", "period, status, source, interest and branch"),
    Intent.PLANS: ("plans", 'name and price; "women by plan" tells how many have each'),
}

_TIME = re.compile(
    r"(?<!\d)\d{1,8}(?!\d)"
    r"|day|week|month|year|quarter|since|until|till|before|after|ago|din|haft|mahin|saal|kal|ab tak|today|now"
    r"|\u0926\u093f\u0928|\u0939\u092b\u094d\u0924|\u092e\u0939\u0940\u0928|\u0938\u093e\u0932|\u0915\u0932",
    re.IGNORECASE,
)
"""What was not applied and may have been meant as a time; else how to say one is no help."""
_INSTEAD = {
    "**top**": ("Who paid the most this month?", "Who came the most this month?"),
    "limit dues by": ("Who still has to pay?", "Only overdue dues", "Who did not pay this month?"),
    "limit members by": ("How many clients?", "Active members", "Memberships expiring this week"),
    "limit revenue by": ("Revenue this month", "Revenue this month by mode"),
    "limit payments by": ("Payments this month", "Revenue this month"),
    "limit attendance by": ("Who checked in today?", "Attendance this week by day"),
    "limit enquiries by": ("Show new enquiries", "Enquiry statistics"),
    "limit who came most or least often by": ("Who came the most this month?", "Who checked in today?"),
    "limit who paid the most by": ("Who paid the most this month?", "Revenue this month"),
    "limit trainers by": ("List trainers",),
}

_OF_ANY = ("Revenue this month", "Who checked in today?", "Who still has to pay?")
_NOT_USED = "I could not use "


def questions_instead(answer: str) -> tuple[str, ...]:
    """Questions near one that was refused with `answer`, which can be answered; none after another answer."""
    if not answer.startswith(_NOT_USED):
        return ()
    return next((questions for words, questions in _INSTEAD.items() if words in answer), _OF_ANY)


def say_left_over(words: Sequence[str], intent: Intent | None) -> str:
    """What to answer in the place of figures."""
    named = ", ".join(f"**{each.replace('*', '')}**" for each in words if each.strip()) or "**that**"
    answer = f"{_NOT_USED}{named} here, so I show no figures: they would be for something else."
    if intent in _SUBJECTS:
        subject, able = _SUBJECTS[intent]
        answer += f"\n\nWhat I can limit {subject} by: {able}."
    if not _TIME.search(" ".join(words)):
        return answer
    return answer + (
        '\n\nA period can be said like "this month", "October 2025", "2025", "5 to 20 November" or "last 30 days".'
    )


def say_no_plan(name: str) -> str:
    """What to answer when a plan was named that there is not."""
    return (
        f'There is no plan "{name.replace("*", "")}" that I know, so I show no figures. Ask "plan prices" for the '
        "plans that there are."
    )


def say_no_branch(name: str, there: Sequence[str]) -> str:
    """What to answer when a branch was named that there is not."""
    known = ", ".join(f"**{branch}**" for branch in there)
    return f'There is no branch "{name}" that can be looked at here, so I show no figures. The branches are: {known}.'
