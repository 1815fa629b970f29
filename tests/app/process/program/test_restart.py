"""The Restart button of a notice: the app closes, and its program starts again with the same words."""

import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot
from support.looks import real_look
from support.notices import press_notice

from strakly_desktop.app.process.program.executable import program_command
from strakly_desktop.app.process.program.restart import Restart
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar


def test_the_button_of_such_a_notice_closes_the_app(qtbot: QtBot) -> None:
    bar = NoticeBar(real_look())
    qtbot.addWidget(bar)
    closings: list[bool] = []
    restart = Restart(lambda: closings.append(True))
    bar.show_notice(Notice("next", NoticeKind.INFO, "Saved.", action=restart.action("Restart now")))
    bar.show_notice(Notice("other", NoticeKind.INFO, "Sent.", action=NoticeAction("Undo", lambda: None)))
    bar.show()
    press_notice(bar, "other")
    assert not restart.is_wanted and not closings
    press_notice(bar, "next")
    assert restart.is_wanted and closings


def test_the_command_starts_this_app() -> None:
    said = subprocess.run([*program_command(), "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("strakly-desktop ")


@pytest.mark.skipif(sys.platform == "win32", reason="there the old process does not become the new one")
def test_what_starts_again_is_given_the_same_words() -> None:
    script = (
        "from strakly_desktop.app.process.program.restart import start_again; start_again(['/nothing/there']);"
        " start_again(['/bin/echo', '--home', 'my desk'])"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout == "--home my desk\n"
