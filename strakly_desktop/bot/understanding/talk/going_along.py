"""Takes the period, and what else limits it, along to a question that goes deeper: "who paid?" behind a day's revenue.

The figures of another time would look like those of the answer before.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.limits.taken import TAKES
from strakly_desktop.bot.understanding.question.applied import changed
from strakly_desktop.bot.understanding.requests import Intent, Period, Request

_ALIKE = (
    frozenset({Intent.REVENUE, Intent.PAYMENTS, Intent.PAYERS, Intent.SALES}),
    frozenset({Intent.ATTENDANCE, Intent.VISITORS}),
    frozenset({Intent.ENQUIRIES}),
)
"""What is asked of the same things in another way."""
_KEPT = (
    "period",
    "branch_id",
    "method",
    "plan",
    "gender",
    "from_hour",
    "to_hour",
    "other_than_method",
    "other_than_plan",
)
_HOURS = frozenset({"from_hour", "to_hour"})
_WHOLE_SUBJECTS = frozenset({"revenue", "payment", "attendance", "enquiry", "sale"})
"""One of these alone is a question of its own."""
_OF_ANY_LIST = frozenset({"status", "ends", "joined", "counted", "whole", "sort", "limit"})


def same_limits(new: Sequence[Request], last: Sequence[Request], today: date) -> list[Request]:
    """ "And attendance?" after "revenue last month": the period and the branch stay."""
    if not last:
        return list(new)
    if len(new) == 1 < len(last) and all(each.compared for each in last):
        # Behind a comparison the same two times are compared.
        sides = [side for each in last for side in same_limits(new, [each], today)]
        return [replace(side, compared=True) for side in dict.fromkeys(sides)]
    kept = last[-1].limits
    if last[-1].intent is Intent.ATTENDANCE and kept.period is None:
        kept = replace(kept, period=Period(today, today, "today"))
    dated = (Intent.REVENUE, Intent.ATTENDANCE, Intent.SALES, Intent.ENQUIRIES, Intent.PAYMENTS)
    return [
        changed(
            request,
            {
                "period": request.limits.period or (kept.period if request.intent in dated else None),
                "branch_id": kept.branch_id if request.limits.branch_id is None else request.limits.branch_id,
            },
        )
        for request in new
    ]


def gone_along(
    new: Sequence[Request], last: Sequence[Request], sentence: Sentence, found: Found
) -> list[Request]:
    """ "Who paid?" behind "revenue last week": that week's payments, of the same branch and way to pay."""
    meant = set(sentence.meanings) - {FILLER}
    bare = len(meant) == 1 and meant <= _WHOLE_SUBJECTS
    if not last or found.periods or bare or len({each.limits.period for each in last}) > 1:
        return list(new)
    before = last[-1]
    return [_of_members(each, before, sentence) or _deeper(each, before) or each for each in new]


def _deeper(new: Request, last: Request) -> Request | None:
    """The same things in the same time; None where they are others, or not all that limits them can be kept."""
    alike = any({new.intent, last.intent} <= kinds for kinds in _ALIKE)
    limits = new.limits
    if not alike or limits.period is not None or limits.whole or limits.group == "month":
        return None
    kept = {name: value for name in _KEPT if (value := getattr(last.limits, name)) is not None}
    own = {name.removeprefix("other_than_") for name in limits.given}
    if own & _HOURS:
        own |= _HOURS  # "Morning batch" behind those who came after 7 in the evening.
    kept = {
        name: value
        for name, value in kept.items()
        if name.removeprefix("other_than_") not in own | {limits.group}
    }
    if new.intent is Intent.ENQUIRIES:
        kept = {name: value for name, value in kept.items() if name in ("period", "branch_id")}
    return changed(new, kept) if kept.keys() <= TAKES[new.intent] else None


def _of_members(new: Request, last: Request, sentence: Sentence) -> Request | None:
    """ "How many women are expiring?" behind "expiring next month": those of that month."""
    if {new.intent, last.intent} != {Intent.MEMBERS}:
        return None
    if not new.limits.given - _OF_ANY_LIST:
        return None
    branch = new.limits.branch_id if new.limits.branch_id is not None else last.limits.branch_id
    if sentence.has("expiring") and last.limits.ends is not None and new.limits.status in ("active", None):
        kept = {"ends": last.limits.ends, "status": last.limits.status, "branch_id": branch}
        return changed(new, kept)
    if sentence.has("join") and last.limits.joined is not None:
        return changed(new, {"joined": last.limits.joined, "branch_id": branch})
    return None
