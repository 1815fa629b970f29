"""Keys that scroll lead along the page while the keyboard is in the question, where it nearly always is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from strakly_desktop.rendering.document.document import ShownQuestion
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.main_window import MainWindow

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def page(window: MainWindow) -> TranscriptView:
    """A conversation of some screens, at its end, with the keyboard in the question."""
    page = window.transcript
    assert isinstance(page, TranscriptView)
    window.pages.show_transcript()
    page.show_conversation([ShownQuestion(f"Question {n}?", f"q{n}") for n in range(60)], has_earlier=False)
    page._earlier.write_all()
    window.composer.focus_input()
    assert page.verticalScrollBar().value() == page.verticalScrollBar().maximum() > 0
    return page


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    QTest.keyClick(window.composer._edit, key, modifier)


def test_page_up_and_down_turn_the_page_also_while_a_question_is_written(
    window: MainWindow, page: TranscriptView
) -> None:
    bar = page.verticalScrollBar()
    QTest.keyClicks(window.composer._edit, "who owes")
    press(window, Key.Key_PageUp)
    assert 0 < bar.maximum() - bar.value() <= bar.pageStep()
    press(window, Key.Key_PageDown)
    assert bar.value() == bar.maximum()
    assert window.composer.text() == "who owes" and window.composer._edit.hasFocus()


@pytest.mark.parametrize("modifier", [Modifier.NoModifier, Modifier.ControlModifier], ids=["plain", "Ctrl"])
def test_home_and_end_in_an_empty_field_lead_to_the_ends_of_the_page(
    window: MainWindow, page: TranscriptView, modifier: Qt.KeyboardModifier
) -> None:
    bar = page.verticalScrollBar()
    press(window, Key.Key_Home, modifier)
    assert bar.value() == 0
    press(window, Key.Key_End, modifier)
    assert bar.value() == bar.maximum()


def test_home_and_end_belong_to_the_question_that_is_there(window: MainWindow, page: TranscriptView) -> None:
    QTest.keyClicks(window.composer._edit, "who owes")
    press(window, Key.Key_Home)
    QTest.keyClicks(window.composer._edit, "So ")
    assert window.composer.text() == "So who owes"
    assert page.verticalScrollBar().value() == page.verticalScrollBar().maximum()


def test_page_up_stays_in_a_question_that_scrolls_itself(window: MainWindow, page: TranscriptView) -> None:
    window.composer.set_text("\n".join(map(str, range(40))))
    edit, bar = window.composer._edit, page.verticalScrollBar()
    edit.ensureCursorVisible()
    before = edit.textCursor().position()
    press(window, Key.Key_PageUp)
    assert edit.textCursor().position() < before and bar.value() == bar.maximum()
