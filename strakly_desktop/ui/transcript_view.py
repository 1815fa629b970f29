"""The conversation on the page: takes deltas, draws at most once a frame, and stays where the reader is.

It opens and loads nothing: a link is a signal, and no resource is ever fetched.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QTextBrowser, QTextEdit, QToolTip, QWidget

from strakly_desktop.rendering.copied_html import copied_html
from strakly_desktop.rendering.copying import copied_text
from strakly_desktop.rendering.document import (
    FOOTER_HEIGHT,
    PAGE_MARGIN,
    AnswerEnd,
    ShownMessage,
    TranscriptDocument,
)
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.answer_actions import AnswerActions
from strakly_desktop.ui.buttons import IconButton
from strakly_desktop.ui.code_cards import BUTTON, CodeInSight, code_of, codes_in_sight
from strakly_desktop.ui.column import column
from strakly_desktop.ui.earlier_messages import EarlierMessages
from strakly_desktop.ui.end_follower import EndFollower
from strakly_desktop.ui.found_text import FoundText
from strakly_desktop.ui.frame_queue import FrameQueue
from strakly_desktop.ui.message_place import first_block
from strakly_desktop.ui.shapes import color
from strakly_desktop.ui.sight import REACH, SeenBlock, block_at, blocks_in_sight
from strakly_desktop.ui.table_cards import RowKey, TableInSight, tables_in_sight
from strakly_desktop.ui.transcript_links import Link, link_at, next_link, target_of, underlined
from strakly_desktop.ui.transcript_underlay import Attention, Underlay
from strakly_desktop.ui.waiting_dots import HEIGHT as DOTS_HEIGHT
from strakly_desktop.ui.waiting_dots import WaitingDots

_FADE = 20
_SPACE_ABOVE_DOTS = 2
_LINK_AIR = 40


class _LoadingNothing(QTextDocument):
    """A document that fetches nothing: what its view refuses to load, Qt's own would load by itself."""

    def loadResource(self, type: int, name: QUrl | str) -> object:  # noqa: A002 - Qt's own name
        return None


