"""A table of an answer beside the conversation: to sort, filter, copy and save, also while it still arrives.

It never lets a part look like the whole: heading, foot and whatever is saved from it say how far the answer came.
"""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.conversation.state_words import missing_rows_words, state_word
from strakly_desktop.rendering.chart.chart_data import MOST_ROWS, Chart, charts_of
from strakly_desktop.rendering.chart.chart_files import ChartSheet, chart_data, png_of, svg_of
from strakly_desktop.rendering.export.table_facts import branch_text
from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.tables.read_columns import ReadColumn
from strakly_desktop.rendering.tables.table_data import TableContent
from strakly_desktop.rendering.tables.table_part import absent_text, rows_text
from strakly_desktop.ui.controls.buttons import IconButton
from strakly_desktop.ui.controls.copy_button import CopyButton
from strakly_desktop.ui.controls.file_formats import PictureFormat, TableFormat
from strakly_desktop.ui.controls.menu import Menu
from strakly_desktop.ui.controls.search_field import SearchField
from strakly_desktop.ui.controls.typed import is_typed
from strakly_desktop.ui.style.shapes import color
from strakly_desktop.ui.table.chart_view import ChartView
from strakly_desktop.ui.table.footer import TableFooter, total_text
from strakly_desktop.ui.table.grid import TableGrid
from strakly_desktop.ui.table.heading import HEIGHT, TableHeading
from strakly_desktop.ui.table.load_all import LoadAll
from strakly_desktop.ui.table.no_match import NoMatch

_CHART, _ROWS = ("chart-column", "Show chart"), ("table-2", "Show rows")
_BARS_ICON = "chart-bar-decreasing"
_BARS, _NO_BARS = "Show bars in the rows", "Hide bars in the rows"
_COPY_ROWS, _COPY_CHART = "Copy rows", "Copy chart"
_BUTTON = 32
_SIDE = 16
_FILTER_SIDE = 12
_FILTER_ABOVE = 10
_FILTER_FROM = 350
_FOOT_FROM = 290


