"""Who saves, copies or prints half an answer reads in the window that it is half: not only who opens the file later."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QApplication, QFileDialog, QTableView
from support.desk import OpenDesk, open_desk
from support.history_use import HistoryUse
from support.scripted_server import Reply, scripted_server, sse

from strakly_desktop.app.chat.message_view import quoted
from strakly_desktop.app.files.printing import Paper
from strakly_desktop.conversation.state_words import WARNING
from strakly_desktop.rendering.printing.printout import Printout
from strakly_desktop.ui.controls.copy_button import CopyButton
from strakly_desktop.ui.controls.file_formats import CopyFormat, ExportFormat, PictureFormat, TableFormat
from strakly_desktop.ui.notices.notice import Notice, NoticeKind
from strakly_desktop.ui.notices.notice_row import NoticeRow
from strakly_desktop.ui.page.answer_actions import AnswerAction

TABLE = "| Client | Due |\n|---|---|\n| Rohan | Rs. 14,500 |\n| Priya | Rs. 1,800 |\n| Imran | Rs. 900 |\n"


async def desk_with(qapp: Any, home: Path, server: Any, *, whole: bool) -> OpenDesk:
    """A desk with a table on the page and in the panel."""
    desk = open_desk(qapp, home, server.url, "a.b.c")
    desk.house.connect()
    end = ("[DONE]",) if whole else ()
    server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": TABLE}, *end)]))
    await desk.ask("Who owes money?")
    desk.house.answers.perform(AnswerAction.TABLE, "")
    return desk


def notices(desk: OpenDesk) -> list[Notice]:
    newest = {row.notice.key: row.notice for row in desk.house.window.findChildren(NoticeRow)}
    return [newest[key] for key in desk.notices]


async def told(desk: OpenDesk, fact: str) -> None:
    """Wait until the window says so, as a warning that names the end of the answer."""
    await desk.until(lambda: any(notice.fact == fact for notice in notices(desk)))
    (notice,) = [notice for notice in notices(desk) if notice.fact == fact]
    assert notice.kind is NoticeKind.WARNING
    assert notice.rest.startswith("Incomplete: ") and WARNING in notice.rest


def copy_button(desk: OpenDesk) -> CopyButton:
    return desk.house.window.table_dock.panel.findChildren(CopyButton)[0]


def save_chart(desk: OpenDesk, picture: PictureFormat, path: Path) -> None:
    desk.house.window.table_dock.picture_requested.emit(picture)
    (dialog,) = desk.house.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    dialog.setParent(None)


def print_on(
    desk: OpenDesk, path: Path, when_printout: Callable[[Callable[[Printout], None]], None]
) -> Paper:
    from PySide6.QtPrintSupport import QPrintDialog

    paper = Paper(desk.house.window.notices, find_printer=lambda: True)
    when_printout(lambda printout: paper.print(printout, "Dues"))
    (dialog,) = desk.house.window.findChildren(QPrintDialog)
    dialog.printer().setOutputFileName(str(path))
    dialog.accepted.emit(dialog.printer())
    dialog.reject()
    return paper


@pytest.mark.parametrize("file_format", TableFormat)
def test_a_saved_table(qapp: Any, run: Any, tmp_path: Path, file_format: TableFormat) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, whole=False)
            path = tmp_path / f"due.{file_format.value}"
            desk.house.answers.save_table(file_format, path)
            await told(desk, f"Saved as {path.name}, and not whole.")
            assert path.stat().st_size > 0, "it is saved all the same"
            await desk.close()

    run(scenario())


def test_a_saved_chart(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, whole=False)
            desk.house.window.table_dock.panel.show_chart()
            for picture in PictureFormat:
                path = tmp_path / f"due.{picture.value}"
                save_chart(desk, picture, path)
                await told(desk, f"Saved as {path.name}, and not whole.")
                assert path.stat().st_size > 0
            await desk.close()

    run(scenario())


def test_a_pdf_and_a_printed_page(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, whole=False)
            answers, answer = desk.house.answers, desk.house.session.messages[-1]
            answers.write_pdf(answer, tmp_path / "answer.pdf")
            await told(desk, "Saved as answer.pdf, and not whole.")
            paper = print_on(desk, tmp_path / "paper.pdf", answers.when_table_printout)
            await told(desk, '"Dues" went to the printer, and is not whole.')
            assert all(
                (tmp_path / name).read_bytes().startswith(b"%PDF-") for name in ("answer.pdf", "paper.pdf")
            )
            await paper.aclose()
            await desk.close()

    run(scenario())


def test_copied_rows_a_copied_chart_and_a_copied_answer(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, whole=False)
            panel, copied = desk.house.window.table_dock.panel, "Copied, and not whole."
            copy_button(desk).click()
            await told(desk, copied)
            (grid,) = panel.findChildren(QTableView)
            row = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            grid.selectionModel().select(grid.model().index(0, 0), row)
            copy_button(desk).click()
            assert QApplication.clipboard().text() == "Rohan\tRs. 14,500"
            assert "copied" not in desk.notices, "who chose rows knows of the others"
            panel.show_chart()
            copy_button(desk).click()
            await told(desk, copied)
            desk.house.window.notices.dismiss("copied")
            desk.house.answers.copy("", CopyFormat.TEXT)
            await told(desk, copied)
            await desk.close()

    run(scenario())


def test_an_exported_conversation_tells_how_many_of_its_answers_are_half(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, whole=False)
            for file_format in ExportFormat:
                path = tmp_path / f"talk.{file_format.value}"
                summary = desk.house.session.summary
                assert summary is not None
                desk.house.exports.write(summary.id, file_format, path)
                said = f"Saved as {path.name}. One answer in it is not whole."
                await desk.until(partial(lambda words: words in desk.notice_texts, said))
            await desk.close()

    run(scenario())


def test_of_a_whole_answer_nothing_of_the_kind_is_said(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, whole=True)
            copy_button(desk).click()
            desk.house.answers.copy("", CopyFormat.TEXT)
            desk.house.answers.save_table(TableFormat.CSV, tmp_path / "due.csv")
            await desk.until(lambda: "Saved as due.csv." in desk.notice_texts)
            paper = print_on(desk, tmp_path / "paper.pdf", desk.house.answers.when_table_printout)
            await paper.aclose()
            assert [notice.fact for notice in notices(desk)] == ["Saved as due.csv."]
            await desk.close()

    run(scenario())


HALF_ROW = TABLE + "| Meena | Rs. 10"
WHOLE_ROWS = ["Rohan", "Priya", "Imran"]


async def desk_with_half_a_row(qapp: Any, home: Path, server: Any) -> OpenDesk:
    desk = open_desk(qapp, home, server.url, "a.b.c")
    desk.house.connect()
    server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": HALF_ROW})]))
    await desk.ask("Who owes money?")
    return desk


def test_half_a_row_is_no_row_beside_the_page_and_seen_to_go_on_there(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    """The figure in it was a hundred thousand."""

    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with_half_a_row(qapp, tmp_path / "home", server)
            assert desk.shown.count("Rs. 10…") == 1
            desk.house.answers.perform(AnswerAction.TABLE, "")
            panel = desk.house.window.table_dock.panel
            assert [row[0].text for row in panel.shown().rows] == WHOLE_ROWS
            panel.show_chart()
            assert panel.chart is not None and len(panel.chart.points) == len(WHOLE_ROWS)
            desk.house.answers.save_table(TableFormat.CSV, tmp_path / "due.csv")
            await desk.until(lambda: "Saved as due.csv" in desk.notice_texts)
            assert "Meena" not in (tmp_path / "due.csv").read_text("utf-8")
            desk.house.answers.open_last_table()
            await desk.until(lambda: len(panel.shown().rows) == len(WHOLE_ROWS))
            await desk.close()

    run(scenario())


def test_a_panel_that_was_open_while_it_came_gets_no_half_row_either(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path / "home", server.url, "a.b.c")
            desk.house.connect()
            reply = Reply([sse({"conversation_id": "c"}, {"token": HALF_ROW})], hold=asyncio.Event())
            server.replies.append(reply)
            desk.type("Who owes money?")
            await desk.until(lambda: "Meena" in desk.house.session.running_text)
            desk.house.window.menu.table_requested.emit()
            panel = desk.house.window.table_dock.panel
            await desk.until(lambda: panel.shown().rows)
            desk.house.session.stop_turn()
            await desk.until(lambda: "Stopped" in panel.note and "Rs. 10…" in desk.shown)
            assert [row[0].text for row in panel.shown().rows] == WHOLE_ROWS
            await desk.close()

    run(scenario())


def test_half_a_row_is_seen_to_go_on_wherever_the_answer_goes(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with_half_a_row(qapp, tmp_path / "home", server)
            house, answer = desk.house, desk.house.session.messages[-1]
            assert answer.text == HALF_ROW, "what is kept is what came"
            for form in CopyFormat:
                house.answers.copy("", form)
                assert "Rs. 10…" in QApplication.clipboard().text()
            made: list[Printout] = []
            house.answers.when_printout(answer, made.append)
            assert "Rs. 10…" in made[0].answer
            assert "Rs. 10…" in quoted(answer)
            summary = house.session.summary
            assert summary is not None
            for file_format in (ExportFormat.MARKDOWN, ExportFormat.HTML):
                path = tmp_path / f"talk.{file_format.value}"
                house.exports.write(summary.id, file_format, path)
                await desk.until(partial(lambda name: f"Saved as {name}" in desk.notice_texts, path.name))
                assert "Rs. 10…" in path.read_text("utf-8")
            await HistoryUse(desk).open("Who owes money?")
            await desk.until(lambda: "Rs. 10…" in desk.shown)
            await desk.close()

    run(scenario())
