"""The list of keyboard shortcuts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.dialog_room import fit_dialog, scrolled_part
from strakly_desktop.ui.style.dressing import dress
from strakly_desktop.ui.style.typography import Type

SHORTCUTS = (
    ("Enter", "Send the question; while an answer comes: queue it"),
    ("Shift+Enter", "New line"),
    ("Up", "Back to the queued question, or the last one"),
    ("Alt+1, 2, 3", "Ask a suggested question"),
    ("Esc", "Stop the answer"),
    ("Ctrl+N", "New chat"),
    ("Ctrl+K", "Search all conversations"),
    ("Ctrl+F", "Find in this conversation"),
    ("Ctrl+G", "Find a member; who is in; whose membership ends this week"),
    ("Scanner", "Four digits with Enter or Tab: the member's card; Enter checks in"),
    ("F3, Shift+F3", "Next, previous place found"),
    ("Ctrl+B", "Show or hide the history"),
    ("Ctrl+T", "The table in sight, or the last one, beside the conversation"),
    ("Ctrl+P", "Print the table that is open, or the last answer"),
    ("Letters, figures", "In the table: filter its rows. Elsewhere: write in the question"),
    ("Shift+Space", "In the table: mark the whole row"),
    ("F8", "Hide what is on the screen, until a key is pressed"),
    ("F9", "Show amounts and numbers for a while, where the gym masks them"),
    ("Ctrl+,", "Settings"),
    ("F2", "Rename the conversation; in the history that of the row"),
    ("Del", "In the history: delete the conversation"),
    ("Ctrl+Z", "Undo what was typed; else what a notice offers to undo"),
    ("F6", "Go to the next part of the window"),
    ("F1, Ctrl+/", "This list"),
    ("Ctrl+plus, minus, 0", "Larger, smaller, usual text"),
)
_WIDTH, _WIDEST = 500, 720


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
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, (keys, meaning) in enumerate(SHORTCUTS):
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(_label(table, keys, Type.UI_MEDIUM, look), row, 0, top)
            grid.addWidget(_label(table, meaning, Type.UI, look, role="muted"), row, 1, top)
        scrolled = scrolled_part(table)
        scrolled.setAccessibleName("Keyboard shortcuts")
        # The arrow keys scroll, where there is something to scroll.
        scrolled.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        page.addWidget(scrolled, 1)
        self._close = close = TextButton(look, "Close", ButtonKind.NEUTRAL)
        close.clicked.connect(self.accept)
        page.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
        close.setFocus()
        fit_dialog(self, scrolled, min(look.scaled(_WIDTH), _WIDEST))

    def set_look(self, look: Look) -> None:
        """Take new colours."""
        dress((self._close,), look)


def _label(parent: QWidget, text: str, style: Type, look: Look, role: str = "") -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(role == "muted")
    label.setFont(style.font(look))
    label.setProperty("role", role)
    return label
