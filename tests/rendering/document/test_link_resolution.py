"""Links whose addresses come last: they are written in place, a little at a time, where the reader is first."""

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor, QTextDocument
from support.documents import at_once, block_with, snapshot, streamed, transcript
from support.looks import real_look

from strakly_desktop.rendering.document import link_resolution
from strakly_desktop.rendering.document.answer.answer_writer import AnswerWriter
from strakly_desktop.rendering.document.document import (
    AnswerEnd,
    ShownAnswer,
    ShownQuestion,
    TranscriptDocument,
)
from strakly_desktop.rendering.markdown.grammar.segments import Segment
from strakly_desktop.rendering.writing.folded_rows import ROWS_PER_BLOCK, holds_rows
from strakly_desktop.rendering.writing.table_writer import ROWS_DRAWN

pytestmark = pytest.mark.usefixtures("qapp")

MENTIONS = """## About [Rohan] and `code`

See [his *plan*][p] of [`Gold`][p] and [**the other**][`p`], but not [nobody] or [this](/x).

- [ ] call [Rohan] back
- [x] done
  - nested [Asha][a] **and [bold][p]**

  | Who | Due |
  |---|---|
  | [Asha][a] | 4,200 |

1. first
2. [second][p] of them

> quoted [Rohan]
>
> - in a [quote][a]

| Metric | Count | Status |
|---|---|---|
| [Check-ins][p] | [5,306][p] | [Paid][a] |
| Others | 12 | Overdue |
| [A][a] | 7 | \u2014 |

```python
x = y[Rohan]
```

[p][] and [a *b][p] c*, *d [e][p]* and ![pic][a], [https://a.example][p]; &amp; \U0001f600 [\U0001f600 ok][p]
"""
ADDRESSES = "[Rohan]: /clients/5\n[P]: /plans/1\n\n[a]:\nhttps://example.com/asha\n[`p`]: /plans/2 'Title'\n"
LATE = f"{MENTIONS}\n---\n\n{ADDRESSES}\nThe end.\n"
LONG = "Many [words][p] *and* more. " * 400 + "\n\n" + LATE
SECTION = """## Number {0}

Some words about [client {0}][c{0}], and more of them.

| A | B |
|---|---|
| [{0}][c{0}] | x |

"""
SECTIONS = 60
MANY = "".join(SECTION.format(n) for n in range(SECTIONS))
MANY_ADDRESSES = "".join(f"[c{n}]: /clients/{n}\n" for n in range(SECTIONS))
RELAXED = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@RELAXED
@given(
    st.sampled_from([LATE, LONG, MANY[:2000] + MANY_ADDRESSES]), st.lists(st.integers(0, 12_000), max_size=12)
)
def test_any_way_of_streaming_ends_as_the_answer_written_at_once(text: str, places: list[int]) -> None:
    ends = [0, *sorted({place % (len(text) + 1) for place in places}), len(text)]
    grown = streamed([text[a:b] for a, b in pairwise(ends) if a < b])
    whole = at_once(text)
    assert snapshot(grown.document) == snapshot(whole.document)
    assert grown.document.size() == whole.document.size()


@pytest.mark.parametrize(
    "text", ["See [it][`p`].", "- [\u2610 box][p]\n- more", "1. [\u2610 box][p]\n2. more", "[][p]"]
)
def test_what_only_looked_like_more_is_taken_back(text: str) -> None:
    text = f"{text}\n\nThe end.\n\n{ADDRESSES}"
    assert snapshot(streamed(list(text)).document) == snapshot(at_once(text).document)


def test_a_long_table_of_links_ends_as_written_at_once() -> None:
    rows = "".join(f"| {n} | [Client {n} and more][c] | [{n * 37}][c] |\n" for n in range(70))
    text = f"| # | Client | Due |\n|---|---|---|\n{rows}\n[c]: /clients\n"
    segments = [text[start : start + 200] for start in range(0, len(text), 200)]
    assert snapshot(streamed(segments).document) == snapshot(at_once(text).document)


