"""Reads who renewed: "who renewed this month", "renewals done last month".

Renewals that are due are memberships that end, and are read elsewhere.
"""

import re
from dataclasses import replace
from datetime import date

from strakly_desktop.bot.answers.markdown import BEGINNING
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER, Word
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.limits.times import find_days
from strakly_desktop.bot.understanding.requests import Period

_RENEWALS = re.compile(r"renewals?|renewing|\u0930\u093f\u0928\u094d\u092f\u0942\u0905\u0932")
_HAPPENED = re.compile(
    r"hue|hua|hui|huye|huay|kiya|kiye|aaye|did|done|were|was|had|got|made|happened|completed|came"
    r"|\u0939\u0941\u090f|\u0939\u0941\u0908|\u0939\u0941\u0906|\u0939\u0941\u092f\u0947|\u0915\u093f\u090f|\u0906\u090f"
)
_OTHERS = ("revenue", "payment", "received", "howmuch", "amount", "average", "percent", "stats", "not", "notback",
           "cash", "upi", "card", "bank transfer", "without", "except", "most", "least", "top")  # fmt: skip
"""With one of these no list of those who renewed is asked for, or of those who did not."""

_TO_COME = ("due", "pending", "upcoming", "next", "left", "more")


def find_renewals(sentence: Sentence, found: Found, today: date) -> None:
    """Who renewed in a period, or ever; what else is asked about renewals that were made is unclear."""
    places = [place for place, word in enumerate(sentence.words) if word.means == "renewed"]
    looked, dated = sentence.copy(), Found()
    find_days(looked, dated, today)
    if not places and _were_made(sentence, dated.periods, today):
        places = [place for place in sentence.at("expiring") if _is_renewal(sentence, place)]
    if not places:
        return
    said = sentence.typed(places)
    for place in places:
        sentence.words[place] = Word(sentence.words[place].typed, FILLER)
    if sentence.has(*_OTHERS) or len(dated.periods) > 1 or dated.unclear:
        found.unclear.append(said)
        return
    (period,) = dated.periods or [Period(BEGINNING, today, "so far")]
    if period.start > today:
        found.unclear.append(period.words)
        return
    sentence.taken |= looked.taken
    found.put("renewed_in", replace(period, end=min(period.end, today)), f"{said} {period.words}")


def _is_renewal(sentence: Sentence, place: int) -> bool:
    return _RENEWALS.fullmatch(sentence.words[place].typed.casefold()) is not None


def _were_made(sentence: Sentence, periods: list[Period], today: date) -> bool:
    """Whether renewals of the past are meant: those are what was renewed, and not what ended."""
    if not any(_is_renewal(sentence, place) for place in sentence.at("expiring")):
        return False
    past = bool(periods) and all(period.end < today for period in periods)
    if sentence.has("count", "total", "compare") and not sentence.has(*_TO_COME):
        # "How many renewals this month" are those that were made in it so far.
        past = past or (bool(periods) and all(period.start <= today for period in periods))
    return past or any(_HAPPENED.fullmatch(word.typed.casefold()) for word in sentence.words)
