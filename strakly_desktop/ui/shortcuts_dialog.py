"""The list of keyboard shortcuts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.buttons import ButtonKind, TextButton
from strakly_desktop.ui.typography import Type

SHORTCUTS = (
    ("Enter", "Send the question"),
    ("Shift+Enter", "New line"),
    ("Up", "Recall the last question"),
    ("Alt+1, 2, 3", "Ask a suggested question"),
    ("Esc", "Stop the answer"),
    ("Ctrl+N", "New chat"),
    ("Ctrl+K", "Search all conversations"),
    ("Ctrl+F", "Find in this conversation"),
    ("F3, Shift+F3", "Next, previous place found"),
    ("Ctrl+B", "Show or hide the history"),
    ("Ctrl+T", "The last table beside the conversation"),
    ("Ctrl+,", "Settings"),
    ("F2, Del", "Rename, delete a conversation in the history"),
    ("F6", "Go to the next part of the window"),
    ("Ctrl+plus, minus, 0", "Larger, smaller, usual text"),
)


class ShortcutsDialog(QDialog):
    """Shows the keys. Open with `open()`."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 24, 24, 24)
        page.setSpacing(16)
        heading = QLabel("Keyboard shortcuts", self)
        heading.setFont(Type.DIALOG_TITLE.font(look))
        page.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(10)
        for row, (keys, meaning) in enumerate(SHORTCUTS):
            grid.addWidget(_label(self, keys, Type.UI_MEDIUM, look), row, 0)
            grid.addWidget(_label(self, meaning, Type.UI, look, role="muted"), row, 1)
        page.addLayout(grid)
        close = TextButton(look, "Close", ButtonKind.NEUTRAL)
        close.clicked.connect(self.accept)
        page.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
        close.setFocus()


def _label(dialog: QDialog, text: str, style: Type, look: Look, role: str = "") -> QLabel:
    label = QLabel(text, dialog)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(style.font(look))
    label.setProperty("role", role)
    return label
