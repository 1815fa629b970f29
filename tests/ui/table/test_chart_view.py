"""The chart in the place of the rows: asked for, read by mouse and keys, copied and saved, never of other rows."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea, QWidget
from support.looks import real_look

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.tables.table_data import TableContent, tables_of
from strakly_desktop.theme.fonts import install_fonts
from strakly_desktop.ui.controls.buttons import IconButton, TextButton
from strakly_desktop.ui.controls.file_formats import PictureFormat
from strakly_desktop.ui.controls.search_field import SearchField
from strakly_desktop.ui.table.chart_view import ChartView
from strakly_desktop.ui.table.grid import TableGrid
from strakly_desktop.ui.table.panel import TablePanel

HEAD = "| Client | Plan | Due | Visits |\n|---|---|---|---|\n"
ROWS = (
    "| Asha | Gold | Rs. 500 | 4 |\n",
    "| Imran | Silver | Rs. 900 | 2 |\n",
    "| Zoya | Gold | Rs. 100 | 9 |\n",
)


def table_of(markdown: str) -> TableContent:
    return tables_of(markdown)[0]


@pytest.fixture
def panel(qtbot: Any, copies_at_once: None) -> TablePanel:
    install_fonts()
    panel = TablePanel(real_look())
    qtbot.addWidget(panel)
    panel.resize(612, 600)
    panel.show_table("Dues", table_of(HEAD + "".join(ROWS)))
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def button(panel: TablePanel, name: str) -> IconButton:
    (found,) = [one for one in panel.findChildren(IconButton) if one.accessibleName() == name]
    return found


def canvas(panel: TablePanel) -> QWidget:
    (found,) = [one for one in panel.findChildren(QWidget) if one.accessibleName().startswith("Bar chart")]
    return found


def grid(panel: TablePanel) -> TableGrid:
    (found,) = panel.findChildren(TableGrid)
    return found


def test_the_button_swaps_rows_and_chart(panel: TablePanel) -> None:
    button(panel, "Show chart").click()
    assert not grid(panel).isVisible() and canvas(panel).isVisible()
    assert panel.chart is not None and panel.chart.value_name == "Due"
    assert "Highest Rs. 900 (Imran)" in canvas(panel).accessibleName()
    button(panel, "Show rows").click()
    assert grid(panel).isVisible() and panel.chart is None


@pytest.mark.parametrize("name", ["Show chart", "Show bars in the rows"])
def test_no_button_of_the_head_moves_when_one_is_pressed(panel: TablePanel, name: str) -> None:
    """With the bars gone, the button of the chart stood in their place: the second of two clicks went beside it."""

    def places() -> list[QPoint]:
        panel.layout().activate()  # type: ignore[union-attr]
        return [one.mapTo(panel, QPoint()) for one in panel.findChildren(IconButton) if one.isVisible()]

    pressed = button(panel, name)
    before, at = places(), pressed.mapTo(panel, QPoint())
    pressed.click()
    assert set(places()) <= set(before)
    assert pressed.mapTo(panel, QPoint()) == at
    pressed.click()
    assert places() == before


def test_tab_visits_the_buttons_of_the_head_as_they_are_seen(panel: TablePanel) -> None:
    seen = [one for one in panel.tab_stops() if isinstance(one, IconButton) and one.isVisible()]
    places = [one.mapTo(panel, QPoint()).x() for one in seen]
    assert len(places) > 4 and places == sorted(places)


def test_what_is_not_in_sight_tells_none_of_its_numbers(panel: TablePanel) -> None:
    def told() -> list[str]:
        return [
            one.accessibleName() for one in panel.findChildren(QWidget) if "Highest" in one.accessibleName()
        ]

    assert not told(), "the rows are shown"
    button(panel, "Show chart").click()
    assert len(told()) == 1
    panel.hide()
    assert not told()
    panel.show()
    assert len(told()) == 1
    panel.show_table("Names", table_of("| A | B |\n|---|---|\n| x | y |\n| z | w |\n"))
    assert not told()


@pytest.mark.parametrize("rows", ["| A | B |\n|---|---|\n| x | y |\n| z | w |\n", HEAD + ROWS[0]])
def test_it_is_not_offered_where_nothing_is_to_be_compared(panel: TablePanel, rows: str) -> None:
    panel.show_table("Names", table_of(rows))
    assert not button(panel, "Show chart").isVisible()


def test_a_filter_is_the_charts_too_and_one_that_leaves_nothing_can_be_taken_back(panel: TablePanel) -> None:
    button(panel, "Show chart").click()
    (field,) = panel.findChildren(SearchField)
    field.setText("gold")
    assert panel.chart is not None and [point.label for point in panel.chart.points] == ["Asha", "Zoya"]
    field.setText("imran")
    assert panel.chart is None and not grid(panel).isVisible()
    field.setText("")
    assert panel.chart is not None and len(panel.chart.points) == 3


def test_the_keys_go_from_number_to_number_and_say_each(panel: TablePanel) -> None:
    button(panel, "Show chart").click()
    chart = canvas(panel)
    chart.setFocus()
    said = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Home):
        QTest.keyClick(chart, key)
        said.append(chart.accessibleDescription())
    assert said == ["Asha: Rs. 500", "Imran: Rs. 900", "Zoya: Rs. 100", "Zoya: Rs. 100", "Asha: Rs. 500"]


def test_what_is_typed_beside_it_filters(panel: TablePanel) -> None:
    button(panel, "Show chart").click()
    QTest.keyClick(canvas(panel), Qt.Key.Key_G)
    assert panel.findChildren(SearchField)[0].text() == "g"


def test_the_number_at_the_mouse_stands_out(panel: TablePanel) -> None:
    button(panel, "Show chart").click()
    chart = canvas(panel)
    before = chart.grab().toImage()
    place, none = QPointF(chart.width() / 2, 60), Qt.MouseButton.NoButton
    move = QMouseEvent(
        QEvent.Type.MouseMove, place, chart.mapToGlobal(place), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(chart, move)
    assert chart.accessibleDescription() == "Imran: Rs. 900"
    assert chart.grab().toImage() != before


def test_another_column_is_chosen_and_stays_chosen_as_rows_come(panel: TablePanel) -> None:
    panel.set_complete(MessageState.STREAMING)
    button(panel, "Show chart").click()
    (view,) = panel.findChildren(ChartView)
    view.choose("Visits")
    panel.update_rows(table_of(HEAD + "".join(ROWS) + "| Kabir | Gold | Rs. 7 | 30 |\n"))
    assert panel.chart is not None and panel.chart.value_name == "Visits"
    assert panel.chart.highest.label == "Kabir"


def test_copy_and_save_give_the_chart_with_what_must_be_known_of_it(panel: TablePanel) -> None:
    panel.set_complete(MessageState.INCOMPLETE)
    button(panel, "Show chart").click()
    button(panel, "Copy chart").click()
    data = QApplication.clipboard().mimeData()
    assert data.hasImage() and data.text().startswith("Dues. Bar chart: Due of 3 by Client.")
    drawing = bytes(data.data("image/svg+xml").data())
    assert b"rows may be missing" in drawing
    assert panel.picture(PictureFormat.SVG) == drawing
    assert not QImage.fromData(panel.picture(PictureFormat.PNG)).isNull()
    button(panel, "Show rows").click()
    assert panel.picture(PictureFormat.PNG) == b""
    button(panel, "Copy rows").click()
    assert "Asha\tGold" in QApplication.clipboard().mimeData().text()


def test_another_table_begins_with_its_rows(panel: TablePanel) -> None:
    button(panel, "Show chart").click()
    panel.show_table("Others", table_of(HEAD + "".join(ROWS)))
    assert grid(panel).isVisible() and panel.chart is None


def test_a_line_is_seen_whole_in_a_low_window(panel: TablePanel, qtbot: Any) -> None:
    days = "".join(f"| {day} Nov 2026 | {day * 7 % 11} |\n" for day in range(1, 20))
    panel.show_table("Check-ins", table_of(f"| Day | Check-ins |\n|---|---|\n{days}"))
    panel.show_chart()
    (drawn,) = [one for one in panel.findChildren(QWidget) if one.accessibleName().startswith("Line")]
    panel.resize(612, 290)
    (scroll,) = [one for one in panel.findChildren(QScrollArea) if one.widget() is drawn]
    qtbot.waitUntil(lambda: scroll.viewport().height() >= drawn.minimumHeight() > 100, timeout=5_000)
    panel.resize(612, 600)
    qtbot.waitUntil(lambda: drawn.minimumHeight() > 230, timeout=5_000)


def test_it_is_seen_that_another_column_can_be_chosen(panel: TablePanel) -> None:
    days = "".join(
        f"| {day:02} Nov 2026 | {day * 7 % 31} | Rs. {day * 997 % 5000:,} |\n" for day in range(1, 29)
    )
    panel.show_table("Visits", table_of(f"| Day | Visits | Revenue |\n|---|---|---|\n{days}"))
    panel.show_chart()
    (chooser,) = [one for one in panel.findChildren(TextButton) if one.accessibleName() == "Revenue by Day"]
    bare = TextButton(real_look(), "Revenue by Day", small=True)
    assert chooser.isVisible() and chooser.toolTip() == "Choose what to draw"
    assert chooser.sizeHint().width() > bare.sizeHint().width() + 16, "with the sign of a menu"
    chooser.click()
    (menu,) = [one for one in panel.findChildren(QMenu) if one.isVisible()]
    assert [entry.text() for entry in menu.actions()] == ["Visits", "Revenue"]
    menu.actions()[0].trigger()
    assert chooser.accessibleName() == "Visits by Day"
    menu.close()


def test_a_column_is_called_in_the_menu_as_in_the_table(panel: TablePanel) -> None:
    """ "P&T" lost its sign: Qt takes it for the mark of a letter."""
    panel.show_table(
        "Visits", table_of("| Day | P&T | Yoga |\n|---|---|---|\n| Mon | 3 | 4 |\n| Tue | 5 | 6 |\n")
    )
    panel.show_chart()
    (chooser,) = [one for one in panel.findChildren(TextButton) if one.toolTip() == "Choose what to draw"]
    chooser.click()
    (menu,) = [one for one in panel.findChildren(QMenu) if one.isVisible()]
    assert [entry.text().replace("&&", "&") for entry in menu.actions()] == ["P&T", "Yoga"]
    assert not any(entry.text().count("&") % 2 for entry in menu.actions())
    menu.close()


@pytest.mark.parametrize(
    ("heading", "names"),
    [("Amount", ["Amount (column 2)", "Amount (column 3)"]), ("", ["Column 2", "Column 3"])],
)
def test_of_two_columns_with_one_heading_the_chosen_one_is_drawn(
    panel: TablePanel, heading: str, names: list[str]
) -> None:
    """The numbers of the first were shown for the second."""
    rows = "| Asha | 2 | 70 |\n| Imran | 3 | 90 |\n"
    panel.show_table("Months", table_of(f"| Client | {heading} | {heading} |\n|---|---|---|\n{rows}"))
    panel.show_chart()
    (chooser,) = [one for one in panel.findChildren(TextButton) if one.toolTip() == "Choose what to draw"]
    for chosen, highest in ((1, 90), (0, 3), (1, 90)):
        chooser.click()
        menu = next(one for one in panel.findChildren(QMenu) if one.isVisible())
        menu.actions()[chosen].trigger()
        assert panel.chart is not None and panel.chart.highest.value == highest
        menu.close()
        chooser.click()
        menu = next(one for one in panel.findChildren(QMenu) if one.isVisible())
        assert [entry.isChecked() for entry in menu.actions()] == [chosen == 0, chosen == 1]
        assert [entry.text() for entry in menu.actions()] == names
        menu.close()
    panel.update_rows(
        table_of(f"| Client | {heading} | {heading} |\n|---|---|---|\n{rows}| Zoya | 1 | 99 |\n")
    )
    assert panel.chart is not None and panel.chart.highest.value == 99, "also as rows come"


def test_the_keys_go_on_from_where_they_are_as_rows_come(panel: TablePanel) -> None:
    """Each new row took them back to before the first number: while an answer came, no key got further than that."""
    panel.set_complete(MessageState.STREAMING)
    panel.show_chart()
    chart = canvas(panel)
    for name in ("Asha", "Imran"):
        QTest.keyClick(chart, Qt.Key.Key_Down)
        assert chart.accessibleDescription().startswith(name)
    panel.update_rows(table_of(HEAD + "".join(ROWS) + "| Kabir | Gold | Rs. 7 | 30 |\n"))
    assert chart.accessibleDescription() == "Imran: Rs. 900"
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.accessibleDescription() == "Zoya: Rs. 100"
    (field,) = panel.findChildren(SearchField)
    field.setText("gold")
    assert chart.accessibleDescription() == "Zoya: Rs. 100", "which is the second by now"
    QTest.keyClick(chart, Qt.Key.Key_Up)
    assert chart.accessibleDescription() == "Asha: Rs. 500"
