"""What the desk reads of its sign-in: until when, why no more, and by how much the clock is wrong."""

import time
from datetime import datetime

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.app.assistant.sign_in import SignInState
from strakly_desktop.app.sign_in.sign_in_notices import SignInNotices
from strakly_desktop.ui.notices.notice_bar import NoticeBar

HOUR_S = 3600.0


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    made = NoticeBar(real_look())
    qtbot.addWidget(made)
    made.show()
    return made


def told(bar: NoticeBar) -> str:
    return " ".join(label.text() for label in bar.findChildren(QLabel))


@pytest.mark.parametrize(
    ("ahead_s", "words"),
    [
        (90 * 60.0, "2 hours slow"),
        (-600.0, "10 minutes fast"),
        (3 * 24 * HOUR_S, "3 days slow"),
    ],
)
def test_a_wrong_clock_is_told_in_round_figures(bar: NoticeBar, ahead_s: float, words: str) -> None:
    SignInNotices(bar, lambda: None, time.time).tell_clock(ahead_s)
    assert words in told(bar)


def test_an_end_names_its_day_and_time(bar: NoticeBar) -> None:
    noon = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0).timestamp()
    notices = SignInNotices(bar, lambda: None, lambda: noon)
    notices.tell_end(HOUR_S)
    assert "ends today at 13:00" in told(bar)
    notices.withdraw_sign_in()
    notices.tell_end(24 * HOUR_S)
    assert "ends tomorrow at" in told(bar)


@pytest.mark.parametrize("state", SignInState)
def test_only_a_sign_in_that_holds_no_more_is_worth_a_word(bar: NoticeBar, state: SignInState) -> None:
    SignInNotices(bar, lambda: None, time.time).tell_found(state)
    is_over = state in (SignInState.EXPIRED, SignInState.REFUSED, SignInState.SWITCHED_OFF)
    assert ("sign-in" in told(bar) or "this account" in told(bar)) is is_over
