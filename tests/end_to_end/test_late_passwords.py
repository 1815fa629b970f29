"""A slow server says yes when another person is at the desk, or nobody: what was asked before opens nothing."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.desk import OpenDesk
from support.focused import focused
from support.lock_use import enter, lock, lock_page, lock_words, secret_line
from support.pin_use import ask_for_pin
from support.sign_in_use import button, card_of, card_text, fill_in, sign_in, until_card
from support.stand_in_backend import PASSWORD, StandInBackend

from strakly_desktop.account.login_answer import LoginAnswer
from strakly_desktop.account.service import SignInService
from strakly_desktop.account.session import Servers
from strakly_desktop.account.troubles import WRONG_PASSWORD
from strakly_desktop.app.sign_in.pin_setting import PIN_NOTICE

DeskFor = Callable[..., OpenDesk]
OWNER, TRAINER = "owner@example.test", "trainer@example.test"


@dataclass
class SlowServer:
    """Answers who signs in as the owner when `says_yes` is set."""

    is_slow: bool = False
    is_asked: asyncio.Event = field(default_factory=asyncio.Event)
    says_yes: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: asyncio.Event = field(default_factory=asyncio.Event)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowServer:
    server, at_once = SlowServer(), SignInService.sign_in

    async def sign_in_late(
        service: SignInService, servers: Servers, email: str, password: str
    ) -> LoginAnswer:
        if not server.is_slow or email != OWNER:
            return await at_once(service, servers, email, password)
        server.is_asked.set()
        try:
            await server.says_yes.wait()
            return await at_once(service, servers, email, password)
        finally:
            server.is_over.set()

    monkeypatch.setattr(SignInService, "sign_in", sign_in_late)
    return server


async def leave_one_waiting(desk: OpenDesk, slow: SlowServer) -> None:
    """The owner's password is on its way; the trainer signs in instead."""
    await sign_in(desk, OWNER)
    await lock(desk)
    slow.is_slow = True
    await enter(desk, PASSWORD)
    await slow.is_asked.wait()
    button(desk, "Sign in as someone else", lock_page(desk)).click()
    await sign_in(desk, TRAINER)
    await desk.until(lambda: not desk.house.window.privacy.is_locked)


def test_it_takes_the_desk_from_nobody(
    run: Any, desk_for: DeskFor, backend: StandInBackend, slow: SlowServer
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await leave_one_waiting(desk, slow)
        await desk.ask("Who is next?")
        account = desk.house.signing_in.account
        slow.says_yes.set()
        await slow.is_over.wait()
        await desk.ask("And after that?")
        assert desk.house.signing_in.account == account
        assert "Who is next?" in desk.shown and "And after that?" in desk.shown

    run(story())


def test_it_opens_no_desk_that_was_locked_again(
    run: Any, desk_for: DeskFor, backend: StandInBackend, slow: SlowServer
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await leave_one_waiting(desk, slow)
        account = desk.house.signing_in.account
        await lock(desk)
        slow.says_yes.set()
        await slow.is_over.wait()
        await enter(desk, "wrong-password")
        await desk.until(lambda: "This password is not right." in lock_words(desk))
        assert desk.house.window.privacy.is_locked
        assert desk.house.signing_in.account == account

    run(story())


def test_a_pin_that_is_set_meanwhile_opens_no_desk_by_itself(
    run: Any, desk_for: DeskFor, backend: StandInBackend, slow: SlowServer
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        slow.is_slow = True
        ask_for_pin(desk, "4711")
        await slow.is_asked.wait()
        desk.house.window.lock_requested.emit()
        slow.says_yes.set()
        await desk.until(lambda: PIN_NOTICE in desk.notices)
        assert desk.house.window.privacy.is_locked
        assert secret_line(desk).accessibleName().startswith("PIN")
        await enter(desk, "4711")
        await desk.until(lambda: not desk.house.window.privacy.is_locked)

    run(story())


def test_it_signs_in_nobody_who_had_left_the_card(
    run: Any, desk_for: DeskFor, backend: StandInBackend, slow: SlowServer
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        slow.is_slow = True
        await fill_in(desk, OWNER)
        await slow.is_asked.wait()
        QTest.keyClick(focused(), Qt.Key.Key_Escape)
        await desk.until(lambda: card_of(desk) is None)
        desk.house.signing_in.open_card_by_wish()
        await until_card(desk)
        slow.says_yes.set()
        await slow.is_over.wait()
        await fill_in(desk, TRAINER, "wrong-password")
        await desk.until(lambda: WRONG_PASSWORD in card_text(desk))
        assert desk.house.signing_in.account == ""
        await fill_in(desk, TRAINER)
        await desk.until(lambda: card_of(desk) is None)
        assert desk.house.signing_in.claims.email == TRAINER

    run(story())
