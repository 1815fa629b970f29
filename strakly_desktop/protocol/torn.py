"""Knows a piece of JSON, or of a page, by its looks: what must not be taken for words of the answer.

Text that is no JSON is a token (protocol rule 15), and no more than its looks tell it from an event that was torn
on its way. So these are narrow: an opening brace and a quotation mark, the end of an event, the start of a page.
"""

import json
import re
from typing import Final

from strakly_desktop.conversation.cut_text import whole_words
from strakly_desktop.conversation.failures import MAX_DETAILS_CHARS
from strakly_desktop.protocol.server_errors import error_in

_START: Final = re.compile(r"""\s*(?:\[\s*)?\{\s*(?:["']|[A-Za-z_]+["']?\s*:|\Z)""")
_KNOWN_KEY: Final = re.compile(
    r"""\{\s*["'](?:token|error|tools_used|conversation_id|action|suggested_questions)["']\s*:"""
)
_END: Final = re.compile(r"""["']\s*:\s*["'\[{].*["'\]}]\s*\}\Z""", re.DOTALL)
_SHORT_END: Final = re.compile(r"""["'\]]\s*\}\Z""")
_PAGE: Final = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE)
_LOOKED_AT: Final = 500


def is_page(text: str) -> bool:
    """Whether the text is the start of an HTML page, as gateways send in the place of an answer."""
    return _PAGE.match(text) is not None


def looks_torn(text: str) -> bool:
    """Whether the text looks like a piece of an event's JSON, from its start, its end or its middle."""
    head, tail = text[:_LOOKED_AT], text[-_LOOKED_AT:].rstrip()
    if _START.match(head) or _KNOWN_KEY.search(head) or _KNOWN_KEY.search(tail):
        return True
    if not tail.endswith("}"):
        return False
    return bool(_END.search(tail) or (_SHORT_END.search(tail) and "{" not in tail))


def error_inside(text: str) -> str | None:
    """Return the reason of an error object that was written into the middle of the text, else None."""
    start = text.find('{"error"')
    if start < 0 or len(text) - start > 8 * MAX_DETAILS_CHARS:
        return None
    try:
        content, _ = json.JSONDecoder(parse_int=float).raw_decode(text[start:])
    except (ValueError, RecursionError):
        return whole_words(text[start:], MAX_DETAILS_CHARS)
    return error_in(content)
