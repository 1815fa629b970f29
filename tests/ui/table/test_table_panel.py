"""The table panel: sorted, filtered, added up, copied, fed while it streams, and walked with the keyboard."""

from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QFontMetrics, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QTableView,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot
from support.focused import focused
from support.looks import real_look

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.tables.table_data import TableCell, TableContent, tables_of
from strakly_desktop.theme.fonts import install_fonts
from strakly_desktop.ui.controls.file_formats import PictureFormat, TableFormat
from strakly_desktop.ui.style.typography import Type
from strakly_desktop.ui.table import panel as panel_module
from strakly_desktop.ui.table.cells import ColumnSides
from strakly_desktop.ui.table.columns import TableColumns, TableFonts
from strakly_desktop.ui.table.footer import TableFooter
from strakly_desktop.ui.table.grid import TableGrid
from strakly_desktop.ui.table.heading import TableHeading
from strakly_desktop.ui.table.panel import TablePanel
from strakly_desktop.ui.window.main_window import MainWindow

Key = Qt.Key
SINGLE = Path(__file__).parents[2] / "rendering" / "single"
TODAY = date(2026, 11, 22)
HEAD = "| # | Client | Expires | Due | Status |\n|---|---|---|---|---|\n"
ROWS = (
    "| 1 | [Rohan Mehta](/clients/5) | Tue 1 Dec | Rs. 14,500 | Pending |\n",
    "| 2 | [José Sharma](/clients/6) | Mon 30 Nov | — | Paid |\n",
    "| 3 | Imran Qureshi | Thu 26 Nov | Rs. 1,800 | Overdue |\n",
    "| 4 | [Fatima D'Souza](https://example.org/8) | Sat 2 Jan 2027 | Rs. 900 | Paid |\n",
)


def table(rows: int = len(ROWS), extra: str = "") -> TableContent:
    return tables_of(HEAD + "".join(ROWS[:rows]) + extra)[0]


@pytest.fixture
def panel(qtbot: QtBot, copies_at_once: None) -> TablePanel:
    made = TablePanel(real_look())
    qtbot.addWidget(made)
    made.resize(612, 400)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_table("Dues", table(), TODAY)
    return made


def grid_of(panel: TablePanel) -> QTableView:
    grid = panel.findChild(QTableView)
    assert grid is not None
    return grid


def footer(panel: TablePanel) -> str:
    (found,) = panel.findChildren(TableFooter)
    return found.accessibleName()


def names(panel: TablePanel) -> list[str]:
    return [row[1].text.split()[0] for row in panel.shown().rows]


def click_heading(qtbot: QtBot, panel: TablePanel, column: int) -> None:
    header = grid_of(panel).horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def filter_field(panel: TablePanel) -> QLineEdit:
    (field,) = panel.findChildren(QLineEdit)
    return field


def filter_by(panel: TablePanel, text: str) -> None:
    field = filter_field(panel)
    assert field is not None
    field.setText(text)


def selected(panel: TablePanel) -> list[str]:
    grid = grid_of(panel)
    rows = sorted({index.row() for index in grid.selectedIndexes()})
    return [names(panel)[row] for row in rows]


def choose(panel: TablePanel, row: int) -> None:
    # Not `selectRow`: it minds the modifier keys that an earlier test seemed to hold down.
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    grid_of(panel).selectionModel().select(grid_of(panel).model().index(row, 0), flags)


def button(panel: TablePanel, name: str) -> QAbstractButton:
    return next(b for b in panel.findChildren(QAbstractButton) if b.accessibleName() == name)


