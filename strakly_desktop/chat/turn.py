"""One turn: what has arrived of one answer, and what it means if the turn ends here."""

from dataclasses import dataclass, field

from strakly_desktop.conversation.model import Message, Question

PARAGRAPH_BREAK = "\n\n"

# A stop in a silence this long may have hit a running tool. A server then keeps a tool call without result,
# and each later message under that id fails (STRAKLY_API section 1, "Stopped while a TOOL runs").
_SILENCE_OF_A_TOOL_S = 2.0


@dataclass(slots=True, eq=False)
class Turn:
    """A running turn. Compared by identity: an event belongs to the turn whose task delivers it, or to none.

    `last_event_at` is in seconds of the session's monotonic clock.
    """

    question: Question
    answer: Message
    last_event_at: float
    pieces: list[str] = field(default_factory=list)
    tools: list[str] = field(default_factory=list)
    suggestions: tuple[str, ...] = ()
    server_error: str | None = None
    _tools_ran_since_text: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def add_text(self, piece: str) -> str:
        """Append a token and return what to show: with a paragraph break where text resumes after tools."""
        if self._tools_ran_since_text and self.pieces:
            tail = "".join(self.pieces[-2:])
            missing = len(PARAGRAPH_BREAK) - (len(tail) - len(tail.rstrip("\n")))
            piece = "\n" * max(missing, 0) + piece
        self._tools_ran_since_text = False
        self.pieces.append(piece)
        return piece

    def add_tools(self, names: tuple[str, ...]) -> None:
        self.tools.extend(names)
        self._tools_ran_since_text = True

    def stop_may_poison(self, now: float) -> bool:
        """Whether stopping at `now` (monotonic seconds) may leave a conversation that answers with errors."""
        return (
            not self.pieces or self._tools_ran_since_text or now - self.last_event_at > _SILENCE_OF_A_TOOL_S
        )
