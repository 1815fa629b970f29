"""Where in a text that is shown the terms of a search are."""

import re
from collections.abc import Iterable, Sequence

from strakly_desktop.matching.folding import folded_with_places
from strakly_desktop.matching.numbers import UNSURE, numbers_in
from strakly_desktop.matching.terms import Term
from strakly_desktop.matching.words import is_word_character

Span = tuple[int, int]
"""First place of a text and the one after the last."""


class Finder:
    """Finds the terms of one search in any text; made once, because a search has many texts to look at."""

    def __init__(self, terms: Sequence[Term]) -> None:
        forms = [form for term in terms for form in (*term.forms, *term.parts)]
        self._beginnings = tuple(form.text for form in forms if not form.is_whole)
        self._whole_words = frozenset(form.text for form in forms if form.is_whole)
        self._has_digits = any(form.text.lstrip(UNSURE).isdigit() for form in forms)
        # The longest first; where a word begins behind a character that is no ASCII, it is looked at more closely.
        beginnings = "|".join(map(re.escape, sorted(set(self._beginnings), key=len, reverse=True)))
        self._words = re.compile(f"(?<![0-9a-z])(?:{beginnings})[0-9a-z]*")
        anything = "|".join(re.escape(text) for text in {form.text for form in forms})
        self._anything = re.compile(rf"(?<!\w)(?:{anything})")

    def hits_in(self, text: str) -> list[Span]:
        """Where the terms are in `text`, in order, none over another."""
        whole, places = folded_with_places(text)
        spans: list[Span] = []
        # Numbers first: a phone is marked as a whole, not by its first group.
        for number in numbers_in(whole) if self._has_digits else ():
            if any(form.startswith(self._beginnings) or form in self._whole_words for form in number.forms):
                spans.append((number.start, number.end))
        if spans:
            numbers = list(spans)
            spans += (word for word in self._words_in(whole) if not _is_within(word, numbers))
            spans.sort()
        else:
            spans = self._words_in(whole)
        found: list[Span] = []
        for first, last in spans:
            span = places[first], places[last - 1] + 1
            if not found or span[0] >= found[-1][1]:
                found.append(span)
        return found

    def _words_in(self, whole: str) -> list[Span]:
        """The words of `whole`, folded, that begin as asked for."""
        words = [found.span() for found in self._words.finditer(whole)]
        if whole.isascii():
            return words
        found = []
        size = len(whole)
        for first, last in words:
            if first and not whole[first - 1].isascii() and is_word_character(whole[first - 1]):
                continue
            while last < size and is_word_character(whole[last]):
                last += 1  # noqa: PLW2901
            found.append((first, last))
        return found

    def first_hit(self, whole: str) -> int:
        """Where in `whole`, folded, the first of the terms may be; -1 for nowhere."""
        found = self._anything.search(whole)
        return found.start() if found is not None else -1


def _is_within(span: Span, others: Iterable[Span]) -> bool:
    return any(first <= span[0] and span[1] <= last for first, last in others)
