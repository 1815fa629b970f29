"""Unfinished markdown made whole, so that a growing answer never shows raw: no `**bo`, no `[Li`, no half
table.

What is begun is shown as what it will most likely become; what cannot be shown yet is held back. Nothing here
touches the finished answer.
"""

import re
from collections.abc import Sequence

from strakly_desktop.rendering.markdown.grammar.block_parser import BlockParser
from strakly_desktop.rendering.markdown.grammar.inline import InlineText, read_alone
from strakly_desktop.rendering.markdown.grammar.leaf_blocks import Fence, Html, Paragraph, Table
from strakly_desktop.rendering.markdown.grammar.links import take_definitions
from strakly_desktop.rendering.markdown.grammar.segment_buffer import SourceLine
from strakly_desktop.rendering.markdown.grammar.table_syntax import split_row
from strakly_desktop.rendering.markdown.settled_beginning import SettledBeginning

# A line that so far is nothing but the beginning of some marker: list, heading, rule, underline, fence,
# quote.
_MARKER_ONLY = re.compile(
    r"[ \t>]*(?:[-+*][ \t]+|[0-9]{1,9}[.)][ \t]+)*"
    r"(?:[-=_*+#`~|:\s]*|[0-9]{1,9}[.)]?[ \t]*|[-+*][ \t]+\[[ xX]?\]?[ \t]*"
    r"|\[[^\]\n]*\]?:?[ \t]*\S*|</?[\w-]*|<!?-*|(?:`{3,}|~{3,})[ \t]*[^\s`]*)$"
)
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]*\]:")
_HEADING = re.compile(r"([ \t>]*(?:[-+*][ \t]+|[0-9]{1,9}[.)][ \t]+)*#{1,6}[ \t]+)(.*)", re.DOTALL)
_DELIMITER_ROW = re.compile(r"[ \t]*[|:-][ |:-]*$")
_NOT_QUOTE = re.compile(r"[^>]")

# What may mean something, or end something that does; blanks are shown as one, and none at the end.
_NOT_PLAIN = re.compile(r"[\\`\[\]<>&*_~!#|/@^]|  ")

_TAIL_MARKS = re.compile(r"(?:[*_~`]+|!|\\|&#?[A-Za-z0-9]{0,31}|</?[A-Za-z!][^<>]{0,2000}|</?|!?\[)$")
_MARK_ENDS = "*_~`!\\&#/[\n"
_LONGEST_ENTITY = 34
# Emphasis, a code for the telephone, or a star: the next letter, or the "#" at the end of the code, tells.
_UNDECIDED = re.compile(r"(?<![^\s(])(?:\*#?\d[\d*#]{0,60}|[*_~]+[^\w\s*_~`\[\]<>\\]{1,3})$")
# A single one before these is a mark of its own: "it *."
_NO_EMPHASIS = re.compile(r"[^\w\s]*(?:\s|$)")
_MOST_MARKS = 3
"""More in a row stand for something that is not shown: "****1234"."""
_OPEN_HTML = re.compile(r"<(?:[A-Za-z/!?][^<>]{0,2000}|!--(?:(?!-->).){0,2000})?$", re.DOTALL)
_CODE = "\ue000"
"""Stands for the code with which a text ends: a letter to all else."""
_LINK_TARGET = re.compile(
    r"(?<!\\)!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\([^()\n]*(?:\([^()\n]*\)?[^()\n]*)?|\[[^\[\]]*)?$"
)
_LINK_TEXT = re.compile(r"(?<!\\)!?\[([^\[\]]*)$")
_MAY_BE_ADDRESS = re.compile("http|www", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![^\W_])(https?|www)(?=[:.])(?![^\s]*[\s<>\]])\S*$", re.IGNORECASE)


# These are text where they have no other half.
_OPEN_TAG = re.compile(
    r"<(abbr|b|big|blockquote|button|center|cite|code|del|details|dfn|div|dl|em|fieldset|figure|font|h[1-6]|i|ins|kbd"
    r"|label|legend|mark|ol|pre|q|s|samp|small|span|strike|strong|sub|summary|sup|table|tt|u|ul|var)>",
    re.IGNORECASE,
)
_MOST_OPEN_TAGS = 8

_TRIES = 4
_SHORT = 256
"""Characters of a text that a frame reads more than once."""


