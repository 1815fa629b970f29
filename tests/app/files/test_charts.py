"""The chart of an answer: opened from its buttons, saved as a file, and put on paper above the rows."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from support.desk import OpenDesk, open_desk
from support.pdf import print_document
from support.scripted_server import Reply, scripted_server, sse

from strakly_desktop.rendering.printing.printout import Printout
from strakly_desktop.ui.controls.buttons import IconButton
from strakly_desktop.ui.controls.file_formats import PictureFormat
from strakly_desktop.ui.notices.notice_row import NoticeRow
from strakly_desktop.ui.page.answer_actions import AnswerAction, AnswerActions

NAMES = "| Client | Plan |\n|---|---|\n| Asha | Gold |\n| Imran | Silver |\n"
DUES = "| Client | Due |\n|---|---|\n| Asha | Rs. 500 |\n| Imran | Rs. 900 |\n| Zoya | — |\n"


async def desk_with(qapp: Any, home: Path, server: Any, text: str) -> OpenDesk:
    desk = open_desk(qapp, home, server.url, "a.b.c")
    desk.house.connect()
    server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": text}, "[DONE]")]))
    await desk.ask("Who owes money?")
    return desk


def facts(desk: OpenDesk) -> str:
    return " ".join(row.notice.fact for row in desk.house.window.findChildren(NoticeRow))


def table_on_paper(desk: OpenDesk) -> Printout:
    made: list[Printout] = []
    desk.house.answers.when_table_printout(made.append)
    return made[0]


@pytest.mark.parametrize(("text", "is_offered"), [(DUES, True), (NAMES, False), ("Two.", False)])
def test_it_is_offered_below_an_answer_with_numbers(
    qapp: Any, run: Any, tmp_path: Path, text: str, is_offered: bool
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, text)
            bars = [bar for bar in desk.house.window.findChildren(AnswerActions) if not bar.isHidden()]
            buttons = [
                button for bar in bars for button in bar.findChildren(IconButton) if not button.isHidden()
            ]
            names = [button.accessibleName() for button in buttons]
            assert ("Show chart" in names) == is_offered
            await desk.close()

    run(scenario())


def test_it_opens_the_table_that_has_one(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, f"{NAMES}\nAnd dues:\n\n{DUES}")
            desk.house.answers.perform(AnswerAction.CHART, "")
            panel = desk.house.window.table_dock.panel
            assert panel.isVisible() and panel.chart is not None
            assert [point.text for point in panel.chart.points] == ["Rs. 500", "Rs. 900"]
            await desk.close()

    run(scenario())


def test_an_answer_without_numbers_says_so(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, NAMES)
            desk.house.answers.perform(AnswerAction.CHART, "")
            assert "A chart needs two numbers of one kind" in facts(desk)
            assert not desk.house.window.table_dock.is_shown()
            server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": DUES}, "[DONE]")]))
            await desk.ask("And who owes?")
            assert "no-table" not in desk.notices, "it spoke of another answer"
            desk.house.answers.perform(AnswerAction.CHART, desk.house.session.messages[1].id)
            assert "no-table" in desk.notices
            desk.house.answers.perform(AnswerAction.CHART, "")
            assert "no-table" not in desk.notices, "here is a chart"
            await desk.close()

    run(scenario())


def test_it_is_saved_as_it_is_shown_when_asked(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path / "home", server, DUES)
            desk.house.answers.perform(AnswerAction.CHART, "")
            dock = desk.house.window.table_dock
            dock.panel.picture_requested.emit(PictureFormat.PNG)
            (dialog,) = desk.house.window.findChildren(QFileDialog)
            assert Path(dialog.selectedFiles()[0]).suffix == ".png"
            dock.hide_panel()
            path = tmp_path / "dues.png"
            dialog.fileSelected.emit(str(path))
            dialog.reject()
            await desk.house.answers.aclose()
            assert QImage(str(path)).width() > 1000
            assert "dues.png" in facts(desk)
            await desk.close()

    run(scenario())


def test_paper_has_the_chart_above_the_rows_only_while_it_is_shown(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with(qapp, tmp_path, server, DUES)
            desk.house.answers.perform(AnswerAction.CHART, "")
            printout = table_on_paper(desk)
            text = print_document(printout).toPlainText()
            assert text.index("Highest Rs. 900 (Imran)") < text.index("\ufffc") < text.rindex("Asha")
            desk.house.answers.perform(AnswerAction.TABLE, "")
            printout = table_on_paper(desk)
            assert printout.chart is None
            assert "\ufffc" not in print_document(printout).toPlainText()
            await desk.close()

    run(scenario())
