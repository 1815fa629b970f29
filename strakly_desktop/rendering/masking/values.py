"""Finds the amounts, telephone numbers and e-mails in a piece of plain text.

The one place that says what such a value is: pages, titles, cards and notices all ask here. It goes wrong on the safe
side, for a number that is hidden without need can be shown with one key, and one that was shown cannot be hidden.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from strakly_desktop.rendering.masking.words import COUNTED, MONTHS, NUMBERS, OPEN_WORDS, SCALES
from strakly_desktop.rendering.tables.column_worth import (
    mentions_amounts,
    names_amounts,
    names_counts,
    names_phones,
)
from strakly_desktop.rendering.tables.number_cells import CURRENCY


class MaskKind(Enum):
    """What can be masked; the values are the words of the site's settings."""

    AMOUNTS = "amounts"
    PHONES = "phones"
    EMAILS = "emails"


@dataclass(frozen=True, slots=True)
class Found:
    """A value in a text, from `start` to `end`."""

    kind: MaskKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the place: the text before it in its line, and what its column, label or section is about.

    `is_amount`: whatever figures stand here are money; `is_listing`: long ones are. `is_phone`: they are telephones.
    `is_count`: a heading says that people, visits or days are counted here.
    `since_amount`: what stands between an amount before it and here, None where there is none near.
    """

    before: str = ""
    is_amount: bool = False
    is_phone: bool = False
    is_listing: bool = False
    since_amount: str | None = None
    is_count: bool = False


_SCALE = rf"(?:{'|'.join(SCALES)})(?![^\W\d_])\.?"
_SHORT_SCALE = r"(?:k|l|m)(?![^\W\d_])"
_FIGURES = r"\d(?:[\d,_]*\d)?(?:[ \n]\d{2,3}(?!\d))*(?:\.\d+)?"
_MORE_SIGNS = r"usd|eur|gbp|aed|rupees?|rupiya|rupaye|रुपये|रुपए|रुपया|रू\.?|₨|¥"
_SIGN = rf"(?:{CURRENCY}|{_MORE_SIGNS})"
_BETWEEN = r"[\s_:=.\"']*"
_BEFORE_SIGN = r"(?<![^\W\d_])"
_SIGNED = re.compile(
    rf"{_BEFORE_SIGN}{_SIGN}{_BETWEEN}(?:[-+(~<>≈]\s*)*"
    rf"(?P<figures>(?:{_FIGURES}|\.\d+)(?:\s*(?:{_SCALE}|{_SHORT_SCALE})(?:\s*{_FIGURES}(?:\s*{_SCALE}))*)?)"
)
_FOLLOWED = re.compile(
    rf"(?P<figures>(?:\d[\d,_]*\s{{1,3}})*{_FIGURES}(?:\s*(?:{_SCALE}|{_SHORT_SCALE}))?(?:\s*{_FIGURES}\s*{_SCALE})*)"
    rf"[\s_]*(?:/[\s_]*[-=]|{_SIGN}(?![^\W\d_]))"
)
_SCALED = re.compile(rf"(?P<figures>{_FIGURES}\s*{_SCALE}(?:\s*{_FIGURES}\s*{_SCALE})*)")
_IN_WORDS = rf"(?:(?:{'|'.join(NUMBERS)})(?![^\W\d_])[\s-]*(?:and\s+)?)"
_SPOKEN = re.compile(
    rf"(?:rupees?|rs\.?|inr|₹)\s+(?P<after>{_IN_WORDS}+)|{_BEFORE_SIGN}(?P<before>{_IN_WORDS}+)(?=(?:rupees?|rs|inr)(?![^\W\d_]))"
)
_MAY_BE_SPOKEN = re.compile(r"rupee|rs|inr|₹")
_MAY_HOLD = re.compile(r"[0-9@]")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:|\"'=/?&]+@[^\s@<>()\[\],;:|\"'=/?&]*[^\W_]")
_PHONE = re.compile(r"[+(]{0,2}[0-9](?:(?:[\s.\-()/_]{0,5}|,)[0-9])*")
_DAY = re.compile(
    r"(?<![\d.,/-])(?:(?P<y>(?:19|20)\d\d)[-./](?P<ym>\d{1,2})[-./](?P<yd>\d{1,2})"
    r"|(?P<d>\d{1,2})[-./](?P<m>\d{1,2})[-./](?:(?:19|20)\d\d|\d\d))(?![\d/]|[-.]\d)"
)
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)")
_MONTH = rf"(?:{'|'.join(MONTHS)})(?![^\W\d_])"
_NAMED_DAY = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}(?:st|nd|rd|th)?[\s-]*{_MONTH}\.?(?:[\s,-]+(?:19|20)\d\d(?!\d))?"
    rf"|{_BEFORE_SIGN}{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?:19|20)\d\d(?!\d))?"
    rf"|{_BEFORE_SIGN}{_MONTH}\.?\s+(?:19|20)\d\d(?!\d))"
)
_COUNTED = re.compile(rf"[\s_-]*(?:%|per\s*cent|(?:{'|'.join(COUNTED)})(?![^\W\d_]))")
_BARE = re.compile(
    r"(?<!\d)(?<!\d[.,:/])(?<![^\W\d])(?P<figures>\d(?:[\d,_]*\d)?(?:\.\d+)?(?:\s?(?:k|l|m|cr)\b)?)(?![\d]|[.,:/]\d|[^\W\d])"
)
_GROUPED = re.compile(r"\d,\d")
_NAMED_AFTER = re.compile(
    r"[\s*_]*(?:due|dues|pending|owed|outstanding|paid|collected|received|balance|overdue|बकाया|बाकी|जमा|baki|bakaya)(?![^\W\d_])"
)
_LISTED = re.compile(r"(?<!\d)(?P<figures>\d(?:[\d,_]*\d)?(?:\.\d+)?(?:\s?(?:k|l|m|cr)\b)?)(?!\d)")
_IN_COLUMN = re.compile(rf"\d(?:[\d,. ]*\d)?(?:\s*(?:{_SCALE}|{_SHORT_SCALE}|cr\b))*")
_LIST_OF = re.compile(
    r"\s*\)?\s*(?:-|–|—|\+|=|,|/|&|to|and|or|till|से|और|या|से\s+लेकर|aur|se)?\s*\(?[-+=]?\s*\Z"
)
_NAMED_LIST = re.compile(
    r"\s*\)?\s*(?:[,;&\n]|and|और)\s*(?!id|code|pin|no|room|member)[^\W\d]+(?:\s[^\W\d]+)?\s*[-:=(]?\s*\Z"
)
_CONNECTOR = re.compile(
    r"(?:[^\w/\u0900-\u097f]|_|(?<![^\W\d_])(?<![\u0900-\u097f])(?:is|was|are|of|at|to|has|had|been|only|about|around|approx|just|now|still"
    r"|comes|stands|for|this|last|month|year|today|week|so|far|hai|tha|ka|ke|ki|है|था|थी|का|के|की|रही|रहा)(?![^\W\d_])(?![\u0900-\u097f])\.?)*\Z"
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u097f])*")
_PHONE_BEFORE = re.compile(
    r"(?:phone|mobile|mob|call|ring|dial|whatsapp|contact|tel|telephone|cell|number|फोन|फ़ोन|मोबाइल|नंबर)\W{0,12}(?:(?:is|on|at|no|number|hai|है)\W{0,6}){0,2}\Z"
)
_CERTAIN = frozenset("0123456789@₹$€£¥₨")
_FEWEST_DIGITS, _FEWEST_WITH_PLUS, _FEWEST_NAMED = 10, 8, 5
_LISTED_DIGITS = 3
_AROUND = " \n\t.-/_,"
_YEAR = re.compile(r"(?:19|20)\d\d")
_LOOK_BACK = 90


def find_values(text: str, context: Context, kinds: frozenset[MaskKind]) -> list[Found]:
    """The values in `text` that are of these `kinds`, in order. Its digits are those of ASCII, its letters small."""
    if not (_MAY_HOLD.search(text) or _MAY_BE_SPOKEN.search(text)):
        return []
    taken = bytearray(len(text))
    found: list[Found] = []

    def take(kind: MaskKind, start: int, end: int) -> None:
        for first, last in list(_without(taken, start, end)):
            taken[first:last] = b"\x01" * (last - first)
            if kind in kinds:
                found.append(Found(kind, first, last))

    if "@" in text:
        for match in _EMAIL.finditer(text):
            take(MaskKind.EMAILS, *match.span())
    for match in _SPOKEN.finditer(text) if _MAY_BE_SPOKEN.search(text) else ():
        place = "after" if match["after"] else "before"
        take(MaskKind.AMOUNTS, match.start(place), match.start(place) + len(match[place].rstrip()))
    if not any("0" <= character <= "9" for character in text):
        return found
    days = bytearray(len(text))
    for start, end in _days(text):
        days[start:end] = b"\x01" * (end - start)
    for pattern in (_SIGNED, _FOLLOWED, _SCALED):
        for match in pattern.finditer(text):
            take(MaskKind.AMOUNTS, *match.span("figures"))
    amounts = [one.end for one in found if one.kind is MaskKind.AMOUNTS]
    none = bytes(one | other for one, other in zip(days, taken, strict=True))
    for start, end in _phones(text, none, context):
        take(MaskKind.PHONES, start, end)
    for start, end in _bare_amounts(text, taken, days, context, amounts):
        take(MaskKind.AMOUNTS, start, end)
    return sorted(found, key=lambda one: one.start)


def is_about_amounts(text: str) -> bool:
    """Whether a heading, a label or a sentence that leads in a list speaks of money."""
    return names_amounts(text)


def speaks_of_amounts(text: str) -> bool:
    """Whether there is any word of money in a sentence."""
    return mentions_amounts(text)


def goes_on(chunk: str) -> bool:
    """Whether what a word is, or what stands before it, cannot be told before the word behind it is there."""
    if not any(map(str.isalpha, chunk)) or not _CERTAIN.isdisjoint(chunk):
        return True
    return chunk.strip(".,;:()!?\"'-_/") in OPEN_WORDS


def is_about_counts(text: str) -> bool:
    """Whether a heading or a label says that something other than money is counted there."""
    return names_counts(text)


def is_about_phones(text: str) -> bool:
    """Whether a heading or a label says that telephone numbers stand there."""
    return names_phones(text)


def _days(text: str) -> Iterator[tuple[int, int]]:
    for match in _DAY.finditer(text):
        one, other = (
            (int(match["d"]), int(match["m"])) if match["d"] else (int(match["yd"]), int(match["ym"]))
        )
        if 1 <= min(one, other) <= 12 and max(one, other) <= 31:
            yield match.span()
    for pattern in (_CLOCK, _NAMED_DAY):
        for match in pattern.finditer(text):
            yield match.span()


def _phones(text: str, none: bytes, context: Context) -> Iterator[tuple[int, int]]:
    for match in _PHONE.finditer(text):
        start, end = match.span()
        for first, last in _without(none, start, end):
            piece = text[first:last].rstrip(_AROUND)
            last = first + len(piece)  # noqa: PLW2901
            piece = piece.lstrip(_AROUND)
            first = last - len(piece)  # noqa: PLW2901
            if piece.startswith("(") and ")" not in piece:
                first += 1  # noqa: PLW2901
            digits = sum("0" <= character <= "9" for character in piece)
            before = (context.before + text[:first])[-_LOOK_BACK:]
            named = context.is_phone or _PHONE_BEFORE.search(before) is not None
            fewest = _FEWEST_NAMED if named else _FEWEST_WITH_PLUS if "+" in piece[:2] else _FEWEST_DIGITS
            if digits >= fewest:
                yield first, last


def _without(marked: bytes | bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a stretch in which nothing is marked."""
    at = start
    while at < end:
        last = at
        while last < end and not marked[last]:
            last += 1
        if last > at:
            yield at, last
        at = last + 1


