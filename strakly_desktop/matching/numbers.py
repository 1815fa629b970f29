"""Phones and amounts as they are searched: one number, however its digits are set apart.

Only what stands together as one number is read as one: not digits across a comma and a space, the cells of a
table, or lines. What is read together stays findable by its parts as well.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# What stands before the first character is looked at from behind it: a pattern that begins with a set of characters is
# searched for several times as fast.
_GROUPS = r"(?:\d{0,2}(?:[,'’]\d{3})+|\d?(?:,\d{2})+,\d{3})(?![,'’]?\d)"
_AMOUNT = rf"(?<=\d)(?<![\d,'’].){_GROUPS}"
_MORE = r"(?:\)[ -]?|[ .-]\(?)\d+"
# Digits that stand alone have another form only where they begin as a number that is dialled.
_PLAIN_RUN = rf"(?<=\d)(?:\d*(?:{_MORE})+|(?<=0)\d+|(?<=9)1\d{{10}})"
_MARKED_RUN = rf"(?:(?<=\()(?:\+ ?\(?)?|(?<=\+) ?\(?)(?!\d{_GROUPS})\d+(?:{_MORE})*"
_NUMBERS = re.compile(rf"[\d(+](?:(?P<amount>{_AMOUNT})|(?<![\w+].)(?:{_PLAIN_RUN}|{_MARKED_RUN})(?!\w))")
_DIGITS = re.compile(r"\d+")
_SEPARATORS = re.compile("[,'’]")
_SPACED_AMOUNT = re.compile(r"\d{1,3}(?: \d{3})+")
_SHORTEST, _LOCAL, _LONGEST = 7, 10, 15
_MOST_GROUPS = 12
# Countries by the length of what stands before their numbers: the others have three digits.
_OF_ONE = ("1", "7")
_OF_TWO = (
    *("20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48"),
    *("49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81"),
    *("82", "84", "86", "90", "91", "92", "93", "94", "95", "98"),
)
# Before the digits of a number that may be two: only a query of the whole number finds it so.
UNSURE = "n"


class Number(NamedTuple):
    """From `start` to `end` of a text stands one number; `forms` are its digits as they are searched."""

    start: int
    end: int
    forms: tuple[str, ...]


def numbers_in(text: str) -> Iterator[Number]:
    """Every number that is written in groups, or has a form of its own. `text` has ASCII digits."""
    for found in _NUMBERS.finditer(text):
        if found["amount"]:
            yield Number(*found.span(), (_SEPARATORS.sub("", found[0]),))
        else:
            yield from _run(found)


def with_numbers(text: str) -> str:
    """`text`, of any number of lines, with every such form behind the number."""
    parts: list[str] = []
    end = 0
    for _, last, forms in numbers_in(text):
        last = max(end, last)  # noqa: PLW2901
        parts += (text[end:last], " ", " ".join(forms), " ")
        end = last
    return "".join((*parts, text[end:])) if parts else text


def phone_forms(digits: str, *, is_international: bool) -> tuple[str, ...]:
    """`digits` of a phone without what is dialled before it from elsewhere, where there is that."""
    if is_international or digits.startswith("00"):
        digits = digits.removeprefix("00")
        length = 1 if digits.startswith(_OF_ONE) else 2 if digits.startswith(_OF_TWO) else 3
        if len(digits) - length >= _SHORTEST:
            return (digits, digits[length:])
        return (digits,) if digits else ()
    if digits.startswith("0") and len(digits) in (10, 11, 12):
        return (digits[1:],)
    if digits.startswith("91") and len(digits) == 12:
        return (digits[2:],)
    return ()


def _run(found: re.Match[str]) -> Iterator[Number]:
    text, start = found[0], found.start()
    groups = [(group.start(), group.end(), group[0]) for group in _DIGITS.finditer(text)]
    is_international = "+" in text[: groups[0][0]]
    whole = "".join(digits for _, _, digits in groups[:_MOST_GROUPS])
    if len(groups) == 1:
        forms = phone_forms(whole, is_international=is_international) if len(whole) <= _LONGEST else ()
        if others := tuple(form for form in forms if form != whole):
            yield Number(start, found.end(), others)
        return
    if "." in text and len(groups) == 2:
        return  # As likely an amount with its cents.
    joined: list[str] = []
    if len(groups) <= _MOST_GROUPS and _SHORTEST <= len(whole) <= _LONGEST:
        is_sure = is_international or len(whole) >= _LOCAL
        joined.append(whole if is_sure else UNSURE + whole)
        joined += phone_forms(whole, is_international=is_international) if is_sure else ()
    elif _SPACED_AMOUNT.fullmatch(text):
        joined.append(UNSURE + whole)
    if joined:
        yield Number(start, found.end(), tuple(dict.fromkeys(joined)))
    for first, (begin, _, digits) in enumerate(groups):
        for _, end, more in groups[first + 1 : first + _LOCAL]:
            digits += more  # noqa: PLW2901
            if len(digits) >= _LOCAL:
                if len(digits) == _LOCAL and digits not in joined:
                    yield Number(start + begin, start + end, (digits,))
                break
