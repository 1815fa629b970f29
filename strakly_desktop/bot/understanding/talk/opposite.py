"""Reads "and who did not?" behind those who paid or came in a period: the clients who did not do so in it."""

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.question.applied import NotApplied, changed
from strakly_desktop.bot.understanding.requests import Intent, Period, Request

_DEEDS = {
    Intent.PAYMENTS: "not_paid_in",
    Intent.PAYERS: "not_paid_in",
    Intent.REVENUE: "not_paid_in",
    Intent.ATTENDANCE: "not_came_in",
    Intent.VISITORS: "not_came_in",
}
_OPPOSITE = ("not", "notback")
_ASKING = frozenset({*_OPPOSITE, FILLER, "who", "member", "list", "count"})
_SHOWN = frozenset({"period", "counted", "limit", "whole", "page", "named", "sort", "gender", "branch_id"})
"""What an answer about those who did it may be limited by, so that the others can be told."""


def those_who_did_not(
    sentence: Sentence, found: Found, before: Request, today: Period
) -> list[Request] | None:
    """The clients who did not do what those of the last answer did; None where a message asks for something else.

    `today`: the period of a question that named none. Raises NotApplied.
    """
    if not sentence.has(*_OPPOSITE) or not set(sentence.meanings) <= _ASKING or before.intent not in _DEEDS:
        return None
    limits = before.limits
    others = limits.given - _SHOWN
    period = limits.period or (today if before.intent is Intent.ATTENDANCE else None)
    if others or period is None or set(found.values) - {"counted"}:
        raise NotApplied([sentence.typed(sentence.without_fillers())], before.intent)
    deed = _DEEDS[before.intent]
    # Who has no membership any more is not said to have stayed away.
    own = {"sort": "due"} if deed == "not_paid_in" else {"status": "active"}
    kept = {"gender": limits.gender, "branch_id": limits.branch_id, "counted": sentence.has("count") or None}
    return [changed(Request(Intent.MEMBERS), {**kept, **own, deed: period})]
