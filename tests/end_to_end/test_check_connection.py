"""Check connection as a person does it: from the menu and from a failure, in the real window, against real servers."""

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from support.checked_servers import CheckedServers, checked_servers
from support.desk import OpenDesk
from support.notices import press_notice

from strakly_desktop.app.chat.failure_notice import FAILURE_NOTICE
from strakly_desktop.client.checking.answer_test import QUESTION
from strakly_desktop.ui.dialogs.connection_check import ConnectionCheckDialog

OpenAt = Callable[..., OpenDesk]


def dialog_of(desk: OpenDesk) -> ConnectionCheckDialog | None:
    return next(iter(desk.house.window.findChildren(ConnectionCheckDialog)), None)


def button(desk: OpenDesk, name: str) -> QAbstractButton | None:
    dialog = dialog_of(desk)
    found = dialog.findChildren(QAbstractButton) if dialog is not None else []
    return next((one for one in found if one.accessibleName() == name and one.isEnabled()), None)


def said(desk: OpenDesk) -> str:
    dialog = dialog_of(desk)
    assert dialog is not None
    return "\n".join(part.accessibleName() for part in dialog.findChildren(QWidget))


async def press(desk: OpenDesk, name: str) -> None:
    await desk.until(lambda: button(desk, name))
    found = button(desk, name)
    assert found is not None
    found.click()


def test_every_step_is_done_and_an_answer_only_when_it_is_asked_for(desk_at: OpenAt, run: Any) -> None:
    async def story() -> None:
        async with checked_servers(CheckedServers(thinks_s=0.05)) as servers:
            desk = desk_at(servers.url)
            desk.house.window.menu.connection_check_requested.emit()
            await desk.until(lambda: button(desk, "Copy report"))
            assert "Assistant: good. It is there" in said(desk)
            assert not any(line.startswith("POST") for line in servers.lines)
            await press(desk, "Test an answer")
            await desk.until(lambda: "Test answer: good. First word after" in said(desk))
            assert servers.lines[-1].startswith("DELETE /chat/check-")
            await press(desk, "Copy report")
            report = QApplication.clipboard().text()
            assert "[good] Test answer" in report and servers.url.partition("//")[2] in report
            assert QUESTION not in report and "a.b.c" not in report
            # Nothing of it is in the conversation.
            assert desk.house.session.messages == ()
            await press(desk, "Close")
            await desk.close()

    run(story())


def test_it_is_offered_where_a_question_failed_on_the_way_and_can_be_stopped(
    desk_at: OpenAt, run: Any
) -> None:
    async def story() -> None:
        async with checked_servers(CheckedServers(thinks_s=60)) as servers:
            port = servers.port
            desk = desk_at(servers.url)
            await desk.until(lambda: servers.lines)
        await desk.ask("How many clients do we have?")
        row = desk.house.window.notices._rows[FAILURE_NOTICE]
        assert row.notice.other is not None
        assert row.notice.other.label == "Check connection"
        row._other.click()
        await desk.until(lambda: button(desk, "Retry"))
        assert "Connection: fault. The assistant is not running on the server." in said(desk)
        assert button(desk, "Test an answer") is None
        again = CheckedServers(thinks_s=60)
        async with checked_servers(again, port=port):
            await press(desk, "Retry")
            await press(desk, "Test an answer")
            await again.asked.wait()
            await press(desk, "Stop")
            await desk.until(lambda: any(line.startswith("DELETE") for line in again.lines))
            asked = json.loads(next(request.body for request in again.requests if request.method == "POST"))
            assert again.lines[-1] == f"DELETE /chat/{asked['conversation_id']}"
            await press(desk, "Close")
            # Its Retry is still wanted, whatever else it says of the server that is back.
            press_notice(desk.house.window.notices, FAILURE_NOTICE)
            assert FAILURE_NOTICE not in desk.notices
            assert desk.house.session.is_running
            await desk.close()

    run(story())
