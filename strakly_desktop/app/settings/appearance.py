"""Keeps theme, look and settings in step: every change of the looks goes through here once."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.settings.look import look_of
from strakly_desktop.app.settings.settings_saver import SettingsSaver
from strakly_desktop.rendering.look import Look
from strakly_desktop.theme.manager import ThemeManager
from strakly_desktop.theme.theme import Theme


class Appearance(QObject):
    """Turns every change of the theme into a look, and remembers what was chosen.

    Signals:
        look_changed(Look): the colours and sizes from now on.
        choice_changed(): another mode, accent or size of text was chosen.
    """

    look_changed = Signal(object)
    choice_changed = Signal()

    def __init__(self, themes: ThemeManager, saver: SettingsSaver, icons: Path) -> None:
        super().__init__(themes)
        self._themes = themes
        self._saver = saver
        self._icons = icons
        self._look = look_of(themes.theme, themes.text_scale, icons)
        themes.theme_changed.connect(self._follow)
        themes.choice_changed.connect(self._remember_choice)

    @property
    def look(self) -> Look:
        """The colours and sizes that the app uses now."""
        return self._look

    def remember_branch(self, branch_id: int | None, name: str, gym: str) -> None:
        """Save which branch questions are about, None for all, how it is called, and of which gym it is."""
        settings = self._saver.settings
        self._saver.change(replace(settings, branch_id=branch_id, branch_name=name, branch_gym=gym))

    def remember_geometry(self, geometry_text: str) -> None:
        """Save size and place of the window, as MainWindow tells them."""
        self._saver.change(replace(self._saver.settings, window_geometry=geometry_text))

    def _follow(self, theme: Theme) -> None:
        self._look = look_of(theme, self._themes.text_scale, self._icons)
        self.look_changed.emit(self._look)
        self.choice_changed.emit()

    def _remember_choice(self) -> None:
        self.choice_changed.emit()
        self._saver.change(
            replace(
                self._saver.settings,
                theme_mode=self._themes.mode,
                accent=self._themes.accent,
                text_scale=self._themes.text_scale,
            )
        )