def complete_lines(
    probe: BlockParser, lines: Sequence[SourceLine], beginning: SettledBeginning
) -> list[SourceLine] | None:
    """The last lines of a growing answer, the last of them perhaps not ended, in a form that can be shown.

    `probe`: a parser that stands before the first of the lines. If it has read what can be shown, the result is
    None; else it is used up, and the result is the lines to be read in its place. `beginning`: of a paragraph.
    """
    *ended, partial = lines
    for line in ended:
        probe.feed(line)
    leaf = probe.open_leaf
    if isinstance(leaf, Fence):
        # Nothing, or perhaps the closing fence: no line of code yet.
        bare = partial.text.strip().lstrip("> ")
        if bare != leaf.char * len(bare):
            probe.feed(partial)
        return None
    if not partial.glued and _is_held_back(partial.text, leaf):
        partial = SourceLine("", partial.start)
    if isinstance(leaf, Table):
        partial = SourceLine(complete_text(partial.text), partial.start, partial.glued)
    elif (heading := _HEADING.match(partial.text)) is not None and not partial.glued:
        partial = SourceLine(heading[1] + complete_text(heading[2]), partial.start)
    if not partial.text.strip():
        # An ended line can still be the header of a table; a blank line after it would end it.
        return _complete_paragraph(probe, ended, beginning)
    probe.feed(partial)
    if isinstance(probe.open_leaf, Html):
        return _complete_html(probe.open_leaf, ended, partial)
    return _complete_paragraph(probe, [*ended, partial], beginning)


def plain_continuation(line: str, added: str) -> str | None:
    """What `added` brings to the text shown for `line`, which was shown as it is; None if it may change more.

    Most of what arrives is words: they need no reading of what stands before them.
    """
    seam = line[-2:] + added
    if not seam.isprintable() or _NOT_PLAIN.search(seam) or "www." in f"{line[-4:]}{added}".lower():
        return None
    return (line + added).rstrip(" ")[len(line.rstrip(" ")) :]


def complete_text(text: str, tries: int = _TRIES) -> str:
    """The text of one block with everything closed that is open at its end, or held back.

    Past so many `tries` it is left as it came: each reads the text once more, at every frame.
    """
    for _ in range(tries):
        tail = _mark_at_end(text)
        if tail is None or not tail[0]:
            break
        ticks = _ticks_around(text, tail.start())
        if ticks and not (tail[0].strip("`") == "" and len(tail[0]) < ticks):
            break
        text = text[: tail.start()]
    read, inline = text, _inline(text)
    if inline.open_ticks is not None and not _is_lone_tick(text, inline.open_ticks):
        rest = text[inline.open_ticks :]
        ticks = len(rest) - len(rest.lstrip("`"))
        before = text[: inline.open_ticks]
        shown = complete_text(before + _CODE, tries - 1) if tries else before + _CODE
        return shown.replace(_CODE, rest.rstrip() + "`" * ticks)
    if "[" in text:
        text = _LINK_TARGET.sub(r"\1", text) if text.endswith("]") or _is_open_target(text) else text
        text = _LINK_TEXT.sub(r"\1", text)
    if _MAY_BE_ADDRESS.search(text):
        text = _ADDRESS.sub(lambda match: match[1] + "\\" + match[0][len(match[1]) :], text)
    if text != read:
        inline = _inline(text)
    closing = "".join(
        delimiter.char * delimiter.count
        for delimiter in reversed(inline.open_delimiters)
        if delimiter.length <= _MOST_MARKS
        and (delimiter.length > 1 or not _NO_EMPHASIS.match(text, delimiter.position + 1))
    )
    if "<" in text:
        closing += _closing_tags(text)
    return text.rstrip() + closing if closing else text


def _inline(text: str) -> InlineText:
    return read_alone(text) if len(text) <= _SHORT else InlineText(text)


def _mark_at_end(text: str) -> re.Match[str] | None:
    """What of a mark stands at the end."""
    last = text[-1:]
    # Most texts end in a word, in which no mark is looked for.
    if last in _MARK_ENDS or "&" in text[-_LONGEST_ENTITY:] or "<" in text:
        tail = _TAIL_MARKS.search(text, max(0, len(text) - 2048))
        if tail is not None and tail[0]:
            return tail
    return None if last.isalpha() or last == " " else _UNDECIDED.search(text, max(0, len(text) - 80))


