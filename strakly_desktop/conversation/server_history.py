"""What lies on a gym's server of the conversations, and what has still to be brought there, as plain values."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from strakly_desktop.conversation.model import Role
from strakly_desktop.conversation.text_safety import well_formed


class Deed(Enum):
    """What is to be done at the server."""

    SAVE = "save"
    RENAME = "rename"
    DELETE = "delete"


class DeliveryState(Enum):
    """How far a delivery has come. Of SENDING ones it is not known whether the server has them.

    UNDOABLE waits for the end of an Undo; KEPT_HERE is what the server can never take.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SAVED = "saved"
    GIVEN_UP = "given-up"
    KEPT_HERE = "kept-here"
    UNDOABLE = "undoable"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to bring to the server. `copy` is the conversation there, which has a `server_id` once it is made.

    `creating` tells how far a creation has come whose answer was not heard: None for none, else the newest id that
    was known before it, or CREATING_BY_NAME. `title` is the new one of a RENAME. `bot_conversation` is what the
    assistant knows the conversation by, `name_there` the one of these that the server has or may have; "" for none.
    """

    number: int
    copy: int
    deed: Deed
    is_doubtful: bool
    server_id: int | None
    creating: int | None
    title: str
    bot_conversation: str
    name_there: str = ""
    question: str = ""
    answer: str = ""
    tools: tuple[str, ...] = ()


CREATING_BY_NAME = -1
"""The creation named a `bot_conversation`, by which it is found again."""


@dataclass(frozen=True, slots=True)
class ListedConversation:
    """A row of the server's list. `used_at` is the time of its last message; `last_text` its words, of an answer."""

    id: int
    title: str
    bot_conversation: str
    created_at: datetime
    used_at: datetime
    last_text: str = ""
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class ServerMessage:
    """A message as the server has it."""

    id: int
    role: Role
    text: str
    created_at: datetime
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerConversation:
    """A whole conversation of the server; of a newly made one there are no messages.

    `user_id` and `gym_id` say whose it is, None where the server does not.
    """

    id: int
    bot_conversation: str = ""
    user_id: int | None = None
    gym_id: int | None = None
    messages: tuple[ServerMessage, ...] = ()


def sendable(text: str) -> str:
    """A text as the server takes it: without U+0000 and halves of characters; else as it is."""
    return well_formed(text).replace("\0", "")


def text_digest(text: str) -> str:
    """By which a text of the server is known again."""
    return hashlib.sha256(sendable(text).encode()).hexdigest()


def pair_digest(question: str, answer: str) -> str:
    """By which a question with its answer is known again."""
    return hashlib.sha256(f"{sendable(question)}\0{sendable(answer)}".encode()).hexdigest()
