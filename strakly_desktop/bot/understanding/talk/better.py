"""Reads "is this month better than last?", "did we make more this week?" as the comparison that it is.

Which figures are meant is told by the question before; where that had none to compare, by what came in.
"""

import re

from strakly_desktop.bot.understanding.requests import Intent, Request

_TIME = r"(?P<time>this (?:month|week|year)|today)"
_THAN = (
    r"(?: (?:than|from|over|compared to)(?: the)? (?:last|previous|prev|one before|yesterday)"
    r"(?: (?:month|week|year|one))?)?"
)
_BETTER = re.compile(
    rf"(?:and |so )?(?:is|was|are we doing|are we|did we do|have we done)(?: (?:better|worse))? {_TIME}"
    rf"(?: (?:any )?(?:better|worse))?{_THAN}"
)
_MADE = re.compile(
    r"(?:and |so )?(?:did|have|are) we (?:make|made|making|earn|earned|earning|collect|collected) (?:more|less)"
    rf"(?: money)? {_TIME}{_THAN}"
)
_LAST = re.compile(r"(?:compared? (?:to|with)|vs|versus) (?:the )?(?:last|previous|before)(?: one)?")
_BEFORE = {
    "this month": "last month",
    "this week": "last week",
    "this year": "last year",
    "today": "yesterday",
}
_FIGURES = frozenset({Intent.REVENUE, Intent.ATTENDANCE, Intent.SALES, Intent.ENQUIRIES, Intent.PAYMENTS})


def as_comparison(text: str, last: Request | None) -> str | None:
    """The comparison that `text` (plain form) asks for, in words; None where it asks for something else."""
    if last is not None and last.limits.period is not None and _LAST.fullmatch(text):
        before = _BEFORE.get(last.limits.period.words)
        return f"vs {before}" if before else None
    better, made = _BETTER.fullmatch(text), _MADE.fullmatch(text)
    found = made or (better if better is not None and re.search("better|worse", text) else None)
    if found is None:
        return None
    time = found["time"]
    goes_on = better is found and last is not None and last.intent in _FIGURES
    return f"{'' if goes_on else 'revenue '}{time} vs {_BEFORE[time]}"
