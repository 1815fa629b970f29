"""Fits the renderer's HTML to the width of a page: long lines of code, tables, and what is nested too deep.

What Qt would cut at the margin goes on in the next line instead, with a mark where that changes what was typed.
"""

import re
from collections.abc import Iterator
from html import escape

from strakly_desktop.conversation.graphemes import cut_before
from strakly_desktop.rendering.markdown.grammar.limits import NESTING_LIMIT
from strakly_desktop.rendering.printing.print_fonts import PrintFonts
from strakly_desktop.rendering.printing.print_tables import table_on_paper, words_of

INDENT = 20
"""The px of one level of a list."""
GOES_ON = "↪ "
"""Begins a line that the page's width made of a longer line of code."""
_QUOTE_INDENT = 14
_CELL_SHARE = 0.9  # Of the width; a table around code takes some.
_NESTED = re.compile(
    r"<(/?)(ul|ol|blockquote)\b[^>]*>|<pre>(.*?)</pre>|<table>((?:(?!<table>).)*?)</table>", re.DOTALL
)
_TAB = "    "
# Qt reads the number of a list, but not that of an item.
_NUMBERED_ITEM = re.compile(r'<li value="(\d+)">')
_LIST_OF_ITS_OWN = r'</ol><ol start="\1" style="margin-top: 0px; margin-bottom: 0px"><li>'
# Qt lets what follows a `div` go on in its last line.
_TEXT_AFTER_DIV = re.compile(
    r"</div>(?=\s*(?:[^<\s]|<(?:a|b|code|del|em|i|ins|kbd|mark|s|small|span|strong|sub|sup|u)\b))"
)
_LATE = 0.6


def fit_on_paper(html: str, fonts: PrintFonts) -> str:
    """The HTML of some blocks, so that all of it stands between the margins."""
    lists = quotes = 0
    html = _TEXT_AFTER_DIV.sub("</div><br>", _NUMBERED_ITEM.sub(_LIST_OF_ITS_OWN, html))

    def fit(match: re.Match[str]) -> str:
        nonlocal lists, quotes
        closing, tag, code, table = match.groups()
        if tag is None:
            room = fonts.narrowed(inset(lists, quotes))
            if code is not None:
                return code_on_paper(words_of(code).removesuffix("\n"), room, room.width * _CELL_SHARE)
            return table_on_paper(fit_on_paper(table, room), room)
        before = quotes if tag == "blockquote" else lists
        after = before - 1 if closing else before + 1
        if tag == "blockquote":
            quotes = after
        else:
            lists = after
        # Real HTML may nest deeper than the page is wide: the words stay.
        return match[0] if max(before, after) <= NESTING_LIMIT else ""

    return _NESTED.sub(fit, html)


def inset(lists: int, quotes: int) -> int:
    """By how many px what is in so many lists and quotes within each other stands in from the margin."""
    return INDENT * min(lists, NESTING_LIMIT) + _QUOTE_INDENT * min(quotes, NESTING_LIMIT)


def code_on_paper(
    code: str, fonts: PrintFonts, width: float, style: str = "", *, within_line: bool = False
) -> str:
    """A block of code as HTML, its lines wrapped at `width` px. `within_line`: the first one had begun above."""
    lines = [
        part
        for index, line in enumerate(code.split("\n"))
        for part in _wrapped(line, fonts, width, GOES_ON if within_line and not index else "")
    ]
    styled = f' style="{style}"' if style else ""
    # Qt drops a line end right after this tag.
    return f"<pre{styled}>\n<code>{escape(chr(10).join(lines))}</code></pre>"


def _wrapped(line: str, fonts: PrintFonts, width: float, mark: str) -> Iterator[str]:
    """A line in parts of at most `width` px, cut between words where that leaves it long enough."""
    line = line.replace("\t", _TAB)
    # No more is measured than a line can hold: of endless ones the time would grow with the square.
    while fonts.text_width(mark + line[: 1 + int(width)], code=True) > width:
        cut = _cut(line, fonts, width - fonts.text_width(mark, code=True))
        yield mark + line[:cut]
        line, mark = line[cut:], GOES_ON
    yield mark + line


def _cut(line: str, fonts: PrintFonts, width: float) -> int:
    """How many characters of a line stand in `width` px; at least one."""
    low, high = 0, min(len(line), 1 + int(width))
    while low < high:
        middle = (low + high + 1) // 2
        if fonts.text_width(line[:middle], code=True) <= width:
            low = middle
        else:
            high = middle - 1
    space = line.rfind(" ", 0, low)
    if space > _LATE * low:
        return space + 1
    # A single grapheme wider than the paper is taken apart.
    return cut_before(line, low) or max(1, low)
