"""Several questions in one document."""

from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from strakly_desktop.ui.composer.separate_questions import append_question, first_question


def taken(document: QTextDocument) -> list[str]:
    """All of them, taken out one by one."""
    questions = []
    while not document.isEmpty():
        first = first_question(document)
        questions.append(first.selection().toPlainText().rstrip("\n"))
        if first.atEnd():
            document.clear()
        else:
            first.removeSelectedText()
    return questions


def test_each_comes_out_with_all_its_lines_and_in_order(qtbot: QtBot) -> None:
    document = QTextDocument("who owes us\nmoney?")
    append_question(document, "7034")
    append_question(document, "7035")
    assert taken(document) == ["who owes us\nmoney?", "7034", "7035"]


def test_lines_alone_make_no_question(qtbot: QtBot) -> None:
    assert taken(QTextDocument("one\ntwo\n\nthree")) == ["one\ntwo\n\nthree"]
