"""Reads what a paragraph beside a table says of its list: "Showing 10 of 245", "aur 235 hain", "page 1 of 25".

Apart from `table_part`, which judges of which table it is said, and from the forms themselves.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from strakly_desktop.rendering.tables.part_forms import (
    COMPLETE,
    NUMBER,
    PAGE,
    STATED,
    UNKNOWN,
    VIEW_ALL,
    WITH_MORE,
    WITH_TOTAL,
)

Place = Literal["", "first", "top"]
_LONGEST = 600
_DEVANAGARI = str.maketrans("०१२३४५६७८९", "0123456789")
_NUMBER_WORDS = {
    **{"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8"},
    **{"nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20"},
    **{"fifty": "50", "hundred": "100"},
}
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LINKED = re.compile(r"!?\[[^\]]*\]\([^)]*\)")
_MARKS = re.compile(r"[*_`~#>]+")
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b")


@dataclass(frozen=True, slots=True)
class Said:
    """What a paragraph says of a list. `shown`: of how many rows it speaks, `total`: of how many in all, `more`: how
    many are left out; None where it does not tell."""

    shown: int | None = None
    total: int | None = None
    more: int | None = None
    place: Place = ""


@lru_cache(maxsize=512)
def statements(text: str) -> tuple[Said, ...]:
    """What a paragraph of markdown says; it is asked again for each row that joins its table."""
    return tuple(_statements(_plain(text)))


@lru_cache(maxsize=512)
def says_complete(text: str) -> bool:
    """Whether a paragraph calls the list whole: "all 10 clients", "the full list"; not by a link to it."""
    return next(COMPLETE.finditer(_plain(_LINKED.sub(" ", text[:_LONGEST]))), None) is not None


@lru_cache(maxsize=512)
def totals(text: str) -> tuple[int, ...]:
    """How many there are in all, as a paragraph says: "you have 245 clients", "245 found"."""
    return tuple(_count(match["a"] or match["b"] or match["c"]) for match in STATED.finditer(_plain(text)))


@lru_cache(maxsize=512)
def linked_total(text: str) -> int | Literal[False] | None:
    """The number in a link to the whole list, "[View all 245 clients](/clients)"; None: it has none; False: no link."""
    if (link := VIEW_ALL.search(text[:_LONGEST].casefold().translate(_DEVANAGARI))) is None:
        return False
    number = re.search(NUMBER, link[1] or link[2] or "")
    return None if number is None else _count(number[0])


def _statements(plain: str) -> Iterator[Said]:
    for pattern in WITH_TOTAL:
        for match in pattern.finditer(plain):
            shown, total = _count(match["shown"]), _count(match["total"])
            if match["until"]:
                shown = _count(match["until"]) - shown + 1
            if shown > total:
                # Hindi says the whole first; who translates word by word says it last.
                shown, total = total, shown
            yield Said(shown, None if match["plus"] else total)
    for pattern in WITH_MORE:
        for match in pattern.finditer(plain):
            yield Said(more=_count(match["more"]))
    for match in PAGE.finditer(plain):
        page, pages = match["page"] or match["page2"], match["pages"] or match["pages2"]
        if _count(pages) > 1:
            yield Said(place="first" if page == "1" else "")
    for pattern in UNKNOWN:
        for match in pattern.finditer(plain):
            yield _unknown_part(match)


def _unknown_part(match: re.Match[str]) -> Said:
    groups = match.groupdict()
    place: Place = (
        "first" if groups.get("first") else "top" if groups.get("top") or groups.get("top2") else ""
    )
    shown = _count(groups["shown"]) if groups.get("shown") else None
    if shown is not None and groups.get("until"):
        shown = _count(groups["until"]) - shown + 1
    return Said(shown, place=place)


def _plain(text: str) -> str:
    """The words of a paragraph of markdown, in small letters, its numbers in figures."""
    text = _MARKS.sub("", _LINK.sub(r"\1", text[:_LONGEST])).casefold().translate(_DEVANAGARI)
    return _NUMBER_WORD.sub(lambda word: _NUMBER_WORDS[word[0]], text)


def _count(figures: str) -> int:
    digits = figures.replace(",", "")
    return int(digits[:18]) if digits else 0
