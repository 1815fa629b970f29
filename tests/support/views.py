"""Widgets on the screen, as the app shows them."""

from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.theme.fonts import install_fonts
from strakly_desktop.ui.transcript_view import TranscriptView


def shown_view(qtbot: QtBot, width: int = 900, height: int = 500) -> TranscriptView:
    """An empty conversation in a window of its own, in the app's letters."""
    install_fonts()
    view = TranscriptView(real_look())
    qtbot.addWidget(view)
    view.resize(width, height)
    with qtbot.waitExposed(view):
        view.show()
    return view
