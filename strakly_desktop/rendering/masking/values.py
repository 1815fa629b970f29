"""Finds the amounts, telephone numbers and e-mails in a piece of plain text.

The one place that says what such a value is: pages, titles, cards and notices all ask here. It goes wrong on the safe
side, for a number that is hidden without need can be shown with one key, and one that was shown cannot be hidden: a
figure of three and more digits is an amount unless it is known to be none, a shorter one where something says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from strakly_desktop.rendering.masking.harmless import (
    LETTER,
    days,
    is_count_label,
    is_counted,
    is_named,
    one_of,
)
from strakly_desktop.rendering.masking.labels import labels_amount, says_amount, tells_amount
from strakly_desktop.rendering.masking.words import (
    LINKS,
    NUMBERS,
    OPEN_BEHIND_DIGITS,
    OPEN_BEHIND_FIGURES,
    OPEN_WORDS,
    SCALES,
    SPOKEN,
    SPOKEN_SCALES,
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
    """What is known of the place: the text before it in its line, and what its column or section is about.

    `is_amount`: whatever figures stand here are money. `is_phone`: they are telephones. `is_count`: a heading says
    that they are counts or names. `is_of_money`: the section is about money, so no "Members:" makes them counts.
    `is_listed`: it is an item below "Dues:", whose last figure is money. `is_address`: it is the address of a link, or
    a tag.
    """

    before: str = ""
    is_amount: bool = False
    is_phone: bool = False
    is_count: bool = False
    is_of_money: bool = False
    is_listed: bool = False
    is_address: bool = False


_GROUP_SIGNS = ",_'\u2019`\u00b7\u02d9\u2027\u066b\u066c"
_SCALE = rf"{one_of(SCALES)}\.?"
_SHORT_SCALE = rf"(?:k|l|m)(?!{LETTER})"
_FIGURES = rf"\d(?:[\d{_GROUP_SIGNS}]*\d)?(?:[ \n]\d{{2,3}}(?!\d))*(?:\.\d+)*"
_MORE_SIGNS = (
    r"usd|eur|gbp|aed|rupees?|rupiya|rupaye|रुपये|रुपए|रुपया|रू\.?|₨|¥|bucks|dollars?|euros?|paise|paisa|rps\.?"
)
_SIGN = rf"(?:{CURRENCY}|{_MORE_SIGNS})"
_BEFORE_SIGN = r"(?<![^\W\d_])"
_SIGNED = re.compile(
    rf"(?:[$€£₹¥₨]|{_BEFORE_SIGN}{_SIGN})[\s_:=.\"'#]*(?:[-+(~<>≈]\s*)*"
    rf"(?P<figures>(?:{_FIGURES}|\.\d+)(?:\s*(?:{_SCALE}|{_SHORT_SCALE})(?:\s*{_FIGURES}(?:\s*{_SCALE}))*)?)"
)
_FOLLOWED = re.compile(
    rf"(?P<figures>{_FIGURES}(?:\s*(?:{_SCALE}|{_SHORT_SCALE}))?(?:\s*{_FIGURES}\s*{_SCALE})*)"
    rf"(?:[\s_]*|-)(?:/[\s_]*[-=]|{_SIGN}(?!{LETTER}))"
)
_SCALED = re.compile(rf"(?P<figures>{_FIGURES}(?:\s*{_SCALE}|k(?!{LETTER}))(?:\s*{_FIGURES}\s*{_SCALE})*)")
_NUMBER_WORD = one_of(tuple(SPOKEN))
_SPOKEN = re.compile(
    rf"(?P<sign>{_SIGN}\s+)?(?<!{LETTER})(?P<words>{_NUMBER_WORD}(?:[\s-]+(?:and\s+)?{_NUMBER_WORD})*)"
    rf"(?P<unit>\s*{_SIGN}(?!{LETTER}))?"
)
_ARTICLE = re.compile(r"(?:an?|half|few|several)\s+\Z")
_MAY_HOLD = re.compile(r"[0-9@]")
_OF_EMAIL = r"[^\s@<>()\[\],;:|\"'=/?&]"
_EMAIL = re.compile(rf"(?:\"[^\"\n]{{1,64}}\"|'{_OF_EMAIL}+'|{_OF_EMAIL}+[\"']?)@{_OF_EMAIL}*[^\W_]")
_PHONE = re.compile(r"[+(]{0,2}\d(?:(?:[\s.\-()/_\u00b7]{0,5}|,|(?<=\d{5})[x'*:;](?=\d{5}))\d)*")
_MOBILE = re.compile(r"(?:(?:\+?91|0)[\s-]?)?[6-9]\d{4}\D?\d{5}")
_GROUPS = re.compile(r"\d+(?:[ .\-/_\u00b7]\d+)+")
_PHONE_BEFORE = re.compile(
    r"(?:phone|mobile|mob|call|ring|dial|whatsapp|contact|tel|telephone|cell|number|फोन|फ़ोन|मोबाइल|नंबर)\W{0,12}(?:(?:is|on|at|no|number|hai|है)\W{0,6}){0,2}\Z"
)
_FEWEST_DIGITS, _FEWEST_WITH_PLUS, _FEWEST_SURE, _FEWEST_NAMED = 10, 8, 7, 5
_AROUND = " \n\t.-/_,\u00b7"
_FIGURE = re.compile(rf"\d(?:[ -]\d){{2,}}(?!\d)|\d(?:[\d.{_GROUP_SIGNS}]*\d)?(?:[ \n]\d{{3}}(?!\d))*")
_SHORT = re.compile(r"\d{1,2}(?:[.,]\d{1,2}){0,3}")
_LINK = re.compile(
    rf"\s*(?:/-|{_SIGN}(?!{LETTER}))?(?!\.\s|[^\S\n]*\n[^\S\n]*\n)(?:[^\w|]|_){{0,4}}"
    rf"(?:{one_of(LINKS)}(?:[^\w|]|_){{1,4}})?(?:{_SIGN}\s*)?"
)
_BETWEEN = re.compile(r"\s*(?:and|to|से)\s*|-")
_RANGE = re.compile(r"\s*(?:to|of|से)\s*|-")
_MORE = re.compile(rf"\s*more(?!{LETTER})")
_ENDS_ITEM = re.compile(r"[\s.,;)]*(?:(?:due|overdue|pending)[\s.,;)]*)?\Z")
_WORD = re.compile(rf"{LETTER}+")
_CERTAIN = frozenset("0123456789@₹$€£¥₨")
_LOOK_BACK, _LONGEST_DAY = 90, 20


def find_values(text: str, context: Context, kinds: frozenset[MaskKind]) -> list[Found]:
    """The values in `text` that are of these `kinds`, in order. Its digits are those of ASCII, its letters small."""
    is_spoken = not SPOKEN.isdisjoint(_WORD.findall(text))
    if not (is_spoken or _MAY_HOLD.search(text)):
        return []
    taken = bytearray(len(text))
    found: list[Found] = []

    def take(kind: MaskKind, start: int, end: int) -> None:
        for first, last in list(_without(taken, start, end)):
            taken[first:last] = b"\x01" * (last - first)
            if kind in kinds:
                found.append(Found(kind, first, last))

    if "@" in text and MaskKind.EMAILS in kinds:
        for match in _EMAIL.finditer(text):
            take(MaskKind.EMAILS, *match.span())
    for match in _SPOKEN.finditer(text) if is_spoken else ():
        if match["sign"] or match["unit"] or _is_spoken_amount(text, *match.span("words"), context):
            take(MaskKind.AMOUNTS, *match.span("words"))
    if not any("0" <= character <= "9" for character in text):
        return found
    amounts: list[tuple[int, int]] = []
    for pattern in (_SIGNED, _FOLLOWED, _SCALED):
        for match in pattern.finditer(text):
            start, end = match.span("figures")
            if pattern is _SCALED and match[0][-1] == "k" and is_counted(text, end, is_long=True):
                continue
            amounts.append((start, end))
            take(MaskKind.AMOUNTS, start, end)
    none = _marked_days(text, context.before[-_LONGEST_DAY:], taken)
    for start, end in _phones(text, none, taken, context, kinds):
        take(MaskKind.PHONES, start, end)
    if MaskKind.AMOUNTS in kinds:
        for start, end in _figures(text, none, taken, context, amounts):
            take(MaskKind.AMOUNTS, start, end)
    return sorted(found, key=lambda one: one.start)


def goes_on(chunk: str, *, is_behind_figures: bool, is_behind_digits: bool) -> bool:
    """Whether what a word is, or what stands before it, cannot be told before the word behind it is there."""
    if not any(map(str.isalpha, chunk)) or not _CERTAIN.isdisjoint(chunk):
        return True
    word = chunk.strip(".,;:()!?\"'-_/")
    return (
        word in OPEN_WORDS
        or (is_behind_figures and word in OPEN_BEHIND_FIGURES)
        or (is_behind_digits and word in OPEN_BEHIND_DIGITS)
    )


def _is_spoken_amount(text: str, start: int, end: int, context: Context) -> bool:
    """Whether a number in words is money where no currency says so: "twelve thousand", "Fee: eighty", "owes a lakh"."""
    words = [word for word in _WORD.findall(text[start:end]) if word != "and"]
    scales = SPOKEN_SCALES.intersection(words)
    if is_counted(text, end, is_long=bool(scales)):
        return False
    if context.is_amount:
        return True
    before = (context.before + text[:start])[-_LOOK_BACK:]
    if not scales:
        return words != ["one"] and set(words) <= set(NUMBERS) and says_amount(before)
    if scales.issuperset(words):
        article = _ARTICLE.search(before)
        return labels_amount(_ARTICLE.sub("", before[: article.start()]) if article else before)
    return context.is_of_money or not (context.is_count or is_count_label(before))


def _marked_days(text: str, before: str, taken: bytearray) -> bytearray:
    """Where in a text days and times stand; none where an amount does: "2015-12 rupees" is no month."""
    marked = bytearray(len(text))
    for start, end in days(before + text):
        first, last = max(0, start - len(before)), max(0, end - len(before))
        if not any(taken[first:last]):
            marked[first:last] = b"\x01" * (last - first)
    return marked


def _phones(
    text: str, none: bytearray, taken: bytearray, context: Context, kinds: frozenset[MaskKind]
) -> Iterator[tuple[int, int]]:
    marked = bytes(one | other for one, other in zip(none, taken, strict=True))
    for match in _PHONE.finditer(text):
        start, end = match.span()
        for first, last in _without(marked, start, end):
            piece = text[first:last].rstrip(_AROUND)
            last = first + len(piece)  # noqa: PLW2901
            piece = piece.lstrip(_AROUND)
            first = last - len(piece)  # noqa: PLW2901
            if piece.startswith("(") and ")" not in piece:
                first += 1  # noqa: PLW2901
            digits = sum("0" <= character <= "9" for character in piece)
            before = (context.before + text[:first])[-_LOOK_BACK:]
            is_mobile = "+" in piece[:2] or _MOBILE.fullmatch(piece) is not None
            if context.is_phone:
                fewest = _FEWEST_NAMED
            elif is_named(before, piece, is_address=context.is_address) or (
                MaskKind.AMOUNTS in kinds and (context.is_amount or labels_amount(before))
            ):
                continue
            elif MaskKind.PHONES not in kinds:
                # What is none is an amount, and hidden; so is a list of amounts.
                fewest = _FEWEST_DIGITS if is_mobile else len(text) + 1
            elif _PHONE_BEFORE.search(before):
                fewest = _FEWEST_NAMED
            elif MaskKind.AMOUNTS not in kinds and (_GROUPS.fullmatch(piece) or piece.isdigit()):
                fewest = _FEWEST_SURE
            else:
                fewest = _FEWEST_WITH_PLUS if "+" in piece[:2] else _FEWEST_DIGITS
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


@dataclass(slots=True)
class _Figure:
    """A figure of a text: whether it is hidden, and whether it is known to be no amount."""

    start: int
    end: int
    is_hidden: bool
    is_known: bool = False


def _figures(
    text: str, none: bytearray, taken: bytearray, context: Context, amounts: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The figures that no sign marks as money, and that are hidden for all that."""
    marked = bytes(one | other for one, other in zip(none, taken, strict=True))
    bare = [
        _judged(text, *match.span(), context)
        for first, last in _without(marked, 0, len(text))
        for match in _FIGURE.finditer(text, first, last)
    ]
    figures = sorted(
        [*bare, *(_Figure(start, end, is_hidden=True) for start, end in amounts)], key=lambda one: one.start
    )
    for one, after in _reversed_pairs(figures):
        if after.is_known and not one.is_known and after.end - after.start >= one.end - one.start:
            # "between 500 and 700 members" counts no money.
            between = (context.before + text[: one.start]).rstrip().endswith("between")
            one.is_known = (_BETWEEN if between else _RANGE).fullmatch(text, one.end, after.start) is not None
        if after.is_hidden and _LINK.fullmatch(text, one.end, after.start):
            one.is_hidden = True
    hidden_end: int | None = None
    for one in figures:
        if hidden_end is not None and _LINK.fullmatch(text, hidden_end, one.start):
            one.is_hidden = True
        hidden_end = one.end if one.is_hidden and not one.is_known else None
    for one in bare:
        if one.is_hidden and not one.is_known:
            yield one.start, one.end