def complete_texts(text: str, beginning: SettledBeginning) -> str:
    """`complete_text` of all of it: what is settled is left as it is."""
    settled = beginning.length_in(text)
    return text[:settled] + complete_text(text[settled:])


def _complete_html(html: Html, ended: list[SourceLine], partial: SourceLine) -> list[SourceLine] | None:
    """The lines of an open block of HTML without a tag that is begun, and with an end for what is nothing without."""
    text = _OPEN_HTML.sub("", partial.text)
    read = html.html.removesuffix(partial.text) + text
    text += _closing_tags(read)
    if text == partial.text:
        return None
    # A blank line would end the block.
    return [*ended, SourceLine(text, partial.start, partial.glued)] if text.strip() else ended


def _closing_tags(text: str) -> str:
    """What ends the last elements that are nothing without an end."""
    found = list(_OPEN_TAG.finditer(text))[-_MOST_OPEN_TAGS:]
    lower = text.lower()
    return "".join(
        f"</{tag[1]}>"
        for tag in reversed(found)
        if f"</{tag[1].lower()}>" not in lower[tag.end() :] and not _is_within_code(text, tag.start())
    )


def _is_held_back(text: str, leaf: object) -> bool:
    if isinstance(leaf, Paragraph) and leaf.lines and "|" in leaf.lines[-1] and _DELIMITER_ROW.match(text):
        return False
    return bool(_MARKER_ONLY.match(text)) or bool(_DEFINITION.match(text) and not _is_text(leaf))


def _is_text(leaf: object) -> bool:
    """Whether a paragraph is open that is more than definitions."""
    if not isinstance(leaf, Paragraph):
        return False
    return not leaf.text.startswith("[") or bool(take_definitions(leaf.text)[1])


def _complete_paragraph(
    probe: BlockParser, lines: list[SourceLine], beginning: SettledBeginning
) -> list[SourceLine] | None:
    leaf = probe.open_leaf
    if not isinstance(leaf, Paragraph):
        return None
    texts = leaf.lines
    if leaf.slices and texts[:1] == [""]:
        texts = texts[1:]  # a slice that begins on a line of its own
    if not texts or len(texts) > len(lines):
        return None
    before, own = lines[: -len(texts)], lines[-len(texts) :]
    fixed = _complete_table(texts) or complete_texts("\n".join(texts), beginning).split("\n")
    if fixed == texts:
        return None
    prefixes = [_prefix(line.text, text) for line, text in zip(own, texts, strict=True)]
    if len(fixed) > len(own):
        prefixes.append(_NOT_QUOTE.sub(" ", prefixes[-1]))
        own = [*own, SourceLine("", own[-1].start)]
    changed = [
        SourceLine(prefix + text, line.start, line.glued)
        for prefix, text, line in zip(prefixes, fixed, own, strict=False)
    ]
    return before + changed


def _complete_table(lines: list[str]) -> list[str] | None:
    """A paragraph that ends in the header of a table, with the delimiter row to come; None if it does not."""
    header, rest = lines[-1], lines[:-1]
    if len(lines) > 1 and _DELIMITER_ROW.match(header) and lines[-2].lstrip().startswith("|"):
        header, rest = lines[-2], lines[:-2]
    elif not header.lstrip().startswith("|"):
        return None
    cells = split_row(complete_text(header))
    return [
        *rest,
        "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |",
        "|" + "---|" * len(cells),
    ]


def _prefix(raw: str, text: str) -> str:
    raw, text = raw.rstrip(), text.rstrip()
    return raw[: len(raw) - len(text)] if text else raw


def _is_within_code(text: str, position: int) -> bool:
    return _ticks_around(text, position) > 0


def _ticks_around(text: str, position: int) -> int:
    """By how many ticks the code began that is open there; 0 where none is."""
    if text.find("`", 0, position) < 0:
        return 0
    begun = text[:position]
    opening = InlineText(begun).open_ticks
    if opening is None or _is_lone_tick(begun, opening):
        return 0
    return len(begun) - opening - len(begun[opening:].lstrip("`"))


def _is_lone_tick(text: str, position: int) -> bool:
    """Whether a single tick begins no code: a blank follows it."""
    return text[position + 1 : position + 2].isspace()


def _is_open_target(text: str) -> bool:
    """Whether the text ends within the parentheses of a link."""
    begin = text.rfind("](")
    return begin >= 0 and text.count(")", begin) < text.count("(", begin)
