"""A page with the messages of one conversation: earlier ones come above, and all of it can be written again.

So it is in another look or width, or so that the document forgets what it had; of what is copied nothing is lost by it.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextBlock, QTextCursor
from PySide6.QtWidgets import QApplication

from strakly_desktop.rendering.document.document import PAGE_MARGIN, ShownMessage
from strakly_desktop.rendering.document.messages_apart import MessagesApart
from strakly_desktop.rendering.document.shown_messages import AnswerPart
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.page.message_place import first_block
from strakly_desktop.ui.transcript.earlier_messages import EarlierMessages
from strakly_desktop.ui.transcript.edited_page import EditedPage
from strakly_desktop.ui.transcript.page_length import PageLength
from strakly_desktop.ui.transcript.promised_copies import PromisedCopies
from strakly_desktop.ui.transcript.rewritten_places import RewrittenPlaces
from strakly_desktop.ui.transcript.scrolling.way_to_top import WayToTop

if TYPE_CHECKING:
    from strakly_desktop.ui.page.selection_copy import SelectionCopy

LONG = 3_000
"""Characters of a conversation that takes too long to be written again at once."""
VERY_LONG = 20_000
"""Those of one that takes longer to lay out for another width than to begin to write again."""
_ABOVE_SIGHT = 80
"""So many px above what is in sight are written with it: the gap above a question is another at the top of a page."""


class ConversationPage(EditedPage):
    """Writes into the page through `_content`; what streams in is the view's.

    Signals:
        earlier_requested(): the reader comes near the top of an opened conversation; `add_earlier` answers it.
        earlier_shown(): all that was handed over of an opened conversation is on the page.
        written_again(): the conversation was written anew, in another look or width or to forget what it had.
    """

    earlier_requested = Signal()
    earlier_shown = Signal()
    written_again = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._earlier = EarlierMessages(
            self._content.apart,
            self._content.below,
            self._insert_earlier,
            lambda: self._takes_earlier,
            self,
        )
        self._length = PageLength(
            self._content, self._earlier, self._end, self._is_in_use, self._write_anew, self
        )
        self._way_to_top = WayToTop(self._earlier, self._end, lambda: self._content.takes_earlier, self)
        self._copies = PromisedCopies(self._content, self)
        # Behind the page's length, which selects what has come back.
        self._earlier.settled.connect(lambda: self._copies.begin(self._whole))
        self._earlier.wanted.connect(self.earlier_requested)
        self._bars.has_numbers_above = lambda: any(part.has_numbers for part in self._earlier.parts_above)
        self._rewritten: RewrittenPlaces | None = None
        self._is_unseen = False
        self._awaits_answer = False
        self._kept_copy: SelectionCopy | None = None
        """What was selected before the page was emptied, which can be copied before it stands there again."""
        self.verticalScrollBar().actionTriggered.connect(self._show_again)
        self._end.reader_moved.connect(self._show_end_first)
        self._earlier.settled.connect(self._end_writing_again)
        self._earlier.settled.connect(self.earlier_shown)

    def add_earlier(self, messages: Sequence[ShownMessage], has_earlier: bool) -> None:
        """Show messages above those that are here, in place."""
        self._earlier.add(messages, has_earlier)

    def earlier_failed(self) -> None:
        """The earlier messages that were asked for did not come: ask again when the reader goes on up."""
        self._earlier.fail()

    @property
    def has_earlier(self) -> bool:
        """Whether messages of the open conversation are not on the page yet."""
        return self._earlier.has_more

    def load_earlier(self) -> None:
        """Bring the messages above those that are here, however far the reader is from them."""
        self._earlier.ask()

    def show_message(self, message_id: str) -> None:
        """Bring the beginning of a message of the open conversation into sight."""
        self._earlier.write_last()
        is_whole = self._content.block_of(message_id).isValid() and not self._earlier.holds(message_id)
        if self._content.takes_earlier and not is_whole:
            self._earlier.write_from(message_id)
        block = first_block(self._content.block_of(message_id))
        if block.isValid():
            top = self.document().documentLayout().blockBoundingRect(block).top()
            self.verticalScrollBar().setValue(round(top) - PAGE_MARGIN)
            self._end.note_reader()

    def go_to_top(self) -> None:
        self._way_to_top.go()

    def jump_to_end(self) -> None:
        """Go to the newest text and follow it from now on."""
        self._end.jump()

    def createMimeDataFromSelection(self) -> QMimeData:
        complete = self._complete_selection if self._length.is_selecting else None
        return self._copies.copy(self.textCursor(), self.address, complete)

    @property
    def can_copy(self) -> bool:
        """Whether anything is selected, on the page or on its way back onto it."""
        return self.textCursor().hasSelection() or self._waits_for_selected or self._length.is_selecting

    def copy(self) -> None:
        """Copy what is selected: where it is on its way back onto the page, as it was."""
        if self.textCursor().hasSelection() or not self.can_copy:
            super().copy()
        elif self._length.is_selecting:
            QApplication.clipboard().setMimeData(self.createMimeDataFromSelection())
        elif self._kept_copy is not None:
            QApplication.clipboard().setMimeData(self._copies.promise(self._kept_copy))
        else:
            # It reads otherwise by now.
            self._earlier.write_all()
            self._end_writing_again()
            super().copy()

    def finish_copies(self) -> None:
        """Write now all that was copied: the page is about to go, however long that takes."""
        self._copies.finish()

    def _copy_on(self) -> None:
        """The conversation is about to be another one: what of it was copied and is not back yet comes apart."""
        if self._copies.wait_for_page:
            above, below = self._earlier.all_above, self._earlier.all_below
            self._copies.write_beside(self._content.all_beside(above, below))

    def _complete_selection(self) -> QTextCursor:
        self._length.finish_selecting()
        return self._whole

    @property
    def _whole(self) -> QTextCursor:
        whole = QTextCursor(self.document())
        whole.select(QTextCursor.SelectionType.Document)
        return whole

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._length.select_all()
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)

    def _is_in_use(self) -> bool:
        """Whether something is looked for, or has the keyboard in the text."""
        return self.found.is_active or self._links.link is not None or self._bars.has_keyboard

    def _insert_earlier(self, apart: MessagesApart) -> None:
        bar = self.verticalScrollBar()
        below = bar.maximum() - bar.value()
        with self._end.own_move():
            self._end.keep(lambda: self._content.insert_above(apart))
            if not (apart.in_place and apart.above):
                bar.setValue(bar.maximum() - below)
        self._end.comes_below = self._earlier.comes_below
        self._note_all_in_sight()
        if self._earlier.comes_below:
            pass  # What ends the page for now is not the end.
        elif apart.in_place:
            if not self._awaits_answer:
                self._pill.end_filling()
            self._show_bar()
        elif isinstance(apart.messages[-1], AnswerPart):
            # A table whose numbers can be compared may have come with it.
            self._bars.show_last_again()
        self._find_line_again()
        self._place_children()

    @property
    def _is_long(self) -> bool:
        return self._content.length > LONG or self._rewritten is not None

    @property
    def _is_very_long(self) -> bool:
        return self._content.length > VERY_LONG or self._rewritten is not None

    @property
    def _can_write_again(self) -> bool:
        """Whether no more than the line has to be found again where an answer goes on meanwhile."""
        if not self._content.is_writing:
            return True
        is_marked = (
            len(self._kept_cursors) > len(self._end.cursors)
            or self.textCursor().hasSelection()
            or self._waits_for_selected
        )
        return not is_marked and (self._end.follows or self._content.start_of_rest is not None)

    def _write_again(self, look: Look) -> None:
        """Write the whole conversation again between events; who reads somewhere stays at that line."""
        self._end.follow_on()
        if self._content.is_writing:
            self._copy_on()
        start = self._content.start_of_rest if self._content.is_writing else None
        begun = self._content.break_off()
        line = None if self._end.follows else self._line_at_top()
        above = 0 if line is None else self._top_of(line)
        first, top = (None, None) if line is None or begun is not None else self._first_to_write()
        if self._rewritten is None:
            self._rewritten = RewrittenPlaces(self.document(), start, line, above, self._kept_cursors, top)
        elif line is None:
            self._rewritten.forget_line()
        elif self._rewritten.waits_for_line:
            # It is not on the page yet: what was begun with still is.
            first = 0 if self._rewritten.counts_from_top else None
        else:
            # What was above the line, or below it, was still being written.
            self._rewritten.note_line_again(line, above, top)
        if self.textCursor().hasSelection() and not self._length.is_selecting:
            self._rewritten.note_selected(self.textCursor())
            self._kept_copy = self._copies.take(self.textCursor(), self.address)
        self._rewritten.count_again(start)
        self._pill.begin_filling()
        # The old picture stays until there is a new one.
        self.viewport().setUpdatesEnabled(False)
        self._bars.hide_last()
        if not self._end.follows:
            self._pill.wait_for_place()
        with self._end.own_move():
            messages = self._content.start_again(look)
            self._take_font()
            self._fit_column()
        self._earlier.put_back(messages, first)
        self._end.comes_below = False
        if begun is not None:
            # Its question first, or the part right above; all else comes above the two when they are seen.
            is_coming, self._awaits_answer = self._awaits_answer, True
            self._earlier.write_last()
            self._content.begin_answer(begun.message_id, begun.above)
            self._write_begun(begun.text, None if is_coming else self._note_answer)

    @property
    def _waits_for_selected(self) -> bool:
        return self._rewritten is not None and self._rewritten.waits_for_selected

    def _select_again(self) -> None:
        """What was selected may stand on the page again."""
        selected = None if self._rewritten is None else self._rewritten.take_selected()
        if selected is not None:
            self._kept_copy = None
            # What has been marked meanwhile is what is meant by now.
            if not self.textCursor().hasSelection():
                self._end.keep(lambda: self.setTextCursor(selected))

    def _first_to_write(self) -> tuple[int, QTextBlock]:
        """Which message begins what is in sight, with a little above it, and the first block of it."""
        place = self.cursorForPosition(QPoint(self.viewport().width() // 2, -_ABOVE_SIGHT))
        return self._content.turn_at(place.position())

    def _show_end_first(self) -> None:
        """Whoever goes to the end sees that, and not what is written below what was in sight."""
        if self._end.follows and self._earlier.comes_below:
            self._write_again(self._look)

    def _write_begun(self, text: str, then: Callable[[], None] | None) -> None:
        """Write so much as has come of an answer that begins again, and take a step after it."""
        self._edit(lambda: self._content.append(text))
        if then is not None:
            then()

    @property
    def _takes_earlier(self) -> bool:
        """Whether messages may come above now: the end of an answer that begins again is seen first."""
        return self._content.takes_earlier and not self._awaits_answer

    def _write_anew(self) -> None:
        """Write the same conversation again, so that the document forgets what it had: no pixel of it is seen."""
        self._is_unseen = True
        self._write_again(self._look)
        # The old picture stays until all is there, or the reader moves.
        self.verticalScrollBar().setUpdatesEnabled(False)

    def _show_again(self) -> None:
        if self._is_unseen:
            self._is_unseen = False
            self.viewport().setUpdatesEnabled(True)
            self.verticalScrollBar().setUpdatesEnabled(True)

    def _find_line_again(self) -> None:
        """What was written again may be what is read."""
        rewritten = self._rewritten
        if rewritten is None:
            self.viewport().setUpdatesEnabled(True)
            return
        rewritten.note_top()
        if not rewritten.counts_from_answer:
            if not self._earlier.comes_below:
                rewritten.note_start(None)
        elif not self._awaits_answer:
            rewritten.note_start(self._content.start_of_rest)
        if (line := rewritten.line) is not None:
            bar = self.verticalScrollBar()
            value = bar.value() + self._top_of(line) - rewritten.above
            if value <= bar.maximum() or not self._earlier.comes_below:
                rewritten.forget_line()
                with self._end.own_move():
                    bar.setValue(value)
        elif rewritten.counts_from_top and not self._earlier.comes_below:
            # It is gone: nobody waits for it.
            rewritten.forget_line()
        self._select_again()
        is_there = not rewritten.waits_for_line and not self._awaits_answer
        if is_there and not self._is_unseen and self._end.is_page_full:
            self.viewport().setUpdatesEnabled(True)

    def _note_answer(self) -> None:
        """The answer that began again has come as far as it had."""
        self._awaits_answer = False
        self._pill.end_filling()
        self._find_line_again()
        if self._earlier.is_settled:
            self._end_writing_again()
        self._earlier.go_on()

    def _end_writing_again(self) -> None:
        if self._awaits_answer:
            return
        if self._rewritten is None:
            return
        self._select_again()
        rewritten, self._rewritten, self._kept_copy = self._rewritten, None, None
        self._pill.end_filling()
        self.viewport().setUpdatesEnabled(True)
        self._show_again()
        rewritten.restore()
        self._pill.find_place()
        self._show_marks()
        self.written_again.emit()

    def _prepare_width(self) -> None:
        if self._is_very_long and self._can_write_again:
            # Qt would lay out all of it at once.
            self._write_again(self._look)

    @property
    def _origins(self) -> list[QTextCursor]:
        return [] if self._rewritten is None else self._rewritten.origins

    def _patch(self, change: Callable[[], None]) -> None:
        self._copies.before_change(0)
        super()._patch(change)
