"""Answers in which words stand at every place where markdown and HTML might hide them, and what a reader expects.

Each word is `m1q`, `m2q` ... in the order of reading; words of different blocks and cells are apart on the page.
"""

import re
from itertools import count

from hypothesis import strategies as st

_W = "@@"
WORD = re.compile(r"(?<![^\W_])m\d+q(?![^\W_])")

_INLINE = (
    _W,
    f"**{_W}** *{_W}* ~~{_W}~~ `{_W}`",
    f"[{_W}](/clients/5) {_W}",
    f"[{_W}](tel:{_W})",
    f"[{_W}](mailto:{_W})",
    f"[{_W}]({_W})",
    f"[{_W}](#{_W})",
    f'[{_W}](/clients/5 "{_W}")',
    f"[{_W}](https://gym.example '{_W} {_W}')",
    f'[{_W}][t] <b title="{_W}">',
    f"![{_W}](/chart.png)",
    f'![{_W}](chart.png "{_W}")',
    f"![]({_W})",
    f"[](/{_W})",
    f"<a href='/{_W}'></a>",
    f'<img alt="{_W}"> {_W}',
    f'<img src="/x.png" alt="{_W}" title="{_W}">',
    f"<img src={_W}>",
    f"<{_W}> <{_W} {_W}> </{_W}>",
    "Come at <time>, " + _W,
    f"<{_W} x='{_W}'>{_W}</{_W}>",
    f"<a href='mailto:{_W}'></a>",
    f"<a href='tel:5'>{_W}</a>",
    f"<abbr title='{_W}'></abbr> {_W}",
    f"<button>{_W}</button><button>{_W}</button>",
    f"<label>{_W}</label><input value='{_W}'>",
    f"<input type=submit value={_W}>",
    f"<input placeholder='{_W}'>{_W}",
    f"<script>{_W}</script> <style>{_W}</style>",
    f"<svg><text>{_W}</text></svg>",
    f"<math><mi>{_W}</mi></math>",
    f"<select><option>{_W}</option><option>{_W}</option></select>",
    f"<textarea>{_W}</textarea><title>{_W}</title>",
    f"<ruby>{_W}<rt>{_W}</rt></ruby>",
    f"<video>{_W}</video> <object>{_W}</object>",
    f"{_W}<p>{_W}</p>{_W}<div>{_W}<ul><li>{_W}<li>{_W}</ul>",
    f"{_W}<hr>{_W}</p>{_W}",
    f"<progress value='{_W}'></progress>",
    f"<meter value=1>{_W}</meter>",
    f"{_W} &lt;{_W}&gt; &amp; {_W}&nbsp;{_W}",
    f"<https://gym.example/{_W}> <{_W}@gym.example> <x:{_W}>",
    f"https://gym.example/{_W}?a={_W} {_W}",
    f"{_W}[^1] [^{_W}]",
    f"a < {_W} and <b and {_W}> <{_W}",
    f"<?php {_W} ?> <![CDATA[{_W}]]> <!DOCTYPE {_W}>",
    f"$$ {_W} $$ \\({_W}\\) =={_W}==",
    f"\\<b>{_W} \\[{_W}\\]({_W})",
    f"<q>{_W}</q> <span hidden>{_W}</span> <font size=1>{_W}</font>",
)
_LEAVES = (
    *_INLINE,
    f"# {_W}",
    f"{_W}\n---",
    f"{_W}\n===",
    f"[{_W}]: {_W}",
    f"[{_W}]:\n/clients/9",
    f'[{_W}]: /x "{_W}" {_W}',
    f"[^{_W}]: {_W}\n    {_W}",
    f"```{_W}: {_W}\n{_W}\n```",
    f"``` {_W}\n{_W}",
    f"```python title={_W}\n{_W}\n```",
    f"~~~{_W} `x`\n{_W}\n~~~",
    f"``` {{.{_W}}}\n```",
    f"    {_W}",
    f"| {_W} | {_W} |\n|---|---|\n| {_W} | {_W} | {_W} |\n| {_W}",
    f"<dl><dt>{_W}</dt><dd>{_W}</dd><dt>{_W}<dd>{_W}</dl>",
    f"<details><summary>{_W}</summary>{_W}</details>",
    f"<details>\n<summary>{_W}</summary>\n\n{_W}\n\n</details>",
    f"<table><caption>{_W}</caption><tr><th>{_W}</th><th>{_W}</th></tr><tr><td>{_W}<td>{_W}</table>",
    f"<table><caption>{_W}</caption></table>",
    f"<table><tr><td><p>{_W}</p><p>{_W}</p></td><td><ul><li>{_W}<li>{_W}</ul></td></tr></table>",
    f"<table><tr><td>{_W}<table><tr><td>{_W}<td>{_W}</table></td><td>{_W}</td></tr></table>",
    f"<table>\n<tr><td>{_W}</td></tr>\n\n<tr><td>{_W}</td><td>{_W}</td></tr>\n</table>",
    f"<tr><td>{_W}</td><td title='{_W}'></td></tr>",
    f"<pre>{_W}\n  <b>{_W}</b> <code>{_W}</code> {_W}</pre>",
    f"<figure><img alt='{_W}'><figcaption>{_W}</figcaption></figure>",
    f"<fieldset><legend>{_W}</legend>{_W}</fieldset>",
    f"<section>{_W}</section><section>{_W}</section>",
    f"<address>{_W}<br>{_W}</address><center>{_W}</center>",
    f"<address> {_W}",
    f"<menu><li>{_W}</menu><dir><li>{_W}</dir>",
    f"<optgroup label='{_W}'><option>{_W}</option></optgroup>",
    f"<form><input value={_W}></form><dialog>{_W}</dialog>",
    f"<ul>{_W}<li>{_W}<ol><li>{_W}</ol></ul>{_W}",
    f"<p>{_W}<p>{_W}<h3>{_W}</h3>{_W}",
    f"<html><head><title>{_W}</title></head><body>{_W}</body></html>",
    f"<!-- {_W}\n\n{_W}",
    f"<!-- {_W}\n\n{_W} -->",
    f"<table><tr><td>{_W}<!-- {_W} --></td></tr></table>",
)


@st.composite
def _block(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(_LEAVES))
    if draw(st.booleans()) and text in _INLINE:
        text = " ".join([text, *draw(st.lists(st.sampled_from(_INLINE), max_size=3))])
        if draw(st.booleans()) and "|" not in text:
            return f"| {text} | {_W} |\n|---|---|\n| {_W} | {text} |"
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2)))):
        first, rest = draw(st.sampled_from((("> ", "> "), ("- ", "  "), ("7. ", "   "))))
        text = first + text.replace("\n", "\n" + rest)
    return text


def answers() -> st.SearchStrategy[str]:
    """Markdown in which nothing is to be hidden."""
    return st.lists(_block(), min_size=1, max_size=6).map(lambda blocks: _numbered(blocks) + "\n\n[t]: /x")


def _numbered(blocks: list[str]) -> str:
    numbers = count()
    return re.sub(_W, lambda _: f"m{next(numbers)}q", "\n\n".join(blocks))


def assert_all_shown(markdown: str, shown: str) -> None:
    """Every word is there once, by itself, and in order."""
    assert WORD.findall(shown) == [f"m{n}q" for n in range(len(re.findall(r"m\d+q", markdown)))]
