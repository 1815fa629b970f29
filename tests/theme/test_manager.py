"""The theme on the application: palette and stylesheet together, the system followed live."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from strakly_desktop.theme import resources
from strakly_desktop.theme.manager import PALETTE_ROLES, ThemeManager, palette_of
from strakly_desktop.theme.system import SystemAppearance
from strakly_desktop.theme.theme import TEXT_SCALES, Accent, Theme, ThemeMode, load_themes

THEMES = load_themes(resources.tokens())


class ScriptedSystem(SystemAppearance):
    """An operating system that shows what the test says."""

    dark = False
    high_contrast = False

    def show(self, *, dark: bool = False, high_contrast: bool = False) -> None:
        self.dark = dark
        self.high_contrast = high_contrast
        self.changed.emit()


class Listener:
    """What a manager said, in order: names of themes, and "chosen"."""

    def __init__(self, manager: ThemeManager) -> None:
        self.heard: list[str] = []
        manager.theme_changed.connect(self._note_theme)
        manager.choice_changed.connect(lambda: self.heard.append("chosen"))

    def _note_theme(self, theme: Theme) -> None:
        self.heard.append(f"{theme.name} {theme.accent}")


@pytest.fixture
def system(qapp: QApplication) -> ScriptedSystem:
    return ScriptedSystem()


@pytest.fixture
def manager(qapp: QApplication, system: ScriptedSystem) -> Iterator[ThemeManager]:
    before = qapp.palette(), qapp.font(), qapp.styleSheet()
    yield ThemeManager(qapp, THEMES, system=system)
    palette, font, sheet = before
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setFont(font)


def test_the_application_wears_the_theme_at_once(manager: ThemeManager, qapp: QApplication) -> None:
    assert manager.theme.name == "light"
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(manager.theme.colors["background"])
    assert manager.theme.colors["surface-raised"] in qapp.styleSheet()


def test_a_change_reaches_palette_and_stylesheet_before_it_is_told(
    manager: ThemeManager, qapp: QApplication
) -> None:
    seen: list[tuple[QColor, str]] = []
    manager.theme_changed.connect(
        lambda _: seen.append((qapp.palette().color(QPalette.ColorRole.Text), qapp.styleSheet()))
    )
    manager.set_mode(ThemeMode.DARK)
    ((text, sheet),) = seen
    assert text == QColor(manager.theme.colors["text"])
    assert manager.theme.colors["background"] in sheet


def test_the_palette_reflects_the_roles() -> None:
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
        theme = THEMES.resolve(mode, Accent.PURPLE, False, False)
        palette = palette_of(theme)
        for role, name in PALETTE_ROLES.items():
            for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
                assert palette.color(group, role) == QColor(theme.colors[name]), (role, name)
        disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        assert disabled == QColor(theme.colors["text-disabled"])


def test_links_have_the_accent_which_no_stylesheet_can_give(
    manager: ThemeManager, qapp: QApplication
) -> None:
    manager.set_accent(Accent.PINK)
    assert qapp.palette().color(QPalette.ColorRole.Link) == QColor(manager.theme.colors["link"])


def test_system_is_followed_live(manager: ThemeManager, system: ScriptedSystem) -> None:
    listener = Listener(manager)
    system.show(dark=True)
    system.show(dark=False)
    assert listener.heard == ["dark green", "light green"]
    assert manager.mode is ThemeMode.SYSTEM


def test_a_chosen_mode_does_not_follow(manager: ThemeManager, system: ScriptedSystem) -> None:
    manager.set_mode(ThemeMode.LIGHT)
    listener = Listener(manager)
    system.show(dark=True)
    assert listener.heard == []
    assert manager.theme.name == "light"
    manager.set_mode(ThemeMode.SYSTEM)
    assert manager.theme.name == "dark"


def test_high_contrast_is_followed_in_every_mode(manager: ThemeManager, system: ScriptedSystem) -> None:
    manager.set_mode(ThemeMode.DARK)
    listener = Listener(manager)
    system.show(high_contrast=True)
    system.show(high_contrast=False)
    assert listener.heard == ["high-contrast-dark green", "dark green"]


def test_a_choice_that_looks_the_same_is_told_but_restyles_nothing(
    manager: ThemeManager, qapp: QApplication
) -> None:
    """Light chosen on a light system must be remembered: the system may turn dark tonight."""
    qapp.setStyleSheet("/* untouched */")
    listener = Listener(manager)
    manager.set_mode(ThemeMode.LIGHT)
    assert listener.heard == ["chosen"]
    assert qapp.styleSheet() == "/* untouched */"


def test_choosing_what_is_shown_does_nothing(
    manager: ThemeManager, system: ScriptedSystem, qapp: QApplication
) -> None:
    qapp.setStyleSheet("/* untouched */")
    listener = Listener(manager)
    manager.set_mode(ThemeMode.SYSTEM)
    manager.set_accent(Accent.GREEN)
    manager.step_text_scale(0)
    system.changed.emit()
    assert listener.heard == []
    assert qapp.styleSheet() == "/* untouched */"


def test_mode_and_accent_together_restyle_once(manager: ThemeManager) -> None:
    listener = Listener(manager)
    manager.choose(ThemeMode.DARK, Accent.PURPLE)
    assert listener.heard == ["dark purple", "chosen"]


def test_text_steps_up_and_down_and_stays_in_bounds(manager: ThemeManager, qapp: QApplication) -> None:
    listener = Listener(manager)
    for _ in range(10):
        manager.step_text_scale(1)
    assert manager.text_scale == 2.0
    assert qapp.font().pixelSize() == 28
    assert listener.heard == ["light green", "chosen"] * (len(TEXT_SCALES) - 1 - TEXT_SCALES.index(1.0))
    for _ in range(20):
        manager.step_text_scale(-1)
    assert manager.text_scale == 0.8
    manager.step_text_scale(0)
    assert manager.text_scale == 1.0


def test_the_stylesheet_can_wait_until_the_window_is_built(
    qapp: QApplication, manager: ThemeManager, system: ScriptedSystem
) -> None:
    qapp.setStyleSheet("")
    later = ThemeManager(qapp, THEMES, system=system, is_dressed=False)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(later.theme.colors["background"])
    later.set_mode(ThemeMode.DARK)
    assert qapp.styleSheet() == ""
    later.dress()
    assert later.theme.colors["surface-raised"] in qapp.styleSheet()
    later.set_mode(ThemeMode.LIGHT)
    assert later.theme.colors["surface-raised"] in qapp.styleSheet()


def test_the_stylesheet_scales_with_the_text(manager: ThemeManager, qapp: QApplication) -> None:
    assert "font-size: 14px" in qapp.styleSheet()
    manager.step_text_scale(1)
    assert "font-size: 15px" in qapp.styleSheet()


def test_an_odd_saved_scale_becomes_a_step(qapp: QApplication, manager: ThemeManager) -> None:
    odd = ThemeManager(qapp, THEMES, text_scale=1.18, system=ScriptedSystem())
    assert odd.text_scale == 1.25


def test_swatches_show_every_accent_as_this_theme_has_it(manager: ThemeManager) -> None:
    light = manager.accent_colors()
    manager.set_mode(ThemeMode.DARK)
    dark = manager.accent_colors()
    assert list(light) == [accent.value for accent in Accent]
    assert dark["green"] == manager.theme.colors["accent"]
    assert light["white"] != dark["white"] or light["green"] != dark["green"]


def test_our_palette_does_not_change_what_the_system_says(qapp: QApplication, manager: ThemeManager) -> None:
    """Else a dark theme of ours would look like a dark system, and System would never get back."""
    hints = QGuiApplication.styleHints()
    before = hints.colorScheme()
    heard: list[Qt.ColorScheme] = []
    hints.colorSchemeChanged.connect(heard.append)
    widget = QWidget()
    widget.show()
    manager.set_mode(ThemeMode.DARK)
    qapp.sendPostedEvents()
    assert hints.colorScheme() is before
    assert heard == []


def test_the_real_system_is_heard(qapp: QApplication) -> None:
    real = SystemAppearance()
    heard: list[str] = []
    real.changed.connect(lambda: heard.append("changed"))
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    hints.accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert heard == ["changed", "changed"]
    assert not real.high_contrast


def test_a_real_change_of_the_system_is_followed(qapp: QApplication, manager: ThemeManager) -> None:
    real = ThemeManager(qapp, THEMES)
    hints = QGuiApplication.styleHints()
    hints.setColorScheme(Qt.ColorScheme.Dark)
    if hints.colorScheme() is not Qt.ColorScheme.Dark:
        pytest.skip("this window system has no colour scheme; try QT_QPA_PLATFORMTHEME=gtk3 under xcb")
    assert real.theme.name == "dark"
    hints.setColorScheme(Qt.ColorScheme.Light)
    assert real.theme.name == "light"
    hints.unsetColorScheme()


def test_presses_that_wait_together_cost_one_change(manager: ThemeManager, qtbot: QtBot) -> None:
    heard = Listener(manager).heard
    for step in (1, 1, 1, -1, 1):
        manager.step_text_scale_soon(step)
    assert heard == []
    qtbot.waitUntil(lambda: bool(heard))
    assert manager.text_scale == TEXT_SCALES[TEXT_SCALES.index(1.0) + 3]
    assert heard == [f"light {manager.theme.accent}", "chosen"]


def test_another_size_takes_the_place_of_presses_that_wait(manager: ThemeManager, qtbot: QtBot) -> None:
    manager.step_text_scale_soon(1)
    manager.set_text_scale(0.8)
    manager.step_text_scale_soon(0)
    manager.step_text_scale_soon(1)
    qtbot.waitUntil(lambda: manager.text_scale != 0.8)
    assert manager.text_scale == TEXT_SCALES[TEXT_SCALES.index(1.0) + 1]
