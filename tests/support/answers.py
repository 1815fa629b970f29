"""The answers that the rendering tests read: hand-written ones by style, and outlines in every habit of indenting."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

_CORPUS = Path(__file__).parents[1] / "rendering" / "corpus"

# (depth, text): what a model wants to say, before it picks a way to write lists.
_OUTLINES: tuple[tuple[tuple[int, str], ...], ...] = (
    (
        (0, "Warm-up"),
        (1, "5 min bike"),
        (1, "joint circles"),
        (0, "Main part"),
        (1, "3 x 10 squats"),
        (0, "Cool-down"),
    ),
    (
        (0, "**Asha Rao**"),
        (1, "Plan: *Gold*"),
        (2, "ends 3 March"),
        (2, "Rs. 18,000"),
        (1, "[open](/clients/5)"),
        (0, "**Bram**"),
        (1, "no plan"),
    ),
    ((0, "सोमवार"), (1, "छाती"), (0, "मंगलवार"), (1, "पीठ"), (2, "`3 x 10`"), (1, "बाइसेप्स")),
)
_MARKERS = (("-",), ("*",), ("1.",), ("1.", "-"), ("-", "1."), ("1)", "*"))
_INDENTS: tuple[int | str, ...] = ("column", 2, 3, 4, "tab")


def handwritten(style: str) -> list[str]:
    """The answers of one corpus file."""
    text = (_CORPUS / f"{style}.md").read_text(encoding="utf-8")
    return [answer.strip("\n") for answer in text.split("\n%%%\n")]


def styles() -> list[str]:
    """The names of the corpus files."""
    return sorted(path.stem for path in _CORPUS.glob("*.md"))


def outlined() -> Iterator[str]:
    """Every outline with every pair of markers, every indent, with and without blank lines around it."""
    for outline, markers, indent, spaced in product(_OUTLINES, _MARKERS, _INDENTS, (False, True)):
        yield _outline(outline, markers, indent, spaced)


def every_answer() -> list[str]:
    """The whole corpus."""
    return [answer for style in styles() for answer in handwritten(style)] + list(outlined())


def _outline(
    outline: tuple[tuple[int, str], ...], markers: tuple[str, ...], indent: int | str, spaced: bool
) -> str:
    lines = ["Here is the plan:"]
    if spaced:
        lines.append("")
    counts = [0, 0, 0]
    for depth, text in outline:
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (2 - depth)
        names = [markers[level % len(markers)] for level in range(depth + 1)]
        shown = names[-1] if names[-1] in "-*" else f"{counts[depth]}{names[-1][1:]}"
        match indent:
            case "tab":
                lead = "\t" * depth
            case "column":
                lead = " " * sum(len(name) + 1 for name in names[:-1])
            case _:
                lead = " " * (int(indent) * depth)
        lines.append(f"{lead}{shown} {text}")
    lines += ["", "Shall I save it?"] if spaced else [""]
    return "\n".join(lines)
