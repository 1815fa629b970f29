"""The entries of the More menu stand apart from their keys, whichever of them is the longest."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetricsF, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.looks import RESOURCES, real_look

from strakly_desktop.theme.fonts import application_font, install_fonts
from strakly_desktop.theme.stylesheet import build_stylesheet
from strakly_desktop.theme.theme import Accent, ThemeMode, load_themes
from strakly_desktop.ui.window.main_window import MainWindow
from strakly_desktop.ui.window.window_menu import WindowMenu

_PADDING = 12 + 28
"""What the stylesheet has at both sides of an entry."""


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_longest_entry_keeps_off_its_key(
    qtbot: QtBot, qapp: QApplication, scale: float, masked: bool
) -> None:
    install_fonts()
    theme = load_themes(RESOURCES / "themes" / "tokens.json").resolve(
        ThemeMode("light"), Accent("green"), False, False
    )
    window = QWidget()
    qtbot.addWidget(window)
    window.setFont(application_font(scale))
    window.setStyleSheet(build_stylesheet(theme, scale))
    menu = WindowMenu(real_look(text_scale=scale), window)
    for is_masked in (masked, not masked, masked):
        menu.set_values_masked(is_masked)
        menu.popup(QPoint(0, 0))
        metrics = QFontMetricsF(menu.font())
        shown = [action for action in menu.actions() if action.isVisible() and not action.isSeparator()]
        keyed = [action for action in shown if not action.shortcut().isEmpty()]
        keys = max(metrics.horizontalAdvance(_key(action.shortcut())) for action in keyed)
        entry = max(metrics.horizontalAdvance(action.text()) for action in shown)
        free = menu.actionGeometry(shown[0]).width() - _PADDING - keys - entry
        assert 24 <= free < 70 * scale
        menu.close()


def _key(sequence: QKeySequence) -> str:
    return sequence.toString(QKeySequence.SequenceFormat.NativeText)


def test_it_is_as_wide_at_each_opening_and_stays_off_the_edge(qtbot: QtBot, qapp: QApplication) -> None:
    """It grew from 297 to 437 px, half of it blank, and was placed by the width that it had had before."""
    install_fonts()
    theme = load_themes(RESOURCES / "themes" / "tokens.json").resolve(
        ThemeMode("light"), Accent("green"), False, False
    )
    window = MainWindow(real_look())
    qtbot.addWidget(window)
    window.setFont(application_font(1.0))
    window.setStyleSheet(build_stylesheet(theme, 1.0))
    window.resize(1200, 700)
    window.show()
    menu, more = window.menu, window.header._more
    widths: dict[bool, set[int]] = {True: set(), False: set()}
    for is_manager in (True, True, False, True, False, True, True):
        window.set_signed_in(is_manager, may_change_password=is_manager)
        menu.set_values_masked(is_manager)
        more.click()
        widths[is_manager].add(menu.width())
        right = more.mapToGlobal(QPoint(more.width(), 0)).x()
        assert menu.geometry().right() + 1 == right
        menu.close()
    assert all(len(found) == 1 for found in widths.values()), widths
