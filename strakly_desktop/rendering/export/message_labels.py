"""Who spoke and when, in words for files and paper that outlive the window."""

from datetime import datetime

from strakly_desktop.conversation.model import Message, Role

ASSISTANT = "Strakly assistant"


def speaker(message: Message) -> str:
    """The person's name, or the assistant's."""
    if message.role is Role.ASSISTANT:
        return ASSISTANT
    return message.author or "Front desk"


def moment(when: datetime) -> str:
    """ "Sun 22 Nov 2026, 18:42", by the clock of this place."""
    here = when.astimezone()
    return f"{here:%a} {here.day} {here:%b %Y, %H:%M}"
