"""What this program is, which version, and whose work it carries."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from strakly_desktop import __version__
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.buttons import ButtonKind, TextButton
from strakly_desktop.ui.typography import Type

DESCRIPTION = (
    "The Strakly assistant on the front desk: ask about clients, memberships, attendance and revenue."
)
CREDITS = (
    "Made with Qt and PySide6 (LGPL 3). Inter, JetBrains Mono and Noto Sans Devanagari "
    "(SIL Open Font License 1.1). Lucide icons (ISC)."
)


class AboutDialog(QDialog):
    """Name, version and credits. Open with `open()`."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("About Strakly Desktop")
        self.setFixedWidth(min(look.scaled(400), 560))
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 24, 24, 24)
        page.setSpacing(12)
        for text, style, role in (
            ("Strakly Desktop", Type.DIALOG_TITLE, ""),
            (f"Version {__version__}", Type.UI, "muted"),
            (DESCRIPTION, Type.UI, ""),
            (CREDITS, Type.CAPTION, "muted"),
        ):
            label = QLabel(text, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setFont(style.font(look))
            label.setWordWrap(True)
            label.setProperty("role", role)
            page.addWidget(label)
        close = TextButton(look, "Close", ButtonKind.NEUTRAL)
        close.clicked.connect(self.accept)
        page.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
        close.setFocus()
