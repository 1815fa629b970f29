"""The transcript's document: streamed text ends as the text written at once, and stays what it was."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.answers import every_answer
from support.documents import at_once, snapshot, streamed

from strakly_desktop.rendering.document import AnswerEnd

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
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def cut(text: str, places: list[int]) -> list[str]:
    ends = [0, *sorted({place % (len(text) + 1) for place in places}), len(text)]
    return [text[a:b] for a, b in pairwise(ends) if a < b]


@RELAXED
@given(st.sampled_from([RICH, *ANSWERS]), st.lists(st.integers(0, 10_000), max_size=12))
def test_a_streamed_answer_ends_as_the_same_answer_written_at_once(text: str, places: list[int]) -> None:
    end = AnswerEnd("From memberships", "stopped", "Stopped", "What had arrived is kept.")
    whole, grown = at_once(text, end), streamed(cut(text, places), end)
    assert snapshot(grown.document) == snapshot(whole.document)
    assert grown.document.size() == whole.document.size()


def test_every_character_alone_makes_the_same_document() -> None:
    assert snapshot(streamed(list(RICH)).document) == snapshot(at_once(RICH).document)
