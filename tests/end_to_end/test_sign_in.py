"""A person signs in at the front desk: the real window, the real HTTP client, and servers as the real ones are."""

import asyncio
import logging
import threading
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from support.desk import MemoryKeychain, OpenDesk, open_desk
from support.focused import focused
from support.notices import press_notice
from support.sign_in_use import button, card_of, card_text, field, fill_in, sign_in, until_card
from support.stand_in_backend import CODE, PASSWORD, StandInBackend, stand_in_backend

from strakly_desktop.account import troubles
from strakly_desktop.account.keychain import LOCKED, NO_KEYCHAIN, KeychainError
from strakly_desktop.app.chat.failure_notice import FAILURE_NOTICE
from strakly_desktop.app.sign_in.password_change import PASSWORD_NOTICE
from strakly_desktop.app.sign_in.sign_in_notices import CLOCK_NOTICE, KEYCHAIN_NOTICE, SIGN_IN_NOTICE
from strakly_desktop.conversation.errors import Failure, FailureKind
from strakly_desktop.conversation.model import Message, Role
from strakly_desktop.ui.dialogs.new_password import NewPasswordDialog
from strakly_desktop.ui.window.lock_page import SOMEONE_ELSE

DAY = 86_400


def header_words(desk: OpenDesk) -> list[str]:
    return [part.accessibleName() for part in desk.house.window.header.findChildren(QWidget)]


def days_left(desk: OpenDesk, backend: StandInBackend) -> float:
    session = desk.house.signing_in.session
    return 0 if session is None else (session.seconds_left(backend.now()) or 0) / DAY


def is_answered(desk: OpenDesk) -> bool:
    return not desk.house.session.is_running and "For " in desk.shown


def test_start_and_sign_in_is_all_it_takes(run: Any, desk_for: Any, backend: StandInBackend) -> None:
    desk = desk_for(backend.url)

    async def story() -> str:
        await sign_in(desk)
        answer: str = await desk.ask("Who is in?")
        return answer

    assert run(story()) == "For Olivia Owner, branch None: Who is in?"
    assert focused() is desk.house.window.composer.focusProxy()
    assert desk.notices == []
    assert backend.questions[0].who == "owner@example.test"


@pytest.mark.parametrize(
    ("typed", "email", "question"),
    [("owne", "owner@example.test", ""), ("who ow", "r@example.test", "who ow")],
)
def test_what_was_typed_before_the_card_came_is_in_it_unless_it_is_a_question(
    run: Any,
    qapp: Any,
    tmp_path: Path,
    keychain: MemoryKeychain,
    backend: StandInBackend,
    typed: str,
    email: str,
    question: str,
) -> None:
    """Who typed the e-mail at once found its second half in it, and the first in a question."""
    desk = open_desk(qapp, tmp_path, backend.url, keychain=keychain)

    async def story() -> None:
        edit = desk.house.window.composer.focusProxy()
        assert edit is not None
        QTest.keyClicks(edit, typed)
        desk.house.connect()
        await until_card(desk)
        line = field(desk, "E-mail")
        assert line.hasFocus()
        QTest.keyClicks(line, "r@example.test")
        assert (line.text(), desk.house.window.composer.text()) == (email, question)
        await desk.close()

    run(story())


def test_from_the_demo_a_gym_is_reached_by_its_address_alone(
    run: Any, desk_for: Any, backend: StandInBackend, tmp_path: Path
) -> None:
    desk = desk_for(None)

    async def story() -> None:
        await desk.until(lambda: "Connection: Connected" in header_words(desk))
        button(desk, "Sign in to your gym", desk.house.window.history).click()
        await until_card(desk)
        assert "Your gym's server" in card_text(desk), "without one nothing else can be done"
        assert focused() is field(desk, "Server address")
        QTest.keyClicks(focused(), backend.url.removeprefix("http://"))
        QTest.keyClick(focused(), Qt.Key.Key_Return)
        assert focused() is field(desk, "E-mail")
        await sign_in(desk, "trainer@example.test")
        assert await desk.ask("Hello") == "For Tara Trainer, branch 1: Hello"
        assert not desk.house.window.header._badge.isVisible()
        await desk.close()

    run(story())
    saved = (tmp_path / "settings.json").read_text("utf-8")
    assert backend.url in saved
    assert "backend_url" not in saved, "another address in the settings would leave it behind"
    assert PASSWORD not in saved
    assert "eyJ" not in saved, "a token is in the keychain and nowhere else"

    again = desk_for(None)

    async def next_start() -> str:
        answer: str = await again.ask("Again")
        return answer

    assert run(next_start()) == "For Tara Trainer, branch 1: Again"
    assert card_of(again) is None, "the keychain had the sign-in"


