"""The lock over a table, its chart and the tour: nothing of them can be seen or reached, and after it all is back."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget
from support.desk import OpenDesk
from support.focused import focused
from support.lock_use import enter, lock_page, secret_line, unlock
from support.sign_in_use import sign_in
from support.stand_in_backend import PASSWORD, StandInBackend

from strakly_desktop.app.tour import Pace, Tour
from strakly_desktop.ui.table.panel import TablePanel

DeskFor = Callable[..., OpenDesk]
Key, Modifier = Qt.Key, Qt.KeyboardModifier
OWNER, MANAGER = "owner@example.test", "manager@example.test"
ROWS = "".join(f"| Member {number} | Rs. {number * 500} |\n" for number in range(1, 9))
ANSWER = f"| Member | Due |\n|---|---:|\n{ROWS}"
KEYS = (
    *((Key.Key_T, Modifier.ControlModifier), (Key.Key_F, Modifier.ControlModifier)),
    *((Key.Key_C, Modifier.ControlModifier), (Key.Key_A, Modifier.ControlModifier)),
    *(
        (Key.Key_F6, Modifier.NoModifier),
        (Key.Key_F9, Modifier.NoModifier),
        (Key.Key_Tab, Modifier.NoModifier),
    ),
    *((Key.Key_Backtab, Modifier.ShiftModifier), (Key.Key_Escape, Modifier.NoModifier)),
    *((Key.Key_Down, Modifier.NoModifier), (Key.Key_Space, Modifier.ShiftModifier)),
)


async def with_table(desk: OpenDesk, backend: StandInBackend) -> TablePanel:
    backend.reply = lambda _question: [ANSWER]
    await sign_in(desk, OWNER)
    await desk.ask("Who owes money?")
    QTest.keyClick(focused(), Key.Key_T, Modifier.ControlModifier)
    panel = desk.house.window.table_dock.panel
    await desk.until(panel.isVisible)
    return panel


def beside(_desk: OpenDesk, _panel: TablePanel) -> None: ...


def over_the_page(desk: OpenDesk, _panel: TablePanel) -> None:
    desk.house.window.resize(900, 640)


def as_chart(_desk: OpenDesk, panel: TablePanel) -> None:
    panel.show_chart()
    QTest.mouseMove(panel._chart, QPoint(panel._chart.width() // 2, panel._chart.height() // 2))


def chart_over_the_page(desk: OpenDesk, panel: TablePanel) -> None:
    over_the_page(desk, panel)
    as_chart(desk, panel)


def with_bars(_desk: OpenDesk, panel: TablePanel) -> None:
    panel._bars_button.click()


def with_menu(_desk: OpenDesk, panel: TablePanel) -> None:
    panel._open_save_menu()


def with_chart_menu(desk: OpenDesk, panel: TablePanel) -> None:
    as_chart(desk, panel)
    panel._chart._open_columns()


def with_tip(_desk: OpenDesk, panel: TablePanel) -> None:
    QToolTip.showText(panel.mapToGlobal(QPoint(20, 20)), "Member 3 owes Rs. 1,500", panel)


STATES = [
    beside,
    over_the_page,
    as_chart,
    chart_over_the_page,
    with_bars,
    with_menu,
    with_chart_menu,
    with_tip,
]


def readable(widget: QWidget) -> str:
    """What a screen reader finds from the window on, as far as it is shown."""
    found: list[str] = []

    def walk(part: Any) -> None:
        if part is None or part.state().invisible:
            return
        found.extend((part.text(QAccessible.Text.Name), part.text(QAccessible.Text.Value)))
        for index in range(min(part.childCount(), 200)):
            walk(part.child(index))

    walk(QAccessible.queryAccessibleInterface(widget))
    return " ".join(found)


@pytest.mark.parametrize("state", STATES)
def test_nothing_of_the_table_is_left_and_it_is_back_for_the_same_person(
    run: Any, desk_for: DeskFor, backend: StandInBackend, state: Callable[[OpenDesk, TablePanel], None]
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        panel = await with_table(desk, backend)
        window = desk.house.window
        QTest.keyClicks(focused(), "Member")
        state(desk, panel)
        await asyncio.sleep(0)
        filtered, chart = panel._filter.text(), panel.chart
        target = QApplication.activePopupWidget() or focused()
        QTest.keyClick(target, Key.Key_L, Modifier.ControlModifier)
        assert window.privacy.is_locked
        assert not panel.isVisible()
        await desk.until(secret_line(desk).hasFocus)
        assert window.grab().toImage() == lock_page(desk).grab().toImage()
        assert [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window] == []
        assert "Rs." not in readable(window) and "Member" not in readable(window)
        QApplication.clipboard().setText("nothing")
        for key, modifier in KEYS:
            QTest.keyClick(focused(), key, modifier)
            assert lock_page(desk).isAncestorOf(focused()), key
            assert not panel.isVisible()
        assert QApplication.clipboard().text() == "nothing"
        secret_line(desk).clear()
        await unlock(desk)
        assert panel.isVisible()
        assert (panel._filter.text(), panel.chart) == (filtered, chart)
        assert panel.shown().rows
        assert not window.findChildren(QMenu) or not any(
            menu.isVisible() for menu in window.findChildren(QMenu)
        )

    run(story())


def test_a_table_that_grows_and_a_chart_that_is_wished_behind_the_lock_stay_there(
    run: Any, desk_for: DeskFor, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        panel = await with_table(desk, backend)
        window = desk.house.window
        backend.reply, backend.hold = None, threading.Event()
        desk.type("And now?")
        await desk.until(lambda: desk.house.session.is_running)
        QTest.keyClick(focused(), Key.Key_L, Modifier.ControlModifier)
        await desk.until(secret_line(desk).hasFocus)
        QTest.keyClicks(focused(), "half")
        desk.house.answers.open_last_table()
        window.table_dock.show_panel()
        panel.show_chart()
        await asyncio.sleep(0.05)
        backend.hold.set()
        await desk.until_idle()
        assert window.privacy.is_locked
        asking = (
            window.composer.focus_input,
            window.find_bar.setFocus,
            window.history.setFocus,
            panel.setFocus,
        )
        for ask_for_keyboard in asking:
            ask_for_keyboard()
            assert focused() is secret_line(desk)
        QTest.keyClicks(focused(), "4")
        assert secret_line(desk).text() == "half4"
        assert window.grab().toImage() == lock_page(desk).grab().toImage()
        secret_line(desk).clear()
        await unlock(desk)
        assert panel.isVisible()

    run(story())


def test_another_person_finds_no_table_of_the_one_before(
    run: Any, desk_for: DeskFor, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        panel = await with_table(desk, backend)
        QTest.keyClicks(focused(), "Member 3")
        panel.show_chart()
        QTest.keyClick(focused(), Key.Key_L, Modifier.ControlModifier)
        desk.house.signing_in.open_card_for_another()
        await sign_in(desk, MANAGER)
        await desk.until(lambda: not desk.house.window.privacy.is_locked)
        assert not panel.isVisible()
        QTest.keyClick(focused(), Key.Key_T, Modifier.ControlModifier)
        await asyncio.sleep(0.05)
        assert not panel.isVisible() or panel.shown().rows == ()
        assert "Rs." not in readable(desk.house.window)

    run(story())


def test_the_tour_waits_behind_the_lock_and_goes_on_after_it(
    run: Any, desk_for: DeskFor, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)
    backend.suggested = ["Who else?"]

    async def story() -> None:
        window, session = desk.house.window, desk.house.session
        await sign_in(desk, OWNER)
        rows = "".join(f"| M {number} | {number} |\n" for number in range(60))
        backend.reply = lambda _question: [f"| Member | Visits |\n|---|---|\n{rows}"]
        pace = Pace(key=0.001, read=0.001, before_new_chat=0)
        tour = Tour(session, window.composer, window.suggestions, window.new_chat_requested.emit, pace=pace)
        window.privacy.lock_changed.connect(tour.hold)
        playing = asyncio.ensure_future(tour.play())
        await desk.until(lambda: session.is_running)
        QTest.keyClick(focused(), Key.Key_L, Modifier.ControlModifier)
        await desk.until(secret_line(desk).hasFocus)
        await desk.until(lambda: not session.is_running)
        asked = len(backend.questions)
        for _ in range(50):
            await asyncio.sleep(0.001)
        assert len(backend.questions) == asked, "nothing is typed or asked behind a lock"
        assert lock_page(desk).isAncestorOf(focused())
        await enter(desk, PASSWORD)
        await playing
        assert len(backend.questions) == 4

    run(story())
