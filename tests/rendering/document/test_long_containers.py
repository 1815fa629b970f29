"""What is too long for one segment stands on the page as one list, table, text and card of code, however it came."""

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from support.documents import at_once, blocks, snapshot, streamed
from support.hostile_markdown import cuttings, documents, example_settings

from strakly_desktop.rendering.document.copying import copied_text
from strakly_desktop.rendering.markdown.grammar import open_containers
from strakly_desktop.rendering.tables.table_data import tables_of
from strakly_desktop.rendering.writing.formats import Mark, table_of
from strakly_desktop.ui.page.code_cards import code_of

pytestmark = pytest.mark.usefixtures("qapp")

Cutting = Callable[[str], list[str]]


@settings(example_settings(8), suppress_health_check=list(HealthCheck))
@given(documents(contained=True), cuttings(), st.sampled_from([1, 12, 60, 300]))
def test_in_any_cutting_it_ends_as_the_same_page(
    monkeypatch: pytest.MonkeyPatch, text: str, cut: Cutting, size: int
) -> None:
    monkeypatch.setattr(open_containers, "CONTAINER_SOFT", size)
    whole, grown = at_once(text), streamed(cut(text))
    whole.link_all()
    assert snapshot(grown.document) == snapshot(whole.document)


_ROWS = "".join(f"  | {number} | Asha Rao | Rs. {number},000 |\n" for number in range(400))
_TABLE = f"- Dues:\n\n  | # | Name | Due |\n  |---|---|---|\n{_ROWS}\n  Done.\n"


def test_a_long_table_of_an_item_is_one_table() -> None:
    for content in (at_once(_TABLE), streamed([_TABLE[at : at + 700] for at in range(0, len(_TABLE), 700)])):
        page = content.document
        tables = [table for block in blocks(page) if (table := table_of(block)) is not None]
        assert len({table.format().property(Mark.GROUP) for table in tables}) == 1
        assert page.toPlainText().count("Asha Rao") == 400
    (read,) = tables_of(_TABLE)
    assert [row[0].text for row in read.rows] == [str(number) for number in range(400)]


def test_long_code_of_an_item_is_one_card_and_copied_as_it_was_written() -> None:
    code = "".join(f"renew('Asha Rao', {number})\n" for number in range(400))
    text = (
        "- Run:\n\n  ```python\n" + "".join(f"  {line}\n" for line in code.splitlines()) + "  ```\n- Done.\n"
    )
    page = streamed([text[at : at + 300] for at in range(0, len(text), 300)]).document
    lines = [block for block in blocks(page) if block.text().startswith("renew")]
    groups = {block.blockFormat().property(Mark.GROUP) for block in lines}
    assert len(lines) == 400 and len(groups) == 1
    is_same = code_of(groups.pop(), QTextCursor(lines[0])) == code.removesuffix("\n")
    assert is_same
    assert {block.blockFormat().bottomMargin() for block in lines[:-1]} == {0}


@pytest.mark.parametrize("mark", ["1.", "7."])
def test_the_numbers_of_a_long_list_of_an_item_go_on(mark: str) -> None:
    """Counted where all were written alike, until one was not: then all as they were written."""
    alike = f"- All:\n\n{f'  {mark} Asha Rao renewed for 12 months.{chr(10)}' * 400}"
    for text, numbers in (
        (alike, [f"{int(mark[:-1]) + number}." for number in range(400)]),
        (f"{alike}  9. Ravi.\n", [*[mark] * 400, "9."]),
    ):
        content = streamed([text[at : at + 900] for at in range(0, len(text), 900)])
        shown = [
            block for block in blocks(content.document) if "renewed" in block.text() or "Ravi" in block.text()
        ]
        lists = [(block.textList(), block) for block in shown]
        assert [found.itemText(block) for found, block in lists if found is not None] == numbers


@pytest.mark.parametrize("mark", ["", "- ", "> ", "- > "])
@pytest.mark.parametrize("line", ["Asha Rao renewed for 12 months.\n", "Asha Rao renewed for 12 months. "])
def test_a_long_text_is_copied_as_it_was_written(mark: str, line: str) -> None:
    text = (line * 600).strip()
    further = mark.replace("- ", "  ")
    content = streamed(re.split(r"(?<=\. )", mark + text.replace("\n", "\n" + further)))
    cursor = QTextCursor(content.document)
    cursor.select(QTextCursor.SelectionType.Document)
    copied = copied_text(cursor).removeprefix("Question?\n").removeprefix("- ")
    is_same = copied == text
    assert is_same
    assert not [block for block in blocks(content.document) if block.text().startswith("\u2028")]
