"""Keeps what the person does in the window before anybody listens: a key typed in the first moment is never lost.

Words go into the composer by themselves. What is sent, scanned, chosen or clicked is a signal, and is said once more,
in its order, when all is connected.
"""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QMetaMethod, QObject, Signal, SignalInstance


class EarlyWishes:
    """Listens to the signals of `parts` that nobody listens to yet."""

    def __init__(self, parts: Iterable[QObject]) -> None:
        self._kept: list[tuple[SignalInstance, tuple[object, ...]]] = []
        self._listening = [
            (signal, signal.connect(partial(self._keep, signal)))
            for part in parts
            for signal in _own_signals(part)
            if not part.isSignalConnected(QMetaMethod.fromSignal(signal))
        ]

    def meanwhile(self, signal: SignalInstance, do: Callable[..., None]) -> None:
        """Do this whenever `signal` comes, until all is said again."""
        self._listening.append((signal, signal.connect(do)))

    def say_again(self) -> None:
        """Tell those who listen by now what they missed, and keep nothing any more."""
        for signal, listening in self._listening:
            signal.disconnect(listening)
        self._listening = []
        kept, self._kept = self._kept, []
        for signal, said in kept:
            signal.emit(*said)

    def _keep(self, signal: SignalInstance, *said: object) -> None:
        self._kept.append((signal, said))


def _own_signals(part: QObject) -> list[SignalInstance]:
    """What `part` says in the app's words; Qt's own signals are for whoever built it."""
    return [
        getattr(part, name)
        for kind in type(part).__mro__
        if kind.__module__.startswith("strakly_desktop.")
        for name, what in vars(kind).items()
        if isinstance(what, Signal)
    ]
