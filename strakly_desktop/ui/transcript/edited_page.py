"""A page with a document of messages that changes while all that the person has in it stays.

The reader keeps the line, and what is selected, found, pointed at or has the keyboard keeps its words: when text comes
above or below, and when the page gets another width or height.
"""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent, QTextCursor

from strakly_desktop.rendering.document.document import TranscriptDocument
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.long_text import blocks_from
from strakly_desktop.ui.page.message_place import first_block
from strakly_desktop.ui.style.column import column
from strakly_desktop.ui.transcript.kept_places import KeptPlaces
from strakly_desktop.ui.transcript.page import TranscriptPage


class EditedPage(TranscriptPage):
    """Holds the document as `_content`; its heirs write into it, through `_edit`."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._content = TranscriptDocument(
            self.document(), look, lambda: self._first_in_sight().position(), self._patch
        )
        self._is_editing = False

    @property
    def leaves_rest(self) -> bool:
        """Whether an answer has a rest for which the page has no room."""
        return self._content.leaves_rest

    def start_of(self, message_id: str) -> int:
        """The position where a message begins; that of the conversation's end if it is not on the page."""
        block = first_block(self._content.block_of(message_id))
        return block.position() if block.isValid() else self.document().characterCount() - 1

    def text_of(self, message_id: str) -> str:
        """A message as it reads on the page, "" if it is not there."""
        last = self._content.block_of(message_id)
        return (
            "\n".join(block.text() for block in blocks_from(first_block(last), last))
            if last.isValid()
            else ""
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.document().pageSize().width() == self.viewport().width() == event.oldSize().width():
            self._reflow(self._take_height)
        else:
            self._take_width(event)
        self._fit_room()
        self._end.follow()
        self._place_children()

    def _take_height(self) -> None:
        """Nothing is to be laid out: Qt would lay out all of it anew when a question gets its second line."""
        self._fit_column()
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self._end.fit_range()

    def _take_width(self, event: QResizeEvent) -> None:
        width = column(self.width(), self._look.text_scale).width
        if width != self._bars.column.width and not self._is_editing:
            # A scroll bar that goes or comes in the middle of an edit is none to prepare for.
            self._prepare_width()

        def take_size() -> None:
            self._fit_column()
            super(EditedPage, self).resizeEvent(event)

        def lay_out() -> None:
            self._lay_out_once(take_size)
            # Qt tells of a scroll bar that goes or comes with it, but not where the page is on its way to be shown.
            self._fit_column()

        self._reflow(lay_out)

    def _prepare_width(self) -> None:
        """The column is about to get another width."""

    def _lay_out_once(self, change: Callable[[], None]) -> None:
        """Make a change after which all is laid out anew: Qt would do so for the margins, and again for the width."""
        self._is_editing, was_editing = True, self._is_editing
        self.document().setLayoutEnabled(False)
        try:
            change()
        finally:
            self._is_editing = was_editing
            self.document().setLayoutEnabled(True)

    def _edit(self, change: Callable[[], None], start: int | None = None) -> None:
        """Change the document from position `start` on, or where it may change: all that is kept of it stays."""
        self._is_editing, was_editing = True, self._is_editing
        try:
            self._edit_keeping(change, start)
        finally:
            self._is_editing = was_editing
        self._place_children()

    def _edit_keeping(self, change: Callable[[], None], start: int | None) -> None:
        shown = self.textCursor()
        cursors = self._kept_cursors + self._origins
        if shown.hasSelection():
            cursors.append(shown)
        if not cursors:
            self._end.keep(change)
            return
        changes_from = self._content.position_of_change() if start is None else start
        kept = KeptPlaces(self.document(), changes_from, cursors)
        try:
            self._end.keep(change)
        finally:
            moved = kept.restore()
            if any(cursor is shown for cursor in moved):
                self._end.keep(lambda: self.setTextCursor(shown))
            if moved and (self.found.marks or self._hovering.marks):
                self._show_marks()

    @property
    def _kept_cursors(self) -> list[QTextCursor]:
        return [*self._end.cursors, *self._links.cursors, *self._hovering.cursors, *self.found.cursors]

    @property
    def _origins(self) -> list[QTextCursor]:
        """Those from which places are counted that are not on the page now."""
        return []

    def _patch(self, change: Callable[[], None]) -> None:
        """Change text anywhere on the page: what the reader sees stays where it is."""
        top = QTextCursor(self._first_in_sight())
        above = self.cursorRect(top).top()
        with self._end.own_move():
            change()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.cursorRect(top).top() - above)
        self._end.follow()
        self.viewport().update()
        self._note_all_in_sight()
        self._place_children()

    def _fit_column(self) -> None:
        width = self.width()
        place = column(width, self._look.text_scale)
        bar = width - self.viewport().width()
        right = max(0, place.right - bar)
        self._edit(lambda: self._content.set_column(place.left, place.width, right))
        self._bars.set_column(place)

    def _show_bar(self) -> None:
        self._bars.show_last()
        self._fit_room()
        self._place_children()

    def _fit_room(self) -> None:
        """Room below the text for the actions, where they stand below it."""
        self._end.set_room(self._bars.room)

    def _place_children(self) -> None:
        if not self._is_editing:  # Once, when the page has come to rest.
            self.place_buttons()
