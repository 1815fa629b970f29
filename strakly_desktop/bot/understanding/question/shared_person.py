"""Gives each part of a message the client whom it speaks of: "Asha Rao's last visit and her dues", "and the phone".

A part that names nobody would else be a question about the whole gym, whose figures look like those of the one client.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.question.applied import NotApplied
from strakly_desktop.bot.understanding.question.interpretation import requests_of
from strakly_desktop.bot.understanding.question.one_client import clients_in
from strakly_desktop.bot.understanding.question.parts import DATED, Names, part_of, pieces_of
from strakly_desktop.bot.understanding.question.pronouns import OF_ONE, speaks_of_somebody
from strakly_desktop.bot.understanding.question.subjects import Subject
from strakly_desktop.bot.understanding.requests import ABOUT_ONE, OF_THE_APP, Intent, Request

_OF_ONE_ALONE = ("phone", "email", "address", "details", "birthday")
"""What only a client can be asked for, when one was named."""
_OWN = frozenset(
    {Intent.DUES, Intent.ATTENDANCE, Intent.MEMBERS, Intent.PLANS, Intent.PAYMENTS, Intent.TRAINERS}
)
"""What one client has as well as the gym."""
_OF_THE_GYM = ("who", "list", "count", "all", "total", "whole", "member", "most", "top", "busiest", "join", "branch",
               "price", "least", "new", "enquiry", "inside", "absent", "by", "wise")  # fmt: skip
"""With one of these a part asks for more than one client has."""
_MANY = re.compile(r"(?:trainers|members|clients)$", re.IGNORECASE)
_ONLY_NAMED = frozenset({FILLER, "find", "list", "\N{BULLET}"})
"""What stands beside a name that is only the topic of what follows: "find Asha Rao and show her dues"."""


@dataclass(slots=True)
class _Part:
    """One piece of a message, with the look-up of the client in it (`named`)."""

    text: str
    sentence: Sentence
    found: Found
    subject: Subject | Request | None
    named: Mapping[str, Any] | None

    @property
    def asks(self) -> bool:
        own = (*_OF_ONE_ALONE, *OF_ONE) if self.points else _OF_ONE_ALONE
        return self.subject is not None or self.sentence.has(*own)

    @property
    def points(self) -> bool:
        return self.named is None and speaks_of_somebody(self.sentence)

    @property
    def is_elliptic(self) -> bool:
        """Whether it can be meant of one client without naming or pointing at one: "... and dues"."""
        if self.named is not None or isinstance(self.subject, Request):
            return False
        if self.found.values.keys() & {"group", "branch_id", "plan", "gender", "least", "most", "shift"}:
            return False
        if self.sentence.has(*_OF_THE_GYM) or any(_MANY.search(word.typed) for word in self.sentence.words):
            return False
        if self.subject is not None and self.subject.intent is Intent.REVENUE:
            return self.sentence.has("payment", "paid") and not self.sentence.has("revenue", "received")
        return self.subject is None or self.subject.intent in _OWN


def asked_of_one(
    message: str, names: Names, today: date, before: Request | None = None
) -> list[Request] | None:
    """The requests of a message with several parts, one of which names or (`before`) points at a client.

    None when it has fewer, or when no client is named. A part that points at nobody, or at one of two, asks for a
    client without a name, so that the desk is asked whose. Raises NotApplied.
    """
    known = _look_up_of(before) if before is not None else None
    if known is not None:
        names = Names((known, *names.parts), names.branches)
    parts = _parts_of(message, names, today)
    clients = {str(part.named["words"]).casefold(): part.named for part in parts if part.named is not None}
    _refuse_comparison(parts, clients)
    if len(parts) < 2 or not (clients or known):
        return None
    shared = [period for part in parts for period in part.found.periods]
    asked: list[Request] = []
    gym_wide = False
    person: Mapping[str, Any] | None = known
    for index, each in enumerate(parts):
        part = each
        if part.named is not None:
            person, gym_wide = part.named, False
            if _is_only_named(part):
                if index and len(clients) > 1:
                    return None  # "Dues of Asha Rao and Neha Mishra": what was asked before the "and" is meant twice.
                following = parts[index + 1].named if index + 1 < len(parts) else None
                if following is not None and following is not part.named:
                    return None
                continue
        elif part.points or part.is_elliptic:
            meant = person or (next(iter(clients.values())) if len(clients) == 1 else None)
            if part.points and (meant is None or gym_wide or len(clients) > 1):
                return [Request(Intent.CLIENT_DETAILS)]
            if meant is not None and not gym_wide:
                part = _part(f"{meant['words']} {part.text}", _first(names, meant), today)
        else:
            gym_wide = gym_wide or not isinstance(part.subject, Request)
        if not part.found.periods and len(shared) == 1 and _is_dated(part):
            part.found.periods = list(shared)
        asked += _requests(part, today)
    return list({_page_of(each): each for each in reversed(asked)}.values())[::-1] or None


def _refuse_comparison(parts: Sequence[_Part], clients: Mapping[str, Any]) -> None:
    """Two clients are told one after the other, and not against each other. Raises NotApplied."""
    if len(clients) > 1 and any(part.sentence.has("compare") for part in parts):
        raise NotApplied(["compare", *clients], Intent.CLIENT_VISITS)


def _is_dated(part: _Part) -> bool:
    return isinstance(part.subject, Subject) and part.subject.intent in DATED


def _page_of(asked: Request) -> object:
    """What makes two requests one page: of a client, the client and the period."""
    if asked.intent not in ABOUT_ONE:
        return asked
    return asked.intent, (asked.name or "").casefold(), asked.limits.period


def _parts_of(message: str, names: Names, today: date) -> list[_Part]:
    """The parts; what asks for nothing and names nobody belongs to the part before it."""
    parts: list[_Part] = []
    for text in pieces_of(message):
        part = _part(text, names, today)
        if part.asks or part.named is not None or not parts:
            if parts and not (parts[-1].asks or parts[-1].named is not None):
                part = _part(f"{parts.pop().text} and {text}", names, today)
            parts.append(part)
        else:
            parts[-1] = _part(f"{parts[-1].text} and {text}", names, today)
    return parts


def _part(text: str, names: Names, today: date) -> _Part:
    sentence, found, subject = part_of(text, names, today)
    place = next((place for place, _ in clients_in(sentence)), None)
    named = None
    if place is not None:
        typed = sentence.words[place].typed
        named = next((each for each in names.parts if each.get("words") == typed), None)
    return _Part(text, sentence, found, subject, named)


def _is_only_named(part: _Part) -> bool:
    return not part.asks and set(part.sentence.meanings) <= _ONLY_NAMED


def _requests(part: _Part, today: date) -> list[Request]:
    if isinstance(part.subject, Request):
        if part.points:
            raise NotApplied(
                [part.text], part.subject.intent if part.subject.intent not in OF_THE_APP else None
            )
        return [part.subject]
    return requests_of(part.subject, part.sentence, part.found, today)


def _first(names: Names, person: Mapping[str, Any]) -> Names:
    """The names with one person in front: a look-up is found in the order of the words."""
    others = [each for each in names.parts if each.get("words") != person["words"]]
    return Names((dict(person), *others), names.branches)


def _look_up_of(one: Request) -> dict[str, Any] | None:
    """A client of whom was spoken before, as a look-up would have found them."""
    if one.name is None:
        return None
    meaning = {"kind": "client", "names": [one.name], "ids": [one.person_id], "likeness": 100, "total": 1}
    return {"words": one.name, "meanings": [meaning]}
