"""Keeps what the person does in the window before anybody listens: a key typed in the first moment is never lost.

Words go into the composer by themselves. What is sent, scanned, chosen or clicked is a signal, and is said once more,
in its order, when all is connected; a question is on the page before that. A wish for a dialog takes the keys after it
along.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaMethod, QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.composer.queue_bar import MOST_QUEUED, QueuedQuestion

if TYPE_CHECKING:
    from strakly_desktop.ui.transcript.early_questions import EarlyQuestions
    from strakly_desktop.ui.window.keyboard.held_keys import HeldKeys
    from strakly_desktop.ui.window.main_window import MainWindow


class EarlyWishes:
    """Listens to the signals of `parts` that nobody listens to yet."""

    def __init__(self, parts: Iterable[QObject]) -> None:
        self._kept: list[tuple[SignalInstance, tuple[object, ...]]] = []
        self._keys: HeldKeys | None = None
        self._at_last: list[Callable[[], None]] = []
        self._listening = [
            (signal, signal.connect(partial(self._keep, signal)))
            for part in parts
            for signal in _own_signals(part)
            if not part.isSignalConnected(QMetaMethod.fromSignal(signal))
        ]

    def meanwhile(self, signal: SignalInstance, do: Callable[..., None]) -> None:
        """Do this whenever `signal` comes, until all is said again."""
        # Of a method alone PySide does not keep the object.
        self._listening.append((signal, signal.connect(partial(do))))

    def at_last(self, do: Callable[[], None]) -> None:
        """Do this once, right before all is said again."""
        self._at_last.append(do)

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
        for do in self._at_last:
            do()
        kept, self._kept = self._kept, []
        for signal, said in kept:
            signal.emit(*said)

    def _keep(self, signal: SignalInstance, *said: object) -> None:
        self._kept.append((signal, said))


class EarlyPage:
    """Shows at once what is asked, queued and stopped in `window`, until what does it is there and shows it again.

    `seen`: what may be seen of a question.
    """

    def __init__(self, window: "MainWindow", wishes: EarlyWishes, seen: Callable[[str], str]) -> None:
        self._window = window
        self._seen = seen
        self._page: EarlyQuestions | None = None
        self._queued: list[QueuedQuestion] = []
        wishes.meanwhile(window.question_submitted, self._show_question)
        wishes.meanwhile(window.composer.question_queued, self._show_queued)
        wishes.meanwhile(window.stop_requested, self._show_stopped)
        wishes.at_last(window.pages.end_early)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        if self._page is not None:
            self._page.set_look(look)

    def _show_question(self, question: str) -> None:
        # Few starts need it.
        from strakly_desktop.ui.transcript.early_questions import EarlyQuestions

        if self._page is None:
            self._page = EarlyQuestions(self._window.look)
            self._window.pages.show_early(self._page)
        self._page.add(self._seen(question))
        # One question is asked at a time: what is sent after it is queued, as ever.
        self._window.composer.set_busy(True)

    def _show_queued(self, question: str) -> None:
        self._queued.append(QueuedQuestion(len(self._queued), question, is_held=False))
        self._show_queue()

    def _show_stopped(self) -> None:
        if self._page is not None:
            self._page.stop_waiting()
        self._window.composer.set_busy(False)
        self._queued = [question._replace(is_held=True) for question in self._queued]
        self._show_queue()

    def _show_queue(self) -> None:
        self._window.queue.set_questions(self._queued)
        waits = bool(self._queued)
        self._window.composer.set_queue(waits=waits, has_room=len(self._queued) < MOST_QUEUED)


def _own_signals(part: QObject) -> list[SignalInstance]:
    """What `part` says in the app's words; Qt's own signals are for whoever built it."""
    return [
        getattr(part, name)
        for kind in type(part).__mro__
        if kind.__module__.startswith("strakly_desktop.")
        for name, what in vars(kind).items()
        if isinstance(what, Signal)
    ]
