"""Whether the person has agreed to what a tool is about to write: the model's word for it is not enough.

A model may be talked into writing, by a text in the records or by its own mistake. So what is written was shown in the
turn before, for the same branch, and the whole message of this turn is a yes. Anything else runs as the mere showing
of it.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from strakly_desktop.bot.agent.language_model import Asked, Message, Reply, ToolCall

CONFIRMED = "confirmed"
"""The argument by which every tool that writes is told that it may."""

NOT_AGREED = (
    "Nothing was saved: the person has not answered yes to exactly this. Show them what would be saved, ask for a yes, "
    "and call the tool again with the same arguments when they have typed it."
)


def has_agreed(past: Sequence[Message], asked: Asked, call: ToolCall, is_yes: Callable[[str], bool]) -> bool:
    """Whether `asked`, the person's message of this turn, is a yes to `call`, shown in the last turn of `past`.

    Where that turn was about another branch it is not: what is written there was never shown.
    """
    if not is_yes(asked.text):
        return False
    begins = [(place, message) for place, message in enumerate(past) if isinstance(message, Asked)]
    if not begins or begins[-1][1].branch_id != asked.branch_id:
        return False
    shown = [message for message in past[begins[-1][0] :] if isinstance(message, Reply)]
    wanted = _values(call.arguments)
    calls = [each for reply in shown for each in reply.calls if each.tool == call.tool]
    if calls:
        return _values(calls[-1].arguments) == wanted
    return bool(shown) and bool(wanted) and all(_is_in(value, shown[-1].text) for value in wanted.values())


def _values(arguments: dict[str, Any]) -> dict[str, str]:
    """What would be written, without what says that it may."""
    return {
        key: str(value).strip()
        for key, value in arguments.items()
        if key != CONFIRMED and value not in (None, "")
    }


def _is_in(value: str, text: str) -> bool:
    """Whether a value was shown; a telephone number with whatever stands between its digits."""
    digits = re.sub(r"\D", "", value)
    if len(digits) >= 6 and re.fullmatch(r"[\d\s()+./-]+", value):
        return digits in re.sub(r"\D", "", text)
    return value.casefold() in text.casefold()
