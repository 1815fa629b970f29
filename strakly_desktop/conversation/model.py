"""A conversation and its messages, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Role(Enum):
    """Who speaks."""

    USER = "user"
    ASSISTANT = "assistant"


class MessageState(Enum):
    """How far a message has come. Only COMPLETE may ever look whole.

    STREAMING is what this session receives at this moment, and nothing else.
    """

    STREAMING = "streaming"
    COMPLETE = "complete"
    STOPPED = "stopped"
    INCOMPLETE = "incomplete"
    INTERRUPTED = "interrupted"  # The app itself ended while it streamed.
    ELSEWHERE = (
        "elsewhere"  # It streams in another window of the app, as far as it is known here. Never saved.
    )


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `text` is markdown as the assistant wrote it, or the person's own words.

    `created_at` is timezone-aware. `tools` are the wire names, without repeats, in order of first use.
    `author` is who asked, for both the question and its answer; "" where nobody signed in.
    """

    id: str
    role: Role
    text: str
    created_at: datetime
    state: MessageState = MessageState.COMPLETE
    tools: tuple[str, ...] = ()
    branch: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class BotMemory:
    """What the assistant knows a conversation by: its id there, for whom, and when it was last used.

    `account` names the server and the sign-in together: another one remembers nothing (protocol rule 22).
    """

    conversation_id: str
    account: str
    used_at: datetime


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A saved conversation as the history lists it. Times are timezone-aware."""

    id: str
    title: str
    created_at: datetime
    updated_at: datetime
    pinned: bool = False
    bot_memory: BotMemory | None = None


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A run of plain text in a search result; `hit` where it is what was searched for."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A conversation that a search found. `message_id` "" and no `excerpt` where the title alone was hit.

    An excerpt may come later than its hit, when it is to be shown.
    `title` and `excerpt` are the texts to show, cut to one line, in pieces.
    """

    conversation: ConversationSummary
    title: tuple[TextPiece, ...]
    message_id: str = ""
    excerpt: tuple[TextPiece, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of the gym, as the branch picker shows it. `id` None means all branches."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class UnsentQuestion:
    """What is asked when an answer is over. `branch` names the one that it is about, "" for the one chosen then."""

    text: str
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What goes to the assistant: the request body of `POST /chat` (protocol rule 1)."""

    message: str
    conversation_id: str | None = None
    branch_id: int | None = None