def test_a_heading_sorts_upwards_downwards_and_back(qtbot: QtBot, panel: TablePanel) -> None:
    click_heading(qtbot, panel, 3)
    assert names(panel) == ["Fatima", "Imran", "Rohan", "José"], "by amount, the dash last"
    click_heading(qtbot, panel, 3)
    assert names(panel) == ["Rohan", "Imran", "Fatima", "José"], "the dash last again"
    click_heading(qtbot, panel, 3)
    assert names(panel) == ["Rohan", "José", "Imran", "Fatima"]
    click_heading(qtbot, panel, 2)
    assert names(panel) == ["Imran", "José", "Rohan", "Fatima"], "by day, over the new year"
    model = grid_of(panel).model()
    spoken = model.headerData(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Expires, sorted ascending"


def test_the_keyboard_sorts_from_the_headings(qtbot: QtBot, panel: TablePanel) -> None:
    header = grid_of(panel).horizontalHeader()
    header.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        qtbot.keyClick(header, Key.Key_Right)
    qtbot.keyClick(header, Key.Key_Return)
    assert names(panel) == ["Fatima", "Imran", "Rohan", "José"]


def test_a_row_of_totals_stays_last_and_is_not_added_up(qtbot: QtBot, panel: TablePanel) -> None:
    panel.show_table("Dues", table(extra="| | **Total** | | Rs. 17,200 | |\n"), TODAY)
    click_heading(qtbot, panel, 3)
    click_heading(qtbot, panel, 3)
    assert names(panel) == ["Rohan", "Imran", "Fatima", "José", "Total"]
    assert footer(panel) == "5 rows  Due in total  Rs. 17,200"


def test_the_filter_finds_words_without_accents_and_figures_without_commas(panel: TablePanel) -> None:
    filter_by(panel, "jose paid")
    assert names(panel) == ["José"]
    filter_by(panel, "14500")
    assert names(panel) == ["Rohan"]
    assert footer(panel) == "1 of 4 rows, filtered by '14500'  Due, total of the 1 row shown  Rs. 14,500"
    assert panel.note == "1 of 4 rows, filtered by '14500'"
    filter_by(panel, "nobody")
    assert names(panel) == []
    filter_by(panel, "")
    assert len(names(panel)) == 4


def test_the_foot_adds_up_what_is_selected(qtbot: QtBot, panel: TablePanel) -> None:
    grid = grid_of(panel)
    assert footer(panel) == "4 rows  Due in total  Rs. 17,200"
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_Down)
    qtbot.keyClick(grid, Key.Key_Down)
    assert footer(panel) == "1 selected  ·  4 rows  Due in total  Rs. 17,200"
    qtbot.keyClick(grid, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert selected(panel) == ["Imran", "Fatima"]
    assert footer(panel) == "2 selected  ·  4 rows  Due, 2 selected  Rs. 2,700  ·  average Rs. 1,350"


def test_what_is_selected_stays_so_when_rows_move(qtbot: QtBot, panel: TablePanel) -> None:
    choose(panel, 2)
    click_heading(qtbot, panel, 3)
    assert selected(panel) == ["Imran"]
    filter_by(panel, "a")
    assert selected(panel) == ["Imran"]
    filter_by(panel, "rohan")
    assert selected(panel) == []


def test_rows_are_copied_as_text_and_html(qtbot: QtBot, panel: TablePanel) -> None:
    grid = grid_of(panel)
    grid.setFocus()
    choose(panel, 2)
    qtbot.keyClick(grid, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "3\tImran Qureshi\tThu 26 Nov\tRs. 1,800\tOverdue"
    qtbot.keyClick(grid, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(grid, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().split("\n")
    assert (lines[0], len(lines)) == ("#\tClient\tExpires\tDue\tStatus", 5)
    assert "<th>Client</th>" in QApplication.clipboard().mimeData().html()


def test_a_copied_formula_is_text(panel: TablePanel) -> None:
    panel.show_table("Names", tables_of("| Name |\n|---|\n| =1+1 |\n| <b>x</b> &lt;i> |\n")[0], TODAY)
    button(panel, "Copy rows").click()
    assert QApplication.clipboard().text() == "Name\n'=1+1\nx <i>"
    html = QApplication.clipboard().mimeData().html()
    assert "mso-number-format" in html and "<td>x &lt;i&gt;</td>" in html


def test_links_open_with_the_mouse_and_with_enter(qtbot: QtBot, panel: TablePanel) -> None:
    grid = grid_of(panel)
    opened: list[str] = []
    panel.link_activated.connect(opened.append)
    cell = grid.visualRect(grid.model().index(3, 1))
    qtbot.mouseClick(
        grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(cell.left() + 20, cell.center().y())
    )
    qtbot.mouseClick(
        grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(cell.right() - 3, cell.center().y())
    )
    assert opened == ["https://example.org/8"], "beside the text is no link"
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(0, 4))
    qtbot.keyClick(grid, Key.Key_Return)
    grid.setCurrentIndex(grid.model().index(2, 1))
    qtbot.keyClick(grid, Key.Key_Return)
    assert opened == ["https://example.org/8", "/clients/5"], "a row without a link opens nothing"


def test_another_table_has_no_filter_and_by_no_undo_the_last_one(panel: TablePanel) -> None:
    """The field was empty with a cross in it, and Ctrl+Z brought the other table's words onto this one."""
    field = panel.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    panel.show_table("Dues", table(), TODAY)
    QTest.keyClicks(field, "imran")
    assert len(panel.shown().rows) == 1
    panel.show_table("Dues again", table(), TODAY)
    assert len(panel.shown().rows) == len(ROWS)
    crosses = [one for one in field.findChildren(QAbstractButton) if one.isVisible()]
    assert (field.text(), field.isUndoAvailable(), crosses) == ("", False, [])


def test_rows_that_arrive_keep_sorting_filter_selection_and_place(qtbot: QtBot, panel: TablePanel) -> None:
    many = "".join(f"| {n} | Client {n} a | Thu 26 Nov | Rs. {n},000 | Paid |\n" for n in range(10, 60))
    panel.show_table("Dues", tables_of(HEAD + many)[0], TODAY)
    panel.set_complete(MessageState.STREAMING)
    click_heading(qtbot, panel, 3)
    click_heading(qtbot, panel, 3)
    filter_by(panel, "client")
    grid = grid_of(panel)
    choose(panel, 20)
    grid.verticalScrollBar().setValue(400)
    before = grid.visualRect(grid.model().index(20, 1)).top()
    chosen = panel.shown().rows[20]
    more = "| 98 | Client 98 | Thu 26 Nov | Rs. 98,000 | Paid |\n| 99 | Other | Thu 26 Nov | Rs. 99,000 | Paid |\n"
    panel.update_rows(tables_of(HEAD + many + more)[0])
    assert panel.shown().rows[0][1].text == "Client 98"
    assert "Other" not in names(panel)
    (row,) = {index.row() for index in grid.selectedIndexes()}
    assert panel.shown().rows[row] == chosen
    assert grid.visualRect(grid.model().index(row, 1)).top() == before, "what is read does not jump"


def test_corrected_rows_keep_sorting_and_selection(qtbot: QtBot, panel: TablePanel) -> None:
    click_heading(qtbot, panel, 3)
    choose(panel, 1)
    corrected = tables_of(HEAD + "".join(ROWS).replace("Imran Qureshi", "[Imran Qureshi](/clients/7)"))[0]
    panel.update_rows(corrected)
    assert selected(panel) == ["Imran"]
    assert panel.shown().rows[1][1].href == "/clients/7"


def test_a_part_never_looks_like_the_whole(panel: TablePanel) -> None:
    assert panel.note == ""
    for state, word in (
        (MessageState.STREAMING, "Still arriving"),
        (MessageState.INCOMPLETE, "Incomplete"),
        (MessageState.INTERRUPTED, "Interrupted"),
    ):
        panel.set_complete(state)
        assert any(w.accessibleName() == f"Dues, 4 rows, {word}" for w in panel.findChildren(QWidget))
        assert footer(panel) == "4 rows  Due so far  Rs. 17,200"
        assert panel.note.startswith(word.capitalize())
        panel.findChildren(TableGrid)[0].copy_rows()
        data = QApplication.clipboard().mimeData()
        assert f"{word}: rows may be missing" in data.text() and f"{word}: rows may be missing" in data.html()
    panel.set_complete(MessageState.COMPLETE)
    assert footer(panel) == "4 rows  Due in total  Rs. 17,200"
    panel.findChildren(TableGrid)[0].copy_rows()
    assert "missing" not in QApplication.clipboard().text()


def test_a_part_of_a_list_says_so_wherever_it_is_shown_and_copied(qtbot: QtBot, panel: TablePanel) -> None:
    panel.show_table("Dues", tables_of(HEAD + "".join(ROWS) + "\nShowing 4 of 245.")[0], TODAY)
    assert any(w.accessibleName() == "Dues, 4 of 245 rows" for w in panel.findChildren(QWidget))
    assert footer(panel) == "4 of 245 rows  Due, total of the 4 rows shown  Rs. 17,200"
    assert panel.note == "4 of 245 rows"
    button = next(b for b in panel.findChildren(QAbstractButton) if b.toolTip().startswith("Copy"))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    data = QApplication.clipboard().mimeData()
    assert data.text().endswith("\n\n4 of 245 rows")
    assert "<td>4 of 245 rows</td>" in data.html()
    choose(panel, 1)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "245" not in QApplication.clipboard().text()
    filter_by(panel, "paid")
    both = "2 of 4 rows, filtered by 'paid'; the answer has 4 of 245 rows"
    assert panel.note == both
    assert footer(panel).startswith(f"1 selected  ·  {both}") or footer(panel).startswith(both)


def test_whose_figures_they_are_is_said_wherever_they_are_shown_and_copied(panel: TablePanel) -> None:
    panel.show_table("Dues", table(), TODAY, branch="Lake Road")
    assert footer(panel) == "4 rows  ·  Lake Road  Due in total  Rs. 17,200"
    grid = panel.findChildren(TableGrid)[0]
    assert grid.accessibleName() == "Dues, 4 rows, Lake Road"
    grid.copy_rows()
    data = QApplication.clipboard().mimeData()
    assert data.text().endswith("\n\nBranch: Lake Road") and "<td>Branch: Lake Road</td>" in data.html()
    choose(panel, 1)
    grid.copy_rows()
    assert "Lake" not in QApplication.clipboard().text(), "who takes one row knows whose it is"
    panel.show_chart()
    assert "Branch: Lake Road" in panel.picture(PictureFormat.SVG).decode()
    panel.set_branch("All branches")
    assert "All branches" in footer(panel)
    panel.show_table("Dues", table(), TODAY)
    assert footer(panel) == "4 rows  Due in total  Rs. 17,200"


def test_a_window_too_low_for_the_foot_says_in_the_head_whose_figures_they_are(panel: TablePanel) -> None:
    def heads() -> list[str]:
        return [one.accessibleName() for one in panel.findChildren(TableHeading)]

    panel.show_table("Dues", table(), TODAY, branch="Lake Road")
    assert heads() == ["Dues, 4 rows"]
    panel.resize(612, 200)
    assert heads() == ["Dues, 4 rows  ·  Lake Road"]
    panel.resize(612, 500)
    assert heads() == ["Dues, 4 rows"]


def test_rows_that_come_before_the_words_make_no_whole(panel: TablePanel) -> None:
    panel.show_table("Dues", tables_of("Here are the first 4 clients:\n\n" + HEAD + "".join(ROWS))[0], TODAY)
    assert footer(panel).startswith("first 4 rows; more exist")
    panel.show_table("Dues", table(), TODAY)
    assert footer(panel) == "4 rows  Due in total  Rs. 17,200"


def test_only_amounts_are_added_up(qtbot: QtBot, panel: TablePanel) -> None:
    content = tables_of((SINGLE / "no-sum.md").read_text("utf-8"))[0]
    panel.show_table("Dues", content, TODAY)
    for column in range(4):
        grid_of(panel).setCurrentIndex(grid_of(panel).model().index(0, column))
        assert footer(panel).endswith("2 rows  Due in total  Rs. 1,200")
    unnamed = TableContent(("Client", "Line"), ("", ""), tuple((row[0], row[1]) for row in content.rows))
    panel.show_table("Phones", unnamed, TODAY)
    assert footer(panel) == "2 rows"


@pytest.mark.parametrize("today", [TODAY, date.min, date.max])
def test_any_cell_is_shown_sorted_and_filtered(qtbot: QtBot, panel: TablePanel, today: date) -> None:
    long = tables_of((SINGLE / "long-digits.md").read_text("utf-8"))[0]
    odd = (
        "9" * 5000,
        "nan",
        "inf",
        "1e999",
        "\u202e12",
        "\ud800",
        "",
        "31 Feb",
        "Rs. 5",
        "5 %",
        "18:42",
        "x" * 9000,
    )
    rows = tuple((TableCell(text), TableCell(text)) for text in odd)
    for content in (long, TableContent(("A", "Due"), ("", ""), rows)):
        panel.show_table("Odd", content, today)
        for column in (0, 1, 1, 0):
            click_heading(qtbot, panel, column)
        for words in ("9", "\ud800", "nan inf", "\u202e"):
            filter_by(panel, words)
        filter_by(panel, "")
        grid_of(panel).selectAll()
        panel.grab()
        assert len(panel.shown().rows) == len(content.rows)


def test_saving_offers_every_format(qtbot: QtBot, panel: TablePanel) -> None:
    wishes: list[TableFormat] = []
    panel.save_requested.connect(wishes.append)
    button(panel, "Save as a file").click()
    menu = panel.findChild(QMenu)
    assert menu is not None
    actions: list[QAction] = menu.actions()
    for action in actions:
        action.trigger()
    assert wishes == list(TableFormat)
    menu.close()


@pytest.mark.parametrize("content", [TableContent(), TableContent(("A",), ("",)), table(0)])
def test_empty_tables_show_and_grow(panel: TablePanel, content: TableContent) -> None:
    panel.show_table("Empty", content, TODAY)
    assert panel.grab().width() > 0
    panel.update_rows(table(1))
    assert names(panel) == ["Rohan"]


LONG_NAMES = """\
| # | Client | Plan | Status | Valid until | Due | Phone |
|---|---|---|---|---|---|---|
| 1 | [Venkataraman Subrahmanyam Iyer](/clients/1) | Quarterly | Active | 27 Nov 2026 | Rs. 1,200 | 98765 43210 |
| 2 | [WWW MMM WWW MMM](/clients/2) | Gold 12 months | Expired | 1 Dec 2026 | Rs. 12,14,500 | +91 98765 43210 |
| 3 | [iiiiiiiiiiiiiiiiiiiiiiiiiiii](/clients/3) | Monthly | Paid | 2 Dec 2026 | — | 98765 43210 |
"""


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [400, 484, 612, 900])
def test_no_name_is_cut_at_any_width_and_text_size(panel: TablePanel, scale: float, width: int) -> None:
    install_fonts()
    content = tables_of(LONG_NAMES)[0]
    look = real_look(text_scale=scale)
    panel.set_look(look)
    panel.resize(width, 400)
    panel.show_table("Dues", content, TODAY)
    grid = grid_of(panel)
    metrics = QFontMetricsF(TableFonts(look).cell)
    sides = ColumnSides()
    sides.update(content, TableColumns(look, content).numeric)
    for row, cells in enumerate(content.rows):
        for column, cell in enumerate(cells):
            area = sides.text_area(column, grid.visualRect(grid.model().index(row, column)))
            assert area.width() >= metrics.horizontalAdvance(cell.text), (cell.text, area.width())


def test_a_note_gives_way_before_the_rows_have_to_scroll(panel: TablePanel) -> None:
    note = "came with a friend, asked for the morning batch and a trainer who speaks Hindi"
    panel.show_table("Notes", tables_of(f"| Client | Note |\n|---|---|\n| Anita Rao | {note} |\n")[0], TODAY)
    assert grid_of(panel).horizontalScrollBar().maximum() == 0


def test_every_look_paints_it(panel: TablePanel) -> None:
    choose(panel, 0)
    pictures = set()
    for look in (real_look(), real_look("dark"), real_look(high_contrast=True), real_look(text_scale=2.0)):
        panel.set_look(look)
        assert not grid_of(panel).visualRect(grid_of(panel).model().index(0, 3)).isEmpty()
        image = panel.grab().toImage()
        pictures.add(bytes(image.constBits()))
    assert len(pictures) == 4


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(real_look(), QTextBrowser())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.pages.show_transcript()
    made.table_dock.panel.show_table("Dues", table(), TODAY)
    return made


def test_it_stands_beside_the_page_or_over_the_conversation(window: MainWindow) -> None:
    window.resize(1440, 860)
    assert window.table_dock.panel.isHidden()
    window.table_dock.show_panel()
    page, panel = window.composer, window.table_dock.panel
    assert panel.width() == 612
    assert panel.mapTo(window, QPoint(0, 0)).x() == page.mapTo(window, QPoint(page.width(), 0)).x()
    window.resize(1000, 700)
    assert panel.mapTo(window, QPoint(0, 0)).x() == page.mapTo(window, QPoint(0, 0)).x()
    assert panel.mapTo(window, QPoint(0, panel.height())).y() <= page.mapTo(window, QPoint(0, 0)).y()
    assert not window.transcript.isEnabled(), "what cannot be seen takes no keyboard"
    window.table_dock.hide_panel()
    assert window.transcript.isEnabled()


def test_it_opens_wide_enough_for_its_table_until_a_width_is_chosen(window: MainWindow) -> None:
    window.resize(1600, 800)
    panel = window.table_dock.panel
    wide = "| Client | Plan | Note | More |\n|---|---|---|---|\n" + f"| {' | '.join(['w' * 13] * 4)} |\n"
    panel.show_table("Wide", tables_of(wide)[0], TODAY)
    window.table_dock.show_panel()
    assert panel.width() >= panel.whole_width() > 612
    divider = next(w for w in window.findChildren(QWidget) if w.accessibleName().startswith("Width of the"))
    QTest.keyClick(divider, Key.Key_Right)
    chosen = panel.width()
    window.table_dock.hide_panel()
    window.table_dock.show_panel()
    assert panel.width() == chosen < panel.whole_width()


def test_another_table_in_it_makes_it_no_narrower(window: MainWindow) -> None:
    """Load all began with a few narrow rows: the next click met the chat, and columns that fitted were gone."""
    window.resize(1600, 800)
    panel = window.table_dock.panel
    wide = "| Client | Plan | Note | More |\n|---|---|---|---|\n" + f"| {' | '.join(['w' * 13] * 4)} |\n"
    panel.show_table("Wide", tables_of(wide)[0], TODAY)
    window.table_dock.show_panel()
    before = panel.width()
    panel.show_table("Dues", table(), TODAY)
    window.table_dock.show_panel()
    assert panel.width() == before > 612
    panel.update_rows(tables_of(wide + f"| {' | '.join(['w' * 14] * 4)} |\n")[0])
    window.table_dock.fit_table()
    assert panel.width() >= panel.whole_width() > before, "what came later needs more"
    panel.show_table("Dues", table(), TODAY)
    window.table_dock.hide_panel()
    window.table_dock.fit_table()
    assert panel.isHidden()
    window.table_dock.show_panel()
    assert panel.width() == 612


def test_it_takes_what_larger_letters_or_a_larger_window_give_it(window: MainWindow) -> None:
    """After Ctrl+Plus every telephone was cut, beside a page that had room to spare."""
    window.resize(1366, 768)
    panel = window.table_dock.panel
    wide = "| Client | Plan | Note | More |\n|---|---|---|---|\n" + f"| {' | '.join(['w' * 12] * 4)} |\n"
    panel.show_table("Wide", tables_of(wide)[0], TODAY)
    window.table_dock.show_panel()
    before = panel.width()
    window.set_look(real_look(text_scale=1.2))
    assert panel.width() >= panel.whole_width() > before
    window.set_look(real_look())
    assert panel.width() == before, "the page has its room again"
    window.resize(1130, 768)
    window.set_look(real_look(text_scale=1.25))
    window.resize(1500, 768)
    assert panel.width() >= panel.whole_width() > before


def test_escape_closes_it_before_it_stops_the_answer(qtbot: QtBot, window: MainWindow) -> None:
    stops: list[bool] = []
    window.stop_requested.connect(lambda: stops.append(True))
    window.composer.set_busy(True)
    window.table_dock.show_panel()
    focused = QApplication.focusWidget()
    assert focused is not None and window.table_dock.panel.isAncestorOf(focused)
    qtbot.keyClick(focused, Key.Key_Escape)
    assert window.table_dock.panel.isHidden() and not stops
    window.table_dock.show_panel()
    window.composer.focus_input()
    writing = QApplication.focusWidget()
    qtbot.keyClick(writing, Key.Key_Escape)
    assert window.table_dock.panel.isHidden() and not stops
    qtbot.keyClick(writing, Key.Key_Escape)
    assert stops


@pytest.mark.parametrize("place", ["rows", "headings", "button"])
def test_what_is_typed_beside_the_filter_filters(qtbot: QtBot, panel: TablePanel, place: str) -> None:
    grid = grid_of(panel)
    widget = {
        "rows": grid,
        "headings": grid.horizontalHeader(),
        "button": panel.findChild(QAbstractButton),
    }[place]
    assert widget is not None
    widget.setFocus()
    field = filter_field(panel)
    for letter in "José":
        QTest.keyClicks(focused(), letter) if letter.isascii() else field.insert(letter)
    assert field.text().casefold() == "josé"
    assert field.hasFocus()
    assert names(panel) == ["José"]
    qtbot.keyClick(field, Key.Key_Escape)
    assert len(names(panel)) == 4


def test_letters_typed_in_the_rows_go_on_from_the_filter(qtbot: QtBot, panel: TablePanel) -> None:
    filter_by(panel, "pa")
    grid_of(panel).setFocus()
    qtbot.keyClick(grid_of(panel), "i")
    assert filter_field(panel).text() == "pai"


def test_keys_that_command_are_not_typed(qtbot: QtBot, panel: TablePanel) -> None:
    grid = grid_of(panel)
    grid.setFocus()
    for modifier in (
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.MetaModifier,
    ):
        QTest.keyClick(grid, Key.Key_G, modifier)
    qtbot.keyClick(grid, Key.Key_Space)
    qtbot.keyClick(grid, Key.Key_Down)
    assert filter_field(panel).text() == ""
    assert grid.hasFocus()


def test_typing_with_the_panel_open_is_never_lost(qtbot: QtBot, window: MainWindow) -> None:
    window.table_dock.panel.show_table("Dues", table(), TODAY)
    window.table_dock.show_panel()
    QTest.keyClicks(focused(), "r")
    assert filter_field(window.table_dock.panel).text() == "r"
    window.table_dock.panel.request_close()
    window.setFocus()
    QTest.keyClicks(QApplication.focusWidget() or window, "w")
    assert window.composer.text() == "w"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [400, 612, 1022])
def test_the_foot_says_whole_of_what_the_rows_are_a_part(panel: TablePanel, scale: float, width: int) -> None:
    """The rows that are shown are what the sum means: neither is cut, they stand one below the other."""
    install_fonts()
    look = real_look(text_scale=scale)
    panel.set_look(look)
    panel.resize(width, 700)
    text = "Showing 4 of 245\n\n" + HEAD + "".join(ROWS)
    panel.show_table("Dues", tables_of(text)[0], TODAY)
    filter_by(panel, "paid")
    foot = next(one for one in panel.findChildren(QWidget) if isinstance(one, TableFooter))
    layout = panel.layout()
    assert layout is not None and layout.activate()
    rows = "2 of 4 rows, filtered by 'paid'; the answer has 4 of 245 rows"
    room = QRect(0, 0, foot.width() - 32, 10_000)
    metrics = QFontMetrics(Type.SMALL.font(look))
    one_line = metrics.horizontalAdvance(foot.text) + 32 < foot.width()
    least = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), rows).height() + metrics.height()
    assert foot.accessibleName().startswith(rows)
    assert foot.height() == look.scaled(44) if one_line else look.scaled(44) <= foot.height() < least + 60
    assert one_line or foot.height() >= least
    assert not foot.grab().isNull()


