"""Answers at work: copied in every form, opened as a table that grows with the answer, saved and put on paper."""

import asyncio
import csv
import io
import zipfile
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from support.desk import OpenDesk, open_desk
from support.scripted_server import Reply, scripted_server, sse

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.ui.answer_actions import AnswerAction
from strakly_desktop.ui.notice_row import NoticeRow

HEAD = "| Client | Due |\n|---|---|\n"
ROWS = "| [Rohan](/clients/5) | Rs. 14,500 |\n| =Priya | Rs. 1,800 |\n"


def facts(desk: OpenDesk) -> str:
    """What the notices on screen say."""
    return " ".join(row.notice.fact for row in desk.house.window.findChildren(NoticeRow))


async def desk_with(qapp: Any, home: Path, server: Any, text: str) -> OpenDesk:
    desk = open_desk(qapp, home, server.url, "")
    desk.house.connect()
    server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": text}, "[DONE]")]))
    await desk.ask("Who owes money?")
    return desk


def test_an_answer_is_copied_as_markdown_text_or_html(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, "**Two** owe money.")
            answer = desk.house.session.messages[-1].id
            clipboard = QApplication.clipboard()
            desk.house.answers.copy(answer, "markdown")
            assert clipboard.text() == "**Two** owe money."
            assert "<strong>Two</strong>" in clipboard.mimeData().html()
            desk.house.answers.copy(answer, "text")
            assert clipboard.text() == "Two owe money."
            desk.house.answers.copy(answer, "html")
            assert clipboard.text().startswith("<p><strong>Two</strong>")
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
            assert window.table_panel.isVisible()
            assert window.table_panel.title == "Who owes money?"
            desk.house.answers.save_table("csv", tmp_path / "due.csv")
            await desk.until(lambda: "Saved as due.csv" in facts(desk))
            text = (tmp_path / "due.csv").read_bytes().decode("utf-8-sig")
            assert list(csv.reader(io.StringIO(text)))[1:] == [
                ["Rohan", "Rs. 14,500"],
                ["'=Priya", "Rs. 1,800"],
            ]
            desk.house.answers.save_table("xlsx", tmp_path / "due.xlsx")
            await desk.until(lambda: "Saved as due.xlsx" in facts(desk))
            with zipfile.ZipFile(tmp_path / "due.xlsx") as book:
                assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
            window.new_chat_requested.emit()
            assert not window.table_panel.isVisible()
            await desk.close()

    run(scenario())


def test_the_table_grows_while_the_answer_streams_and_tells_that_it_is_not_whole(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "")
            desk.house.connect()
            first = sse({"conversation_id": "c"}, {"token": HEAD + "| Rohan | 1 |\n| Pr"})
            reply = Reply([first, sse({"token": "iya | 2 |\n| Imran | 3 |\n"})], hold=asyncio.Event())
            server.replies.append(reply)
            desk.type("Who owes money?")
            await desk.until(lambda: "Rohan" in desk.house.session.running_text)
            desk.house.window.table_requested.emit()
            panel = desk.house.window.table_panel
            await desk.until(lambda: len(panel.shown().rows) == 3)
            assert panel.note
            desk.house.session.stop_turn()
            assert desk.house.session.messages[-1].state is MessageState.STOPPED
            assert [row[0].text for row in panel.shown().rows] == ["Rohan", "Priya", "Imran"]
            assert "Stopped" in panel.note
            await desk.close()

    run(scenario())


def test_an_answer_becomes_a_pdf_slip(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, HEAD + ROWS)
            answer = desk.house.session.messages[-1]
            desk.house.answers.write_pdf(answer, tmp_path / "slip.pdf")
            assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF-")
            desk.house.answers.write_pdf(answer, tmp_path / "gone" / "slip.pdf")
            assert "was not saved" in facts(desk)
            await desk.close()

    run(scenario())
