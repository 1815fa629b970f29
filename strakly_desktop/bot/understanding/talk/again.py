"""Reads what asks the last answer once more in another way: "how much in total", "smallest", "phone numbers"."""

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.question.applied import changed
from strakly_desktop.bot.understanding.requests import Intent, Request

_IN_ALL = frozenset({"howmuch", "total", "amount", "count", "all"})
_SHOWN = {
    "group": None,
    "average": None,
    "limit": None,
    "page": None,
    "whole": None,
    "sort": None,
    "named": None,
}
_SUMS = {
    Intent.REVENUE: Intent.REVENUE,
    Intent.PAYMENTS: Intent.REVENUE,
    Intent.ATTENDANCE: Intent.ATTENDANCE,
    Intent.DUES: Intent.DUES,
}
_ORDERS: dict[Intent, dict[str, str]] = {
    Intent.REVENUE: {"most": "due", "least": "lowest"},
    Intent.PAYMENTS: {"most": "due", "top": "due", "least": "lowest", "oldest": "oldest", "first": "oldest"},
    Intent.DUES: {"most": "due", "top": "due", "least": "lowest", "oldest": "oldest"},
    Intent.ENQUIRIES: {"oldest": "oldest"},
    Intent.PAYERS: {"most": "most", "top": "most", "least": "least"},
    Intent.VISITORS: {"most": "most", "top": "most", "least": "least"},
}
"""In what order the last list is wanted, by the only word that says so."""


def asked_again(sentence: Sentence, found: Found, last: Request | None) -> list[Request] | None:
    """The last question in another way; None where a message asks for something else."""
    if (
        last is None
        or found.periods
        or set(found.values) - {"counted", "whole", "limit"}
        or any(sentence.named)
    ):
        return None
    meant = set(sentence.meanings) - {FILLER}
    if meant <= _IN_ALL and "total" in meant and last.intent in _SUMS:
        asked = Request(_SUMS[last.intent], last.limits)
        return [changed(asked, _SHOWN | {"counted": True})]
    words = meant - {"one", "only"}
    if len(words) != 1 or "limit" in found.values:
        return None
    order = _ORDERS.get(last.intent, {}).get(words.pop())
    if order is None or last.limits.group is not None:
        return None
    intent = Intent.PAYMENTS if last.intent is Intent.REVENUE else last.intent
    kept = Request(intent, last.limits)
    return [
        changed(
            kept,
            {"sort": order, "page": None, "counted": None, "average": None, "limit": last.limits.limit or 1},
        )
    ]


def phones_of_enquirers(sentence: Sentence, last: Request | None) -> list[Request] | None:
    """ "Phone numbers" behind enquiries, whose list tells them; "contact details" behind any list of clients."""
    meant = set(sentence.meanings) - {FILLER}
    asks = bool(meant & {"phone", "number"}) and meant <= {"phone", "number", "details", "all", "list", "his"}
    if last is None or not asks:
        return None
    if last.intent is Intent.ENQUIRIES and last.limits.group is None:
        return [changed(last, {"counted": None})]
    if last.intent in (Intent.MEMBERS, Intent.DUES) and last.limits.group is None:
        return [changed(last, {"phones": True, "counted": None})]
    return None
