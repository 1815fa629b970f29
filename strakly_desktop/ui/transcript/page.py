"""A page that is read: painted with its cards, with links, code and the ends of answers that can be acted on.

It opens and loads nothing: a link is a signal, and no resource is ever fetched.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QClipboard,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QTextBrowser, QTextEdit, QToolTip, QWidget

from strakly_desktop.rendering.document.document import PAGE_MARGIN
from strakly_desktop.rendering.export.addresses import whole_addresses
from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.known_viewport import known_viewport
from strakly_desktop.ui.controls.links import next_link, target_of
from strakly_desktop.ui.find.found_text import FoundText
from strakly_desktop.ui.page.answer_actions import BUTTON as BAR_HEIGHT
from strakly_desktop.ui.page.answer_bars import AnswerBars
from strakly_desktop.ui.page.answer_footers import AnswerInSight, answers_in_sight, next_footer
from strakly_desktop.ui.page.background_painter import Attention, BackgroundPainter, reach_below
from strakly_desktop.ui.page.code_cards import CodeInSight, codes_in_sight
from strakly_desktop.ui.page.code_copy import CodeCopy
from strakly_desktop.ui.page.hover import Hover
from strakly_desktop.ui.page.link_focus import LinkFocus
from strakly_desktop.ui.page.more_columns import MoreColumns, next_narrowed
from strakly_desktop.ui.page.page_fade import fade_area, paint_fade
from strakly_desktop.ui.page.table_cards import TableInSight, tables_in_sight
from strakly_desktop.ui.page.visible_blocks import VisibleBlock, block_at, row_block, shown, visible_blocks
from strakly_desktop.ui.page.whole_value import with_whole_value
from strakly_desktop.ui.style.shapes import color
from strakly_desktop.ui.transcript.kept_places import KeptPlaces
from strakly_desktop.ui.transcript.scrolling.autoscroll import Autoscroll
from strakly_desktop.ui.transcript.scrolling.caret_keys import begin_in_sight, turn_page
from strakly_desktop.ui.transcript.scrolling.new_text_pill import NewTextPill

_LOOK_AROUND_MS = 200
"""What stands in the text is told to the mouse and the buttons so often while it grows, not with each frame."""


_DOWN = (Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_Down)
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_TO_ENDS = (Qt.KeyboardModifier.NoModifier, _CTRL, _CTRL | _SHIFT)
_FONT_CHANGES = (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange)


def _leads_to(key: Qt.Key, event: QKeyEvent) -> bool:
    """Whether a key leads to an end of the page: Shift alone marks to the end of a line."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() == key and modifiers in _TO_ENDS


class _LoadingNothing(Guarded, QTextDocument):
    """A document that fetches nothing: what its view refuses to load, Qt's own would load by itself."""

    def loadResource(self, type: int, name: QUrl | str) -> object:  # noqa: A002 - Qt's own name
        return None


