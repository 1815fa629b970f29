"""Values as rows and back. A time is kept as UTC milliseconds and its offset in minutes.

The offset keeps the time on the wall: an answer of 9:10 at the desk stays one of 9:10 on a PC set elsewhere.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message, MessageState, Role

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_MINUTE = timedelta(minutes=1)

CONVERSATION_COLUMNS = (
    "id, title, created_at, created_offset, updated_at, updated_offset, pinned,"
    " bot_conversation, bot_account, bot_used_at, bot_used_offset"
)
MESSAGE_COLUMNS = "id, role, state, created_at, created_offset, tools, branch, author, text"


def time_columns(moment: datetime) -> tuple[int, int]:
    """A timezone-aware time as milliseconds since 1970 (UTC) and minutes east of Greenwich."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a time without its zone cannot be kept")
    return (moment - _EPOCH) // _MILLISECOND, offset // _MINUTE


def time_from(milliseconds: int, offset_minutes: int) -> datetime:
    return (_EPOCH + milliseconds * _MILLISECOND).astimezone(timezone(offset_minutes * _MINUTE))


def storable(text: str) -> str:
    """`text` as UTF-8 can carry it: half characters become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def memory_columns(memory: BotMemory | None) -> tuple[str | None, str | None, int | None, int | None]:
    if memory is None:
        return None, None, None, None
    return (memory.conversation_id, memory.account, *time_columns(memory.used_at))


def conversation_row(conversation: ConversationSummary) -> tuple[Any, ...]:
    """Its CONVERSATION_COLUMNS."""
    return (
        conversation.id,
        storable(conversation.title),
        *time_columns(conversation.created_at),
        *time_columns(conversation.updated_at),
        conversation.pinned,
        *memory_columns(conversation.bot_memory),
    )


def conversation_from(row: Sequence[Any]) -> ConversationSummary:
    """From CONVERSATION_COLUMNS, in their order."""
    memory = None if row[7] is None else BotMemory(row[7], row[8], time_from(row[9], row[10]))
    return ConversationSummary(
        row[0], row[1], time_from(row[2], row[3]), time_from(row[4], row[5]), bool(row[6]), memory
    )


def message_row(message: Message) -> tuple[Any, ...]:
    """Its MESSAGE_COLUMNS."""
    return (
        message.id,
        message.role.value,
        message.state.value,
        *time_columns(message.created_at),
        json.dumps(message.tools),
        message.branch,
        message.author,
        storable(message.text),
    )


def message_from(row: Sequence[Any]) -> Message:
    """From MESSAGE_COLUMNS, in their order."""
    identifier, role, state, created_at, created_offset, tools, branch, author, text = row
    return Message(
        identifier,
        Role(role),
        text,
        time_from(created_at, created_offset),
        MessageState(state),
        tuple(json.loads(tools)),
        branch,
        author,
    )
