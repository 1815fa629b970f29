"""One turn: what has arrived of one answer, and what it means if the turn ends here."""

from dataclasses import dataclass, field

from strakly_desktop.conversation.errors import Failure
from strakly_desktop.conversation.events import AppCommand, ServerErrorReceived
from strakly_desktop.conversation.failures import assistant_failure
from strakly_desktop.conversation.model import Message, Question

PARAGRAPH_BREAK = "\n\n"

# A stop in a silence this long may have hit a running tool. A server then keeps a tool call without result,
# and each later message under that id fails (protocol rule 21).
_SILENCE_OF_A_TOOL_S = 2.0


_MOST_PIECES = 2_000
_RECENT_PIECES = 2
"""The last pieces, in which the end of a paragraph is looked for."""


@dataclass(slots=True, eq=False)
class Turn:
    """A running turn. Compared by identity: an event belongs to the turn whose task delivers it, or to none.

    `last_event_at` is in seconds of the session's monotonic clock.
    """

    question: Question
    answer: Message
    last_event_at: float
    pieces: list[str] = field(default_factory=list)
    tools: dict[str, None] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    commands: list[AppCommand] = field(default_factory=list)
    is_branch_open: bool = False
    """Asked before the branches were known, and not sent yet."""
    server_error: str | None = None
    server_words: tuple[str, str] = ("", "")
    _joined: list[str] = field(default_factory=list)
    _tools_ran_since_text: bool = False

    @property
    def text(self) -> str:
        return "".join([*self._joined, *self.pieces])

    def add_text(self, piece: str) -> str:
        """Append a token and return what to show: with a paragraph break where text resumes after tools."""
        if self._tools_ran_since_text and self.pieces:
            tail = "".join(self.pieces[-_RECENT_PIECES:])
            missing = len(PARAGRAPH_BREAK) - (len(tail) - len(tail.rstrip("\n")))
            piece = "\n" * max(missing, 0) + piece
        self._tools_ran_since_text = False
        self.pieces.append(piece)
        if len(self.pieces) > _MOST_PIECES:
            self._join_older_pieces()
        return piece

    def add_tools(self, names: tuple[str, ...]) -> None:
        """The tools of one round have run."""
        self.tools.update(dict.fromkeys(names))
        self._tools_ran_since_text = True

    def add_error(self, event: ServerErrorReceived) -> None:
        """Take what the server says of a failure: the first reason that it gives is the one to tell."""
        self.server_error = self.server_error or event.detail
        if not self.server_words[0]:
            self.server_words = (event.fact, event.advice)

    def server_failure(self, details: str = "") -> Failure:
        """What the server said that failed, with what else is known of it."""
        return assistant_failure(
            "\n".join(filter(None, (self.server_error or "", details))), *self.server_words
        )

    def failure_after(self, failure: Failure) -> Failure:
        """What ended this turn: where the server gave a reason before, the cut that followed tells nothing."""
        if self.server_error is None:
            return failure
        return self.server_failure(failure.details)

    def _join_older_pieces(self) -> None:
        """Keep what came before as one text: a piece of a few characters takes ten times their memory."""
        self._joined.append("".join(self.pieces[:-_RECENT_PIECES]))
        del self.pieces[:-_RECENT_PIECES]

    def forget_text(self) -> None:
        """The message has the text: whatever still holds the turn holds no second one."""
        self.pieces.clear()
        self._joined.clear()

    def stop_may_poison(self, now: float) -> bool:
        """Whether stopping at `now` (monotonic seconds) may leave a conversation that answers with errors."""
        return (
            not self.pieces or self._tools_ran_since_text or now - self.last_event_at > _SILENCE_OF_A_TOOL_S
        )
