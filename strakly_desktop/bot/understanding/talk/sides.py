"""Tells which sides a comparison behind a question has: those that it names itself, or one and the answer before.

"October vs November" are both, whatever was asked before; "vs October", "compare with October" is October and what was
asked before. "Compare with October and September" are three.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.question.applied import NotApplied, changed
from strakly_desktop.bot.understanding.requests import Limits, Period, Request

_LEADS_BACK = frozenset({"vs", "v s", "versus", "against", "banam", "\u092c\u0928\u093e\u092e"})
"""In front of all sides, such a word has the answer before as its own first side."""
_TO = frozenset({"with", "to", "from", "against", "than"})
_SHOWN = ("group", "average", "sort", "limit", "whole", "counted", "named", "phones")
"""How figures are shown: said of both sides."""
_WHAT = frozenset({"branch_id", "plan", "method", "gender", "source", "trainer", "status"})
"""What figures are of, beside their days."""


def one_of_the_pair(before: Sequence[Request], sentence: Sentence, found: Found) -> Sequence[Request]:
    """What is compared anew: of two months that were compared before, the first, where another time and another limit
    are named ("Lake Road compared to last month"); else all that were asked."""
    days = len(found.periods) == 1 and bool(_WHAT & set(found.values)) and not _leads_back(sentence)
    alike = {replace(one, limits=replace(one.limits, period=None)) for one in before}
    return before[:1] if days and len(alike) == 1 and before[0].compared else before


def with_the_one_before(
    before: Sequence[Request], sides: list[Request], sentence: Sentence, found: Found
) -> list[Request]:
    """The sides of a comparison; `sides`: those that a message names. Raises NotApplied where it names only one that
    is the answer before itself."""
    named = len(sides) // len(before)
    if named > 1 and not _leads_back(sentence):
        return sides
    if named == 1 and found.periods and not _leads_back(sentence):
        # "Lake Road compared to last month": both sides are of Lake Road.
        of_both = {name: getattr(sides[0].limits, name) for name in found.values if name in _WHAT}
        before = [changed(one, of_both) for one in before]
    shown = {name: getattr(sides[0].limits, name) for name in _SHOWN if name in found.values}
    asked: list[Request] = []
    for place, one in enumerate(before):
        others = sides[place * named : (place + 1) * named]
        first = changed(one, shown | {"page": None})
        if all(_alike(first, other) for other in others):
            said = [*(period.words for period in found.periods), *found.words.values()]
            raise NotApplied([f"{sentence.typed(sentence.at('compare'))} {', '.join(said)}"], one.intent)
        asked += [first, *others]
    return [replace(each, compared=True) for each in asked]


def _leads_back(sentence: Sentence) -> bool:
    """Whether the first side is the answer before: "vs October", "compared with October and September"."""
    places = sentence.at("compare")
    first = sentence.without_fillers()[:1]
    if not places or places[:1] != first:
        return False
    following = sentence.words[places[0] + 1].typed.casefold() if places[0] + 1 < len(sentence.words) else ""
    return sentence.words[places[0]].typed.casefold() in _LEADS_BACK or following in _TO


def _alike(one: Request, other: Request) -> bool:
    """Whether two sides are the same figures, by whatever words their days were said."""
    return _without_words(one.limits) == _without_words(other.limits)


def _without_words(limits: Limits) -> dict[str, Any]:
    values = {each.name: getattr(limits, each.name) for each in fields(Limits)}
    return {
        name: (value.start, value.end) if isinstance(value, Period) else value
        for name, value in values.items()
    }