@pytest.mark.parametrize("size", [(683, 365), (512, 365), (683, 480)])
def test_a_low_window_shows_rows_before_all_else(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int]
) -> None:
    """What 200 % leaves of a screen of 1366x768."""
    window.setMinimumSize(1, 1)  # As on a screen that is no larger.
    window.resize(*size)
    window.suggestions.set_suggestions(["Revenue this month", "Memberships expiring this week"])
    window.table_dock.show_panel()
    panel = window.table_dock.panel
    grid = grid_of(panel)
    qtbot.waitUntil(lambda: grid.viewport().height() >= 2 * grid.rowHeight(0))
    field = filter_field(panel)
    QTest.keyClicks(focused(), "jo")
    assert field.isVisible() and field.text() == "jo"
    qtbot.keyClick(field, Key.Key_Escape)
    panel.request_close()
    qtbot.waitUntil(window.suggestions.isVisible)


@pytest.mark.parametrize("height", [540, 660])
def test_large_letters_leave_room_for_several_rows(qtbot: QtBot, panel: TablePanel, height: int) -> None:
    panel.set_look(real_look(text_scale=2.0))
    rows = "".join(f"| Client {n} | Rs. {n} |\n" for n in range(30))
    panel.show_table("Dues", tables_of(f"| Client | Due |\n|---|---|\n{rows}")[0], TODAY)
    panel.resize(683, height)
    grid = grid_of(panel)
    qtbot.waitUntil(lambda: grid.viewport().height() >= 4 * grid.rowHeight(0))


