"""What can be done with the last answer: small icon buttons after its source line."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.buttons import IconButton

BUTTON = 28


class AnswerActions(QWidget):
    """Copy and Ask again.

    Signals:
        copy_requested(), ask_again_requested().
    """

    copy_requested = Signal()
    ask_again_requested = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._copy = IconButton(look, "copy", "Copy answer", BUTTON, self)
        self._again = IconButton(look, "rotate-cw", "Ask again", BUTTON, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in (self._copy, self._again):
            row.addWidget(button)
        self._copy.clicked.connect(self.copy_requested)
        self._again.clicked.connect(self.ask_again_requested)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        for button in (self._copy, self._again):
            button.set_look(look)
        self.resize(self.sizeHint())
