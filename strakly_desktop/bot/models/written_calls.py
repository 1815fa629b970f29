"""Tells whether a text is the call of a tool that a language model wrote out, instead of asking for it.

As JSON of any of the usual forms, or as a line of a program. Of a text that has not all come it tells whether it may
still become one, so that it is not told before that is known.
"""

import json
import re
from collections.abc import Collection
from typing import Final

_CALL_NAMES: Final = (
    "name",
    "tool",
    "tool_name",
    "function",
    "action",
    "tool_calls",
    "function_call",
    "recipient_name",
)
_CALL_ARGUMENTS: Final = ("arguments", "parameters", "args", "input", "action_input", "tool_input")
_CALL_START: Final = re.compile(r'\s*\[?\s*\{\s*"([a-z_]*)"?')
# What some models write before the name of a tool.
_CALL_PREFIXES: Final = (
    "", "print(", "await ", "functions.", "function.", "tools.", "default_api.", "print(default_api.", "action:",
    "action: ", "tool:", "tool: ", "call:", "call: ", "function:", "function: ", "tool call:", "tool call: ",
    "to=functions.", "assistant to=functions.",
)  # fmt: skip
_CALL_START_PART: Final = re.compile(r'\s*\[?\s*(?:\{\s*(?:"[a-z_]*)?)?\Z')
LONGEST_CALL: Final = 20_000


class WrittenCalls:
    """Knows the calls of `tools`."""

    def __init__(self, tools: Collection[str]) -> None:
        self.tools = frozenset(tools)
        names = "|".join(map(re.escape, sorted(tools, key=len, reverse=True))) or "(?!)"
        before = "|".join(map(re.escape, _CALL_PREFIXES))
        self._line_call = re.compile(
            rf"[ \t]*(?:{before})(?:{names})[ \t]*(?:[({{\[]|\r?\n|\Z)", re.IGNORECASE
        )
        self.tag = re.compile(rf"</?(?:{names})(?:[\s/][^<>]{{0,200}})?>", re.IGNORECASE)

    def json_length(self, text: str, *, is_last: bool, any_name: bool) -> int | None:
        """The length of a call in JSON that `text` begins with; 0 for none, None where more has to come first.

        `any_name`: also of a tool that there is not.
        """
        start = text[:LONGEST_CALL]
        if not any_name and _CALL_START.match(start) is None and _CALL_START_PART.match(start) is None:
            return 0
        begin = len(start) - len(start.lstrip())
        try:
            _, end = json.JSONDecoder(parse_int=float).raw_decode(start, begin)
        except (ValueError, RecursionError):
            return None if not is_last and self.may_be_json(text) else 0
        return end if self.is_call(start[:end], any_name=any_name) else 0

    def is_call(self, text: str, *, any_name: bool) -> bool:
        """Whether all of `text` is a call."""
        if self.is_line(text.lstrip(), is_last=True):
            return True
        try:
            content = json.loads(text, parse_int=float)
        except (ValueError, RecursionError):
            return False
        calls = content if isinstance(content, list) else [content]
        return bool(calls) and all(self._calls_tool(call, any_name) for call in calls)

    def _calls_tool(self, call: object, any_name: bool) -> bool:
        if not isinstance(call, dict):
            return False
        for key in ("function", "tool_calls", "function_call"):
            inner = call.get(key)
            if isinstance(inner, dict | list) and self.is_call(json.dumps(inner), any_name=any_name):
                return True
        if len(call) == 1 and not self.tools.isdisjoint(call):
            return True
        names = [call[key] for key in _CALL_NAMES if isinstance(call.get(key), str)]
        if any(name in self.tools for name in names):
            return True
        return any_name and bool(names) and any(key in call for key in _CALL_ARGUMENTS)

    def is_line(self, text: str, *, is_last: bool) -> bool:
        """Whether `text`, the start of a line, is a call written as in a program."""
        found = self._line_call.match(text)
        return found is not None and (is_last or found.end() < len(text) or text[-1] in "({[\n")

    def may_be_line(self, text: str) -> bool:
        """Whether a line that has not all come may be the call of a tool, written as in a program."""
        if "\n" in text or not text.strip():
            return False
        line = text.strip().lower()
        if any(prefix.startswith(line) for prefix in _CALL_PREFIXES):
            return True
        return any(
            tool.startswith(line.removeprefix(prefix)) or line.removeprefix(prefix) == tool
            for prefix in _CALL_PREFIXES
            if line.startswith(prefix)
            for tool in self.tools
        )

    def may_be_json(self, text: str) -> bool:
        """Whether JSON that has not all come may be the call of a tool."""
        if len(text) > LONGEST_CALL:
            return False
        if _CALL_START_PART.match(text):
            return True
        start = _CALL_START.match(text)
        return start is not None and start[1] in (*_CALL_NAMES, *_CALL_ARGUMENTS, *self.tools, "id", "type")
