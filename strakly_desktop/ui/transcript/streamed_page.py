"""A page onto which an answer streams: drawn at most once a frame, and only what is new of it is painted.

What comes faster than anybody can read runs by unpainted, and below the text stand dots while more is awaited.
"""

import math
from collections.abc import Callable
from time import perf_counter

from strakly_desktop.rendering.document.document import PAGE_MARGIN
from strakly_desktop.rendering.document.shown_messages import DRAWN_LIMIT
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.document_cursor import is_filler
from strakly_desktop.ui.page.table_cards import stands_below_rows
from strakly_desktop.ui.style.column import column
from strakly_desktop.ui.transcript.awaited_text import AwaitedText
from strakly_desktop.ui.transcript.conversation_page import ConversationPage
from strakly_desktop.ui.transcript.frames.frame_edits import FrameEdits
from strakly_desktop.ui.transcript.frames.frame_queue import CALM_MS, CALM_ROWS_MS, FrameQueue
from strakly_desktop.ui.transcript.scrolling.answer_opening import AnswerOpening
from strakly_desktop.ui.transcript.waiting_dots import SPACE_ABOVE as SPACE_ABOVE_DOTS

_KEPT_UNREAD = 30_000
"""Characters of an answer of which no part leaves the page before anybody can have read its beginning."""
_UNSEEN_MS = 100
"""What comes faster than it can be drawn is painted so often: pages that run by."""


class StreamedPage(ConversationPage):
    """Draws what its heir puts into `_queue`; the answer is on its way there until the heir ends `_is_answering`."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._queue = FrameQueue(self._draw_text, self)
        self._length.shortened.connect(self._queue.wait_for_paint)
        self._frames = FrameEdits(self.document(), self._end.fit_range, self)
        self._opening = AnswerOpening(self)
        self._taken = 0
        self._is_answering = False
        self._is_in_frame = False
        self._seen_at = -math.inf
        self._bottom = 0.0
        """Where the text ended when all was last put in its place."""
        self._awaited = AwaitedText(look, self.viewport())
        self._earlier.settled.connect(self._place_dots_above)
        self.verticalScrollBar().valueChanged.connect(self._place_children)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._place_children())

    @property
    def is_drawn(self) -> bool:
        """Whether all that was handed over is on the page."""
        return self._queue.is_empty

    def give_way(self) -> None:
        """Somebody types or scrolls, anywhere in the app: that is seen before more of an answer."""
        self._queue.give_way()
        self._length.give_way()
        if self.is_drawn and not self._is_answering:
            self._end.follow_on()

    def draw_all(self) -> None:
        """Draw now all that waits for its frame, however long that takes."""
        self._queue.draw_all()

    def _put(self, text: str) -> None:
        """Take text for the page, which has room for so much of one answer."""
        # One more tells that there is more.
        text = text[: max(0, DRAWN_LIMIT + 1 - self._taken)]
        self._taken += len(text)
        self._queue.put(text)

    def _write_again(self, look: Look) -> None:
        self._opening.forget_place()
        super()._write_again(look)

    def _write_begun(self, text: str, then: Callable[[], None] | None) -> None:
        self._queue.put_first(text, then)

    def _draw_text(self, text: str) -> None:
        try:
            self._draw_piece(text)
        finally:
            self._length.rest()

    def _draw_piece(self, text: str) -> None:
        more = self._queue.is_text_next
        if (more or self._is_end_next) and self._may_stay_unseen:
            self._frames.make(lambda: self._content.append(text, more=True), unseen=True)
            return
        self._seen_at = perf_counter()
        bottom = self._bottom
        changed: list[float | None] = []
        self._is_in_frame = True
        try:
            self._edit(
                lambda: changed.append(self._frames.make(lambda: self._content.append(text, more=more)))
            )
        finally:
            self._is_in_frame = False
        (height,) = changed
        if height is None:
            return  # The row of a table that is not whole, say: nothing is on the page of it.
        scroll = self.verticalScrollBar().value()
        top = max(0, math.floor(height) - scroll)
        # What is painted behind inline code reaches a hair out of its line.
        end = math.ceil(max(bottom, self._bottom)) + SPACE_ABOVE_DOTS - scroll
        self.viewport().update(0, top, self.viewport().width(), end - top)
        self._opening.note_sight()
        self._pill.count(self._content.settled_position)
        self._length.look()
        self._earlier.go_on()
        last = self.document().lastBlock()
        has_rows = stands_below_rows(last)
        if has_rows:
            self._awaited.offer_table()
        self._queue.calm_ms = CALM_ROWS_MS if has_rows and is_filler(last) else CALM_MS

    def _show_unseen(self, change: Callable[[], None]) -> None:
        """Make a change, and show with it what was not shown before."""
        self._frames.make(change)
        self.viewport().update()

    @property
    def _is_end_next(self) -> bool:
        """Whether the end of the answer waits behind the text that is drawn now: it writes what is open anew."""
        return not self._is_answering and not self._queue.is_empty

    @property
    def _may_stay_unseen(self) -> bool:
        """Whether a frame that has another one behind it need not be painted: nobody could read what runs by.

        A place on the page that is kept has to be found again after each.
        """
        is_soon = (perf_counter() - self._seen_at) * 1000 < _UNSEEN_MS
        is_marked = bool(self._kept_cursors) or self.textCursor().hasSelection()
        return is_soon and self._end.follows and self._end.is_page_full and not is_marked

    def _is_in_use(self) -> bool:
        # What nobody has read yet does not leave the page at its top.
        is_short = self._is_answering and self._taken < _KEPT_UNREAD
        is_unread = self._end.opens or (is_short and self._opening.is_coming_unread)
        return super()._is_in_use() or (is_unread and self._content.has_parts)

    def _show_bar(self) -> None:
        if not self._is_answering:
            self._awaited.end()
        super()._show_bar()

    def _fit_room(self) -> None:
        """Room below the text: for the dots while an answer comes, for the actions where they stand below it."""
        if self._awaited.is_below:
            self._end.set_room(self._awaited.room(self.document().lastBlock()))
        else:
            super()._fit_room()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self._frames.is_unseen:
            self.viewport().update()

    def _scroll_above_end(self, dy: int) -> bool:
        if not (self._is_in_frame and self._end.follows and self._awaited.is_below):
            return False
        area = self._awaited.area_above()
        if area is None:
            return False
        self.viewport().scroll(0, dy, area)
        return True

    def _place_children(self) -> None:
        if self._is_editing:
            return  # Once, when the page has come to rest.
        place = column(self.width(), self._look.text_scale)
        self._bottom = self._text_bottom
        if self._awaited.is_below:
            self._fit_room()  # A card at the end reaches further down.
            bottom = round(self._bottom) - self.verticalScrollBar().value()
            self._awaited.place_below(place, bottom, may_be_hidden=self._end.is_page_full)
        self._place_dots_above()
        self.place_buttons()

    def _place_dots_above(self) -> None:
        """At the top of a page above which more is on its way: what stands there is not its beginning."""
        scrolled = self.verticalScrollBar().value() if self._earlier.comes_above else PAGE_MARGIN
        if scrolled >= PAGE_MARGIN or self.document().isEmpty():
            self._awaited.hide_above()
        else:
            self._awaited.place_above(column(self.width(), self._look.text_scale), scrolled)
