"""A message while it is being understood: its words, what they name, and which of them are accounted for already.

Every rule takes the words that it used. What nobody took is left over at the end, and is told instead of dropped.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from strakly_desktop.bot.understanding.lexicon.words import FILLER, Word, words_of

_DAYS_OF_A_MONTH = ("tarikh", "tareekh", "tareek", "taarikh", "\u0924\u093e\u0930\u0940\u0916")
NAME = "\N{BULLET}"
"""The meaning of a word that names something of this gym; what, is in `named`."""
_CONTENT = frozenset(
    {
        "list",
        "amount",
        "total",
        "number",
        "who",
        "when",
        "times",
        "wise",
        "status",
        "by",
        "one",
        "stats",
        "again",
        "yes",
        "all",
        "left",
        "find",
        "details",
        "colour",
        "mode on",
        "page",
        "rupees",
        "between",
        "now",
    }
)
"""Meanings that limit nothing by themselves: left over, they are not told."""
_IS_A = {"overdue": "due"}
"""A word that says more of something is that thing as well, wherever it is looked for."""
_COUNTED = frozenset({"day", "week", "month", "year", "member", "payment", "enquiry", "trainer", "thousand"})
_LAST_DAY = 31
_TELEPHONE = re.compile(r"(?:0|91|091|0091)?([6-9]\d{9})")
_ENDS = {"minimum": "least", "maximum": "most"}
"""Beside an amount they bound it; else they ask for the one with the least or the most."""
_UNITS_OF_THIS = frozenset({"fiscal", "day", "week", "month", "year", "quarter", "weekend"})

Named = dict[str, dict[str, Any]]
"""What a word names, by kind: branch, plan, trainer, speciality, source, interest, client."""


@dataclass(slots=True)
class Sentence:
    """The words of one message and what became of them."""

    words: list[Word]
    named: dict[int, Named] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    negated: set[int] = field(default_factory=set)
    source: str = ""

    @property
    def meanings(self) -> list[str]:
        """What each word means."""
        return [word.means for word in self.words]

    def has(self, *meanings: str) -> bool:
        """Whether one of them is meant somewhere, used or not."""
        return any(word.means in meanings or _IS_A.get(word.means) in meanings for word in self.words)

    def at(self, *meanings: str) -> list[int]:
        """Where they stand."""
        return [
            place
            for place, word in enumerate(self.words)
            if word.means in meanings or _IS_A.get(word.means) in meanings
        ]

    def take(self, *meanings: str) -> bool:
        """Account for all words of these meanings; says whether there were any."""
        found = self.at(*meanings)
        self.taken.update(found)
        return bool(found)

    def take_free(self, *meanings: str) -> bool:
        """As `take`, of those that nobody took: the "last" of "last week" is a part of the week."""
        found = [place for place in self.at(*meanings) if place not in self.taken]
        self.taken.update(found)
        return bool(found)

    def copy(self) -> "Sentence":
        """The same, to look at: what is read takes words."""
        return Sentence(list(self.words), dict(self.named), set(self.taken), set(self.negated), self.source)

    def typed(self, places: Iterable[int]) -> str:
        """The words at some places, as they were typed."""
        return " ".join(self.words[place].typed for place in sorted(set(places)))

    def meaning(self, place: int) -> str:
        """What the word at a place means; "" where there is none."""
        return self.words[place].means if 0 <= place < len(self.words) else ""

    def number(self, place: int) -> int | None:
        """The number at a place that nobody took."""
        means = self.meaning(place)
        return int(means) if means.isdecimal() and len(means) < 10 and place not in self.taken else None

    def numbers(self) -> list[list[int]]:
        """The places of each number that was typed in figures and that nobody took; "98765 43210" is one.

        Words are none of them: "9876543210 with two kids" is nobody's number but the one that was typed.
        """
        found: list[list[int]] = []
        for place, word in enumerate(self.words):
            if place in self.taken or not (word.means.isdecimal() and word.typed[0].isdecimal()):
                continue
            goes_on = bool(found) and found[-1][-1] == place - 1
            if goes_on and not _TELEPHONE.fullmatch(self.figures(found[-1])):
                found[-1].append(place)
            else:
                found.append([place])
        return found

    def figures(self, places: Iterable[int]) -> str:
        """The figures of one number; of a telephone without what is dialled before it."""
        together = "".join(self.words[place].means for place in places)
        telephone = _TELEPHONE.fullmatch(together)
        return telephone[1] if telephone else together

    @property
    def has_telephone(self) -> bool:
        """Whether a whole telephone number, which says who is meant, was typed and not taken yet."""
        return any(_TELEPHONE.fullmatch(self.figures(number)) for number in self.numbers())

    def beside(self, place: int, step: int = 1) -> int:
        """The next place in a direction that is no filler; -1 when there is none."""
        place += step
        while 0 <= place < len(self.words):
            if self.words[place].means not in (FILLER, "rupees", "amount"):
                return place
            place += step
        return -1

    def without_fillers(self) -> list[int]:
        """The places of all words that mean something."""
        return [place for place, word in enumerate(self.words) if word.means != FILLER]

    def names(self, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The words, not taken yet, that name something of this kind."""
        for place, named in self.named.items():
            if kind in named and place not in self.taken:
                yield place, named[kind]

    def unnamed(self) -> list[int]:
        """The words that nobody knows and that name nothing."""
        return [
            place
            for place, word in enumerate(self.words)
            if not word.known and word.means != NAME and place not in self.taken
        ]

    def left(self) -> list[str]:
        """What was not accounted for, as it was typed; neighbours together."""
        found: list[list[int]] = []
        for place, word in enumerate(self.words):
            if place in self.taken or word.means == FILLER or word.means in _CONTENT:
                continue
            if found and found[-1][-1] == place - 1:
                found[-1].append(place)
            else:
                found.append([place])
        return [" ".join(self.words[place].typed for place in places) for places in found]

    def text(self, hidden: Collection[int] = ()) -> tuple[str, list[int]]:
        """The meanings as one text, and the place where each word begins in it; hidden words are dots."""
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        for place, word in enumerate(self.words):
            part = _as_text(word) if place not in hidden else "."
            starts.append(length)
            parts.append(part)
            length += len(part) + 1
        return " ".join(parts), starts


