"""Conversations as a JSON text to take elsewhere and back: versioned, checked whole before anything is kept.

What the assistant knows a conversation by stays out of it: it is forgotten in minutes and valid for one sign-in.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard

from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.store.database.errors import ExchangeError
from strakly_desktop.store.records.rows import EARLIEST, LATEST, time_columns

FORMAT = "strakly-desktop-conversations"
VERSION = 1

# What goes on is of one computer and one moment: in a file, and out of it, it is a part.
_PARTS = dict.fromkeys((MessageState.STREAMING, MessageState.ELSEWHERE), MessageState.INTERRUPTED)

NOTHING_IMPORTED = "Nothing was imported. Choose a JSON file that this app exported."


@dataclass(frozen=True, slots=True)
class ExportedConversation:
    """A conversation and all its messages, oldest first."""

    summary: ConversationSummary
    messages: tuple[Message, ...]


def to_json(conversations: Sequence[ExportedConversation]) -> str:
    """The text to save as a file. An answer that still streams is exported as interrupted."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "conversations": [
            {
                "id": conversation.summary.id,
                "title": conversation.summary.title,
                "created_at": conversation.summary.created_at.isoformat(),
                "updated_at": conversation.summary.updated_at.isoformat(),
                "pinned": conversation.summary.pinned,
                "messages": [_message_to_json(message) for message in conversation.messages],
            }
            for conversation in conversations
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str) -> list[ExportedConversation]:
    """The conversations in an exported text; at least one.

    Raises:
        ExchangeError: it is no export, a newer one, or broken; the headline says where.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise no_json() from error
    if not isinstance(content, dict):
        raise no_export()
    check_head(content)
    conversations = content.get("conversations")
    if not isinstance(conversations, list) or not conversations:
        raise broken("conversations")
    return [_conversation_from(value, f"conversations[{index}]") for index, value in enumerate(conversations)]


def check_head(content: dict[str, Any]) -> None:
    """Look at what stands before the conversations.

    Raises:
        ExchangeError: it is no export, or a newer one.
    """
    if content.get("format") != FORMAT:
        raise no_export()
    version = content.get("version")
    if not _is_whole_number(version) or version < 1:
        raise broken("version")
    if version > VERSION:
        raise ExchangeError(
            "This file was exported by a newer version of this app.",
            "Nothing was imported. Install the newest version, then import it again.",
        )


def _message_to_json(message: Message) -> dict[str, Any]:
    state = _PARTS.get(message.state, message.state)
    return {
        "id": message.id,
        "role": message.role.value,
        "text": message.text,
        "created_at": message.created_at.isoformat(),
        "state": state.value,
        "tools": list(message.tools),
        "branch": message.branch,
        "author": message.author,
    }


def _conversation_from(value: Any, place: str) -> ExportedConversation:
    if not isinstance(value, dict):
        raise broken(place)
    messages = value.get("messages")
    if not isinstance(messages, list):
        raise broken(f"{place}.messages")
    return ExportedConversation(
        summary_from(value, place),
        tuple(
            message_from_json(message, f"{place}.messages[{index}]") for index, message in enumerate(messages)
        ),
    )


def summary_from(value: dict[str, Any], place: str) -> ConversationSummary:
    """What the object of a conversation says of it, messages apart.

    Raises:
        ExchangeError: something is missing, or not as exported.
    """
    pinned = value.get("pinned", False)
    if not isinstance(pinned, bool):
        raise broken(f"{place}.pinned")
    return ConversationSummary(
        _id(value, place),
        _text(value, "title", place),
        _time(value, "created_at", place),
        _time(value, "updated_at", place),
        pinned,
    )


def message_from_json(value: Any, place: str) -> Message:
    """
    Raises:
        ExchangeError: it is no exported message.
    """
    if not isinstance(value, dict):
        raise broken(place)
    tools = value.get("tools", [])
    if not isinstance(tools, list) or not all(isinstance(tool, str) and _is_text(tool) for tool in tools):
        raise broken(f"{place}.tools")
    try:
        role, state = Role(value.get("role")), MessageState(value.get("state"))
    except ValueError as error:
        raise broken(place) from error
    return Message(
        _id(value, place),
        role,
        _text(value, "text", place),
        _time(value, "created_at", place),
        _PARTS.get(state, state),
        tuple(tools),
        _text(value, "branch", place, ""),
        _text(value, "author", place, ""),
    )


def _id(value: dict[str, Any], place: str) -> str:
    identifier = _text(value, "id", place)
    if not identifier:
        raise broken(f"{place}.id")
    return identifier


def _text(value: dict[str, Any], key: str, place: str, default: str | None = None) -> str:
    text = value.get(key, default)
    if not isinstance(text, str) or not _is_text(text):
        raise broken(f"{place}.{key}")
    return text


def _is_text(text: str) -> bool:
    """Whether neither SQLite nor Qt would refuse it: JSON can spell half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _time(value: dict[str, Any], key: str, place: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value, key, place))
        time_columns(moment)
        can_be_shown = EARLIEST <= moment < LATEST
    except (ValueError, OverflowError) as error:
        raise broken(f"{place}.{key}") from error
    if not can_be_shown:
        raise ExchangeError(
            f"This file cannot be imported: no calendar shows the time of {place}.{key}.", NOTHING_IMPORTED
        )
    return moment


def _is_whole_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def no_json() -> ExchangeError:
    return ExchangeError("This file is not JSON, or it was cut off.", NOTHING_IMPORTED)


def no_export() -> ExchangeError:
    return ExchangeError("This file holds no conversations of this app.", NOTHING_IMPORTED)


def broken(place: str) -> ExchangeError:
    return ExchangeError(
        f"This file cannot be imported: {place} is missing or not as exported.", NOTHING_IMPORTED
    )
