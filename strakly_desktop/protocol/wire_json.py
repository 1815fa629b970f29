"""Reads the JSON of one event without ever holding the window still, whatever a server sends.

A parser cannot be interrupted, and the window waits for it: so JSON of very many values is not parsed at all, and
of a list that is far longer than what is shown only the first texts are read.
"""

import json
import re
from collections.abc import Callable
from typing import Any, Final

from strakly_desktop.conversation.text_safety import well_formed

# Commas and opening brackets: about 10 ms of parsing.
MAX_VALUES: Final = 40_000
LARGE_CHARS: Final = 64 * 1024
_COLON: Final = re.compile(r'"\s*:')
_LONGEST_SHORT: Final = 4_096
_JOINED_KEYS: Final = ("token", "response")
_FIRST_TEXTS: Final = re.compile(r'\s*\{\s*"(tools_used|suggested_questions)"\s*:\s*\[\s*')
_BETWEEN_TEXTS: Final = re.compile(r"\s*,\s*")
_TEXT: Final = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_LONGEST_ESCAPE: Final = len("\\uD83D")

# Numbers are never shown, so they need no exact integer, whose length Python would limit by an error.
_parse = json.JSONDecoder(parse_int=float).decode
_read_value = json.JSONDecoder(parse_int=float, strict=False).raw_decode

_SHORT_TOKEN: Final = ('{"token": "', '{"token":"')
_BEFORE_TEXT: Final = len('{"token":')
# The scanner in C that `decode` wraps: it reads one value, here the text alone.
_scan: Final[Callable[[str, int], tuple[str, int]]] = vars(json.JSONDecoder())["scan_once"]


class UnboundedJSON(Exception):
    """JSON that is not parsed, because it has too many values or is nested too deep."""


def parse_json(text: str) -> Any:
    """Parse one JSON value.

    Raises:
        ValueError: the text is no JSON.
        UnboundedJSON: parsing it would take too long.
    """
    try:
        if len(text) <= LARGE_CHARS:
            # Most events have one key, and an ordinary object of two costs little.
            return _parse(text) if len(_COLON.findall(text)) <= 1 else _parse_with_repeats(text)
        if text.count(",") + text.count("[") + text.count("{") > MAX_VALUES:
            raise UnboundedJSON
        return _parse_with_repeats(text)
    except RecursionError as error:
        raise UnboundedJSON from error


def short_token(text: str) -> str:
    """Return the text of `{"token": "..."}` that is short and holds nothing else; "" is for `parse_json` to read.

    Nearly every event of an answer is one, and the window waits for each: this takes a third of the time.
    """
    if not text.startswith(_SHORT_TOKEN) or len(text) > _LONGEST_SHORT:
        return ""
    try:
        token, end = _scan(text, _BEFORE_TEXT + (text[_BEFORE_TEXT] == " "))
    except ValueError:
        return ""
    return token if text[end:] == "}" else ""


def first_texts(text: str, most: int) -> tuple[str, list[str]] | None:
    """Read the first texts of a list that is the first value of an object: (key, texts), else None."""
    start = _FIRST_TEXTS.match(text)
    if start is None:
        return None
    texts: list[str] = []
    position = start.end()
    while len(texts) < most and text.startswith('"', position):
        try:
            found, position = _read_value(text, position)
        except ValueError:
            break
        texts.append(found)
        between = _BETWEEN_TEXTS.match(text, position)
        if between is None:
            break
        position = between.end()
    return start[1], texts


def text_so_far(text: str, key: str) -> str:
    """Read the text that follows `"key":` in JSON that is cut anywhere; "" where there is none."""
    start = re.search(rf'"{key}"\s*:\s*"', text)
    if start is None:
        return ""
    found = _TEXT.match(text, start.end())
    end = found.end() if found else start.end()
    for missing in range(_LONGEST_ESCAPE):  # The cut may have gone through an escape.
        try:
            value, _ = _read_value(text[start.end() - 1 : max(start.end(), end - missing)] + '"')
        except ValueError:
            continue
        return well_formed(str(value))
    return ""


def _parse_with_repeats(text: str) -> Any:
    return json.loads(text, parse_int=float, object_pairs_hook=_without_repeats)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object in which no repeated key hides a piece of the answer, or an error."""
    content = dict(pairs)
    if len(content) == len(pairs):
        return content
    for key in _JOINED_KEYS:
        values = [value for name, value in pairs if name == key]
        if len(values) > 1:
            content[key] = "".join(values) if all(isinstance(value, str) for value in values) else values
    errors = [value for name, value in pairs if name == "error" and value not in (None, False)]
    if errors:
        content["error"] = errors[0]
    content |= {name: False for name, value in pairs if name in ("success", "ok") and value is False}
    return content
