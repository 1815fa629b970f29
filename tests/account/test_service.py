"""Signing in at the stand-in for the real backend, over real HTTP: who may, who may not, and in which words."""

import asyncio
import secrets
import traceback
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from support.asking import run_bounded
from support.replay import http_answer, load_recording, replay
from support.stand_in_backend import CODE, PASSWORD, STATES, StandInBackend, stand_in_backend

from strakly_desktop.account import troubles
from strakly_desktop.account.addresses import servers_at
from strakly_desktop.account.login_answer import LoginAnswer
from strakly_desktop.account.service import SignInService
from strakly_desktop.account.session import Servers, session_of
from strakly_desktop.account.troubles import Culprit, SignInError
from strakly_desktop.client.auth_client import AuthClient
from strakly_desktop.client.http_errors import failure_from_response
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind, Refusal

NEW_PASSWORD = "Better-Secret-9"


@pytest.fixture
def backend() -> Iterator[StandInBackend]:
    with stand_in_backend() as running:
        yield running


async def client_at(url: str) -> AuthClient:
    return AuthClient(url)


SERVICE = SignInService(client_at)


def run(backend: StandInBackend, story: Callable[[Servers], Coroutine[Any, Any, Any]]) -> Any:
    return run_bounded(story(servers_at(backend.url)))


def sign_in(backend: StandInBackend, email: str, password: str = PASSWORD) -> LoginAnswer:
    answer: LoginAnswer = run(backend, lambda servers: SERVICE.sign_in(servers, email, password))
    return answer


def refused(story: Callable[[], Any]) -> SignInError:
    with pytest.raises(SignInError) as caught:
        story()
    return caught.value


@pytest.mark.parametrize(
    ("email", "role", "gym", "branch"),
    [
        ("owner@example.test", "admin", "Iron Temple", None),
        ("trainer@example.test", "trainer", "Iron Temple", 1),
        ("branch@example.test", "branch_admin", "Iron Temple", 4),
        ("root@example.test", "superadmin", "", None),
    ],
)
def test_everybody_signs_in_as_themselves(
    backend: StandInBackend, email: str, role: str, gym: str, branch: int | None
) -> None:
    answer = sign_in(backend, f"  {email} ")
    claims = answer.session.claims
    assert (claims.email, claims.role, answer.session.gym_name, claims.branch_id) == (
        email,
        role,
        gym,
        branch,
    )
    assert answer.gyms == ()
    assert backend.asked[0].said == {"email": email, "password": PASSWORD}, "nothing but the two is taken"


def test_an_owner_of_several_gyms_chooses_and_works_in_the_other_one(backend: StandInBackend) -> None:
    answer = sign_in(backend, "multi@example.test")
    assert [gym.name for gym in answer.gyms] == ["Lake Side Fitness", "Iron Temple"]
    chosen = run(backend, lambda _servers: SERVICE.choose_gym(answer.session, 1))
    assert (chosen.claims.gym_id, chosen.gym_name) == (1, "Iron Temple")
    assert chosen.account != answer.session.account
    assert backend.asked[-1].said == {"gymId": 1}
    stays = run(backend, lambda _servers: SERVICE.choose_gym(answer.session, 2))
    assert stays is answer.session
    assert backend.paths() == ["login", "switch-gym"], "the gym of the sign-in needs no switch"


def test_a_gym_that_is_not_ones_own_is_told_and_ends_no_sign_in(backend: StandInBackend) -> None:
    session = sign_in(backend, "multi@example.test").session
    error = refused(lambda: run(backend, lambda _servers: SERVICE.choose_gym(session, 77)))
    assert error.words == troubles.GYM_DENIED


def test_staff_never_switch_and_never_refresh(backend: StandInBackend) -> None:
    session = sign_in(backend, "manager@example.test").session
    refused(lambda: run(backend, lambda _servers: SERVICE.choose_gym(session, 2)))
    assert run(backend, lambda _servers: SERVICE.refresh(session)) is None
    assert backend.paths() == ["login"], "the backend would give the token of the owner with that number"


def test_an_owner_gets_a_newer_token_for_the_same_gym(backend: StandInBackend) -> None:
    session = sign_in(backend, "owner@example.test").session
    claims = session.claims
    backend.now = lambda: (claims.issued_at or 0) + 5 * 86_400
    new = run(backend, lambda _servers: SERVICE.refresh(session))
    assert new.account == session.account
    assert new.gym_name == "Iron Temple"
    assert new.claims.expires_at == (claims.expires_at or 0) + 5 * 86_400