def _reversed_pairs(figures: list[_Figure]) -> Iterator[tuple[_Figure, _Figure]]:
    for at in range(len(figures) - 2, -1, -1):
        yield figures[at], figures[at + 1]


def _judged(text: str, start: int, end: int, context: Context) -> _Figure:
    is_long = _SHORT.fullmatch(text, start, end) is None
    if context.is_amount:
        is_known = re.match(r"\s*%", text[end:]) is not None or (
            not is_long and is_counted(text, end, is_long=False)
        )
        return _Figure(start, end, is_hidden=True, is_known=is_known)
    before = (context.before + text[:start])[-_LOOK_BACK:]
    is_more = _MORE.match(text, end) is not None and labels_amount(before)
    is_known = is_counted(text, end, is_long=is_long or is_more) or (
        text[start:end].replace(".", "").isdigit()
        and is_named(before, text[start:end], is_address=context.is_address)
    )
    if not is_known and not context.is_of_money:
        is_known = context.is_count or is_count_label(before)
    if is_known:
        return _Figure(start, end, is_hidden=False, is_known=True)
    is_told = is_long or labels_amount(before) or tells_amount(text, end, before)
    is_last = context.is_listed and _ENDS_ITEM.match(text, end) is not None and not is_count_label(before)
    return _Figure(start, end, is_hidden=is_told or is_last)
