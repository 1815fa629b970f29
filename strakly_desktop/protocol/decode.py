"""Takes one event of the wire apart into typed chat events: the only place that sees wire dictionaries.

The server may be newer, older or other than the one we know (protocol rule 16), and what it sends was
written by a language model. So nothing here raises: whatever is unknown or of the wrong type is left out.
How often is counted.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeAlias

from strakly_desktop.conversation.events import (
    ActionRequested,
    AnswerFinished,
    ChatEvent,
    ConversationStarted,
    ServerErrorReceived,
    SuggestionsReceived,
    TokenReceived,
    ToolsUsed,
)
from strakly_desktop.conversation.text_safety import well_formed, well_formed_within
from strakly_desktop.protocol.actions import allowed_action
from strakly_desktop.protocol.server_errors import error_in, plain_words_in, reason_of
from strakly_desktop.protocol.sse import CUT, STRAY, ServerSentEvent, is_error_type
from strakly_desktop.protocol.torn import error_inside, is_page, looks_torn
from strakly_desktop.protocol.wire_json import (
    UnboundedJSON,
    first_texts,
    parse_json,
    text_so_far,
)

MAX_SUGGESTIONS: Final = 3
MAX_SUGGESTION_CHARS: Final = 120
MAX_TOOLS: Final = 12
_MAX_TOOL_CHARS: Final = 100
_MAX_CONVERSATION_ID_CHARS: Final = 256
_MAX_LINES: Final = 100
_DEEPEST: Final = 4
_OF_TEXT: Final = re.compile("token|text|delta|content|chunk|answer|response")
"""In the names of events that carry words of the answer; a ping or the like of some proxy is named otherwise."""
_LOOKED_THROUGH: Final = 64
"""Entries of a list among which the few that are shown must stand."""


@dataclass(frozen=True, slots=True)
class PieceLost:
    """A piece of the answer cannot be read. What comes after it would read as if nothing were missing."""

    detail: str = ""
    was_too_large: bool = False


WireEvent: TypeAlias = ChatEvent | PieceLost


@dataclass(slots=True)
class IgnoredCounts:
    """How much of a stream was left out, and why. Counts only: the content is nobody's business."""

    unknown_keys: int = 0
    unknown_actions: int = 0
    wrong_types: int = 0
    foreign_events: int = 0
    conversation_changes: int = 0
    after_done: int = 0
    too_many: int = 0
    lost_pieces: int = 0


def decode_event(event: ServerSentEvent, ignored: IgnoredCounts) -> Sequence[WireEvent]:
    """Read one event of `POST /chat` (protocol rules 5 to 12), in the order the server sends its kinds.

    Text that is no JSON object is a token, unless it looks like a torn event (protocol rule 15). A token may begin or
    end with half a surrogate pair, whose other half is in another one.
    """
    if event.event == STRAY:
        return _decode_stray(event.data)
    if event.event == CUT:
        return _decode_beginning(event.data, CUT, ignored)
    if is_error_type(event.event):
        return _decode_error(event.data)
    try:
        content = parse_json(event.data)
    except UnboundedJSON:
        return _decode_unbounded(event, ignored)
    except ValueError:
        return _decode_text(event, ignored)
    if isinstance(content, dict):
        return decode_object(content, ignored)
    if isinstance(content, list) and content and all(isinstance(part, dict) for part in content):
        # As Gemini sends its errors. Nothing else of an answer has this form.
        reasons = [reason for part in content[:_LOOKED_THROUGH] if (reason := error_in(part)) is not None]
        return [PieceLost(), *(ServerErrorReceived(reason) for reason in reasons[:1])]
    return _decode_text(event, ignored)


def decode_object(content: dict[str, Any], ignored: IgnoredCounts) -> list[WireEvent]:
    """Read the known keys of one JSON object of the stream, and what else in it says that the answer failed."""
    events: list[WireEvent] = []
    known = 0
    for key, read in _READERS.items():
        if key in content:
            known += 1
            events += read(content[key], ignored)
    if len(content) > known or "error" in content:
        reason = error_in(content)
        if reason is not None:
            fact, advice = plain_words_in(content)
            events.insert(_place_of_error(events), ServerErrorReceived(reason, fact, advice))
        ignored.unknown_keys += len(content) - known
    return events


