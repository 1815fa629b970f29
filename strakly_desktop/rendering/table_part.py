"""Knows from the words around a table when it is not the whole list: "Showing 10 of 245", "and 235 more".

A part that is added up, printed or saved as if it were all is a false answer. So is a whole list that is called a
part: a number alone says nothing ("10 of 12 paid"), it must be said of what is listed, beside the table.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

_NEAR = 2
"""Paragraphs above and below a table that may speak of it."""
_LONGEST = 600
_VIEW_ALL_FROM = 5  # The assistant lists five and links to the rest.
_DEVANAGARI = str.maketrans("०१२३४५६७८९", "0123456789")
_NUMBER_WORDS = {
    **{
        "two": "2",
        "three": "3",
        "four": "4",
        "five": "5",
        "six": "6",
        "seven": "7",
        "eight": "8",
        "nine": "9",
    },
    **{"ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "fifty": "50"},
}

_NUMBER = r"\d[\d,]*"
_THINGS = (
    r"(?:rows?|results?|entries|entry|records?|items?|people|persons?|names?|clients?|members?|customers?|trainers?"
    r"|managers?|staff|users?|branches|branch|plans?|memberships?|payments?|invoices?|transactions?|dues|visits?"
    r"|check-?ins?|enquir(?:y|ies)|inquir(?:y|ies)|leads?|expenses?|classes|sessions?|offers?|log\s?ins?|matches"
    r"|of (?:them|these|those)|सदस्य\w*|ग्राहक\w*|क्लाइंट\w*|मेंबर\w*|लोग\w*|रिकॉर्ड\w*|पंक्ति\w*)"
)
_KIND = r"(?:\s+(?!of\b)[\w-]+)?"  # "active", "unpaid": a word between a number and what it counts
_ALL = r"(?:(?:a|the|your|all|total)\s+)*(?:of\s+)?(?:about\s+|over\s+|around\s+)?"
_OF = rf"(?:\s+(?:out\s+)?of\s+{_ALL}|\s*/\s*)"
_NO_TIME = r"(?!\s*-?(?:days?|weeks?|months?|years?|hours?|minutes?|quarters?|nights?)\b)"
_END = r"(?=\s*(?:[.,;:!)\]|।—–-]|$|\n|(?:are|is|were)?\s*(?:shown|listed|displayed|below|here|in\b|at\b|for\b|by\b)))"
_SHOWN = (
    r"(?:showing|shown|shows?|displaying|displayed|listing|listed|here (?:are|is)|these are|below (?:are|is)"
    r"|results?|rows?|records?|entries|items?|page of|dikha\w*|दिखा\w*)"
)
_WHICH = (
    r"(?:(?:only|just|the|first|top|last|latest|next|most recent|recent|rows?|results?|entries|records?)\s+)*"
)
_SPAN = rf"(?P<shown>{_NUMBER})(?:\s*(?:-|–|—|to|through)\s*(?P<until>{_NUMBER}))?"
_PLUS = r"(?P<plus>\s*\+)?"

_WITH_TOTAL = (
    # Showing 10 of 245; showing the first 10 clients of 245; displaying 1-10 of 245
    rf"\b{_SHOWN}\s*:?\s*{_WHICH}{_SPAN}{_KIND}(?:\s+{_THINGS})?{_OF}(?P<total>{_NUMBER}){_PLUS}",
    # the first 10 of 245; top 5 clients out of 40
    rf"\b(?:first|top|last|latest|next|most recent)\s+{_SPAN}{_KIND}(?:\s+{_THINGS})?{_OF}(?P<total>{_NUMBER}){_PLUS}",
    # 10 of 245 clients; 1-10 of 245
    rf"(?<![\w.,/]){_SPAN}(?:\s+{_THINGS})?{_OF}(?P<total>{_NUMBER}){_PLUS}{_KIND}\s+{_THINGS}{_END}",
    rf"(?<![\w.,/])(?P<shown>{_NUMBER})\s*(?:-|–|to)\s*(?P<until>{_NUMBER}){_OF}(?P<total>{_NUMBER}){_PLUS}{_END}",
    # 10 of 245 shown
    rf"(?<![\w.,/]){_SPAN}{_KIND}(?:\s+{_THINGS})?{_OF}(?P<total>{_NUMBER}){_PLUS}{_KIND}(?:\s+{_THINGS})?"
    r"\s+(?:are\s+|is\s+)?(?:shown|listed|displayed)\b",
    # 245 में से 10; 245 mein se pehle 10
    rf"(?P<total>{_NUMBER}){_PLUS}(?:\s+[\w\u0900-\u097f]+)?\s+(?:में|मे|mein|main|me)\s+(?:से|se)\s+"
    rf"(?:(?:पहले|pehle|sirf|सिर्फ|केवल|top|first)\s+)*(?P<shown>{_NUMBER})(?P<until>)",
)
_WITH_MORE = (
    # and 235 more; ... plus 12 others; + 3 more clients
    rf"(?:\band\b|\bplus\b|\+|…|\.\.\.|&)\s*(?P<more>{_NUMBER})\s+(?:more|others?|additional)\b"
    rf"(?:{_KIND}\s+{_THINGS})?{_END}",
    rf"(?<![\w.,/])(?P<more>{_NUMBER})\s+(?:more|others?|additional){_KIND}(?:\s+{_THINGS})?\s+"
    r"(?:are|is|were|remain|exist|not|can be|available)",
    rf"(?:और|aur)\s+(?:भी\s+|bhi\s+)?(?P<more>{_NUMBER})(?:\s+[\w\u0900-\u097f]+)?\s*(?:हैं|है|hain|hai|more|बाकी|baaki|baki)",
)
_UNKNOWN = (
    rf"\b(?P<first>first)\s+(?P<shown>{_NUMBER}){_NO_TIME}{_KIND}(?:\s+{_THINGS})?{_END}",
    rf"\b(?:latest|most recent|last)\s+(?P<shown>{_NUMBER}){_KIND}\s+{_THINGS}{_END}",
    rf"(?:(?P<first>पहले|pehle))\s+(?P<shown>{_NUMBER})(?!\s*(?:दिन|din|महीने|mahine))",
    r"\b(?:and|there are|with)\s+(?:many|several|some)?\s*more\b(?=\s*(?:[.,;!)…]|$|\n|rows|results|not shown))",
    r"\b(?:list|table|results?)\s+(?:is|are|was|were|has been)\s+(?:cut|truncated|shortened|limited)\b",
    r"(?:और\s+भी\s+हैं|aur\s+bhi\s+hain?)\b",
)
_PAGE = re.compile(rf"\bpage\s+(?P<page>{_NUMBER})\s*(?:of|/)\s*(?P<pages>{_NUMBER})")
_VIEW_ALL = re.compile(
    r"\[(?:view|see|show|open|browse)\s+(?:all|more|the (?:full|whole|complete) list)\b[^\]]*\]\([^)]*\)"
    r"|\[[^\]]*(?:सभी|sabhi)[^\]]*\]\([^)]*\)"
)
_STATED = re.compile(
    r"(?:\b(?:total(?:\s+of)?|have|has|found|there are|are|of|कुल|kul)\s*:?\s*"
    rf"(?P<a>{_NUMBER})(?:\s+[\w-]+)?\s+{_THINGS}"
    rf"|(?<![\w.,/])(?P<b>{_NUMBER}){_KIND}\s+{_THINGS}\s+(?:in total|found|altogether|overall))"
)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`~#>]+")
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b")
_with_total, _with_more, _unknown = (
    tuple(map(re.compile, patterns)) for patterns in (_WITH_TOTAL, _WITH_MORE, _UNKNOWN)
)


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table is a part of a list. `total`: how many rows the list has; None where nobody said.

    `is_first`: it is said to be the beginning of the list.
    """

    total: int | None = None
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """What a paragraph says. `shown`: of how many rows it speaks; None if it does not tell."""

    part: TablePart
    shown: int | None = None
    more: int | None = None


