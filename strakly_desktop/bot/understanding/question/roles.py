"""Gives what limits a question its part in it: a period is when memberships end, or when new members joined.

Periods end today, wherever what is counted has happened already.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

from strakly_desktop.bot.answers.markdown import BEGINNING
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.dues import settle_pending
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.limits.orders import settled_order
from strakly_desktop.bot.understanding.question.member_roles import (
    NEWEST,
    NOW,
    is_today,
    of_members,
    of_trainers,
    refuse_states_of_enquiries,
    refuse_top,
    until_today,
)
from strakly_desktop.bot.understanding.requests import Intent, Limits, Period

OF_THE_PAST = frozenset({
    Intent.REVENUE, Intent.PAYMENTS, Intent.SALES, Intent.ATTENDANCE, Intent.ENQUIRIES, Intent.CLIENT_VISITS,
    Intent.PAYERS, Intent.VISITORS, Intent.CLIENT_PAYMENTS,
})  # fmt: skip
_OF_NOW = frozenset({
    Intent.DUES, Intent.INSIDE, Intent.TRAINERS, Intent.PLANS, Intent.BRANCHES, Intent.GYM_INFO, Intent.CLIENT_DETAILS,
    Intent.CLIENT_MEMBERSHIP,
})  # fmt: skip
_CURRENT = frozenset({"current", "currently"})
_PLURAL = re.compile(
    r"^(?:dues|balances|payments|fees|members|clients|people|defaulters|amounts|list)$", re.IGNORECASE
)
_ORDERS_OF_PAYMENTS = ((("most", "top"), "due"), (("least",), "lowest"), (("first", "oldest"), "oldest"))
"""In what order single payments stand, by the words that ask for it; "due" is the highest amount first."""
_AN_AMOUNT = 200
_RATE = re.compile("conver|ratio|percent")
_OF_RUPEES = frozenset({Intent.DUES, Intent.PAYMENTS})
_OF_ROWS = ("latest", "last", "first", "top", "most", "least", "oldest", "all", "list")
_STATES_OF_ENQUIRIES = ("new", "contacted", "converted", "lost", "open")
_ENQUIRY_STATUSES = {"pending": "open", "active": "open"}
SHIFT_HOURS: dict[str, dict[str, int]] = {
    "Morning": {"to_hour": 11},
    "Afternoon": {"from_hour": 12, "to_hour": 15},
    "Evening": {"from_hour": 16},
}
"""The hours of check-ins, both included, that a part of the day is of them."""


def give_roles(
    intent: Intent, sentence: Sentence, found: Found, today: date, before: Limits | None = None
) -> None:
    """Give each period, status and order the part that it has in this subject. `before`: the limits so far."""
    if sentence.has("count", "total", "howmuch", "stats"):
        found.values["counted"] = True
    if intent in _OF_NOW and all(_ends_now(each, today) for each in found.periods):
        _refuse_a_day(intent, sentence, found)
    elif intent is Intent.DUES and _has_begun(found.periods, today):
        _of_those_begun(found, today, before)
    elif found.periods:
        if intent in OF_THE_PAST:
            found.periods = [until_today(period, today) for period in found.periods]
        found.put("period", found.periods[0], found.periods[0].words)
        found.words["period"] = ", ".join(period.words for period in found.periods)
    if intent in OF_THE_PAST and not found.periods:
        found.unclear += _nows(sentence)
    if "average" in found.values:
        _of_averages(intent, sentence, found)
    if (
        intent is Intent.ENQUIRIES
        and "status" in found.values
        and len(found.periods) > 1
        and not _came(sentence, found)
    ):
        found.unclear.append(found.words["status"])
    limit = found.values.get("limit")
    if intent in _OF_RUPEES and limit is not None and limit >= _AN_AMOUNT and not sentence.has(*_OF_ROWS):
        found.unclear.append(found.words.get("limit", str(limit)))  # "1300 due" are rupees, and no rows.
    own = _OWN.get(intent)
    if own is not None:
        own(sentence, found, today)
    if " " in str(found.values.get("sort")):
        settled_order(intent, found, before)


def _has_begun(periods: Sequence[Period], today: date) -> bool:
    """Whether one time is named that has begun, and none of what is to come."""
    ahead = [period for period in periods if period.start > today or period.start == today < period.end]
    return len(periods) == 1 and not ahead


def _of_those_begun(found: Found, today: date, before: Limits | None) -> None:
    """ "Dues this month" are those of the memberships that began in it."""
    (period,) = found.periods
    late = before is not None and before.due_state is not None and before.due_days_least is not None
    if late or {"due_days_least", "due_days_most"} & set(found.values):
        found.unclear.append(period.words)
        return
    found.put("due_days_least", (today - min(period.end, today)).days, period.words)
    if period.start > BEGINNING:
        found.put("due_days_most", (today - period.start).days, period.words)


def _of_averages(intent: Intent, sentence: Sentence, found: Found) -> None:
    """An average for each day, month or payment; of other groups there is none here."""
    group = found.values.get("group")
    able = {Intent.REVENUE: (None, "day", "month"), Intent.ATTENDANCE: (None, "day")}.get(intent, ())
    if group not in able:
        found.unclear.append(found.words["average"])
        return
    a_payment = intent is Intent.REVENUE and group is None
    found.values["average"] = "payment" if a_payment else group or "day"


def _ends_now(period: Period, today: date) -> bool:
    """Whether a period may only say how things stand: "today", "so far"."""
    return is_today(period, today) or (period.end == today and period.words == "so far")


def _refuse_a_day(intent: Intent, sentence: Sentence, found: Found) -> None:
    """Refuse "today" where it is no "now": who owes today has not for that reason failed to pay today."""
    days = [period.words for period in found.periods if period.words not in NOW]
    match intent:
        case Intent.DUES | Intent.CLIENT_DETAILS:
            found.unclear += days
        case Intent.TRAINERS:
            found.unclear += [period.words for period in found.periods] + _nows(sentence, anywhere=True)
        case Intent.PLANS if not sentence.has("price", "most", "least"):
            found.unclear += days
        case Intent.BRANCHES if not sentence.has("timing", "open", "address", "phone"):
            found.unclear += days
        case _:
            pass


def _nows(sentence: Sentence, *, anywhere: bool = False) -> list[str]:
    """Where "now" is said of the thing asked for; in front it only leads over to it: "now show the revenue"."""
    leading = sentence.without_fillers()[:1]
    return [
        sentence.words[place].typed
        for place in sentence.at("now")
        if anywhere or (place not in sentence.taken and place not in leading)
    ]


def _of_dues(sentence: Sentence, found: Found, _today: date) -> None:
    one = not any(_PLURAL.search(word.typed) for word in sentence.words)
    if sentence.take("oldest"):
        found.put("sort", "oldest", "oldest")
        found.values.setdefault("limit", 1 if one else 10)
    lowest = sentence.take("least")
    if lowest or (sentence.has("most", "top") and one):
        found.put("sort", "lowest" if lowest else "due", "lowest" if lowest else "highest")
        found.values.setdefault("limit", 1 if one else 10)
    sentence.take("top", "most")
    if "group" in found.values:  # The highest of the groups, and not of the clients.
        for name in ("sort", "limit"):
            found.values.pop(name, None)
    refuse_states_of_enquiries(found)
    settle_pending(sentence, found)
    if found.words.get("status", "").casefold() in _CURRENT:
        del found.values["status"]


def _of_attendance(sentence: Sentence, found: Found, today: date) -> None:
    values = found.values
    refuse_top(sentence, found)
    if len(found.periods) == 1 and "group" not in values and is_today(found.periods[0], today):
        values["period"] = None  # Behind "visits yesterday" it takes the place of that day.
    counted = sentence.has("count", "howmuch", "busiest") or "group" in values
    if sentence.has("who", "list") and not counted:
        values["named"] = True
    if "shift" in values:
        sentence.take("shift")  # "The morning batch" are those who come in the morning.
    values.update(SHIFT_HOURS.get(values.pop("shift", ""), {}))


def _of_enquiries(sentence: Sentence, found: Found, _today: date) -> None:
    if sentence.take("oldest") or sentence.take_free("first"):
        found.values.setdefault("sort", "oldest")
        one = any(word.typed.casefold() in ("enquiry", "inquiry", "lead") for word in sentence.words)
        found.values.setdefault("limit", 1 if one else 10)
    if sentence.has("follow up"):
        found.values.setdefault("status", "open")
        found.values.setdefault("sort", "oldest")
    status = found.values.get("status")
    if found.words.get("status", "").casefold() in NEWEST or _came(sentence, found):
        del found.values["status"]
        status = None
    for name in ("status", "other_than_status"):
        if (said := found.values.get(name)) is not None:
            found.values[name] = _ENQUIRY_STATUSES.get(said, said)
            if found.values[name] not in _STATES_OF_ENQUIRIES:
                found.unclear.append(found.words.get(name, said))
    status = found.values.get("status")
    if status != "new" and {"status", "other_than_status"} & set(found.values):
        # "Not contacted for 5 days" are those of before, and none of these days.
        found.unclear += [period.words for period in found.periods if period.words.startswith("for ")]
    one = any(word.typed.casefold() in ("enquiry", "inquiry", "lead") for word in sentence.words)
    newest = any(word.typed.casefold() in NEWEST for word in sentence.words)
    if (sentence.take_free("latest", "final", "last") or newest) and one and not found.values.get("counted"):
        found.values.setdefault("limit", 1)
    if "group" in found.values:
        narrower = ("status", "other_than_status", "source", "other_than_source", "plan", "speciality")
        found.unclear += [found.words[name] for name in narrower if name in found.values]
    rates = [
        word.typed for word in sentence.words if word.means == "stats" and _RATE.match(word.typed.casefold())
    ]
    if rates and {"status", "source", "plan", "speciality", "other_than_source"} & set(found.values):
        found.unclear += rates  # It is told of all enquiries, and not of some.
    _of_enquirers(sentence, found)
    for place, named in list(sentence.names("interest")):
        if "group" in found.values or place in sentence.negated:
            found.unclear.append(_told(sentence, place))
        found.put("speciality", named["names"][0], sentence.words[place].typed)
        sentence.taken.add(place)


def _came(sentence: Sentence, found: Found) -> bool:
    """ "New enquiries in October" came in October, and may have been contacted since."""
    is_new = found.values.get("status") == "new"
    return is_new and bool(found.periods) and not sentence.has("status", "only")


def _of_enquirers(sentence: Sentence, found: Found) -> None:
    """Whose enquiries are meant, and that those who are interested are people."""
    if sentence.has("interest"):
        sentence.take("member")
    for place, _ in list(sentence.names("enquirer")):
        if place in sentence.negated or "group" in found.values:
            found.unclear.append(_told(sentence, place))
        found.put("enquirer", sentence.words[place].typed, sentence.words[place].typed)
        sentence.taken.add(place)


def _told(sentence: Sentence, place: int) -> str:
    return f"{'not ' if place in sentence.negated else ''}{sentence.words[place].typed}"


def _of_payments(sentence: Sentence, found: Found, _today: date) -> None:
    """The highest ones, or the latest; one of them when one is meant."""
    one = any(
        word.typed.casefold() in ("payment", "\u092a\u0947\u092e\u0947\u0902\u091f")
        for word in sentence.words
    )
    for words, sort in _ORDERS_OF_PAYMENTS:
        if sentence.take(*words):
            found.values["sort"] = sort
            found.values.setdefault("limit", 1 if one else 10)
            return
    if sentence.take_free("last", "final", "latest") and one:
        found.values.setdefault("limit", 1)


def _means_one(sentence: Sentence) -> bool:
    """ "The top member" is one; "the top members" are several."""
    return any(word.typed.casefold() in ("member", "client", "customer", "person") for word in sentence.words)


def _of_ranks(sentence: Sentence, found: Found, _today: date) -> None:
    """The ends of a ranking, as many of them as are wanted."""
    found.unclear += [found.words["sort"]] if "sort" in found.values else []
    if sentence.take("least"):
        found.values["sort"] = "least"
    elif sentence.take("most", "top"):
        found.values["sort"] = "most"
        if not sentence.has("who", "paid", "come", "attendance") and _means_one(sentence):
            found.values.setdefault("limit", 1)
    for place in sentence.unnamed():
        if sentence.words[place].typed.casefold() in ("often", "frequently", "regularly"):
            sentence.taken.add(place)


def _of_revenue(_sentence: Sentence, found: Found, today: date) -> None:
    """By month, of this month alone, is no comparison: where no time is named, of a whole year of months."""
    if found.values.get("group") == "month" and not found.periods:
        first = date(today.year - (today.month < 12), today.month % 12 + 1, 1)
        found.put("period", Period(first, today, "the last 12 months"), "the last 12 months")


_OWN: dict[Intent, Callable[[Sentence, Found, date], None]] = {
    Intent.MEMBERS: of_members,
    Intent.REVENUE: _of_revenue,
    Intent.PAYMENTS: _of_payments,
    Intent.PAYERS: _of_ranks,
    Intent.VISITORS: _of_ranks,
    Intent.DUES: _of_dues,
    Intent.ATTENDANCE: _of_attendance,
    Intent.ENQUIRIES: _of_enquiries,
    Intent.TRAINERS: of_trainers,
}
