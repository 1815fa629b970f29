"""Tells what a language model says to the person from what it only thinks, or says to a machine.

Many servers hand on the text of a model as it is, with its thoughts between tags, the marks of its channels, and
calls of tools that nobody has read as such. None of that is an answer. Inside code all of it is text: an answer
may well explain `<think>`.
"""

import json
import re
from collections.abc import Collection
from typing import Final

_THOUGHTS: Final = {
    "<think>": "</think>",
    "<thinking>": "</thinking>",
    "<thought>": "</thought>",
    "<thoughts>": "</thoughts>",
    "<reasoning>": "</reasoning>",
    "<reflection>": "</reflection>",
    "<seed:think>": "</seed:think>",
    "[think]": "[/think]",
    "[thinking]": "[/thinking]",
    "◁think▷": "◁/think▷",
    "<|begin_of_thought|>": "<|end_of_thought|>",
    "<unused94>": "<unused95>",
}
_CALLS: Final = {
    "<tool_call>": "</tool_call>",
    "<tool_calls>": "</tool_calls>",
    "<tool_code>": "</tool_code>",
    "<toolcall>": "</toolcall>",
    "<function_call>": "</function_call>",
    "<function_calls>": "</function_calls>",
    "<function=": "</function>",
    "<invoke ": "</invoke>",
    "<minimax:tool_call>": "</minimax:tool_call>",
    "<|tool_call|>": "<|/tool_call|>",
    "<|tool_calls_section_begin|>": "<|tool_calls_section_end|>",
    "<\uff5ctool\u2581calls\u2581begin\uff5c>": "<\uff5ctool\u2581calls\u2581end\uff5c>",
    # To the end of the reply.
    "[tool_calls]": "",
    "<|python_tag|>": "",
}
_STRAY_ENDS: Final = tuple(_THOUGHTS.values())
_CHANNEL: Final = "<|channel|>"
_CHANNEL_HEAD: Final = re.compile(
    r"<\|channel\|>([^<]{0,200}(?:<\|constrain\|>[^<]{0,50})?)<\|message\|>", re.IGNORECASE
)
_CHANNEL_ENDS: Final = ("<|end|>", "<|return|>", "<|call|>", "<|start|>", _CHANNEL)
_SPECIAL: Final = re.compile(
    r"<\|start(?:_header_id)?\|>(?:assistant|tool|system|user)?"
    r"|<\|im_start\|>(?:assistant|tool|system|user)?\n?"
    r"|<\|(?:end|return|call|message|constrain|im_end|endoftext|eot_id|eom_id|end_header_id|eot|end_of_text)\|>",
    re.IGNORECASE,
)
_ROLES: Final = ("assistant", "tool", "system", "user")
_LONGEST_SPECIAL: Final = 40
_PLAIN_ANALYSIS: Final = re.compile(r"\s*analysis(?=[A-Z])")
_ANALYSIS: Final = "analysis"
_PLAIN_FINAL: Final = "assistantfinal"
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_NOT_YET_A_FENCE: Final = re.compile(r" {0,3}(?:`{0,2}|~{0,2})\Z")
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
_CALL_START_PART: Final = re.compile(r'\s*\[?\s*(?:\{\s*(?:"[a-z_]*)?)?\Z')
_INTERESTING: Final = re.compile(r"[<\[◁`\n]")
_LONGEST_CALL: Final = 20_000


