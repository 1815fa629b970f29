"""What the assistant may ask of the app: done once, by the app's own commands, told, and with nothing lost."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from support.desk import OpenDesk, open_desk
from support.notices import press_notice
from support.scripted_server import Reply, ScriptedServer, scripted_server, sse

from strakly_desktop.app.assistant.action_router import NAVIGATE_NOTICE
from strakly_desktop.app.assistant.app_commands import COMMAND_NOTICE
from strakly_desktop.app.assistant.branches import BranchChoice
from strakly_desktop.app.assistant.look_commands import LookCommands
from strakly_desktop.app.files.printing import PRINTER_NOTICE
from strakly_desktop.conversation.model import Branch
from strakly_desktop.theme import resources
from strakly_desktop.theme.manager import ThemeManager
from strakly_desktop.theme.theme import Accent, ThemeMode, load_themes
from strakly_desktop.ui.controls.managed_settings import ManagedSettings
from strakly_desktop.ui.dialogs.settings import SettingsDialog
from strakly_desktop.ui.notices.notice_row import NoticeRow

TABLE = "Two owe money.\n\n| Client | Due |\n|---|---|\n| Rohan | Rs. 14,500 |\n| Priya | Rs. 1,800 |\n"


def wish(kind: str, value: str = "") -> dict[str, Any]:
    return {"action": {"type": kind, "value": value}}


def facts(desk: OpenDesk) -> list[str]:
    rows = [row for row in desk.house.window.findChildren(NoticeRow) if not row.isHidden()]
    return [row.notice.fact for row in rows]


async def told(
    desk: OpenDesk, server: ScriptedServer, *wishes: dict[str, Any], text: str = "I asked the app."
) -> None:
    """Ask something, answered with `text` and these wishes."""
    server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": text}, *wishes, "[DONE]")]))
    desk.type("please")
    await desk.until_idle()


async def asked_while_writing(desk: OpenDesk, server: ScriptedServer, *wishes: dict[str, Any]) -> None:
    """Ask, and begin to write the next question before the answer comes."""
    server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": "Asked."}, *wishes, "[DONE]")]))
    assert desk.house.session.ask("please")
    desk.house.window.composer.focus_input()
    field = desk.house.window.composer.focusProxy()
    assert field is not None
    QTest.keyClicks(field, "half a que")
    await desk.until_idle()


async def desk_after_a_table(qapp: Any, home: Path, server: ScriptedServer) -> OpenDesk:
    desk = open_desk(qapp, home, server.url, "a.b.c")
    desk.house.connect()
    desk.house.history.start()
    await desk.until(lambda: desk.house.history.store is not None)
    await told(desk, server, text=TABLE)
    return desk


def test_each_goes_the_way_of_its_menu_and_is_told(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_after_a_table(qapp, tmp_path, server)
            house = desk.house
            monkeypatch.setattr(house.answers._paper, "_find_printer", lambda: False)
            await told(
                desk, server, wish("text_size", "larger"), wish("copy", "previous"), wish("find", "Rohan")
            )
            assert house.themes.text_scale > 1
            assert QApplication.clipboard().text().startswith("Two owe money."), (
                "the answer above, not this one"
            )
            assert not house.window.find_bar.isHidden()
            assert any("Rohan" in fact for fact in facts(desk))
            press_notice(house.window.notices, f"{COMMAND_NOTICE}ChangeTextSize")
            assert house.themes.text_scale == 1
            await told(desk, server, wish("print", "previous"))
            assert not any(key.startswith(COMMAND_NOTICE) for key in house.window.notices._rows), "old news"
            assert PRINTER_NOTICE in house.window.notices._rows
            await told(desk, server, wish("export", "xlsx"))
            await desk.until(lambda: house.window.findChildren(QFileDialog))
            (dialog,) = house.window.findChildren(QFileDialog)
            assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
            assert dialog.selectedFiles()[0].endswith(".xlsx")
            await told(desk, server, wish("open_settings"))
            assert "The settings were not opened." in facts(desk), "no dialog over a dialog"
            assert not house.window.findChildren(SettingsDialog)
            dialog.reject()
            await told(desk, server, wish("open_settings"))
            house.window.findChildren(SettingsDialog)[0].reject()
            await desk.close()

    run(scenario())


def test_a_new_chat_loses_nothing(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_after_a_table(qapp, tmp_path, server)
            session, composer, notices = (
                desk.house.session,
                desk.house.window.composer,
                desk.house.window.notices,
            )
            key = f"{COMMAND_NOTICE}NewChat"
            server.replies.append(
                Reply([sse({"conversation_id": "c"}, {"token": "Asked."}, wish("new_chat"), "[DONE]")])
            )
            session.ask("new chat")
            composer.set_text("half a question")
            await desk.until_idle()
            assert session.messages, "who is typing is in the middle of this conversation"
            assert composer.text() == "half a question"
            press_notice(notices, key)
            assert not session.messages
            assert composer.text() == ""

            await told(desk, server, wish("new_chat"))
            assert not session.messages
            assert "A new chat was begun." in facts(desk)
            press_notice(notices, key)
            await desk.until(lambda: session.messages)
            assert [message.text for message in session.messages[:1]] == ["please"]

            session.new_conversation(saved=False)
            await told(desk, server, wish("new_chat"))
            assert session.messages, "off the record it would be gone"
            await desk.close()

    run(scenario())


@pytest.mark.parametrize(
    ("asked", "key", "opens"),
    [
        (wish("open_settings"), "OpenSettings", SettingsDialog),
        (wish("export", "xlsx"), "Export", QFileDialog),
        (wish("export", "md"), "Export", QFileDialog),
    ],
)
def test_what_opens_takes_the_keyboard_from_nobody_who_is_writing(
    qapp: Any, run: Any, tmp_path: Path, asked: dict[str, Any], key: str, opens: type[QDialog]
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_after_a_table(qapp, tmp_path, server)
            window, key_ = desk.house.window, f"{COMMAND_NOTICE}{key}"
            await asked_while_writing(desk, server, asked)
            await desk.until(lambda: key_ in window.notices._rows)
            assert not window.findChildren(opens) and not window.table_dock.is_shown()
            field = QApplication.focusWidget()
            assert field is not None and field is window.composer.focusProxy()
            QTest.keyClicks(field, "stion")
            assert window.composer.text() == "half a question"
            press_notice(window.notices, key_)
            await desk.until(lambda: window.findChildren(opens))
            window.findChildren(opens)[0].reject()
            assert window.composer.text() == "half a question"
            await desk.until(lambda: QApplication.focusWidget() is field)
            await desk.close()

    run(scenario())


def test_what_is_looked_for_and_printed_leaves_the_keyboard_where_somebody_writes(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = await desk_after_a_table(qapp, tmp_path, server)
            window, printed = desk.house.window, []
            monkeypatch.setattr(desk.house.answers._paper, "print", lambda *_: printed.append(True))
            await asked_while_writing(desk, server, wish("find", "Rohan"), wish("print", "previous"))
            await desk.until(lambda: f"{COMMAND_NOTICE}Print" in window.notices._rows)
            assert not window.find_bar.isHidden() and not window.find_bar.has_keyboard
            assert desk.house.transcript.extraSelections(), "it is marked all the same"
            assert printed == []
            press_notice(window.notices, f"{COMMAND_NOTICE}Print")
            assert printed == [True]
            await desk.close()

    run(scenario())


def test_a_page_of_the_web_app_waits_for_whoever_is_writing(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(
                qapp, tmp_path, server.url, "a.b.c", STRAKLY_WEB_APP_URL="https://gym.example.test"
            )
            desk.house.connect()
            await asked_while_writing(desk, server, wish("navigate", "/clients/5"))
            assert desk.opened_urls == []
            press_notice(desk.house.window.notices, NAVIGATE_NOTICE)
            assert desk.opened_urls == ["https://gym.example.test/clients/5"]
            await desk.close()

    run(scenario())


@pytest.mark.parametrize("ending", [[], [{"error": "broken"}, "[DONE]"]])
def test_half_an_answer_commands_nothing(qapp: Any, run: Any, tmp_path: Path, ending: list[Any]) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            wishes = [wish("text_size", "larger"), wish("open_settings"), wish("copy", "this")]
            server.replies.append(
                Reply([sse({"conversation_id": "c"}, {"token": "Asked."}, *wishes, *ending)])
            )
            QApplication.clipboard().setText("mine")
            await desk.ask("please")
            assert desk.house.themes.text_scale == 1
            assert QApplication.clipboard().text() == "mine"
            assert not desk.house.window.findChildren(SettingsDialog)
            await desk.close()

    run(scenario())


@pytest.fixture
def themes(qapp: Any) -> Any:
    before = qapp.palette(), qapp.font(), qapp.styleSheet()
    yield ThemeManager(qapp, load_themes(resources.tokens()), ThemeMode.LIGHT, Accent.GREEN)
    qapp.setStyleSheet(before[2])
    qapp.setPalette(before[0])
    qapp.setFont(before[1])


def test_undo_takes_back_what_one_answer_changed_and_nothing_else(themes: ThemeManager) -> None:
    looks = LookCommands(themes, ManagedSettings())
    assert not looks.undo_theme().is_done, "nothing was changed yet"
    themes.set_accent(Accent.TEAL)
    looks.note_running(True)
    themes.set_mode(ThemeMode.DARK)
    themes.set_accent(Accent.PINK)
    looks.note_running(False)
    undone = looks.undo_theme()
    assert (themes.mode, themes.accent) == (ThemeMode.LIGHT, Accent.TEAL)
    assert undone.action is not None
    undone.action.run()
    assert (themes.mode, themes.accent) == (ThemeMode.DARK, Accent.PINK)


def test_what_the_gym_set_is_refused_and_told(themes: ThemeManager) -> None:
    looks = LookCommands(themes, ManagedSettings(theme=True, accent=True, text_scale=True))
    themes.set_mode(ThemeMode.DARK)
    for outcome in (looks.undo_theme(), looks.change_text_size("larger")):
        assert not outcome.is_done
        assert "Your gym set it" in outcome.rest
    assert (themes.mode, themes.text_scale) == (ThemeMode.DARK, 1)


def test_a_size_that_there_is_not_is_told(themes: ThemeManager) -> None:
    looks = LookCommands(themes, ManagedSettings())
    for _ in range(12):
        looks.change_text_size("larger")
    assert "as large as it gets" in looks.change_text_size("larger").fact


def test_a_branch_is_changed_where_it_may_be(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        desk = open_desk(qapp, tmp_path, "http://127.0.0.1:9", "a.b.c")
        session, header = desk.house.session, desk.house.window.header
        branches = BranchChoice(session, header, None)
        remembered: list[int | None] = []
        branches.branch_remembered.connect(lambda branch_id, _name, _gym: remembered.append(branch_id))
        branches.offer((Branch(1, "Main branch"), Branch(2, "Lake Road")))
        changed = branches.change(2)
        assert (changed.is_done, session._branch.name, remembered) == (True, "Lake Road", [2])
        assert not branches.change(2).is_done
        assert not branches.change(7).is_done
        assert changed.action is not None
        changed.action.run()
        assert session._branch.id is None
        branches.bind(1)
        assert not branches.change(2).is_done
        assert session._branch.id == 1
        await asyncio.sleep(0)
        await desk.close()

    run(scenario())


def test_what_was_told_of_the_text_size_goes_when_it_is_another(
    run: Any, qapp: QApplication, tmp_path: Path
) -> None:
    async def story() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            await told(desk, server, wish("text_size", "larger"))
            assert "The size of the text is 110% now." in facts(desk)
            desk.house.window.menu.text_scale_step.emit(1)
            await desk.until(lambda: desk.house.transcript._look.text_scale > 1.1)
            assert facts(desk) == []
            await desk.close()

    run(story())