class TranscriptPage(Guarded, QTextBrowser):
    """Shows a document that is written with the marks of `rendering.writing.formats`.

    Signals:
        link_activated(str): the address of a link was clicked or entered; nothing has been opened.

    `address` gives the whole address of a link that leaves the app, or "" for plain text. `found` looks for
    a text on the page and marks it.
    """

    link_activated = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._viewport = known_viewport(self)
        self._look = look
        # Our own: the wrapper of the browser's built-in document goes invalid under a running answer.
        self.setDocument(_LoadingNothing(self))
        self.address: Callable[[str], str] = whole_addresses
        self._pressed = ""
        self._pressed_at = QPoint()
        self._tables: dict[int, TableInSight] = {}
        self._codes: list[CodeInSight] = []
        self._answers: list[AnswerInSight] = []
        self._is_sight_old = False
        self._prepare()
        self._pill = NewTextPill(look, self)
        self._end = Autoscroll(self._pill, self)
        self.found = FoundText(look, self, self._end.note_reader)
        self._bars = AnswerBars(look, self)
        self._code_copy = CodeCopy(look, self)
        self._hovering = Hover(self)
        self._links = LinkFocus(self)
        self._more = MoreColumns(look, self, self._walk_from)
        self._bars.left.connect(self._walk_on)
        self._code_copy.card_changed.connect(self.viewport().update)
        self._hovering.link_changed.connect(self._show_marks)
        self._hovering.row_changed.connect(self.viewport().update)
        self.found.marks_changed.connect(self._show_marks)
        self._links.changed.connect(self.viewport().update)
        self._links.page_moved.connect(self._end.note_reader)
        self._end.reader_moved.connect(self.found.stay)
        # What is painted in part tells nothing of all that is in sight.
        self._look_around = QTimer(self, singleShot=True, interval=_LOOK_AROUND_MS)
        self._look_around.timeout.connect(self._note_all_in_sight)
        self.document().contentsChanged.connect(self._note_change)

    def _prepare(self) -> None:
        self.setObjectName("transcript")
        self.setAccessibleName("Conversation")
        self.setReadOnly(True)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A table that reaches into the free page makes the document wider, but nothing is out of sight.
        sideways = self.horizontalScrollBar()
        sideways.rangeChanged.connect(lambda _least, most: sideways.setRange(0, 0) if most else None)
        # Links are ours: Qt would draw a black dotted box around them, which no dark theme shows.
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        # The caret of a text that cannot be edited tells nothing.
        self.setCursorWidth(0)
        self.viewport().setAutoFillBackground(False)
        # We paint every pixel: so scrolling moves what is painted, and only what comes in is painted anew.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for part in (self._pill, self._bars, self._code_copy, self._more, self.found):
            part.set_look(look)
        self.viewport().update()

    def forget_place(self) -> None:
        """Another text: nothing of it has been pointed at, gone to or seen."""
        self._bars.clear()
        self._note_sight([], {})
        self._hovering.forget()
        self._links.clear()
        self.found.forget_place()
        self._show_marks()

    def loadResource(self, type: int, name: QUrl | str) -> object:  # noqa: A002 - Qt's own name
        """Nothing in an answer loads anything."""
        return None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.textCursor().hasSelection():
            self.setTextCursor(with_whole_value(self.textCursor()))
            clipboard = QApplication.clipboard()
            if clipboard.supportsSelection():
                # Qt has put the word there already.
                clipboard.setMimeData(self.createMimeDataFromSelection(), QClipboard.Mode.Selection)

    def paintEvent(self, event: QPaintEvent) -> None:
        whole = QRectF(self.viewport().rect())
        offset = QPointF(0, self.verticalScrollBar().value())
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), color(self._look, "background"))
        if event.rect().top() + offset.y() >= self._text_bottom:
            return  # Asked to paint nothing, Qt walks through the whole document.
        painter.translate(-offset)
        # A frame changes the end of the text only: what is above it is neither looked at nor painted.
        area = QRectF(0, event.rect().top(), whole.width(), event.rect().height())
        visible = area.translated(offset)
        seen = visible_blocks(self.document(), block_at(self.document(), visible.top()), visible)
        tables = tables_in_sight(seen, visible)
        if area.height() == whole.height():
            self._note_sight(seen, tables)
        elif not self._look_around.isActive():
            self._look_around.start()
        attention = Attention(self._hovering.row, self._links.link, self._code_copy.group)
        BackgroundPainter(painter, self._look, visible, attention).paint(seen, tables)
        painter.end()
        super().paintEvent(event)
        if self._end.is_text_below and not self._look.high_contrast:
            paint_fade(self.viewport(), self._look)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._is_sight_old = True
        if not self._scroll_above_end(dy):
            super().scrollContentsBy(dx, dy)
            self.viewport().update(fade_area(self.viewport(), -dy))

    def _scroll_above_end(self, dy: int) -> bool:
        """Move only what stands above something that keeps its place at the end; False where all has to move."""
        return False

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().wheelEvent(event)
        self._end.note_stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        link = self._links.link
        if link is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.link_activated.emit(link.href)
            return
        if event.key() == Qt.Key.Key_Escape or (event.text().isprintable() and event.text().strip()):
            # Typing belongs to the composer; links are entered with Return.
            event.ignore()
            return
        begin_in_sight(self, event)
        value, caret = self.verticalScrollBar().value(), self.textCursor().position()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            # Qt's would go along a line with a caret that nobody sees.
            is_end = event.key() == Qt.Key.Key_End
            self.moveCursor(QTextCursor.MoveOperation.End if is_end else QTextCursor.MoveOperation.Start)
        elif not turn_page(self, event):
            super().keyPressEvent(event)
        if _leads_to(Qt.Key.Key_Home, event):
            # Qt stops at the line of its caret, in the middle of the bubble around it.
            self.go_to_top()
        elif _leads_to(Qt.Key.Key_End, event) or (
            event.key() in _DOWN
            and (
                self._end.is_last_line_in_sight
                # Above what ends the bubble around the last line.
                or (
                    not self._end.comes_below
                    and (value, caret) == (self.verticalScrollBar().value(), self.textCursor().position())
                )
            )
        ):
            self._end.jump()

    def go_to_top(self) -> None:
        """Show the beginning of the page."""
        self.verticalScrollBar().setValue(0)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab walks the links and the ends of older answers, and then leaves."""
        if self.hasFocus() and self._walk(next, self._links.place(next)):
            return True
        self._links.clear()
        return QWidget.focusNextPrevChild(self, next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            forwards = event.reason() == Qt.FocusReason.TabFocusReason
            self._walk(forwards, self._links.place(forwards))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._links.clear()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._links.clear()
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed_at = event.position().toPoint()
        self._pressed = self.anchorAt(self._pressed_at) if left else ""
        if left:
            self._end.hold()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._end.release()  # After a drag of text, which Qt tells no end of.
            self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, ""
        place = event.position().toPoint()
        # Text may have moved away under a mouse that has not.
        unmoved = (place - self._pressed_at).manhattanLength() < QApplication.startDragDistance()
        meant = unmoved or pressed == self.anchorAt(place)
        if pressed and meant and not self.textCursor().hasSelection():
            self.link_activated.emit(pressed)
        self._end.release()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), target_of(self.anchorAt(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _FONT_CHANGES and not self.document().isEmpty():
            # Qt would lay out the whole page in another font, and then it is written anew in that.
            QAbstractScrollArea.changeEvent(self, event)
        else:
            super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().setAutoFillBackground(False)

    def _take_font(self) -> None:
        """Let what has no font of its own have the widget's: all is laid out, so the page is to be empty or short."""
        if self.document().defaultFont() != self.font():
            self.document().setDefaultFont(self.font())

    def place_buttons(self) -> None:
        """Put the buttons that stand in the text where it is now."""
        self._bars.place()
        self._place_code_copy()
        self._place_more()
        self._pill.place()

    def _reflow(self, change: Callable[[], None]) -> None:
        """Lay out the page anew: who reads somewhere stays at that line."""
        if self._end.follows:
            self._end.keep(change)
            return
        first = self._line_at_top()
        above = self._top_of(first)
        kept = KeptPlaces(self.document(), 0, [first])
        with self._end.own_move():
            change()
            kept.restore()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self._top_of(first) - above)
        self._pill.count_anew()

    @property
    def _text_bottom(self) -> float:
        """Where the document ends with all that is painted of it, in its own coordinates."""
        document = self.document()
        # The last block's bottom margin counts for nothing.
        return document.size().height() - PAGE_MARGIN + reach_below(document.lastBlock())

    def _line_at_top(self) -> QTextCursor:
        first = self.cursorForPosition(QPoint(self.viewport().width() // 2, 0))
        row = QTextCursor(row_block(first.block()))
        if self.cursorRect(row).top() > -self.viewport().height():
            # Rather than a cell of it: the table may give up its column. Of a row of pages the line is meant.
            first = row if row.block() != first.block() else first
        first.setKeepPositionOnInsert(True)
        return first

    def _top_of(self, line: QTextCursor) -> int:
        """Where a line stands in the page, in px; of a cell that its table gave up, where its row does."""
        return self.cursorRect(
            line if line.block().isVisible() else QTextCursor(row_block(line.block()))
        ).top()

    def _first_in_sight(self) -> QTextBlock:
        return block_at(self.document(), self.verticalScrollBar().value())

    def _positions_in_sight(self) -> tuple[int, int]:
        corners = self.viewport().rect().topLeft(), self.viewport().rect().bottomRight()
        first, last = (self.cursorForPosition(corner).position() for corner in corners)
        return first, last

    def _hover(self, position: QPointF | None) -> None:
        """The mouse is there now: what is under it, and which answer's actions show."""
        if self._is_sight_old and position is not None:
            self._note_all_in_sight()
        self._hovering.move(position, self._tables.items())
        self._place_code_copy()
        y = self._hovering.y
        answers = (answer for answer in self._answers if y is not None and answer.top <= y < answer.bottom)
        answer = next(answers, None)
        self._bars.point_at(None if answer is None else answer.footer.block())

    def _show_marks(self) -> None:
        """Mark what was found, and underline the link under the mouse: the document stays as it is."""
        self.setExtraSelections(self.found.marks + self._hovering.marks)
        self._place_more()

    def _walk(self, forwards: bool, start: int) -> bool:
        """Give the keyboard to the link or the older answer's actions that come next; False for none."""
        link = next_link(self.document(), start, forwards=forwards)
        footer = next_footer(self.document(), start, forwards=forwards)
        narrowed = next_narrowed(self.document(), start, forwards=forwards)
        others = [] if link is None else [link.start]
        others += [] if footer is None else [footer.position()]
        if narrowed is not None and all((narrowed.position() < other) == forwards for other in others):
            self._links.clear()
            self._links.show(shown(narrowed).position())
            self._note_all_in_sight()
            self._place_more()
            if self._more.give_keyboard(narrowed, forwards=forwards):
                return True
        if footer is not None and (link is None or (footer.position() < link.start) == forwards):
            self._links.clear()
            self._bars.give_keyboard(footer, forwards=forwards)
            self._links.show(footer.position())
            return True
        self._links.give_to(link)
        return link is not None

    def _walk_from(self, forwards: bool, start: int) -> bool:
        self.setFocus()
        return self._walk(forwards, start)

    def _walk_on(self, forwards: bool, start: int) -> None:
        if not self._walk(forwards, start):
            QWidget.focusNextPrevChild(self, forwards)

    def _note_sight(self, seen: Sequence[VisibleBlock], tables: dict[int, TableInSight]) -> None:
        """Remember what is where, for the mouse and the buttons."""
        self._look_around.stop()
        self._is_sight_old = False
        self._tables = tables
        QTimer.singleShot(0, self, self._place_more)
        self._answers = answers_in_sight(seen, self._look.scaled(BAR_HEIGHT))
        codes = codes_in_sight(seen)
        if codes != self._codes:
            self._codes = codes
            QTimer.singleShot(0, self, self._place_code_copy)

    def _note_change(self) -> None:
        """What was seen stands elsewhere now, until it is looked at again."""
        self._is_sight_old = True

    def _note_all_in_sight(self) -> None:
        area = QRectF(self.viewport().rect()).translated(0, self.verticalScrollBar().value())
        seen = visible_blocks(self.document(), block_at(self.document(), area.top()), area)
        self._note_sight(seen, tables_in_sight(seen, area))

    def _place_more(self) -> None:
        self._more.place(self._tables, self.found.place)

    def _place_code_copy(self) -> None:
        self._code_copy.place(self._codes, self._hovering.y)