class SpokenText:
    """Reads the text of one reply, piece by piece.

    `has_call`: it holds the call of a tool, written as text. `has_thought`: it began a thought. `was_thought`: what
    had been said until then was a thought, as only its end is marked; to be set back by the reader.
    """

    def __init__(self, tools: Collection[str] = ()) -> None:
        """`tools` are the names of those that the model may call."""
        self._tools = frozenset(tools)
        self.has_call = False
        self.has_thought = False
        self.was_thought = False
        self._rest = ""
        self._hidden_until: tuple[str, ...] = ()
        self._said_anything = False
        self._at_line_start = True
        self._fence = ""
        self._code_mark = 0

    def feed(self, piece: str) -> str:
        """Take the next piece and return what can be said by now."""
        self._rest += piece
        return self._advance(is_last=False)

    def end(self) -> str:
        """Return what waited to be understood; the reply is over."""
        return self._advance(is_last=True)

    def _advance(self, *, is_last: bool) -> str:
        said: list[str] = []
        while self._rest:
            if self._hidden_until:
                if not self._skip_hidden():
                    break
                continue
            text = self._next(is_last=is_last)
            if text is None:
                break
            if self.was_thought and not text and not self._said_anything:
                said.clear()
            said.append(text)
        if is_last:
            self._rest = ""
        return "".join(said)

    def _skip_hidden(self) -> bool:
        """Drop what is hidden; False where its end has not come."""
        lower = self._rest.lower()
        found = [(at, end) for end in self._hidden_until if end and (at := lower.find(end)) >= 0]
        if not found:
            longest = max(map(len, self._hidden_until))
            self._rest = self._rest[max(0, len(self._rest) - longest + 1) :] if longest else ""
            return False
        at, end = min(found)
        # The next channel begins with the mark that ends this one.
        self._rest = self._rest[at if end in ("<|start|>", _CHANNEL) else at + len(end) :]
        self._hidden_until = ()
        if not self._said_anything:
            self._rest = self._rest.lstrip()
        return True

    def _next(self, *, is_last: bool) -> str | None:
        """Take the next part off and return what of it is said; None where more has to come first."""
        if self._fence:
            return self._next_in_fence(is_last=is_last)
        if self._at_line_start:
            if (fence := _FENCE.match(self._rest)) is not None:
                return self._open_fence(fence[1], is_last=is_last)
            if not is_last and _NOT_YET_A_FENCE.match(self._rest):
                return None
        if not self._said_anything:
            text, is_decided = self._at_start(is_last=is_last)
            if is_decided:
                return text
        return self._in_text(is_last=is_last)

    def _at_start(self, *, is_last: bool) -> tuple[str | None, bool]:
        """Read what only the start of a reply can be; (None, True) where more has to come first."""
        if (plain := _PLAIN_ANALYSIS.match(self._rest)) is not None:
            self.has_thought = True
            return self._hide(plain.end(), (_PLAIN_FINAL,)), True
        if not is_last and _ANALYSIS.startswith(self._rest.strip()):
            return None, True
        if self._rest.lstrip()[:1] in ("{", "["):
            length = self._bare_call(is_last=is_last)
            if length != 0:
                return None if length is None else self._drop_call(length), True
        return None, False

    def _in_text(self, *, is_last: bool) -> str | None:
        found = _INTERESTING.search(self._rest)
        if found is None:
            return self._say(len(self._rest))
        if found.start():
            return self._say(found.start())
        match found[0]:
            case "\n":
                return self._say(1)
            case "`":
                return self._code_span(is_last=is_last)
            case _ if self._code_mark:
                return self._say(1)
            case _:
                return self._mark(is_last=is_last)

    def _mark(self, *, is_last: bool) -> str | None:
        """Read what may be a mark: of a thought, a call, a channel, or of nothing."""
        lower = self._rest[:_LONGEST_SPECIAL].lower()
        for marks in (_THOUGHTS, _CALLS):
            for start, end in marks.items():
                if lower.startswith(start):
                    self.has_thought |= marks is _THOUGHTS
                    self.has_call |= marks is _CALLS
                    return self._hide(len(start), (end,))
        for end in _STRAY_ENDS:
            if lower.startswith(end):
                return self._was_thought(len(end))
        if lower.startswith(_CHANNEL):
            return self._channel(is_last=is_last)
        if (special := _SPECIAL.match(self._rest)) is not None:
            # A role may follow, or the rest of its name.
            after = self._rest[special.end() :]
            if not is_last and "start" in special[0] and any(role.startswith(after) for role in _ROLES):
                return None
            self._rest = self._rest[special.end() :]
            return ""
        if not is_last and _may_become_a_mark(lower):
            return None
        return self._say(1)

    def _channel(self, *, is_last: bool) -> str | None:
        head = _CHANNEL_HEAD.match(self._rest)
        if head is None:
            if is_last or len(self._rest) > 300:
                return self._hide(len(_CHANNEL), _CHANNEL_ENDS)
            return None
        name = head[1].strip().lower()
        self.has_thought = True
        if name.startswith("final"):
            self._rest = self._rest[head.end() :]
            return ""
        self.has_call |= "to=" in name
        return self._hide(head.end(), _CHANNEL_ENDS)

    def _code_span(self, *, is_last: bool) -> str | None:
        marks = len(self._rest) - len(self._rest.lstrip("`"))
        if marks == len(self._rest) and not is_last:
            return None
        if not self._code_mark:
            self._code_mark = marks
        elif self._code_mark == marks:
            self._code_mark = 0
        return self._say(marks)

    def _open_fence(self, fence: str, *, is_last: bool) -> str | None:
        """Read the start of a code block: of one that may be a call, wait for its end."""
        head, line_end, body = self._rest.partition("\n")
        if not line_end and not is_last:
            return None
        end = re.search(rf"^ {{0,3}}{re.escape(fence)}+[ \t]*(?:\n|\Z)", body, re.MULTILINE)
        if end is not None or is_last:
            content = body[: end.start()] if end else body
            if self._is_call(content, any_name=not self._said_anything):
                return self._drop_call(len(head) + 1 + (end.end() if end else len(body)))
        elif _may_be_call(body):
            return None
        self._fence = fence
        return self._say(len(head) + len(line_end))

    def _next_in_fence(self, *, is_last: bool) -> str | None:
        line, line_end, _ = self._rest.partition("\n")
        if self._at_line_start and not line_end and not is_last and set(line) <= {" ", self._fence[0]}:
            return None
        if self._at_line_start and (close := _FENCE.match(line)) and close[1].startswith(self._fence):
            if not line_end and not is_last:
                return None
            if not line[close.end() :].strip():
                self._fence = ""
        return self._say(len(line) + len(line_end))

    def _bare_call(self, *, is_last: bool) -> int | None:
        """Return the length of a call that stands at the start of the reply; 0 for none, None for not yet."""
        try:
            begin = len(self._rest) - len(self._rest.lstrip())
            _, end = json.JSONDecoder(parse_int=float).raw_decode(self._rest, begin)
        except (ValueError, RecursionError):
            return None if not is_last and _may_be_call(self._rest) else 0
        return end if self._is_call(self._rest[:end], any_name=True) else 0

    def _is_call(self, text: str, *, any_name: bool) -> bool:
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
            if isinstance(inner, dict | list) and self._is_call(json.dumps(inner), any_name=any_name):
                return True
        names = [call[key] for key in _CALL_NAMES if isinstance(call.get(key), str)]
        if any(name in self._tools for name in names):
            return True
        return any_name and bool(names) and any(key in call for key in _CALL_ARGUMENTS)

    def _drop_call(self, length: int) -> str:
        self.has_call = True
        self._rest = self._rest[length:]
        return ""

    def _hide(self, length: int, until: tuple[str, ...]) -> str:
        self._rest = self._rest[length:]
        self._hidden_until = until
        return ""

    def _was_thought(self, length: int) -> str:
        self._rest = self._rest[length:].lstrip()
        self.was_thought = True
        self._said_anything = False
        self._at_line_start = True
        return ""

    def _say(self, length: int) -> str:
        text, self._rest = self._rest[:length], self._rest[length:]
        if text.strip():
            self._said_anything = True
        if text.endswith("\n"):
            if self._at_line_start:
                self._code_mark = 0  # A code span does not reach over a blank line.
            self._at_line_start = True
        elif text:
            self._at_line_start = self._at_line_start and text.isspace()
        return text


def _may_be_call(text: str) -> bool:
    """Whether JSON that has not all come may be the call of a tool."""
    if len(text) > _LONGEST_CALL:
        return False
    if _CALL_START_PART.match(text):
        return True
    start = _CALL_START.match(text)
    return start is not None and start[1] in (*_CALL_NAMES, *_CALL_ARGUMENTS, "id", "type")


def _may_become_a_mark(lower: str) -> bool:
    marks = (*_THOUGHTS, *_CALLS, *_STRAY_ENDS, _CHANNEL)
    if any(mark.startswith(lower) for mark in marks):
        return True
    return "<|".startswith(lower) or (
        lower.startswith("<|") and re.fullmatch(r"<\|[a-z_]*\|?", lower) is not None
    )
