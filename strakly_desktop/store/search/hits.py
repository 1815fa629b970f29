"""What of a message that a search found is shown of it: the lines around its first hit."""

import re
from collections.abc import Callable, Sequence

from strakly_desktop.matching.finder import Finder, Span
from strakly_desktop.matching.folding import folded_small
from strakly_desktop.matching.terms import Term
from strakly_desktop.matching.words import normal
from strakly_desktop.store.records.index_text import bare

# So much before and after the first hit is looked at: more than an excerpt shows.
_BEFORE, _AFTER = 100, 200
_ENOUGH_BEFORE, _ENOUGH_AFTER, _READ_AFTER = 50, 160, 240
_LONG_LINE, _LINES_AFTER = 2000, 12
_LOOKED_THROUGH = 65_536


class ExcerptFinder(Finder):
    """Finds the terms of a search in the messages that it hit, and what of them to show."""

    def __init__(self, terms: Sequence[Term]) -> None:
        super().__init__(terms)
        words = ["|".join(re.escape(form.text) for form in term.forms) for term in terms]
        # As they were typed: behind each other, with no more between them than markup.
        in_a_row = r"\w*[^\w\n]{1,4}".join(f"(?:{word})" for word in words)
        self._row = re.compile(rf"(?<!\w){in_a_row}") if len(words) > 1 else None

    def first_hit(self, whole: str) -> int:
        row = None if self._row is None else self._row.search(whole)
        return super().first_hit(whole) if row is None else row.start()

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
        if (place := self.first_hit(whole)) < 0 and not text.isascii():
            whole = folded_small(text)
            place = self.first_hit(whole)
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
        if held.count("\n") == len(lines) - 1 and (place := self.first_hit(held.lower())) >= 0:
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
            place = max(0, self.first_hit(whole))
            start = max(0, place - moved - _BEFORE)
            if start:
                start = text.find(" ", start, start + _BEFORE // 2) + 1 or start  # From a whole word on.
            text = text[start : place + moved + _AFTER]
        return text, self.hits_in(text)


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