def _with_coming_days(words: Sequence[Word]) -> Iterator[Word]:
    """ "The next 10" of a list are none of "the next 10 days"."""
    for place, word in enumerate(words):
        following = words[place + 1].means if place + 1 < len(words) else ""
        parts = word.typed.split()
        if word.means == "more" and len(parts) == 2 and following in _UNITS_OF_THIS:
            number = {"ten": "10"}.get(parts[1].casefold(), parts[1])
            yield Word(parts[0], "next")
            yield Word(parts[1], number)
        else:
            yield word


def _is_beside_a_number(words: Sequence[Word], place: int) -> bool:
    return any(word.means.isdecimal() for word in words[max(0, place - 2) : place + 3])


def _is_inside(words: Sequence[Word], place: int) -> bool:
    """ "Who is in", "how many are in at Lake Road": the "in" that nothing follows which somebody could be in."""
    before = words[place - 1].typed.casefold() if place else ""
    asks = any(word.means in ("who", "count") for word in words[:place]) or words[0].typed.casefold() in (
        "who",
        "whos",
    )
    following = [word for word in words[place + 1 :] if word.means != "now"]
    open_ended = not following or following[0].typed.casefold() == "at"
    return (
        asks
        and open_ended
        and before in ("is", "are", "all", "whos", "still", "people", "members", "clients")
    )


def _is_a_month(words: Sequence[Word], place: int) -> bool:
    """Whether "may" is no verb: nobody is asked whether he may."""
    following = words[place + 1].typed.casefold() if place + 1 < len(words) else ""
    return following not in (
        "i",
        "we",
        "you",
        "be",
        "have",
        "not",
        "get",
        "know",
        "come",
        "they",
        "he",
        "she",
        "it",
    )


def _as_text(word: Word) -> str:
    if word.means == "may":
        return "in may"  # Alone it is no month to the patterns of periods.py.
    return (word.read_as or word.typed.casefold()) if word.means == FILLER else word.means


def sentence_of(message: str) -> Sentence:
    """A message whose names are not looked up yet."""
    words = list(_with_coming_days(words_of(message)))
    for place, word in enumerate(words):
        if word.typed.casefold() in ("is", "iss") and not _begins_a_period(words, place):
            words[place] = Word(word.typed, FILLER)
        if word.typed == "\u0926\u094b" and not (
            place + 1 < len(words) and words[place + 1].means in _COUNTED
        ):
            words[place] = Word(word.typed, FILLER)  # "Give", and not "two".
        if word.typed.casefold() in _DAYS_OF_A_MONTH and place and words[place - 1].means.isdecimal():
            words[place] = Word(word.typed, "of month")
        if word.means == "inside" and any(
            each.means in _UNITS_OF_THIS for each in words[max(0, place - 2) : place]
        ):
            words[place] = Word(word.typed, FILLER)  # "Within ten days", and not in the gym.
        if word.typed.casefold() == "in" and _is_inside(words, place):
            words[place] = Word(word.typed, "inside")
        if word.typed.casefold() in _ENDS and not _is_beside_a_number(words, place):
            words[place] = Word(word.typed, _ENDS[word.typed.casefold()])
        if word.typed.casefold() == "may" and _is_a_month(words, place):
            words[place] = Word(word.typed, "may")
    typed = [word.typed.casefold() for word in words]
    until = next((place for place, word in enumerate(typed) if word in ("tak", "\u0924\u0915")), None)
    for place in range(until or 0):
        if typed[place] in ("se", "\u0938\u0947"):
            words[place] = Word("to", FILLER)
            words[until or 0] = Word(words[until or 0].typed, FILLER)
    for place in range(1, len(words) - 1):
        if typed[place] in ("se", "\u0938\u0947") and _is_a_span(words, place):
            words[place] = Word("to", FILLER)
    return Sentence(words)


def _is_a_span(words: Sequence[Word], place: int) -> bool:
    """ "5 se 12 november", "5 november se 12 november": from the one to the other."""
    before = place - 1 if words[place - 1].means.isdecimal() else place - 2
    number = before >= 0 and words[before].means.isdecimal()
    following = words[place + 1].means
    return number and following.isdecimal() and max(int(words[before].means), int(following)) <= _LAST_DAY


def _begins_a_period(words: Sequence[Word], place: int) -> bool:
    return place + 1 < len(words) and words[place + 1].means in _UNITS_OF_THIS
