"""What is on its way to the page, in order: drawn at most once a frame, and for a part of the frame only.

A fast server sends a thousand tokens between two frames, and a whole answer before half of it is drawn; a slow
page must keep neither keys nor clicks waiting. So the end of an answer, and the next question, stand in the same
line as the text before them.
"""

import math
import sys
from collections import deque
from collections.abc import Callable
from time import perf_counter, thread_time
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer

from strakly_desktop.rendering.guarded import Guarded

FRAME_MS = 16
CLOSING_MS = 50
"""After a Stop: to close the connection of a stopped answer takes a dozen rounds of the event loop, and whoever still
works for it works in vain."""
CALM_MS = 33
"""Between two frames while text keeps coming, which is faster than anybody reads: half the frames cost half."""
CALM_ROWS_MS = 66
"""Between two frames while rows of a table do: each shows when it is whole, and two cost little more than one."""
BUDGET_MS = 12
"""What is drawn in one go takes less, two thirds of it mostly; each has a price of its own, so few are cheaper."""
BUDGET_BESIDE_A_PERSON_MS = 8
"""The same while somebody types or scrolls: the next key waits for no more, and nobody reads as fast as text comes."""
BESIDE_A_PERSON_MS = 500
"""So long after a key the next one may come."""
_AFTER_PAINT = Qt.EventPriority.LowEventPriority.value - 1
"""Qt paints with an event of low priority."""
_MOST_PUT_OFF = 4
"""So many keys or turns of the wheel are painted before the same frame."""
FEWEST, MOST = 512, 4096
"""Characters that are drawn in one go: at least, at most. Where a page is slow because a paragraph is long, less
in one go would only take longer in all."""
FEWEST_BESIDE_A_PERSON = 256
SHORT = 1500
"""Characters that one frame always has time for."""

_PART = 64
"""Characters that stay together."""

_BLOCK_END = "\n\n"
"""Where one go best ends: what it leaves open of a table or list is measured and laid out again with the next."""

_CAUTION = 0.7
"""Of what would fill the budget if the next text took as long as the last: it may take longer."""

_drawing_time = perf_counter if sys.platform == "win32" else thread_time
"""By which the pace is judged: what other programs take meanwhile is not the text's. Windows counts too coarsely."""

_PAINTED = QEvent.Type(QEvent.registerEventType())

Step: TypeAlias = Callable[[], None]


