"""The keyboard walks the window as it is seen: F6, arrows and Tab, and nothing of the window dies of that order."""

import gc
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser
from pytestqt.qtbot import QtBot
from support.focused import focused
from support.looks import real_look
from support.views import shown_view

from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.rendering.tables.table_data import tables_of
from strakly_desktop.ui.controls.focus_ring import FocusRing
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.main_window import MainWindow

NEWS = Notice(
    "news", NoticeKind.DANGER, "The server did not answer.", action=NoticeAction("Retry", lambda: None)
)
TABLE = "| Client | Due |\n|---|---|\n| Rohan | 1,200 |\n"


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(real_look(), QTextBrowser())
    qtbot.addWidget(made)
    made.resize(1400, 800)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.pages.show_transcript()
    return made


def bury_the_dead() -> None:
    """Let Qt delete what waits for it, and Python collect what nobody needs."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def all_below(thing: QObject) -> Iterator[QObject]:
    for child in thing.children():
        yield child
        yield from all_below(child)


def test_parts_that_stay_outlive_those_that_go(window: MainWindow) -> None:
    bury_the_dead()
    staying = list(all_below(window))
    assert len(staying) > 100
    for round_ in range(3):
        window.suggestions.set_suggestions(["List all clients", f"Expired {round_}", "Show dues"])
        window.notices.show_notice(NEWS)
        bury_the_dead()
        window.notices.dismiss(NEWS.key)
        window.suggestions.set_suggestions([])
        bury_the_dead()
    assert [thing for thing in staying if not shiboken6.isValid(thing)] == []


def walk(window: MainWindow) -> list[str]:
    """The names that Tab meets from the page on, until it is back in the history."""
    window.transcript.setFocus(Qt.FocusReason.TabFocusReason)
    names: list[str] = []
    for _ in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        if window.history.isAncestorOf(focused):
            break
        names.append(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return names


def test_tab_goes_down_the_window_and_then_to_the_table(window: MainWindow) -> None:
    window.composer.set_text("how many?")
    window.table_dock.panel.show_table("Dues", tables_of(TABLE)[0])
    window.table_dock.show_panel()
    # Made after everything else, and in the wrong order: Qt appends them to its end.
    window.suggestions.set_suggestions(["List all clients", "Show dues"])
    window.notices.show_notice(NEWS)
    assert walk(window) == [
        "",
        "Retry",
        "Close this notice",
        "List all clients",
        "Question to the assistant",
        "Send",
        "Width of the table (arrow keys)",
        "Copy rows",
        "Save as a file",
        "Print table",
        "Close table (Esc)",
        "Filter rows",
        "Dues, 1 row",
        "Column headings",
    ]


def test_a_control_that_goes_leaves_the_ring_to_the_one_that_has_it(window: MainWindow) -> None:
    window.notices.show_notice(NEWS)
    window.suggestions.set_suggestions(["List all clients"])
    window.composer.focus_input()
    for name in ("List all clients", "Close this notice"):
        QTest.keyClick(focused(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        assert focused().accessibleName() == name
    ring = window.findChild(FocusRing)
    assert isinstance(ring, FocusRing)
    assert ring.isVisible()
    window.suggestions.set_suggestions([])
    bury_the_dead()
    assert ring.isVisible()


def test_what_a_table_kept_of_the_page_may_go_before_it(qtbot: QtBot) -> None:
    """A table in the midst of its rows holds frames of the document; New Chat removes them, and time goes on."""
    view = shown_view(qtbot)
    for text, words in (
        (TABLE * 3, "Rohan"),
        ("- one\n  - two\n", "two"),
        ("```python\nprint(1)\n", "print(1)"),
        ("[a][b]\n\n[b]: /clients/5\n", "a"),
    ):
        view.begin_answer()
        view.append_text(text)
        view.draw_all()
        view.clear_conversation()
        bury_the_dead()
        view.append_text(text)
        view.set_look(real_look("dark", text_scale=1.5))
        view.finish_answer(text, AnswerEnd())
        view.draw_all()
        bury_the_dead()
        view.set_look(real_look())
        view.resize(700, 400)
        bury_the_dead()
        view.grab()
        assert words in view.document().toPlainText()


def test_f6_walks_the_areas_and_shift_f6_walks_back(qtbot: QtBot, window: MainWindow) -> None:
    window.pages.show_transcript()
    window.notices.show_notice(NEWS)
    window.suggestions.set_suggestions(["Who is new?"])
    areas = [
        window.history,
        window.header,
        window.transcript,
        window.notices,
        window.suggestions,
        window.composer,
    ]

    def at() -> int:
        return next(i for i, area in enumerate(areas) if area is focused() or area.isAncestorOf(focused()))

    visited = []
    for _ in areas:
        qtbot.keyClick(focused(), Qt.Key.Key_F6)
        visited.append(at())
    assert visited == [0, 1, 2, 3, 4, 5]
    qtbot.keyClick(focused(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert at() == 4


def test_shift_tab_from_the_composer_meets_chips_then_notices(qtbot: QtBot, window: MainWindow) -> None:
    window.pages.show_transcript()
    window.notices.show_notice(NEWS)
    window.suggestions.set_suggestions(["Who is new?", "Who left?"])
    names = []
    for _ in range(3):
        qtbot.keyClick(focused(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        names.append(focused().accessibleName())
    assert names == ["Who is new?", "Close this notice", "Retry"]


def test_up_and_down_walk_between_the_question_the_suggestions_and_the_page(qtbot: QtBot) -> None:
    look = real_look()
    window = MainWindow(look, TranscriptView(look))
    qtbot.addWidget(window)
    window.resize(1280, 900)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.pages.show_transcript()
    window.composer.set_text("Half a\nquestion")
    field = window.composer.focusProxy()
    assert field is not None
    window.composer.focus_input()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.hasFocus(), "nothing stands above"
    window.suggestions.set_suggestions(
        ["One?", "Two, which is longer?", "Three, by far the longest of all? " * 3]
    )
    qtbot.waitUntil(window.suggestions.isVisible)
    chips = window.suggestions._stops()
    assert chips[0].y() == chips[1].y() < chips[2].y()
    window.composer.set_text("Half a\nquestion")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.hasFocus(), "to the first line"
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert chips[0].hasFocus()
    qtbot.keyClick(chips[0], Qt.Key.Key_Down)
    assert chips[2].hasFocus(), "in the second row"
    qtbot.keyClick(chips[2], Qt.Key.Key_Up)
    assert chips[0].hasFocus() or chips[1].hasFocus()
    chips[2].setFocus()
    qtbot.keyClick(chips[2], Qt.Key.Key_Down)
    assert field.hasFocus()
    chips[1].setFocus()
    qtbot.keyClick(chips[1], Qt.Key.Key_Up)
    assert window.transcript.hasFocus()