def test_a_token_of_somebody_else_is_dropped_wherever_it_comes(backend: StandInBackend) -> None:
    """As recorded: a refresh may give the token of another person."""
    recorded = load_recording("be_refresh_manager_wrong_person")

    async def story() -> None:
        async with replay(recorded.as_recorded()) as server:
            multi = session_of(servers_at(server.url), backend.token("multi@example.test"))
            assert await SERVICE.refresh(multi) is None

    run_bounded(story())
    backend.answers_somebody_else = True
    assert refused(lambda: sign_in(backend, "multi@example.test")).words == troubles.SOMEBODY_ELSE


def test_a_refused_refresh_is_no_sign_out(backend: StandInBackend) -> None:
    servers = servers_at(backend.url)
    over = session_of(servers, backend.token("owner@example.test", ends_in=-5))
    assert run(backend, lambda _servers: SERVICE.refresh(over)) is None
    gone = session_of(servers_at("http://127.0.0.1:9"), backend.token("owner@example.test"))
    assert run(backend, lambda _servers: SERVICE.refresh(gone)) is None


@pytest.mark.parametrize("email", ["owner@example.test", "nobody@example.test"])
def test_a_wrong_password_and_an_unknown_person_sound_alike(backend: StandInBackend, email: str) -> None:
    error = refused(lambda: sign_in(backend, email, "wrong-one"))
    assert (error.words, error.culprit) == (troubles.WRONG_PASSWORD, Culprit.PASSWORD)
    assert error.is_wrong_password


def test_capitals_are_sent_as_typed_and_hinted_at_when_it_fails(backend: StandInBackend) -> None:
    error = refused(lambda: sign_in(backend, "Owner@Example.test"))
    assert backend.asked[0].said["email"] == "Owner@Example.test"
    assert "owner@example.test" in error.words


@pytest.mark.parametrize("state", STATES)
def test_each_state_of_an_account_has_a_sentence_of_its_own_that_says_what_to_do(
    backend: StandInBackend, state: str
) -> None:
    error = refused(lambda: sign_in(backend, f"{state}@example.test"))
    words = {troubles.account_state_words(text) for text in STATES.values()}
    assert len(words) == len(STATES)
    assert error.words in words
    assert not error.is_wrong_password
    assert "Ask" in error.words


@pytest.mark.parametrize("email", ["", "owner", "owner @example.test", "owner@example", "a@b@c.de"])
def test_what_is_no_e_mail_address_is_told_without_asking(backend: StandInBackend, email: str) -> None:
    assert refused(lambda: sign_in(backend, email)).culprit is Culprit.EMAIL
    assert refused(lambda: sign_in(backend, "owner@example.test", "short")).culprit is Culprit.PASSWORD
    assert backend.asked == []


def _refusal(status: int, said: str, body: bytes = b"") -> Refusal:
    return Refusal(failure_from_response(status, "application/json", body, {}), status, said)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (_refusal(404, "Cannot POST /api/auth/login"), troubles.NO_SUCH_SERVICE),
        (_refusal(404, "Not Found"), troubles.NO_SUCH_SERVICE),
        (_refusal(405, ""), troubles.NOT_THE_BACKEND),
        (_refusal(404, "", b"<html>nginx</html>"), troubles.NOT_THE_BACKEND),
        (_refusal(400, "property remember should not exist"), troubles._OTHER_VERSION),
        (_refusal(400, "email must be an email"), troubles.NO_EMAIL),
        (_refusal(429, "Too many"), troubles._BUSY),
        (_refusal(429, ""), troubles._BUSY),
        (_refusal(500, "Internal server error"), troubles._SERVER_PROBLEM),
        (_refusal(503, ""), troubles._SERVER_PROBLEM),
    ],
)
def test_refusals_that_are_no_matter_of_the_password_say_so(error: ChatError, words: str) -> None:
    told = troubles.sign_in_error(error)
    assert told.words == words
    assert not told.is_wrong_password


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found", "403 Forbidden", "405 Method Not Allowed"])
def test_the_address_of_the_web_app_is_told_as_such(status: str) -> None:
    async def story() -> None:
        page = http_answer("<!doctype html><title>Strakly</title>", "text/html", status)
        async with replay([page]) as server:
            await SERVICE.sign_in(servers_at(server.url), "a@b.example", "secret-password")

    error = refused(lambda: run_bounded(story()))
    assert (error.words, error.culprit) == (troubles.NOT_THE_BACKEND, Culprit.SERVER)


