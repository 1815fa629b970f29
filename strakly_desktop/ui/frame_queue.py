"""Text on its way to the page: drawn at most once a frame, and for a part of the frame only.

A fast server sends a thousand tokens between two frames; a slow page must not keep keys and clicks waiting.
"""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

FRAME_MS = 16
BUDGET_MS = 6
SLICE = 2048
"""Characters that are drawn between two looks at the clock."""


class FrameQueue(QObject):
    """Keeps deltas in order and hands them to `draw`, joined, from a timer that runs only while there are any."""

    def __init__(self, draw: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._draw = draw
        self._waiting: list[str] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.draw_frame)

    @property
    def text(self) -> str:
        """What has not been drawn yet."""
        return "".join(self._waiting)

    def put(self, delta: str) -> None:
        """Take the next piece; it is drawn with the next frame."""
        self._waiting.append(delta)
        if not self._timer.isActive():
            self._timer.start(FRAME_MS)

    def clear(self) -> None:
        """Drop what waits."""
        self._timer.stop()
        self._waiting.clear()

    def draw_frame(self) -> None:
        """Draw now what one frame has time for."""
        self._timer.stop()
        spent = QElapsedTimer()
        spent.start()
        text = self.text
        self._waiting.clear()
        drawn = 0
        while drawn < len(text) and (not drawn or spent.elapsed() < BUDGET_MS):
            self._draw(text[drawn : drawn + SLICE])
            drawn += SLICE
        if drawn < len(text):
            self._waiting.append(text[drawn:])
            # A frame that took long leaves as much time again to everything else.
            self._timer.start(max(FRAME_MS, spent.elapsed()))
