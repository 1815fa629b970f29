"""The transcript's document: streamed text ends as the text written at once, and stays what it was."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextTable
from support.answers import every_answer
from support.documents import at_once, block_with, blocks, snapshot, streamed, transcript

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.document.answer.answer_writer import AnswerWriter
from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser

pytestmark = pytest.mark.usefixtures("qapp")

RICH = """Here are **October** and `November`:

| Metric | November | Status |
|---|---|---|
| Check-ins | 5,306 | Paid |
| [Rohan](/clients/5) | Rs. 6,84,200 | n/a |
| Others | — | Overdue |

- one
  - two `code` three
- [x] done

  more of it
3. third
4. fourth

> **Tip:** quoted
>
> - in a quote

```python
text = '''
def not_a_function(): pass
'''
```

---

## A heading with [a link](https://example.com)
The last *paragraph*.
"""
ANSWERS = every_answer()
RELAXED = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def cut(text: str, places: list[int]) -> list[str]:
    ends = [0, *sorted({place % (len(text) + 1) for place in places}), len(text)]
    return [text[a:b] for a, b in pairwise(ends) if a < b]


@RELAXED
@given(st.sampled_from([RICH, *ANSWERS]), st.lists(st.integers(0, 10_000), max_size=12))
def test_a_streamed_answer_ends_as_the_same_answer_written_at_once(text: str, places: list[int]) -> None:
    end = AnswerEnd("From memberships", MessageState.STOPPED, "Stopped", "What had arrived is kept.")
    whole, grown = at_once(text, end), streamed(cut(text, places), end)
    assert snapshot(grown.document) == snapshot(whole.document)
    assert grown.document.size() == whole.document.size()


def test_every_character_alone_makes_the_same_document() -> None:
    assert snapshot(streamed(list(RICH)).document) == snapshot(at_once(RICH).document)


def test_code_too_long_for_colours_loses_them_as_it_grows_and_not_all_at_the_end() -> None:
    lines = [f"    value_{n} = compute({n}, 'text')\n" for n in range(1200)]
    text = "```python\n" + "".join(lines) + "```\n"
    content = transcript()
    content.begin_answer()
    content.append(text[:10_000])
    strings = block_with(content.document, "compute(7, 'text')")
    assert len(strings.textFormats()) > 1, "short enough for colours"
    for start in range(10_000, len(text), 600):
        content.append(text[start : start + 600])
    changed: list[int] = []
    content.document.contentsChange.connect(lambda _, removed, added: changed.append(max(removed, added)))
    content.finish_answer(text, AnswerEnd())
    assert sum(changed) < 5_000
    assert all(
        len(block.textFormats()) == 1 for block in blocks(content.document) if "compute" in block.text()
    )
    segments = [text[start : start + 600] for start in range(0, len(text), 600)]
    assert snapshot(streamed(segments).document) == snapshot(at_once(text).document)


def test_long_tables_lists_and_code_end_alike_in_every_frame_size() -> None:
    rows = "| # | Name | Due |\n|---|---|---|\n" + "".join(f"| {n} | N{n} | {n * 99} |\n" for n in range(60))
    items = "".join(f"{n}. item {n}\n" for n in range(1, 60))
    lines = "```python\n" + "".join(f"x = {n}\n" for n in range(60)) + "```\n"
    text = f"{rows}\n{items}\n{lines}\nThe end."
    whole = at_once(text).document
    tables = [f for f in whole.rootFrame().childFrames() if isinstance(f, QTextTable)]
    assert sum(table.rows() for table in tables) == 61
    for size in (1, 37, 500):
        segments = [text[start : start + size] for start in range(0, len(text), size)]
        assert snapshot(streamed(segments).document) == snapshot(whole)


@pytest.mark.parametrize("text", ["- \n- abc\n\nMid.\n", "1.\n2. abc\n3.\n\nMid.\n", "- a\n-\n- abc\n"])
def test_an_empty_item_keeps_its_list(text: str) -> None:
    assert snapshot(streamed(list(text)).document) == snapshot(at_once(text).document)


@pytest.mark.parametrize(
    "text",
    [
        "See [Rohan] and [his plan][p].\n\n[Rohan]: /clients/5\n\n[P]: /plans/1\n",
        "[Rohan]: /clients/5\n\nSee [Rohan].\n\n- [Rohan]\n",
        "```\n[a]: /x\n```\n\nUse [a].\n\n[a]: /y\n",
    ],
)
def test_addresses_that_come_before_or_after_their_links_end_alike(text: str) -> None:
    whole = snapshot(at_once(text).document)
    assert snapshot(streamed(list(text)).document) == whole
    assert snapshot(streamed(cut(text, [20, 40])).document) == whole


class _ReadingAll(IncrementalParser):
    """A stream that knows no short way: each tail is read and written anew."""

    def take_continuation(self) -> str | None:
        return None


@RELAXED
@given(st.sampled_from([RICH, *ANSWERS]), st.integers(1, 12), st.integers(0, 10_000))
def test_words_added_to_a_paragraph_show_what_reading_it_again_would(text: str, size: int, at: int) -> None:
    start = at % len(text)
    part = text[start : start + 150]
    short, long = transcript(), transcript()
    short.begin_answer()
    long.begin_answer()
    assert long._answer is not None
    long._answer._stream = _ReadingAll()
    for segment in (part[i : i + size] for i in range(0, len(part), size)):
        short.append(segment)
        long.append(segment)
        assert snapshot(short.document) == snapshot(long.document), segment


@pytest.mark.parametrize(
    "start", ["See [Rohan](/clients/5)", "See https://a.example", "**bold**", "*soft*", "~~gone~~", "`code`"]
)
def test_words_after_a_mark_do_not_look_like_it(start: str) -> None:
    short, long = transcript(), transcript()
    short.begin_answer()
    long.begin_answer()
    assert long._answer is not None
    long._answer._stream = _ReadingAll()
    for segment in (start, " ", "—", " and more", " words"):
        short.append(segment)
        long.append(segment)
        assert snapshot(short.document) == snapshot(long.document), segment


def test_plain_words_are_added_where_the_text_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    content = transcript()
    content.begin_answer()
    content.append("- one\n- Some **bold** words")
    shown = []
    monkeypatch.setattr(AnswerWriter, "show", lambda *_: shown.append(1))
    for segment in (" and", " ", "more, of them.", " Then"):
        content.append(segment)
    assert shown == []
    assert content.document.lastBlock().text() == "Some bold words and more, of them. Then"