def _bare_amounts(
    text: str, taken: bytearray, days: bytearray, context: Context, amounts: list[int]
) -> Iterator[tuple[int, int]]:
    pattern = _IN_COLUMN if context.is_amount else _LISTED if context.is_listing else _BARE
    for match in pattern.finditer(text):
        start, end = match.span("figures" if "figures" in match.re.groupindex else 0)
        if any(days[start:end]) or any(taken[start:end]):
            continue
        if context.is_amount:
            if not re.match(r"\s*%", text[end:]):
                yield start, end
            continue
        if _COUNTED.match(text, end):
            continue
        figures = text[start:end]
        if (_GROUPED.search(figures) and not context.is_count) or (
            _NAMED_AFTER.match(text, end) and len(figures) > 2
        ):
            amounts.append(end)
            yield start, end
            continue
        last = max((one for one in amounts if one <= start), default=None)
        joined = text[last:start] if last is not None else None
        if last is None and context.since_amount is not None:
            joined = context.since_amount + text[:start]
        digits = sum("0" <= character <= "9" for character in figures)
        is_long = digits >= _LISTED_DIGITS and not _YEAR.fullmatch(figures)
        if joined is not None and (_LIST_OF.fullmatch(joined) or (is_long and _NAMED_LIST.fullmatch(joined))):
            amounts.append(end)
            yield start, end
            continue
        if context.is_listing and is_long:
            yield start, end
        elif _is_labelled((context.before + text[:start])[-_LOOK_BACK:]):
            amounts.append(end)
            yield start, end


def _is_labelled(before: str) -> bool:
    """Whether the last words before a number say that it is money: "Balance due:", "paid"."""
    connector = _CONNECTOR.search(before)
    label = before[: connector.start()] if connector else before
    words = _WORD.findall(label[-40:])
    if not words or not label or not label.rstrip().endswith(words[-1]):
        return False
    return names_amounts(words[-1]) and not (len(words) > 1 and words[-1] == "due" and words[-2] == "days")
