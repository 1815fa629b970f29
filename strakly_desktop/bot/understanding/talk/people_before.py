"""Reads what more is asked of the people of the answer before: "who among them came today", "which of these are gold".

Those who came or paid in a period are clients as well, so that their list can be narrowed like any other.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from strakly_desktop.bot.answers.markdown import BEGINNING
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.deeds import DEEDS
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.question.applied import NotApplied, changed, refuse_what_is_left
from strakly_desktop.bot.understanding.question.parts import Names, limits_in
from strakly_desktop.bot.understanding.question.roles import give_roles
from strakly_desktop.bot.understanding.requests import Intent, Limits, Period, Request

_THEM = frozenset({
    "them", "they", "these", "those", "inme", "unme", "inmein", "unmein", "inmen", "unmen",
    "\u0909\u0928\u092e\u0947\u0902", "\u0907\u0928\u092e\u0947\u0902",
})  # fmt: skip
_NAMED = frozenset({
    "member", "membership", "trainer", "plan", "branch", "enquiry", "payment", "due", "join", "expiring", "absent",
    "expired", "active", "inside", "come", "paid", "male", "female",
})  # fmt: skip
"""Before a "they" these say of whom the message itself speaks."""
_NO_LIST = ("howmuch", "revenue", "price", "amount", "average", "when", "last", "final", "latest", "most", "least",
            "top", "by", "wise", "compare", "trainer", "enquiry", "inside", "busiest", "first", "more",
            "next")  # fmt: skip
"""With one of these a figure or an order is asked for, which no list of clients tells."""
_EXPLAINED = ("member", "membership", "come", "attendance", "paid", "payment", "due", "expiring", "join", "who",
              "count", "list", "all", "only", "plan", "his", "phone", "number", "absent", "now")  # fmt: skip
_DEEDS = {"come": "came_in", "attendance": "came_in", "paid": "paid_in"}
_LOOKS = frozenset({"counted", "whole", "sort", "limit", "page", "named"})


def points_at_several(sentence: Sentence) -> list[str]:
    """The words that mean people of whom the message itself says nothing: "who among them", "do they"."""
    first = next((at for at, word in enumerate(sentence.words) if word.typed.casefold() in _THEM), None)
    if first is None or any(word.means in _NAMED for word in sentence.words[:first]):
        return []
    of_them = sentence.words[max(0, first - 1) : first]
    pointer = sentence.words[first].typed.casefold()
    if pointer == "those" and not any(word.typed.casefold() in ("of", "among") for word in of_them):
        return []  # "Those with dues" are whoever has some.
    return [pointer]


def among_the_people(
    sentence: Sentence, last: Request | None, today: date, names: Names
) -> list[Request] | None:
    """The people of the last answer for whom this holds too; None where no list of clients tells it.

    Raises NotApplied where a word of it is not accounted for.
    """
    clients = _clients(last, today) if last is not None and points_at_several(sentence) else None
    if clients is None or sentence.has(*_NO_LIST) or any(sentence.names("client")):
        return None
    own = sentence.copy()
    found = limits_in(own, today, names)
    if found.compared or len(found.periods) > 1:
        return None
    _give_deeds(own, found, today)
    give_roles(Intent.MEMBERS, own, found, today, clients.limits)
    more = {name: value for name, value in found.values.items() if name not in _LOOKS}
    if clients.limits.least is not None and "least" not in found.words:
        more.pop("least", None)  # Those who owe more than 5,000 owe something as well.
    if not more and not own.has("due"):
        return None
    if last is not None and last.intent is Intent.INSIDE and more.keys() <= {"gender"}:
        return None  # The list of those inside tells that itself, with how long they are there.
    own.take(*_EXPLAINED)
    refuse_what_is_left(Intent.MEMBERS, own, found)
    return [changed(clients, {**more, "counted": found.values.get("counted")})]


def paid_by_each(sentence: Sentence, found: Found, last: Request | None) -> list[Request] | None:
    """ "How much did each pay" behind those who paid: their list, which tells it; else it is refused.

    Raises NotApplied where the answer before tells no payments, or there is none.
    """
    said = points_at_several(sentence)
    for place, word in enumerate(sentence.words[:-1]):
        if word.typed.casefold() == "each" and sentence.words[place + 1].means in ("paid", "come"):
            said = ["each"]
    if last is None and said:
        raise NotApplied(said, None)
    if last is None or not said or found.values.keys() - {"counted"} or found.periods:
        return None
    if sentence.has("paid") and sentence.has("howmuch"):
        if last.intent in (Intent.PAYMENTS, Intent.PAYERS):
            return [changed(last, {"counted": None})]
        if last.intent is Intent.REVENUE:
            kept = replace(last.limits, counted=None, group=None, average=None)
            return [replace(last, intent=Intent.PAYMENTS, limits=kept)]
    if said == ["each"]:
        raise NotApplied(said, last.intent)
    return None


_OF_PAYERS = frozenset({"method", "counted", "gender"})


def payers_among(sentence: Sentence, found: Found, last: Request | None, today: date) -> list[Request] | None:
    """ "How many paid by cash" behind new members: those of them who did, and no payments of everybody."""
    if (
        last is None
        or last.intent is not Intent.MEMBERS
        or not last.limits.given - _LOOKS - {"branch_id", "phones"}
    ):
        return None
    asks = sentence.has("paid") and sentence.has("who", "count") and not sentence.negated
    own = sentence.has(*_NO_LIST, "member", "membership", "payment", "total", "join", "absent", "come", "due")
    if not asks or own or found.periods or found.values.keys() - _OF_PAYERS or any(sentence.names("client")):
        return None
    clients = _clients(last, today)
    if clients is None or (
        not {"method"} & found.values.keys() and not {"joined", "ends"} & last.limits.given
    ):
        return None
    more: dict[str, Any] = {name: found.values[name] for name in ("method", "gender") if name in found.values}
    if "method" not in more:
        more["paid_in"] = Period(BEGINNING, today, "so far")
    return [changed(clients, {**more, "counted": sentence.has("count") or None})]


def _give_deeds(sentence: Sentence, found: Found, today: date) -> None:
    """ "Came today", "did not pay this week": what was done in the period, or was not."""
    if DEEDS & set(found.values) or len(found.periods) != 1 or found.periods[0].start > today:
        return
    for word, deed in _DEEDS.items():
        for place in sentence.at(word):
            period = found.periods.pop()
            name = f"not_{deed}" if place in sentence.negated else deed
            found.put(name, replace(period, end=min(period.end, today)), period.words)
            return


def _clients(last: Request, today: date) -> Request | None:
    """Those of the last answer as a list of clients; None where there are none, or only some of them are meant."""
    limits = last.limits
    if limits.limit is not None or limits.group is not None or limits.average is not None:
        return None
    whole = replace(limits, counted=None, whole=None, page=None, named=None, phones=None)
    match last.intent:
        case Intent.MEMBERS:
            return Request(Intent.MEMBERS, whole)
        case Intent.INSIDE:
            return Request(Intent.MEMBERS, replace(whole, inside=True))
        case Intent.DUES:
            return Request(Intent.MEMBERS, replace(whole, least=limits.least or 1, sort="due"))
        case Intent.ATTENDANCE | Intent.PAYMENTS:
            deed = "came_in" if last.intent is Intent.ATTENDANCE else "paid_in"
            period = limits.period or (
                Period(today, today, "today") if last.intent is Intent.ATTENDANCE else None
            )
            kept = {"gender": limits.gender, "branch_id": limits.branch_id}
            asked = changed(Request(Intent.MEMBERS), {**kept, deed: period})
            others = replace(whole, period=None, gender=None, branch_id=None, sort=None) != Limits()
            return None if others or period is None else asked
        case _:
            return None
