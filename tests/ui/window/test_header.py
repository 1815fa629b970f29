"""The header with everything in it: at each width and size of text nothing is clipped, and nothing lies on another."""

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.model import Branch
from strakly_desktop.ui.window.header import Header

LONG = "Iron Temple Fitness and Wellness Centre, Lake Road branch"
TITLE = "Which memberships end this week, and who has not paid yet?"


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    """What the header lies in, for a window of its own would grow with what does not fit."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def full(holder: QWidget, width: int, scale: float, *, name: str = LONG, fixed: bool = False) -> Header:
    """All that a header can hold."""
    header = Header(real_look(text_scale=scale), QMenu(holder), holder)
    header.set_title(TITLE)
    header.set_demo(True)
    header.set_presence(119)
    header.set_branches([Branch(1, "Main branch"), Branch(2, name)], 2)
    header.set_branch_locked(fixed)
    header.set_connection(ConnectionState.CONNECTED, "Connected")
    holder.resize(width, 200)
    header.resize(width, header.height())
    holder.show()
    header.show()
    QApplication.processEvents()
    return header


def shown(header: Header) -> list[QWidget]:
    return [part for part in header._parts() if part.isVisible()]


def is_whole(header: Header) -> bool:
    """Whether every part has its place and its width; the title and the branch's name may be cut."""
    parts = shown(header)
    cut = (header._title, header._picker)
    return (
        all(left.geometry().right() < right.x() for left, right in pairwise(parts))
        and all(part.width() >= part.sizeHint().width() for part in parts if part not in cut)
        and header._picker.width() >= header._picker.minimumSizeHint().width()
        and parts[-1] is header._more
        and parts[-1].geometry().right() <= header.width()
    )


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.25, 1.5, 2.0])
def test_nothing_is_clipped_or_covered_at_any_width(holder: QWidget, scale: float) -> None:
    for fixed in (False, True):
        header = full(holder, 1400, scale, fixed=fixed)
        for width in range(max(480, round(360 * scale)), 1400, 37):
            header.resize(width, header.height())
            QApplication.processEvents()
            assert is_whole(header), (width, fixed)


@pytest.mark.parametrize("fixed", [False, True])
@pytest.mark.parametrize("name", ["Lake Road branch", LONG])
def test_a_small_screen_with_large_text_shows_all_of_it_and_some_of_the_title(
    holder: QWidget, name: str, fixed: bool
) -> None:
    header = full(holder, 1024, 1.5, name=name, fixed=fixed)
    for part in (header._badge, header._presence, header._picker, header._connection, header._hide):
        assert part.isVisible()
    assert is_whole(header) and header._title.width() >= 180


def test_what_comes_later_is_fitted_as_well(holder: QWidget) -> None:
    header = full(holder, 1024, 1.5)
    header.set_connection(ConnectionState.OFFLINE, "No connection", "Check the cable.")
    header.set_sign_in_offered(True)
    QApplication.processEvents()
    assert is_whole(header) and header._sign_in.isVisible() and header._title.width() >= 150
    header.set_sign_in_offered(False)
    header.set_connection(ConnectionState.CONNECTED, "Connected")
    QApplication.processEvents()
    assert is_whole(header) and header._presence.isVisible()


def test_a_branch_that_is_no_choice_promises_no_menu(holder: QWidget) -> None:
    header = full(holder, 1400, 1.0, name="Lake Road", fixed=True)
    fixed = header._picker.sizeHint().width()
    header.set_branch_locked(False)
    assert header._picker.sizeHint().width() > fixed, "no arrow"
