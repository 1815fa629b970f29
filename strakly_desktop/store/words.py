"""Text as it is searched: what the person saw, in one line, without the marks of markdown."""

import html
import re
import unicodedata

MAX_QUERY_CHARS = 200
MAX_QUERY_WORDS = 8

# Control and direction signs would break a line of the history; two of them mark hits (excerpts.py).
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]+")
# In Indic words a joiner only chooses between shapes of the same letters.
_INDIC_JOINER = re.compile("(?<=[\u0900-\u0dff])[\u200c\u200d]")

_LINE_START = re.compile(r"^(?:(?:>|#{1,6}(?=\s)|[*+-](?=\s)|\d{1,9}[.)](?=\s)|\[[ xX]\](?=\s))\s*)+")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"()]*\")?\)")
_BARE_LINK = re.compile(r"<(https?://[^<>\s]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_EMPHASIS = re.compile(r"(?<!\\)(?:[*`]+|~~|__+|(?<!\w)_|_(?!\w))")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def normal(text: str) -> str:
    """`text` in one line, its letters composed."""
    text = _DIRECTIONS.sub("", _CONTROLS.sub(" ", text))
    return " ".join(unicodedata.normalize("NFC", _INDIC_JOINER.sub("", text)).split())


def plain(markdown: str) -> str:
    """What a reader sees of `markdown`, in one line; cells of a table are set apart by a dot."""
    # Line by line: one long call would hold up the other threads, and with them the window.
    lines = (normal(html.unescape(_plain_line(line.strip()))) for line in markdown.split("\n"))
    return " ".join(filter(None, lines))


def query_words(text: str) -> list[str]:
    """The words to search for, each one the beginning of a word that is to be there."""
    found = _split(normal(text[:MAX_QUERY_CHARS]))[:MAX_QUERY_WORDS]
    folded = [word.casefold() for word in found]
    # `an anita` asks for no more than `anita`, and a short word costs most.
    return [
        word
        for index, word in enumerate(found)
        if not any(
            other.startswith(folded[index]) and (other != folded[index] or place < index)
            for place, other in enumerate(folded)
            if place != index
        )
    ]


def _plain_line(line: str) -> str:
    if not line.strip("|:-= \t") or line.startswith(("```", "~~~")):
        return ""
    line = _LINE_START.sub("", line, count=1)
    if "|" in line:
        line = " · ".join(filter(None, (cell.strip() for cell in _CELL_BORDER.split(line))))
    line = _BARE_LINK.sub(r"\1", _LINK.sub(r"\1", line))
    line = _EMPHASIS.sub("", _TAG.sub(" ", line))
    return _ESCAPE.sub(r"\1", line)


def _split(text: str) -> list[str]:
    """As the index splits it (schema.py): letters, digits and the marks on them."""
    words, start = [], -1
    for place, sign in enumerate(text + " "):
        if _is_word_sign(sign):
            start = place if start < 0 else start
        elif start >= 0:
            words.append(text[start:place])
            start = -1
    return [word for word in words if any(unicodedata.category(sign)[0] != "M" for sign in word)]


def _is_word_sign(sign: str) -> bool:
    if sign in "\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}":
        return False
    category = unicodedata.category(sign)
    return category[0] in "LN" or category in ("Co", "Mn", "Mc")
