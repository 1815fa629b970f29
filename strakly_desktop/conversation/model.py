"""A conversation and its messages, as plain values."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class Role(Enum):
    """Who speaks."""

    USER = "user"
    ASSISTANT = "assistant"


class MessageState(Enum):
    """How far a message has come. Only COMPLETE may ever look whole."""

    STREAMING = "streaming"
    COMPLETE = "complete"
    STOPPED = "stopped"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `text` is markdown as the assistant wrote it, or the person's own words.

    `created_at` is timezone-aware. `tools` are the wire names, without repeats, in order of first use.
    """

    id: str
    role: Role
    text: str
    created_at: datetime
    state: MessageState = MessageState.COMPLETE
    tools: tuple[str, ...] = ()
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of the gym, as the branch picker shows it. `id` None means all branches."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """What goes to the assistant: the request body of `POST /chat` (STRAKLY_API section 1)."""

    message: str
    conversation_id: str | None = None
    branch_id: int | None = None


@dataclass(slots=True)
class Conversation:
    """The open conversation: its messages, oldest first, and the assistant's own name for it."""

    messages: list[Message] = field(default_factory=list)
    bot_conversation_id: str | None = None


class ConnectionState(Enum):
    """Whether the assistant can be reached."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    OFFLINE = "offline"
