"""Where in a text that is shown the terms of a search are."""

import re
from collections.abc import Callable, Iterable, Sequence

from strakly_desktop.store.index_text.folding import folded_small, folded_with_places
from strakly_desktop.store.index_text.numbers import UNSURE, numbers_in
from strakly_desktop.store.index_text.words import bare, is_word_sign, normal
from strakly_desktop.store.search.query import Term

# So much before and after the first hit is looked at: more than an excerpt shows.
_BEFORE, _AFTER = 100, 200
_ENOUGH_BEFORE, _ENOUGH_AFTER, _READ_AFTER = 50, 160, 240
_LONG_LINE, _LINES_AFTER = 2000, 12
_LOOKED_THROUGH = 65_536

Span = tuple[int, int]


class Finder:
    """Finds the terms of one search in the texts that it hit; made once, because a search has many hits."""

    def __init__(self, terms: Sequence[Term]) -> None:
        forms = [form for term in terms for form in (*term.forms, *term.parts)]
        self._beginnings = tuple(form.text for form in forms if not form.is_whole)
        self._whole_words = frozenset(form.text for form in forms if form.is_whole)
        self._has_digits = any(form.text.lstrip(UNSURE).isdigit() for form in forms)
        # The longest first; where a word begins behind a sign that is no ASCII, it is looked at more closely.
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
            if first and not whole[first - 1].isascii() and is_word_sign(whole[first - 1]):
                continue
            while last < size and is_word_sign(whole[last]):
                last += 1  # noqa: PLW2901
            found.append((first, last))
        return found

    def found_part(
        self, text: str, content: Callable[[], str], *, is_markdown: bool
    ) -> tuple[str, list[Span]]:
        """The lines of a message around the first hit, as they are shown, and where in them the hits are.

        `content` is what the index holds of `text`: line by line the same, which finds what is spelt in another
        way. It is called where that is so.
        """
        shown = bare if is_markdown else str
        # As it is written, it is found at once; in an address, which nobody sees, it is no hit.
        whole = text.lower()
        if (place := self._first_hit(whole)) < 0 and not text.isascii():
            whole = folded_small(text)
            place = self._first_hit(whole)
        if place >= 0:
            moved = abs(len(whole) - len(text))
            start = text.rfind("\n", 0, max(0, place - moved - _ENOUGH_BEFORE)) + 1
            if place - start <= _LONG_LINE:
                around = _lines_from(text[start : place + moved + _LONG_LINE], place - start + moved, shown)
                part, spans = self._hits_in_long(around)
                if spans:
                    return part, spans
        lines = text.split("\n")
        number = -1
        held = content()
        if held.count("\n") == len(lines) - 1 and (place := self._first_hit(held.lower())) >= 0:
            number = held.lower().count("\n", 0, place)
        if number < 0:
            return self._hits_in_long(normal(shown(text[:_LOOKED_THROUGH])))
        first = number
        size = 0
        while first > 0 and size < _ENOUGH_BEFORE:
            first -= 1
            size += len(lines[first])
        around = _lines_from("\n".join(lines[first : number + _LINES_AFTER]), 0, shown)
        return self._hits_in_long(around)

    def _hits_in_long(self, text: str) -> tuple[str, list[Span]]:
        """`text`, no more of it than an excerpt around its first hit can show."""
        if len(text) > _BEFORE + _AFTER:
            whole = folded_small(text)
            # Folding moves a place by no more than it changes the length.
            moved = abs(len(whole) - len(text))
            place = max(0, self._first_hit(whole))
            start = max(0, place - moved - _BEFORE)
            if start:
                start = text.find(" ", start, start + _BEFORE // 2) + 1 or start  # From a whole word on.
            text = text[start : place + moved + _AFTER]
        return text, self.hits_in(text)

    def _first_hit(self, whole: str) -> int:
        """Where in `whole`, folded, the first of the terms may be; -1 for nowhere."""
        found = self._anything.search(whole)
        return found.start() if found is not None else -1


def _lines_from(text: str, hit: int, shown: Callable[[str], str]) -> str:
    """Lines of `text` as they are shown, up to what an excerpt shows behind the place `hit`."""
    # No line is shown longer than it is, but for what sets its cells apart.
    enough = hit + 2 * text.count("|", 0, hit) + _ENOUGH_AFTER
    size = hit + _READ_AFTER
    while True:
        end = text.find("\n", size)
        part = normal(shown(text if end < 0 else text[:end]))
        if end < 0 or len(part) > enough:
            return part
        size *= 2


def _is_within(span: Span, others: Iterable[Span]) -> bool:
    return any(first <= span[0] and span[1] <= last for first, last in others)
