"""Tells what a language model says to the person from what it only thinks, or says to a machine.

Many servers hand on the text of a model as it is, with its thoughts between tags, the marks of its channels, and
calls of tools that nobody has read as such. None of that is an answer. Inside code all of it is text: an answer
may well explain `<think>`.
"""

import re
from collections.abc import Collection
from typing import Final

from strakly_desktop.bot.models.written_calls import LONGEST_CALL, WrittenCalls

_THOUGHT_NAMES: Final = (
    "think", "thinking", "thought", "thoughts", "reasoning", "reasoning_content", "reflection", "seed:think",
    "antthinking", "analysis", "scratchpad", "scratch_pad", "inner_monologue", "internal_monologue", "monologue",
    "internal_thoughts", "inner_thoughts", "thought_process", "thinking_process", "chain_of_thought", "cot",
    "deliberation",
)  # fmt: skip
_ANY_THOUGHT: Final = "|".join(map(re.escape, _THOUGHT_NAMES))
_THOUGHT_TAG: Final = re.compile(rf"<\s*({_ANY_THOUGHT})(?:\s[^<>]{{0,200}})?>", re.IGNORECASE)
_THOUGHT_END: Final = re.compile(rf"<\s*/\s*(?:{_ANY_THOUGHT})\s*>", re.IGNORECASE)
# As a chat page folds thoughts away. Others of its kind are the answer's own.
_DETAILS_TAG: Final = re.compile(r"<details\b([^<>]{0,200})>", re.IGNORECASE)
_TAG_PART: Final = re.compile(r"<\s*/?\s*([a-z_:]*)([\s/][^<>]{0,200})?\Z", re.IGNORECASE)
_THOUGHTS: Final = {
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
_NEVER: Final = re.compile(r"(?!)")
_LONGEST_END: Final = 60
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
_INTERESTING: Final = re.compile(r"[<\[◁`\n{]")
_LONGEST_CALL: Final = 20_000


class SpokenText:
    """Reads the text of one reply, piece by piece.

    `has_call`: it holds the call of a tool, written as text. `has_thought`: it began a thought. `was_thought`: what
    had been said until then was a thought, as only its end is marked; to be set back by the reader.
    """

    def __init__(self, tools: Collection[str] = ()) -> None:
        """`tools` are the names of those that the model may call."""
        self._calls = WrittenCalls(tools)
        self.has_call = False
        self.has_thought = False
        self.was_thought = False
        self._rest = ""
        self._hidden_until: re.Pattern[str] | None = None
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
            if self._hidden_until is not None:
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
        assert self._hidden_until is not None
        end = self._hidden_until.search(self._rest)
        if end is None:
            self._rest = "" if self._hidden_until is _NEVER else self._rest[-_LONGEST_END:]
            return False
        # The next channel begins with the mark that ends this one.
        self._rest = self._rest[end.start() if end[0].lower() in ("<|start|>", _CHANNEL) else end.end() :]
        self._hidden_until = None
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
            if not self._code_mark:
                if self._calls.is_line(self._rest, is_last=is_last):
                    self.has_call = True
                    return self._hide(0, _NEVER)
                if not is_last and self._calls.may_be_line(self._rest):
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
            return self._hide(plain.end(), _any_of(_PLAIN_FINAL)), True
        if not is_last and _ANALYSIS.startswith(self._rest.strip()):
            return None, True
        if self._rest.lstrip()[:1] in ("{", "["):
            length = self._calls.json_length(self._rest, is_last=is_last, any_name=True)
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
            case "{" | "[" if (
                length := self._calls.json_length(self._rest, is_last=is_last, any_name=False)
            ) != 0:
                return None if length is None else self._drop_call(length)
            case _:
                return self._mark(is_last=is_last)

    def _mark(self, *, is_last: bool) -> str | None:
        """Read what may be a mark: of a thought, a call, a channel, or of nothing."""
        lower = self._rest[:_LONGEST_SPECIAL].lower()
        if lower.startswith("<") and (text := self._tag()) is not None:
            return text
        for marks in (_THOUGHTS, _CALLS):
            for start, end in marks.items():
                if lower.startswith(start):
                    self.has_thought |= marks is _THOUGHTS
                    self.has_call |= marks is _CALLS
                    return self._hide(len(start), _any_of(end) if end else _NEVER)
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
        if not is_last and (_may_become_a_mark(lower) or self._may_become_a_tag()):
            return None
        return self._say(1)

    def _tag(self) -> str | None:
        """Read the tag of a thought or of a tool; None where it is none."""
        if (start := _THOUGHT_TAG.match(self._rest)) is not None:
            self.has_thought = True
            return self._hide(start.end(), _end_of_tag(start[1]))
        if (end := _THOUGHT_END.match(self._rest)) is not None:
            return self._was_thought(end.end())
        if (folded := _DETAILS_TAG.match(self._rest)) is not None:
            if re.search("reason|think|thought", folded[1], re.IGNORECASE) is None:
                return self._say(folded.end())
            self.has_thought = True
            return self._hide(folded.end(), _end_of_tag("details"))
        if (called := self._calls.tag.match(self._rest)) is not None:
            self.has_call = True
            return self._hide(called.end(), _NEVER)
        return None

    def _may_become_a_tag(self) -> bool:
        part = _TAG_PART.match(self._rest)
        if part is None:
            return False
        name, names = part[1].lower(), (*_THOUGHT_NAMES, "details", *self._calls.tools)
        return name in names if part[2] else any(each.startswith(name) for each in names)

    def _channel(self, *, is_last: bool) -> str | None:
        head = _CHANNEL_HEAD.match(self._rest)
        if head is None:
            if is_last or len(self._rest) > 300:
                return self._hide(len(_CHANNEL), _any_of(*_CHANNEL_ENDS))
            return None
        name = head[1].strip().lower()
        self.has_thought = True
        if name.startswith("final"):
            self._rest = self._rest[head.end() :]
            return ""
        self.has_call |= "to=" in name
        return self._hide(head.end(), _any_of(*_CHANNEL_ENDS))

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
            if self._calls.is_call(content, any_name=not self._said_anything):
                return self._drop_call(len(head) + 1 + (end.end() if end else len(body)))
        elif self._calls.may_be_json(body) or (
            len(body) < LONGEST_CALL
            and (self._calls.may_be_line(body.lstrip()) or self._calls.is_line(body.lstrip(), is_last=False))
        ):
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

    def _drop_call(self, length: int) -> str:
        self.has_call = True
        self._rest = self._rest[length:]
        return ""

    def _hide(self, length: int, until: re.Pattern[str]) -> str:
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


def _any_of(*marks: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, marks)), re.IGNORECASE)


def _end_of_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"<\s*/\s*{re.escape(name)}\s*>", re.IGNORECASE)


def _may_become_a_mark(lower: str) -> bool:
    marks = (*_THOUGHTS, *_CALLS, *_STRAY_ENDS, _CHANNEL)
    if any(mark.startswith(lower) for mark in marks):
        return True
    return "<|".startswith(lower) or (
        lower.startswith("<|") and re.fullmatch(r"<\|[a-z_]*\|?", lower) is not None
    )