def rows_text(rows: int, part: TablePart | None) -> str:
    """ "22 rows", "10 of 245 rows", "first 10 rows; more exist"."""
    counted = "1 row" if rows == 1 else f"{rows:,} rows"
    if part is None:
        return counted
    if part.total is not None:
        return f"{rows:,} of {part.total:,} rows"
    return f"{'first ' if part.is_first else ''}{counted}; more exist"


def extent_text(shown: int, rows: int, part: TablePart | None, filter_text: str) -> str:
    """How much of its list a table shows: `shown` of its `rows`, and by which filter ("" for none).

    "3 of 10 rows, filtered by 'gold'; the answer has 10 of 245 rows".
    """
    if not filter_text:
        return rows_text(rows, part)
    found = f"{shown:,} of {rows_text(rows, None)}, filtered by '{filter_text}'"
    return found if part is None else f"{found}; the answer has {rows_text(rows, part)}"


def parts_of(items: Sequence[str | int]) -> list[TablePart | None]:
    """For each table what part of a list it is; None for a whole one.

    `items`: an answer from top to bottom, a text of markdown for each paragraph and for each table the number of
    its rows.
    """
    places = [place for place, item in enumerate(items) if isinstance(item, int)]
    bounds = [-1, *places, len(items)]
    found = []
    for (before, place), after in zip(pairwise(bounds), bounds[2:], strict=False):
        rows = items[place]
        assert isinstance(rows, int)
        above = [item for item in items[before + 1 : place] if isinstance(item, str)]
        below = [item for item in items[place + 1 : after] if isinstance(item, str)]
        neighbours = _rows_at(items, before), _rows_at(items, after)
        found.append(_part(rows, above, below, neighbours))
    return found


