"""Takes back what the app put on the clipboard, for whoever uses the computer next."""

from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication


def clear_own_clipboard() -> None:
    """Clear the clipboard, and what the middle button pastes, where it is ours; what others put there stays."""
    clipboard = QApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
