"""Deletes Qt's own dialogs when they are over, and not before.

The dialogs for files and printers ask "Replace it?" in a loop of their own, with a box that is no object of the
heap. Who answers with Escape twice closes the box and, before that loop has ended, the dialog as well. Deleted
there, it would take the box with it, and the process: so it waits until the loop that opened it turns again.
"""

from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QDialog

_LOOK_AGAIN_MS = 20


def delete_when_over(dialog: QDialog) -> None:
    """Have `dialog` deleted after it is finished and no loop runs within the one that turns now."""
    outermost = QThread.currentThread().loopLevel()  # 1 in the app: its event loop.

    def delete() -> None:
        if QThread.currentThread().loopLevel() > outermost:
            QTimer.singleShot(_LOOK_AGAIN_MS, dialog, delete)
        else:
            dialog.deleteLater()

    dialog.finished.connect(delete)
