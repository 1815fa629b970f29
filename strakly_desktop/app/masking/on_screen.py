"""What shows a conversation is given: the session itself, or where a role's view is masked, what stands before it.

Apart from it, because most gyms mask nothing, and what does is loaded for the others only.
"""

from typing import TYPE_CHECKING, TypeAlias

from strakly_desktop.chat.session import ChatSession
from strakly_desktop.rendering.writing.turn_writer import ValuesState

if TYPE_CHECKING:
    from strakly_desktop.app.masking.shown_session import ShownSession

ChatOnScreen: TypeAlias = "ChatSession | ShownSession"


def values_of(session: ChatOnScreen, message_id: str) -> ValuesState:
    """What can be done about the values in an answer: nothing, where nobody's are masked."""
    return ValuesState.NONE if isinstance(session, ChatSession) else session.values_of(message_id)
