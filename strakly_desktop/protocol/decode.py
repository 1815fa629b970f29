"""Takes one event of the wire apart into typed chat events: the only place that sees wire dictionaries.

The server may be newer, older or other than the one we know (STRAKLY_API section 3), and what it sends was
written by a language model. So nothing here raises: whatever is unknown or of the wrong type is left out.
How often is counted.
"""

import json
from dataclasses import dataclass
from typing import Any, Final, get_args

from strakly_desktop.conversation.events import (
    AccentName,
    ActionRequested,
    AnswerFinished,
    BotAction,
    ChangeAccent,
    ChangeTheme,
    ChatEvent,
    ConversationStarted,
    Navigate,
    ServerErrorReceived,
    SuggestionsReceived,
    ThemeName,
    TokenReceived,
    ToolsUsed,
)

from .sse import ServerSentEvent
from .wellformed import well_formed

_MAX_PATH_CHARS: Final = 2_000

# Numbers are never shown, so they need no exact integer, whose length Python would limit by an error.
_parse_json = json.JSONDecoder(parse_int=float).decode


@dataclass(slots=True)
class IgnoredCounts:
    """How much of a stream was left out, and why. Counts only: the content is nobody's business."""

    unknown_keys: int = 0
    unknown_actions: int = 0
    wrong_types: int = 0
    foreign_events: int = 0
    conversation_changes: int = 0
    after_done: int = 0


def decode_event(event: ServerSentEvent, ignored: IgnoredCounts) -> list[ChatEvent]:
    """Read one event of `POST /chat` (STRAKLY_API section 1, SSE), in the order the server sends its kinds.

    Text that is no JSON object is a token, as in the seed ("STEP 3", the reading loop).
    """
    payload = event.data
    try:
        content = _parse_json(payload)
    except RecursionError:
        ignored.wrong_types += 1
        return []
    except ValueError:
        content = None
    if isinstance(content, dict):
        return decode_object(content, ignored)
    return _decode_text(event, ignored)


def decode_object(content: dict[str, Any], ignored: IgnoredCounts) -> list[ChatEvent]:
    """Read the known keys of one JSON object of the stream."""
    events: list[ChatEvent] = []
    known = 0
    for key, read in _READERS.items():
        if key in content:
            known += 1
            found = read(content[key], ignored)
            if found is not None:
                events.append(found)
    ignored.unknown_keys += len(content) - known
    return events


def _decode_text(event: ServerSentEvent, ignored: IgnoredCounts) -> list[ChatEvent]:
    text = event.data
    if text.strip() == "[DONE]":
        return [AnswerFinished()]
    if event.event != "message":
        # A ping or the like of some proxy, not a piece of the answer.
        ignored.foreign_events += 1
        return []
    return [TokenReceived(text)] if text else []


def _read_conversation_id(value: object, ignored: IgnoredCounts) -> ConversationStarted | None:
    if not isinstance(value, str):
        _count_wrong_type(value, ignored)
        return None
    return ConversationStarted(well_formed(value)) if value else None


def _read_token(value: object, ignored: IgnoredCounts) -> TokenReceived | None:
    """Read a piece of text: a string, or the list of text blocks that some models send instead."""
    if isinstance(value, list):
        value = "".join(_block_text(block, ignored) for block in value)
    if not isinstance(value, str):
        _count_wrong_type(value, ignored)
        return None
    return TokenReceived(well_formed(value)) if value else None


def _block_text(block: object, ignored: IgnoredCounts) -> str:
    match block:
        case str():
            return block
        case {"type": "text", "text": str(text)}:
            return text
    ignored.wrong_types += 1
    return ""


def _read_tools(value: object, ignored: IgnoredCounts) -> ToolsUsed | None:
    names = _texts(value, ignored)
    return ToolsUsed(names) if names else None


def _read_suggestions(value: object, ignored: IgnoredCounts) -> SuggestionsReceived | None:
    questions = _texts(value, ignored)
    return SuggestionsReceived(questions) if questions else None


def _texts(value: object, ignored: IgnoredCounts) -> tuple[str, ...]:
    if not isinstance(value, list):
        _count_wrong_type(value, ignored)
        return ()
    texts = tuple(well_formed(text.strip()) for text in value if isinstance(text, str) and text.strip())
    ignored.wrong_types += sum(not isinstance(text, str) for text in value)
    return texts


def _read_error(value: object, ignored: IgnoredCounts) -> ServerErrorReceived | None:
    """An error is a failed answer whatever its shape; only null and false mean that there was none."""
    match value:
        case None | False:
            return None
        case str(detail) | {"message": str(detail)}:
            return ServerErrorReceived(well_formed(detail))
    _count_wrong_type(value, ignored)
    return ServerErrorReceived("")


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


def allowed_action(kind: object, value: object) -> BotAction | None:
    """Return the action if it is on the allow-list (STRAKLY_API section 1, Actions), else None."""
    match kind, value:
        case "change_theme", str() if value in get_args(ThemeName):
            return ChangeTheme(value)  # type: ignore[arg-type]
        case "change_accent", str() if value in get_args(AccentName):
            return ChangeAccent(value)  # type: ignore[arg-type]
        case "navigate", str() if _is_page_path(value):
            return Navigate(value)
    return None


def _is_page_path(path: str) -> bool:
    """Tell whether the path stays on the web app's own host, however leniently a browser reads it.

    Browsers take a backslash for a slash and drop control characters, so both could hide a `//host`.
    """
    return (
        path.startswith("/")
        and "//" not in path
        and "\\" not in path
        and path.isprintable()
        and len(path) <= _MAX_PATH_CHARS
    )


def _count_wrong_type(value: object, ignored: IgnoredCounts) -> None:
    if value is not None:
        ignored.wrong_types += 1


# In the order in which the server sends them within one turn.
_READERS: Final = {
    "conversation_id": _read_conversation_id,
    "token": _read_token,
    "tools_used": _read_tools,
    "error": _read_error,
    "action": read_action,
    "suggested_questions": _read_suggestions,
}
