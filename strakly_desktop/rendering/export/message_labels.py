"""Who spoke, when, and how far an answer came, in words for files and paper that outlive the window."""

from datetime import datetime

from strakly_desktop.conversation.model import Message, MessageState, Role

ASSISTANT = "Strakly assistant"
_STATES = {
    MessageState.STREAMING: ("Still arriving", "The answer was not finished yet."),
    MessageState.STOPPED: ("Stopped", "The answer was stopped before its end."),
    MessageState.INCOMPLETE: ("Incomplete", "The answer stopped half way."),
    MessageState.INTERRUPTED: ("Interrupted", "The app closed while the answer was arriving."),
}
_WARNING = "Do not use these figures as a total."


def speaker(message: Message) -> str:
    """The person's name, or the assistant's."""
    if message.role is Role.ASSISTANT:
        return ASSISTANT
    return message.author or "Front desk"


def moment(when: datetime) -> str:
    """ "Sun 22 Nov 2026, 18:42", by the clock of this place."""
    here = when.astimezone()
    return f"{here:%a} {here.day} {here:%b %Y, %H:%M}"


def state_note(state: MessageState) -> tuple[str, str]:
    """A word for an answer that is not whole, and what to know of it; empty texts for one that is."""
    if state is MessageState.COMPLETE:
        return "", ""
    word, meaning = _STATES[state]
    return word, f"{meaning} {_WARNING}"