class FrameQueue(Guarded, QObject):
    """Hands text to `draw` and takes steps, in the order of their coming.

    Its timer runs only while something waits. Drawing in one go costs least, so each frame draws what will just
    fit into it, judged by the frames before.
    """

    def __init__(self, draw: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._draw = draw
        self._waiting: deque[str | Step] = deque()
        self._pace: float | None = None
        self._drawn_at = self._used_at = -math.inf
        self.calm_ms = CALM_MS
        """Between two frames while text keeps coming."""
        self._due_at = 0.0
        self._is_after_paint = False
        self._put_off = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.draw_frame)

    @property
    def is_empty(self) -> bool:
        """Whether everything has been drawn."""
        return not self._waiting

    @property
    def is_text_next(self) -> bool:
        """Whether more text waits, before any step."""
        return bool(self._waiting) and isinstance(self._waiting[0], str)

    def put(self, text: str) -> None:
        """Take the next piece of text; it is drawn with the next frame or later."""
        self._waiting.extend(_parts(text))
        self._expect_frame()

    def put_first(self, text: str, then: Step | None = None) -> None:
        """Take text that is drawn before all that waits, and a step after it."""
        if then is not None:
            self._waiting.appendleft(then)
        self._waiting.extendleft(reversed(_parts(text)))
        self._expect_frame()

    def then(self, step: Step) -> None:
        """Take a step when all that came before is drawn: now, if nothing waits."""
        if self._waiting:
            self._waiting.append(step)
            self._expect_frame()
        else:
            step()

    def give_way(self) -> None:
        """Somebody types or scrolls: what that changes is painted first, and for a while each frame draws little."""
        self._used_at = perf_counter()
        # A wheel that never rests keeps no frame back for ever.
        if self._timer.isActive() and self._put_off < _MOST_PUT_OFF:
            self._put_off += 1
            self.wait_for_paint()

    def wait_for_paint(self) -> None:
        """Draw nothing before what changed just now is painted: nor in this round of the event loop."""
        if self._timer.isActive():
            self._due_at = perf_counter() + self._timer.remainingTime() / 1000
            self._timer.stop()
            self._is_after_paint = True
            QCoreApplication.postEvent(self, QEvent(_PAINTED), _AFTER_PAINT)

    def event(self, event: QEvent) -> bool:
        if event.type() != _PAINTED:
            return super().event(event)
        if self._is_after_paint:
            self._is_after_paint = False
            if self._waiting:
                self._timer.start(max(0, round((self._due_at - perf_counter()) * 1000)))
        return True

    def clear(self) -> None:
        """Drop what waits."""
        self._timer.stop()
        self._is_after_paint = False
        self._waiting.clear()

    def draw_frame(self) -> None:
        """Draw now what one frame has time for."""
        self._timer.stop()
        self._is_after_paint = False
        self._put_off = 0
        start = perf_counter()
        try:
            self._advance_in_pace()
            while self._waiting and (perf_counter() - start) * 1000 < self._budget_ms / 3:
                self._advance_in_pace()
        finally:
            self._drawn_at = start
            # Also after a bug: what comes after it is drawn.
            if self._waiting:
                # A frame that took long leaves as much time again to everything else.
                spent = round((perf_counter() - start) * 1000)
                self._timer.start(max(FRAME_MS - spent, spent // 2))

    def rest(self, ms: int = FRAME_MS) -> None:
        """Draw nothing for so long: what comes now has waited for the last frame."""
        if self._waiting:
            self._due_at = perf_counter() + ms / 1000
            if not self._is_after_paint:
                self._timer.start(ms)

    def draw_short(self) -> None:
        """Draw now what waits, if that is little: the last words of most answers need no frame of their own."""
        short = FEWEST_BESIDE_A_PERSON if self._is_beside_a_person else SHORT
        if sum(len(part) for part in self._waiting if isinstance(part, str)) <= short:
            self.draw_all()

    def draw_all(self) -> None:
        """Draw now all that waits, however long that takes."""
        self._timer.stop()
        try:
            while self._waiting:
                self._advance(sys.maxsize)
        finally:
            self._expect_frame()

    @property
    def _is_beside_a_person(self) -> bool:
        return (perf_counter() - self._used_at) * 1000 < BESIDE_A_PERSON_MS

    @property
    def _budget_ms(self) -> int:
        return BUDGET_BESIDE_A_PERSON_MS if self._is_beside_a_person else BUDGET_MS

    def _expect_frame(self) -> None:
        if self._waiting and not self._timer.isActive() and not self._is_after_paint:
            # What comes after a pause is seen at once.
            since = (perf_counter() - self._drawn_at) * 1000
            self._timer.start(max(0, math.ceil(self.calm_ms - min(since, self.calm_ms))))

    def _advance_in_pace(self) -> None:
        """Draw what will just fit into a frame, and learn from how long it took."""
        start = _drawing_time()
        fewest = FEWEST_BESIDE_A_PERSON if self._is_beside_a_person else FEWEST
        fitting = 0 if self._pace is None else round(self._pace * self._budget_ms * _CAUTION)
        length = self._advance(min(MOST, max(fewest, fitting)))
        if length >= fewest // 2:  # What costs the same for any length says nothing in a short text.
            pace = length / max(1e-3, (_drawing_time() - start) * 1000)
            self._pace = pace if self._pace is None else (self._pace + pace) / 2

    def _advance(self, most: int) -> int:
        """Draw the text that stands first, about `most` of it, or take the step; return how much was drawn."""
        if not self._waiting:
            return 0
        first = self._waiting.popleft()
        if not isinstance(first, str):
            first()
            return 0
        # Room for the end of the block that goes beyond `most`, where it is near.
        parts, length, room = [first], len(first), max(most, min(MOST, most + most // 8))
        while self._waiting and isinstance(part := self._waiting[0], str) and length + len(part) <= room:
            parts.append(part)
            length += len(part)
            self._waiting.popleft()
        text = "".join(parts)
        if self.is_text_next:
            end = text.rfind(_BLOCK_END, most // 2)
            cut = most if end < 0 else end + len(_BLOCK_END)
            self._waiting.extendleft(reversed(_parts(text[cut:])))
            text = text[:cut]
        self._draw(text)
        return len(text)


def _parts(text: str) -> list[str]:
    return [text[start : start + _PART] for start in range(0, len(text), _PART)]
