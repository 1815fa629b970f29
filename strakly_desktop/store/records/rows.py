"""Values as rows and back. A time is kept as UTC milliseconds and its offset in minutes.

The offset keeps the time on the wall: an answer of 9:10 at the desk stays one of 9:10 on a PC set elsewhere.
Reading never fails: what another program, or a flipped bit, left in a row is shown as well as it can be, because
one row that raised would hide every other one.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message, MessageState, Role
from strakly_desktop.conversation.text_safety import well_formed

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_MINUTE = timedelta(minutes=1)
# What every system can show in every zone.
EARLIEST = datetime(1970, 1, 3, tzinfo=UTC)
LATEST = datetime(2999, 12, 28, tzinfo=UTC)
_DAY_MINUTES = 24 * 60
_EARLIEST_MS, _LATEST_MS = (EARLIEST - _EPOCH) // _MILLISECOND, (LATEST - _EPOCH) // _MILLISECOND

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


def time_from(milliseconds: object, offset_minutes: object) -> datetime:
    """The time that `time_columns` made the values from; the nearest that can be shown where it is none."""
    offset = _whole(offset_minutes)
    if not -_DAY_MINUTES < offset < _DAY_MINUTES:
        offset = 0
    since = min(max(_whole(milliseconds), _EARLIEST_MS), _LATEST_MS)
    return (_EPOCH + timedelta(milliseconds=since)).astimezone(_zone(offset))


@lru_cache(64)
def _zone(offset_minutes: int) -> timezone:
    return timezone(offset_minutes * _MINUTE)


def memory_columns(memory: BotMemory | None) -> tuple[str | None, str | None, int | None, int | None]:
    if memory is None:
        return None, None, None, None
    return (
        well_formed(memory.conversation_id),
        well_formed(memory.account),
        *time_columns(memory.used_at),
    )


def conversation_row(conversation: ConversationSummary) -> tuple[Any, ...]:
    """Its CONVERSATION_COLUMNS. Half a character anywhere must not keep a turn from being saved."""
    return (
        well_formed(conversation.id),
        well_formed(conversation.title),
        *time_columns(conversation.created_at),
        *time_columns(conversation.updated_at),
        conversation.pinned,
        *memory_columns(conversation.bot_memory),
    )


def conversation_from(row: Sequence[Any]) -> ConversationSummary:
    """The conversation of a row that has CONVERSATION_COLUMNS in their order."""
    memory = None
    if isinstance(row[7], str) and isinstance(row[8], str):
        memory = BotMemory(row[7], row[8], time_from(row[9], row[10]))
    return ConversationSummary(
        text_from(row[0]),
        text_from(row[1]),
        time_from(row[2], row[3]),
        time_from(row[4], row[5]),
        bool(row[6]),
        memory,
    )


def message_row(message: Message) -> tuple[Any, ...]:
    """Its MESSAGE_COLUMNS."""
    return (
        well_formed(message.id),
        message.role.value,
        _saved(message.state).value,
        *time_columns(message.created_at),
        json.dumps(message.tools),
        well_formed(message.branch),
        well_formed(message.author),
        well_formed(message.text),
    )


def message_from(row: Sequence[Any]) -> Message:
    """From MESSAGE_COLUMNS, in their order. Of an unknown state it is INTERRUPTED: only COMPLETE may look whole."""
    identifier, role, state, created_at, created_offset, tools, branch, author, text = row
    return Message(
        text_from(identifier),
        Role.USER if text_from(role) == Role.USER.value else Role.ASSISTANT,
        text_from(text),
        time_from(created_at, created_offset),
        _STATES.get(text_from(state), MessageState.INTERRUPTED),
        _tools(tools),
        text_from(branch),
        text_from(author),
    )


def _saved(state: MessageState) -> MessageState:
    """What another window writes is no text of ours to go on with: of a copy of it, it is known that it is a part."""
    return MessageState.INTERRUPTED if state is MessageState.ELSEWHERE else state


_STATES = {state.value: state for state in MessageState if state is not MessageState.ELSEWHERE}


def text_from(value: object) -> str:
    """What a column of texts holds, whatever it is."""
    match value:
        case str():
            return value
        case bytes():
            return value.decode("utf-8", "replace")
        case None:
            return ""
        case _:
            return str(value)


def _whole(value: object) -> int:
    try:
        return int(value)  # type: ignore[call-overload,no-any-return]
    except (TypeError, ValueError, OverflowError):
        return 0


def _tools(value: object) -> tuple[str, ...]:
    try:
        names = json.loads(text_from(value))
    except (ValueError, RecursionError):
        return ()
    return tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else ()
