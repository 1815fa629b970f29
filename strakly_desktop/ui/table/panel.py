"""A table of an answer beside the conversation: to sort, filter, copy and save, also while it still arrives.

It never lets a part look like the whole: heading, foot and whatever is saved from it say how far the answer came.
"""

from datetime import date, datetime

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.conversation.state_words import WARNING, state_word
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.tables.table_data import TableContent
from strakly_desktop.rendering.tables.table_part import rows_text
from strakly_desktop.ui.controls.buttons import ICON_SMALL, IconButton
from strakly_desktop.ui.controls.file_formats import TableFormat
from strakly_desktop.ui.controls.guarded import Guarded
from strakly_desktop.ui.controls.search_field import SearchField
from strakly_desktop.ui.controls.typed import is_typed
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.shapes import color
from strakly_desktop.ui.style.typography import Type, draw_line, elided, text_width
from strakly_desktop.ui.table.footer import TableFooter, total_text
from strakly_desktop.ui.table.grid import TableGrid
from strakly_desktop.ui.table.no_match import NoMatch

_HEADER = 52
_SIDE = 16
_GAP = 10
_FILTER_SIDE = 12
_FILTER_ABOVE = 10
_FILTER_FROM = 300
_FOOT_FROM = 240


class _Heading(Guarded, QWidget):
    """The title, which gives way first, the number of rows, and what there is to know of them."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._title = self._count = self._word = ""
        self._warns = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        self._look = look
        self.updateGeometry()
        self.update()

    def set_texts(self, title: str, count: str, word: str, *, warns: bool) -> None:
        self._title, self._count, self._word, self._warns = title, count, word, warns
        self.setAccessibleName(", ".join(part for part in (title, count, word) if part))
        self.setToolTip(title)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self._look.scaled(_HEADER))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        font, small = Type.TITLE.font(look), Type.SMALL.font(look)
        count = f"{self._count}  \u00b7  {self._word}" if self._word and not self._warns else self._count
        icon = look.scaled(ICON_SMALL)
        warning = icon + 6 + text_width(small, self._word) if self._warns else 0.0
        taken = text_width(small, count) + _GAP + (warning + _GAP if self._warns else 0)
        title = elided(font, self._title, max(0.0, self.width() - taken))
        painter.setPen(color(look, "text"))
        draw_line(painter, self.rect(), font, title)
        left = round(text_width(font, title)) + _GAP
        painter.setPen(color(look, "text-muted"))
        draw_line(painter, self.rect().adjusted(left, 0, 0, 0), small, count)
        if self._warns:
            left += round(text_width(small, count)) + _GAP
            pixmap = icon_pixmap(look, "triangle-alert", "warning", icon, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(left, (self.height() - icon) // 2), pixmap)
            painter.setPen(color(look, "warning"))
            draw_line(painter, self.rect().adjusted(left + icon + 6, 0, 0, 0), small, self._word)


class TablePanel(Guarded, QWidget):
    """Shows one table at a time.

    Signals:
        closed(): Close or Esc; whoever placed the panel hides it.
        link_activated(str): the address of a link; nothing has been opened.
        save_requested(TableFormat): `shown` and `note` are what to save.
        print_requested(): `shown` and `note` are what to print.
        copied(): rows were put on the clipboard with the Copy button.
    """

    closed = Signal()
    link_activated = Signal(str)
    save_requested = Signal(object)
    print_requested = Signal()
    copied = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._title = ""
        self._state = MessageState.COMPLETE
        self.setAccessibleName("Table")
        self._heading = _Heading(look, self)
        self._copy = IconButton(look, "copy", "Copy rows", parent=self)
        self._save = IconButton(look, "download", "Save as a file", parent=self)
        self._print = IconButton(look, "printer", "Print table", parent=self)
        self._close = IconButton(look, "x", "Close table (Esc)", parent=self)
        self._filter = SearchField(look, "Filter rows", self)
        self._grid = TableGrid(look, self)
        self._no_match = NoMatch(look, self._grid)
        self._footer = TableFooter(look, self)
        self._lay_out()
        self._copy.clicked.connect(self._copy_rows)
        self._save.clicked.connect(self._open_save_menu)
        self._print.clicked.connect(self.print_requested)
        self._close.clicked.connect(self.request_close)
        self._filter.textChanged.connect(self._grid.set_filter)
        self._filter.left_downwards.connect(self._enter_grid)
        self._filter.entered.connect(self._enter_grid)
        self._grid.left_upwards.connect(self._enter_filter)
        self._grid.link_activated.connect(self.link_activated)
        self._grid.changed.connect(self._tell)
        self._no_match.cleared.connect(self._show_all_rows)
        self.set_look(look)

    @property
    def title(self) -> str:
        """The heading of the table that is shown."""
        return self._title

    @property
    def note(self) -> str:
        """What whoever gets these rows must know: that they are not all, or the answer not whole; "" if all is."""
        notes = [self.extent]
        if self._state is not MessageState.COMPLETE:
            notes.append(f"{state_word(self._state)}: rows may be missing. {WARNING}")
        return ". ".join(note for note in notes if note)

    @property
    def counted(self) -> str:
        """How many rows are shown, of how many, and by which filter."""
        return self._grid.table.extent

    @property
    def extent(self) -> str:
        """Of how many rows these are a part: "10 of 245 rows"; "" if they are all."""
        return self._grid.table.extent if self._grid.table.is_part else ""

    def shown(self) -> TableContent:
        """The rows as they are sorted and filtered now."""
        return self._grid.table.shown()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for part in self._parts():
            part.set_look(look)
        self.update()

    def show_table(self, title: str, content: TableContent, written_on: date | None = None) -> None:
        """Show another table, unsorted. `written_on`: the day of the answer, for days without a year (today)."""
        self._title = title
        self._state = MessageState.COMPLETE
        self._filter.blockSignals(True)
        self._filter.clear()
        self._filter.blockSignals(False)
        self._fit_height()
        self._grid.show_table(content, written_on or datetime.now().astimezone().date())

    def update_rows(self, content: TableContent) -> None:
        """The same table, further on: sorting, filter, selection and scroll position stay."""
        self._grid.update_rows(content)

    def show_row(self, row: int) -> None:
        """Bring a row of the answer's table into sight, from 0, and put the keyboard there; without a filter."""
        self._filter.clear()
        self._grid.show_row(row)

    def set_complete(self, state: MessageState) -> None:
        """How far the answer has come that the table is in."""
        self._state = state
        self._tell()

    def whole_width(self) -> int:
        """How many px show every cell of the table whole."""
        return self._grid.whole_width() + 1

    def request_close(self) -> None:
        """Close the panel, as its Close button does."""
        self.closed.emit()

    def focus_first(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard into the rows."""
        self._grid.setFocus(reason)

    def tab_stops(self) -> list[QWidget]:
        """What the Tab key visits, in order."""
        return [
            self._copy,
            self._save,
            self._print,
            self._close,
            self._filter,
            self._no_match.button,
            *self._grid.tab_stops(),
        ]

    def sizeHint(self) -> QSize:
        return QSize(612, 600)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.request_close()
        elif is_typed(event):
            # Nothing typed is lost: beside the rows it is meant for them, and it is seen where it goes.
            self._show_filter(True)
            self._filter.setFocus(Qt.FocusReason.OtherFocusReason)
            self._filter.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()
        self._place_no_match()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._look, "background"))
        below_header = self._look.scaled(_HEADER)
        painter.fillRect(0, below_header, self.width(), 1, color(self._look, "border"))
        above_grid = self._grid.y() - 1
        painter.fillRect(0, above_grid, self.width(), 1, color(self._look, "border"))
        painter.fillRect(0, 0, 1, self.height(), color(self._look, "border"))

    def _parts(self) -> tuple[_Heading | IconButton | SearchField | TableGrid | NoMatch | TableFooter, ...]:
        buttons = (self._copy, self._save, self._print, self._close)
        return (self._heading, *buttons, self._filter, self._grid, self._no_match, self._footer)

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(_SIDE, 0, 12, 1)
        header.setSpacing(4)
        header.addWidget(self._heading, 1)
        for button in (self._copy, self._save, self._print):
            header.addWidget(button)
        header.addSpacing(8)
        header.addWidget(self._close)
        self._filter_row = QHBoxLayout()
        self._filter_row.addWidget(self._filter)
        page = QVBoxLayout(self)
        page.setContentsMargins(1, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(header)
        page.addLayout(self._filter_row)
        page.addWidget(self._grid, 1)
        page.addWidget(self._footer)

    def _tell(self) -> None:
        """Say in heading and foot what is shown."""
        table, selected = self._grid.table, self._grid.selected_rows()
        rows, count = rows_text(len(table.content.rows), table.content.part), table.extent
        whole = self._state is MessageState.COMPLETE
        warns = not whole and self._state is not MessageState.STREAMING
        self._heading.set_texts(self._title, rows, state_word(self._state), warns=warns)
        label, total = total_text(table, self._grid.current_column(), selected, whole=whole)
        chosen = f"{len(selected):,} selected  \u00b7  " if selected else ""
        self._footer.set_texts(chosen + count, label, total)
        self._grid.setAccessibleName(f"{self._title}, {count}")
        self._no_match.tell(self._filter.text().strip() if table.is_filtered and not table.rowCount() else "")
        self._place_no_match()

    def _place_no_match(self) -> None:
        """Below the headings, over the empty grid."""
        self._no_match.fit(self._grid.width())
        self._no_match.move(0, self._grid.viewport().y())

    def _show_all_rows(self) -> None:
        self._filter.clear()
        self._grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy_rows(self) -> None:
        self._grid.copy_rows()
        self.copied.emit()

    def _fit_height(self) -> None:
        """In a low window the rows come first: an empty field is brought back by typing, the foot by more height."""
        is_low = self.height() < self._look.scaled(_FILTER_FROM)
        self._footer.setVisible(self.height() >= self._look.scaled(_FOOT_FROM))
        self._show_filter(not is_low or self._filter.hasFocus() or bool(self._filter.text()))

    def _show_filter(self, is_shown: bool) -> None:
        self._filter.setVisible(is_shown)
        air = _FILTER_ABOVE if is_shown else 0
        self._filter_row.setContentsMargins(_FILTER_SIDE, air, _FILTER_SIDE, air + 1)

    def _enter_grid(self) -> None:
        self._grid.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._fit_height()

    def _enter_filter(self) -> None:
        self._show_filter(True)
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_save_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for file_format in TableFormat:
            save = menu.addAction(file_format.label)
            save.triggered.connect(lambda _checked, chosen=file_format: self.save_requested.emit(chosen))
        corner = self._save.mapToGlobal(QPoint(self._save.width(), self._save.height() + 4))
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))
