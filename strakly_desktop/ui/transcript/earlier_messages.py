"""Brings the messages of an opened conversation onto the page: the last ones at once, earlier ones above them.

A page of fifty takes ten frames' time to write. The reader sees the end first; the rest is written between
frames and never moves what is on screen.
"""

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QTextEdit

from strakly_desktop.rendering.document.document import ShownMessage, ShownQuestion

_AT_ONCE = 3
_SCREENS_ABOVE = 2


class EarlierMessages(QObject):
    """Writes turns above what is there, one per pass of the event loop. A turn is a question and its answer.

    Signals:
        wanted(): the reader comes near the top and there are messages before the ones that are here.
        settled(): all that was handed over is on the page.
    """

    wanted = Signal()
    settled = Signal()

    def __init__(
        self,
        write: Callable[[Sequence[ShownMessage]], None],
        may_write: Callable[[], bool],
        view: QTextEdit,
    ) -> None:
        """`write` puts messages above all others; `may_write` says whether that is possible just now."""
        super().__init__(view)
        self._write = write
        self._may_write = may_write
        self._view = view
        self._turns: deque[list[ShownMessage]] = deque()
        self._has_earlier = False
        self._is_asked = False
        self._pass = QTimer(self, singleShot=True, interval=0)
        self._pass.timeout.connect(self._write_turn)
        view.verticalScrollBar().valueChanged.connect(self.look)

    @property
    def is_settled(self) -> bool:
        """Whether all that was handed over is on the page."""
        return not self._turns

    @property
    def has_more(self) -> bool:
        """Whether there are messages that are not on the page yet."""
        return self._has_earlier or bool(self._turns)

    def clear(self) -> None:
        """Drop what waits to be written above."""
        self._pass.stop()
        self._turns.clear()
        self._has_earlier = self._is_asked = False

    def add(self, messages: Sequence[ShownMessage], has_earlier: bool) -> None:
        """Take messages that stand right above those handed over so far. `has_earlier`: there are more before."""
        self._is_asked = False
        self._has_earlier = has_earlier
        self._turns.extendleft(reversed(_turns(messages)))
        # From the right: the newest first. A page without any is settled with the next pass, too.
        self._pass.start()

    def fail(self) -> None:
        """What was asked for does not come now: the next look asks again."""
        self._is_asked = False

    def write_first(self) -> None:
        """Write at once what the reader sees first."""
        for _ in range(min(_AT_ONCE, len(self._turns))):
            self._write(self._turns.pop())

    def write_all(self) -> None:
        """Write at once all that waits."""
        while self._turns:
            self._write(self._turns.pop())
        self.go_on()

    def go_on(self) -> None:
        """Go on writing, where something waits."""
        if self._turns and not self._pass.isActive():
            self._pass.start()

    def look(self) -> None:
        """See whether the reader comes near the top, and ask for more."""
        # Asked for anew: the wrapper of a part that Qt made goes invalid when it is kept.
        bar = self._view.verticalScrollBar()
        if bar.value() < _SCREENS_ABOVE * bar.pageStep():
            self.ask()

    def ask(self) -> None:
        """Ask for more, unless that is done already or there are none."""
        if self._has_earlier and not self._is_asked and not self._turns:
            self._is_asked = True
            self.wanted.emit()

    def _write_turn(self) -> None:
        if self._turns and not self._may_write():
            return  # The end of the answer that streams goes on here.
        if self._turns:
            self._write(self._turns.pop())
        if self._turns:
            self._pass.start()
        else:
            self.settled.emit()
            self.look()


def _turns(messages: Sequence[ShownMessage]) -> list[list[ShownMessage]]:
    turns: list[list[ShownMessage]] = []
    for message in messages:
        if isinstance(message, ShownQuestion) or not turns:
            turns.append([])
        turns[-1].append(message)
    return turns
