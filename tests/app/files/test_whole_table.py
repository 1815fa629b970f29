"""Load all: the rest of a list that the panel has the first rows of, asked for and shown in their place."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from support.desk import OpenDesk, open_desk
from support.scripted_server import Reply, ScriptedServer, scripted_server, sse

from strakly_desktop.conversation.model import Branch
from strakly_desktop.ui.page.answer_tables import TableInAnswer
from strakly_desktop.ui.table.footer import TableFooter
from strakly_desktop.ui.table.load_all import LoadAll

HEAD = "| # | Client | Due |\n|---|---|---|\n"
ROWS = ["| 1 | Rohan | Rs. 500 |\n", "| 2 | Priya | Rs. 800 |\n", "| 3 | Imran | Rs. 900 |\n"]
PART = f"**3 clients owe Rs. 2,200**\n\n{HEAD}{''.join(ROWS[:2])}\nShowing 2 of 3."


async def desk_with_a_part(qapp: Any, home: Path, server: ScriptedServer) -> OpenDesk:
    desk = open_desk(qapp, home, server.url, "a.b.c")
    desk.house.connect()
    server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": PART}, "[DONE]")]))
    await desk.ask("Who still has to pay?")
    desk.house.answers.open_last_table()
    await desk.until(desk.house.window.table_dock.is_shown)
    return desk


def load_all(desk: OpenDesk) -> LoadAll:
    found: QWidget = desk.house.window.table_dock.panel.findChildren(LoadAll)[0]
    assert isinstance(found, LoadAll)
    return found


def test_the_whole_list_takes_the_place_of_its_part(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with_a_part(qapp, tmp_path, server)
            panel, offer = desk.house.window.table_dock.panel, load_all(desk)
            assert (offer.isHidden(), offer.button.accessibleName()) == (False, "Load all 3")
            desk.house.window.composer.set_text("half a question")
            go_on = asyncio.Event()
            begin = sse({"conversation_id": "c"}, {"token": f"**3 clients**\n\n{HEAD}{ROWS[0]}"})
            end = sse({"token": "".join(ROWS[1:])}, "[DONE]")
            server.replies.append(Reply([begin], hold=go_on, rest=[end]))
            offer.button.click()
            assert not offer.button.isEnabled()
            desk.house.window.composer.focus_input()
            await desk.until(lambda: len(panel.shown().rows) == 1)
            assert desk.house.window.composer.isAncestorOf(desk.house.window.focusWidget()), (
                "who writes, writes on"
            )
            go_on.set()
            await desk.until_idle()
            await desk.until(lambda: len(panel.shown().rows) == 3)
            assert server.requests[-1]["message"] == "Show all 3"
            assert (panel.extent, panel.title) == ("", "Who still has to pay?")
            assert offer.isHidden()
            assert desk.house.window.composer.text() == "half a question"
            await desk.close()

    run(scenario())


@pytest.mark.parametrize("other", [True, False])
def test_who_looks_at_something_else_meanwhile_keeps_it(
    qapp: Any, run: Any, tmp_path: Path, other: bool
) -> None:
    """The list came into the panel over another table, under that one's title; or opened it again."""

    async def scenario() -> None:
        async with scripted_server() as server:
            plans = "| Plan | Members |\n|---|---|\n| Gold | 12 |\n| Trial | 3 |"
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            for question, answer in (("Members by plan", plans), ("Who still has to pay?", PART)):
                server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": answer}, "[DONE]")]))
                await desk.ask(question)
            dock, answers = desk.house.window.table_dock, desk.house.session.messages
            desk.house.answers.open_last_table()
            await desk.until(dock.is_shown)
            go_on = asyncio.Event()
            begin = sse({"conversation_id": "c"}, {"token": f"**3 clients**\n\n{HEAD}"})
            end = sse({"token": "".join(ROWS)}, "[DONE]")
            server.replies.append(Reply([begin], hold=go_on, rest=[end]))
            load_all(desk).button.click()
            await desk.until(lambda: "3 clients" in desk.house.session.running_text)
            if other:
                assert desk.house.answers.open_table(TableInAnswer(answers[1].id, 0))
            else:
                dock.panel.request_close()
            go_on.set()
            await desk.until_idle()
            assert dock.is_shown() is other
            if other:
                assert (dock.panel.title, dock.panel.shown().headers[0]) == ("Members by plan", "Plan")
            await desk.close()

    run(scenario())


