"""Keeps the newest text in sight while the reader is at the end, and leaves the page alone when not.

Only the reader's own wheel, key or drag decides: text that arrives, or a page that grows, never does.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.jump_button import JumpButton
from strakly_desktop.ui.transcript.new_lines import NewLines

_NEAR_END = 8


class Autoscroll(QObject):
    """Follows the end of `view`, or offers the way back to it with a pill above its lower edge.

    Signals:
        reader_moved(): the reader went to another place, or may have.
    """

    reader_moved = Signal()

    def __init__(self, look: Look, view: QTextEdit) -> None:
        super().__init__(view)
        self._view = view
        self._follows = True
        self._is_held = False
        self._is_moving = False
        self._new = NewLines(view.document())
        self._room = 0
        self._jump = JumpButton(look, view)
        self._jump.clicked.connect(self.jump)
        bar = view.verticalScrollBar()
        bar.rangeChanged.connect(self._take_range)
        view.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit_range())
        bar.actionTriggered.connect(self._expect_reader)

    @property
    def follows(self) -> bool:
        """Whether the reader is at the end, and stays there."""
        return self._follows

    @property
    def is_held(self) -> bool:
        """Whether the mouse is down on the text."""
        return self._is_held

    @property
    def is_text_below(self) -> bool:
        """Whether the reader is not at the end."""
        bar = self._view.verticalScrollBar()
        return bar.value() < bar.maximum() - _NEAR_END

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._jump.set_look(look)
        self.place()

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
        self._follows, self._is_moving = True, False
        self._jump.hide()
        self.follow()
        self.reader_moved.emit()

    def follow(self) -> None:
        """Go to the end if the reader is there, and marks nothing with the mouse."""
        self._note_move()
        if self._follows and not self._is_held:
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.maximum())

    def hold(self) -> None:
        """The mouse is down on the text: it stays under it until `release`."""
        self._is_held = True

    def release(self) -> None:
        """The mouse is up again: see where the reader is. Nothing where it was not down."""
        if self._is_held:
            self._is_held = False
            self.note_reader()

    def note_reader(self) -> None:
        """The reader has moved: see where to."""
        below = self.is_text_below
        if self._follows and below:
            self._new.begin_at_end()
        self._follows = not below
        self._jump.setVisible(below)
        self.count_new_lines()
        self.reader_moved.emit()

    def count_new_lines(self, settled: int = 0) -> None:
        """Tell how much came in below what was there when the reader left the end.

        What stands above the position `settled` stays as it is, unless the page gets another width.
        """
        if self._jump.isVisible():
            self._jump.set_lines(self._new.count(settled))
            self.place()

    def count_anew(self) -> None:
        """The page has another width, or other letters."""
        self._new.count_anew()
        self.count_new_lines()

    @property
    def cursors(self) -> list[QTextCursor]:
        """What has to be kept when its text is written anew."""
        return [] if self._follows else [self._new.place]

    def place(self) -> None:
        """Put the pill above the lower edge, in the middle."""
        if self._jump.isVisible():
            area = self._view.viewport().geometry()
            x = area.center().x() - self._jump.width() // 2
            self._jump.move(x, area.bottom() - self._jump.height())

    def keep(self, change: Callable[[], None]) -> None:
        """Do something that may move the page; then be where the reader was.

        At the end, the page scrolls one way only: Qt moves what is painted, and paints just what comes in.
        """
        self._note_move()
        value = self._view.verticalScrollBar().value()
        change()
        if not self._follows or self._is_held:
            self._view.verticalScrollBar().setValue(value)
        self.follow()

    def _expect_reader(self) -> None:
        """The action of a bar comes before it has moved: it has with the next event, which may be a frame."""
        self._is_moving = True
        QTimer.singleShot(0, self, self._note_move)

    def _note_move(self) -> None:
        if self._is_moving:
            self._is_moving = False
            self.note_reader()

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