def test_a_filter_without_a_match_says_so_and_gives_all_rows_back(qtbot: QtBot, panel: TablePanel) -> None:
    field = panel.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "nobody <b>")
    said = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert said == ["No row matches 'nobody <b>'"]
    button = next(
        one for one in panel.findChildren(QAbstractButton) if one.accessibleName() == "Show all rows"
    )
    assert button.isVisible()
    assert button in panel.tab_stops()
    # It lies over the rows, not over the headings.
    grid = grid_of(panel)
    assert button.mapTo(panel, QPoint(0, 0)).y() > grid.y() + grid.viewport().y()
    panel.set_look(real_look(text_scale=2.0))
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(panel.shown().rows) == len(ROWS)
    assert not field.text()
    assert not button.isVisible()
    assert grid.hasFocus()
    # A table without a row has none that a filter hides.
    panel.show_table("None", table(0), TODAY)
    assert not [label for label in panel.findChildren(QLabel) if label.isVisible()]


PART = "Showing 2 of 40.\n\n| Client | Due |\n|---|---:|\n| Asha | Rs. 500 |\n| Omkar | Rs. 900 |\n"


@pytest.mark.parametrize(
    ("answer", "state", "has_all_rows", "said"),
    [
        (PART, MessageState.COMPLETE, True, "38 more rows of the list are not in this table."),
        (PART[17:], MessageState.COMPLETE, True, None),
        (
            PART[17:],
            MessageState.STREAMING,
            False,
            "The answer is not whole: more rows may belong to this table.",
        ),
        (
            PART[17:],
            MessageState.STOPPED,
            False,
            "The answer is not whole: more rows may belong to this table.",
        ),
    ],
)
def test_a_filter_that_searched_only_a_part_does_not_say_that_nobody_is_called_so(
    panel: TablePanel, answer: str, state: MessageState, has_all_rows: bool, said: str | None
) -> None:
    panel.show_table("Dues", tables_of(answer)[0], TODAY)
    panel.set_complete(state, has_all_rows=has_all_rows)
    QTest.keyClicks(filter_field(panel), "vikram")
    labels = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert labels == ["No row matches 'vikram'", *([] if said is None else [said])]


