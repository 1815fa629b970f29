"""Reads what is asked of several clients whose names stand side by side: "dues of Asha Nair and Gauri Joshi"."""

import re
from datetime import date
from itertools import pairwise

from strakly_desktop.bot.understanding.question.interpretation import requests_of
from strakly_desktop.bot.understanding.question.one_client import clients_in
from strakly_desktop.bot.understanding.question.parts import Names, part_of, pieces_of, sentence_in
from strakly_desktop.bot.understanding.requests import Request

_BETWEEN = re.compile(
    r"(?:'s)?\s*(?:,|&|\b(?:and|n|aur)\b|\u0914\u0930)\s*(?:(?:and|aur|of|for|the)\s+)*", re.IGNORECASE
)
_MOST_CLIENTS = 4
_OF_SEVERAL = ("compare", "by", "wise", "most", "least", "top", "enquiry")
"""With one of these two clients are set against each other, or others are asked for."""


def asked_of_each(message: str, names: Names, today: date) -> list[Request] | None:
    """The same of each client; None where the names do not stand side by side. Raises NotApplied."""
    sentence = sentence_in(message, names)
    places = [place for place, _ in clients_in(sentence)]
    typed = [sentence.words[place].typed for place in places]
    spans = _side_by_side(message, typed)
    if not spans or sentence.has(*_OF_SEVERAL) or set(places) & sentence.negated:
        return None
    before, behind = message[: spans[0][0]], message[spans[-1][1] :]
    asked: list[Request] = []
    for name in typed:
        text = f"{before}{name}{behind}"
        look_up = [each for each in names.parts if each.get("words") == name]
        others = [each for each in names.parts if each.get("words") not in typed]
        if not look_up or len(pieces_of(text)) > 1:
            return None
        own, found, subject = part_of(text, Names((*look_up[:1], *others), names.branches), today)
        if isinstance(subject, Request) or not any(clients_in(own)):
            return None
        asked += requests_of(subject, own, found, today)
    return asked


def _side_by_side(message: str, typed: list[str]) -> list[tuple[int, int]]:
    """Where the names begin and end; empty where something else stands between them, or one is named twice."""
    if not 1 < len(typed) <= _MOST_CLIENTS or len({each.casefold() for each in typed}) < len(typed):
        return []
    spans: list[tuple[int, int]] = []
    for name in typed:
        start = message.find(name, spans[-1][1] if spans else 0)
        if start < 0:
            return []
        spans.append((start, start + len(name)))
    linked = all(_BETWEEN.fullmatch(message[one[1] : other[0]]) for one, other in pairwise(spans))
    return spans if linked else []
