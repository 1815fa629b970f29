"""A long table: the page draws its first rows, and the document has the text of all of them."""

import re

import pytest
from PySide6.QtGui import QTextCursor, QTextTable
from pytestqt.qtbot import QtBot
from support.documents import at_once, blocks, snapshot, streamed, transcript
from support.long_tables import HEAD, client_table, row_of

from strakly_desktop.rendering.document.copied_html import copied_html
from strakly_desktop.rendering.document.copying import copied_text
from strakly_desktop.rendering.document.document import (
    AnswerEnd,
    ShownAnswer,
    ShownQuestion,
    TranscriptDocument,
)
from strakly_desktop.rendering.writing.folded_rows import ROWS_PER_BLOCK, folded_count, holds_rows
from strakly_desktop.rendering.writing.table_writer import ROWS_DRAWN

pytestmark = pytest.mark.usefixtures("qapp")


def tables(content: TranscriptDocument) -> list[QTextTable]:
    return [one for one in content.document.rootFrame().childFrames() if isinstance(one, QTextTable)]


def whole(content: TranscriptDocument) -> QTextCursor:
    cursor = QTextCursor(content.document)
    cursor.select(QTextCursor.SelectionType.Document)
    return cursor


def drawn_rows(content: TranscriptDocument) -> int:
    return sum(table.rows() for table in tables(content)) - 1


def test_the_page_draws_some_screens_of_rows_and_counts_the_others() -> None:
    content = at_once(f"All:\n\n{client_table(3_000)}\nThat is all.")
    assert drawn_rows(content) == ROWS_DRAWN
    assert folded_count(tables(content)[-1]) == 3_000 - ROWS_DRAWN
    assert all(block.isVisible() != holds_rows(block) for block in blocks(content.document))
    assert content.document.blockCount() < 600
    assert "That is all." in content.document.toPlainText()


@pytest.mark.parametrize("rows", [ROWS_DRAWN - 1, ROWS_DRAWN])
def test_a_table_that_is_drawn_whole_folds_nothing(rows: int) -> None:
    content = at_once(client_table(rows))
    assert drawn_rows(content) == rows
    assert folded_count(tables(content)[-1]) == 0


def test_all_rows_are_copied_in_order_with_their_links() -> None:
    count = ROWS_DRAWN + 3 * ROWS_PER_BLOCK + 5
    content = at_once(client_table(count) + "\nBelow.")
    lines = copied_text(whole(content)).splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line][1:]
    assert rows == [
        [str(n), f"Client {n}", f"+91 98765 {n:05d}", "Gold", f"Rs. {n * 37:,}"] for n in range(1, count + 1)
    ]
    html = copied_html(whole(content))
    assert html.count("<table>") == html.count("</table>") == 1
    assert re.findall(r'<a href="(/clients/\d+)">Client \d+</a>', html) == [
        f"/clients/{n}" for n in range(1, count + 1)
    ]
    assert {row.count("</td>") for row in html.split("</tr>")[1:-1]} == {5}
    assert lines[-1] == "Below."


def test_a_selection_that_ends_among_them_takes_whole_rows_and_no_more() -> None:
    content = at_once(client_table(ROWS_DRAWN + 10))
    selection = QTextCursor(content.document)
    selection.setPosition(content.document.find("Client 64").selectionStart() + 2)
    end = content.document.find("Client 66").selectionEnd()
    selection.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    assert [line.split("\t")[0] for line in copied_text(selection).splitlines()] == ["64", "65", "66"]
    assert copied_html(selection).count("<tr>") == 3


MARKED = [
    "| 7 | **Bold** `code` | a \\| b | x |\n",
    "| 8 |\n",
    "| 9 | [late][one] | <b>html</b> & \U0001f600 | 5 | too many |\n",
    "| 10 | [gone][two] ~~no~~ | www.example.com | *it* |\n",
    "no bars\n",
]


@pytest.mark.parametrize("step", [1, 7, 64, 1000])
def test_streamed_in_any_cutting_it_is_the_same(step: int) -> None:
    rows = "".join(row_of(n) + MARKED[n % len(MARKED)] for n in range(1, 45))
    text = f"Here:\n\n{HEAD}{rows}\nBelow [late][one].\n\n{client_table(62)}\n[one]: /clients/5\n"
    pieces = [text[start : start + step] for start in range(0, len(text), step)]
    content = streamed(pieces)
    whole_answer = at_once(text)
    whole_answer.link_all()
    assert snapshot(content.document) == snapshot(whole_answer.document)
    assert "late][one]" not in content.document.toPlainText()
    assert "[gone][two] no" in content.document.toPlainText()
    hidden = [not block.isVisible() for block in blocks(content.document)]
    assert hidden == [not block.isVisible() for block in blocks(whole_answer.document)]


@pytest.mark.parametrize("head", ["> ", "<table><tr>", "- item\n\n  "])
def test_one_in_a_quote_a_list_or_html_is_folded_as_well(head: str) -> None:
    if head.startswith("<"):
        rows = "".join(f"<tr><td>{n}</td><td>Client {n}</td></tr>\n" for n in range(1, 201))
        text = f"<table><tr><th>#</th><th>Name</th></tr>\n{rows}</table>"
    else:
        indent = head.rpartition("\n")[2] if "\n" in head else head
        text = head + client_table(200).replace("\n", f"\n{indent}").rstrip("> ")
    content = at_once(text)
    assert drawn_rows(content) == ROWS_DRAWN
    assert folded_count(tables(content)[-1]) == 200 - ROWS_DRAWN
    assert "Client 200" in copied_text(whole(content))


def test_many_columns_draw_fewer_rows() -> None:
    head = "|".join(f"H{n}" for n in range(60))
    row = "|".join(f"v{n}" for n in range(60))
    content = at_once(f"|{head}|\n{'|---' * 60}|\n" + f"|{row}|\n" * 100)
    assert drawn_rows(content) == 12
    assert folded_count(tables(content)[-1]) == 88


def test_above_others_and_in_another_width_they_stay_out_of_sight(qtbot: QtBot) -> None:
    content = transcript()
    content.add_messages([ShownQuestion("Later?"), ShownAnswer("Yes.", AnswerEnd())])
    content.document.documentLayout()
    content.add_earlier([ShownQuestion("All?"), ShownAnswer(client_table(500), AnswerEnd())])
    hidden = [block for block in blocks(content.document) if holds_rows(block)]
    assert hidden
    assert not any(block.isVisible() for block in hidden)
    height = content.document.size().height()
    assert height < (ROWS_DRAWN + 20) * 60
    content.set_column(28, 500, 28)
    assert not any(block.isVisible() for block in hidden)
    assert folded_count(tables(content)[-1]) == 500 - ROWS_DRAWN
