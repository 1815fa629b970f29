"""Applies the theme to the application: palette and stylesheet together, and follows the operating system."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from strakly_desktop.theme.fonts import application_font
from strakly_desktop.theme.stylesheet import build_stylesheet
from strakly_desktop.theme.system import SystemAppearance
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
        choice_changed(): the person or the assistant chose another mode, accent or text size, even where that
            looks the same (from System to Light on a light system). After `theme_changed`.
    """

    theme_changed = Signal(object)
    choice_changed = Signal()

    def __init__(
        self,
        application: QApplication,
        themes: Themes,
        mode: ThemeMode = ThemeMode.SYSTEM,
        accent: Accent = Accent.GREEN,
        text_scale: float = 1.0,
        system: SystemAppearance | None = None,
        *,
        is_dressed: bool = True,
    ) -> None:
        """`text_scale` becomes the nearest step of TEXT_SCALES; `system` is the real one by default.

        Not `is_dressed`: the stylesheet waits for `dress`.
        """
        super().__init__(application)
        self._application = application
        self._themes = themes
        self._mode = mode
        self._accent = accent
        self._text_scale = self._wanted_scale = nearest_text_scale(text_scale)
        self._presses = QTimer(self, singleShot=True, interval=0)
        self._presses.timeout.connect(lambda: self.set_text_scale(self._wanted_scale))
        self._system = system or SystemAppearance(self)
        self._theme = self._resolve(accent)
        self._is_dressed = is_dressed
        self._apply_text_scale()
        self._apply_theme()
        self._system.changed.connect(self._follow_system)

    def dress(self) -> None:
        """Put the stylesheet on, for every widget at once: each that moves under one is worked out anew."""
        if not self._is_dressed:
            self._is_dressed = True
            self._apply_stylesheet()

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
        self.choose(mode, self._accent)

    def set_accent(self, accent: Accent) -> None:
        """Use another accent colour."""
        self.choose(self._mode, accent)

    def choose(self, mode: ThemeMode, accent: Accent) -> None:
        """Set both at once: the window is restyled once."""
        if (mode, accent) == (self._mode, self._accent):
            return
        self._mode = mode
        self._accent = accent
        self._show_present_theme()
        self.choice_changed.emit()

    def step_text_scale(self, step: int) -> None:
        """One step larger (1) or smaller (-1), or back to 100 % (0)."""
        self.set_text_scale(_stepped(self._text_scale, step))

    def step_text_scale_soon(self, step: int) -> None:
        """The same when what has been pressed already is known: each size has all pages written anew."""
        self._wanted_scale = _stepped(self._wanted_scale, step)
        self._presses.start()

    def set_text_scale(self, scale: float) -> None:
        """Use another text size; the nearest step of TEXT_SCALES is taken."""
        self._presses.stop()
        scale = self._wanted_scale = nearest_text_scale(scale)
        if scale != self._text_scale:
            self._text_scale = scale
            self._apply_text_scale()
            self._apply_theme()
            self.theme_changed.emit(self._theme)
            self.choice_changed.emit()

    def _follow_system(self) -> None:
        self._show_present_theme()

    def _resolve(self, accent: Accent) -> Theme:
        return self._themes.resolve(self._mode, accent, self._system.dark, self._system.high_contrast)

    def _show_present_theme(self) -> None:
        theme = self._resolve(self._accent)
        if theme is not self._theme:
            self._theme = theme
            self._apply_theme()
            self.theme_changed.emit(theme)

    def _apply_text_scale(self) -> None:
        self._application.setFont(application_font(self._text_scale))

    def _apply_theme(self) -> None:
        self._application.setPalette(palette_of(self._theme))
        if self._is_dressed:
            self._apply_stylesheet()

    def _apply_stylesheet(self) -> None:
        self._application.setStyleSheet(build_stylesheet(self._theme, self._text_scale))


def _stepped(scale: float, step: int) -> float:
    at = TEXT_SCALES.index(scale) + step
    return TEXT_SCALES[min(max(at, 0), len(TEXT_SCALES) - 1)] if step else 1.0


def palette_of(theme: Theme) -> QPalette:
    """The palette for `theme`, in all three colour groups."""
    palette = QPalette()
    for role, name in PALETTE_ROLES.items():
        palette.setColor(role, QColor(theme.colors[name]))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.colors["text-disabled"]))
    return palette