def _place_of_error(events: Sequence[WireEvent]) -> int:
    """Where the server would have sent an error: after the text and the tools, before actions and suggestions."""
    return next(
        (at for at, event in enumerate(events) if isinstance(event, ActionRequested | SuggestionsReceived)),
        len(events),
    )


def _decode_text(event: ServerSentEvent, ignored: IgnoredCounts) -> Sequence[WireEvent]:
    text = event.data
    if text.strip() == "[DONE]":
        return [AnswerFinished()]
    is_torn = looks_torn(text)
    if event.event != "message" and not is_torn and _OF_TEXT.search(event.event[:64].lower()) is None:
        # A ping or the like of some proxy, not a piece of the answer.
        ignored.foreign_events += 1
        return []
    if is_torn or "\n[DONE]" in text:
        return _decode_lines(text, ignored)
    if is_page(text):
        return [PieceLost(text)]
    return [TokenReceived(text)] if text else []


def _decode_unbounded(event: ServerSentEvent, ignored: IgnoredCounts) -> Sequence[WireEvent]:
    """Read what would take too long as JSON: text with as many commas, or JSON of which the beginning is read."""
    start = event.data.lstrip()[:1]
    if start == "{":
        return _decode_beginning(event.data, event.event, ignored)
    return [PieceLost()] if start == "[" else _decode_text(event, ignored)


def _decode_lines(text: str, ignored: IgnoredCounts) -> Sequence[WireEvent]:
    """Read an event that is no JSON line by line: the blank line between two may have been lost with an end.

    After a torn line other text is no part of the answer: it was written into the unfinished event.
    """
    events: list[WireEvent] = []
    torn = after_text = False
    lines = text.split("\n", _MAX_LINES)
    for line in lines[:_MAX_LINES]:
        try:
            content = parse_json(line)
        except (ValueError, UnboundedJSON):
            content = None
        if isinstance(content, dict):
            events += decode_object(content, ignored)
        elif line.strip() == "[DONE]":
            events.append(AnswerFinished())
        elif looks_torn(line):
            torn = True
            events.append(PieceLost())
            reason = error_inside(line)
            if reason is not None:
                events.append(ServerErrorReceived(reason))
        elif torn:
            events += [ServerErrorReceived(reason_of(line))] if line.strip() else []
        else:
            events.append(TokenReceived(f"\n{line}" if after_text else line or "\n"))
            after_text = True
            continue
        after_text = False
    if len(lines) > _MAX_LINES and not torn:
        events.append(PieceLost())
    return events


def _decode_error(data: str) -> Sequence[WireEvent]:
    """Read an event that is named an error. Of one written into an unfinished event, what follows the torn line."""
    lines = data.split("\n", _MAX_LINES)
    while len(lines) > 1 and looks_torn(lines[0]) and _object(lines[0]) is None:
        del lines[0]
    text = "\n".join(lines)
    if text.strip() == "[DONE]":
        return [ServerErrorReceived(""), AnswerFinished()]
    content = _object(text)
    reason = "" if content is None else error_in(content) or reason_of(content)
    return [ServerErrorReceived(reason or error_inside(text) or reason_of(text))]


def _decode_stray(line: str) -> Sequence[WireEvent]:
    """Read a line that is no field: some servers send their errors so, and of torn lines the ends look so."""
    name, _, value = line.partition(":")
    content = _object(line) or _object(value)
    reason = None if content is None else error_in(content)
    if reason is None and name.lower() == "error":
        reason = (reason_of(content) if content else "") or reason_of(value.strip())
    return [PieceLost(line), *([] if reason is None else [ServerErrorReceived(reason)])]


def _decode_beginning(text: str, event_type: str, ignored: IgnoredCounts) -> Sequence[WireEvent]:
    """Read what is quickly read of an event that is too large: the first of its texts, or of its token."""
    found = first_texts(text, _LOOKED_THROUGH)
    if found is not None:
        ignored.too_many += 1
        key, texts = found
        return _READERS[key](texts, ignored)
    was_cut = event_type == CUT
    if not was_cut and '"token"' not in text and '"error"' not in text:
        ignored.too_many += 1
        return []
    token = text_so_far(text, "token")
    return [*([TokenReceived(token)] if token else []), PieceLost(was_too_large=was_cut)]


def _object(text: str) -> dict[str, Any] | None:
    try:
        content = parse_json(text)
    except (ValueError, UnboundedJSON):
        return None
    return content if isinstance(content, dict) else None


