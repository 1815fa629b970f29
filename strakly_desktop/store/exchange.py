"""Conversations as a JSON text to take elsewhere and back: versioned, checked whole before anything is kept.

What the assistant knows a conversation by stays out of it: it is forgotten in minutes and valid for one sign-in.
"""

# ruff: noqa: S608 (only names of our own tables and columns are put into statements)

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeGuard
from uuid import uuid4

from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.store.errors import ExchangeError
from strakly_desktop.store.journal import add_conversation, add_message
from strakly_desktop.store.listing import conversation as saved_conversation
from strakly_desktop.store.listing import messages as saved_messages
from strakly_desktop.store.rows import time_columns

FORMAT = "strakly-desktop-conversations"
VERSION = 1

_NOTHING_IMPORTED = "Nothing was imported. Choose a JSON file that this app exported."


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
        raise ExchangeError("This file is not JSON, or it was cut off.", _NOTHING_IMPORTED) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ExchangeError("This file holds no conversations of this app.", _NOTHING_IMPORTED)
    version = content.get("version")
    if not _is_whole_number(version):
        raise _broken("version")
    if version > VERSION:
        raise ExchangeError(
            "This file was exported by a newer version of this app.",
            "Nothing was imported. Install the newest version, then import it again.",
        )
    conversations = content.get("conversations")
    if not isinstance(conversations, list) or not conversations:
        raise _broken("conversations")
    return [_conversation_from(value, f"conversations[{index}]") for index, value in enumerate(conversations)]


def export(connection: sqlite3.Connection, conversation_id: str) -> str:
    """One saved conversation as a text.

    Raises:
        ExchangeError: there is no such conversation.
    """
    summary = saved_conversation(connection, conversation_id)
    if summary is None:
        raise ExchangeError("This conversation is no longer there.", "Choose another one in the history.")
    messages = saved_messages(connection, conversation_id, None, -1)
    return to_json([ExportedConversation(summary, tuple(messages))])


def import_text(connection: sqlite3.Connection, text: str) -> ConversationSummary:
    """Keep all conversations of an exported text; the first of them comes back.

    Raises:
        ExchangeError: the text is no such export.
    """
    first, *_ = [import_conversation(connection, exported) for exported in from_json(text)]
    return first


def import_conversation(
    connection: sqlite3.Connection, exported: ExportedConversation
) -> ConversationSummary:
    """Keep it, under its own ids where they are free, else under new ones. Nothing saved is changed.

    The same conversation with the same messages is not kept twice: the saved one comes back, out of the bin
    where it was there.
    """
    saved = _same_saved(connection, exported)
    if saved is not None:
        return saved
    if _is_taken(connection, exported):
        exported = ExportedConversation(
            replace(exported.summary, id=str(uuid4())),
            tuple(replace(message, id=str(uuid4())) for message in exported.messages),
        )
    number = add_conversation(connection, exported.summary)
    assert number is not None
    for message in exported.messages:
        add_message(connection, number, message)
    return exported.summary


def _same_saved(connection: sqlite3.Connection, exported: ExportedConversation) -> ConversationSummary | None:
    identifier = exported.summary.id
    saved = saved_messages(connection, identifier, None, -1)
    if not saved or [_identity(message) for message in saved] != [
        _identity(message) for message in exported.messages
    ]:
        return None
    connection.execute("UPDATE conversation SET deleted_at = NULL WHERE id = ?", (identifier,))
    return saved_conversation(connection, identifier)


def _identity(message: Message) -> tuple[Any, ...]:
    return (message.id, message.role, message.text, time_columns(message.created_at))


def _is_taken(connection: sqlite3.Connection, exported: ExportedConversation) -> bool:
    identifiers = [("conversation", exported.summary.id)]
    identifiers += [("message", message.id) for message in exported.messages]
    return any(
        connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (identifier,)).fetchone()
        for table, identifier in identifiers
    )


def _message_to_json(message: Message) -> dict[str, Any]:
    state = MessageState.INTERRUPTED if message.state is MessageState.STREAMING else message.state
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
        raise _broken(place)
    pinned = value.get("pinned", False)
    if not isinstance(pinned, bool):
        raise _broken(f"{place}.pinned")
    messages = value.get("messages")
    if not isinstance(messages, list):
        raise _broken(f"{place}.messages")
    conversation = ExportedConversation(
        ConversationSummary(
            _id(value, place),
            _text(value, "title", place),
            _time(value, "created_at", place),
            _time(value, "updated_at", place),
            pinned,
        ),
        tuple(_message_from(message, f"{place}.messages[{index}]") for index, message in enumerate(messages)),
    )
    if len({message.id for message in conversation.messages}) != len(messages):
        raise _broken(f"{place}.messages")
    return conversation


def _message_from(value: Any, place: str) -> Message:
    if not isinstance(value, dict):
        raise _broken(place)
    tools = value.get("tools", [])
    if not isinstance(tools, list) or not all(isinstance(tool, str) for tool in tools):
        raise _broken(f"{place}.tools")
    try:
        role, state = Role(value.get("role")), MessageState(value.get("state"))
    except ValueError as error:
        raise _broken(place) from error
    return Message(
        _id(value, place),
        role,
        _text(value, "text", place),
        _time(value, "created_at", place),
        MessageState.INTERRUPTED if state is MessageState.STREAMING else state,
        tuple(tools),
        _text(value, "branch", place, ""),
        _text(value, "author", place, ""),
    )


def _id(value: dict[str, Any], place: str) -> str:
    identifier = _text(value, "id", place)
    if not identifier:
        raise _broken(f"{place}.id")
    return identifier


def _text(value: dict[str, Any], key: str, place: str, default: str | None = None) -> str:
    text = value.get(key, default)
    if not isinstance(text, str):
        raise _broken(f"{place}.{key}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _broken(f"{place}.{key}") from error
    return text


def _time(value: dict[str, Any], key: str, place: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value, key, place))
        time_columns(moment)
    except (ValueError, OverflowError) as error:
        raise _broken(f"{place}.{key}") from error
    return moment


def _is_whole_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _broken(place: str) -> ExchangeError:
    return ExchangeError(
        f"This file cannot be imported: {place} is missing or not as exported.", _NOTHING_IMPORTED
    )
