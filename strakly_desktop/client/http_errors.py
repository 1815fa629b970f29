"""Tells what went wrong on the way to a server in the words of the front desk, with what to do next.

Every text a server or a library wrote goes to `details` only: it may be technical, foreign or an HTML page.
"""

import json
import socket
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.failures import bounded_details

_CHECK_NETWORK = "Check the network cable or Wi-Fi of this PC, then press Retry."
_CHECK_ADDRESS = "Check the server address in the settings, or ask whoever set up this PC."
_TRY_LATER = "Wait a moment, then press Retry. If it stays, tell your administrator."


def translate_http_error(error: Exception) -> ChatError:
    """Turn an exception of httpx into the one failure it means to the person at the desk."""
    kind, headline, advice = _explain(error)
    return ChatError(Failure(kind, headline, advice, _exception_details(error)))


def _explain(error: Exception) -> tuple[FailureKind, str, str]:
    causes = tuple(_causes(error))
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return (
            FailureKind.INSECURE,
            "The connection to the server is not safe, so nothing was sent.",
            "Check the date and time of this PC. If they are right, tell your administrator.",
        )
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return FailureKind.TIMEOUT, "The server does not answer.", _CHECK_NETWORK
        case httpx.WriteTimeout() | httpx.ReadTimeout():
            return FailureKind.TIMEOUT, "The connection to the server has stalled.", _CHECK_NETWORK
        case httpx.ProxyError():
            return (
                FailureKind.NETWORK,
                "The proxy of this network did not let the request through.",
                "Ask whoever looks after the network of this PC.",
            )
        case httpx.DecodingError():
            return FailureKind.PROTOCOL, "The answer arrived damaged and cannot be read.", _TRY_LATER
        case httpx.UnsupportedProtocol() | httpx.InvalidURL() | httpx.LocalProtocolError():
            return FailureKind.NOT_FOUND, "The server address cannot be used.", _CHECK_ADDRESS
    if any(isinstance(cause, socket.gaierror | UnicodeError) for cause in causes):
        return (
            FailureKind.HOST_UNKNOWN,
            "The server cannot be found on the network.",
            "Check that this PC is online and that the server address in the settings is right.",
        )
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return (
            FailureKind.REFUSED,
            "The assistant is not running on the server.",
            "Wait a minute and press Retry. If it stays, tell your administrator.",
        )
    if isinstance(error, httpx.ConnectError):
        return FailureKind.NETWORK, "The server cannot be reached.", _CHECK_NETWORK
    return FailureKind.NETWORK, "The connection to the server was lost.", _CHECK_NETWORK


def failure_from_response(status: int, content_type: str, body: bytes, headers: Mapping[str, str]) -> Failure:
    """Turn a response that is no answer into a failure.

    `body` may be cut; `headers` are looked up in lower case. Texts of the real servers: STRAKLY_API section 1
    (Bot errors) and section 2.
    """
    said = _server_text(body)
    details = bounded_details(f"HTTP {status} {content_type}\n{said}")
    if 200 <= status < 400:
        return not_an_answer(details)
    if status == 401:
        return _sign_in_failure(said, details)
    if status == 422 and _lacks_authorization(body):
        return _not_signed_in(details)
    if status == 429:
        wait = _retry_after(headers)
        return Failure(
            FailureKind.RATE_LIMITED,
            "Too many questions were asked in a short time.",
            f"Wait {_in_words(wait)}, then press Retry.",
            details,
            retry_after=wait,
        )
    kind, headline, advice, retryable = _explain_status(status)
    return Failure(kind, headline, advice, details, retryable, _retry_after(headers))


def _explain_status(status: int) -> tuple[FailureKind, str, str, bool]:
    match status:
        case 403:
            return (
                FailureKind.FORBIDDEN,
                "Your account may not do this.",
                "Ask an owner or manager of the gym for the right to it.",
                False,
            )
        case 404 | 405 | 410:
            return FailureKind.NOT_FOUND, "There is no assistant at this address.", _CHECK_ADDRESS, True
        case 407 | 511:
            return (
                FailureKind.NETWORK,
                "This network asks for a sign-in before it lets requests through.",
                "Open the web browser, sign in to the network, then press Retry.",
                True,
            )
        case 413:
            return (
                FailureKind.TOO_LARGE,
                "The question is too long for the server.",
                "Shorten it, or ask in several steps.",
                False,
            )
        case _ if 400 <= status < 500:
            return (
                FailureKind.REJECTED,
                "The server did not accept this question.",
                "Start a new chat and ask again in other words.",
                True,
            )
    return FailureKind.SERVER_ERROR, "The server has a problem of its own.", _TRY_LATER, True


