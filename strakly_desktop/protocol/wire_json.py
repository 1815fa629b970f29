"""Reads the JSON of one event without ever holding the window still, whatever a server sends.

A parser cannot be interrupted, and the window waits for it: so JSON of very many values is not parsed at all, and
of a list that is far longer than what is shown only the first texts are read.
"""

import json
import re
from typing import Any, Final

from .wellformed import well_formed

# Commas and opening brackets: about 10 ms of parsing.
MAX_VALUES: Final = 40_000
LARGE_CHARS: Final = 64 * 1024
_JOINED_KEYS: Final = ("token", "response")
_FIRST_TEXTS: Final = re.compile(r'\s*\{\s*"(tools_used|suggested_questions)"\s*:\s*\[\s*')
_BETWEEN_TEXTS: Final = re.compile(r"\s*,\s*")
_TEXT: Final = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_LONGEST_ESCAPE: Final = len("\\uD83D")

# Numbers are never shown, so they need no exact integer, whose length Python would limit by an error.
_parse = json.JSONDecoder(parse_int=float).decode
_read_value = json.JSONDecoder(parse_int=float, strict=False).raw_decode


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
            return _parse(text) if text.count('":') <= 1 else _parse_with_repeats(text)
        if text.count(",") + text.count("[") + text.count("{") > MAX_VALUES:
            raise UnboundedJSON
        return _parse_with_repeats(text)
    except RecursionError as error:
        raise UnboundedJSON from error


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
    return content
