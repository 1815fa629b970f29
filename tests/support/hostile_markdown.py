"""Markdown that nobody would write on purpose: near-tables, endless words, deep nesting, in every mixture.

A document is a few blocks, each perhaps behind the marks of quotes and items. Sizes are chosen around the limits of
the reader, where a long paragraph is cut into slices and a deep or wide thing becomes text.
"""

import os
from collections.abc import Callable, Sequence
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st

DEPTH = int(os.environ.get("STRAKLY_EXAMPLES", "1"))
"""How many times more examples than usual are tried."""

_PLAIN_WORDS = st.sampled_from(["Asha Rao", "Rs. 12,000", "Gold 12 months", "28 Nov 2026"])
_WORDS = st.sampled_from(
    [
        "Asha",
        "Rs. 12,000",
        "**Gold**",
        "[Ravi](/clients/5)",
        "`a|b`",
        "``x ` | y``",
        "a\\|b",
        "5*6*7",
        "*99#",
        "योजना।",
        "https://gym.example/a_b。",
        "[Total]",
        "[note][p]",
        "&amp;",
        "<b>due</b>",
        "<client name>",
        "_x_",
        "~~old~~",
        "2**10",
        "![x](/y)",
        "-",
        "|",
        "`",
        "*",
        "[",
        "]",
        "~5",
        "www.gym.example",
        "\\",
        "1.",
        "💪",
        "12\u00a0345",
        "<",
        "a_b_c",
        "</b>",
        "\t",
        "!",
        "<br>",
        "`open",
        "**open",
        "](",
        "x" * 40,
    ]
)
_SIZES = st.sampled_from([1, 2, 3, 12, 30, 60])
_COUNTS = st.sampled_from([0, 1, 2, 8, 24, 30])
_DEPTHS = st.sampled_from([1, 2, 5, 12, 23, 24, 25, 26, 60, 300])
_COLUMNS = st.sampled_from([1, 2, 3, 3, 4, 4, 5, 5, 64, 65, 66, 200])
_LONG = st.sampled_from([900, 1030, 1600, 4090, 4100, 5000, 16_400])