def _rows_at(items: Sequence[str | int], place: int) -> int | None:
    item = items[place] if 0 <= place < len(items) else None
    return item if isinstance(item, int) else None


def _part(
    rows: int, above: Sequence[str], below: Sequence[str], neighbours: tuple[int | None, int | None]
) -> TablePart | None:
    if not rows:
        return None
    before, after = neighbours
    around = [*above[-_NEAR:], *below[:_NEAR]]
    texts = [
        *((text, after is not None and _leads(text), after) for text in below[:_NEAR]),
        *((text, before is not None and not _leads(text), before) for text in reversed(above[-_NEAR:])),
    ]
    best: TablePart | None = None
    for text, is_of_other, other in texts:
        for said in _read(text):
            if said.shown != rows and (is_of_other or (other is not None and said.shown == other)):
                continue
            if is_of_other and said.shown == other:
                continue
            part = _applied(said, rows, around)
            if part is False:
                return None
            if part is not None and (best is None or (best.total is None and part.total is not None)):
                best = part
    if best is None and any(map(_VIEW_ALL.search, map(str.casefold, below[:_NEAR]))):
        total = _stated(around, rows)
        if total != rows and (total is not None or rows >= _VIEW_ALL_FROM):
            return TablePart(total)
    return best


def _applied(said: _Said, rows: int, around: Sequence[str]) -> TablePart | Literal[False] | None:
    """What is said, of a table of `rows`: a part; False: it is the whole; None: it is said of something else."""
    total = said.part.total
    if said.more is not None:
        return TablePart(rows + said.more)
    if total is not None:
        if total == rows and said.shown in (rows, None):
            return False
        return said.part if total > rows else None
    if said.shown is not None and said.shown != rows:
        # "The first 10", and there are 6: these are all.
        return None
    total = _stated(around, rows)
    if total == rows:
        return None
    return TablePart(total, said.part.is_first)


def _leads(text: str) -> bool:
    """Whether a paragraph announces what follows it."""
    return text.rstrip().rstrip("*_").endswith(":")


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[_Said, ...]:
    """What a paragraph of markdown says; it is asked again for each row that joins its table."""
    return tuple(_statements(_plain(text)))


def _statements(plain: str) -> Iterator[_Said]:
    for pattern in _with_total:
        for match in pattern.finditer(plain):
            shown = _count(match["shown"])
            if match["until"]:
                shown = _count(match["until"]) - shown + 1
            total = _count(match["total"])
            yield _Said(TablePart(None if match["plus"] else total), shown)
    for pattern in _with_more:
        for match in pattern.finditer(plain):
            yield _Said(TablePart(), more=_count(match["more"]))
    if (page := _PAGE.search(plain)) and _count(page["pages"]) > 1:
        yield _Said(TablePart(is_first=page["page"] == "1"))
    for pattern in _unknown:
        for match in pattern.finditer(plain):
            groups = match.groupdict()
            shown_text = groups.get("shown")
            yield _Said(
                TablePart(is_first=bool(groups.get("first"))), _count(shown_text) if shown_text else None
            )


def _stated(texts: Sequence[str], rows: int) -> int | None:
    """How many there are in all, as the words around a part say; the smallest number that holds the rows."""
    totals = (total for text in texts for total in _totals(text))
    return min((total for total in totals if total >= rows), default=None)


@lru_cache(maxsize=512)
def _totals(text: str) -> tuple[int, ...]:
    return tuple(_count(match["a"] or match["b"]) for match in _STATED.finditer(_plain(text)))


def _plain(text: str) -> str:
    """The words of a paragraph of markdown, in small letters, its numbers in figures."""
    text = _MARKS.sub("", _LINK.sub(r"\1", text[:_LONGEST])).casefold().translate(_DEVANAGARI)
    return _NUMBER_WORD.sub(lambda word: _NUMBER_WORDS[word[0]], text)


def _count(figures: str) -> int:
    digits = figures.replace(",", "")
    return int(digits[:18]) if digits else 0
