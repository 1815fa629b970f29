"""What is said of a sign-in that ends: by its own claim, by the clock while the app runs, and by the server."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from support.desk import OpenDesk, open_desk

from strakly_desktop.account.claims import claims_of
from strakly_desktop.app.assistant.connection import Endpoint
from strakly_desktop.app.assistant.sign_in import CLOCK_SKEW_S, SIGN_IN_ADVICE, SignIn, SignInState
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.errors import Failure, FailureKind

NOON = 1_790_000_000.0
GOOD, EXPIRED, REFUSED = SignInState.UNQUESTIONED, SignInState.EXPIRED, SignInState.REFUSED


def token(**claims: object) -> str:
    payload = base64.urlsafe_b64encode(json.dumps({"name": "Asha Rao", **claims}).encode()).decode()
    return f"header.{payload.rstrip('=')}.signature"


def failure(kind: FailureKind) -> Failure:
    return Failure(kind, "It failed.", "Ask again.")


class Desk:
    def __init__(self) -> None:
        self.now = NOON
        self.sign_in = SignIn(now=lambda: self.now)
        self.told: list[SignInState] = []
        self.sign_in.state_changed.connect(self.told.append)


@pytest.fixture
def desk(qapp: Any) -> Desk:
    return Desk()


@pytest.mark.parametrize(
    ("seconds", "state"),
    [(-86_400, EXPIRED), (-CLOCK_SKEW_S, EXPIRED), (-CLOCK_SKEW_S + 1, GOOD), (0, GOOD), (604_800, GOOD)],
)
def test_the_tokens_own_end_is_seen_at_once_and_clocks_may_differ_by_minutes(
    desk: Desk, seconds: int, state: SignInState
) -> None:
    desk.sign_in.use(token(exp=NOON + seconds))
    assert desk.sign_in.state is state


@pytest.mark.parametrize(
    "text",
    [
        None,
        "a.b.c",
        "opaque-token",
        token(),
        token(exp="soon"),
        token(exp=True),
        token(exp=None),
        token(exp=1e300),
    ],
)
def test_what_names_no_end_is_left_to_the_server(desk: Desk, text: str | None) -> None:
    desk.sign_in.use(text)
    assert claims_of(text).expires_at is None
    assert desk.told == []


def test_no_token_at_all_is_told(desk: Desk) -> None:
    desk.sign_in.use("")
    assert desk.told == [SignInState.MISSING]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (FailureKind.FORBIDDEN, SignInState.SWITCHED_OFF),
        (FailureKind.SIGN_IN_INVALID, REFUSED),
        (FailureKind.SIGN_IN_EXPIRED, EXPIRED),
    ],
)
def test_what_the_backend_says_of_the_account_is_told_and_no_answer_of_the_assistant_mends_it(
    desk: Desk, kind: FailureKind, told: SignInState
) -> None:
    found: list[SignInState] = []
    desk.sign_in.found.connect(found.append)
    desk.sign_in.use("opaque-token")
    desk.sign_in.note_backend(failure(kind))
    assert (desk.told, found) == ([told], [told])
    desk.sign_in.note_answer()
    assert (desk.sign_in.state is told) == (told is SignInState.SWITCHED_OFF)


def test_what_only_a_wrong_clock_said_is_taken_back_when_it_is_set_right(desk: Desk) -> None:
    found: list[SignInState] = []
    desk.sign_in.found.connect(found.append)
    desk.sign_in.use(token(exp=NOON + 7 * 86_400))
    desk.now += 365 * 86_400
    desk.sign_in.look()
    assert desk.sign_in.state is EXPIRED
    desk.now = NOON
    desk.sign_in.look()
    assert found == desk.told == [EXPIRED, GOOD]


@pytest.mark.parametrize("kind", [FailureKind.SIGN_IN_EXPIRED, FailureKind.SIGN_IN_INVALID])
def test_what_the_server_said_is_not_taken_back_by_any_clock(desk: Desk, kind: FailureKind) -> None:
    desk.sign_in.use(token(exp=NOON + 60))
    desk.now += 86_400
    desk.sign_in.look()
    desk.sign_in.note_failure(failure(kind))
    desk.now = NOON
    desk.sign_in.look()
    assert desk.sign_in.state is not GOOD


def test_a_number_that_is_none_is_no_end(desk: Desk) -> None:
    payload = base64.urlsafe_b64encode(b'{"exp": NaN}').decode().rstrip("=")
    desk.sign_in.use(f"h.{payload}.s")
    assert desk.told == []


def test_the_end_that_passes_while_the_app_runs_or_the_computer_sleeps_is_seen(desk: Desk) -> None:
    desk.sign_in.use(token(exp=NOON + 60))
    desk.now += 8 * 3600  # Asleep: no timer has run; the next look is by the clock on the wall.
    desk.sign_in.look()
    assert desk.told == [EXPIRED]


def test_the_servers_word_counts_more_than_the_clock_of_this_desk(desk: Desk) -> None:
    desk.sign_in.use(token(exp=NOON - 86_400))
    desk.sign_in.note_answer()
    desk.sign_in.look()
    assert desk.told == [EXPIRED, GOOD], "it answers, so this clock is wrong"
    desk.sign_in.note_failure(failure(FailureKind.SIGN_IN_EXPIRED))
    assert desk.told == [EXPIRED, GOOD, EXPIRED]


def test_an_answer_before_the_end_says_nothing_about_later(desk: Desk) -> None:
    desk.sign_in.use(token(exp=NOON + 60))
    desk.sign_in.note_answer()
    desk.now += 3600
    desk.sign_in.look()
    assert desk.told == [EXPIRED]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (FailureKind.SIGN_IN_EXPIRED, [EXPIRED]),
        (FailureKind.SIGN_IN_INVALID, [REFUSED]),
        (FailureKind.NETWORK, []),
        (FailureKind.FORBIDDEN, []),
    ],
)
def test_a_refusal_by_the_server_is_told_and_nothing_else_is_taken_for_one(
    desk: Desk, kind: FailureKind, told: list[SignInState]
) -> None:
    desk.sign_in.use("opaque-token")
    desk.sign_in.note_failure(failure(kind))
    assert desk.told == told


def test_a_new_token_is_judged_anew_and_the_same_one_is_not_forgiven(desk: Desk) -> None:
    desk.sign_in.use("opaque-token")
    desk.sign_in.note_failure(failure(FailureKind.SIGN_IN_INVALID))
    desk.sign_in.use("opaque-token")
    assert desk.sign_in.state is REFUSED
    desk.sign_in.use(token(exp=NOON + 60))
    assert desk.sign_in.state is GOOD


@pytest.fixture
def opened(qloop: Any, qapp: Any, tmp_path: Path) -> Iterator[OpenDesk]:
    desk = open_desk(qapp, tmp_path, "http://127.0.0.1:9", token(exp=1_700_000_000))
    yield desk
    qloop.run_until_complete(desk.close())


def header_words(desk: OpenDesk) -> list[str]:
    return [part.accessibleName() for part in desk.house.window.header.findChildren(QWidget)]


def test_header_and_greeting_tell_of_the_end_and_what_to_do(opened: OpenDesk) -> None:
    page = [label.text() for label in opened.house.window.empty_state.findChildren(QLabel)]
    assert page == ["Sign-in expired", SIGN_IN_ADVICE]
    assert "Connection: Sign-in expired" in header_words(opened)
    opened.house.connection.state_changed.emit(ConnectionState.CONNECTED)
    assert "Connection: Sign-in expired" in header_words(opened), "a server that answers is no help"
    new = Endpoint("http://127.0.0.1:9", token(exp=4_000_000_000))
    opened.house.connection.endpoint_changed.emit(new)
    assert "Connection: Connected" in header_words(opened)
    page = [label.text() for label in opened.house.window.empty_state.findChildren(QLabel)]
    assert page[0].endswith("Asha Rao")
