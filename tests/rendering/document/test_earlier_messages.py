"""Earlier messages that come above are the same page as if all had been written from the start."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from support.documents import snapshot, transcript
from support.looks import real_look

from strakly_desktop.rendering.document import messages_apart
from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion
from strakly_desktop.rendering.document.messages_apart import MessagesApart
from strakly_desktop.rendering.document.shown_messages import AnswerPart

RICH = """**4 memberships** expire.

| # | Client | Due | Status |
|---|---|---|---|
| 1 | [Rohan](/clients/5) | Rs. 14,500 | Pending |

> **Tip:** offer `STAY10`.

```sql
select 1
```

- one
  - two
"""
pytestmark = pytest.mark.usefixtures("qapp")
TEXTS = ("Plain.", RICH, "| a | b |\n|---|---|\n| 1 | 2 |", "", "- a list at the end\n- of the answer")


def turns(first: int, last: int) -> list[ShownMessage]:
    found: list[ShownMessage] = []
    for number in range(first, last):
        source = "From client stats · Main branch · 18:42" if number % 2 else ""
        found.append(ShownQuestion(f"Question {number}?", f"q{number}"))
        found.append(ShownAnswer(TEXTS[number % len(TEXTS)], AnswerEnd(source, message_id=f"a{number}")))
    return found


@pytest.mark.parametrize("slices", [(0, 5, 10), (0, 1, 2, 3, 4, 5, 10), (0, 9, 10)])
def test_written_in_slices_from_the_end_it_equals_the_whole(slices: tuple[int, ...]) -> None:
    whole, page = transcript(), transcript()
    whole.add_messages(turns(0, 10))
    bounds = list(pairwise(slices))
    for first, last in reversed(bounds):
        page.add_earlier(turns(first, last))
    assert snapshot(page.document) == snapshot(whole.document)


def test_it_goes_on_below_as_if_nothing_had_come_above() -> None:
    whole, page = transcript(), transcript()
    whole.add_messages(turns(0, 6))
    page.add_messages(turns(4, 5))
    page.add_earlier(turns(0, 4))
    page.add_messages(turns(5, 6))
    page.set_look(real_look("dark"))
    whole.set_look(real_look("dark"))
    page.set_column(28, 500, 28)
    whole.set_column(28, 500, 28)
    assert snapshot(page.document) == snapshot(whole.document)
    page.set_look(real_look(text_scale=1.5))
    whole.set_look(real_look(text_scale=1.5))
    assert snapshot(page.document) == snapshot(whole.document)


@pytest.mark.parametrize("first", ["Some", "Some words", "| a |\n|---|\n| 1 |\n", "- one"])
def test_a_question_keeps_the_air_that_came_above_it_while_its_answer_begins(first: str) -> None:
    whole, page = transcript(), transcript()
    whole.add_messages(turns(0, 1))
    for content in (whole, page):
        content.add_user_message("And today?", "new")
        content.begin_answer()
        content.append(first)
    page.add_earlier(turns(0, 1))
    for content in (whole, page):
        content.append(" and more")
        content.finish_answer(f"{first} and more", AnswerEnd())
    assert snapshot(page.document) == snapshot(whole.document)


@pytest.mark.parametrize("marks", ["", "> "])
@pytest.mark.parametrize("above", [turns(1, 2), turns(0, 2)])
def test_a_table_that_opened_the_page_stands_below_its_question_as_in_the_whole(
    marks: str, above: list[ShownMessage]
) -> None:
    table = "".join(f"{marks}{line}\n" for line in ("| a | b |", "|---|---|", "| 1 | 2 |"))
    question, answer = ShownQuestion("Which?", "q"), ShownAnswer(f"{table}\nAll.", AnswerEnd("From stats"))
    whole, page = transcript(), transcript()
    whole.add_messages([*above, question, answer, *turns(2, 3)])
    page.add_messages([answer, *turns(2, 3)])
    page.add_earlier([question])
    page.add_earlier(above)
    assert snapshot(page.document) == snapshot(whole.document)


def test_each_message_can_be_found() -> None:
    page = transcript()
    page.add_messages(turns(3, 6))
    page.add_earlier(turns(0, 3))
    assert page.block_of("q1").text() == "Question 1?"
    assert page.block_of("a5") == page.document.lastBlock()
    assert not page.block_of("gone").isValid()


@pytest.mark.parametrize("removed", [1, 2, 3, 4, 5, 9])
def test_without_its_earliest_turns_it_equals_a_page_of_the_others(removed: int) -> None:
    page, rest = transcript(), transcript()
    page.add_messages(turns(0, 10))
    messages = turns(0, 10)
    assert list(page.remove_earliest(removed)) == messages[: 2 * removed]
    rest.add_messages(messages[2 * removed :])
    assert page.turns == 10 - removed
    assert snapshot(page.document) == snapshot(rest.document)
    page.add_earlier(messages[: 2 * removed])
    whole = transcript()
    whole.add_messages(messages)
    assert snapshot(page.document) == snapshot(whole.document)


def test_an_answer_that_opens_the_page_goes_with_the_turns_below_it() -> None:
    page, rest = transcript(), transcript()
    messages = turns(0, 4)[1:]
    page.add_messages(messages)
    assert list(page.remove_earliest(1)) == messages[:3]
    rest.add_messages(messages[3:])
    assert snapshot(page.document) == snapshot(rest.document)


def test_an_answer_goes_on_while_turns_above_it_come_and_go() -> None:
    messages = turns(0, 6)
    page, whole = transcript(), transcript()
    for content in (page, whole):
        content.add_messages(messages[:-2])
        content.add_user_message("Now?")
        content.begin_answer()
    for start in range(0, len(RICH), 7):
        for content in (page, whole):
            content.append(RICH[start : start + 7])
        if start % 2:
            kept = page.remove_earliest(2)
        elif start:
            page.add_earlier(kept)
    if page.turns < whole.turns:
        page.add_earlier(kept)
    assert page.turns == whole.turns
    for content in (page, whole):
        content.finish_answer(RICH, AnswerEnd())
    assert snapshot(page.document) == snapshot(whole.document)


class _Recorder:
    """A conversation that takes its time: `ms` for each character that is written."""

    is_linked = True

    def __init__(self, ms: float) -> None:
        self.ms, self.now, self.pieces = ms, 0.0, list[str]()

    def begin_answer(self, message_id: str = "", above: str = "") -> None: ...

    def append(self, delta: str, *, more: bool = False) -> None:
        self.pieces.append(delta)
        self.now += self.ms * len(delta) / 1000

    def add_messages(self, messages: Sequence[ShownMessage]) -> None: ...

    def finish_answer(self, text: str, end: AnswerEnd) -> None: ...

    def finish_part(self, part: AnswerPart) -> None: ...

    def link_all(self) -> None: ...


@pytest.mark.parametrize(("ms", "most"), [(0.0001, 4_096), (0.0015, 1_536), (0.1, 384)])
def test_what_takes_no_time_is_written_in_few_steps(
    monkeypatch: pytest.MonkeyPatch, ms: float, most: int
) -> None:
    """Each step has a price of its own: the rows of a table that are not drawn cost twice as much in small ones."""
    content, text = _Recorder(ms), "| a | b |\n" * 5_000
    monkeypatch.setattr(messages_apart, "perf_counter", lambda: content.now)
    MessagesApart([ShownAnswer(text, AnswerEnd())], content, in_place=False).finish()
    assert "".join(content.pieces) == text
    assert max(map(len, content.pieces)) == most
