"""Finds the days and the hours that limit a question: periods, days of absence, times of day."""

import re
from datetime import date, timedelta

from strakly_desktop.bot.answers.markdown import BEGINNING
from strakly_desktop.bot.understanding.lexicon.sentence import NAME, Sentence
from strakly_desktop.bot.understanding.limits.dates import MONTHS
from strakly_desktop.bot.understanding.limits.edges import between_edges, bounded
from strakly_desktop.bot.understanding.limits.found import SHIFTS, UNITS, Found
from strakly_desktop.bot.understanding.limits.periods import find_periods
from strakly_desktop.bot.understanding.requests import Period

_BACK = ("pehle", "pahle", "\u092a\u0939\u0932\u0947")
_EVERY = tuple(f"{day}days" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun"))
_COUNTED_IN_DAYS = ("expiring", "join", "revenue", "attendance", "enquiry", "come")


def find_hours(sentence: Sentence, found: Found) -> None:
    """ "After 6 pm", "between 6 and 8 in the evening", "subah 7 baje se pehle"."""
    clock = [
        place
        for place in range(len(sentence.words))
        if _hour_at(sentence, place) is not None and not _is_a_day(sentence, place)
    ]
    if not clock:
        return
    unit = {"pm", "oclock", "hour"}
    told = (
        bool(sentence.has("pm", "oclock"))
        or any(word.typed.casefold() == "am" for word in sentence.words)
        or any(":" in sentence.words[place].means for place in clock)
        or (sentence.has(*SHIFTS, "night") and all(_is_alone(sentence, place) for place in clock))
    )
    if not told:
        return
    evening = sentence.has("pm", "evening", "afternoon", "night") and not sentence.has("morning")
    hours = [
        (hour := _hour_at(sentence, place) or 0) + (12 if evening and hour < 12 else 0) for place in clock
    ]
    used = clock + [
        place
        for place, word in enumerate(sentence.words)
        if word.means in unit or word.typed.casefold() == "am"
    ]
    after, before = (_beside_hours(sentence, word, clock) for word in ("after", "before"))
    between = [place for place in sentence.at("between") if sentence.beside(place) in clock]
    used += [*after, *before, *between, *sentence.at(*SHIFTS, "night")]
    match bool(after), bool(before), len(hours):
        case True, False, 1:
            found.put("from_hour", hours[0], sentence.typed(used))
        case False, True, 1:
            found.put("to_hour", hours[0] - 1, sentence.typed(used))
        case False, False, 2:
            found.put("from_hour", hours[0], sentence.typed(used))
            found.put("to_hour", hours[1] - 1, sentence.typed(used))
        case False, False, 1:
            found.put("from_hour", hours[0], sentence.typed(used))
            found.put("to_hour", hours[0], sentence.typed(used))
        case _:
            return
    sentence.taken.update(used)


def _is_a_day(sentence: Sentence, place: int) -> bool:
    """ "Between 5 and 12 November after 6 pm": the first two are days."""
    after = sentence.beside(place)
    return any(
        sentence.meaning(at) in MONTHS
        for at in (after, *([sentence.beside(after)] if sentence.meaning(after).isdecimal() else []))
    )


def _beside_hours(sentence: Sentence, word: str, clock: list[int]) -> list[int]:
    """Where it is said of an hour: "after 6 pm", "7 baje se pehle", and not "the month before last"."""
    found = []
    for place in sentence.at(word):
        left = sentence.beside(place, -1)
        if {sentence.beside(place), left, sentence.beside(left, -1)} & set(clock):
            found.append(place)
    return found


def _is_alone(sentence: Sentence, place: int) -> bool:
    """ "Yesterday evening after 7": nothing follows that the number could count, and it is no day of a month."""
    following = sentence.meaning(sentence.beside(place))
    return (
        following not in (*MONTHS, *UNITS, "member", "payment", "thousand", "rupees")
        and not following.isdecimal()
    )


def _hour_at(sentence: Sentence, place: int) -> int | None:
    text = sentence.words[place].means
    match = re.fullmatch(r"(\d{1,2})(?::00)?", text)
    if match is None or int(match[1]) > 24:
        return None
    after, before = sentence.beside(place), sentence.beside(place, -1)
    typed_after = sentence.words[place + 1].typed.casefold() if place + 1 < len(sentence.words) else ""
    near = (
        sentence.meaning(after) in ("pm", "oclock", "hour")
        or typed_after == "am"
        or ":" in text
        or sentence.meaning(before) in ("between", "after", "before")
        or (sentence.meaning(after) in ("after", "before") and sentence.has(*SHIFTS, "night"))
    )
    return (
        int(match[1])
        if near or (sentence.number(after) is not None and sentence.has("pm", "oclock"))
        else None
    )


_NEVER = re.compile(
    r"\bnev\w{0,2}r\b|\bkabhi n|ek bhi baar|ek baar bhi|\beven once\b|\bnot once\b|\bat all\b"
    r"|\u0915\u092d\u0940 \u0928|\u090f\u0915 \u092c\u093e\u0930 \u092d\u0940"
)
_OF_NEVER = frozenset({
    "kabhi", "ek", "baar", "bhi", "even", "once", "at", "all",
    "\u0915\u092d\u0940", "\u090f\u0915", "\u092c\u093e\u0930", "\u092d\u0940",
})  # fmt: skip


def find_absence(sentence: Sentence, found: Found, today: date) -> None:
    """ "Absent for 20 days", "20 din se nahi aaye", "not here this month"."""
    if {"came_in", "not_came_in"} & set(found.values):
        return
    not_come = [place for place in sentence.negated if sentence.meaning(place) in ("come", "attendance")]
    away = sentence.has("inactive") and re.search(r"\b\d{1,4} (?:day|week|month)", sentence.text()[0])
    if not not_come and not sentence.has("absent") and not away:
        return
    used = not_come + sentence.at("absent")
    days = None
    for place in range(len(sentence.words)):
        number, unit = sentence.number(place), sentence.meaning(sentence.beside(place))
        if number is not None and unit in UNITS:
            more = sentence.meaning(sentence.beside(place, -1)) == "above" or sentence.has("above")
            days = number * UNITS[unit] + more
            used += [place, sentence.beside(place), *sentence.at("last", "above", "atleast", "this")]
            found.unclear += [word.typed for word in sentence.words if word.typed.casefold() == "exactly"]
    if days is None and (week := re.search(r"\b(?:a|one|ek) (day|week|month)\b", sentence.text()[0])):
        days = UNITS[week[1]]
        used += sentence.at(week[1])
    if days is None and _has_never_come(sentence, today):
        places = [place for place, word in enumerate(sentence.words) if word.typed.casefold() in _OF_NEVER]
        sentence.taken.update([*used, *places])
        found.put("never_came", True, sentence.typed([*used, *places]))
        return
    if days is None:
        text, starts = sentence.text()
        periods = find_periods(text, today)
        if periods and periods[0].start <= today <= periods[0].end:
            days = (today - periods[0].start).days + 1
            used += _places(text, starts, periods[0].words)
    used += sentence.at("inactive")
    sentence.taken.update(used)
    found.put("absent_days", days if days is not None else 14, sentence.typed(used))


def _has_never_come(sentence: Sentence, today: date) -> bool:
    """Not once at all, which is not "not for two weeks"; "never this month" is only as long as that."""
    never = _NEVER.search(" ".join(word.typed for word in sentence.words).casefold())
    return bool(never) and (sentence.has("join") or not find_periods(sentence.text()[0], today))


def find_days(sentence: Sentence, found: Found, today: date) -> None:
    for place in sentence.at("kal", "parso"):
        later = sentence.has("expiring") or any(
            word.typed.casefold()
            in (
                "hoga",
                "hogi",
                "honge",
                "\u0939\u094b\u0917\u0940",
                "\u0939\u094b\u0917\u093e",
                "\u0939\u094b\u0902\u0917\u0947",
            )
            for word in sentence.words
        )
        means = {"kal": ("yesterday", "tomorrow"), "parso": ("day before yesterday", "day after tomorrow")}
        word = sentence.words[place]
        sentence.words[place] = type(word)(word.typed, means[word.means][later])
    _read_as_ago(sentence)
    text, starts = sentence.text(sentence.taken)
    if sentence.has("compare") and not sentence.has("between"):
        text = re.sub(r"\band\b", "&  ", text)  # "The difference between 20 Nov and 21 Nov" is of two days.
    periods = find_periods(text, today)
    for period in periods:
        places = _places(text, starts, period.words)
        sentence.taken.update(places)
        if (part := re.search("|".join(SHIFTS), period.words)) is not None:
            found.put("shift", part[0].capitalize(), period.words)
        found.periods.append(bounded(sentence, found, period, places, today))
        if any(sentence.words[place].typed.casefold() in _EVERY for place in places):
            found.unclear.append(period.words + "s")  # Every Monday, of which the last alone is none.
    if not found.periods and sentence.take("sofar"):
        found.periods.append(Period(BEGINNING, today, "so far"))
    sentence.take("sofar")
    if len(found.periods) > 1:
        first, second = periods[0].words, periods[1].words
        between = text[text.index(first) + len(first) :]
        between = between.split(second)[0] if second in between else between
        joined = second.startswith("and ") or (len(periods) > 2 and periods[-1].words.startswith("and "))
        found.side_by_side = joined or bool(
            set(between.split()) & {"and", "&", "aur", "vs", "compare", "\u0914\u0930"}
        )
        between_edges(found)
    bare = re.search(r"\b(\d{1,3}) (day|week|month)\b", text)
    if not found.periods and bare is not None and sentence.has(*_COUNTED_IN_DAYS):
        places = _places(text, starts, bare[0])
        if sentence.meaning(places[0] - 1) != NAME:  # The months of "Gold 12 months" are a part of its name.
            span = timedelta(int(bare[1]) * UNITS[bare[2]])
            start, end = (
                (today, today + span) if sentence.has("expiring") else (today - span + timedelta(1), today)
            )
            found.periods.append(Period(start, end, bare[0]))
            sentence.taken.update(places)


def _read_as_ago(sentence: Sentence) -> None:
    """ "2 mahine pehle" is so long ago; "5 tareekh se pehle" is before it."""
    for place in sentence.at("before"):
        word, unit = sentence.words[place], sentence.beside(place, -1)
        is_count = sentence.meaning(unit) in UNITS and sentence.meaning(sentence.beside(unit, -1)).isdecimal()
        if is_count and word.typed.casefold() in _BACK:
            sentence.words[place] = type(word)(word.typed, "ago")


def _places(text: str, starts: list[int], words: str) -> list[int]:
    begin = text.index(words) if words in text else 0
    end = begin + len(words)
    following = [*starts[1:], len(text) + 1]
    return [
        place
        for place, (start, after) in enumerate(zip(starts, following, strict=True))
        if start < end and after > begin + 1
    ]