@pytest.mark.parametrize("height", [220, 260, 540])
def test_in_a_low_window_it_is_still_read_that_no_row_matches(
    qtbot: QtBot, panel: TablePanel, height: int
) -> None:
    panel.show_table("Dues", tables_of(PART)[0], TODAY)
    panel.resize(683, height)
    QTest.keyClicks(panel, "vikram")
    grid = grid_of(panel)
    words = next(one for one in panel.findChildren(QLabel) if one.text().startswith("No row"))
    foot = grid.horizontalScrollBar().sizeHint().height()
    below = words.sizeHint().height() + foot
    qtbot.waitUntil(lambda: words.mapTo(grid, QPoint(0, below)).y() <= grid.height())


def test_a_filter_that_comes_leaves_one_line_above_the_rows_and_none_of_before(
    qtbot: QtBot, panel: TablePanel
) -> None:
    panel.resize(683, 220)
    qtbot.waitUntil(lambda: filter_field(panel).isHidden() and _lines_above_rows(panel) == [1])
    QTest.keyClicks(panel, "a")
    qtbot.waitUntil(lambda: filter_field(panel).isVisible() and _lines_above_rows(panel) == [1, 1])


def _lines_above_rows(panel: TablePanel) -> list[int]:
    """How high, in px, the lines are that can be seen at the left of heading and filter, from top to bottom."""
    seen = panel.screen().grabWindow(panel.winId()).toImage()
    column = [seen.pixel(6, y) != seen.pixel(6, 2) for y in range(grid_of(panel).y())]
    return [len(list(run)) for is_line, run in groupby(column) if is_line]


