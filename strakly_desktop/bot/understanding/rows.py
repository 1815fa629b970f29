"""Finds the people in what a tool answered, so that "the second one" or "his membership" mean somebody."""

from dataclasses import dataclass
from typing import Any

from strakly_desktop.bot.understanding.requests import PastTurn


@dataclass(frozen=True, slots=True)
class Person:
    """A client as a tool named them."""

    client_id: int
    name: str


def people_of(turn: PastTurn) -> tuple[Person, ...]:
    """The clients in the answer to `turn`, in the order of its table; of the last tool that named any."""
    for answer in reversed(turn.results):
        found = people_in(answer.result)
        if found:
            return found
    return ()


def people_in(result: dict[str, Any]) -> tuple[Person, ...]:
    """The clients in one tool's result."""
    return tuple(person for row in _rows_of(result) if (person := _person(row)) is not None)


def _rows_of(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a tool's result: its first list of records, or the result itself as the only one."""
    for value in result.values():
        if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            return value
    nested = [value for value in result.values() if isinstance(value, dict)]
    return [result, *nested]


def _person(row: dict[str, Any]) -> Person | None:
    match row:
        case {"client_id": int(client_id), "name": str(name)}:
            return Person(client_id, name)
        case _:
            return None
