"""Writes the turns of a conversation as bytes and reads them again, for a worker that did not have them.

JSON in plain characters: it holds all that a message may hold, a lone half of a surrogate pair too, and whoever looks
after the database can read it.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any, assert_never

from strakly_desktop.bot.agent.language_model import Asked, Message, Reply, ToolCall, ToolResult, ToolResults

Turn = Sequence[Message]


def dumped(turns: Sequence[Turn], dump_original: Callable[[object], object]) -> bytes:
    """The turns as bytes. `dump_original` gives the JSON of a reply's own form, None for one that has none."""
    return json.dumps([[_dumped(message, dump_original) for message in turn] for turn in turns]).encode()


def loaded(kept: bytes, load_original: Callable[[object], object]) -> list[list[Message]]:
    """The turns that `dumped` wrote; none for no bytes. `load_original` is the way back of `dump_original`."""
    if not kept:
        return []
    return [[_loaded(message, load_original) for message in turn] for turn in json.loads(kept)]


def _dumped(message: Message, dump_original: Callable[[object], object]) -> dict[str, Any]:
    match message:
        case Asked(text, branch_id):
            return {"asked": text, "branch": branch_id}
        case Reply(text, calls, original):
            called = [[call.tool, call.arguments, call.call_id] for call in calls]
            return {"said": text, "calls": called, "original": dump_original(original)}
        case ToolResults(results):
            return {"results": [[each.tool, each.result, each.call_id] for each in results]}
        case _:
            assert_never(message)


def _loaded(kept: dict[str, Any], load_original: Callable[[object], object]) -> Message:
    match kept:
        case {"asked": text}:
            # A worker of the version before this one keeps no branch.
            return Asked(text, kept.get("branch"))
        case {"results": results}:
            return ToolResults(tuple(ToolResult(*each) for each in results))
        case _:
            calls = tuple(ToolCall(*each) for each in kept["calls"])
            return Reply(kept["said"], calls, load_original(kept["original"]))
