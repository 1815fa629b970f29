"""Tells whether a piece of the wire says that the answer failed, and why, in whatever form a server says it.

The assistant we know sends `{"error": ...}` (protocol rule 10), but what stands between it and us, and the
libraries behind it, have forms of their own. A failure that is overlooked makes half an answer look whole.
"""

from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

from strakly_desktop.conversation.cut_text import whole_words
from strakly_desktop.conversation.failures import MAX_DETAILS_CHARS
from strakly_desktop.conversation.text_safety import well_formed

_ANSWER_KEYS: Final = frozenset(
    ("token", "response", "conversation_id", "tools_used", "action", "suggested_questions")
)
_ERROR_KEYS: Final = ("error", "errors", "Error", "exception")
_REASON_KEYS: Final = ("message", "detail", "error", "reason", "description", "msg", "title", "errors")
_KIND_KEYS: Final = ("type", "status", "event", "kind", "object")
_STATUS_KEYS: Final = ("status", "statusCode", "status_code", "code")
_LONGEST_WORDS: Final = 240
_MOST_REASONS: Final = 3
_DEEPEST: Final = 4


def error_in(content: Mapping[str, Any]) -> str | None:
    """Return why the answer failed if the object says that it did ("" where it does not say why), else None."""
    for key in _ERROR_KEYS:
        # Only null and false mean that there was none; the real bot's own time-out is an empty text.
        if content.get(key) is not None and content[key] is not False:
            return reason_of(content[key]) or reason_of(content)
    if content.get("success") is False or content.get("ok") is False or content.get("type") == "error":
        return reason_of(content)
    if not _ANSWER_KEYS.isdisjoint(content):
        return None
    if content.get("detail") or _names_an_error(content):
        return reason_of(content)
    for value in islice(content.values(), 16):
        if isinstance(value, dict) and any(value.get(key) for key in _ERROR_KEYS):
            return reason_of(value)
    return None


def plain_words_in(content: Mapping[str, Any]) -> tuple[str, str]:
    """What an error says for the person, as (fact, advice): a sentence each (protocol rule 28), else ""."""
    match content.get("words"):
        case {"fact": str(fact), "advice": str(advice)}:
            told = fact.strip(), advice.strip()
            if told[0] and all(
                len(text) <= _LONGEST_WORDS and (text.isprintable() or not text) for text in told
            ):
                return told
    return "", ""


def reason_of(value: object, depth: int = 0) -> str:
    """Return the words for people in what a server sent as an error, at most as long as Details may be."""
    match value:
        case str():
            return well_formed(whole_words(value, MAX_DETAILS_CHARS))
        case list() if depth < _DEEPEST:
            reasons = (reason_of(part, depth + 1) for part in value[:_MOST_REASONS])
            return whole_words("\n".join(filter(None, reasons)), MAX_DETAILS_CHARS)
        case dict() if depth < _DEEPEST:
            for key in _REASON_KEYS:
                if key in value and (reason := reason_of(value[key], depth + 1)):
                    return reason
    return ""


def _names_an_error(content: Mapping[str, Any]) -> bool:
    """Whether an object without any part of an answer looks like an error: by its kind, its status, or a code."""
    for key in _KIND_KEYS:
        kind = content.get(key)
        if isinstance(kind, str) and any(
            word in kind[:64].lower() for word in ("error", "fail", "exception")
        ):
            return True
    for key in _STATUS_KEYS:
        status = content.get(key)
        if isinstance(status, int | float) and not isinstance(status, bool) and status >= 400:
            return True
    return isinstance(content.get("message"), str) and content.get("code") not in (None, 0, "", "ok", "OK")
