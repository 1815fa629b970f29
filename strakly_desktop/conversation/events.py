"""What can happen while the assistant answers: one frozen value per event of the stream.

Their form on the wire: protocol rules 5 to 12, and 27.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from strakly_desktop.conversation.accents import AccentName

ThemeName: TypeAlias = Literal["dark", "light", "system"]
WhichAnswer: TypeAlias = Literal["previous", "this"]
"""The answer before the one that asks for it, or that one."""
FileType: TypeAlias = Literal["xlsx", "csv", "tsv", "pdf", "html", "md", "json"]
TextSize: TypeAlias = Literal["larger", "smaller", "normal"]


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


@dataclass(frozen=True, slots=True)
class _Bare:
    """Says all by its kind. Those of it share what is made for one: each costs half a millisecond of the start."""


class UndoTheme(_Bare):
    """Show the look from before the last change of theme or accent."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _OfAnswer:
    """Says which answer is meant."""

    which: WhichAnswer


class Print(_OfAnswer):
    """Offer to print an answer."""

    __slots__ = ()


class Copy(_OfAnswer):
    """Put an answer on the clipboard."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Export:
    """Offer to save the last table (xlsx, csv, tsv) or the conversation (pdf, html, md, json) as a file."""

    file_type: FileType


class NewChat(_Bare):
    """Leave the conversation and begin a new one."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ChangeBranch:
    """Ask about another branch from now on; None means all of them."""

    branch_id: int | None


@dataclass(frozen=True, slots=True)
class Find:
    """Look for a text in the conversation; "" only opens the field for it."""

    text: str


class OpenSettings(_Bare):
    """Show the settings."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ChangeTextSize:
    """Show larger or smaller text, or the normal one."""

    size: TextSize


AppCommand: TypeAlias = (
    UndoTheme | Print | Copy | Export | NewChat | ChangeBranch | Find | OpenSettings | ChangeTextSize
)
"""What is done at most once an answer, and only when that is whole: protocol rule 27."""

BotAction: TypeAlias = ChangeTheme | ChangeAccent | Navigate | AppCommand


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
    """The model behind the assistant failed. `detail` is raw library text, for "Details" only.

    `fact` and `advice` are the assistant's own words for the person (protocol rule 28); "" where it has none.
    """

    detail: str
    fact: str = ""
    advice: str = ""


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
