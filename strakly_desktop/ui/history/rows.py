"""How a row of the history is drawn: a heading, a conversation, or a found one with an excerpt.

Every row of a list has the same height, headings too: a list of 100,000 rows then costs what one of ten
costs. Titles stand on a baseline that no fallback font can move, as everywhere in the chrome.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from strakly_desktop.conversation.text_safety import in_reading_order
from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.history.days import DayGroup
from strakly_desktop.ui.history.excerpt import FittedText, fit_pieces
from strakly_desktop.ui.history.model import ENTRY, Index, conversation_at
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.shapes import color, draw_box
from strakly_desktop.ui.style.typography import Type, draw_line, elided, text_width

if TYPE_CHECKING:
    from strakly_desktop.conversation.model import TextPiece

ROW = 36
HIT_ROW = 56
INSET = 8
TEXT_INSET = 20
_RADIUS = 8
_DOTS = 28
_DOTS_ICON = 18
# The heading belongs to the rows below it, so it stands a little under the middle of its own.
_HEADING_DROP = 4
_LINE_APART = 10
_DRAFT = "Draft"
_UNSAVED = "Not saved"
_BEFORE_DRAFT = 8
_MARK_ICON = 14


class HistoryRows(Guarded, QStyledItemDelegate):
    """Draws the rows of a list and its inline editor.

    Signals:
        renamed(str, str): id of a conversation and the title that was typed for it.
    """

    renamed = Signal(str, str)

    def __init__(self, look: Look, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self._open_id = ""
        self._drafts: frozenset[str] = frozenset()
        self._unsaved: frozenset[str] = frozenset()
        self._elsewhere: frozenset[str] = frozenset()
        self._menu_row = QPersistentModelIndex()
        self._dots_hovered = False

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look

    def set_open(self, conversation_id: str) -> None:
        """The conversation that the window shows, "" for none."""
        self._open_id = conversation_id

    def set_drafts(self, conversation_ids: frozenset[str]) -> None:
        """In which conversations something is typed and not sent."""
        self._drafts = conversation_ids

    def set_unsaved(self, conversation_ids: frozenset[str]) -> None:
        """Of which conversations something is not on the disk."""
        self._unsaved = conversation_ids

    def set_elsewhere(self, conversation_ids: frozenset[str]) -> None:
        """Which conversations were made elsewhere."""
        self._elsewhere = conversation_ids

    def set_menu_row(self, index: QModelIndex) -> None:
        """The row whose menu is open: it keeps its look of being hovered; invalid for none."""
        self._menu_row = QPersistentModelIndex(index)

    def set_dots_hovered(self, hovered: bool) -> None:
        """Whether the mouse is on the "..." of the row that it is on."""
        self._dots_hovered = hovered

    def dots(self, row: QRect) -> QRect:
        """Where the "..." of a row lies."""
        side = self._look.scaled(_DOTS)
        box = self._box(row)
        return QRect(box.right() - side - 1, box.center().y() - side // 2 + 1, side, side)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        # The first picture shows no conversation.
        from strakly_desktop.conversation.model import SearchHit

        height = HIT_ROW if isinstance(index.data(ENTRY), SearchHit) else ROW
        return QSize(0, self._look.scaled(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        from strakly_desktop.conversation.model import ConversationSummary, SearchHit

        entry = index.data(ENTRY)
        row = option.rect
        match entry:
            case DayGroup():
                painter.setPen(color(self._look, "text-muted"))
                heading = row.adjusted(TEXT_INSET, _HEADING_DROP, 0, _HEADING_DROP)
                draw_line(painter, heading, Type.SMALL_STRONG.font(self._look), entry.title)
            case ConversationSummary():
                area = self._draw_box(painter, option, index, entry.id)
                if entry.id in self._unsaved:
                    area = self._draw_word(painter, area, _UNSAVED, "warning")
                elif entry.id in self._drafts and entry.id != self._open_id:
                    area = self._draw_word(painter, area, _DRAFT, "accent-text")
                if entry.id in self._elsewhere:
                    area = self._draw_elsewhere(painter, area)
                font = self._title_font(entry.id).font(self._look)
                painter.setPen(color(self._look, "text"))
                draw_line(painter, area, font, elided(font, entry.title, area.width()))
            case SearchHit():
                area = self._draw_box(painter, option, index, entry.conversation.id)
                style = self._title_font(entry.conversation.id)
                if not entry.message_id:
                    self._draw_pieces(painter, area, style, "text", entry.title)
                    return
                apart = self._look.scaled(_LINE_APART)
                self._draw_pieces(painter, area.translated(0, -apart), style, "text", entry.title)
                below = area.translated(0, apart)
                self._draw_pieces(painter, below, Type.SMALL, "text-muted", entry.excerpt)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("historyRename")
        editor.setAccessibleName("Name of the conversation")
        editor.setFont(Type.UI.font(self._look))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        row = option.rect
        editor.setGeometry(self._box(row))

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        # The store renames, and the new title comes back with the summary.
        conversation = conversation_at(index)
        assert isinstance(editor, QLineEdit)
        title = " ".join(editor.text().split())
        if conversation is not None and title and title != conversation.title:
            self.renamed.emit(conversation.id, title)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        conversation = conversation_at(index)
        if event.type() != QEvent.Type.ToolTip or conversation is None:
            return super().helpEvent(event, view, option, index)
        font = self._title_font(conversation.id).font(self._look)
        row = option.rect
        whole = elided(font, conversation.title, self._text_area(row, dots=True).width()) == in_reading_order(
            conversation.title
        )
        QToolTip.showText(event.globalPos(), "" if whole else in_reading_order(conversation.title), view)
        return True

    def _draw_box(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, conversation_id: str
    ) -> QRectF:
        """Draw what lies under the text, and return the room for the text."""
        # With a dozen long enumerations: before the first paint there are no rows.
        from PySide6.QtWidgets import QStyle

        look = self._look
        row = option.rect
        state = option.state
        has_menu = self._menu_row.isValid() and self._menu_row.row() == index.row()
        hovered = bool(state & QStyle.StateFlag.State_MouseOver) or has_menu
        focused = bool(state & QStyle.StateFlag.State_HasFocus) and self._by_keyboard()
        box = QRectF(self._box(row))
        if conversation_id == self._open_id:
            outline = color(look, "control-border") if look.high_contrast else None
            draw_box(painter, box, _RADIUS, color(look, "list-selected-bg"), outline)
        elif hovered:
            draw_box(painter, box, _RADIUS, color(look, "surface-hover"))
        if focused:
            draw_box(painter, box, _RADIUS, None, color(look, "focus-ring"), width=2)
        dots = hovered or focused
        if dots:
            place = self.dots(row)
            if hovered and (self._dots_hovered or has_menu):
                draw_box(painter, place, _RADIUS - 1, color(look, "surface-pressed"))
            size = look.scaled(_DOTS_ICON)
            icon = icon_pixmap(look, "ellipsis", "text-muted", size, painter.device().devicePixelRatio())
            painter.drawPixmap(place.center() - QRect(0, 0, size, size).center(), icon)
        return self._text_area(row, dots=dots)

    def _draw_word(self, painter: QPainter, area: QRectF, word: str, role: str) -> QRectF:
        """Say at the end of a row what is to know of it; returns the room that is left."""
        font = Type.CAPTION.font(self._look)
        width = text_width(font, word)
        painter.setPen(color(self._look, role))
        draw_line(painter, area.adjusted(area.width() - width, 0, 0, 0), font, word)
        return area.adjusted(0, 0, -width - _BEFORE_DRAFT, 0)

    def _draw_elsewhere(self, painter: QPainter, area: QRectF) -> QRectF:
        """Mark a row that came from the gym's server; returns the room that is left."""
        size = self._look.scaled(_MARK_ICON)
        icon = icon_pixmap(self._look, "server", "text-muted", size, painter.device().devicePixelRatio())
        painter.drawPixmap(QPointF(area.right() - size, area.center().y() - size / 2), icon)
        return area.adjusted(0, 0, -size - _BEFORE_DRAFT, 0)

    def _draw_pieces(
        self, painter: QPainter, area: QRectF, style: Type, role: str, pieces: "tuple[TextPiece, ...]"
    ) -> None:
        """Draw a text with its hits marked. One layout for all of it: cut apart, Devanagari would break."""
        look = self._look
        font = style.font(look)
        fitted = fit_pieces(pieces, font, area.width())
        layout = QTextLayout(fitted.text, font)
        layout.setFormats(_hit_formats(look, fitted))
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        metrics = QFontMetricsF(font)
        baseline = area.center().y() + metrics.capHeight() / 2
        tall = QRectF(0, baseline - metrics.ascent(), 0, metrics.ascent() + metrics.descent())
        for start, length in fitted.hits:
            left, right = _x(line.cursorToX(start)), _x(line.cursorToX(start + length))
            mark = QRectF(area.left() + left - 1, tall.top(), right - left + 2, tall.height())
            draw_box(painter, mark, 3, color(look, "selection"))
        painter.setPen(color(look, role))
        layout.draw(painter, QPointF(area.left(), baseline - line.ascent()))

    def _title_font(self, conversation_id: str) -> Type:
        return Type.UI_MEDIUM if conversation_id == self._open_id else Type.UI

    def _box(self, row: QRect) -> QRect:
        # A scroll bar takes its lane from the inset at the right.
        lane = self._view.width() - self._view.viewport().width()
        return row.adjusted(INSET, 1, -max(0, INSET - lane), -1)

    def _text_area(self, row: QRect, *, dots: bool) -> QRectF:
        box = self._box(row)
        right = self.dots(row).left() - 2 if dots else box.right() - (TEXT_INSET - INSET)
        return QRectF(TEXT_INSET, row.top(), right - TEXT_INSET, row.height())

    def _by_keyboard(self) -> bool:
        return self._view.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


def _hit_formats(look: Look, fitted: FittedText) -> list[QTextLayout.FormatRange]:
    formats = []
    for start, length in fitted.hits:
        span = QTextLayout.FormatRange()
        span.start, span.length = start, length
        marked = QTextCharFormat()
        marked.setForeground(color(look, "selection-text"))
        span.format = marked
        formats.append(span)
    return formats


def _x(position: Any) -> float:
    """PySide returns the place together with the cursor's, where C++ returns the place alone."""
    return float(position[0] if isinstance(position, tuple | list) else position)
