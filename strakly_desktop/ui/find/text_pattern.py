"""What to look for on the page, by the same rules as the history: capitals, accents, spellings, and how digits are set.

The page is searched as it is shown; each hit is told in its own places, so that it is marked where the reader
sees it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from strakly_desktop.matching.finder import Finder, Span
from strakly_desktop.matching.folding import folded_with_places, other_beginnings
from strakly_desktop.matching.numbers import UNSURE, numbers_in, phone_forms
from strakly_desktop.matching.terms import Term, terms_of

# What the history takes away from a text before it is searched: joiners of Indic words, marks of direction, and
# blanks behind a blank.
# Each looks behind itself only where a character may be one: to look behind every letter of a page takes four times as
# long.
_UNSEEN = re.compile(
    "[ \u00a0\u200c\u200d\u202a-\u202e\u2066-\u2069]"
    "(?:(?<=[ \u00a0]{2})[ \u00a0]*"
    "|(?<=[\u0900-\u0dff][\u200c\u200d])[\u200c\u200d]*"
    "|(?<=[\u202a-\u202e\u2066-\u2069])[\u202a-\u202e\u2066-\u2069]*)"
)
_UNSEEN_CHARACTERS = (*"\u00a0\u200c\u200d\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "  ")
# They belong to the character before them, whatever was asked for.
_MARKS = re.compile("[\u0300-\u036f\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc\ufe0e\ufe0f]*")
_FIRST_MARK = "\u0300"
_BETWEEN_DIGITS = "[ .,'’()-]{0,3}"
_BETWEEN_WORDS = re.compile(r"[^\w\n]{0,3}")
_FEWEST_DIGITS = 4


class TextPattern(Protocol):
    """The words that are looked for, as they may be spelt."""

    def spans(self, text: str) -> Iterator[Span]:
        """Where it is in `text` (any number of lines), in order, none over another, in code points."""


class Words:
    """Whole words that begin with one of those asked for, and numbers however their digits are set apart."""

    def __init__(self, query: str) -> None:
        self._finder = Finder(terms_of(query))

    def spans(self, text: str) -> Iterator[Span]:
        seen, place_of = _as_searched(text)
        for first, last in self._finder.hits_in(seen):
            yield place_of(first), _MARKS.match(text, place_of(last - 1) + 1).end()  # type: ignore[union-attr]


class WordsInARow:
    """The same words one behind the other, as they were asked for: all of them are one place."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._finders = [Finder([term]) for term in terms]

    def spans(self, text: str) -> Iterator[Span]:
        seen, place_of = _as_searched(text)
        first, *others = [dict(finder.hits_in(seen)) for finder in self._finders]
        until = 0
        for start, last in first.items():
            end = last
            for further in others:
                end = further.get(_BETWEEN_WORDS.match(seen, end).end(), -1)  # type: ignore[union-attr]
                if end < 0:
                    break
            if end >= 0 and start >= until:
                until = end
                yield place_of(start), _MARKS.match(text, place_of(end - 1) + 1).end()  # type: ignore[union-attr]


class Phrase:
    """A text as it stands, anywhere; one that is a number, however its digits are set apart."""

    def __init__(self, folded: str) -> None:
        self._beginnings = (folded, *other_beginnings(folded))
        self._forms = _forms_of(folded)
        anything = [re.escape(text) for text in self._beginnings]
        anything += (rf"(?<!\d){form}(?!\d)" for form in self._forms)
        self._literally = re.compile("|".join(anything))
        # To read every number of a long page takes too long: only lines that may hold this one are read.
        self._maybe = re.compile("|".join(_BETWEEN_DIGITS.join(form) for form in self._forms))

    def spans(self, text: str) -> Iterator[Span]:
        seen, place_of = _as_searched(text)
        whole, places = folded_with_places(seen)
        found = [match.span() for match in self._literally.finditer(whole)]
        if self._forms:
            found += self._numbers_in(whole)
            found.sort(key=lambda span: (span[0], -span[1]))
        end = 0
        for first, last in found:
            start = place_of(places[first])
            if start >= end:
                end = place_of(places[last - 1]) + 1
                if text[end : end + 1] >= _FIRST_MARK:
                    end = _MARKS.match(text, end).end()  # type: ignore[union-attr]
                yield start, end

    def _numbers_in(self, whole: str) -> Iterator[Span]:
        end = 0
        for maybe in self._maybe.finditer(whole):
            if maybe.start() < end:
                continue
            begin = whole.rfind("\n", 0, maybe.start()) + 1
            end = whole.find("\n", maybe.end())
            end = len(whole) if end < 0 else end
            for number in numbers_in(whole[begin:end]):
                if not self._forms.isdisjoint(form.removeprefix(UNSURE) for form in number.forms):
                    yield begin + number.start, begin + number.end


def phrase_pattern(text: str) -> TextPattern | None:
    """`text` as it stands, anywhere; any blank counts as a blank. None where there is nothing to look for."""
    folded, _ = folded_with_places(_as_searched(" ".join(text.split()))[0])
    return Phrase(folded) if folded.strip() else None


def words_pattern(text: str) -> TextPattern | None:
    """The words of `text` as the history finds them. None where there is nothing to look for."""
    return Words(text) if terms_of(text) else None


def row_pattern(text: str) -> TextPattern | None:
    """The words of `text` where they stand in a row; None where there are no two."""
    terms = terms_of(text)
    return WordsInARow(terms) if len(terms) > 1 else None


def _as_searched(text: str) -> tuple[str, Callable[[int], int]]:
    """`text` without what is not seen, and for each place of that the place in `text`."""
    if not any(character in text for character in _UNSEEN_CHARACTERS):
        return text, lambda place: place
    parts: list[str] = []
    starts: list[int] = []
    moved: list[int] = []
    begin = size = 0
    for unseen in (*_UNSEEN.finditer(text), None):
        end = len(text) if unseen is None else unseen.start()
        parts.append(text[begin:end])
        starts.append(size)
        moved.append(begin - size)
        size += end - begin
        begin = end if unseen is None else unseen.end()
    return "".join(parts).replace("\u00a0", " "), lambda place: place + moved[bisect_right(starts, place) - 1]


def _forms_of(folded: str) -> frozenset[str]:
    """How the number that `folded` is may be written in one; nothing where it is no number."""
    digits = re.sub(r"\D", "", folded)
    if len(digits) < _FEWEST_DIGITS:
        return frozenset()
    if folded.isdigit():
        return frozenset((digits, *phone_forms(digits, is_international=False)))
    is_one = any((number.start, number.end) == (0, len(folded)) for number in numbers_in(folded))
    return (
        frozenset((digits, *phone_forms(digits, is_international="+" in folded))) if is_one else frozenset()
    )
