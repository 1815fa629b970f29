"""Where in a text that is shown the terms of a search are."""

import re
from collections.abc import Callable, Iterable, Sequence

from strakly_desktop.store.folding import folded, folded_with_places
from strakly_desktop.store.numbers import UNSURE, numbers_in
from strakly_desktop.store.query import Form, Term
from strakly_desktop.store.words import normal, plain_line, words_in

# So much before and after the first hit is looked at: more than an excerpt shows.
_BEFORE, _AFTER = 100, 300
_ENOUGH_BEFORE, _ENOUGH_AFTER = 50, 180
_LONG_LINE, _LINES_AFTER = 2000, 12
_LOOKED_THROUGH = 65_536

Span = tuple[int, int]


def hits_in(text: str, terms: Sequence[Term]) -> list[Span]:
    """Where the terms are in `text`, in order, none over another."""
    forms = _forms(terms)
    beginnings = tuple(form.text for form in forms if not form.is_whole)
    whole_words = frozenset(form.text for form in forms if form.is_whole)
    whole, places = folded_with_places(text)
    spans: list[Span] = []
    # Numbers first: a phone is marked as a whole, not by its first group.
    has_digits = any(form.text.lstrip(UNSURE).isdigit() for form in forms)
    for number in numbers_in(whole) if has_digits else ():
        if any(form.startswith(beginnings) or form in whole_words for form in number.forms):
            spans.append((number.start, number.end))
    numbers = list(spans)
    for first, last in words_in(whole):
        word = whole[first:last]
        if word.startswith(beginnings) and not _is_within((first, last), numbers):
            spans.append((first, last))
    found: list[Span] = []
    for first, last in sorted(spans):
        span = places[first], places[last - 1] + 1
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found


def found_part(
    text: str, content: str, terms: Sequence[Term], *, is_markdown: bool
) -> tuple[str, list[Span]]:
    """The lines of a message around the first hit, as they are shown, and where in them the hits are.

    `content` is what the index holds of `text`: line by line the same, which finds what is spelt in another way.
    """
    shown = plain_line if is_markdown else normal
    # As it is written, it is found at once; in an address, which nobody sees, it is no hit.
    whole = folded(text)
    place = _first_hit(whole, terms)
    if place >= 0:
        moved = abs(len(whole) - len(text))
        start = text.rfind("\n", 0, max(0, place - moved - _ENOUGH_BEFORE)) + 1
        if place - start <= _LONG_LINE:
            around = _lines_from(text[start : place + moved + _LONG_LINE], place - start + moved, shown)
            part, spans = _hits_in_long(around, terms)
            if spans:
                return part, spans
    lines = text.split("\n")
    number = -1
    if content.count("\n") == len(lines) - 1 and (place := _first_hit(content, terms)) >= 0:
        number = content.count("\n", 0, place)
    if number < 0:
        return _hits_in_long(" ".join(filter(None, map(shown, text[:_LOOKED_THROUGH].split("\n")))), terms)
    first = number
    size = 0
    while first > 0 and size < _ENOUGH_BEFORE:
        first -= 1
        size += len(lines[first])
    return _hits_in_long(_lines_from("\n".join(lines[first : number + _LINES_AFTER]), 0, shown), terms)


def _lines_from(text: str, hit: int, shown: Callable[[str], str]) -> str:
    """Lines of `text` as they are shown, up to what an excerpt shows behind the place `hit`."""
    parts: list[str] = []
    read, size = 0, 0
    for line in text.split("\n"):
        parts.append(shown(line))
        read += len(line) + 1
        if read > hit:
            size += len(parts[-1])
            if size > _ENOUGH_AFTER + len(parts[-1]):
                break
    return " ".join(filter(None, parts))


def _hits_in_long(text: str, terms: Sequence[Term]) -> tuple[str, list[Span]]:
    """`text`, no more of it than an excerpt around its first hit can show."""
    if len(text) > _BEFORE + _AFTER:
        whole = folded(text)
        # Folding moves a place by no more than it changes the length.
        moved = abs(len(whole) - len(text))
        place = max(0, _first_hit(whole, terms))
        start = max(0, place - moved - _BEFORE)
        if start:
            start = text.find(" ", start, start + _BEFORE // 2) + 1 or start  # From a whole word on.
        text = text[start : place + moved + _AFTER]
    return text, hits_in(text, terms)


def _first_hit(content: str, terms: Sequence[Term]) -> int:
    """Where the first of the terms may be; -1 for nowhere."""
    words = "|".join(re.escape(form.text) for form in _forms(terms))
    found = re.search(rf"(?<!\w)(?:{words})", content, re.IGNORECASE)
    return found.start() if found is not None else -1


def _forms(terms: Sequence[Term]) -> list[Form]:
    forms: Iterable[Form] = (form for term in terms for form in (*term.forms, *term.parts))
    return list(forms)


def _is_within(span: Span, others: Iterable[Span]) -> bool:
    return any(first <= span[0] and span[1] <= last for first, last in others)
