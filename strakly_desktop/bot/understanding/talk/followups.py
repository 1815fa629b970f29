"""Reads a message that only makes sense after another: "only Lake Road", "and last month?", "the second one".

What it adds is laid over the last request, so that it works for every subject alike; a limit that this subject does not
take is refused as in a question of its own.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER
from strakly_desktop.bot.understanding.limits.deeds import DEEDS
from strakly_desktop.bot.understanding.limits.due_days import bare_due_days
from strakly_desktop.bot.understanding.limits.found import UNITS, Found
from strakly_desktop.bot.understanding.question.applied import (
    NotApplied,
    changed,
    refuse_split_parts,
    refuse_what_is_left,
)
from strakly_desktop.bot.understanding.question.interpretation import each_of
from strakly_desktop.bot.understanding.question.member_roles import until_today
from strakly_desktop.bot.understanding.question.roles import give_roles
from strakly_desktop.bot.understanding.requests import ABOUT_ONE, Intent, Limits, Period, Request
from strakly_desktop.bot.understanding.talk.going_on import WITHOUT_LIMITS
from strakly_desktop.bot.understanding.talk.opposite import those_who_did_not
from strakly_desktop.bot.understanding.talk.sides import one_of_the_pair, with_the_one_before

HAS_PAGES = frozenset(
    {
        Intent.MEMBERS,
        Intent.DUES,
        Intent.ATTENDANCE,
        Intent.INSIDE,
        Intent.ENQUIRIES,
        Intent.PAYMENTS,
        Intent.PAYERS,
        Intent.VISITORS,
    }
)
"""What is answered with a list, of which a further page can be asked for."""


def narrowed(
    sentence: Sentence, found: Found, last: tuple[Request, ...], today: date
) -> list[Request] | None:
    """The last requests with what this message changes; None when it changes nothing. Raises NotApplied."""
    if not last or all(request.intent in WITHOUT_LIMITS for request in last):
        return None
    before = last[-1]
    others = those_who_did_not(sentence, found, before, Period(today, today, "today"))
    if others is not None:
        return others
    if before.intent is Intent.REVENUE and before.limits.group is None and "sort" in found.values:
        # "Sort by amount" is of the payments that make the revenue.
        before = replace(
            before, intent=Intent.PAYMENTS, limits=replace(before.limits, counted=None, average=None)
        )
        last = (before,)
    more, again, named = _next_page(sentence, before), sentence.take("again"), _asks_for_names(sentence)
    compared = sentence.take("compare")
    if sentence.has("all") and not found.values and not found.periods and not sentence.unnamed():
        found.values["whole"] = True
    sentence.take("only", "same", "one", "list", "who", "count", "total", "member", "his", "now")
    if before.intent in (Intent.REVENUE, Intent.PAYMENTS, Intent.DUES):
        sentence.take("howmuch")  # "How much was cash", behind what came in.
    _lengths_for(before, sentence, found)
    _of_a_trainer(sentence, found)
    counts = sentence.has("count", "total") and before.intent in HAS_PAGES
    dated = again or bool(found.periods)
    able = [
        request for request in last if request.intent not in ABOUT_ONE or (dated and request.names_somebody)
    ]
    if not able or not (found.values or found.periods or more or again or named or counts):
        return None
    if more and before.intent not in HAS_PAGES:
        return None
    if more and found.periods:
        # The next page of a list has no days of its own: "more this month" is something else.
        raise NotApplied(["more", *(period.words for period in found.periods)], before.intent)
    asked: list[Request] = []
    for intent in dict.fromkeys(request.intent for request in able):
        # Each subject reads the words for itself: a month is when members joined, and when money came in.
        alike = [request for request in able if request.intent is intent]
        own, limits = (sentence, found) if len(alike) == len(able) else (sentence.copy(), deepcopy(found))
        paged: dict[str, int | None] = {} if again else {"page": None}
        if more:
            paged = {"page": (alike[-1].limits.page or 1) + 1}
        listed = named and intent in HAS_PAGES
        asked += _changed_alike(alike, own, limits, today, paged, compared=compared, listed=listed)
    return list(dict.fromkeys(asked))


def _changed_alike(
    alike: Sequence[Request],
    sentence: Sentence,
    found: Found,
    today: date,
    paged: dict[str, int | None],
    *,
    compared: bool,
    listed: bool,
) -> list[Request]:
    """Requests of one subject with what this message changes. Raises NotApplied."""
    alike = one_of_the_pair(alike, sentence, found) if compared else alike
    before = alike[-1]
    if before.intent is Intent.MEMBERS and len(found.periods) > 1 and (compared or found.side_by_side):
        within = [replace(deepcopy(found), periods=[period]) for period in found.periods]
    else:
        within = [found]
    sides: list[Request] = []
    for each in within:
        _roles_for(before, sentence, each, today)
        if listed:
            each.values.update(_as_list(before, each))
        refuse_what_is_left(before.intent, sentence, each)
        _refuse_second_exception(before, each)
        values = paged | each.values | _undone(each)
        if {"from_hour", "to_hour"} & set(values):
            values = {
                "from_hour": None,
                "to_hour": None,
            } | values  # "And evening?" is not until noon as well.
        values = _without_contradiction(before, values)
        several = compared and len(each.periods) > 1
        for request in alike:
            sides += each_of(changed(request, values), each, compared=several)
    if len(within) > 1:
        sides = [replace(side, compared=True) for side in sides]
    for side in sides:
        refuse_split_parts(side)
    return with_the_one_before(alike, sides, sentence, found) if compared else sides


_BOUNDS = (("least", "most"), ("due_days_least", "due_days_most"))


def _without_contradiction(before: Request, values: dict[str, Any]) -> dict[str, Any]:
    """ "Below 2000" behind "above 5000" takes its place: nothing is both."""
    for pair in _BOUNDS:
        least, most = (values[name] if name in values else getattr(before.limits, name) for name in pair)
        if least is not None and most is not None and least > most:
            values |= {name: None for name in pair if name not in values}
    return values


def _move_deeds(before: Request, found: Found, today: date) -> None:
    """ "And last month?" of those who paid but did not come: both deeds, if they were of one period."""
    kept = {name: getattr(before.limits, name) for name in DEEDS if getattr(before.limits, name) is not None}
    if len(set(kept.values())) == len(found.periods) == 1 and found.periods[0].start <= today:
        (period,) = found.periods
        found.values.update(dict.fromkeys(kept, replace(period, end=min(period.end, today))))
        found.periods = []


def _refuse_second_exception(before: Request, found: Found) -> None:
    """ "Not Gold", and then "not Silver": only one of a kind can be left out. Raises NotApplied."""
    for name in found.values:
        kept = getattr(before.limits, name, None) if name.startswith("other_than_") else None
        if kept is not None and kept != found.values[name]:
            raise NotApplied([f"not {kept} and {found.words[name]}"], before.intent)


def _of_a_trainer(sentence: Sentence, found: Found) -> None:
    """ "Of Vikram Rathore", "only Vikram Rathore's": his clients, and no question about him."""
    for place, named in list(sentence.names("trainer")):
        near = [word.typed.casefold() for word in sentence.words[max(0, place - 1) : place + 2]]
        owned = bool(set(near) & _OWNING) or sentence.has("only", "trains with")
        if place not in sentence.negated and owned:
            found.put("trainer", named["names"][0], sentence.words[place].typed)
            sentence.taken.update([place, *(at for at in (place - 1,) if near[0] == "under")])
            sentence.take("trainer", "trains with")


_OWNING = frozenset({"of", "under", "with", "ke", "ki", "ka", "\u0915\u0947", "\u0915\u0940", "\u0915\u093e"})


def _lengths_for(before: Request, sentence: Sentence, found: Found) -> None:
    """A bare length of time is for how long somebody was absent, or owes something."""
    if before.limits.absent_days is not None and (days := _bare_days(sentence)) is not None:
        found.values["absent_days"], found.words["absent_days"] = days, f"{days} days"
    elif before.intent is Intent.DUES and not found.periods:
        bare_due_days(sentence, found)


def _bare_days(sentence: Sentence) -> int | None:
    """ "20 days", after a question about days of absence."""
    for place in range(len(sentence.words)):
        number, unit = sentence.number(place), sentence.meaning(sentence.beside(place))
        if number is not None and unit in UNITS:
            sentence.taken.update((place, sentence.beside(place)))
            return number * UNITS[unit]
    return None


def _next_page(sentence: Sentence, before: Request) -> bool:
    alone = [word.means for word in sentence.words if word.means != FILLER]
    if alone == ["next", str(before.limits.limit)]:
        sentence.taken.update(sentence.without_fillers())
        return True
    if alone in (["next"], ["next", "one"], ["next", "page"]):
        return sentence.take("next", "one", "page")
    return sentence.take("more")


def _asks_for_names(sentence: Sentence) -> bool:
    back = ("them", "those", "these", "names")
    return sentence.has("list", "who") or any(word.typed.casefold() in back for word in sentence.words)


def _as_list(before: Request, found: Found) -> dict[str, Any]:
    """What makes a list of a figure."""
    values: dict[str, Any] = {"counted": None}
    if before.limits.group is not None and "group" not in found.values:
        values["group"] = None
        bare = replace(before.limits, group=None, counted=None, branch_id=None, whole=None) == Limits()
        # Members by plan are the active ones, where nothing else limits them.
        if (
            bare
            and before.intent is Intent.MEMBERS
            and before.limits.group == "plan"
            and "status" not in found.values
        ):
            values["status"] = "active"
    return values


def _roles_for(before: Request, sentence: Sentence, found: Found, today: date) -> None:
    """A period means what the last one meant: when memberships end, or when somebody joined."""
    if before.intent is Intent.MEMBERS:
        _move_deeds(before, found, today)
    if before.intent is Intent.MEMBERS and found.periods:
        role = (
            "ends"
            if before.limits.ends or before.limits.status == "expired"
            else "joined"
            if before.limits.joined
            else None
        )
        if role is None or len(found.periods) > 1:
            raise NotApplied([period.words for period in found.periods], before.intent)
        over = role == "joined" or before.limits.status == "expired"
        found.values[role] = until_today(found.periods[0], today) if over else found.periods[0]
        if role == "ends" and found.periods[0].end >= today and before.limits.status != "expired":
            found.values["status"] = "active"
        found.periods = []
    give_roles(before.intent, sentence, found, today, before.limits)


def _undone(found: Found) -> dict[str, None]:
    """A value takes the place of its opposite: "active" after "not active"."""
    gone: dict[str, None] = {}
    for name in found.values:
        other = name.removeprefix("other_than_") if name.startswith("other_than_") else f"other_than_{name}"
        if other not in found.values:
            gone[other] = None
    return gone
