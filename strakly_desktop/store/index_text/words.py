"""Text as it is shown and indexed: what the person saw, in one line, without the marks of markdown."""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from strakly_desktop.store.index_text.folding import folded_lines
from strakly_desktop.store.index_text.numbers import with_numbers

# Control and direction signs would break a line of the history; two of them mark hits (excerpts.py).
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")
# Those that are no blanks to `str.split`.
_LINE_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]+")
# In Indic words a joiner only chooses between shapes of the same letters.
_INDIC_JOINER = re.compile("(?<=[\u0900-\u0dff])[\u200c\u200d]")
# Any of the three; blanks are taken together anyway.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200c\u200d\u202a-\u202e\u2066-\u2069]")

_LINE_START = re.compile(r"^(?:(?:>|#{1,6}(?=\s)|[*+-](?=\s)|\d{1,9}[.)](?=\s)|\[[ xX]\](?=\s))\s*)+")
_LINE_STARTS = frozenset(">#*+-[0123456789")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
# None of these reaches from one line into the next: many lines are read at once.
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*(?:[^\S\n]+\"[^\"()\n]*\")?\)")
_BARE_LINK = re.compile(r"<(https?://[^<>\s]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
_EMPHASIS = re.compile(r"(?<!\\)(?:[*`]+|~~|__+|(?<!\w)_|_(?!\w))")
_MARKS = re.compile("[*`~_]")
_ASCII_WORD = re.compile("[0-9A-Za-z]+")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def normal(text: str) -> str:
    """`text` in one line, its letters composed."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    if _UNSEEN.search(text):
        text = _INDIC_JOINER.sub("", _DIRECTIONS.sub("", _CONTROLS.sub(" ", text)))
    return " ".join(unicodedata.normalize("NFC", text).split())


def plain(markdown: str) -> str:
    """What a reader sees of `markdown`, in one line; cells of a table are set apart by a dot."""
    # Line by line: one long call would hold up the other threads, and with them the window.
    return " ".join(filter(None, map(plain_line, markdown.split("\n"))))


def plain_line(line: str) -> str:
    """What a reader sees of one line of markdown."""
    return normal(bare(line))


def bare(markdown: str) -> str:
    """The same of many lines, with the blanks and signs that `normal` takes away."""
    text = "\n".join([_bare_line(line.strip()) for line in markdown.split("\n")])
    if "<" in text:
        text = _TAG.sub(" ", _BARE_LINK.sub(r"\1", text))
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if _MARKS.search(text):
        text = _EMPHASIS.sub("", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return html.unescape(text) if "&" in text else text


def indexed(text: str, *, is_markdown: bool) -> str:
    """What the index holds of `text`: line by line, as `folding` and `numbers` write it."""
    return with_numbers(folded_lines("\n".join(_shown_lines(text, is_markdown=is_markdown))))


def _shown_lines(text: str, *, is_markdown: bool) -> list[str]:
    """Each line of `text` as `plain_line` or `normal` makes it; what is dear is done for all of them at once."""
    whole = bare(text) if is_markdown else text
    if not whole.isascii():
        if _UNSEEN.search(whole):
            whole = _INDIC_JOINER.sub("", _DIRECTIONS.sub("", whole))
        whole = unicodedata.normalize("NFC", whole)
    shown = whole.split("\n")
    if len(shown) != text.count("\n") + 1 or _LINE_CONTROLS.search(whole):
        return list(map(plain_line if is_markdown else normal, text.split("\n")))
    return [" ".join(line.split()) for line in shown]


def _bare_line(line: str) -> str:
    """Without what makes it a heading, an item, a row or a fence."""
    if not line.strip("|:-= \t") or line.startswith(("```", "~~~")):
        return ""
    if line[0] in _LINE_STARTS:
        line = _LINE_START.sub("", line, count=1)
    if "|" in line:
        cells = _CELL_BORDER.split(line) if "\\|" in line else line.split("|")
        return " · ".join([cell for cell in map(str.strip, cells) if cell])
    return line


def words_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the words are, as the index splits them (schema.py): letters, digits and the marks on them."""
    if text.isascii():
        for found in _ASCII_WORD.finditer(text):
            yield found.span()
        return
    start = -1
    for place, sign in enumerate(text + " "):
        if is_word_sign(sign):
            start = place if start < 0 else start
        elif start >= 0:
            if any(unicodedata.category(one)[0] != "M" for one in text[start:place]):
                yield start, place
            start = -1


@lru_cache(4096)
def is_word_sign(sign: str) -> bool:
    """Whether it is part of a word, not between words."""
    if sign in "\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}":
        return False
    category = unicodedata.category(sign)
    return category[0] in "LN" or category in ("Co", "Mn", "Mc")