def test_the_address_is_asked_for_once_though_nobody_signed_in_with_it_yet(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(None)

    async def story() -> None:
        await desk.until(lambda: "Connection: Connected" in header_words(desk))
        button(desk, "Sign in to your gym", desk.house.window.history).click()
        await until_card(desk)
        QTest.keyClicks(focused(), backend.url.removeprefix("http://"))
        QTest.keyClick(focused(), Qt.Key.Key_Return)
        QTest.keyClick(focused(), Qt.Key.Key_Escape)
        assert card_of(desk) is None
        button(desk, "Sign in to your gym", desk.house.window.history).click()
        await until_card(desk)
        assert focused() is field(desk, "E-mail"), "what was typed as before went into the address"
        await sign_in(desk, "trainer@example.test")
        assert await desk.ask("Hello") == "For Tara Trainer, branch 1: Hello"

    run(story())


def test_an_enquiry_of_the_demo_gym_is_told_to_be_forgotten(run: Any, desk_for: Any) -> None:
    """As the check-in card does: it was gone after the next start, without a word."""
    desk = desk_for(None)

    async def story() -> None:
        await desk.ask("Who owes us money?")
        assert desk.notices == []
        await desk.ask("Add an enquiry: Rohit Mehta, 98200 11223, yoga")
        assert "The demo gym forgets its enquiries with the next start." in desk.notice_texts

    run(story())


def test_neither_password_nor_token_is_in_any_file_or_log(
    run: Any, desk_for: Any, backend: StandInBackend, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = desk_for(backend.url)

    async def story() -> None:
        await fill_in(desk, "owner@example.test", "wrong-password-1")
        await desk.until(lambda: troubles.WRONG_PASSWORD in card_text(desk))
        await sign_in(desk)
        await desk.ask("Who is in?")
        await desk.close()

    run(story())
    token = backend.token("owner@example.test").split(".")[0]
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    for secret in (PASSWORD, "wrong-password-1", token + "."):
        assert not [text for text in kept if secret.encode() in text]
    mine = [
        record.getMessage() for record in caplog.records if not record.name.startswith(("hpack", "httpcore"))
    ]
    assert not [
        text for text in mine if PASSWORD in text or "wrong-password-1" in text or f"{token}." in text
    ]
    assert PASSWORD not in QGuiApplication.clipboard().text()


def test_a_wrong_password_is_told_at_its_field_and_the_next_try_replaces_it(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await fill_in(desk, "owner@example.test", "wrong-password-1")
        await desk.until(lambda: troubles.WRONG_PASSWORD in card_text(desk))
        line = field(desk, "Password")
        assert line.hasFocus()
        assert line.accessibleDescription() == troubles.WRONG_PASSWORD
        QTest.keyClicks(line, PASSWORD)
        QTest.keyClick(line, Qt.Key.Key_Return)
        await desk.until(lambda: card_of(desk) is None)

    run(story())


def test_who_guesses_is_slowed_down_and_the_server_is_not_asked(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        for number in range(5):
            await fill_in(desk, "owner@example.test", f"wrong-{number}")
            await desk.until(
                lambda count=number: len(backend.paths()) > count and field(desk, "Password").isEnabled()
            )
        assert button(desk, "Wait 10 s").isEnabled() is False
        await fill_in(desk, "owner@example.test", "wrong-again")
        await asyncio.sleep(0)
        assert len(backend.paths()) == 5

    run(story())


def test_an_owner_of_two_gyms_chooses_and_is_not_asked_again_for_the_same_one(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await fill_in(desk, "multi@example.test")
        await desk.until(lambda: "Which gym?" in card_text(desk))
        button(desk, "Iron Temple, Pune").click()
        await desk.until(lambda: card_of(desk) is None)
        desk.house.signing_in.open_card()
        await fill_in(desk, "multi@example.test")
        await desk.until(lambda: card_of(desk) is None)

    run(story())
    assert backend.paths() == ["login", "switch-gym", "login", "switch-gym"]
    session = desk.house.signing_in.session
    assert session is not None
    assert (session.claims.gym_id, session.gym_name) == (1, "Iron Temple")


def test_a_question_that_found_the_sign_in_over_goes_on_after_it(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url, backend.token("owner@example.test", ends_in=-1))

    async def story() -> None:
        desk.type("Who owes money?")
        await desk.until(lambda: FAILURE_NOTICE in desk.notices)
        press_notice(desk.house.window.notices, FAILURE_NOTICE)
        await sign_in(desk)
        await desk.until(lambda: is_answered(desk))

    run(story())
    assert "For Olivia Owner, branch None: Who owes money?" in desk.shown
    assert [one.said["message"] for one in backend.questions] == ["Who owes money?"] * 2
    assert FAILURE_NOTICE not in desk.notices


def test_a_question_of_one_person_is_never_asked_as_another(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url, backend.token("owner@example.test", ends_in=-1))

    async def story() -> None:
        desk.type("Only for the owner")
        await desk.until(lambda: FAILURE_NOTICE in desk.notices)
        press_notice(desk.house.window.notices, FAILURE_NOTICE)
        await sign_in(desk, "trainer@example.test")
        await desk.ask("What of mine?")

    run(story())
    assert [(one.who, one.said["message"]) for one in backend.questions] == [
        ("owner@example.test", "Only for the owner"),
        ("trainer@example.test", "What of mine?"),
    ]
    assert "Only for the owner" not in desk.shown


def test_who_takes_over_from_the_menu_types_an_address_and_not_into_the_password(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, "trainer@example.test")
        desk.house.window.sign_in_requested.emit()
        await until_card(desk)
        QTest.keyClicks(desk.house.window.focusWidget(), "owner@example.test")
        assert field(desk, "E-mail").text() == "owner@example.test"
        assert field(desk, "Password").text() == ""

    run(story())


def test_a_running_answer_goes_on_while_its_person_signs_in_again(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)
    backend.hold = threading.Event()

    async def story() -> None:
        await sign_in(desk, "trainer@example.test")
        desk.type("A long one")
        await desk.until(lambda: "For" in desk.shown)
        desk.house.signing_in.open_card()
        await sign_in(desk, "trainer@example.test")
        assert desk.house.session.is_running
        assert backend.hold is not None
        backend.hold.set()
        await desk.until_idle()

    run(story())
    assert "For Tara Trainer, branch 1: A long one" in desk.shown
    assert len(backend.questions) == 1


def test_staff_are_told_a_day_before_and_nobody_is_refreshed_for_them(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)
    backend.lifetime_s = DAY - 60

    async def story() -> None:
        await sign_in(desk, "manager@example.test")
        await desk.until(lambda: SIGN_IN_NOTICE in desk.notices)
        assert "Your sign-in ends t" in desk.notice_texts
        backend.lifetime_s = 7 * DAY
        press_notice(desk.house.window.notices, SIGN_IN_NOTICE)
        await sign_in(desk, "manager@example.test")

    run(story())
    assert desk.notices == []
    assert "refresh" not in backend.paths()


def test_a_sign_in_that_ran_out_is_not_told_to_end_later_as_well(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)
    backend.lifetime_s = DAY - 60

    async def story() -> None:
        await sign_in(desk, "manager@example.test")
        await desk.until(lambda: SIGN_IN_NOTICE in desk.notices)
        assert "Your sign-in ends" in desk.notice_texts
        over = Failure(FailureKind.SIGN_IN_EXPIRED, "Your sign-in has expired.", "Sign in again.")
        desk.house.session.turn_failed.emit(Message("a", Role.ASSISTANT, "", datetime.now(UTC)), over)

    run(story())
    assert "Your sign-in ends" not in desk.notice_texts
    assert FAILURE_NOTICE in desk.notices


def test_an_owner_is_renewed_before_the_end_and_told_nothing(
    run: Any, desk_for: Any, backend: StandInBackend, keychain: MemoryKeychain
) -> None:
    desk = desk_for(backend.url)
    backend.lifetime_s = 2 * DAY

    async def story() -> None:
        await fill_in(desk, "owner@example.test")
        await desk.until(lambda: backend.paths() == ["login"])
        backend.lifetime_s = 7 * DAY
        await desk.until(lambda: "refresh" in backend.paths())
        await desk.until(lambda: days_left(desk, backend) > 6)
        await desk.until(lambda: desk.house.signing_in.session.token in str(keychain.kept))

    run(story())
    assert desk.notices == []
    assert card_of(desk) is None


def test_an_end_that_passes_while_nobody_is_there_is_told_before_the_next_question(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)
    backend.lifetime_s = -3600

    async def story() -> None:
        await sign_in(desk, "manager@example.test")
        await desk.until(lambda: SIGN_IN_NOTICE in desk.notices)

    run(story())
    assert "Connection: Sign-in expired" in header_words(desk)
    assert button(desk, "Sign in", desk.house.window.header)
    assert backend.questions == []


def test_staff_that_was_switched_off_is_told_though_the_assistant_still_answers(
    run: Any, desk_for: Any, backend: StandInBackend, qapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, "manager@example.test")
        await desk.until(lambda: any(one.path.endswith("/branches") for one in backend.asked))
        backend.people["manager@example.test"].state = "inactive"
        monkeypatch.setattr("strakly_desktop.app.sign_in.coming_back.AWAY_S", 0.0)
        for state in (Qt.ApplicationState.ApplicationInactive, Qt.ApplicationState.ApplicationActive):
            qapp.applicationStateChanged.emit(state)
        await desk.until(lambda: SIGN_IN_NOTICE in desk.notices)
        assert "For Manager Person" in await desk.ask("Am I still in?")

    run(story())
    assert "Connection: Account not accepted" in header_words(desk)


def test_a_member_who_may_list_no_branches_is_no_sign_out(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, "member@example.test")
        await desk.until(lambda: any(one.path.endswith("/branches") for one in backend.asked))
        await desk.ask("Hello")

    run(story())
    assert "Connection: Connected" in header_words(desk)
    assert desk.notices == []


def test_signing_out_forgets_the_sign_in_and_leaves_no_conversation_open(
    run: Any, desk_for: Any, backend: StandInBackend, keychain: MemoryKeychain
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk)
        await desk.ask("Private")
        await desk.until(lambda: keychain.kept)
        desk.house.window.sign_out_requested.emit()
        await until_card(desk)
        await desk.until(lambda: not keychain.kept)

    run(story())
    assert "Private" not in desk.shown
    assert desk.house.saver.settings.account == ""
    assert desk.house.signing_in.session is None


def test_closing_right_after_signing_out_still_forgets_the_sign_in(
    run: Any,
    desk_for: Any,
    backend: StandInBackend,
    keychain: MemoryKeychain,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, may_forget = desk_for(backend.url), threading.Event()
    forget, close = keychain.forget, desk.house.locking.aclose
    ends: list[str] = []

    def forget_slowly(account: str) -> None:
        may_forget.wait(60)
        forget(account)

    async def close_while_it_forgets() -> None:
        await close()
        may_forget.set()

    async def note_end(forgets: Any) -> None:
        try:
            await forgets()
            ends.append("forgotten")
        except asyncio.CancelledError:
            ends.append("left in it")
            raise

    async def story() -> None:
        await sign_in(desk)
        await desk.until(lambda: keychain.kept)
        kept = desk.house.signing_in._kept
        monkeypatch.setattr(keychain, "forget", forget_slowly)
        monkeypatch.setattr(kept, "forget", partial(note_end, kept.forget))
        monkeypatch.setattr(desk.house.locking, "aclose", close_while_it_forgets)
        desk.house.window.sign_out_requested.emit()
        await asyncio.sleep(0)
        await desk.close()

    run(story())
    assert (ends, keychain.kept) == (["forgotten"], {})


def test_another_person_does_not_see_the_open_conversation(
    run: Any, desk_for: Any, backend: StandInBackend, keychain: MemoryKeychain
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk)
        await desk.ask("Private")
        desk.house.signing_in.open_card()
        await sign_in(desk, "trainer@example.test")
        await desk.until(lambda: len(keychain.kept) == 1 and "trainer" in str(keychain.kept.keys()))

    run(story())
    assert "Private" not in desk.shown


def test_the_demo_gym_takes_back_that_one_has_to_sign_in(
    run: Any, desk_for: Any, backend: StandInBackend, keychain: MemoryKeychain
) -> None:
    keychain.trouble = KeychainError(NO_KEYCHAIN)
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk)
        await desk.until(lambda: KEYCHAIN_NOTICE in desk.notices)
        entry = next(one for one in desk.house.window.menu.actions() if one.text().startswith("Sign in"))
        assert entry.text() == f"{SOMEONE_ELSE}...", "one is signed in: the lock says so as well"
        desk.house.window.sign_out_requested.emit()
        await desk.until(lambda: "Sign in with your password to go on." in desk.notice_texts)
        assert entry.text() == "Sign in..."
        await sign_in(desk)
        assert KEYCHAIN_NOTICE not in desk.notices, "it was done"
        desk.house.window.sign_out_requested.emit()
        await desk.until(lambda: "Sign in with your password to go on." in desk.notice_texts)
        await until_card(desk)
        button(desk, "Try the demo gym instead").click()
        await desk.until(lambda: desk.house.server.is_demo)
        assert KEYCHAIN_NOTICE not in desk.notices
        await desk.close()

    run(story())


@pytest.mark.parametrize("words", [NO_KEYCHAIN, LOCKED])
def test_without_a_keychain_it_holds_until_the_end_and_says_so(
    run: Any, desk_for: Any, backend: StandInBackend, keychain: MemoryKeychain, words: str
) -> None:
    keychain.trouble = KeychainError(words)
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk)
        await desk.until(lambda: KEYCHAIN_NOTICE in desk.notices)
        assert words in desk.notice_texts
        await desk.ask("Who is in?")
        await desk.close()

    run(story())
    again = desk_for(backend.url)

    async def next_start() -> None:
        await until_card(again)
        assert field(again, "E-mail").isEnabled()

    run(next_start())


def test_a_keychain_that_never_answers_keeps_nobody_out(
    run: Any,
    desk_for: Any,
    backend: StandInBackend,
    keychain: MemoryKeychain,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("strakly_desktop.app.sign_in.signing_in._KEYCHAIN_PATIENCE_S", 0.05)
    first = desk_for(backend.url)

    async def keep_somebody() -> None:
        await sign_in(first)
        await first.until(lambda: keychain.kept)
        await first.close()

    run(keep_somebody())
    never = threading.Event()
    monkeypatch.setattr(keychain, "read", lambda _account: never.wait(30) and None)
    desk = desk_for(backend.url)

    async def story() -> None:
        await desk.until(lambda: KEYCHAIN_NOTICE in desk.notices)
        button(desk, "Sign in", desk.house.window.header).click()
        await sign_in(desk)
        assert await desk.ask("Hello") == "For Olivia Owner, branch None: Hello"

    run(story())
    never.set()


def test_a_forgotten_password_is_set_anew_from_the_card(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)
    new = "Better-Secret-9"

    async def story() -> None:
        await until_card(desk)
        field(desk, "E-mail").setText("owner@example.test")
        button(desk, "Forgot your password?").click()
        assert field(desk, "E-mail").text() == "owner@example.test"
        button(desk, "Send the code").click()
        await desk.until(lambda: "A code was sent to owner@example.test" in card_text(desk))
        QTest.keyClicks(field(desk, "Code from the e-mail"), "000000")
        QTest.keyClicks(field(desk, "New password"), new)
        button(desk, "Set it and sign in").click()
        await desk.until(lambda: troubles.WRONG_CODE in card_text(desk))
        field(desk, "Code from the e-mail").setText(CODE)
        button(desk, "Set it and sign in").click()
        await desk.until(lambda: card_of(desk) is None)

    run(story())
    assert backend.people["owner@example.test"].password == new
    assert desk.house.signing_in.session is not None


def test_no_key_of_the_window_gets_past_the_card(run: Any, desk_for: Any, backend: StandInBackend) -> None:
    desk = desk_for(backend.url)
    backend.hold = threading.Event()

    async def story() -> None:
        await sign_in(desk)
        desk.type("A long one")
        await desk.until(lambda: "For" in desk.shown)
        desk.house.signing_in.open_card()
        await until_card(desk)
        for key, modifier in (
            (Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier),
            (Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier),
            (Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier),
            (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier),
        ):
            QTest.keyClick(focused(), key, modifier)
        assert desk.house.session.is_running, "New chat would have stopped the answer"
        for _ in range(12):
            QTest.keyClick(focused(), Qt.Key.Key_Tab)
            card = card_of(desk)
            assert card is not None
            assert card.isAncestorOf(focused()), "Tab stays in the card"
        QTest.keyClick(focused(), Qt.Key.Key_Escape)
        assert card_of(desk) is None
        assert desk.house.session.is_running, "Escape closed the card and nothing else"
        assert desk.house.window.composer.focusProxy() is focused()
        assert backend.hold is not None
        backend.hold.set()
        await desk.until_idle()

    run(story())


def test_a_clock_that_is_wrong_is_told_and_ends_no_sign_in(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    backend.now = lambda: time() - 30 * DAY  # This computer is a month ahead.
    desk = desk_for(backend.url)

    async def story() -> str:
        await sign_in(desk)
        await desk.until(lambda: CLOCK_NOTICE in desk.notices)
        assert "30 days fast" in desk.notice_texts
        answer: str = await desk.ask("Hello")
        return answer

    assert run(story()).startswith("For Olivia Owner")
    assert "Connection: Connected" in header_words(desk)


def test_the_demo_instead_and_back(run: Any, desk_for: Any, backend: StandInBackend) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await until_card(desk)
        button(desk, "Try the demo gym instead").click()
        await desk.until(lambda: "Connection: Connected" in header_words(desk))
        assert desk.house.server.is_demo
        demo = desk.house.connection.endpoint
        assert demo is not None and demo.forgets
        assert desk.house.window.header._badge.isVisible()
        desk.house.window.sign_in_requested.emit()
        await sign_in(desk)
        assert (await desk.ask("Hello")).startswith("For Olivia Owner")

    run(story())
    assert not desk.house.server.is_demo


def test_a_token_of_the_environment_still_works_and_is_kept_nowhere(
    run: Any, desk_for: Any, backend: StandInBackend, keychain: MemoryKeychain
) -> None:
    desk = desk_for(backend.url, backend.token("trainer@example.test"))

    async def story() -> str:
        answer: str = await desk.ask("Hello")
        return answer

    assert run(story()) == "For Tara Trainer, branch 1: Hello"
    assert card_of(desk) is None
    assert keychain.kept == {}


def test_a_sign_in_for_one_branch_names_it_and_no_choice_changes_it(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, "branch@example.test")
        await desk.until(lambda: "Branch: Branch 01" in header_words(desk))
        assert await desk.ask("Hello") == "For Branch Admin Person, branch 4: Hello"

    run(story())
    assert not desk.house.window.header._picker.isEnabled()
    assert desk.house.session.messages[-1].branch == "Branch 01"
    assert "Branch 01" in desk.shown, "the source line names the branch that was really asked"


def test_a_change_of_branch_is_a_line_and_each_answer_names_its_own(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk)
        await desk.until(desk.house.window.header._picker.isVisible)
        await desk.ask("First")
        picker = desk.house.window.header._picker
        next(action for action in picker._menu.actions() if action.text() == "Branch 02").trigger()
        assert await desk.ask("Second") == "For Olivia Owner, branch 5: Second"

    run(story())
    shown = desk.shown
    line = "Questions are about Branch 02 from here."
    assert shown.index("branch None: First") < shown.index(line) < shown.index("branch 5: Second")
    assert [message.branch for message in desk.house.session.messages[1::2]] == ["All branches", "Branch 02"]


async def stop_at_address(desk: OpenDesk) -> None:
    """Olivia is accepted by a backend beside which there is no assistant."""
    await fill_in(desk, "owner@example.test")
    await desk.until(lambda: "the assistant is not at this address" in card_text(desk))


def give_address(desk: OpenDesk, url: str) -> None:
    """Type where the assistant is."""
    QTest.keyClicks(field(desk, "Assistant address"), url)
    QTest.keyClick(field(desk, "Assistant address"), Qt.Key.Key_Return)


def test_who_could_not_sign_in_does_not_get_in_as_the_person_before_by_the_assistants_address(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    """Olivia was accepted and gave up at the address; Tara mistyped her password, knew the address, and was Olivia."""
    with stand_in_backend() as assistant:
        backend.has_assistant = False
        desk = desk_for(backend.url)

        async def story() -> None:
            await stop_at_address(desk)
            button(desk, "Back").click()
            await fill_in(desk, "trainer@example.test", "Wrong-Password-1")
            await desk.until(lambda: "E-mail or password" in card_text(desk))
            button(desk, "Change").click()
            give_address(desk, assistant.url)
            assert "Sign in to Strakly" in card_text(desk), "it is asked for hers"
            await sign_in(desk, "trainer@example.test")

        run(story())
        session = desk.house.signing_in.session
        assert session is not None and session.claims.email == "trainer@example.test"


def test_an_assistant_at_another_address_is_asked_for_and_the_password_is_not_again(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    """The backend answers at its address; what else answers there is no assistant."""
    with stand_in_backend() as assistant:
        backend.has_assistant = False
        desk = desk_for(backend.url)

        async def story() -> str:
            await stop_at_address(desk)
            assert field(desk, "Assistant address").hasFocus()
            give_address(desk, assistant.url)
            await desk.until(lambda: card_of(desk) is None)
            answer: str = await desk.ask("Hello")
            await desk.close()
            return answer

        assert run(story()) == "For Olivia Owner, branch None: Hello"
        assert backend.paths() == ["login"]
        assert assistant.paths("/api") == [], "nothing of the sign-in goes to the assistant"
        again = desk_for(None)

        async def next_start() -> str:
            answer: str = await again.ask("Again")
            return answer

        assert run(next_start()) == "For Olivia Owner, branch None: Again"


def test_a_key_that_comes_twice_changes_the_password_once(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    """In a window that was busy: the second one counted as a wrong password, for the first had made it so."""
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk)
        desk.house.window.menu.password_requested.emit()
        (dialog,) = desk.house.window.findChildren(NewPasswordDialog)
        for field_, text in ((dialog._now, PASSWORD), (dialog._new, "Better-Secret-9")):
            QTest.keyClicks(field_.focusProxy(), text)
        for _ in range(2):
            QTest.keyClick(dialog._new.focusProxy(), Qt.Key.Key_Return)
        await desk.until(lambda: PASSWORD_NOTICE in desk.notices)
        assert (await desk.ask("Still in?")).startswith("For Olivia Owner")

    run(story())
    assert backend.paths() == ["login", "change-password"]


def test_an_owner_changes_the_password_and_stays_signed_in(
    run: Any, desk_for: Any, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def try_with(now: str, new: str, words: str) -> None:
        desk.house.window.menu.password_requested.emit()
        dialog = desk.house.window.findChildren(NewPasswordDialog)[-1]
        for field_, text in ((dialog._now, now), (dialog._new, new)):
            QTest.keyClicks(field_.focusProxy(), text)
            QTest.keyClick(field_.focusProxy(), Qt.Key.Key_Return)
        if words:
            await desk.until(
                lambda: any(words in one.text() and one.isVisible() for one in dialog.findChildren(QLabel))
            )
            dialog.reject()

    async def story() -> None:
        await sign_in(desk)
        await try_with(PASSWORD, "short", troubles.WEAK_NEW_PASSWORD)
        await try_with("Wrong-Secret-1", "Better-Secret-9", troubles.WRONG_CURRENT)
        await try_with(PASSWORD, "Better-Secret-9", "")
        await desk.until(lambda: PASSWORD_NOTICE in desk.notices)
        assert (await desk.ask("Still in?")).startswith("For Olivia Owner")
        desk.house.signing_in.open_card()
        await sign_in(desk, "trainer@example.test")
        assert not desk.house.window.menu._password.isVisible(), "staff change it by a code"

    run(story())
    assert backend.people["owner@example.test"].password == "Better-Secret-9"
