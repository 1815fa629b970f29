"""What can happen while the assistant answers: one frozen value per event of the stream.

Their form on the wire: protocol rules 5 to 12.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

ThemeName: TypeAlias = Literal["dark", "light", "system"]
AccentName: TypeAlias = Literal["green", "blue", "purple", "red", "orange", "teal", "pink", "black", "white"]


@dataclass(frozen=True, slots=True)
class ChangeTheme:
    """Switch the colour mode of the app."""

    mode: ThemeName


@dataclass(frozen=True, slots=True)
class ChangeAccent:
    """Switch the accent colour of the app."""

    accent: AccentName


@dataclass(frozen=True, slots=True)
class Navigate:
    """Open a page of the configured web app. `path` starts with exactly one slash and has no scheme."""

    path: str


BotAction: TypeAlias = ChangeTheme | ChangeAccent | Navigate


@dataclass(frozen=True, slots=True)
class ConversationStarted:
    """The server's name for the conversation: always the first event. Opaque; never the backend's row id."""

    conversation_id: str


@dataclass(frozen=True, slots=True)
class TokenReceived:
    """A piece of the answer, to be appended. Never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolsUsed:
    """The tools of one round, which have already run. One event a round; names may repeat."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionRequested:
    """The assistant asks the app to do something. Performed live, once, and never replayed."""

    action: BotAction


@dataclass(frozen=True, slots=True)
class SuggestionsReceived:
    """Follow-up questions to offer as buttons; the newest replace the earlier ones."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServerErrorReceived:
    """The model behind the assistant failed. `detail` is raw library text, for "Details" only."""

    detail: str


@dataclass(frozen=True, slots=True)
class AnswerFinished:
    """The server said `[DONE]`: the answer is whole (unless a ServerErrorReceived came before)."""


ChatEvent: TypeAlias = (
    ConversationStarted
    | TokenReceived
    | ToolsUsed
    | ActionRequested
    | SuggestionsReceived
    | ServerErrorReceived
    | AnswerFinished
)
