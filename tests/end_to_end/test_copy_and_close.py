"""Who copies a long page and closes the app at once can paste all of it: before the page goes, it is written."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.desk import OpenDesk

from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.ui.transcript import promised_copies

TEXT = "".join(f"Line {number} of **what is owed**.\n\n" for number in range(200))


@pytest.fixture(autouse=True)
def writes_nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(promised_copies, "_SLICE_MS", -1)
    yield
    QApplication.clipboard().clear()


def test_all_of_a_long_page_is_pasted_after_the_app_was_closed(
    desk_at: Callable[..., OpenDesk], run: Callable[..., None]
) -> None:
    desk = desk_at("http://127.0.0.1:9", connect=False)
    page = desk.house.transcript
    page.begin_answer("a")
    page.append_text(TEXT)
    page.finish_answer(TEXT, AnswerEnd())
    page.draw_all()
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    page.copy()
    data = QApplication.clipboard().mimeData()
    assert isinstance(data, promised_copies.PromisedCopy) and not page._copies.is_ready
    run(desk.close())
    lines = data.text().split("\n")
    assert lines[:200] == [f"Line {number} of what is owed." for number in range(200)]
    assert data.html().count("<strong>what is owed</strong>") == 200
