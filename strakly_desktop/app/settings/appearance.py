"""Keeps theme, window, menu and settings in step: every change of the looks goes through here once."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from strakly_desktop.app.settings.look import look_of
from strakly_desktop.app.settings.settings_saver import SettingsSaver
from strakly_desktop.theme.manager import ThemeManager
from strakly_desktop.theme.theme import Accent, Theme, ThemeMode
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.main_window import MainWindow


class Appearance(QObject):
    """Shows every change of the theme and remembers it."""

    def __init__(
        self,
        themes: ThemeManager,
        window: MainWindow,
        transcript: TranscriptView,
        saver: SettingsSaver,
        icons: Path,
    ) -> None:
        super().__init__(window)
        self._themes = themes
        self._window = window
        self._transcript = transcript
        self._saver = saver
        self._icons = icons
        self._mark_menu()
        themes.theme_changed.connect(self._show)
        themes.choice_changed.connect(self._remember_choice)
        window.theme_mode_chosen.connect(lambda mode: themes.set_mode(ThemeMode(mode)))
        window.accent_chosen.connect(lambda accent: themes.set_accent(Accent(accent)))
        window.text_scale_step.connect(themes.step_text_scale)
        window.open_at(saver.settings.window_geometry)

    def remember_branch(self, branch_id: int | None) -> None:
        self._saver.change(replace(self._saver.settings, branch_id=branch_id))

    def remember_geometry(self) -> None:
        self._saver.change(replace(self._saver.settings, window_geometry=self._window.geometry_text()))

    def _show(self, theme: Theme) -> None:
        look = look_of(theme, self._themes.text_scale, self._icons)
        self._window.set_look(look)
        self._transcript.set_look(look)
        self._mark_menu()

    def _remember_choice(self) -> None:
        self._mark_menu()
        self._saver.change(
            replace(
                self._saver.settings,
                theme_mode=self._themes.mode,
                accent=self._themes.accent,
                text_scale=self._themes.text_scale,
            )
        )

    def _mark_menu(self) -> None:
        themes = self._themes
        self._window.set_appearance(themes.mode, themes.accent, themes.accent_colors())
