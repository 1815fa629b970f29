"""Answers of every form in which each word is known: for the question whether all of them reach the paper."""

import re
from itertools import count

from hypothesis import strategies as st

_WORD = "@@"
_HEADING = "%%"
MARKED = re.compile(r"[mh]\d+q")

_some = st.lists(st.just(_WORD), min_size=1, max_size=8).map(" ".join)
_filler = st.sampled_from(
    (
        "",
        " and so on",
        " for " + "many more words " * 12,
        " " + "x" * 160,
        " https://gym.example/" + "a" * 120,
    )
)
_words = st.builds(lambda words, rest: f"{words}{rest} {_WORD}", _some, _filler)
_inline = st.one_of(
    _words,
    st.just(f"[{_WORD}](/clients/5) {_WORD}"),
    st.just(f"[{_WORD}][far] and [{_WORD} {_WORD}][far]"),
    st.just(f"**{_WORD} *{_WORD}*** ~~{_WORD}~~ `{_WORD} {_WORD}`"),
    st.just(f"<b>{_WORD}</b> <u>{_WORD}</u><br>{_WORD}"),
    st.just(f"`{'code' * 60} {_WORD}`"),
    st.just(f"प्रिया {_WORD} 🏋️ 陳大文{_WORD}"),
)
_cell = st.one_of(
    st.just(""),
    st.just(_WORD),
    st.just(f"[{_WORD}](/clients/5)"),
    st.just(f"`{_WORD} {_WORD}`"),
    st.just(f"**{_WORD}** {_WORD}"),
    st.just(f"Rs. 1,300 {_WORD}"),
    st.just(f"22 Nov 2026 {_WORD}"),
    st.just(f"{_WORD}{' a note that wraps' * 9} {_WORD}"),
    st.just(f"{_WORD} {'9' * 90}"),
    st.just(f"{_WORD}<br>{_WORD}"),
)


@st.composite
def _tables(draw: st.DrawFn) -> str:
    columns = draw(st.one_of(st.integers(1, 8), st.sampled_from((12, 20, 40, 64))))
    rows = draw(st.one_of(st.integers(0, 12), st.sampled_from((24, 25, 26, 31))))
    marks = [draw(st.sampled_from(("---", ":--", "--:", ":-:"))) for _ in range(columns)]
    kinds = [draw(_cell) for _ in range(columns)]
    lines = [_line([_HEADING] * columns), _line(marks)]
    for row in range(rows):
        cells = kinds if row % 7 else kinds[: draw(st.integers(1, columns))]
        extra = [_WORD] * draw(st.integers(0, 2)) if row % 11 == 3 else []
        lines.append(_line([*cells, *extra]))
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


_code_line = st.one_of(
    st.just(f"{_WORD} = 1"),
    st.just(f"Hello {'there, we see you soon ' * 12}LAST {_WORD}"),
    st.just(f"{'x' * 400} {_WORD}"),
    st.just(f"\t{_WORD} <tr><td>{_WORD}</td></tr> &amp; {'क्षि' * 90} {_WORD}"),
    st.just(""),
)
_code = st.builds(
    lambda language, lines: f"```{language}\n" + "\n".join(lines) + "\n```",
    st.sampled_from(("", "python", "text")),
    st.lists(_code_line, min_size=1, max_size=6),
)
_raw = st.one_of(
    st.just(f"<div>{_WORD} <i>{_WORD}</i></div>"),
    st.just(f"<table><tr><td>{_WORD}</td></tr><tr><td>{_WORD}</td><td>{_WORD} {'y' * 150}</td></tr></table>"),
    st.just(
        f"<table><tr><td>{_WORD}<table><tr><td>{_WORD}</td></tr></table></td><td>{_WORD}</td></tr></table>"
    ),
    st.just(f"<details><summary>{_WORD}</summary>{_WORD}</details>"),
    st.integers(2, 60).map(lambda n: f"{'<ul><li>' * n}{_WORD}{'</li></ul>' * n}"),
    st.integers(2, 60).map(lambda n: f"{'<blockquote>' * n}{_WORD} {_WORD}{'</blockquote>' * n}"),
    st.just(f"<table>{_WORD}<tr><th>{_WORD}</th></tr>"),
)
_leaf = st.one_of(
    _inline,
    _inline.map(lambda words: f"## {words}"),
    _tables(),
    _tables(),
    _code,
    _raw,
    st.just("---"),
    st.integers(30, 70).map(lambda n: "\n".join(f"- {_WORD} {_WORD}" for _ in range(n))),
    st.integers(40, 90).map(lambda n: f"{_WORD} flows on " * n),
)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    blocks = st.lists(inner, min_size=1, max_size=3).map("\n\n".join)
    return st.one_of(
        blocks.map(lambda text: re.sub("^", "> ", text, flags=re.MULTILINE)),
        blocks.map(lambda text: f"- {_WORD}\n\n" + re.sub("^(?=.)", "  ", text, flags=re.MULTILINE)),
        blocks.map(lambda text: f"7. {_WORD}\n\n" + re.sub("^(?=.)", "   ", text, flags=re.MULTILINE)),
    )


_block = st.recursive(_leaf, _nested, max_leaves=6)


def _numbered(text: str) -> str:
    numbers = count()
    return re.sub(
        f"{_WORD}|{_HEADING}", lambda mark: f"{'m' if mark[0] == _WORD else 'h'}{next(numbers)}q", text
    )


def answers() -> st.SearchStrategy[str]:
    """Markdown in which all that is to be read is marked: `m1q`, and `h2q` in headings, which may stand again."""
    definitions = "\n\n[far]: /clients/9"
    return st.lists(_block, min_size=1, max_size=7).map(
        lambda blocks: _numbered("\n\n".join(blocks)) + definitions
    )


def assert_all_once(markdown: str, printed: str) -> None:
    """Every marked word is there; but for headings, once."""
    wanted, found = MARKED.findall(markdown), MARKED.findall(printed)
    assert set(wanted) == set(found)
    assert sorted(word for word in found if word[0] == "m") == sorted(
        word for word in wanted if word[0] == "m"
    )


def assert_all_in_order(markdown: str, printed: str) -> None:
    """Every marked word is there, in order; but for headings, once."""
    assert_all_once(markdown, printed)
    wanted = MARKED.findall(markdown)
    found = MARKED.findall(printed)
    place = iter(found)
    missing = [word for word in wanted if word not in place]
    assert missing == []
