"""Opens a saved file with the system's program for it, or the folder that it is in."""

import sys
from pathlib import Path

from PySide6.QtCore import QDir, QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def open_file(path: Path) -> bool:
    """Open a file, or a folder, with the program that the system has for it; False where there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_in_folder(path: Path) -> bool:
    """Show where a file is: marked in its folder, where the system can do that; False where nothing opened."""
    native = QDir.toNativeSeparators(str(path))
    commands = {"win32": ("explorer", ["/select,", native]), "darwin": ("/usr/bin/open", ["-R", native])}
    command = commands.get(sys.platform)
    # The process is nobody's to wait for.
    return (command is not None and bool(QProcess.startDetached(*command)[0])) or open_file(path.parent)
