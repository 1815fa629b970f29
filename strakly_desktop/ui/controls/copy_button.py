"""The button that copies: for a moment it says that it has, by a check mark and by its name for screen readers."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import IconButton

COPIED_MS = 1500
_ICON = "copy"
_COPIED_ICON = "check"
_COPIED = "Copied"


class CopyButton(IconButton):
    """An icon button for copying; whoever copies calls `show_copied`."""

    def __init__(self, look: Look, name: str, size: int, parent: QWidget) -> None:
        super().__init__(look, _ICON, name, size, parent)
        self._name = name
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.timeout.connect(self.show_ready)

    def show_copied(self) -> None:
        """Say for a moment that it is done."""
        self._moment.start(COPIED_MS)
        self._show(_COPIED_ICON, _COPIED)

    def show_ready(self) -> None:
        """Be the button that copies again, at once."""
        self._moment.stop()
        self._show(_ICON, self._name)

    def set_name(self, name: str) -> None:
        """Copy something else from now on."""
        if name != self._name:
            self._name = name
            self.show_ready()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self.show_ready()
        super().set_look(look)

    def _show(self, icon: str, name: str) -> None:
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()