class TablePanel(Guarded, QWidget):
    """Shows one table at a time.

    Signals:
        closed(): Close or Esc; whoever placed the panel hides it.
        link_activated(str): the address of a link; nothing has been opened.
        save_requested(TableFormat): `shown` and `note` are what to save.
        picture_requested(PictureFormat): `picture` is what to save.
        print_requested(): `shown` and `note` are what to print, and `chart` above them.
        copied(str): rows or a chart are on the clipboard, and why they are not whole; "" if they are.
        load_all_requested(): the whole list shall come, of which a part is shown.
    """

    closed = Signal()
    link_activated = Signal(str)
    save_requested = Signal(object)
    picture_requested = Signal(object)
    print_requested = Signal()
    copied = Signal(str)
    load_all_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._title = ""
        self._state = MessageState.COMPLETE
        self._is_whole = True
        self._shows_chart = self._has_bars = self._shows_bars = False
        self._drawn: tuple[TableContent, str, object] | None = None
        self.setAccessibleName("Table")
        self._heading = TableHeading(look, self)
        self._bars_button = IconButton(look, _BARS_ICON, _BARS, parent=self)
        self._chart_button = IconButton(look, *_CHART, parent=self)
        self._copy = CopyButton(look, _COPY_ROWS, _BUTTON, self)
        self._save = IconButton(look, "download", "Save as a file", parent=self)
        self._print = IconButton(look, "printer", "Print table", parent=self)
        self._close = IconButton(look, "x", "Close table (Esc)", parent=self)
        self._filter = SearchField(look, "Filter rows", self)
        self._grid = TableGrid(look, self)
        self._no_match = NoMatch(look, self._grid)
        self._chart = ChartView(look, self)
        self._load_all = LoadAll(look, self)
        self._footer = TableFooter(look, self)
        self._lay_out()
        self._chart.hide()
        self._chart_button.clicked.connect(self._switch_chart)
        self._chart.left_upwards.connect(self._enter_filter)
        self._bars_button.clicked.connect(self._switch_bars)
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
        self._grid.copied.connect(self._tell_copied)
        self._no_match.cleared.connect(self._show_all_rows)
        self._load_all.requested.connect(self.load_all_requested)
        self.set_look(look)

    @property
    def title(self) -> str:
        """The heading of the table that is shown."""
        return self._title

    @property
    def note(self) -> str:
        """What whoever gets these rows must know: that they are not all, or the answer not whole; "" if all is."""
        return ". ".join(note for note in (self.extent, self.warning) if note)

    @property
    def warning(self) -> str:
        """That the answer is not whole which the rows are from, and so they may not be; "" if it is."""
        return self._grid.table.warning

    @property
    def counted(self) -> str:
        """How many rows are shown, of how many, and by which filter."""
        return self._grid.table.extent

    @property
    def extent(self) -> str:
        """Of how many rows these are a part: "10 of 245 rows"; "" if they are all."""
        return self._grid.table.extent if self._grid.table.is_part else ""

    @property
    def list_total(self) -> int | None:
        """How many rows the list has of which these are a part; None where nobody said."""
        part = self._grid.table.content.part
        return None if part is None else part.total

    def set_loading(self, loading: bool) -> None:
        """Whether the whole list is on its way, as `load_all_requested` wished."""
        self._load_all.set_loading(loading)
        self._tell()

    def shown(self) -> TableContent:
        """The rows as they are sorted and filtered now."""
        return self._grid.table.shown()

    @property
    def chart(self) -> Chart | None:
        """The chart that is shown; None where the rows are, or where a filter leaves nothing to draw."""
        return self._chart.chart if self._shows_chart else None

    def picture(self, file_format: PictureFormat) -> bytes:
        """The chart that is shown as a file, with what there is to know of it; b"" where rows are shown."""
        sheet, chart = self._sheet(), self.chart
        if sheet is None or chart is None:
            return b""
        if file_format is PictureFormat.PNG:
            return png_of(sheet)
        return svg_of(sheet, self._title, chart.sentence)

    def show_chart(self) -> None:
        """Show the chart of the rows; where they have none, the rows stay."""
        self._shows_chart = True
        self._tell()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for part in self._parts():
            part.set_look(look)
        self.update()

    def show_table(
        self,
        title: str,
        content: TableContent,
        written_on: date | None = None,
        columns: Sequence[ReadColumn] = (),
        branch: str = "",
    ) -> None:
        """Show another table, unsorted. `written_on`: the day of the answer, for days without a year (today).

        `columns`: what its cells mean, where they have been read: of a long one that takes its time. `branch`: whose
        figures they are, "" where that is not known.
        """
        # By no undo is the last one's filter that of this one.
        self._filter.forget()
        self._title = title
        self._grid.table.branch = branch
        self._set_state(MessageState.COMPLETE)
        self._shows_chart = False
        self._copy.show_ready()
        self._fit_height()
        self._grid.show_table(content, written_on or datetime.now().astimezone().date(), columns)

    def set_branch(self, branch: str) -> None:
        """Whose figures they are is known by now."""
        self._grid.table.branch = branch
        self._tell()

    def show_otherwise(self, title: str, content: TableContent, columns: Sequence[ReadColumn] = ()) -> None:
        """The same table with its values shown, or hidden: what was done to it stays, but a filter by such a value."""
        self._title = title
        had_rows = self._grid.table.rowCount() > 0
        self._grid.update_rows(content, columns)
        if had_rows and not self._grid.table.rowCount():
            self._filter.forget()

    def forget(self) -> None:
        """Keep nothing of the table, nor of what was filtered for: another person could come upon it."""
        self.show_table("", TableContent())

    def update_rows(self, content: TableContent, columns: Sequence[ReadColumn] = ()) -> None:
        """The same table, further on: sorting, filter, selection and scroll position stay."""
        self._grid.update_rows(content, columns)

    def show_row(self, row: int) -> None:
        """Bring a row of the answer's table into sight, from 0, and put the keyboard there; without a filter."""
        self._shows_chart = False
        self._filter.clear()
        self._grid.show_row(row)

    def set_complete(self, state: MessageState, *, has_all_rows: bool = False) -> None:
        """How far the answer has come that the table is in; `has_all_rows`: only other things of it still come."""
        self._set_state(state, has_all_rows=has_all_rows)
        self._tell()

    def _set_state(self, state: MessageState, *, has_all_rows: bool = False) -> None:
        self._state = state
        self._is_whole = has_all_rows or state is MessageState.COMPLETE
        self._grid.table.warning = "" if self._is_whole else missing_rows_words(state)

    def whole_width(self) -> int:
        """How many px show every cell of the table whole."""
        return self._grid.whole_width() + 1

    def request_close(self) -> None:
        """Close the panel, as its Close button does."""
        self.closed.emit()

    def focus_first(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard into the rows."""
        (self._chart if self.chart is not None else self._grid).setFocus(reason)

    def tab_stops(self) -> list[QWidget]:
        """What the Tab key visits, in order."""
        return [
            self._bars_button,
            self._chart_button,
            self._copy,
            self._save,
            self._print,
            self._close,
            self._filter,
            self._no_match.button,
            *self._chart.tab_stops(),
            *self._grid.tab_stops(),
            self._load_all.button,
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
        below_header = self._look.scaled(HEIGHT)
        painter.fillRect(0, below_header, self.width(), 1, color(self._look, "border"))
        above_grid = (self._grid if self._chart.isHidden() else self._chart).y() - 1
        painter.fillRect(0, above_grid, self.width(), 1, color(self._look, "border"))
        painter.fillRect(0, 0, 1, self.height(), color(self._look, "border"))

    def _parts(
        self,
    ) -> tuple[
        TableHeading | IconButton | SearchField | TableGrid | ChartView | NoMatch | LoadAll | TableFooter, ...
    ]:
        buttons = (self._bars_button, self._chart_button, self._copy, self._save, self._print, self._close)
        return (
            self._heading,
            *buttons,
            self._filter,
            self._grid,
            self._chart,
            self._no_match,
            self._load_all,
            self._footer,
        )

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(_SIDE, 0, 12, 1)
        header.setSpacing(4)
        header.addWidget(self._heading, 1)
        # The bars first, which a chart has none of: what stands right of a button keeps its place when that goes.
        for button in (self._bars_button, self._chart_button, self._copy, self._save, self._print):
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
        page.addWidget(self._chart, 1)
        page.addWidget(self._load_all)
        page.addWidget(self._footer)

    def _tell(self) -> None:
        """Say in heading and foot what is shown."""
        table, selected = self._grid.table, self._grid.selected_rows()
        count = table.extent
        self._tell_heading()
        label, total = total_text(table, self._grid.current_column(), selected, whole=self._is_whole)
        chosen = f"{len(selected):,} selected  \u00b7  " if selected else ""
        self._load_all.offer(table.content.part if self._state is MessageState.COMPLETE else None)
        self._footer.set_texts(chosen + self._with_branch(count), label, total)
        branch = f", {table.branch}" if table.branch else ""
        self._grid.setAccessibleName(f"{self._title}, {count}{branch}" if table.content.headers else "")
        absent = absent_text(len(table.content.rows), table.content.part, is_whole=self._is_whole)
        unmatched = self._filter.text().strip() if table.is_filtered and not table.rowCount() else ""
        self._no_match.tell(unmatched, absent)
        self._place_no_match()
        self._tell_chart()

    def _tell_heading(self) -> None:
        content = self._grid.table.content
        rows = rows_text(len(content.rows), content.part)
        warns = not self._is_whole and self._state is not MessageState.STREAMING
        word = "" if self._is_whole else state_word(self._state)
        # The branch stands in the foot, as under an answer, unless there is none.
        count = self._with_branch(rows) if self._footer.isHidden() else rows
        self._heading.set_texts(self._title, count, word, warns=warns)

    def _with_branch(self, text: str) -> str:
        branch = self._grid.table.branch
        return f"{text}  \u00b7  {branch}" if branch else text

    def _tell_chart(self) -> None:
        """Offer the chart, or the rows again, and show which of them is wanted."""
        table = self._grid.table
        rows = table.content.rows
        may_have_one = self._grid.has_numbers and 1 < len(rows) <= MOST_ROWS
        drawn = (table.content, table.extent, table.sort_order)
        # Kept, and not by its address, at which the next table may be.
        is_drawn = self._drawn is not None and drawn[0] is self._drawn[0] and drawn[1:] == self._drawn[1:]
        if not is_drawn and (
            self._shows_chart or self._is_whole or self._state is not MessageState.STREAMING
        ):
            # While rows come in, only what is seen is worth the reading.
            self._drawn = drawn
            self._has_bars = self._grid.may_have_bars
            self._chart.set_charts(charts_of(self.shown(), table.shown_columns()) if may_have_one else ())
        has_one = self._chart.chart is not None
        self._shows_chart = self._shows_chart and (has_one or table.is_filtered)
        self._chart_button.setVisible(self._shows_chart or has_one)
        self._bars_button.setVisible(not self._shows_chart and self._has_bars)
        self._chart_button.set_icon(*(_ROWS if self._shows_chart else _CHART))
        self._copy.set_name(_COPY_CHART if self._shows_chart else _COPY_ROWS)
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and any(
            part is focused or part.isAncestorOf(focused) for part in (self._grid, self._chart)
        )
        if self._shows_chart == self._chart.isHidden():
            self._chart.setVisible(self._shows_chart)
            self._grid.setVisible(not self._shows_chart)
            if had_keyboard:
                self.focus_first(Qt.FocusReason.OtherFocusReason)

    def _switch_chart(self) -> None:
        self._shows_chart = not self._shows_chart
        self._tell()

    def _switch_bars(self) -> None:
        self._shows_bars = not self._shows_bars
        self._grid.show_bars(self._shows_bars)
        self._bars_button.set_icon(_BARS_ICON, _NO_BARS if self._shows_bars else _BARS)

    def _sheet(self) -> ChartSheet | None:
        chart = self.chart
        if chart is None:
            return None
        return ChartSheet(
            self._title, chart, (branch_text(self._grid.table.branch), self.note, chart.note), self._look
        )

    def _place_no_match(self) -> None:
        """Below the headings, over the empty grid."""
        above = self._grid.viewport().y()
        self._no_match.fit(self._grid.width(), self._grid.height() - above)
        self._no_match.move(0, above)

    def _show_all_rows(self) -> None:
        self._filter.clear()
        self._grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy_rows(self) -> None:
        sheet, chart = self._sheet(), self.chart
        if sheet is not None and chart is not None:
            QApplication.clipboard().setMimeData(chart_data(sheet, self._title, chart.sentence))
            self._tell_copied(self.warning)
        else:
            self._grid.copy_rows()

    def _tell_copied(self, warning: str) -> None:
        self._copy.show_copied()
        self.copied.emit(warning)

    def _fit_height(self) -> None:
        """In a low window the rows come first: an empty field is brought back by typing, the foot by more height."""
        is_low = self.height() < self._look.scaled(_FILTER_FROM)
        self._footer.setVisible(self.height() >= self._look.scaled(_FOOT_FROM))
        self._tell_heading()
        self._show_filter(not is_low or self._filter.hasFocus() or bool(self._filter.text()))

    def _show_filter(self, is_shown: bool) -> None:
        self._filter.setVisible(is_shown)
        air = _FILTER_ABOVE if is_shown else 0
        self._filter_row.setContentsMargins(_FILTER_SIDE, air, _FILTER_SIDE, air + 1 if is_shown else 0)
        # The lines are drawn where the parts stand, which move beside what Qt draws anew by itself.
        self.update()

    def _enter_grid(self) -> None:
        self.focus_first(Qt.FocusReason.ShortcutFocusReason)
        self._fit_height()

    def _enter_filter(self) -> None:
        self._show_filter(True)
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_save_menu(self) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for picture in PictureFormat if self.chart is not None else ():
            save = menu.addAction(picture.label)
            save.triggered.connect(lambda _checked, chosen=picture: self.picture_requested.emit(chosen))
        for file_format in TableFormat:
            save = menu.addAction(file_format.label)
            save.triggered.connect(lambda _checked, chosen=file_format: self.save_requested.emit(chosen))
        corner = self._save.mapToGlobal(QPoint(self._save.width(), self._save.height() + 4))
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))
