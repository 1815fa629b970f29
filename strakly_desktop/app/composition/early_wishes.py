"""Keeps what the person does in the window before anybody listens: a key typed in the first moment is never lost.

Words go into the composer by themselves. What is sent, scanned, chosen or clicked is a signal, and is said once more,
in its order, when all is connected. A wish for a dialog takes the keys after it along.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaMethod, QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from strakly_desktop.ui.window.keyboard.held_keys import HeldKeys


class EarlyWishes:
    """Listens to the signals of `parts` that nobody listens to yet."""

    def __init__(self, parts: Iterable[QObject]) -> None:
        self._kept: list[tuple[SignalInstance, tuple[object, ...]]] = []
        self._keys: HeldKeys | None = None
        self._listening = [
            (signal, signal.connect(partial(self._keep, signal)))
            for part in parts
            for signal in _own_signals(part)
            if not part.isSignalConnected(QMetaMethod.fromSignal(signal))
        ]

    def meanwhile(self, signal: SignalInstance, do: Callable[..., None]) -> None:
        """Do this whenever `signal` comes, until all is said again."""
        self._listening.append((signal, signal.connect(do)))

    def hold_keys(self, window: QWidget) -> None:
        """Keep what is typed from now on for the dialog of `window` that the last wish is for."""
        # Few starts need it.
        from strakly_desktop.ui.window.keyboard.held_keys import HeldKeys

        self._keys = self._keys or HeldKeys(window)

    def say_again(self) -> None:
        """Tell those who listen by now what they missed, and keep nothing any more.

        Where keys are held for a dialog, a moment later: those that came while nobody could take them are on their way.
        """
        for signal, listening in self._listening:
            signal.disconnect(listening)
        self._listening = []
        if self._keys is None:
            self._tell()
        else:
            self._keys.release(self._tell)

    def _tell(self) -> None:
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
