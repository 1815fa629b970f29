"""What is said of an answer that is not whole: the same words on the page, in files and on paper."""

from strakly_desktop.conversation.model import MessageState

WARNING = "Do not use these figures as a total."
_WORDS = {
    MessageState.STREAMING: ("Still arriving", "The answer was not finished yet."),
    MessageState.STOPPED: ("Stopped", "The answer was stopped before its end."),
    MessageState.INCOMPLETE: ("Incomplete", "The answer stopped half way."),
    MessageState.INTERRUPTED: ("Interrupted", "The app closed while the answer was arriving."),
    MessageState.ELSEWHERE: ("Unfinished", "It is still being answered in another window."),
}
_WORDS_FOR_NOTHING = {
    MessageState.STREAMING: ("Still arriving", "Nothing had arrived yet."),
    MessageState.STOPPED: ("Stopped", "Nothing had arrived yet."),
    MessageState.INCOMPLETE: ("No answer", "Nothing had arrived yet."),
    MessageState.INTERRUPTED: ("Interrupted", "The app closed before an answer came."),
    MessageState.ELSEWHERE: (
        "Unfinished",
        "It is being answered in another window, and nothing had arrived yet.",
    ),
}


def state_word(state: MessageState) -> str:
    """ "Stopped" of an answer of which something came; "" for a whole one."""
    return "" if state is MessageState.COMPLETE else _WORDS[state][0]


def state_words(state: MessageState, text: str) -> tuple[str, str]:
    """A word for an answer that is not whole, and a sentence or two of what to know of it.

    `text` is as much of the answer as came. Both are "" for a whole answer.
    """
    if state is MessageState.COMPLETE:
        return "", ""
    if not text:
        return _WORDS_FOR_NOTHING[state]
    word, meaning = _WORDS[state]
    return word, f"{meaning} {WARNING}"


def lack_words(state: MessageState, text: str) -> str:
    """The same as one line for a notice: what lacks in an answer that is taken along; "" for a whole one."""
    word, note = state_words(state, text)
    return f"{word}: {note}" if word else ""


def missing_rows_words(state: MessageState) -> str:
    """What to know of the rows of an answer that is not whole; "" for a whole one."""
    return "" if state is MessageState.COMPLETE else f"{state_word(state)}: rows may be missing. {WARNING}"
