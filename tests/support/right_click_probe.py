"""The real app in a process of its own in which a person asks, begins anew, asks again and right-clicks the history.

`right_click_probe.py HOME URL` prints "alive" when the window outlived that: what it tests ends the process.
"""

import asyncio
import faulthandler
import gc
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from strakly_desktop.app.process.event_loop import EventLoop

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.desk import OpenDesk, open_desk
from support.history_use import HistoryUse


async def right_click_rows(desk: OpenDesk) -> None:
    """Open the menu of each row of the history, and close it again."""
    rows = HistoryUse(desk).list
    for row in range(rows.model().rowCount()):
        at = rows.visualRect(rows.model().index(row, 0)).center()
        rows.viewport().setFocus()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.RightButton, pos=at)
        menu_key = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse,
            at,
            rows.viewport().mapToGlobal(at),
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.postEvent(rows.viewport(), menu_key)
        await asyncio.sleep(0.05)
        menu = QApplication.activePopupWidget()
        if menu is not None:
            QTest.keyClick(menu, Qt.Key.Key_Escape)
        gc.collect()
        await asyncio.sleep(0.05)


async def probe(application: QApplication, home: Path, url: str) -> None:
    desk = open_desk(application, home, url, "a.b.c")
    desk.house.connect()
    for _ in range(2):
        await desk.ask("how many active clients are there?")
        await desk.ask("show their dues")
        gc.collect()
        await right_click_rows(desk)
        QTest.keyClick(desk.house.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        await asyncio.sleep(0.05)
        gc.collect()
    await right_click_rows(desk)
    await desk.close()
    sys.stdout.write("alive\n")


def main() -> None:
    faulthandler.enable()
    home, url = sys.argv[1:]
    application = QApplication(["strakly-desktop"])
    application.setQuitOnLastWindowClosed(False)
    loop = EventLoop(application, already_running=False)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(asyncio.wait_for(probe(application, Path(home), url), 60))


if __name__ == "__main__":
    main()