def arrived(sight: Callable[[TranscriptDocument], int] | None = None) -> TranscriptDocument:
    """A long answer that has just ended with its addresses."""
    content = TranscriptDocument(QTextDocument(), real_look(), lambda: sight(content) if sight else 0)
    content.set_column(28, 760, 28)
    content.add_user_message("Question?")
    content.begin_answer()
    for start in range(0, len(MANY), 500):
        content.append(MANY[start : start + 500])
    content.append(MANY_ADDRESSES)
    content.finish_answer(MANY + MANY_ADDRESSES, AnswerEnd())
    return content


def whole() -> list[object]:
    return snapshot(at_once(MANY + MANY_ADDRESSES).document)


def passes(content: TranscriptDocument) -> Iterator[None]:
    """Let the work go on as in the window, pass by pass."""
    while not content.is_linked:
        QCoreApplication.processEvents()
        yield


def links(content: TranscriptDocument) -> set[int]:
    """The numbers of the clients whose links are there."""
    found = set()
    for number in range(SECTIONS):
        block = block_with(content.document, f"client {number}")
        iterator = block.begin()
        while not iterator.atEnd():
            if iterator.fragment().charFormat().isAnchor():
                found.add(number)
            iterator += 1
    return found


def test_no_step_changes_more_than_a_few_blocks() -> None:
    content = arrived()
    changed: list[int] = []
    content.document.contentsChange.connect(lambda _, removed, added: changed.append(max(removed, added)))
    for _ in passes(content):
        pass
    assert snapshot(content.document) == whole()
    assert len(changed) > 3
    assert max(changed) < content.document.characterCount() / 3


def table_of_links(rows: int) -> TranscriptDocument:
    """A table that has just ended, of which each row has a link."""
    lines = "".join(f"| {n} | [client {n}][c{n}] | Gold |\n" for n in range(rows))
    addresses = "".join(f"[c{n}]: /clients/{n}\n" for n in range(rows))
    return streamed_unlinked(f"| # | Name | Plan |\n|---|---|---|\n{lines}\n{addresses}")


def test_no_step_changes_more_than_two_blocks_of_rows_that_are_not_drawn() -> None:
    content = table_of_links(ROWS_DRAWN + 6 * ROWS_PER_BLOCK)
    changed: list[int] = []

    def note(position: int, _: int, added: int) -> None:
        document = content.document
        first = document.findBlock(position).blockNumber()
        last = document.findBlock(position + max(0, added - 1)).blockNumber()
        numbers = range(first, last + 1)
        changed.append(sum(holds_rows(document.findBlockByNumber(number)) for number in numbers))

    content.document.contentsChange.connect(note)
    for _ in passes(content):
        pass
    assert sum(changed) >= 6
    assert max(changed) <= 2


def test_no_more_than_some_rows_are_read_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    class Noted(AnswerWriter):
        def show(self, settled: Sequence[Segment], *rest: Any) -> None:
            read.append(len(settled))
            super().show(settled, *rest)

    content = table_of_links(100)
    monkeypatch.setattr(link_resolution, "AnswerWriter", Noted)
    for _ in passes(content):
        pass
    assert sum(read) >= 100
    assert max(read) <= 4


def test_the_end_of_the_answer_leaves_alone_what_stands() -> None:
    content = transcript()
    content.begin_answer()
    content.append(MANY + MANY_ADDRESSES)
    settled = content.settled_position
    first = []
    content.document.contentsChange.connect(lambda position, *_: first.append(position))
    content.finish_answer(MANY + MANY_ADDRESSES, AnswerEnd())
    assert first and min(first) >= settled - 1


def test_an_address_that_nothing_names_changes_nothing() -> None:
    content = transcript()
    content.begin_answer()
    content.append("See [this] and `y[unused]`, and [that](/x).\n\n")
    content.finish_answer("See [this] and `y[unused]`, and [that](/x).\n\n[unused]: /y\n", AnswerEnd())
    assert content.is_linked