@pytest.mark.parametrize("body", ["[]", "7", "{}", '{"accessToken": "a.b.c"}', "null", '{"user": {}}'])
def test_json_that_is_no_sign_in_signs_nobody_in(body: str) -> None:
    async def story() -> None:
        async with replay([http_answer(body, "application/json", "201 Created")]) as server:
            await SERVICE.sign_in(servers_at(server.url), "a@b.example", "secret-password")

    assert refused(lambda: run_bounded(story())).words


def test_a_server_that_is_not_there_is_no_wrong_password() -> None:
    story = SERVICE.sign_in(servers_at("http://127.0.0.1:9"), "a@b.example", "secret-password")
    error = refused(lambda: run_bounded(story))
    assert error.culprit is Culprit.SERVER
    assert "Retry" not in error.words


def test_no_advice_names_a_button_that_is_not_there() -> None:
    failure = Failure(
        FailureKind.TIMEOUT, "It is late.", "Check the address in the settings, then press Retry."
    )
    assert (
        troubles.sign_in_error(ChatError(failure)).words == "It is late. Check the address, then try again."
    )


def test_the_password_is_in_no_error_and_in_no_chain_of_errors(backend: StandInBackend) -> None:
    password = secrets.token_hex(16)
    error = refused(lambda: sign_in(backend, "owner@example.test", password))
    assert password not in "".join(traceback.format_exception(error))


def test_a_forgotten_password_is_set_anew_with_the_code_of_the_e_mail(backend: StandInBackend) -> None:
    async def story(servers: Servers) -> None:
        await SERVICE.send_code(servers, "owner@example.test")
        await SERVICE.set_password(servers, "owner@example.test", " 123 456 ", NEW_PASSWORD)

    run(backend, story)
    assert sign_in(backend, "owner@example.test", NEW_PASSWORD).session.gym_name == "Iron Temple"
    assert backend.paths() == ["forgot-password", "verify-otp", "reset-password", "login"]


def test_a_201_that_is_a_failure_is_one(backend: StandInBackend) -> None:
    error = refused(lambda: run(backend, lambda servers: SERVICE.send_code(servers, "nobody@example.test")))
    assert (error.words, error.culprit) == (troubles.UNKNOWN_EMAIL, Culprit.EMAIL)

    async def wrong_code(servers: Servers) -> None:
        await SERVICE.send_code(servers, "owner@example.test")
        await SERVICE.set_password(servers, "owner@example.test", "000000", NEW_PASSWORD)

    error = refused(lambda: run(backend, wrong_code))
    assert (error.words, error.culprit) == (troubles.WRONG_CODE, Culprit.CODE)
    assert "reset-password" not in backend.paths()
    assert sign_in(backend, "owner@example.test").session, "the old password still holds"


def test_codes_have_their_limits_and_they_are_told(backend: StandInBackend) -> None:
    email = "owner@example.test"
    run(backend, lambda servers: SERVICE.send_code(servers, email))
    error = refused(lambda: run(backend, lambda servers: SERVICE.send_code(servers, email, again=True)))
    assert error.words == troubles.TOO_SOON
    told = [
        refused(
            lambda: run(backend, lambda servers: SERVICE.set_password(servers, email, "999999", NEW_PASSWORD))
        )
        for _ in range(6)
    ]
    assert [one.words for one in told] == [troubles.WRONG_CODE] * 5 + [troubles.TOO_MANY_CODES]
    backend.now = lambda: backend.sent_codes[email] + 61
    run(backend, lambda servers: SERVICE.send_code(servers, email, again=True))
    run(backend, lambda servers: SERVICE.set_password(servers, email, CODE, NEW_PASSWORD))


@pytest.mark.parametrize(
    ("code", "password", "culprit"),
    [("12345", NEW_PASSWORD, Culprit.CODE),
     ("١٢٣٤٥٦", NEW_PASSWORD, Culprit.CODE), (CODE, "1234567", Culprit.NEW_PASSWORD)],
)  # fmt: skip
def test_what_cannot_be_right_is_not_sent(
    backend: StandInBackend, code: str, password: str, culprit: Culprit
) -> None:
    story = lambda servers: SERVICE.set_password(servers, "owner@example.test", code, password)  # noqa: E731
    assert refused(lambda: run(backend, story)).culprit is culprit
    assert backend.asked == []


def test_an_answer_that_never_comes_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("strakly_desktop.client.auth_client._PATIENCE_S", 0.05)

    async def story() -> None:
        async with replay([b"HTTP/1.1 200 OK\r\n"]) as server:
            await SERVICE.sign_in(servers_at(server.url), "a@b.example", "secret-password")

    error = refused(lambda: run_bounded(asyncio.wait_for(story(), 60)))
    assert error.words.startswith("The server does not answer.")
