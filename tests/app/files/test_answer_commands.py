"""Answers at work: copied in every form, opened as a table that grows with the answer, saved and put on paper."""

import asyncio
import csv
import io
import threading
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QTableView
from support.desk import OpenDesk, open_desk
from support.limits import LAST_RESORT_S
from support.long_tables import client_table
from support.notices import press_notice
from support.pdf import print_document
from support.scripted_server import Reply, scripted_server, sse

from strakly_desktop.app.files.files import FILE_NOTICE
from strakly_desktop.app.files.printing import PRINTER_NOTICE, Paper
from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.markdown import markup
from strakly_desktop.rendering.printing.printout import Printout
from strakly_desktop.ui.controls.file_formats import CopyFormat, TableFormat
from strakly_desktop.ui.controls.search_field import SearchField
from strakly_desktop.ui.notices.notice_row import NoticeRow
from strakly_desktop.ui.page.answer_actions import AnswerAction
from strakly_desktop.ui.page.answer_tables import TableInAnswer
from strakly_desktop.ui.transcript.open_table_button import GrowingTableButton

HEAD = "| Client | Due |\n|---|---|\n"
ROWS = "| [Rohan](/clients/5) | Rs. 14,500 |\n| =Priya | Rs. 1,800 |\n"


def facts(desk: OpenDesk) -> str:
    """What the notices on screen say."""
    return " ".join(row.notice.fact for row in desk.house.window.findChildren(NoticeRow))


async def desk_with(qapp: Any, home: Path, server: Any, text: str) -> OpenDesk:
    desk = open_desk(qapp, home, server.url, "a.b.c")
    desk.house.connect()
    server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": text}, "[DONE]")]))
    await desk.ask("Who owes money?")
    return desk


def table_on_paper(desk: OpenDesk) -> Printout:
    """The rows of the table panel, of which there are few, as they go on paper."""
    made: list[Printout] = []
    desk.house.answers.when_table_printout(made.append)
    return made[0]


def test_an_answer_is_copied_as_markdown_text_or_html(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, "**Two** owe money.")
            answer = desk.house.session.messages[-1].id
            clipboard = QApplication.clipboard()
            desk.house.answers.copy(answer, CopyFormat.MARKDOWN)
            assert clipboard.text() == "**Two** owe money."
            assert bytes(clipboard.mimeData().data("text/markdown").data()) == b"**Two** owe money."
            desk.house.answers.copy(answer, CopyFormat.TEXT)
            assert clipboard.text() == "Two owe money."
            assert "<strong>Two</strong>" in clipboard.mimeData().html()
            desk.house.answers.copy(answer, CopyFormat.HTML)
            assert clipboard.text().startswith("<p><strong>Two</strong>")
            for action, begin in (
                (AnswerAction.COPY_TEXT, "Two owe"),
                (AnswerAction.COPY_HTML, "<p><strong>"),
                (AnswerAction.COPY_MARKDOWN, "**Two**"),
                (AnswerAction.COPY, "Two owe"),
            ):
                desk.house.transcript.action_requested.emit(action, answer)
                assert clipboard.text().startswith(begin)
            await desk.close()

    run(scenario())


def test_a_copied_table_has_a_line_for_each_row(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, HEAD + ROWS)
            desk.house.answers.copy("", CopyFormat.TEXT)
            assert QApplication.clipboard().text().splitlines() == [
                "Client\tDue",
                "Rohan\tRs. 14,500",
                "'=Priya\tRs. 1,800",
            ]
            html = QApplication.clipboard().mimeData().html()
            assert '<a href="https://app.strakly.example/clients/5"' in html
            desk.house.answers.copy("", CopyFormat.MARKDOWN)
            assert "[Rohan](https://app.strakly.example/clients/5)" in QApplication.clipboard().text()
            desk.house.answers.copy("", CopyFormat.TEXT)
            assert 'sdval="1800"' in html and "/clients/5" not in QApplication.clipboard().text()
            await desk.close()

    run(scenario())


