"""Several people with a PIN at one desk: changed between in two keys, slowed down when guessed at, looked up after."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from support.desk import MemoryKeychain, OpenDesk
from support.focused import focused
from support.hand_typing import scan
from support.history_use import HistoryUse
from support.lock_use import enter, lock, lock_page, lock_words, secret_line
from support.pin_use import ask_for_pin
from support.sign_in_use import sign_in
from support.stand_in_backend import PASSWORD, STATES, StandInBackend

from strakly_desktop.account.attempts import FREE_TRIES
from strakly_desktop.account.keychain import NO_KEYCHAIN, KeychainError
from strakly_desktop.account.troubles import WRONG_PASSWORD
from strakly_desktop.app.sign_in.pin_setting import PIN_NOTICE
from strakly_desktop.app.sign_in.pins import PIN_IS_OVER, WRONG_PIN
from strakly_desktop.app.sign_in.sign_in_notices import KEYCHAIN_NOTICE
from strakly_desktop.ui.dialogs.pin import PinDialog
from strakly_desktop.ui.window.lock_page import SCANNED

DeskFor = Callable[..., OpenDesk]
Key, Modifier = Qt.Key, Qt.KeyboardModifier
OWNER, TRAINER, MANAGER = "owner@example.test", "trainer@example.test", "manager@example.test"


def who(desk: OpenDesk) -> str:
    session = desk.house.signing_in.session
    return "" if session is None else session.claims.email


async def enrol(desk: OpenDesk, email: str, pin: str) -> None:
    if who(desk) != email:
        desk.house.signing_in.open_card()
        await sign_in(desk, email)
    ask_for_pin(desk, pin)
    await desk.until(lambda: PIN_NOTICE in desk.notices)
    desk.house.window.notices.dismiss(PIN_NOTICE)


def says(dialog: PinDialog, words: str) -> bool:
    labels = [label for label in dialog.findChildren(QLabel) if label.property("role") == "danger"]
    return any(words in label.text() and label.isVisible() for label in labels)


def set_tries(home: Path, wrong: int) -> None:
    for path in home.rglob("pin-tries.json"):
        path.write_text(json.dumps({"wrong": wrong, "last": 0}))


def tries_in(home: Path) -> list[int]:
    return sorted(json.loads(path.read_text())["wrong"] for path in home.rglob("pin-tries.json"))


def test_a_key_that_comes_twice_asks_for_the_password_once(
    run: Any, desk_for: DeskFor, backend: StandInBackend
) -> None:
    """In a window that was busy a mistyped password counted twice: three such keys, and everybody had to wait."""
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, TRAINER)
        dialog = ask_for_pin(desk, "4711", "Wrong-Secret-1")
        field = dialog._again.focusProxy()
        assert field is not None
        QTest.keyClick(field, Key.Key_Return)
        await desk.until(lambda: says(dialog, WRONG_PASSWORD))
        assert backend.paths() == ["login", "login"]
        dialog.reject()

    run(story())


def test_two_keys_and_the_pin_change_the_person_and_a_restart_keeps_both(
    run: Any, desk_for: DeskFor, backend: StandInBackend, keychain: MemoryKeychain, tmp_path: Path
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, TRAINER)
        await desk.ask("Trainer asks")
        await enrol(desk, TRAINER, "4711")
        await enrol(desk, MANAGER, "8205")
        await desk.ask("Manager asks")
        logins = backend.paths().count("login")
        await lock(desk)
        assert secret_line(desk).placeholderText() == "PIN, or password"
        QTest.keyClick(focused(), Key.Key_1, Modifier.AltModifier)
        assert "Tara Trainer" in lock_page(desk)._face.accessibleName()
        await enter(desk, "4711")
        await desk.until(lambda: not desk.house.window.privacy.is_locked)
        assert who(desk) == TRAINER
        assert "Manager asks" not in desk.shown
        await HistoryUse(desk).wait_for("Trainer asks")
        assert backend.paths().count("login") == logins, "no password was asked for"
        await desk.until(lambda: len(keychain.kept) == 2)
        await lock(desk)
        await desk.close()

    run(story())
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"argon2" not in everything, "what is kept of a PIN is in the keychain"
    again = desk_for(backend.url)

    async def next_start() -> None:
        assert again.house.window.privacy.is_locked
        await again.until(lambda: len(lock_page(again)._keys) == 1)
        QTest.keyClick(focused(), Key.Key_1, Modifier.AltModifier)
        await enter(again, "8205")
        await again.until(lambda: not again.house.window.privacy.is_locked)
        assert who(again) == MANAGER
        await HistoryUse(again).wait_for("Manager asks")

    run(next_start())


def test_guessing_waits_longer_each_time_over_a_restart_and_ends_the_pin(
    run: Any, desk_for: DeskFor, backend: StandInBackend, keychain: MemoryKeychain, tmp_path: Path
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, TRAINER)
        await enrol(desk, TRAINER, "4711")
        await lock(desk)
        for _ in range(3):
            await enter(desk, "9999")
            await desk.until(lambda: "is not right" in lock_words(desk) and secret_line(desk).isEnabled())
            assert WRONG_PIN in lock_words(desk)
            lock_page(desk).show_error("")
        await desk.close()

    run(story())
    assert tries_in(tmp_path) == [3]
    again = desk_for(backend.url)

    async def next_start() -> None:
        await again.until(lambda: again.house.signing_in.session is not None)
        await enter(again, "4711")
        # Counted from the last wrong one: a busy machine may take some of the ten seconds to start.
        await again.until(lambda: re.search(r"Wait ([1-9]|10) s", lock_words(again)) is not None)
        assert again.house.window.privacy.is_locked, "also the right one waits"
        set_tries(tmp_path, 9)
        await enter(again, "9999")
        await again.until(lambda: PIN_IS_OVER in lock_words(again))
        assert secret_line(again).placeholderText() == "Password"
        await again.until(lambda: "argon2" not in str(keychain.kept))
        await enter(again, PASSWORD)
        await again.until(lambda: not again.house.window.privacy.is_locked)

    run(next_start())


def test_a_pin_is_set_only_by_who_knows_the_password_and_not_a_guessable_one(
    run: Any, desk_for: DeskFor, backend: StandInBackend, keychain: MemoryKeychain
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, TRAINER)
        for pin, password, words in (
            ("123", PASSWORD, "figures"),
            ("1234", PASSWORD, "too easy"),
            ("4711", "wrong-password", "not right"),
        ):
            dialog = ask_for_pin(desk, pin, password)
            await desk.until(partial(says, dialog, words))
            dialog.reject()
        assert "argon2" not in str(keychain.kept)

    run(story())


@pytest.mark.parametrize(
    ("state", "words"),
    [("inactive", "switched off"), ("of another version", "does not accept this sign-in any more")],
)
def test_who_was_switched_off_finds_the_desk_locked_again_and_loses_nothing(
    run: Any,
    desk_for: DeskFor,
    backend: StandInBackend,
    monkeypatch: pytest.MonkeyPatch,
    state: str,
    words: str,
) -> None:
    monkeypatch.setitem(STATES, "of another version", "Unauthorized")
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, MANAGER)
        await desk.ask("Kept")
        await enrol(desk, MANAGER, "8205")
        await lock(desk)
        backend.people[MANAGER].state = state
        await enter(desk, "8205")
        await desk.until(lambda: desk.house.window.privacy.is_locked and words in lock_words(desk))
        assert secret_line(desk).placeholderText() == "Password"
        backend.people[MANAGER].state = ""
        await enter(desk, PASSWORD)
        await desk.until(lambda: not desk.house.window.privacy.is_locked)
        assert "For Manager Person, branch None: Kept" in desk.shown

    run(story())


def test_a_refusal_of_the_next_person_neither_locks_the_desk_nor_ends_the_pin_of_the_one_before(
    run: Any, desk_for: DeskFor, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, MANAGER)
        await enrol(desk, MANAGER, "8205")
        await lock(desk)
        await enter(desk, "8205")
        await desk.until(lambda: not desk.house.window.privacy.is_locked)
        desk.house.signing_in.open_card()
        await sign_in(desk, TRAINER)
        desk.house.locking.note_refusal(STATES["inactive"])
        assert not desk.house.window.privacy.is_locked
        await lock(desk)
        QTest.keyClick(focused(), Key.Key_1, Modifier.AltModifier)
        await enter(desk, "8205")
        await desk.until(lambda: not desk.house.window.privacy.is_locked)
        assert who(desk) == MANAGER

    run(story())


def test_a_pin_ends_with_the_sign_in_and_without_a_keychain_with_the_app(
    run: Any, desk_for: DeskFor, backend: StandInBackend, keychain: MemoryKeychain
) -> None:
    keychain.trouble = KeychainError(NO_KEYCHAIN)
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, MANAGER)
        await enrol(desk, MANAGER, "8205")
        await lock(desk)
        await enter(desk, "8205")
        await desk.until(lambda: not desk.house.window.privacy.is_locked)
        later = backend.now() + 8 * 86_400
        desk.house.locking._pins._server_time = lambda: later
        await lock(desk)
        assert secret_line(desk).placeholderText() == "Password"

    run(story())


def test_that_there_is_no_keychain_is_said_once_to_each_and_not_at_every_change_by_pin(
    run: Any, desk_for: DeskFor, backend: StandInBackend, keychain: MemoryKeychain
) -> None:
    keychain.trouble = KeychainError(NO_KEYCHAIN)
    desk = desk_for(backend.url)

    async def story() -> None:
        notices = desk.house.window.notices
        for email, pin in ((TRAINER, "4711"), (MANAGER, "8205")):
            if who(desk) != email:
                desk.house.signing_in.open_card()
            await sign_in(desk, email)
            await desk.until(lambda: KEYCHAIN_NOTICE in desk.notices)
            notices.dismiss(KEYCHAIN_NOTICE)
            await enrol(desk, email, pin)
        told: list[str] = []
        notices.show_notice = lambda notice: told.append(notice.key)  # type: ignore[method-assign]
        for pin, email in (("4711", TRAINER), ("8205", MANAGER)):
            await lock(desk)
            # The one who is not at the desk.
            QTest.keyClick(focused(), Key.Key_1, Modifier.AltModifier)
            await enter(desk, pin)
            await desk.until(lambda: not desk.house.window.privacy.is_locked)
            assert who(desk) == email
            await asyncio.gather(*desk.house.signing_in._tasks._tasks, return_exceptions=True)
        assert KEYCHAIN_NOTICE not in told
        await desk.close()

    run(story())


@pytest.mark.parametrize("days", [-365, -30, 30])
def test_a_pin_opens_a_desk_whose_clock_is_wrong_and_is_set_right(
    run: Any, desk_for: DeskFor, backend: StandInBackend, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    """By the clock on the wall the sign-in had run out before it began, and again when that was set right."""
    backend.now = lambda: time.time() + days * 86_400
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, MANAGER)
        await enrol(desk, MANAGER, "8205")
        for set_right in (False, True):
            if set_right:
                monkeypatch.setattr(desk.house.locking._pins._server_time, "_wall", backend.now)
            await lock(desk)
            assert secret_line(desk).placeholderText() != "Password"
            await enter(desk, "8205")
            await desk.until(lambda: not desk.house.window.privacy.is_locked)
            assert (await desk.ask("Hello")).startswith("For Manager Person")

    run(story())


def test_a_scan_at_the_lock_is_no_try(
    run: Any, desk_for: DeskFor, backend: StandInBackend, tmp_path: Path
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, TRAINER)
        await enrol(desk, TRAINER, "4711")
        logins = backend.paths().count("login")
        await lock(desk)
        for code in [*["4821"] * 10, "8901030865278", "4711"]:
            scan(secret_line(desk), code)
            assert SCANNED in lock_words(desk)
            assert secret_line(desk).text() == ""
        assert desk.house.window.privacy.is_locked
        lock_page(desk)._way.click()
        scan(secret_line(desk), "4821")
        assert SCANNED in lock_words(desk)
        assert sum(tries_in(tmp_path)) == 0
        assert backend.paths().count("login") == logins
        lock_page(desk)._way.click()
        await enter(desk, "4711")
        await desk.until(lambda: not desk.house.window.privacy.is_locked)

    run(story())


def test_a_password_of_figures_opens_beside_a_pin(
    run: Any, desk_for: DeskFor, backend: StandInBackend, tmp_path: Path
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, TRAINER)
        await enrol(desk, TRAINER, "4711")
        backend.people[TRAINER].password = "20481024"
        await lock(desk)
        assert lock_page(desk)._way.isVisible()
        lock_page(desk)._way.click()
        assert secret_line(desk).placeholderText() == "Password"
        assert secret_line(desk).hasFocus()
        await enter(desk, "20481024")
        await desk.until(lambda: not desk.house.window.privacy.is_locked)
        assert sum(tries_in(tmp_path)) == 0, "it was no PIN that was tried"

    run(story())


def test_at_a_desk_that_was_left_a_chosen_person_is_asked_and_told_like_anywhere(
    run: Any, desk_for: DeskFor, backend: StandInBackend
) -> None:
    """Nobody's own lock asks for nothing: that must not hold for who has a PIN here, nor keep the wait from them."""
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, MANAGER)
        await desk.ask("Manager asks")
        await enrol(desk, MANAGER, "8205")
        desk.house.signing_in.open_card()
        await sign_in(desk, TRAINER)
        desk.house.signing_in.sign_out()
        await lock(desk)
        assert not secret_line(desk).isVisible(), "nobody is at the desk"
        QTest.keyClick(focused(), Key.Key_1, Modifier.AltModifier)
        for number in range(FREE_TRIES):
            await enter(desk, f"wrong-{number}")
            await desk.until(lambda: "This password is not right." in lock_words(desk))
            await desk.until(lambda: not lock_page(desk)._unlock.accessibleName().startswith("Unlocking"))
            assert desk.house.window.privacy.is_locked
        assert lock_page(desk)._unlock.accessibleName() == "Wait 10 s"
        assert not lock_page(desk)._unlock.isEnabled()
        desk.house.locking._clock = lambda: time.monotonic() + 10
        await desk.until(lambda: lock_page(desk)._unlock.accessibleName() == "Unlock")
        await enter(desk, PASSWORD)
        await desk.until(lambda: not desk.house.window.privacy.is_locked)
        assert who(desk) == MANAGER
        await HistoryUse(desk).wait_for("Manager asks")
        desk.house.signing_in.open_card()
        await sign_in(desk, TRAINER)
        await lock(desk)
        assert "Tara Trainer" in lock_page(desk)._face.accessibleName(), "not who was chosen before"
        assert secret_line(desk).placeholderText() == "Password"

    run(story())
