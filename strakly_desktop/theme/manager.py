"""Applies the theme to the application: palette and stylesheet together, and follows the operating system."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from strakly_desktop.theme.fonts import application_font
from strakly_desktop.theme.stylesheet import build_stylesheet
from strakly_desktop.theme.theme import TEXT_SCALES, Accent, Theme, ThemeMode, Themes, nearest_text_scale

PALETTE_ROLES = {
    QPalette.ColorRole.Window: "background",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "background",
    QPalette.ColorRole.AlternateBase: "surface",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface-raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "selection-text",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.LinkVisited: "link",
    QPalette.ColorRole.PlaceholderText: "placeholder",
    QPalette.ColorRole.ToolTipBase: "tooltip-bg",
    QPalette.ColorRole.ToolTipText: "tooltip-text",
    QPalette.ColorRole.Accent: "accent",
}
_DISABLED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


class ThemeManager(QObject):
    """Owns mode, accent and text size; what they come to is `theme`.

    Signals:
        theme_changed(Theme): after palette and stylesheet are in force; also when only the text size changed.
    """

    theme_changed = Signal(object)

    def __init__(
        self,
        application: QApplication,
        themes: Themes,
        mode: ThemeMode = ThemeMode.SYSTEM,
        accent: Accent = Accent.GREEN,
        text_scale: float = 1.0,
    ) -> None:
        super().__init__(application)
        self._application = application
        self._themes = themes
        self._mode = mode
        self._accent = accent
        self._text_scale = nearest_text_scale(text_scale)
        self._hints = QGuiApplication.styleHints()
        self._theme = self._resolve()
        self._apply()
        self._hints.colorSchemeChanged.connect(self._follow_system)
        self._hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)

    @property
    def mode(self) -> ThemeMode:
        return self._mode

    @property
    def accent(self) -> Accent:
        return self._accent

    @property
    def text_scale(self) -> float:
        return self._text_scale

    @property
    def theme(self) -> Theme:
        return self._theme

    def accent_colors(self) -> dict[str, str]:
        """The fill of each accent in the present theme, for the menu's swatches."""
        return {str(accent): self._resolve(accent).colors["accent"] for accent in Accent}

    def set_mode(self, mode: ThemeMode) -> None:
        """Show light, dark, or what the operating system shows."""
        self._mode = mode
        self._update()

    def set_accent(self, accent: Accent) -> None:
        """Use another accent colour."""
        self._accent = accent
        self._update()

    def step_text_scale(self, step: int) -> None:
        """One step larger (1) or smaller (-1), or back to 100 % (0)."""
        at = TEXT_SCALES.index(self._text_scale) + step
        scale = TEXT_SCALES[min(max(at, 0), len(TEXT_SCALES) - 1)] if step else 1.0
        if scale != self._text_scale:
            self._text_scale = scale
            self._apply()
            self.theme_changed.emit(self._theme)

    def _follow_system(self) -> None:
        self._update()

    def _resolve(self, accent: Accent | None = None) -> Theme:
        dark = self._hints.colorScheme() is Qt.ColorScheme.Dark
        contrast = self._hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
        return self._themes.resolve(self._mode, accent or self._accent, dark, contrast)

    def _update(self) -> None:
        theme = self._resolve()
        if theme is not self._theme:
            self._theme = theme
            self._apply()
            self.theme_changed.emit(theme)

    def _apply(self) -> None:
        self._application.setFont(application_font(self._text_scale))
        self._application.setPalette(palette_of(self._theme))
        self._application.setStyleSheet(build_stylesheet(self._theme, self._text_scale))


def palette_of(theme: Theme) -> QPalette:
    """The palette for `theme`, in all three colour groups."""
    palette = QPalette()
    for role, name in PALETTE_ROLES.items():
        palette.setColor(role, QColor(theme.colors[name]))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.colors["text-disabled"]))
    return palette
