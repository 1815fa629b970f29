"""Earlier messages that come above are the same page as if all had been written from the start."""

from itertools import pairwise

import pytest
from support.documents import snapshot, transcript
from support.looks import real_look

from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion

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


def test_each_message_can_be_found() -> None:
    page = transcript()
    page.add_messages(turns(3, 6))
    page.add_earlier(turns(0, 3))
    assert page.block_of("q1").text() == "Question 1?"
    assert page.block_of("a5") == page.document.lastBlock()
    assert not page.block_of("gone").isValid()
