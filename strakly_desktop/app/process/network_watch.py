"""Hears when the network of this computer goes, comes or becomes another one, as its system tells it.

What it tells is a reason to ask the server, and no proof: a server on this computer needs no network, and of two ways
out one may be left. Only where nothing at all leads out is that known without asking. Begun after the first paint;
where the system tells nothing, nothing is heard, and the server's health is asked now and then as before.
"""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

if TYPE_CHECKING:
    from strakly_desktop.app.process.kernel_network import KernelNetwork

_REST_MS = 1_000
"""A change comes in many steps; the first and the state after the last are told."""


class NetworkWatch(QObject):
    """Listens from `begin` on.

    Signals:
        cut(): nothing leads out of this computer any more.
        changed(): something of the network is other than it was.
    """

    cut = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kernel: KernelNetwork | None = None
        self._is_cut = False
        self._is_more = False
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._end_rest)

    @property
    def is_cut(self) -> bool:
        """Whether nothing leads out of this computer, as far as the system tells it."""
        return self._is_cut

    def begin(self) -> bool:
        """Begin to listen; whether there is anything to listen to."""
        return self._hear_kernel() if sys.platform == "linux" else self._hear_qt()

    def close(self) -> None:
        """Hear nothing more."""
        if self._kernel is not None:
            self._bell.setEnabled(False)
            self._kernel.close()
            self._kernel = None

    def note(self, *, is_cut: bool) -> None:
        """The system told of something. `is_cut`: nothing leads out now."""
        was_cut, self._is_cut = self._is_cut, is_cut
        if is_cut and not was_cut:
            self.cut.emit()
        if self._rest.isActive() and is_cut == was_cut:
            self._is_more = True
            return
        self._rest.start()
        self.changed.emit()

    def _end_rest(self) -> None:
        if self._is_more:
            self._is_more = False
            self._rest.start()
            self.changed.emit()

    def _hear_kernel(self) -> bool:
        from strakly_desktop.app.process.kernel_network import KernelNetwork

        try:
            self._kernel = kernel = KernelNetwork()
        except (OSError, AttributeError):
            return False
        kernel.read()  # The answer to what it asks at first tells of no change.
        self._is_cut = kernel.is_cut
        self._bell = QSocketNotifier(kernel.socket.fileno(), QSocketNotifier.Type.Read, self)
        self._bell.activated.connect(self._read_kernel)
        return True

    def _read_kernel(self) -> None:
        if self._kernel is not None and self._kernel.read():
            self.note(is_cut=self._kernel.is_cut)

    def _hear_qt(self) -> bool:
        try:
            from PySide6.QtNetwork import QNetworkInformation
        except ImportError:
            return False
        if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            return False
        self._qt: QNetworkInformation = QNetworkInformation.instance()
        gone = QNetworkInformation.Reachability.Disconnected
        self._is_cut = self._qt.reachability() is gone
        self._qt.reachabilityChanged.connect(lambda reached: self.note(is_cut=reached is gone))
        return True