class TranscriptView(QTextBrowser):
    """Shows one conversation.

    Signals:
        link_activated(str): the address of a link was clicked or entered; nothing has been opened.
        ask_again_requested(): the wish to ask the last question once more.
        earlier_requested(): the reader comes near the top of an opened conversation; `add_earlier` answers it.
        earlier_shown(): all that was handed over of an opened conversation is on the page.

    `found` looks for a text in the conversation and marks it.
    """

    link_activated = Signal(str)
    ask_again_requested = Signal()
    earlier_requested = Signal()
    earlier_shown = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        # Our own: the wrapper of the browser's built-in document goes invalid under a running answer.
        document = _LoadingNothing(self)
        self.setDocument(document)
        self._content = TranscriptDocument(document, look)
        self._queue = FrameQueue(self._draw_text, self)
        self._answer: list[str] | None = None
        self._is_answering = False
        self._hovered: Link | None = None
        self._focused: Link | None = None
        self._pressed = ""
        self._row: RowKey | None = None
        self._tables: dict[int, TableInSight] = {}
        self._codes: list[CodeInSight] = []
        self._mouse_y: float | None = None
        self.setObjectName("transcript")
        self.setAccessibleName("Conversation")
        self.setReadOnly(True)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        self._dots = WaitingDots(look, self.viewport())
        self._end = EndFollower(look, self)
        self._earlier = EarlierMessages(self._write_earlier, lambda: not self._content.is_writing, self)
        self._earlier.wanted.connect(self.earlier_requested)
        self._earlier.settled.connect(self.earlier_shown)
        self.found = FoundText(look, self, self._end.note_reader)
        self.found.marks_changed.connect(self._show_marks)
        self._actions = AnswerActions(look, self.viewport())
        self._copy_code = IconButton(look, "copy", "Copy code", BUTTON, self.viewport())
        self._copy_code.hide()
        self._code_group = 0
        self._actions.copy_requested.connect(self._copy_answer)
        self._actions.ask_again_requested.connect(self.ask_again_requested)
        self._copy_code.clicked.connect(self._copy_code_in_sight)
        self.verticalScrollBar().valueChanged.connect(self._place_children)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._place_children())

    @property
    def answer_text(self) -> str:
        """The markdown of the running or last answer as far as it was handed over."""
        return self._content.answer_text if self._answer is None else "".join(self._answer)

    @property
    def is_drawn(self) -> bool:
        """Whether all that was handed over is on the page."""
        return self._queue.is_empty

    def set_look(self, look: Look) -> None:
        """Re-colour everything, what is already there included; scroll position and selection stay."""
        rescaled = look.text_scale != self._look.text_scale
        self._look = look
        for part in (self._dots, self._end, self._actions, self._copy_code, self.found):
            part.set_look(look)
        in_sight = self._positions_in_sight()
        self._edit(lambda: self._content.set_look(look, in_sight))
        if rescaled:
            self._fit_column()
        self.viewport().update()

    def clear_conversation(self) -> None:
        """Show an empty conversation."""
        self._queue.clear()
        self._answer = None
        self._is_answering = False
        self._end.set_room(0)
        self._earlier.clear()
        self._dots.stop()
        self._actions.hide()
        self._content.clear()
        self._hovered = self._focused = self._row = None
        self.found.forget_place()
        self._show_marks()
        self._end.jump()

    def show_conversation(self, messages: Sequence[ShownMessage], has_earlier: bool) -> None:
        """Open a conversation at its end. `has_earlier`: there are messages before these."""
        self.clear_conversation()
        self._earlier.add(messages, has_earlier)
        self._earlier.write_first()
        if messages:
            self._show_actions()
        self.jump_to_end()

    def add_earlier(self, messages: Sequence[ShownMessage], has_earlier: bool) -> None:
        """Show messages above those that are here, in place."""
        self._earlier.add(messages, has_earlier)

    @property
    def has_earlier(self) -> bool:
        """Whether messages of the open conversation are not on the page yet."""
        return self._earlier.has_more

    def load_earlier(self) -> None:
        """Bring the messages above those that are here, however far the reader is from them."""
        self._earlier.ask()

    def start_of(self, message_id: str) -> int:
        """The position where a message begins; that of the conversation's end if it is not on the page."""
        block = first_block(self._content.block_of(message_id))
        return block.position() if block.isValid() else self.document().characterCount() - 1

    def show_message(self, message_id: str) -> None:
        """Bring the beginning of a message of the open conversation into sight."""
        if not self._content.is_writing:
            self._earlier.write_all()
        block = first_block(self._content.block_of(message_id))
        if block.isValid():
            top = self.document().documentLayout().blockBoundingRect(block).top()
            self.verticalScrollBar().setValue(round(top) - PAGE_MARGIN)
            self._end.note_reader()

    def add_user_message(self, text: str, message_id: str = "") -> None:
        """Show the person's own words and go to the end: who asks wants to see the answer."""
        self._queue.then(lambda: self._write_question(text, message_id))
        self.jump_to_end()

    def begin_answer(self) -> None:
        """Show the waiting dots where the text will come."""
        self._answer = []
        self._is_answering = True
        self._queue.then(self._content.begin_answer)
        self._dots.set_text("")
        self._dots.start()
        self._end.set_room(self._look.scaled(DOTS_HEIGHT) + _SPACE_ABOVE_DOTS)
        self._place_children()
        self.jump_to_end()

    def set_busy_line(self, text: str) -> None:
        """What to say beside the dots; "" for nothing."""
        self._dots.set_text(text)

    def append_text(self, delta: str) -> None:
        """Take the next piece of the answer; it is drawn with the next frame or later."""
        if self._answer is not None:
            self._answer.append(delta)
        self._queue.put(delta)

    def finish_answer(
        self,
        text: str,
        source_line: str,
        state_kind: str,
        state_title: str,
        state_text: str,
        message_id: str = "",
    ) -> None:
        """The answer is over: `text` is the whole of it; what stands below it shows when all of it is drawn."""
        shown = self.answer_text
        if self._is_answering and text.startswith(shown):
            self._queue.put(text[len(shown) :])
        self._answer = [text]
        self._is_answering = False
        end = AnswerEnd(source_line, state_kind, state_title, state_text, message_id)
        self._queue.then(lambda: self._write_end(text, end))
        self._queue.draw_short()

    def draw_all(self) -> None:
        """Draw now all that waits for its frame, however long that takes."""
        self._queue.draw_all()

    def _write_question(self, text: str, message_id: str) -> None:
        self._actions.hide()
        self._edit(lambda: self._content.add_user_message(text, message_id))

    def _write_end(self, text: str, end: AnswerEnd) -> None:
        self._edit(lambda: self._content.finish_answer(text, end))
        if not self._is_answering:
            # Else they wait for the next answer already.
            self._dots.stop()
            self._end.set_room(0)
        self._show_actions()
        self._earlier.go_on()

    def _show_actions(self) -> None:
        self._actions.resize(self._actions.sizeHint())
        self._actions.show()
        self._place_children()

    def _write_earlier(self, messages: Sequence[ShownMessage]) -> None:
        bar = self.verticalScrollBar()
        below = bar.maximum() - bar.value()
        self._edit(lambda: self._content.add_earlier(messages))
        bar.setValue(bar.maximum() - below)
        self._place_children()

    def jump_to_end(self) -> None:
        """Go to the newest text and follow it from now on."""
        self._end.jump()

    def loadResource(self, type: int, name: QUrl | str) -> object:  # noqa: A002 - Qt's own name
        """Nothing in an answer loads anything."""
        return None

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(copied_text(self.textCursor()))
        data.setHtml(copied_html(self.textCursor()))
        return data

    def paintEvent(self, event: QPaintEvent) -> None:
        whole = QRectF(self.viewport().rect())
        offset = QPointF(0, self.verticalScrollBar().value())
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), color(self._look, "background"))
        painter.translate(-offset)
        # A frame changes the end of the text only: what is above it is neither looked at nor painted.
        area = QRectF(0, event.rect().top(), whole.width(), event.rect().height())
        visible = area.translated(offset)
        seen = blocks_in_sight(self.document(), block_at(self.document(), visible.top()), visible)
        tables = tables_in_sight(seen, visible)
        if area.height() == whole.height():
            self._note_sight(seen, tables)
        link = None if self._focused is None else (self._focused.start, self._focused.end)
        attention = Attention(self._row, link, 0 if self._copy_code.isHidden() else self._code_group)
        Underlay(painter, self._look, visible, attention).paint(seen, tables)
        painter.end()
        super().paintEvent(event)
        if self._end.is_text_below and not self._look.high_contrast:
            self._paint_fade(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_column()
        super().resizeEvent(event)
        self._end.follow()
        self._place_children()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().wheelEvent(event)
        self._end.note_reader()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._focused is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.link_activated.emit(self._focused.href)
            return
        if event.key() == Qt.Key.Key_Escape or (event.text().isprintable() and event.text().strip()):
            # Typing belongs to the composer; links are entered with Return.
            event.ignore()
            return
        super().keyPressEvent(event)
        self._end.note_reader()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab walks the links and then leaves."""
        if self._step_to_link(forwards=next):
            return True
        self._focus_link(None)
        return QWidget.focusNextPrevChild(self, next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._step_to_link(forwards=event.reason() == Qt.FocusReason.TabFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._focus_link(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._focus_link(None)
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self.anchorAt(event.position().toPoint()) if left else ""
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, ""
        here = self.anchorAt(event.position().toPoint())
        if pressed and pressed == here and not self.textCursor().hasSelection():
            self.link_activated.emit(pressed)
        self._end.note_reader()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), target_of(self.anchorAt(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction("Copy")
        copy.setEnabled(self.textCursor().hasSelection())
        copy.triggered.connect(self.copy)
        href = self.anchorAt(event.pos())
        if href:
            copy_link = menu.addAction("Copy link address")
            copy_link.triggered.connect(lambda: QApplication.clipboard().setText(href))
        menu.addAction("Select all").triggered.connect(self.selectAll)
        menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().setAutoFillBackground(False)

    def _draw_text(self, text: str) -> None:
        tail_top = self._tail_top()
        self._edit(lambda: self._content.append(text))
        # Cards reach out of their text: all from the open tail on is painted again.
        top = max(0, tail_top - self.verticalScrollBar().value())
        self.viewport().update(0, top, self.viewport().width(), self.viewport().height() - top)
        self._end.count_new_lines()

    def _tail_top(self) -> int:
        """Where in the document the next frame changes the picture first."""
        block = self.document().findBlock(self._content.settled_position)
        return round(self.document().documentLayout().blockBoundingRect(block).top()) - 2 * REACH

    def _edit(self, change: Callable[[], None]) -> None:
        """Change the document; selection and scroll position stay as they are."""
        cursor = self.textCursor()
        anchor, position, selected = cursor.anchor(), cursor.position(), cursor.hasSelection()
        self._end.keep(change)
        if selected:
            end = self.document().characterCount() - 1
            cursor = self.textCursor()
            cursor.setPosition(min(anchor, end))
            cursor.setPosition(min(position, end), QTextCursor.MoveMode.KeepAnchor)
            self._end.keep(lambda: self.setTextCursor(cursor))
        self._place_children()

    def _positions_in_sight(self) -> tuple[int, int]:
        corners = self.viewport().rect().topLeft(), self.viewport().rect().bottomRight()
        first, last = (self.cursorForPosition(corner).position() for corner in corners)
        return first, last

    def _fit_column(self) -> None:
        width = self.width()
        place = column(width, self._look.text_scale)
        bar = width - self.viewport().width()
        self._content.set_column(place.left, place.width, max(0, place.right - bar))

    def _place_children(self) -> None:
        place = column(self.width(), self._look.text_scale)
        scroll = self.verticalScrollBar().value()
        if self._dots.isVisible():
            height = self._look.scaled(DOTS_HEIGHT)
            top = round(self.document().size().height()) - PAGE_MARGIN + _SPACE_ABOVE_DOTS - scroll
            if not self._end.is_page_full:
                top = min(top, self.viewport().height() - height)
            self._dots.setGeometry(place.left, top, place.width, height)
        if not self._actions.isHidden():
            self._place_actions(place.left, place.width, scroll)
        self._place_copy_code()
        self._end.place()

    def _place_actions(self, left: int, width: int, scroll: int) -> None:
        block = self._content.footer_block()
        if not block.isValid():
            return
        rect = self.document().documentLayout().blockBoundingRect(block)
        text = block.layout().lineAt(0).naturalTextWidth() if block.layout().lineCount() else 0.0
        x = left + round(text) + 12 if text else left - 5
        if x + self._actions.width() > left + width:
            x = left - 5
        height = self._look.scaled(FOOTER_HEIGHT)
        y = round(rect.top()) - scroll + (height - self._actions.height()) // 2 + 3
        self._actions.move(x, y)

    def _paint_fade(self, area: QRectF) -> None:
        page = color(self._look, "background")
        clear = QColor(page)
        clear.setAlpha(0)
        gradient = QLinearGradient(0, area.bottom() - _FADE, 0, area.bottom())
        gradient.setColorAt(0, clear)
        gradient.setColorAt(1, page)
        painter = QPainter(self.viewport())
        painter.fillRect(QRectF(0, area.bottom() - _FADE, area.width(), _FADE + 1), gradient)

    def _hover(self, position: QPointF | None) -> None:
        """Underline the link and tint the row under the mouse; bring Copy to the code there."""
        self._mouse_y = None if position is None else position.y() + self.verticalScrollBar().value()
        href = "" if position is None else self.anchorAt(position.toPoint())
        link = None
        if href and position is not None:
            link = link_at(self.document(), self.cursorForPosition(position.toPoint()).position(), href)
        if link != self._hovered:
            self._hovered = link
            self._show_marks()
        shape = Qt.CursorShape.PointingHandCursor if href else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)
        row = None
        if position is not None and self._mouse_y is not None:
            for group, table in self._tables.items():
                number = table.row_at(position.x(), self._mouse_y)
                row = row if number is None else RowKey(group, number)
        if row != self._row:
            self._row = row
            self.viewport().update()
        self._place_copy_code()

    def _show_marks(self) -> None:
        """Mark what was found, and underline the link under the mouse: the document stays as it is."""
        link = [] if self._hovered is None else [underlined(self.document(), self._hovered)]
        self.setExtraSelections(self.found.marks + link)

    def _step_to_link(self, *, forwards: bool) -> bool:
        """Give the keyboard to the next link, from what is in sight on; False if there is none."""
        if self._focused is not None:
            start = self._focused.end if forwards else self._focused.start
        else:
            area = self.viewport().rect()
            corner = area.topLeft() if forwards else area.bottomRight()
            start = self.cursorForPosition(corner).position()
        link = next_link(self.document(), start, forwards=forwards)
        if link is not None:
            self._focus_link(link)
        return link is not None

    def _focus_link(self, link: Link | None) -> None:
        if link == self._focused:
            return
        self._focused = link
        self.viewport().update()
        if link is not None:
            cursor = QTextCursor(self.document())
            cursor.setPosition(link.start)
            rect = self.cursorRect(cursor)
            bar = self.verticalScrollBar()
            if rect.top() < 0:
                bar.setValue(bar.value() + rect.top() - _LINK_AIR)
            elif rect.bottom() > self.viewport().height():
                bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + _LINK_AIR)
            self._end.note_reader()

    def _note_sight(self, seen: list[SeenBlock], tables: dict[int, TableInSight]) -> None:
        """Remember what was painted where, for the mouse and the Copy button."""
        self._tables = tables
        codes = codes_in_sight(seen)
        if codes != self._codes:
            self._codes = codes
            QTimer.singleShot(0, self, self._place_copy_code)

    def _place_copy_code(self) -> None:
        """One button serves all code: it goes to the card under the mouse, or the last one in sight."""
        if not self._codes:
            self._code_group = 0
            self._copy_code.hide()
            return
        y = self._mouse_y
        hovered = [code for code in self._codes if y is not None and code.top <= y <= code.bottom]
        code = (hovered or self._codes)[-1]
        area = code.button_area(self._look).translated(0, -self.verticalScrollBar().value())
        self._copy_code.setGeometry(area.toRect())
        if self._copy_code.isHidden() or self._code_group != code.group:
            self._code_group = code.group
            self._copy_code.show()
            self.viewport().update()

    def _copy_code_in_sight(self) -> None:
        code = next((code for code in self._codes if code.group == self._code_group), None)
        if code is not None:
            QApplication.clipboard().setText(code_of(self.document(), code.group, code.position))

    def _copy_answer(self) -> None:
        # Imported with the first answer, not with the window.
        from strakly_desktop.rendering.markup import to_html

        data = QMimeData()
        data.setText(self._content.answer_text)
        data.setHtml(to_html(self._content.answer_text))
        QApplication.clipboard().setMimeData(data)