@pytest.mark.parametrize("form", CopyFormat)
def test_a_long_answer_is_prepared_beside_the_window(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: CopyFormat
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, client_table(300) + "\nThat is all.")
            clipboard = QApplication.clipboard()
            clipboard.setText("before")
            threads = []
            whole = markup.to_html

            def to_html(text: str) -> str:
                threads.append(threading.current_thread())
                return whole(text)

            monkeypatch.setattr(markup, "to_html", to_html)
            desk.house.answers.copy("", CopyFormat.MARKDOWN if form is CopyFormat.HTML else CopyFormat.HTML)
            desk.house.answers.copy("", form)
            await desk.until(lambda: clipboard.text() != "before")
            assert threads and threading.main_thread() not in threads
            assert clipboard.text().count("Client 300") == 1
            assert clipboard.text().startswith("<table") == (form is CopyFormat.HTML)
            assert "That is all." in clipboard.text()
            await desk.close()

    run(scenario())


def test_what_is_copied_while_a_long_answer_is_prepared_stays_on_the_clipboard(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A telephone number that was copied in the meantime, here or in another program, became a page of text."""

    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, client_table(300))
            clipboard = QApplication.clipboard()
            may_go_on = threading.Event()
            whole = markup.to_html

            def to_html(text: str) -> str:
                may_go_on.wait(LAST_RESORT_S)
                return whole(text)

            monkeypatch.setattr(markup, "to_html", to_html)
            answers = desk.house.answers
            answers.copy("", CopyFormat.TEXT)
            clipboard.setText("98765 43210")
            may_go_on.set()
            await answers._copying._tasks.finish()
            assert clipboard.text() == "98765 43210"
            assert FILE_NOTICE not in desk.notices and "opied" not in facts(desk)
            # What only the middle button pastes is no other copy.
            answers.copy("", CopyFormat.TEXT)
            clipboard.changed.emit(QClipboard.Mode.Selection)
            await answers._copying._tasks.finish()
            assert "Client 300" in clipboard.text()
            await desk.close()

    run(scenario())


def test_half_an_answer_says_so_wherever_it_is_pasted(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server(Reply([sse({"conversation_id": "c"}, {"token": "Rs. 500 in"})])) as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            await desk.ask("Revenue?")
            answer = desk.house.session.messages[-1]
            assert answer.state is MessageState.INCOMPLETE
            desk.house.transcript.action_requested.emit(AnswerAction.COPY, answer.id)
            assert "Do not use these figures" in QApplication.clipboard().mimeData().html()
            for form in CopyFormat:
                desk.house.answers.copy(answer.id, form)
                text = QApplication.clipboard().text()
                assert "Do not use these figures" in text
                assert "Rs. 500 in" in text
            await desk.close()

    run(scenario())


def test_a_table_opens_beside_and_is_saved_without_formulas(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, HEAD + ROWS)
            window = desk.house.window
            desk.house.transcript.action_requested.emit(
                AnswerAction.TABLE, desk.house.session.messages[-1].id
            )
            assert window.table_dock.panel.isVisible()
            assert window.table_dock.panel.title == "Who owes money?"
            desk.house.answers.save_table(TableFormat.CSV, tmp_path / "due.csv")
            await desk.until(lambda: "Saved as due.csv" in facts(desk))
            text = (tmp_path / "due.csv").read_bytes().decode("utf-8-sig")
            assert list(csv.reader(io.StringIO(text)))[1:] == [
                ["Rohan", "Rs. 14,500"],
                ["'=Priya", "Rs. 1,800"],
            ]
            desk.house.answers.save_table(TableFormat.XLSX, tmp_path / "due.xlsx")
            await desk.until(lambda: "Saved as due.xlsx" in facts(desk))
            with zipfile.ZipFile(tmp_path / "due.xlsx") as book:
                assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
            window.table_dock.save_requested.emit(TableFormat.CSV)
            (dialog,) = window.findChildren(QFileDialog)
            assert [name.startswith("CSV") for name in dialog.nameFilters()] == [True, True]
            dialog.selectNameFilter(dialog.nameFilters()[1])
            dialog.fileSelected.emit(str(tmp_path / "June 1.5"))
            await desk.until(lambda: "Saved as June 1.5.csv" in facts(desk))
            assert (tmp_path / "June 1.5.csv").read_bytes()[3:].splitlines()[0] == b'"Client";"Due"'
            dialog.reject()
            for file_format, begin in (
                (TableFormat.TSV, b'"Client"\t"Due"'),
                (TableFormat.JSON, b'{"about"'),
            ):
                path = tmp_path / f"due.{file_format.value}"
                desk.house.answers.save_table(file_format, path)
                await desk.until(partial(lambda name: f"Saved as {name}" in facts(desk), path.name))
                assert begin in path.read_bytes()
            window.new_chat_requested.emit()
            assert not window.table_dock.panel.isVisible()
            await desk.close()

    run(scenario())


def test_the_table_grows_while_the_answer_streams_and_tells_that_it_is_not_whole(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            first = sse({"conversation_id": "c"}, {"token": HEAD + "| Rohan | 1 |\n| Pr"})
            reply = Reply([first, sse({"token": "iya | 2 |\n| Imran | 3 |\n"})], hold=asyncio.Event())
            server.replies.append(reply)
            desk.type("Who owes money?")
            await desk.until(lambda: "Rohan" in desk.house.session.running_text)
            desk.house.window.menu.table_requested.emit()
            panel = desk.house.window.table_dock.panel
            await desk.until(lambda: len(panel.shown().rows) == 3)
            assert panel.note
            desk.house.session.stop_turn()
            assert desk.house.session.messages[-1].state is MessageState.STOPPED
            assert [row[0].text for row in panel.shown().rows] == ["Rohan", "Priya", "Imran"]
            assert "Stopped" in panel.note
            await desk.close()

    run(scenario())


@pytest.mark.parametrize("is_opened_late", [False, True])
def test_a_table_that_is_whole_says_so_while_only_text_follows_it(
    qapp: Any, run: Any, tmp_path: Path, is_opened_late: bool
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            first = sse({"conversation_id": "c"}, {"token": HEAD + "| Rohan | 1 |\n| Priya | 2 |\n"})
            rest = sse({"token": "\nShowing 2 of 245.\n\nAsk them soon.\n\nSince"})
            held, goes_on = asyncio.Event(), asyncio.Event()
            server.replies.append(Reply([first, rest, sse({"token": " May"})], hold=held))
            session, panel = desk.house.session, desk.house.window.table_dock.panel
            session.token_received.connect(lambda text: goes_on.set() if "Since" in text else None)
            desk.type("Who owes money?")
            await desk.until(lambda: "Rohan" in session.running_text)
            if not is_opened_late:
                desk.house.window.menu.table_requested.emit()
                await desk.until(panel.isVisible)
            await goes_on.wait()
            if is_opened_late:
                desk.house.window.menu.table_requested.emit()
            await desk.until(lambda: panel.note == "2 of 245 rows")
            printed: list[Printout] = []
            desk.house.answers.when_table_printout(printed.append)
            await desk.until(lambda: printed)
            assert printed[0].state is MessageState.COMPLETE
            assert session.is_running
            session.stop_turn()
            await desk.until(lambda: "Stopped" in panel.note)
            await desk.close()

    run(scenario())


def test_an_answer_becomes_a_pdf_slip(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, HEAD + ROWS)
            answer = desk.house.session.messages[-1]
            desk.house.answers.write_pdf(answer, tmp_path / "printout.pdf")
            await desk.until(lambda: "Saved as printout.pdf" in facts(desk))
            assert (tmp_path / "printout.pdf").read_bytes().startswith(b"%PDF-")
            desk.house.answers.write_pdf(answer, tmp_path / "gone" / "printout.pdf")
            await desk.until(lambda: "was not saved" in facts(desk))
            await desk.close()

    run(scenario())


def test_the_last_table_is_found_above_an_answer_without_one(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            two = f"## Paid\n\n{HEAD}{ROWS}\n## Still **due**\n\n{HEAD}| Imran | 3 |\n"
            desk = await desk_with(qapp, tmp_path, server, two)
            server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": "Hello."}, "[DONE]")]))
            await desk.ask("Hello")
            QTest.keyClick(desk.house.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
            panel = desk.house.window.table_dock.panel
            assert panel.isVisible()
            assert panel.title == "Still due"
            assert [row[0].text for row in panel.shown().rows] == ["Imran"]
            await desk.close()

    run(scenario())


def test_without_a_table_it_is_said_that_there_is_none(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, "Nobody.")
            desk.house.window.menu.table_requested.emit()
            await desk.until(lambda: "no table" in facts(desk))
            assert not desk.house.window.table_dock.panel.isVisible()
            await desk.close()

    run(scenario())


def test_several_tables_are_offered_by_number_and_heading(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(
                qapp, tmp_path, server, f"## Paid\n\n{HEAD}{ROWS}\n## Due\n\n{HEAD}| A | 1 |\n"
            )
            desk.house.answers.perform(AnswerAction.TABLE, "")
            (menu,) = (menu for menu in desk.house.window.findChildren(QMenu) if menu.isVisible())
            assert [action.text() for action in menu.actions()] == ["1.  Paid (2 rows)", "2.  Due (1 row)"]
            menu.actions()[1].trigger()
            assert desk.house.window.table_dock.panel.title == "Due"
            menu.close()
            await desk.close()

    run(scenario())


def test_a_table_can_be_opened_by_mouse_while_it_arrives(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        rows = sse({"conversation_id": "c"}, {"token": HEAD + "| Rohan | 1 |\n| Pr"})
        async with scripted_server(Reply([rows], hold=asyncio.Event())) as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            (button,) = desk.house.transcript.findChildren(GrowingTableButton)
            desk.type("Who owes money?")
            await desk.until(button.isVisible)
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            assert desk.house.window.table_dock.panel.isVisible()
            desk.house.session.stop_turn()
            await desk.until(button.isHidden)
            await desk.close()

    run(scenario())


def test_a_row_that_the_page_does_not_draw_is_opened_in_the_panel(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, client_table(300))
            answer = desk.house.session.messages[-1].id
            panel = desk.house.window.table_dock.panel
            assert desk.house.answers.open_table(TableInAnswer(answer, 0))
            await desk.until(panel.isVisible)
            grid = panel.findChild(QTableView)
            assert grid is not None
            assert not grid.selectionModel().hasSelection()
            field = panel.findChild(QLineEdit)
            assert field is not None
            field.setText("Client 7")
            assert desk.house.answers.open_table(TableInAnswer(answer, 0, 249))
            await desk.until(grid.selectionModel().hasSelection)
            texts = [index.data() for index in grid.selectionModel().selectedIndexes()]
            assert texts == ["250", "Client 250", "+91 98765 00250", "Gold", "Rs. 9,250"]
            assert grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()).center())
            await desk.close()

    run(scenario())


def test_a_link_in_the_panel_goes_the_way_of_all_links(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, HEAD + ROWS)
            desk.house.window.table_dock.panel.link_activated.emit("/clients/5")
            assert desk.opened_urls == ["https://app.strakly.example/clients/5"]
            desk.house.window.table_dock.panel.link_activated.emit("file:///etc/passwd")
            assert len(desk.opened_urls) == 1
            await desk.close()

    run(scenario())


def test_paper_tells_what_the_rows_on_it_are_not(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server(Reply([sse({"conversation_id": "c"}, {"token": HEAD + ROWS})])) as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            await desk.ask("Who owes money?")
            desk.house.window.menu.table_requested.emit()
            printout = table_on_paper(desk)
            assert "INCOMPLETE" in print_document(printout).toPlainText()
            assert "filtered" not in print_document(printout).toPlainText()
            desk.house.window.table_dock.panel.findChildren(SearchField)[0].setText("Rohan")
            printout = table_on_paper(desk)
            assert "1 of 2 rows, filtered by 'Rohan'" in print_document(printout).toPlainText()
            assert "1 of 2 rows, filtered by 'Rohan'" in printout.foot
            assert "Priya" not in print_document(printout).toPlainText()
            await desk.close()

    run(scenario())


def test_a_long_table_for_paper_is_written_beside_the_window(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            rows = "".join(f"| Client {number} | Rs. {number} |\n" for number in range(1_000))
            desk = await desk_with(qapp, tmp_path, server, HEAD + rows)
            desk.house.window.menu.table_requested.emit()
            panel = desk.house.window.table_dock.panel
            await desk.until(lambda: len(panel.shown().rows) == 1_000)
            made: list[Printout] = []
            desk.house.answers.when_table_printout(made.append)
            assert made == []
            # What is chosen is what was seen then.
            panel.findChildren(SearchField)[0].setText("Client 7")
            await desk.until(lambda: made)
            assert made[0].answer.count("\n| Client ") == 1_000 and not made[0].extent
            await desk.close()

    run(scenario())


def test_an_answer_that_lists_a_part_says_so_on_each_page(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, f"Showing 2 of 245 clients.\n\n{HEAD}{ROWS}")
            printouts: list[Printout] = []
            desk.house.answers.when_printout(desk.house.session.messages[-1], printouts.append)
            assert [one.foot.count("2 of 245 rows") for one in printouts] == [1]
            await desk.close()

    run(scenario())


def test_without_a_printer_the_slip_can_be_saved_as_pdf(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, HEAD + ROWS)
            window = desk.house.window
            paper = Paper(window.notices, find_printer=lambda: False)
            answer = desk.house.session.messages[-1]
            desk.house.answers.when_printout(answer, lambda printout: paper.print(printout, "Who owes?"))
            assert "no printer" in facts(desk)
            press_notice(desk.house.window.notices, PRINTER_NOTICE)
            (dialog,) = window.findChildren(QFileDialog)
            assert Path(dialog.selectedFiles()[0]).name.startswith("Who owes 20")
            dialog.fileSelected.emit(str(tmp_path / "printout.pdf"))
            await paper.aclose()
            assert (tmp_path / "printout.pdf").read_bytes().startswith(b"%PDF-")
            dialog.reject()
            await desk.close()

    run(scenario())


@pytest.mark.parametrize("leave", ["new chat", "another one"])
def test_what_is_offered_for_one_answer_leaves_with_its_conversation_and_what_is_done_stays(
    qapp: Any, run: Any, tmp_path: Path, leave: str
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, HEAD + ROWS)
            notices, session = desk.house.window.notices, desk.house.session
            paper = Paper(notices, find_printer=lambda: False)
            answer = session.messages[-1]
            desk.house.answers.when_printout(answer, lambda printout: paper.print(printout, "Who owes?"))
            desk.house.answers.write_pdf(answer, tmp_path / "gone" / "owes.pdf")
            await desk.until(lambda: "owes.pdf was not saved" in facts(desk))
            assert PRINTER_NOTICE in desk.notices
            if leave == "new chat":
                session.new_conversation()
            else:
                await desk.until(lambda: session.summary is not None)
                summary = session.summary
                assert summary is not None
                session.open_conversation(replace(summary, id="other"), [])
            assert desk.notices == [FILE_NOTICE], "the other's button would save what is not on the page"
            assert "owes.pdf was not saved" in facts(desk), "which file, it says; and it waits for an answer"
            await paper.aclose()
            await desk.close()

    run(scenario())


def test_with_a_printer_the_dialog_opens_and_what_it_accepts_is_painted(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    from PySide6.QtPrintSupport import QPrintDialog

    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, HEAD + ROWS)
            window = desk.house.window
            paper = Paper(window.notices, find_printer=lambda: True)
            answer = desk.house.session.messages[-1]
            desk.house.answers.when_printout(answer, lambda printout: paper.print(printout, "Who owes?"))
            (dialog,) = window.findChildren(QPrintDialog)
            dialog.printer().setOutputFileName(str(tmp_path / "paper.pdf"))
            dialog.accepted.emit(dialog.printer())
            await paper.aclose()
            assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF-")
            dialog.reject()
            await desk.close()

    run(scenario())


def test_ctrl_p_prints_the_open_table_or_the_last_answer(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[tuple[str, str]] = []
    monkeypatch.setattr(
        Paper, "print", lambda _paper, printout, title: printed.append((title, printout.answer))
    )

    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, HEAD + ROWS)
            window = desk.house.window
            (entry,) = (one for one in window.menu.actions() if one.text() == "Print...")
            assert entry.shortcut() == QKeySequence("Ctrl+P")
            entry.trigger()
            assert printed == [("Who owes money?", HEAD + ROWS)]
            desk.house.answers.open_last_table()
            await desk.until(window.table_dock.is_shown)
            window.table_dock.panel._filter.setText("Rohan")
            entry.trigger()
            await desk.until(lambda: len(printed) == 2)
            assert "Rohan" in printed[1][1] and "Priya" not in printed[1][1]
            desk.house.session.new_conversation()
            entry.trigger()
            assert len(printed) == 2 and "There is no answer to print yet." in facts(desk)
            await desk.close()

    run(scenario())


def test_each_of_four_tables_can_be_opened(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        four = "".join(f"## Part {n}\n\n{HEAD}| N{n} | {n} |\n\n" for n in range(4))
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, four)
            answer, panel = desk.house.session.messages[-1], desk.house.window.table_dock.panel
            for index in range(4):
                desk.house.transcript.table_requested.emit(TableInAnswer(answer.id, index))
                assert panel.title == f"Part {index}"
            assert not desk.house.answers.open_table(TableInAnswer(answer.id, 4))
            assert not desk.house.answers.open_table(TableInAnswer("gone", 0))
            desk.house.transcript.verticalScrollBar().setValue(0)
            desk.house.transcript._end.note_reader()
            desk.house.window.menu.table_requested.emit()
            assert panel.title in ("Part 0", "Part 1", "Part 2")
            await desk.close()

    run(scenario())