def test_a_link_in_a_long_text_costs_no_more_than_in_a_short_one() -> None:
    rows = 300
    text = "| # | Name | Plan |\n|---|---|---|\n"
    text += "".join(f"| {n} \U0001f600 | [client {n}][c{n}] | Gold |\n" for n in range(rows))
    content = streamed_unlinked(text + "\n" + "".join(f"[c{n}]: /clients/{n}\n" for n in range(rows)))
    calls = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(note)
    try:
        content.link_all()
    finally:
        sys.setprofile(None)
    assert calls / rows < 3_800


def streamed_unlinked(text: str) -> TranscriptDocument:
    content = transcript()
    content.begin_answer()
    for start in range(0, len(text), 500):
        content.append(text[start : start + 500])
    content.finish_answer(text, AnswerEnd())
    assert not content.is_linked
    return content


def test_what_is_in_sight_comes_first() -> None:
    content = arrived(lambda content: block_with(content.document, "Number 30").position())
    steps = passes(content)
    while not (found := links(content)):
        next(steps)
    assert 30 in found and min(found) == 30 and len(found) < SECTIONS / 2
    while len(links(content)) < 2 * len(found):
        next(steps)
    assert min(links(content)) == 30


def test_a_selection_stays_on_its_words() -> None:
    content = arrived()
    block = block_with(content.document, "client 20")
    inside = QTextCursor(block)
    inside.setPosition(block.position() + block.text().index("about"))
    inside.setPosition(block.position() + block.text().index("20") + 2, QTextCursor.MoveMode.KeepAnchor)
    across = QTextCursor(block)
    across.setPosition(block_with(content.document, "client 40").position(), QTextCursor.MoveMode.KeepAnchor)
    content.link_all()
    assert inside.selectedText() == "about client 20"
    assert (
        across.selectedText().startswith("Some words about client 20, and")
        and across.selectedText()[-1] == "\u2029"
    )


@pytest.mark.parametrize("done", [0, 1, 3])
def test_another_theme_or_width_while_it_goes_on(done: int) -> None:
    content = arrived()
    steps = passes(content)
    for _ in range(done):
        next(steps)
    assert not content.is_linked
    content.set_look(real_look("dark"))
    content.set_column(28, 500, 28)
    for _ in steps:
        pass
    expected = at_once(MANY + MANY_ADDRESSES, look=real_look("dark"))
    expected.set_column(28, 500, 28)
    assert snapshot(content.document) == snapshot(expected.document)


def test_another_text_size_while_it_goes_on() -> None:
    content = arrived()
    next(passes(content))
    look = real_look(text_scale=1.5)
    content.set_look(look)
    assert content.is_linked
    assert snapshot(content.document) == snapshot(at_once(MANY + MANY_ADDRESSES, look=look).document)


def test_the_conversation_goes_on_meanwhile_at_both_ends() -> None:
    content = arrived()
    steps = passes(content)
    next(steps)
    earlier: list[ShownQuestion | ShownAnswer] = [
        ShownQuestion("Earlier?"),
        ShownAnswer("Words.", AnswerEnd()),
    ]
    content.add_earlier(earlier)
    next(steps)
    content.add_user_message("Next?")
    content.begin_answer()
    content.append("It [is].\n\n")
    content.finish_answer("It [is].\n\n[is]: /y\n", AnswerEnd())
    for _ in steps:
        pass
    expected = transcript()
    expected.add_messages([ShownQuestion("Question?"), ShownAnswer(MANY + MANY_ADDRESSES, AnswerEnd())])
    expected.add_earlier(earlier)
    expected.add_messages([ShownQuestion("Next?"), ShownAnswer("It [is].\n\n[is]: /y\n", AnswerEnd())])
    assert snapshot(content.document) == snapshot(expected.document)


def test_a_conversation_that_was_closed_is_left_alone() -> None:
    content = arrived()
    next(passes(content))
    content.clear()
    assert content.is_linked and content.document.isEmpty()
