"""Notices: which are shown, in what order, and how they go."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.ui.controls.buttons import IconButton, TextButton
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.notices.notice_row import NoticeRow

INFO = Notice(
    "theme", NoticeKind.INFO, "Switched to dark.", action=NoticeAction("Undo", lambda: None), icon="palette"
)
WARNING = Notice(
    "thread", NoticeKind.WARNING, "The assistant has lost the thread.", "It sees only what is new."
)
DANGER = Notice(
    "turn",
    NoticeKind.DANGER,
    "The answer stopped half way.",
    "What arrived is kept.",
    NoticeAction("Retry", lambda: None),
    "peer closed",
)


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    widget = NoticeBar(real_look())
    qtbot.addWidget(widget)
    widget.resize(1016, 10)
    return widget


def rows(bar: NoticeBar) -> dict[str, NoticeRow]:
    return {row.notice.key: row for row in bar.findChildren(NoticeRow) if not row.isHidden()}


def button(row: NoticeRow, name: str) -> QAbstractButton:
    found: list[QAbstractButton] = [*row.findChildren(TextButton), *row.findChildren(IconButton)]
    return next(one for one in found if one.accessibleName() == name)


def test_the_worst_stands_nearest_to_the_composer(bar: NoticeBar) -> None:
    for notice in (DANGER, INFO, WARNING):
        bar.show_notice(notice)
    assert bar.shown() == ["theme", "thread", "turn"]
    bar.adjustSize()
    tops = {key: row.y() for key, row in rows(bar).items()}
    assert tops["theme"] < tops["thread"] < tops["turn"]


def test_what_tells_of_one_conversation_leaves_with_it_and_is_not_taken_for_closed(bar: NoticeBar) -> None:
    closed: list[str] = []
    of_one = replace(WARNING, is_of_conversation=True, on_closed=lambda: closed.append("closed"))
    for notice in (of_one, INFO, DANGER, replace(of_one, key="waits", kind=NoticeKind.INFO)):
        bar.show_notice(notice)
    bar.leave_conversation()
    assert bar.shown() == ["theme", "turn"] and closed == []


def test_three_at_most_and_the_rest_wait(bar: NoticeBar) -> None:
    for notice in (INFO, WARNING, DANGER, replace(DANGER, key="offline")):
        bar.show_notice(notice)
    assert bar.shown() == ["thread", "turn", "offline"]
    assert set(rows(bar)) == {"thread", "turn", "offline"}
    bar.dismiss("turn")
    assert bar.shown() == ["theme", "thread", "offline"]
    assert set(rows(bar)) == {"theme", "thread", "offline"}


def test_one_notice_for_each_key(bar: NoticeBar) -> None:
    bar.show_notice(DANGER)
    bar.show_notice(replace(DANGER, fact="The assistant cannot be reached."))
    assert bar.shown() == ["turn"]
    assert rows(bar)["turn"].notice.fact == "The assistant cannot be reached."


def test_the_action_is_run_once_and_its_notice_goes(qtbot: QtBot, bar: NoticeBar) -> None:
    runs: list[list[str]] = []
    closings: list[bool] = []
    bar.show_notice(
        replace(
            DANGER,
            action=NoticeAction("Retry", lambda: runs.append(bar.shown())),
            on_closed=lambda: closings.append(True),
        )
    )
    retry = button(rows(bar)["turn"], "Retry")
    with qtbot.waitSignal(bar.keyboard_released):
        qtbot.mouseClick(retry, Qt.MouseButton.LeftButton)
    retry.click()
    assert runs == [[]], "the notice has gone before, so that the action may show another one"
    assert not closings


def test_an_action_that_settles_nothing_leaves_its_notice_with_the_other_one(bar: NoticeBar) -> None:
    done: list[str] = []
    check = NoticeAction("Check connection", lambda: done.append("checked"), stays=True)
    retry = NoticeAction("Retry", lambda: done.append("asked"))
    bar.show_notice(replace(DANGER, action=retry, other=check))
    row = rows(bar)["turn"]
    for _ in range(2):
        button(row, "Check connection").click()
    assert rows(bar)["turn"] is row
    button(row, "Retry").click()
    assert done == ["checked", "checked", "asked"]
    assert rows(bar) == {}


def test_a_notice_that_was_replaced_acts_no_more(bar: NoticeBar) -> None:
    runs: list[str] = []
    closings: list[str] = []
    old, new = (
        replace(
            DANGER,
            action=NoticeAction("Retry", partial(runs.append, word)),
            on_closed=partial(closings.append, word),
        )
        for word in ("old", "new")
    )
    bar.show_notice(old)
    late = button(rows(bar)["turn"], "Retry")
    bar.show_notice(new)
    late.click()
    assert (runs, closings) == ([], [])
    button(rows(bar)["turn"], "Retry").click()
    assert (runs, closings) == (["new"], [])


@pytest.mark.parametrize("way", ["button", "Esc", "time"])
def test_whoever_closes_it_is_told(qtbot: QtBot, bar: NoticeBar, way: str) -> None:
    closings: list[bool] = []
    told = replace(DANGER, timeout_ms=1 if way == "time" else 0, on_closed=lambda: closings.append(True))
    bar.show_notice(told)
    if way == "button":
        button(rows(bar)["turn"], "Close this notice").click()
    elif way == "Esc":
        qtbot.keyClick(button(rows(bar)["turn"], "Retry"), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: closings == [True])
    assert not bar.isVisible()


def test_dismiss_by_the_app_is_no_news(qtbot: QtBot, bar: NoticeBar) -> None:
    closings: list[bool] = []
    bar.show_notice(replace(INFO, timeout_ms=20, on_closed=lambda: closings.append(True)))
    bar.dismiss("theme")
    bar.dismiss("never shown")
    qtbot.wait(60)
    assert (bar.shown(), closings) == ([], [])


def test_details_open_on_request_and_can_be_selected(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice(DANGER)
    row = rows(bar)["turn"]
    details = row.findChild(QPlainTextEdit)
    assert details is not None
    assert not details.isVisible()
    closed = row.sizeHint().height()
    qtbot.mouseClick(button(row, "Details"), Qt.MouseButton.LeftButton)
    assert details.isVisible()
    assert details.toPlainText() == "peer closed"
    assert details.isReadOnly()
    assert row.sizeHint().height() > closed


def test_markup_in_a_notice_is_text(bar: NoticeBar) -> None:
    bar.show_notice(replace(DANGER, fact="<b>5 < 6 & more</b>", rest="<img src=x>"))
    label = rows(bar)["turn"].findChild(QLabel)
    assert label is not None
    assert "&lt;b&gt;5 &lt; 6 &amp; more" in label.text()
    assert "<img" not in label.text()


@pytest.mark.parametrize("width", [480, 640, 1016])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_text_is_clipped(bar: NoticeBar, width: int, scale: float) -> None:
    bar.set_look(real_look(text_scale=scale))
    bar.resize(width, 10)
    bar.show_notice(
        replace(DANGER, rest="The connection was lost. What arrived is kept. Ask again when you can.")
    )
    bar.resize(width, bar.heightForWidth(width))
    row = rows(bar)["turn"]
    if layout := row.layout():
        layout.activate()
    label = row.findChild(QLabel)
    assert label is not None
    assert label.height() >= label.heightForWidth(label.width())
    assert row.rect().contains(label.geometry())
    retry = button(row, "Retry")
    assert row.rect().contains(retry.rect().translated(retry.mapTo(row, retry.rect().topLeft())))


def test_a_single_line_notice_is_44_high(bar: NoticeBar) -> None:
    bar.show_notice(INFO)
    assert bar.heightForWidth(1016) == 10 + 44


UNDO = Notice(
    "undo",
    NoticeKind.INFO,
    "Conversation deleted.",
    action=NoticeAction("Undo", lambda: None),
    timeout_ms=60_000,
)


def test_the_time_of_a_notice_that_waits_behind_others_does_not_run(bar: NoticeBar) -> None:
    for number in range(3):
        bar.show_notice(Notice(f"worse{number}", NoticeKind.DANGER, "The answer stopped."))
    bar.show_notice(UNDO)
    row = bar._rows["undo"]
    assert "undo" not in bar.shown()
    assert not row._leaving.isActive()
    assert row.left_ms == 60_000
    bar.dismiss("worse1")
    assert "undo" in bar.shown()
    assert row._leaving.isActive()
    bar.show_notice(Notice("worse1", NoticeKind.DANGER, "The answer stopped."))
    assert not row._leaving.isActive()
    assert 0 < row.left_ms <= 60_000


def test_nor_does_it_run_while_nobody_can_see_the_window(bar: NoticeBar) -> None:
    bar.show_notice(UNDO)
    row = rows(bar)["undo"]
    assert row._leaving.isActive()
    bar.set_in_sight(False)
    assert not row._leaving.isActive()
    bar.show_notice(UNDO)
    assert not rows(bar)["undo"]._leaving.isActive()
    bar.set_in_sight(True)
    assert rows(bar)["undo"]._leaving.isActive()
