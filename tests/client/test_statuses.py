"""What a status means to the front desk."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.asking import failure_at, run_bounded
from support.replay import http_answer, replay

from strakly_desktop.client.retry_after import retry_after, when_to_retry
from strakly_desktop.conversation.errors import Failure, FailureKind

PAGE = "<!doctype html><html>x</html>"


def failure_of(answer: bytes, *, closes: bool = False) -> Failure:
    async def story() -> Failure:
        async with replay([answer], closes=closes) as server:
            return await failure_at(server.url)

    return run_bounded(story())


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        ("408 Request Timeout", FailureKind.REJECTED, "in time"),
        ("425 Too Early", FailureKind.REJECTED, "not ready"),
        ("421 Misdirected Request", FailureKind.NOT_FOUND, "no assistant at this address"),
        ("501 Not Implemented", FailureKind.NOT_FOUND, "no assistant at this address"),
        ("505 HTTP Version Not Supported", FailureKind.NOT_FOUND, "no assistant at this address"),
        ("413 Content Too Large", FailureKind.TOO_LARGE, "question is too long"),
        ("414 URI Too Long", FailureKind.NOT_FOUND, "address is too long"),
        ("431 Request Header Fields Too Large", FailureKind.SIGN_IN_INVALID, "sign-in is larger"),
        ("451 Unavailable For Legal Reasons", FailureKind.FORBIDDEN, "legal reasons"),
        ("407 Proxy Authentication Required", FailureKind.NETWORK, "sign-in"),
        ("511 Network Authentication Required", FailureKind.NETWORK, "sign-in"),
        ("502 Bad Gateway", FailureKind.SERVER_ERROR, "starting again"),
        ("503 Service Unavailable", FailureKind.SERVER_ERROR, "starting again"),
        ("504 Gateway Timeout", FailureKind.SERVER_ERROR, "starting again"),
        ("520 Unknown", FailureKind.SERVER_ERROR, "problem of its own"),
        ("418 Teapot", FailureKind.REJECTED, "did not accept"),
    ],
)
def test_every_status_has_its_words(status: str, kind: FailureKind, words: str) -> None:
    failure = failure_of(http_answer(PAGE, "text/html", status))
    assert failure.kind is kind
    assert words in failure.headline
    assert failure.advice.endswith(".") and "<html>" not in failure.headline + failure.advice


@pytest.mark.parametrize("said", ["Your account is inactive", "Your account is suspended", "User not found"])
def test_who_was_switched_off_is_not_sent_to_sign_in_again(said: str) -> None:
    failure = failure_of(http_answer(f'{{"message":"{said}"}}', "application/json", "401 Unauthorized"))
    assert failure.headline == "This account is switched off."
    assert not failure.retryable


@pytest.mark.parametrize(
    ("status", "may_help"),
    [
        *((status, True) for status in ("404 Not Found", "407 Proxy", "408 Late", "425 Early", "431 Large")),
        *((status, True) for status in ("418 Teapot", "500 Failed", "502 Bad", "503 Busy", "504 Late")),
        *((status, False) for status in ("403 Forbidden", "413 Too Large", "451 Legal")),
    ],
)
def test_retry_is_offered_where_another_try_may_help(status: str, may_help: bool) -> None:
    assert failure_of(http_answer(PAGE, "text/html", status)).retryable is may_help


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n",
        http_answer("", "application/json"),
        http_answer("", "text/event-stream"),
        http_answer("", ""),
        http_answer(" \n", "application/json"),
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_an_empty_answer_is_called_so(answer: bytes) -> None:
    failure = failure_of(answer, closes=True)
    assert failure.headline == "The server sent an empty answer."
    assert "sign-in page" not in failure.advice


def test_a_sign_in_page_of_the_network() -> None:
    failure = failure_of(http_answer(PAGE, "text/html"))
    assert failure.kind is FailureKind.NOT_AN_ANSWER
    assert "sign-in page" in failure.advice


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        ("0", "Wait 1 second, then press Retry."),
        ("1", "Wait 1 second, then press Retry."),
        ("90", "Wait 90 seconds, then press Retry."),
        ("91", "Wait 2 minutes, then press Retry."),
        ("3600", "Wait 60 minutes, then press Retry."),
        ("7200", "Wait about 2 hours, then press Retry."),
        ("86400", "Ask again later. If it cannot wait, tell your administrator."),
        ("432000", "Ask again later. If it cannot wait, tell your administrator."),
        ("9" * 20, "Ask again later. If it cannot wait, tell your administrator."),
        ("9" * 5000, "Ask again later. If it cannot wait, tell your administrator."),
        ("-5", "Wait a minute, then press Retry."),
        ("soon", "Wait a minute, then press Retry."),
        ("", "Wait a minute, then press Retry."),
        ("1.5", "Wait a minute, then press Retry."),
        ("٣", "Wait a minute, then press Retry."),
        ("Mon, 99 Foo 2026", "Wait a minute, then press Retry."),
        ("Fri, 31 Dec 99999 23:59:59 GMT", "Wait a minute, then press Retry."),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "Ask again later. If it cannot wait, tell your administrator."),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "Wait 1 second, then press Retry."),
        ("Thu, 01 Jan 1970 00:00:00 +9999999", "Wait a minute, then press Retry."),
    ],
)
def test_how_long_to_wait_in_words(value: str, advice: str) -> None:
    assert when_to_retry(retry_after({"retry-after": value})) == advice


@given(st.text(max_size=40))
def test_no_retry_after_does_harm(value: str) -> None:
    wait = retry_after({"retry-after": value})
    assert wait is None or 0 <= wait < 400_000_000
    assert when_to_retry(wait).endswith(".")


@pytest.mark.parametrize("clock", [timedelta(days=-365), timedelta(hours=1), timedelta(days=365)])
def test_a_date_is_reckoned_from_the_servers_own(clock: timedelta) -> None:
    """The clock of this computer may be wrong by a year: it is not looked at."""
    there = datetime.now(UTC) + clock
    said = {
        "date": format_datetime(there, usegmt=True),
        "retry-after": format_datetime(there + timedelta(seconds=30), usegmt=True),
    }
    assert when_to_retry(retry_after(said)) == "Wait 30 seconds, then press Retry."


def test_a_date_of_days_ahead_says_later() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(days=3), usegmt=True)
    failure = failure_of(http_answer("{}", "application/json", "429 Too Many Requests", Retry_After=date))
    assert failure.advice.startswith("Ask again later.")


def test_a_server_that_is_closed_says_for_how_long() -> None:
    failure = failure_of(http_answer(PAGE, "text/html", "503 Service Unavailable", Retry_After="120"))
    assert failure.advice == "Wait 2 minutes, then press Retry."


def test_half_a_character_in_the_server_s_words_can_be_copied_and_saved() -> None:
    failure = failure_of(http_answer('{"detail": "no \\ud83d"}', "application/json", "500 Oops"))
    assert failure.details.encode().endswith("no \ufffd".encode())
