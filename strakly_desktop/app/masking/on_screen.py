"""What shows a conversation is given: the session itself, or where a role's view is masked, what stands before it.

Apart from it, because most gyms mask nothing, and what does is loaded for the others only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from strakly_desktop.chat.session import ChatSession
from strakly_desktop.rendering.writing.turn_writer import ValuesState

if TYPE_CHECKING:
    from strakly_desktop.app.masking.shown_session import ShownSession

ChatOnScreen: TypeAlias = "ChatSession | ShownSession"


@dataclass(frozen=True, slots=True)
class Viewing:
    """What is seen from a moment on, and may be seen no more when what was read in it is used.

    `is_over`: whether a value that was shown then is hidden by now. `mask`: takes the values out of a text.
    """

    is_over: Callable[[], bool] = lambda: False
    mask: Callable[[str], str] = str

    def text(self, text: str) -> str:
        """A text that was read then, as it may be seen by now."""
        return self.mask(text) if text and self.is_over() else text


def viewing_of(session: ChatOnScreen) -> Viewing:
    """What can be seen now; for whatever keeps it in a notice, a menu or a dialog, which may stand for long."""
    return Viewing() if isinstance(session, ChatSession) else session.viewing()


def title_without_values(session: ChatOnScreen, title: str) -> str:
    """A title as it may stand where it stays: in the name of a file, over a table: never with a value."""
    return title if isinstance(session, ChatSession) else session.line(title)


def values_of(session: ChatOnScreen, message_id: str) -> ValuesState:
    """What can be done about the values in an answer: nothing, where nobody's are masked."""
    return ValuesState.NONE if isinstance(session, ChatSession) else session.values_of(message_id)
