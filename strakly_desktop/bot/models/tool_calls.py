"""Puts the calls of tools together that a server streams in pieces, whatever it leaves out of them.

The agent library tells calls apart by their number alone. Some servers give all of them the same one, or none, or no
id; send a name in pieces or again with each piece, and arguments as an object, as a text within a text, or once more as
a whole. A call of which a part is lost, or that is glued to another one, must not run.
"""

import json
from dataclasses import dataclass
from typing import Any


class CallsBroken(Exception):
    """What was sent is no whole call. The text says so in plain words."""


@dataclass(slots=True)
class _Call:
    """One call so far. `number` is what the server calls it by, None for nothing."""

    number: object
    call_id: str = ""
    name: str = ""
    arguments: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether its arguments are all there: more of them would be those of another call."""
        return isinstance(_object_in(self.arguments), dict)


@dataclass(frozen=True, slots=True)
class WholeCall:
    """A call as it is to be run; `arguments` is the text of a JSON object."""

    call_id: str
    name: str
    arguments: str


class StreamedCalls:
    """The calls of one reply."""

    def __init__(self) -> None:
        self._calls: list[_Call] = []

    def __bool__(self) -> bool:
        return bool(self._calls)

    def add(self, number: object, call_id: object, name: object, arguments: object) -> None:
        """Take one piece of one call. Raises CallsBroken for what cannot be one."""
        text = _as_text(arguments)
        call_id = call_id if isinstance(call_id, str) else ""
        name = name if isinstance(name, str) else ""
        call = self._meant(number, call_id, name, text)
        call.call_id = call.call_id or call_id
        if name and name != call.name:
            call.name += name
        if text and text != call.arguments:
            # Some send all that there is so far with each piece.
            goes_on = bool(call.arguments) and len(call.arguments) > 1 and text.startswith(call.arguments)
            call.arguments = text if goes_on else call.arguments + text

    def whole(self) -> list[WholeCall]:
        """All calls in their order. Raises CallsBroken where one is cut."""
        found = []
        for place, call in enumerate(self._calls):
            arguments = _object_in(call.arguments or "{}")
            if not isinstance(arguments, dict) or not call.name:
                raise CallsBroken("The language model's request for data came cut off.")
            found.append(WholeCall(call.call_id or f"call_{place + 1}", call.name, json.dumps(arguments)))
        return found

    def _meant(self, number: object, call_id: str, name: str, text: str) -> _Call:
        """The call that a piece belongs to: a known one, or a new one."""
        if call_id:
            known = next((call for call in reversed(self._calls) if call.call_id == call_id), None)
            if known is not None:
                return known
        same = [call for call in self._calls if call.number == number]
        last = same[-1] if same else None
        if last is None or self._begins_another(last, call_id, name, text):
            last = _Call(number)
            self._calls.append(last)
        return last

    def _begins_another(self, last: _Call, call_id: str, name: str, text: str) -> bool:
        if call_id and last.call_id:
            return True
        if not name:
            return False
        # Without an id a name begins another call where the arguments of this one are there: it comes before them.
        return last.is_whole and (name != last.name or text != last.arguments)


def _as_text(arguments: object) -> str:
    match arguments:
        case None:
            return ""
        case str():
            return arguments
        case dict():
            return json.dumps(arguments)
        case _:
            raise CallsBroken("The language model's server sent a request for data in an unknown form.")


def _object_in(text: str) -> Any:
    """What the text says as JSON, also where it is the text of a text; None where it is none, or cut."""
    try:
        found = json.loads(text)
        return json.loads(found) if isinstance(found, str) else found
    except (ValueError, RecursionError):
        return None
