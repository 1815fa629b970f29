"""Who comes next is not kept waiting, and nobody is taken for one who is in: the server is slow, the queue is not."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from support.bot_process import RunningBot
from support.desk import OpenDesk
from support.front_desk_use import button, came_by, dialog_of, front, member, members, press, said, scan
from support.hand_typing import type_keys

from strakly_desktop.client.desk_client import DeskClient
from strakly_desktop.conversation.people import Visit

OpenAt = Callable[[str, str], OpenDesk]


@dataclass
class SlowServer:
    """Takes a check-in when `goes_on` is set."""

    is_asked: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowServer:
    server, at_once = SlowServer(), DeskClient.mark

    async def mark_late(client: DeskClient, *wish: Any) -> Visit:
        if not server.is_asked.is_set():
            server.is_asked.set()
            await server.goes_on.wait()
        return await at_once(client, *wish)

    monkeypatch.setattr(DeskClient, "mark", mark_late)
    return server


@pytest.fixture
def desk_at_slow_gym(desk_at_gym: OpenAt, slow: SlowServer) -> Iterator[OpenAt]:
    yield desk_at_gym
    # The end of the app waits for a check-in.
    slow.goes_on.set()


async def begin_check_in(desk: OpenDesk, somebody: dict[str, Any], slow: SlowServer) -> None:
    await desk.until(desk.house.window.header._presence.isVisible)
    scan(somebody["attendanceCode"])
    await press(desk, "Check in")
    await slow.is_asked.wait()


def test_the_next_one_is_checked_in_while_the_first_is_on_the_way(
    desk_at_slow_gym: OpenAt, run: Any, gym: RunningBot, slow: SlowServer
) -> None:
    async def story() -> None:
        first, second = members(gym, 2)
        desk = desk_at_slow_gym(gym.url, gym.token)
        await begin_check_in(desk, first, slow)
        scan(second["attendanceCode"])
        await desk.until(
            lambda: said(desk).startswith(second["name"]) and front().accessibleName() == "Check in"
        )
        type_keys(front(), "\n")
        await desk.until(lambda: "is checked in since" in said(desk))
        slow.goes_on.set()
        scan(first["attendanceCode"])
        await desk.until(
            lambda: said(desk).startswith(first["name"]) and button(desk, "Check out") is not None
        )
        assert came_by(gym, first) == came_by(gym, second) == "qr"
        assert desk.notices == []
        await desk.close()

    run(story())


@pytest.mark.parametrize("meanwhile", ["the next one", "the card is closed"])
def test_who_was_not_checked_in_is_named_though_their_card_is_gone(
    desk_at_slow_gym: OpenAt, run: Any, gym: RunningBot, slow: SlowServer, meanwhile: str
) -> None:
    async def story() -> None:
        lapsed, second = member(gym, active=False), member(gym, active=True)
        desk = desk_at_slow_gym(gym.url, gym.token)
        await begin_check_in(desk, lapsed, slow)
        if meanwhile == "the next one":
            scan(second["attendanceCode"])
            await desk.until(lambda: said(desk).startswith(second["name"]))
        else:
            QTest.keyClick(front(), Qt.Key.Key_Escape)
            assert dialog_of(desk) is None
        slow.goes_on.set()
        await desk.until(lambda: desk.notices)
        assert f"{lapsed['name']} was not checked in: no membership holds now." in desk.notice_texts
        assert meanwhile == "the card is closed" or said(desk).startswith(second["name"])
        open_card = desk.house.window.notices.findChildren(QAbstractButton)
        next(one for one in open_card if one.accessibleName() == "Open card").click()
        await desk.until(lambda: said(desk).startswith(lapsed["name"]))
        await desk.close()

    run(story())


def test_a_card_that_is_opened_again_meanwhile_says_what_came_of_it(
    desk_at_slow_gym: OpenAt, run: Any, gym: RunningBot, slow: SlowServer
) -> None:
    async def story() -> None:
        lapsed = member(gym, active=False)
        desk = desk_at_slow_gym(gym.url, gym.token)
        await begin_check_in(desk, lapsed, slow)
        QTest.keyClick(front(), Qt.Key.Key_Escape)
        desk.house.window.activateWindow()
        await desk.until(QApplication.focusWidget)
        scan(lapsed["attendanceCode"])
        await desk.until(lambda: button(desk, "Check in...") is not None)
        slow.goes_on.set()
        await desk.until(lambda: "was not checked in: no membership holds now" in said(desk))
        assert button(desk, "Check in") is not None
        assert desk.notices == []
        await desk.close()

    run(story())
