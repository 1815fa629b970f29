"""Gives what limits clients its part: a period is when memberships end, or when new members joined."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.edges import coming
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.requests import Period

_SOON = 7
_STILL_TO_COME = ("next", "coming", "upcoming")
NOW = frozenset({"right now", "so far"})
NEWEST = frozenset({"newest", "latest", "most recent"})
_HAS_BEEN = frozenset({
    "hue", "hua", "hui", "huye", "gaye", "gaya", "gayi", "chuke", "chuki", "\u0939\u0941\u090f", "\u0939\u0941\u0906",
    "\u0939\u0941\u0908", "\u0917\u090f", "\u0917\u092f\u093e", "\u0917\u0908", "\u0917\u092f\u0940",
    "\u091a\u0941\u0915\u0947", "\u091a\u0941\u0915\u0940",
})  # fmt: skip


def refuse_states_of_enquiries(found: Found) -> None:
    """A client is none of these: "new members who have not paid"."""
    both = found.compared.get("status", [])
    if any(status in ("new", "contacted", "converted", "lost", "open") for status in both):
        found.unclear.append(found.words["status"])  # "How many new and how many expired": two questions.
    for name in ("status", "other_than_status"):
        if found.values.get(name) in ("new", "contacted", "converted", "lost", "open"):
            found.unclear.append(found.words.get(name, str(found.values.pop(name))))
            found.values.pop(name, None)


def refuse_top(sentence: Sentence, found: Found) -> None:
    """Nobody is first among members by how often they came or what they paid: that is not counted here."""
    if sentence.has("top") and "sort" not in found.values:
        found.unclear.append("top")


def of_trainers(sentence: Sentence, found: Found, _today: date) -> None:
    """A trainer who is named limits trainers, and clients, to that one."""
    for place, named in list(sentence.names("trainer")):
        if place in sentence.negated:
            found.unclear.append(f"not {sentence.words[place].typed}")
        value = named["names"][0] if len(named["names"]) == 1 else sentence.words[place].typed
        found.put("trainer", value, sentence.words[place].typed)
        under = place > 0 and sentence.words[place - 1].typed.casefold() == "under"
        sentence.taken.update((place, *([place - 1] if under else [])))


def of_members(sentence: Sentence, found: Found, today: date) -> None:
    """The part of each limit of clients; what cannot be one of them becomes unclear."""
    values = found.values
    refuse_top(sentence, found)
    of_trainers(sentence, found, today)
    if sentence.take("phone"):
        sentence.take("number")
        values["phones"] = True
    if sentence.take("settled"):
        values["settled"] = "full"
    elif sentence.take("part paid"):
        values["settled"] = "part"
    elif sentence.take("paid nothing"):
        values["settled"] = "nothing"
    unpaid = {place for place in sentence.negated if sentence.meaning(place) == "paid"}
    if sentence.take("due") or unpaid:
        sentence.take("revenue", "paid")
        values.setdefault("least", 1)
    if sentence.has("stats") and sentence.has("membership") and set(values) <= {"counted", "branch_id"}:
        values["group"] = "plan"
    _refuse_ways_not_paid_by(found)
    is_new = values.get("status") == "new"
    if is_new:
        del values["status"]
    refuse_states_of_enquiries(found)
    _in_order(sentence, values, is_new=is_new)
    joined = is_new or sentence.has("join")
    if "status" not in values and _has_ended(sentence):
        values["status"] = "expired"
    ended = values.get("status") == "expired"
    ends = sentence.has("expiring") and not ended
    period: Period | None = values.get("period")
    if ends:
        _take_upcoming(sentence, period)
        _that_end(found, period, today)
    elif period is not None and ended:
        values["ends"] = until_today(values.pop("period"), today)
    elif joined and "absent_days" not in values:
        _that_joined(found, period, today, is_new=is_new and not newest_of_all(sentence))
    elif (
        period is not None
        and is_today(period, today)
        and (period.words in NOW or _is_a_state(sentence, values))
    ):
        del values["period"]


def _refuse_ways_not_paid_by(found: Found) -> None:
    """ "Who did not pay by UPI" may have paid by cash, or nothing."""
    if "method" in found.values and any(name.startswith("not_") for name in found.values):
        found.unclear.append(found.words["method"])


def _has_ended(sentence: Sentence) -> bool:
    """Whether an end is told of that has been: "expire hue", "did expire"."""
    typed = [word.typed.casefold() for word in sentence.words]
    ends = sentence.at("expiring")
    been = [
        place
        for end in ends
        for place in range(end + 1, end + 3)
        if set(typed[place : place + 1]) & _HAS_BEEN
    ]
    sentence.taken.update(been)
    return bool(been) or any("did" in typed[:end] for end in ends)


def _in_order(sentence: Sentence, values: dict[str, Any], *, is_new: bool) -> None:
    """The newest members, or those who joined first; one of them when one is meant. Of who did not pay, who owes."""
    if "not_paid_in" in values and "came_in" not in values:
        values.setdefault("sort", "due")
    typed = {word.typed.casefold() for word in sentence.words}
    one = not values.get("counted") and bool(typed & {"member", "client", "\u092e\u0947\u0902\u092c\u0930"})
    if sentence.take("oldest") or (sentence.has("join") and sentence.take("first")):
        values.setdefault("sort", "oldest")
        values.setdefault("limit", 1 if one else 10)
    elif is_new or sentence.has("latest", "join"):
        values.setdefault("sort", "newest")
        newest = typed & NEWEST or (sentence.has("join") and sentence.take_free("last", "final"))
        if newest and one:
            values.setdefault("limit", 1)


def _is_a_state(sentence: Sentence, values: dict[str, Any]) -> bool:
    """Whether "today" says how things stand: "active members today", "how many members do we have today"."""
    have = any(word.typed.casefold() in ("have", "total") for word in sentence.words)
    return ("status" in values or have) and "settled" not in values


def _take_upcoming(sentence: Sentence, period: Period | None) -> None:
    """ "Upcoming renewals" are those that end soon, as without the word."""
    if period is None and any(word.typed.casefold() in _STILL_TO_COME for word in sentence.words):
        sentence.take("next")


def _that_end(found: Found, period: Period | None, today: date) -> None:
    """Memberships that end: within 7 days where nothing is said; a month without a year may be the coming one.

    Those that run, or of what is over those that ended; of the status that is asked for, where one is.
    """
    period = coming(period or Period(today, today + timedelta(_SOON), ""), today)
    past = period.end < today
    if not {"status", "other_than_status"} & set(found.values):
        found.values["status"] = "expired" if past else "active"
    found.values["ends"] = period if past else replace(period, start=max(today, period.start))
    found.values.pop("period", None)


def newest_of_all(sentence: Sentence) -> bool:
    """ "The newest members" are all, in that order; "new members" are those of this month."""
    return any(word.typed.casefold() in NEWEST for word in sentence.words)


def _that_joined(found: Found, period: Period | None, today: date, *, is_new: bool) -> None:
    if period is None and (found.values.get("counted") or is_new):
        period = Period(today.replace(day=1), today, "this month")
    if period is not None and (period.start > today or period.words.startswith(_STILL_TO_COME)):
        found.unclear.append(period.words)  # Nobody has joined then yet.
    elif period is not None:
        found.values["joined"] = until_today(period, today)
        found.values.pop("period", None)


def is_today(period: Period, today: date) -> bool:
    """Whether it is this one day."""
    return period.start == period.end == today


def until_today(period: Period, today: date) -> Period:
    """The part of a period that has been; one that is over, or to come, as it is."""
    return replace(period, end=today) if period.start <= today < period.end else period
