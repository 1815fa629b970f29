"""The quiet line under the composer: the two keys, or why what was just tried did nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.style.announcing import announce
from strakly_desktop.ui.style.typography import Type

KEYS = "Enter to send  ·  Shift+Enter for a new line"
KEYS_WHILE_BUSY = "Enter to queue for after this answer  ·  Esc to stop it"
_KEYS_DROPPED_FROM = 1.6


class ComposerHint(QLabel):
    """Shows the keys, unless text is so large that they would cost too much, or what `tell` was given."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(KEYS, parent)
        self._look = look
        self._told = ""
        self._is_busy = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "muted")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self.setFont(Type.CAPTION.font(look))
        self._show()

    def set_busy(self, busy: bool) -> None:
        """Whether an answer arrives: the keys do something else then."""
        self._is_busy = busy
        self._show()

    def tell(self, text: str) -> None:
        """Say this instead of the keys, and have it read aloud, also when it is said again."""
        self._told = text
        self._show()
        announce(self, text)

    def rest(self) -> bool:
        """Go back to the keys. False where they stood there already."""
        was_told, self._told = self._told, ""
        self._show()
        return bool(was_told)

    def height_at(self, width: int) -> int:
        """How high it is at this width, in pixels; 0 where it shows nothing."""
        return 0 if self.isHidden() else max(self.heightForWidth(width), Type.CAPTION.line(self._look))

    def _show(self) -> None:
        self.setText(self._told or (KEYS_WHILE_BUSY if self._is_busy else KEYS))
        self.setVisible(bool(self._told) or self._look.text_scale < _KEYS_DROPPED_FROM)
