"""What the front desk reads of a check of the connection, and what an administrator gets of it."""

from datetime import UTC, datetime, timedelta

import pytest

from strakly_desktop.app.assistant.check_words import (
    TITLES,
    line_for,
    report,
    step_of,
    summary,
    without_secrets,
)
from strakly_desktop.client.checking.certificate import Certificate
from strakly_desktop.client.checking.check_findings import (
    AnswerSeen,
    Arrival,
    BranchSeen,
    Connected,
    Encrypted,
    Failed,
    Finding,
    NameFound,
    NotEncrypted,
    NotSignedIn,
    ProxyFound,
    ServerWell,
    SignInSeen,
    Skipped,
    Step,
)
from strakly_desktop.conversation.errors import Failure, FailureKind
from strakly_desktop.ui.dialogs.connection_check import CheckLine, CheckState

NOW = datetime(2026, 11, 28, 18, 30, tzinfo=UTC)
FAILURE = Failure(FailureKind.INSECURE, "Its certificate has run out.", "Have it renewed.", "verify code 10")


def certificate(days: int) -> Certificate:
    return Certificate("bot.gym.example", "Gym CA", NOW, NOW + timedelta(days=days, hours=1))


GOOD: list[Finding] = [
    ProxyFound(),
    ProxyFound("10.0.0.1:3128", "http", "HTTPS_PROXY", has_credentials=True),
    NameFound("bot.gym.example", 2),
    Connected(12),
    Encrypted("TLS 1.3", certificate(14)),
    NotEncrypted(is_local=True),
    ServerWell(15, 3.0),
    ServerWell(15, None),
    SignInSeen("desk@gym.example", "branch_admin", 300_000, is_accepted=True),
    BranchSeen("Main branch", is_bound=True, count=2),
    AnswerSeen(0.8, 1.5, Arrival.AS_WRITTEN, is_forgotten=True),
    AnswerSeen(0.0, 0.0, Arrival.TOO_QUICK, is_forgotten=True),
]
NOTED: list[tuple[Finding, str]] = [
    (ProxyFound(problems=("ALL_PROXY: it names no host.",)), "corrected"),
    (Connected(4_000), "cable"),
    (Encrypted("TLS 1.2", certificate(13)), "runs out in 13 days: tell your administrator"),
    (Encrypted("TLS 1.2", certificate(0)), "runs out today"),
    (NotEncrypted(is_local=False), "https"),
    (ServerWell(15, 600.0), "Set date and time"),
    (SignInSeen("desk@gym.example", "manager", 7_000, is_accepted=True), "Sign in again"),
    (SignInSeen("desk@gym.example", "manager", -7_000, is_accepted=True), "date and time"),
    (NotSignedIn(), "Sign in"),
    (AnswerSeen(40.0, 41.0, Arrival.AS_WRITTEN, is_forgotten=True), "busy"),
    (AnswerSeen(0.8, 1.0, Arrival.HELD_BRIEFLY, is_forgotten=True), "`option http-no-delay`"),
    (AnswerSeen(0.8, 0.8, Arrival.HELD_TO_END, is_forgotten=True), "`proxy_buffering off`"),
    (AnswerSeen(0.8, 0.8, Arrival.IN_ONE_PIECE, is_forgotten=True), "Accept"),
]


@pytest.mark.parametrize("finding", GOOD, ids=repr)
def test_what_is_well_is_said_and_asks_for_nothing(finding: Finding) -> None:
    line = line_for(finding, NOW)
    assert line.state is CheckState.GOOD
    assert line.fact.endswith(".") and line.advice == ""


@pytest.mark.parametrize(("finding", "cure"), NOTED, ids=[cure for _, cure in NOTED])
def test_what_is_to_be_noted_comes_with_what_to_do(finding: Finding, cure: str) -> None:
    line = line_for(finding, NOW)
    assert line.state is CheckState.NOTE
    assert line.fact.endswith(".") and line.advice.endswith(".")
    assert cure in line.advice


def test_a_fault_shows_whose_certificate_it_was() -> None:
    line = line_for(Failed(Step.TLS, FAILURE, certificate(-30)), NOW)
    assert line.state is CheckState.BAD
    assert "bot.gym.example, vouched for by Gym CA, ended 29 October 2026" in line.fact
    assert line.advice == "Have it renewed."


def test_a_sign_in_that_is_over_is_a_fault_unless_the_server_knows_better() -> None:
    line = line_for(SignInSeen("desk@gym.example", "manager", -7_000, is_accepted=None), NOW)
    assert (line.state, line.advice) == (CheckState.BAD, "Sign in again.")


def test_a_clock_that_is_off_is_told_with_its_side() -> None:
    assert "10 minutes behind the server's" in line_for(ServerWell(1, 600.0), NOW).fact
    assert "10 minutes ahead of the server's" in line_for(ServerWell(1, -600.0), NOW).fact


def test_each_step_has_one_line_and_a_name_of_its_own() -> None:
    steps = {step_of(finding) for finding in GOOD}
    assert steps == set(Step) == set(TITLES)
    assert len(set(TITLES.values())) == len(TITLES)


def test_the_whole_in_one_sentence() -> None:
    def all_in(*states: CheckState) -> str:
        return summary([CheckLine("x", state) for state in states])

    assert all_in(CheckState.GOOD, CheckState.WAITING) == "Everything is well."
    assert all_in(CheckState.GOOD, CheckState.NOTE) == "It works. One thing is to be noted."
    assert all_in(CheckState.BAD, CheckState.NOTE, CheckState.SKIPPED) == "One fault was found."


def test_the_report_is_whole_and_opens_no_door() -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjEsImVtYWlsIjoiYSJ9.c2lnbmF0dXJl"
    details = (
        f"HTTP 502\nAuthorization: Bearer {token}\nProxy-Authorization: Basic YW5uOnNlY3JldA==\n"
        'via http://ann:pa@ss@10.0.0.1/ for desk.lead@gym.example {"password": "Secret123"}'
    )
    failure = Failure(FailureKind.SERVER_ERROR, "It is not well.", "Wait.", details)
    findings: list[Finding] = [
        ProxyFound("10.0.0.1:3128", "http", "HTTPS_PROXY", has_credentials=True),
        SignInSeen("desk.lead@gym.example", "manager", 300_000, is_accepted=True),
        Failed(Step.SERVER, failure),
        Skipped(Step.BRANCH),
    ]
    lines = [line_for(finding, NOW) for finding in findings]
    text = report("The way to bot.gym.example", "Version 1.2", lines, findings, NOW)
    assert "bot.gym.example" in text and "Version 1.2" in text and "2026-11-28 18:30:00 +0000" in text
    assert "[fault] Assistant: It is not well. Wait." in text and "HTTP 502" in text
    assert "d***@gym.example" in text and "One fault was found." in text
    for secret in (token, "eyJ", "YW5u", "ann:", "pa@ss", "desk.lead", "Secret123"):
        assert secret not in text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a cut token eyJhbGci.eyJz", "a cut token (token)"),
        ("api_key=abc&x=1", "api_key=(hidden)&x=1"),
        ("mail a+b@x.co.in and c@d.example", "mail a***@x.co.in and c***@d.example"),
        ("nothing to hide: 10.0.0.1:8000", "nothing to hide: 10.0.0.1:8000"),
    ],
)
def test_what_opens_a_door_is_taken_out(text: str, clean: str) -> None:
    assert without_secrets(text) == clean
