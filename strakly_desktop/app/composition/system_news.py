"""What the computer tells of itself reaches the app: that it was locked, slept, or has another network."""

from PySide6.QtCore import QObject

from strakly_desktop.app.assistant.connection import Connection
from strakly_desktop.app.process.network_watch import NetworkWatch
from strakly_desktop.app.process.system_lock import SystemLock
from strakly_desktop.app.process.wake_watch import WakeWatch
from strakly_desktop.app.sign_in.locking import Locking


class SystemNews:
    """Connects it; nothing is heard before `listen`, which may be after the first paint."""

    def __init__(self, connection: Connection, locking: Locking, parent: QObject) -> None:
        self._lock = SystemLock(parent)
        self._lock.was_locked.connect(locking.lock)
        self._wake = WakeWatch(parent)
        self._wake.woke.connect(connection.look_at_once)
        self._network = NetworkWatch(parent)
        self._network.cut.connect(connection.note_cut)
        self._network.changed.connect(connection.look_at_once)

    def listen(self) -> None:
        """Begin to listen; where the system tells nothing, nothing is heard."""
        self._lock.listen()
        self._wake.listen()
        self._network.begin()

    def close(self) -> None:
        """Hear nothing more."""
        self._network.close()