@st.composite
def documents(draw: st.DrawFn, *, contained: bool = False) -> str:
    """A whole answer. `contained`: most of it in one container, of many blocks."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        block = draw(st.one_of(_BLOCKS))
        for _ in range(draw(st.integers(1, 4)) if contained else 0):
            block = [*block, *draw(st.sampled_from([[], [""]])), *_inner(draw)]
        lines += _within(draw, block) if contained or draw(st.booleans()) else block
        lines += draw(st.sampled_from([[], [""], [""], ["", ""], ["  "]]))
    ends = draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]))
    return ends.join(lines) + draw(st.sampled_from(["", ends]))


@st.composite
def cuttings(draw: st.DrawFn) -> Callable[[str], list[str]]:
    """A way to cut a text into at most some hundred tokens: at the lines, at every character somewhere, in steps."""
    column = draw(st.integers(0, 5))
    begin, step = draw(st.floats(0, 1)), draw(st.sampled_from([1, 1, 2, 7, 40]))
    coarse = draw(st.sampled_from([60, 400, 5000]))

    def cut(text: str) -> list[str]:
        first = int(begin * len(text))
        edges = {0, len(text), *range(first, min(first + 15 * step, len(text)), step)}
        edges |= set(range(0, len(text), max(coarse, len(text) // 15)))
        lines = [
            place + column for place, char in enumerate(text) if char == "\n" and place + column < len(text)
        ]
        edges |= set(lines[:: len(lines) // 20 + 1])
        return [text[a:b] for a, b in pairwise(sorted(edges))]

    return cut


def example_settings(count: int) -> settings:
    """`count` examples, the same in every run; or so many times more, others each time, as the environment asks for."""
    return settings(max_examples=count * DEPTH, deadline=None, derandomize=DEPTH == 1)


def _inner(draw: st.DrawFn) -> list[str]:
    block = draw(st.one_of(_BLOCKS))
    return _within(draw, block) if draw(st.booleans()) else block


def _within(draw: st.DrawFn, lines: Sequence[str]) -> list[str]:
    """The lines inside quotes and items, now and then without all of their marks."""
    for _ in range(draw(st.integers(1, 3))):
        first, further = draw(
            st.sampled_from(
                [("> ", "> "), (">", ">"), ("- ", "  "), ("7. ", "   "), ("* ", " "), ("1) ", "   ")]
            )
        )
        lazy = draw(st.integers(0, 6))
        lines = [
            first + line
            if index == 0
            else line
            if lazy and index % 7 == lazy
            else (further + line).rstrip(" ")
            for index, line in enumerate(lines)
        ]
    return list(lines)


def _line(draw: st.DrawFn) -> str:
    words = _PLAIN_WORDS if draw(st.booleans()) else _WORDS
    return " ".join(draw(st.lists(words, min_size=1, max_size=6)))


def _row(draw: st.DrawFn, columns: int) -> str:
    words = _PLAIN_WORDS if draw(st.booleans()) else _WORDS
    cells = draw(st.lists(words, min_size=1, max_size=4))
    row = " | ".join(cells[index % len(cells)] for index in range(columns))
    return draw(st.sampled_from(["| {} |", "{}", "| {}", "{} |", "|{}|", "  | {} |"])).format(row)


@st.composite
def _prose(draw: st.DrawFn) -> list[str]:
    line = _line(draw)
    lines = [line if draw(st.booleans()) else "Members who pay on the first of the month."] * draw(_SIZES)
    return [*lines, _line(draw)]


@st.composite
def _near_table(draw: st.DrawFn) -> list[str]:
    """Rows, with lines that are a delimiter row or nearly one at any place among them, or none at all."""
    columns = draw(_COLUMNS)
    lines = [_row(draw, columns)] * (draw(_SIZES) if columns < 10 else 2)
    if draw(st.booleans()):
        lines = ["Here they are: the members with something to pay."] * draw(_COUNTS) + lines
    for _ in range(draw(st.integers(0, 2))):
        width = max(1, columns + draw(st.sampled_from([-2, -1, 0, 0, 0, 1, 2])))
        cell = draw(st.sampled_from(["---", ":-:", "-", "--:"]))
        delimiters = draw(st.sampled_from(["|" + "{}|" * width, "{}" + " | {}" * (width - 1), "|{}"]))
        place = draw(st.integers(0, len(lines)))
        lines.insert(place, delimiters.replace("{}", cell))
    if draw(st.booleans()):
        place = draw(st.integers(0, len(lines)))
        lines.insert(
            place, draw(st.sampled_from(["|", "||", "|-", "-", "--", "|:", "=", "| | |", ":-", "-|", "---"]))
        )
    return lines


@st.composite
def _unbroken(draw: st.DrawFn) -> list[str]:
    part = draw(
        st.sampled_from(
            ["x", "0", "ab|", "a*b", "`c", "[", "![", "<b>", "a\\", "https://gym.example/", "🙂", "_", "("]
        )
    )
    lead = draw(
        st.sampled_from(["", "Word ", "| a | ", "- ", "> ", "```\n", "# ", "    ", "[", "https://", "1. "])
    )
    return (lead + part * (draw(_LONG) // len(part))).split("\n")


@st.composite
def _deep(draw: st.DrawFn) -> list[str]:
    depth = draw(_DEPTHS)
    opening, closing = draw(
        st.sampled_from(
            [
                (">", ""),
                ("> ", ""),
                ("- ", ""),
                ("1. ", ""),
                ("> - ", ""),
                ("<div>", "</div>"),
                ("<ul><li>", "</li></ul>"),
                ("<blockquote>", ""),
                ("<b>", "</b>"),
                ("<table><tr><td>", ""),
                ("**a ", " b**"),
                ("*a **b ", " c** d*"),
                ("[", "](/x)"),
                ("[", "]"),
                ("![", "](/x)"),
                ("<a href='/x'>", ""),
            ]
        )
    )
    text = opening * depth + "deep" + closing * draw(st.sampled_from([depth, depth - 1, 0]))
    if draw(st.booleans()):
        return [text]
    return [
        "  " * level + "- level" if opening == "- " else opening * level + " level"
        for level in range(min(depth, 40))
    ]


@st.composite
def _items(draw: st.DrawFn) -> list[str]:
    marks = draw(
        st.lists(
            st.sampled_from(
                ["-", "*", "1.", "1.", "3.", "0.", "14.", "1042.", "999999999.", "2)", "  -", "   1."]
            ),
            min_size=1,
            max_size=4,
        )
    )
    return [f"{mark} {_line(draw)}" for mark in marks * draw(st.sampled_from([1, 2, 9]))]


@st.composite
def _definitions(draw: st.DrawFn) -> list[str]:
    return draw(
        st.lists(
            st.sampled_from(
                [
                    "[Total]: 500",
                    "[p]: /plans/3",
                    '[p]: /x "A plan"',
                    "[a]:",
                    "/y",
                    "'title",
                    "[Total]",
                    "[p]: ",
                    "[x]: <a b>",
                    "[Total]: 500 rupees",
                    "See [p] and [Total].",
                    "   [Ravi]: /clients/5",
                    "'",
                    "===",
                    "---",
                    "| a |",
                    "|---|",
                ]
            ),
            min_size=1,
            max_size=7,
        )
    )


@st.composite
def _others(draw: st.DrawFn) -> list[str]:
    return draw(
        st.lists(
            st.sampled_from(
                [
                    "<div>",
                    "</div>",
                    "<table><tr><th>a</th></tr>",
                    "<ul><li>x",
                    "<!-- note",
                    "-->",
                    "```python",
                    "```Total: Rs. 5",
                    "<dl><dt>a<dd>b",
                    "<img alt='x'> <time>",
                    "</time> [b](tel:5 'c')",
                    "```",
                    "~~~",
                    "    code",
                    "\tcode",
                    "# Head",
                    "## Head ##",
                    "---",
                    "***",
                    "===",
                    "text",
                    "text  ",
                    "text\\",
                    "| a | b |",
                    "|---|---|",
                    "| 1 | 2 |",
                    "> quote",
                    "lazy",
                    ">",
                    "-",
                    "1.",
                    "",
                    "",
                    "[p]: /x",
                    "- item",
                    "  more",
                    "<p>x",
                ]
            ),
            min_size=1,
            max_size=9,
        )
    )


_BLOCKS = [_prose(), _near_table(), _near_table(), _unbroken(), _deep(), _items(), _definitions(), _others()]
