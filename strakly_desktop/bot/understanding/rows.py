"""Finds the people in what a tool answered, so that "the second one" or "his membership" mean somebody."""

from dataclasses import dataclass
from typing import Any

from .requests import PastTurn

_ID_KEYS = ("client_id", "id")
_NAME_KEYS = ("client_name", "client", "name")


@dataclass(frozen=True, slots=True)
class Person:
    """A client as a tool named them."""

    client_id: int
    name: str


def people_of(turn: PastTurn) -> tuple[Person, ...]:
    """The clients in the answer to `turn`, in the order of its table; of the last tool that named any."""
    for answer in reversed(turn.results):
        found = tuple(person for row in rows_of(answer.result) if (person := _person(row)) is not None)
        if found:
            return found
    return ()


def rows_of(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a tool's result: its first list of records, or the result itself as the only one."""
    for value in result.values():
        if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            return value
    nested = [value for value in result.values() if isinstance(value, dict)]
    return [result, *nested]


def _person(row: dict[str, Any]) -> Person | None:
    client_id = next((row[key] for key in _ID_KEYS if isinstance(row.get(key), int)), None)
    name = next((row[key] for key in _NAME_KEYS if isinstance(row.get(key), str)), None)
    return Person(client_id, name) if client_id is not None and name is not None else None