def _read_conversation_id(value: object, ignored: IgnoredCounts) -> Sequence[WireEvent]:
    if not isinstance(value, str):
        _count_wrong_type(value, ignored)
        return []
    if len(value) > _MAX_CONVERSATION_ID_CHARS:
        ignored.too_many += 1
        return []
    return [ConversationStarted(well_formed(value))] if value else []


def _read_token(value: object, ignored: IgnoredCounts) -> Sequence[WireEvent]:
    """Read a piece of text: a string, or a text block or the list of those that some models send instead.

    What of it is no text is a piece that is lost, and the text before it is the last that can be relied on: an
    answer without its number must not look whole.
    """
    blocks = value if isinstance(value, list) else [value]
    for block in blocks:
        if isinstance(block, dict) and (reason := error_in(block)) is not None:
            return [ServerErrorReceived(reason)]
    if value is None:
        return []
    text, is_whole = _text_of(value, ignored)
    events: list[WireEvent] = [TokenReceived(well_formed_within(text))] if text else []
    if not is_whole:
        _count_wrong_type(value, ignored)
        events.append(PieceLost())
    return events


def _text_of(value: object, ignored: IgnoredCounts, depth: int = 0) -> tuple[str, bool]:
    """The text that can be read of a token up to the first thing that cannot, and whether that was all of it."""
    match value:
        case str():
            return value, True
        case {"text": inner, **other}:
            kind = other.get("type", "text")
            return (
                _text_of(inner, ignored, depth + 1) if _is_of_text(kind) and depth < _DEEPEST else ("", False)
            )
        case {"type": str(kind)} if not _is_of_text(kind):
            # A model's thoughts or its call of a tool are no words of the answer.
            ignored.wrong_types += 1
            return "", True
        case list() if depth < _DEEPEST:
            texts: list[str] = []
            for part in value:
                text, is_whole = _text_of(part, ignored, depth + 1)
                texts.append(text)
                if not is_whole:
                    return "".join(texts), False
            return "".join(texts), True
    return "", False


def _is_of_text(kind: object) -> bool:
    return isinstance(kind, str) and "text" in kind[:64].lower()


def _read_tools(value: object, ignored: IgnoredCounts) -> Sequence[WireEvent]:
    names = _texts(value, MAX_TOOLS, _MAX_TOOL_CHARS, ignored)
    return [ToolsUsed(names)] if names else []


def _read_suggestions(value: object, ignored: IgnoredCounts) -> Sequence[WireEvent]:
    questions = _texts(value, MAX_SUGGESTIONS, MAX_SUGGESTION_CHARS, ignored)
    return [SuggestionsReceived(questions)] if questions else []


def _read_action(value: object, ignored: IgnoredCounts) -> Sequence[WireEvent]:
    action = read_action(value, ignored)
    return [] if action is None else [action]


def _texts(value: object, most: int, longest: int, ignored: IgnoredCounts) -> tuple[str, ...]:
    """The first `most` texts of a list, each once, without those of more than `longest` characters."""
    if not isinstance(value, list):
        _count_wrong_type(value, ignored)
        return ()
    texts: dict[str, None] = {}
    looked_through = 0
    for text in islice(value, _LOOKED_THROUGH):
        if len(texts) == most:
            break
        looked_through += 1
        if not isinstance(text, str):
            ignored.wrong_types += 1
        elif len(text) > 2 * longest or len(text.strip()) > longest:
            ignored.too_many += 1
        elif text.strip():
            texts[well_formed(text.strip())] = None
    ignored.too_many += len(value) - looked_through
    return tuple(texts)


def read_action(value: object, ignored: IgnoredCounts) -> ActionRequested | None:
    """Read a wish to change the app; one that is not on the allow-list is left out."""
    if not isinstance(value, dict):
        _count_wrong_type(value, ignored)
        return None
    action = allowed_action(value.get("type"), value.get("value"))
    if action is None:
        ignored.unknown_actions += 1
        return None
    return ActionRequested(action)


def _count_wrong_type(value: object, ignored: IgnoredCounts) -> None:
    if value is not None:
        ignored.wrong_types += 1


# In the order in which the server sends them within one turn.
_READERS: Final[dict[str, Callable[[object, IgnoredCounts], Sequence[WireEvent]]]] = {
    "conversation_id": _read_conversation_id,
    "token": _read_token,
    "tools_used": _read_tools,
    "action": _read_action,
    "suggested_questions": _read_suggestions,
}
