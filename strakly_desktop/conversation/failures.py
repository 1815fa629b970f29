"""The failures that are no matter of HTTP, in the words the front desk reads.

They stand on the ground floor because the session, the decoder and the client tell the same ones.
"""

from strakly_desktop.conversation.cut_text import whole_words
from strakly_desktop.conversation.errors import Failure, FailureKind

MAX_DETAILS_CHARS = 2_000
_KEPT = "What has arrived is kept, but do not rely on it."


def bounded_details(raw: str) -> str:
    """Cut a raw text of a server or library to what "Details" may show, in characters."""
    raw = raw.strip()
    return whole_words(raw, MAX_DETAILS_CHARS)


def advice_beside(answer: str, failure: Failure) -> str:
    """What to do next, and what to make of as much of the answer as came; of nothing that came, no word."""
    return f"{_KEPT} {failure.advice}" if answer else failure.advice


def assistant_failure(detail: str, fact: str = "", advice: str = "") -> Failure:
    """The assistant's own `error` event: the model behind it failed, and `detail` is raw library text.

    `fact` and `advice`: what the assistant says of it in plain words; "" for the app's own.
    """
    return Failure(
        FailureKind.ASSISTANT_ERROR,
        fact or "The assistant ran into a problem and could not finish this answer.",
        advice or "Press Retry. If it happens again, wait a few minutes or start a new chat.",
        bounded_details(detail),
    )


def truncated(detail: str = "") -> Failure:
    """The answer stopped without `[DONE]`: what arrived may be cut anywhere."""
    return Failure(
        FailureKind.TRUNCATED,
        "The answer was cut off before its end.",
        "Press Retry to ask again.",
        bounded_details(detail),
    )


def damaged(detail: str = "") -> Failure:
    """A piece of the answer was lost or cannot be read: what stands before it is right, but not all."""
    return Failure(
        FailureKind.TRUNCATED,
        "A piece of the answer was lost on the way, so it ends there.",
        "Press Retry to ask again.",
        bounded_details(detail),
    )


def mixed_up() -> Failure:
    """Another conversation's answer began in the middle of this one."""
    return Failure(
        FailureKind.TRUNCATED,
        "Another answer came in the middle of this one, so it ends there.",
        "Press Retry to ask again.",
    )


def of_another_form(what: str) -> Failure:
    """The answer has its end, but nothing in it is of a form that this app reads."""
    return Failure(
        FailureKind.PROTOCOL,
        "The answer came in a form that this app does not read.",
        "Look for a newer version of this app, or tell your administrator.",
        bounded_details(what),
    )


def unreadable_characters() -> Failure:
    """Bytes of the answer are no characters; each is shown as the sign for that."""
    return Failure(
        FailureKind.TRUNCATED,
        "Some characters of the answer could not be read.",
        "They are shown as \ufffd; a name or an amount may be wrong. Press Retry to ask again. If it stays, tell your "
        "administrator that the answer is not in UTF-8.",
    )


def answer_too_long(limit_bytes: int) -> Failure:
    """The answer is longer than this app takes; it was cut."""
    return Failure(
        FailureKind.PROTOCOL,
        "The answer is too long to be shown whole, so it was cut here.",
        "Ask for a smaller part of it, for example one month or one page.",
        f"An answer may have up to {limit_bytes:,} bytes.",
        retryable=False,
    )
