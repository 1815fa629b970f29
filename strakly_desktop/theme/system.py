"""How the operating system wishes apps to look, live.

Only read, never set: `QStyleHints.setColorScheme` would overrule the person's system for this app, and then
nothing would tell any more what the system itself shows.
"""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication


class SystemAppearance(QObject):
    """The system's wishes. Needs a QGuiApplication.

    Signals:
        changed(): something of it is different now.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hints = QGuiApplication.styleHints()
        self._accessibility = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self.changed)
        self._accessibility.contrastPreferenceChanged.connect(self.changed)

    @property
    def dark(self) -> bool:
        """Whether the system shows dark windows; a system that does not say counts as light."""
        return self._hints.colorScheme() is Qt.ColorScheme.Dark

    @property
    def high_contrast(self) -> bool:
        """Whether the person asked the system for more contrast."""
        return self._accessibility.contrastPreference() is Qt.ContrastPreference.HighContrast
