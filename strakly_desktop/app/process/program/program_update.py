"""Notices that the program was replaced or removed while it runs, and offers to start the new one.

A package manager puts the files of the new version into the places of the old one's. What this process has not
loaded yet would then come from another version than what it has, or not at all: better told than met.
"""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from strakly_desktop.app.process.program.restart import Restart
from strakly_desktop.ui.notices.notice import Notice, NoticeKind

UPDATE_NOTICE = "program-update"
SETTLE_MS = 1_500
"""From the first sign of a change until it is told: all files of the new version shall be in place by then."""


class ProgramUpdate(QObject):
    """Tells what became of the program's file.

    Signals:
        notice_requested(object): a Notice that tells it; its button is Restart.
    """

    notice_requested = Signal(object)

    def __init__(
        self, program: Path, restart: Restart, parent: QObject | None = None, *, settle_ms: int = SETTLE_MS
    ) -> None:
        """`program`: the packaged executable that runs now."""
        super().__init__(parent)
        self._program = program
        self._restart = restart
        self._running = _identity(program)
        self._settled = QTimer(self, singleShot=True, interval=settle_ms)
        self._settled.timeout.connect(self._look)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(lambda _path: self._settled.start())

    def watch(self) -> None:
        """Look from now on whether the program's files are replaced."""
        self._watcher.addPath(str(self._program))

    def _look(self) -> None:
        found = _identity(self._program)
        if found == self._running:
            # Only its times or rights. Qt may have let go of a file that was away for a moment.
            self.watch()
        elif found is None:
            self.notice_requested.emit(
                Notice(
                    UPDATE_NOTICE,
                    NoticeKind.WARNING,
                    "Strakly Desktop was removed from this computer.",
                    "Close this window: it may stop working. Your conversations stay.",
                    is_of_computer=True,
                )
            )
        else:
            self.notice_requested.emit(
                Notice(
                    UPDATE_NOTICE,
                    NoticeKind.WARNING,
                    "Strakly Desktop was updated.",
                    "This window is still the old version and may stop working.",
                    action=self._restart.action("Restart"),
                    is_of_computer=True,
                )
            )


def _identity(program: Path) -> tuple[int, int] | None:
    """What tells a file from another one in its place; None where there is none.

    While a program runs the system gives its number to no other file.
    """
    try:
        state = program.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino
