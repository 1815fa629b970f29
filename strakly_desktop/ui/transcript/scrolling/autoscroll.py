"""Keeps the newest text in sight while the reader is at the end, and leaves the page alone when not.

Only the reader decides, and each way up or down counts, a finger's or a screen reader's as a wheel's: whatever moves
the page and is not its own doing. Text that arrives, or a page that grows, never does, but for an answer that was
there before anybody could have read its first line (`open_at`).
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from strakly_desktop.rendering.document.document import PAGE_MARGIN
from strakly_desktop.ui.transcript.scrolling.new_text_pill import NewTextPill

_NEAR_END = 8


class _OwnMoves:
    """Entered as often as the page moves by itself, within another such move too; a frame does so three times."""

    def __init__(self) -> None:
        self.depth = 0

    def __enter__(self) -> None:
        self.depth += 1

    def __exit__(self, *_: object) -> None:
        self.depth -= 1


class Autoscroll(QObject):
    """Follows the end of `view`, or lets `pill` offer the way back to it.

    Signals:
        reader_moved(): the reader went to another place, or may have.
    """

    reader_moved = Signal()

    def __init__(self, pill: NewTextPill, view: QTextEdit) -> None:
        super().__init__(view)
        self._view = view
        self._follows = True
        self._opens_at: Callable[[int], int] | None = None
        self._is_where_it_opened = False
        self._is_held = False
        self._own_moves = _OwnMoves()
        self._value = 0
        self._is_clamped = False
        self.comes_below = False
        """Whether more is about to stand below what ends the page for now: whoever comes there is not at the end."""
        self._room = 0
        self._pill = pill
        # Who went up by less than a line sees what comes in move away.
        pill.is_wanted = lambda: not self._follows and self.is_text_below
        pill.clicked.connect(self.jump)
        bar = view.verticalScrollBar()
        bar.rangeChanged.connect(self._take_range)
        bar.valueChanged.connect(self._take_value)
        view.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit_range())
        # It comes before the bar has moved, or could not.
        bar.actionTriggered.connect(lambda _: QTimer.singleShot(0, self, self.note_stop))

    @property
    def follows(self) -> bool:
        """Whether the reader is at the end, and stays there."""
        return self._follows

    @property
    def opens(self) -> bool:
        """Whether the end is followed only so far as `open_at` says."""
        return self._opens_at is not None

    @property
    def is_where_it_opened(self) -> bool:
        """Whether the reader is still where `open_at` has led to."""
        return self._is_where_it_opened

    @property
    def is_held(self) -> bool:
        """Whether the mouse is down on the text."""
        return self._is_held

    @property
    def is_text_below(self) -> bool:
        """Whether the reader is not at the end."""
        bar = self._view.verticalScrollBar()
        return self.comes_below or bar.value() < bar.maximum() - _NEAR_END

    @property
    def is_last_line_in_sight(self) -> bool:
        """Whether the page ends in sight, or only the room below its text does not."""
        value = self._view.verticalScrollBar().value()
        return not self.comes_below and value >= self._own_maximum() - PAGE_MARGIN

    @property
    def is_page_full(self) -> bool:
        """Whether the text is longer than what is seen of it."""
        return self._own_maximum() > 0

    def set_room(self, pixels: int) -> None:
        """Let the page end so far below its text.

        It is the scroll range that reaches further: a larger margin of the document would lay out all its text
        again. A page that is not full has its room already.
        """
        if pixels != self._room:
            self._room = pixels
            self._view.verticalScrollBar().setMaximum(self._own_maximum())
            self._fit_range()

    def jump(self) -> None:
        """Go to the newest text and follow it from now on."""
        self._follows, self._is_where_it_opened = True, False
        self.follow_on()
        self._pill.hide()
        self.follow()
        self.reader_moved.emit()

    def follow(self) -> None:
        """Go to the end if the reader is there, and marks nothing with the mouse; see `open_at`."""
        if self.opens and self._own_moves.depth:
            return  # In the middle of a change: the place is told when all is laid out.
        if self._follows and not self._is_held:
            bar = self._view.verticalScrollBar()
            end = bar.maximum()
            value = end if self._opens_at is None else self._opens_at(end)
            is_above = value < end - _NEAR_END
            with self.own_move():
                bar.setValue(value if is_above else end)
            if is_above:
                self._stay()

    def open_at(self, place: Callable[[int], int]) -> None:
        """Follow no further than to `place`, and stay there: it tells how far down the page may be whose end is seen
        at so many px. So until `follow_on`, or until the reader goes anywhere; nothing for who is not at the end."""
        if self._follows:
            self._opens_at = place
            self.follow()

    def follow_on(self) -> None:
        """Whoever is still at the end stays at it, whatever comes."""
        self._opens_at = None
        self._pill.keep_origin()

    def _stay(self) -> None:
        """Follow no more: what is below what is in sight is offered as new."""
        self._opens_at, self._follows = None, False
        self._is_where_it_opened = True
        self._pill.begin_below_sight()

    def own_move(self) -> AbstractContextManager[None]:
        """Where the page goes meanwhile, no reader has wished."""
        return self._own_moves

    def hold(self) -> None:
        """The mouse is down on the text: it stays under it until `release`."""
        self._is_held = True

    def release(self) -> None:
        """The mouse is up again: see where the reader is. Nothing where it was not down."""
        if self._is_held:
            self._is_held = False
            self.note_reader()

    def note_reader(self) -> None:
        """The reader has moved: see where to. Who is right above the end is at it."""
        self._note(is_at_end=not self.is_text_below)
        self.follow()

    def note_stop(self) -> None:
        """The reader may have wished to go beyond the end."""
        bar = self._view.verticalScrollBar()
        if not self._follows and not self._is_held and bar.value() >= bar.maximum():
            self.note_reader()

    def _note(self, *, is_at_end: bool) -> None:
        self._is_where_it_opened = False
        self.follow_on()
        if self._follows and not is_at_end:
            self._pill.begin_at_end()
        self._follows = is_at_end
        self._pill.count()
        self.reader_moved.emit()

    @property
    def cursors(self) -> list[QTextCursor]:
        """What has to be kept when its text is written anew."""
        return [] if self._follows else [self._pill.origin]

    def keep(self, change: Callable[[], None]) -> None:
        """Do something that may move the page; then be where the reader was.

        At the end, the page scrolls one way only: Qt moves what is painted, and paints just what comes in.
        """
        value = self._view.verticalScrollBar().value()
        with self.own_move():
            change()
            if not self._follows or self._is_held:
                self._view.verticalScrollBar().setValue(value)
            self.follow()
        if self.opens:
            self.follow()

    def fit_range(self) -> None:
        """Let the page reach down to the end of its text and the room below, in one step."""
        own = self._own_maximum()
        self._view.verticalScrollBar().setMaximum(own + self._room if own else 0)

    def _own_maximum(self) -> int:
        return max(0, round(self._view.document().size().height()) - self._view.viewport().height())

    def _fit_range(self) -> None:
        """Qt has set the range for the text alone."""
        own = self._own_maximum() if self._room else 0
        if own:
            self._view.verticalScrollBar().setMaximum(own + self._room)

    def _take_range(self) -> None:
        self._fit_range()
        self.follow()
        bar = self._view.verticalScrollBar()
        # A bar is told of its range first, and then leaves what lies outside it.
        self._is_clamped = bar.value() > bar.maximum()

    def _take_value(self, value: int) -> None:
        moved, self._value = value - self._value, value
        is_clamped, self._is_clamped = self._is_clamped, False
        if self._own_moves.depth or self._is_held or is_clamped:
            return
        bar = self._view.verticalScrollBar()
        # Who goes down sees the end before that of the room below it; who goes up leaves it with the first pixel.
        is_at_end = value >= bar.maximum() or (moved > 0 and self.is_last_line_in_sight)
        is_at_end &= not self.comes_below
        self._note(is_at_end=is_at_end)