def _sign_in_failure(said: str, details: str) -> Failure:
    text = said.lower()
    if "header required" in text:
        return _not_signed_in(details)
    if "inactive" in text or "suspended" in text or "user not found" in text:
        return Failure(
            FailureKind.FORBIDDEN,
            "This account is switched off.",
            "Ask an owner of the gym to switch it on, or sign in with another account.",
            details,
            retryable=False,
        )
    if "expired" in text:
        return Failure(
            FailureKind.SIGN_IN_EXPIRED,
            "Your sign-in has run out.",
            "Sign in again. Your question is kept.",
            details,
        )
    return _sign_in_invalid(details)


def _sign_in_invalid(details: str) -> Failure:
    return Failure(
        FailureKind.SIGN_IN_INVALID,
        "The server does not accept your sign-in.",
        "Sign in again. Your question is kept.",
        details,
    )


def _not_signed_in(details: str) -> Failure:
    return Failure(FailureKind.NOT_SIGNED_IN, "You are not signed in.", "Sign in, then press Retry.", details)


def not_an_answer(details: str) -> Failure:
    """Something answered, but it was no assistant: a sign-in page of the Wi-Fi, or a wrong address."""
    return Failure(
        FailureKind.NOT_AN_ANSWER,
        "Something else than the assistant answered.",
        "If this network has a sign-in page, open it in the web browser first. Otherwise check the server "
        "address in the settings.",
        bounded_details(details),
    )


def redirect_failure(location: str) -> Failure:
    """The server sends its visitors where this app will not follow, as a question must not be sent there."""
    return Failure(
        FailureKind.NOT_AN_ANSWER,
        "The server sends this app to another address.",
        "If this network has a sign-in page, open it in the web browser first. Otherwise set the server "
        "address in the settings to the one under Details, if you trust it.",
        bounded_details(location),
    )


def unusable_token() -> ChatError:
    """The sign-in token has characters that no token has; it is not shown, being a secret."""
    return ChatError(_sign_in_invalid("The token has characters that cannot be sent."))


def unusable_proxy(error: Exception) -> ChatError:
    """The proxy that this PC's environment names cannot be used."""
    return ChatError(
        Failure(
            FailureKind.NETWORK,
            "The proxy settings of this PC cannot be used.",
            "Ask whoever looks after the network of this PC.",
            _exception_details(error),
        )
    )


def _exception_details(error: BaseException) -> str:
    return bounded_details(f"{type(error).__name__}: {error}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and what led to it, through the groups that parallel connection attempts make."""
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for part in error.exceptions:
                yield from _causes(part)
        error = error.__cause__ or error.__context__


def _server_text(body: bytes) -> str:
    """Return the `detail` or `message` of a server: a text, or a list of texts or objects; else all."""
    raw = body.decode("utf-8", "replace")
    content = _json_object(body)
    said = content.get("detail") or content.get("message")
    parts = said if isinstance(said, list) else [said]
    texts = [part.get("msg") if isinstance(part, dict) else part for part in parts]
    return "\n".join(text for text in texts if isinstance(text, str)) or raw


def _lacks_authorization(body: bytes) -> bool:
    problems = _json_object(body).get("detail")
    return isinstance(problems, list) and any(
        isinstance(problem, dict) and problem.get("loc") == ["header", "authorization"]
        for problem in problems
    )


def _json_object(body: bytes) -> dict[str, object]:
    try:
        content = json.loads(body, parse_int=float)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After: seconds, or an HTTP date (RFC 9110 section 10.2.3). In seconds from now."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _in_words(seconds: float | None) -> str:
    if seconds is None:
        return "a minute"
    if seconds <= 90:
        return f"{max(1, round(seconds))} seconds"
    return f"{round(seconds / 60)} minutes"
