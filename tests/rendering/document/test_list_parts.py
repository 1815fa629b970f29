"""An answer that is one list is written in parts, from its end upwards, and is the page that it would be as a whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from support.documents import blocks, snapshot, transcript
from support.hostile_markdown import example_settings

from strakly_desktop.rendering.document import shown_messages
from strakly_desktop.rendering.document.copying import copied_text
from strakly_desktop.rendering.document.document import (
    AnswerEnd,
    ShownAnswer,
    ShownQuestion,
    TranscriptDocument,
)
from strakly_desktop.rendering.document.shown_messages import AnswerPart, ShownMessage, units

pytestmark = pytest.mark.usefixtures("qapp")

ROWS = range(1, 120)
LISTS = {
    "bullets": "".join(f"- Asha {row} owes Rs. {18_500 + row:,}\n" for row in ROWS),
    "numbers": "".join(f"{row}. Asha {row} owes\n" for row in ROWS),
    "ids": "".join(f"{row * 7}. Asha {row} owes\n" for row in ROWS),
    "with lists in it": "Words:\n"
    + "".join(f"- Asha **{row}**\n  - owes\n  - paid\n" for row in ROWS)
    + "\nDone.",
    "apart": "".join(f"- Asha {row} owes\n\n" for row in ROWS),
    "with words below": "".join(f"{row}. Asha\n\n    owes {row}\n" for row in ROWS),
    "tasks": "".join(f"- [x] Asha {row}\n- [ ] Dev\n- Ravi\n" for row in ROWS),
    "below a heading": "## Dues\n" + "".join(f"* **Asha** {row} owes\n" for row in ROWS) + "That is all.\n",
    "with code in it": "".join(f"- Asha {row}\n  ```sql\n  SELECT {row}\n  ```\n" for row in ROWS),
    "with brackets": "".join(f"- Asha {row} [Gold]: Rs. {row}\n" for row in ROWS),
    "below code": "```\n- x\n- y\n```\n" + "".join(f"- Asha {row} owes\n" for row in ROWS),
}
_LINES = (
    *(
        "- Asha",
        "- Dev",
        "* Ravi",
        "1. one",
        "2. two",
        "7. seven",
        "7. seven",
        "14. wrapped",
        "2) two",
        "words",
    ),
    *(
        "",
        "",
        "  - inside",
        "   words inside",
        "      deep",
        "- - -",
        "-",
        "- ```",
        "  ```",
        "> - quoted",
        "- | a |",
    ),
    *(
        "## Head",
        "- ## Head",
        "- > x",
        "---",
        "| a | b |",
        "|---|---|",
        "1. a\n   1. b",
        "- **a",
        "- b**",
        "    - code",
    ),
)


@pytest.fixture(autouse=True)
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_messages, "LONG", 30)
    monkeypatch.setattr(shown_messages, "_FROM_BELOW", (20, 30))
    monkeypatch.setattr(shown_messages, "_PART", 40)


def conversation(text: str) -> list[ShownMessage]:
    return [ShownQuestion("All?", "q"), ShownAnswer(text, AnswerEnd("From stats", message_id="a"))]


def whole(text: str) -> TranscriptDocument:
    content = transcript()
    content.add_messages(conversation(text))
    return content


def in_parts(text: str) -> TranscriptDocument:
    content = transcript()
    for unit in reversed(units(conversation(text))):
        content.add_earlier(unit)
    return content


def shown(document: QTextDocument) -> list[tuple[object, ...]]:
    """All that is seen of it: of a list the numbers, and not in how many of Qt's it stands."""
    found: list[tuple[object, ...]] = []
    for block, said in zip(blocks(document), snapshot(document), strict=True):
        assert isinstance(said, tuple)
        cell, _, group, format_, runs = said
        items = block.textList()
        style = None if items is None else items.format()
        marker = None if style is None else (items.itemText(block), style.style(), style.indent())
        found.append((cell, marker, format_, runs, group))
    return found


def copied(document: QTextDocument) -> str:
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    return copied_text(cursor)


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_a_list_in_parts_is_the_page_that_it_would_be_as_a_whole(text: str) -> None:
    parts = [
        message for unit in units(conversation(text)) for message in unit if isinstance(message, AnswerPart)
    ]
    assert len([part for part in parts if part.in_list]) > 10
    one, other = in_parts(text).document, whole(text).document
    assert shown(one) == shown(other)
    assert copied(one) == copied(other)


@example_settings(300)
@given(st.lists(st.sampled_from(_LINES), min_size=4, max_size=30).map("\n".join))
def test_any_list_in_parts_is_the_page_that_it_would_be_as_a_whole(text: str) -> None:
    assert shown(in_parts(text).document) == shown(whole(text).document)


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_its_parts_leave_the_page_and_come_back(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("strakly_desktop.rendering.document.document._FEW_TABLES", 0)
    content = in_parts(text)
    before, away = shown(content.document), list[list[ShownMessage]]()
    while content.spare(20):
        away.append(list(content.remove_earliest(1)))
        # Areas are counted from the top.
        rest = [line[:-1] for line in shown(content.document)]
        same = [line[:-1] for line in before[-len(rest) :]]
        assert rest[1:] == same[1:]
        assert rest[0] == same[0] or not isinstance(away[-1][-1], AnswerPart)
    assert len(away) > 10
    for unit in reversed(away):
        content.add_earlier(unit)
    assert shown(content.document) == before