def test_what_the_assistant_no_longer_knows_is_asked_whole(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with_a_part(qapp, tmp_path, server)
            desk.house.session.note_lost_memory()
            server.replies.append(Reply([sse({"conversation_id": "d"}, {"token": "I cannot."}, "[DONE]")]))
            load_all(desk).button.click()
            await desk.until_idle()
            assert server.requests[-1]["message"] == "Who still has to pay? Please list all 3."
            panel, offer = desk.house.window.table_dock.panel, load_all(desk)
            assert panel.extent == "2 of 3 rows", "the part stays where no table came"
            assert offer.button.isEnabled()
            assert offer.button.accessibleName() == "Load all 3"
            await desk.close()

    run(scenario())


def foot_of(desk: OpenDesk) -> str:
    foot: QWidget = desk.house.window.table_dock.panel.findChildren(TableFooter)[0]
    return foot.accessibleName()


MAIN, LAKE, PARK = Branch(1, "Main branch"), Branch(2, "Lake Road"), Branch(3, "Park")


def test_the_rest_of_a_list_is_of_its_own_branch(qapp: Any, run: Any, tmp_path: Path) -> None:
    """Another branch was chosen meanwhile: its list took the place of the first one's, under the same title."""

    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            session = desk.house.session
            session.set_branch(MAIN, others=(MAIN, LAKE))
            server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": PART}, "[DONE]")]))
            await desk.ask("Who still has to pay?")
            desk.house.answers.open_last_table()
            await desk.until(desk.house.window.table_dock.is_shown)
            assert "Main branch" in foot_of(desk)
            session.set_branch(PARK, others=(PARK, LAKE))
            load_all(desk).button.click()
            assert "This list is of Main branch." in desk.notice_texts
            assert len(server.requests) == 1, (
                "a branch that is there no more is not asked about, nor another one"
            )
            session.set_branch(LAKE, others=(MAIN, LAKE))
            whole = f"**3 clients**\n\n{HEAD}{''.join(ROWS)}"
            server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": whole}, "[DONE]")]))
            load_all(desk).button.click()
            await desk.until_idle()
            assert (server.requests[-1]["branch_id"], session.messages[-1].branch) == (1, "Main branch")
            assert "Main branch" in foot_of(desk)
            server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": "Yes."}, "[DONE]")]))
            session.retry()
            await desk.until_idle()
            assert server.requests[-1]["branch_id"] == 1, "asked again, it is the same question"
            server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": "Yes."}, "[DONE]")]))
            await desk.ask("Who is in?")
            assert server.requests[-1]["branch_id"] == 2, "what is asked next is about the chosen one"
            await desk.close()

    run(scenario())


def test_the_panel_names_a_branch_whose_name_came_after_the_rows(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            session = desk.house.session
            session.set_branch(Branch(None, ""), is_known=False)
            server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": PART}, "[DONE]")]))
            await desk.ask("Who still has to pay?")
            desk.house.answers.open_last_table()
            await desk.until(desk.house.window.table_dock.is_shown)
            answer = session.messages[-1]
            session._name([answer.id], "Lake Road")
            assert "Lake Road" in foot_of(desk)
            assert desk.house.answers.table_facts().branch == "Lake Road"
            await desk.close()

    run(scenario())


def test_while_an_answer_comes_it_is_told_to_wait(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with_a_part(qapp, tmp_path, server)
            go_on = asyncio.Event()
            server.replies.append(
                Reply([sse({"conversation_id": "c"}, {"token": "Soon"})], hold=go_on, rest=[sse("[DONE]")])
            )
            desk.house.session.ask("something else")
            load_all(desk).button.click()
            assert load_all(desk).button.isEnabled()
            assert "The assistant is still answering." in desk.notice_texts
            go_on.set()
            await desk.until_idle()
            assert len(server.requests) == 2
            await desk.close()

    run(scenario())


def test_all_of_it_asked_by_hand_is_called_as_what_was_asked_before(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    """Its file, its page and its workbook were called "Show all 3"."""

    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_with_a_part(qapp, tmp_path, server)
            whole = f"**3 clients**\n\n{HEAD}{''.join(ROWS)}"
            server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": whole}, "[DONE]")]))
            await desk.ask("Show all 3")
            answers = desk.house.answers
            answers.open_last_table()
            await desk.until(lambda: len(desk.house.window.table_dock.panel.shown().rows) == 3)
            assert desk.house.window.table_dock.panel.title == "Who still has to pay?"
            assert answers.table_facts().question == "Who still has to pay?"
            printed: list[str] = []
            answer = desk.house.session.messages[-1]
            answers.when_printout(answer, lambda printout: printed.append(printout.question))
            assert printed == ["Who still has to pay?"]
            await desk.close()

    run(scenario())
