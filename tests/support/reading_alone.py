"""Reads a message without a gym: what is looked up is the name of a client, of one of two branches, or of a plan."""

from datetime import date
from typing import Any

from strakly_desktop.bot.understanding.calls import calls_for
from strakly_desktop.bot.understanding.question.parts import Names
from strakly_desktop.bot.understanding.reading import read
from strakly_desktop.bot.understanding.requests import Reading, State

TODAY = date(2026, 11, 22)
"""A Sunday."""
_BRANCHES = ({"branch_id": 1, "branch": "Main branch"}, {"branch_id": 2, "branch": "Lake Road"})
_PLANS = ("monthly", "gold", "silver", "quarterly", "couple")
_NOBODY = {"thane", "marsh", "nowhere", "7", "asdf", "qwer", "joke", "poem", "weather"}


def _meaning(span: str) -> list[dict[str, Any]]:
    lowered = span.casefold()
    if lowered in ("lake road", "main"):
        number = 2 if lowered == "lake road" else 1
        return [{"kind": "branch", "names": [span], "ids": [number], "likeness": 100, "total": 1}]
    if lowered in _PLANS:
        return [{"kind": "plan", "names": [span], "ids": [None], "likeness": 100, "total": 1}]
    if lowered in _NOBODY or not span[0].isupper():
        return []
    return [{"kind": "client", "names": [span], "ids": [1], "likeness": 90, "total": 1}]


def read_alone(message: str, state: State | None = None) -> Reading:
    """The reading of a message, with its names found."""
    state = state or State()
    reading = read(message, state, (), TODAY)
    if not reading.look_up:
        return reading
    parts = tuple({"words": span, "meanings": _meaning(span)} for span in reading.look_up)
    return read(message, state, (), TODAY, Names(parts, _BRANCHES))


def calls_of(message: str, state: State | None = None) -> list[tuple[str, dict[str, Any]]]:
    """The tools that a message calls, with their arguments."""
    reading = read_alone(message, state)
    return [(call.tool, call.arguments) for call in calls_for(reading.requests, ())]
