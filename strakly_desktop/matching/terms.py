"""What is typed into the search, as terms: each one may be there in several forms, and every one has to be there."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from strakly_desktop.matching.folding import folded_with_places, other_beginnings
from strakly_desktop.matching.numbers import UNSURE, numbers_in, phone_forms
from strakly_desktop.matching.words import normal, words_in

MAX_QUERY_CHARS = 200
MAX_QUERY_TERMS = 8
_SURE_DIGITS = 6  # So many digits of a number that may be two are no chance.
_LOCAL = 10
_AMOUNT_BEING_TYPED = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{2,3})*,\d{0,3}(?![\d,])")


class Form(NamedTuple):
    """A beginning of a word of the index, or where `is_whole`, all of one."""

    text: str
    is_whole: bool = False

    def begins(self, word: str) -> bool:
        """Whether `word`, as the index holds it, is found by this."""
        return word == self.text if self.is_whole else word.startswith(self.text)


class Term(NamedTuple):
    """Found by any of `forms`, or where all of `parts` are there."""

    forms: tuple[Form, ...]
    parts: tuple[Form, ...] = ()


def terms_of(text: str) -> list[Term]:
    """What to search for; nothing for a text without words."""
    text, _ = folded_with_places(normal(text[:MAX_QUERY_CHARS]))
    terms = list(_terms(_AMOUNT_BEING_TYPED.sub(lambda found: found[0].replace(",", ""), text)))
    terms = terms[:MAX_QUERY_TERMS]
    # `an anita` asks for no more than `anita`, and a short word costs most.
    return [
        term
        for index, term in enumerate(terms)
        if not any(
            place != index and _asks_for_more(other, term) and (other != term or place < index)
            for place, other in enumerate(terms)
        )
    ]


def _asks_for_more(other: Term, term: Term) -> bool:
    if len(term.forms) > 1 or term.parts or other.parts:
        return other == term
    return all(term.forms[0].begins(form.text) and not form.is_whole for form in other.forms)


def _terms(text: str) -> Iterator[Term]:
    end = 0
    for number in numbers_in(text):
        if number.start < end:
            continue  # Another reading of the same digits.
        yield from _words(text[end : number.start])
        written = text[number.start : number.end]
        groups = [written[first:last] for first, last in words_in(written)]
        yield _number("".join(groups), groups, is_international="+" in written)
        end = number.end
    yield from _words(text[end:])


def _words(text: str) -> Iterator[Term]:
    for first, last in words_in(text):
        word = text[first:last]
        if word.isascii() and word.isdigit():
            yield _number(word, [word], is_international=False)
        else:
            yield Term((Form(word), *(Form(other) for other in other_beginnings(word))))


def _number(digits: str, groups: list[str], *, is_international: bool) -> Term:
    forms = [Form(digits), Form(UNSURE + digits, is_whole=len(digits) < _SURE_DIGITS)]
    forms += (Form(form) for form in phone_forms(digits, is_international=is_international) if form != digits)
    if len(groups) == 1 or len(digits) >= _LOCAL:
        return Term(tuple(forms))
    return Term(tuple(forms), tuple(Form(group) for group in groups))
