"""A long answer is read beside the window, and what happens meanwhile is not lost: rows, the end, another wish."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMenu
from support.desk import OpenDesk, open_desk
from support.long_tables import HEAD, client_table, row_of
from support.scripted_server import Reply, scripted_server, sse

from strakly_desktop.app.files import answer_reading
from strakly_desktop.rendering.printing.printout import Printout
from strakly_desktop.rendering.tables import table_data
from strakly_desktop.rendering.tables.column_values import ColumnValues
from strakly_desktop.ui.page.answer_actions import AnswerAction
from strakly_desktop.ui.page.answer_tables import TableInAnswer
from strakly_desktop.ui.table.panel import TablePanel

ROWS = 300
DRAWN = 60


async def desk_with(qapp: Any, home: Path, server: Any, text: str) -> OpenDesk:
    desk = open_desk(qapp, home, server.url, "a.b.c")
    desk.house.connect()
    server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": text}, "[DONE]")]))
    await desk.ask("Who owes money?")
    return desk


def panel_of(desk: OpenDesk) -> TablePanel:
    return desk.house.window.table_dock.panel


def menus(desk: OpenDesk) -> list[QMenu]:
    return [menu for menu in desk.house.window.findChildren(QMenu) if menu.isVisible()]


def threads_that_read(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """In which threads tables and their cells are read from now on."""
    found: list[threading.Thread] = []
    note, read = ColumnValues.note, table_data._read

    def noted(self: ColumnValues, texts: Any) -> bool:
        if len(texts) > DRAWN:
            # So many at a time are of the rows that the page draws.
            found.append(threading.current_thread())
        return note(self, texts)

    def have_read(*arguments: Any) -> bool:
        found.append(threading.current_thread())
        return read(*arguments)

    monkeypatch.setattr(ColumnValues, "note", noted)
    monkeypatch.setattr(table_data, "_read", have_read)
    return found


@pytest.mark.parametrize("action", [AnswerAction.TABLE, AnswerAction.CHART])
def test_the_window_reads_no_row_of_a_long_table(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: AnswerAction
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            days = "".join(f"| {1 + day % 28} Jan {2000 + day // 28} | {day} |\n" for day in range(ROWS))
            desk = await desk_with(qapp, tmp_path, server, f"| Day | Visits |\n|---|---|\n{days}")
            panel_of(desk)
            threads = threads_that_read(monkeypatch)
            desk.house.answers.perform(action, "")
            await desk.until(lambda: panel_of(desk).isVisible())
            assert len(panel_of(desk).shown().rows) == ROWS
            assert (panel_of(desk).chart is not None) == (action is AnswerAction.CHART)
            panel_of(desk).set_look(panel_of(desk)._look)
            assert threads and threading.main_thread() not in threads
            await desk.close()

    run(scenario())


def test_the_window_reads_no_row_for_paper(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            text = f"The first {ROWS} of 900 clients:\n\n{client_table(ROWS)}"
            desk = await desk_with(qapp, tmp_path, server, text)
            threads = threads_that_read(monkeypatch)
            printouts: list[Printout] = []
            desk.house.answers.when_printout(desk.house.session.messages[-1], printouts.append)
            await desk.until(lambda: printouts)
            assert "300 of 900 rows" in printouts[0].foot
            assert threads and threading.main_thread() not in threads
            await desk.close()

    run(scenario())


def test_opened_again_it_is_not_read_again(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, client_table(ROWS))
            desk.house.answers.perform(AnswerAction.TABLE, "")
            await desk.until(lambda: panel_of(desk).isVisible())
            threads = threads_that_read(monkeypatch)
            panel_of(desk).request_close()
            desk.house.answers.perform(AnswerAction.TABLE, "")
            assert panel_of(desk).isVisible() and not threads
            await desk.close()

    run(scenario())


def held_reading(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Answers are read, but nobody gets to know before this is set."""
    let_go = threading.Event()
    read = answer_reading.read_answer

    def read_and_wait(*arguments: Any, **options: Any) -> answer_reading.ReadAnswer:
        found = read(*arguments, **options)
        let_go.wait(60)
        return found

    monkeypatch.setattr(answer_reading, "read_answer", read_and_wait)
    return let_go


@pytest.mark.parametrize("is_whole", [False, True])
def test_rows_that_come_while_it_is_read_are_there(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_whole: bool
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            begin = sse({"conversation_id": "c"}, {"token": client_table(ROWS) + "| 301 | Half"})
            rest = sse({"token": " a row |\n" + row_of(302) + "| 303 "}, *(["[DONE]"] if is_whole else []))
            reply = Reply([begin], hold=asyncio.Event(), rest=[rest])
            server.replies.append(reply)
            desk.type("Who owes money?")
            await desk.until(lambda: "Half" in desk.house.session.running_text)
            let_go = held_reading(monkeypatch)
            assert desk.house.answers.open_table(TableInAnswer(desk.house.session.messages[-1].id, 0))
            assert reply.hold is not None
            reply.hold.set()
            session = desk.house.session
            await desk.until(lambda: "303" in (session.running_text or session.messages[-1].text))
            await desk.until_idle()
            let_go.set()
            await desk.until(lambda: panel_of(desk).isVisible())
            # Of an answer that broke off the row in which it did is none.
            await desk.until(lambda: len(panel_of(desk).shown().rows) == ROWS + (3 if is_whole else 2))
            names = [row[1].text for row in panel_of(desk).shown().rows[ROWS:]]
            assert names[:2] == ["Half a row", "Client 302"]
            await desk.until(lambda: bool(panel_of(desk).note) != is_whole)
            await desk.close()

    run(scenario())


def test_half_a_row_of_a_long_table_is_no_row(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            begin = sse({"conversation_id": "c"}, {"token": client_table(ROWS) + "| 301 | Half"})
            server.replies.append(Reply([begin], hold=asyncio.Event()))
            desk.type("Who owes money?")
            await desk.until(lambda: "Half" in desk.house.session.running_text)
            desk.house.window.menu.table_requested.emit()
            await desk.until(lambda: panel_of(desk).isVisible())
            assert len(panel_of(desk).shown().rows) == ROWS
            assert panel_of(desk).note
            desk.house.session.stop_turn()
            await desk.until(lambda: "Stopped" in panel_of(desk).note)
            await desk.close()

    run(scenario())


def test_another_conversation_opens_no_table_of_the_one_before(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, client_table(ROWS))
            desk.house.answers.perform(AnswerAction.TABLE, "")
            desk.house.session.new_conversation()
            await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == "answer reading"),
                return_exceptions=True)  # fmt: skip
            assert not panel_of(desk).isVisible()
            await desk.close()

    run(scenario())


def test_of_several_long_tables_one_is_chosen(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            text = f"## Due\n\n{client_table(ROWS)}\n## Paid\n\n{HEAD}{row_of(1)}"
            desk = await desk_with(qapp, tmp_path, server, text)
            desk.house.answers.perform(AnswerAction.TABLE, "")
            await desk.until(lambda: menus(desk))
            (menu,) = menus(desk)
            assert [action.text() for action in menu.actions()] == ["1.  Due (300 rows)", "2.  Paid (1 row)"]
            menu.actions()[1].trigger()
            assert panel_of(desk).title == "Paid"
            menu.close()
            await desk.close()

    run(scenario())