def test_a_row_that_comes_in_and_matches_takes_the_place_of_the_words(panel: TablePanel) -> None:
    field = panel.findChild(QLineEdit)
    assert field is not None
    field.setText("fatima")
    panel.show_table("Dues", table(2), TODAY)
    field.setText("fatima")
    assert [label for label in panel.findChildren(QLabel) if label.isVisible()]
    panel.update_rows(table(4))
    assert names(panel) == ["Fatima"]
    assert not [label for label in panel.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("heading", ["N", "No", "S.No", "Rank", "क्र.", "", "Seat"])
def test_numbers_of_the_rows_are_not_added_up(panel: TablePanel, heading: str) -> None:
    rows = "".join(f"| {number} | {name} |\n" for number, name in enumerate(("Asha", "Ravi", "Imran"), 1))
    panel.show_table("Members", tables_of(f"| {heading} | Name |\n|---|---|\n{rows}")[0], TODAY)
    assert footer(panel) == "3 rows"
    panel.show_table(
        "Visits",
        tables_of("| Name | Visits |\n|---|---|\n| Asha | 1 |\n| Ravi | 2 |\n| Om | 3 |\n")[0],
        TODAY,
    )
    assert footer(panel) == "3 rows  Visits in total  6"


@pytest.mark.parametrize("label", ["Subtotal", "कुल योग", "Totals:"])
def test_no_row_that_adds_others_up_is_added_up_again(panel: TablePanel, label: str) -> None:
    rows = f"| Asha | Rs. 100 |\n| Ravi | Rs. 200 |\n| योग | Rs. 50 |\n| {label} | Rs. 350 |\n"
    panel.show_table("Dues", tables_of(f"| Name | Due |\n|---|---|\n{rows}")[0], TODAY)
    assert footer(panel) == "4 rows  Due in total  Rs. 350"


def test_copy_says_for_a_moment_that_it_has(qtbot: QtBot, panel: TablePanel) -> None:
    copy = button(panel, "Copy rows")
    copy.click()
    assert copy.accessibleName() == copy.toolTip() == "Copied"
    choose(panel, 2)  # What is told of the rows meanwhile takes nothing back.
    assert copy.accessibleName() == "Copied"
    qtbot.waitUntil(lambda: copy.accessibleName() == "Copy rows")


def test_so_it_does_for_cells_that_the_keyboard_copies(qtbot: QtBot, panel: TablePanel) -> None:
    copy, grid = button(panel, "Copy rows"), grid_of(panel)
    choose(panel, 2)
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copy.accessibleName() == "Copied"
    panel.show_table("Others", table(2), TODAY)
    assert copy.accessibleName() == "Copy rows", "of another table nothing is copied"


def test_a_chart_is_that_of_the_corrected_rows_also_where_these_took_the_place_of_others_in_memory(
    panel: TablePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dues(*amounts: int) -> TableContent:
        rows = "".join(f"| M{row} | Rs. {amount} |\n" for row, amount in enumerate(amounts))
        return tables_of(f"| Name | Due |\n|---|---|\n{rows}")[0]

    # As it may happen once the former rows are gone.
    monkeypatch.setattr(panel_module, "id", lambda _content: 1, raising=False)
    panel.show_table("Dues", dues(100, 200, 300), TODAY)
    panel.set_complete(MessageState.STREAMING)
    panel.update_rows(dues(7, 8, 9))
    panel.set_complete(MessageState.COMPLETE)
    panel.show_chart()
    assert panel.chart is not None
    assert [point.value for point in panel.chart.points] == [7, 8, 9]
