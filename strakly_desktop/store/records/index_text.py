"""Text as it is shown and indexed: what the person saw, in one line, without the marks of markdown."""

import html
import re
import unicodedata

from strakly_desktop.matching.folding import folded_lines
from strakly_desktop.matching.numbers import with_numbers
from strakly_desktop.matching.words import DIRECTIONS, INDIC_JOINER, UNSEEN, normal

# Those that are no blanks to `str.split`.
_LINE_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")

_LINE_START = re.compile(r"^(?:(?:>|#{1,6}(?=\s)|[*+-](?=\s)|\d{1,9}[.)](?=\s)|\[[ xX]\](?=\s))\s*)+")
_LINE_STARTS = frozenset(">#*+-[0123456789")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
# None of these reaches from one line into the next: many lines are read at once.
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*(?:[^\S\n]+\"[^\"()\n]*\")?\)")
_BARE_LINK = re.compile(r"<(https?://[^<>\s]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
_EMPHASIS = re.compile(r"(?<!\\)(?:[*`]+|~~|__+|(?<!\w)_|_(?!\w))")
_MARKS = re.compile("[*`~_]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(markdown: str) -> str:
    """What a reader sees of `markdown`, in one line; cells of a table are set apart by a dot."""
    # Line by line: one long call would hold up the other threads, and with them the window.
    return " ".join(filter(None, map(plain_line, markdown.split("\n"))))


def plain_line(line: str) -> str:
    """What a reader sees of one line of markdown."""
    return normal(bare(line))


def bare(markdown: str) -> str:
    """The same of many lines, with the blanks and characters that `normal` takes away."""
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
        if UNSEEN.search(whole):
            whole = INDIC_JOINER.sub("", DIRECTIONS.sub("", whole))
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
