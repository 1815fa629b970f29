"""The plain text of an answer that is laid out part by part is what it would be all at once."""

import pytest
from PySide6.QtGui import QTextCursor, QTextDocument
from support.answers import handwritten, styles
from support.long_tables import client_table

from strakly_desktop.rendering.document.answer_text import text_of, text_parts
from strakly_desktop.rendering.document.copying import copied_text
from strakly_desktop.rendering.markdown.markup import to_html

TABLE = "| A | B |\n|---|---|\n| [x][a] | 1 *2* `3 \\| 4` |\n| <br>y<br>z |\n\n"
LINKED = (
    f"See [here][a], then:\n\n{TABLE}[a]: /clients/1\n[b]: /unused\n\n{TABLE}{TABLE}- item\n\n{TABLE}# Head\n"
)
LISTS = "3. three\n4. four\n   - inner\n\n     | A |\n     |---|\n     | 1 |\n\n" + "- item\n" * 400
CODE = "```python\n" + "x = 1\n\n" * 500 + "```\n\n> quoted\n\n" + "Words. " * 400


def read(markdown: str) -> str:
    steps = text_of(text_parts(markdown))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return str(end.value)


def at_once(markdown: str) -> str:
    page = QTextDocument()
    page.setHtml(to_html(markdown))
    cursor = QTextCursor(page)
    cursor.select(QTextCursor.SelectionType.Document)
    return copied_text(cursor)


@pytest.mark.parametrize("markdown", [LINKED, LISTS, CODE, client_table(90) + "\nThat is all.\n", ""])
def test_it_is_the_same_in_parts(qapp: object, markdown: str) -> None:
    assert read(markdown) == at_once(markdown)


@pytest.mark.parametrize("style", styles())
def test_answers_are_the_same_in_parts(qapp: object, style: str) -> None:
    for markdown in handwritten(style):
        assert read(markdown) == at_once(markdown)


def test_a_long_table_needs_no_layout() -> None:
    parts = text_parts("Words.\n\n" + client_table(3_000) + "\nMore words.")
    assert [bool(part.html) for part in parts] == [True, False, True]
    assert len(parts[1].text.splitlines()) == 3_001


def test_a_list_from_right_to_left_keeps_its_numbers(qapp: object) -> None:
    assert read("9. واحد\n10. اثنان\n\n- ثلاثة\n").splitlines() == ["9. واحد", "10. اثنان", "- ثلاثة"]
