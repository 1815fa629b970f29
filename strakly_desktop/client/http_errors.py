"""Tells what a response that is no answer means, in the words of the front desk, with what to do next.

Every text a server wrote goes to `details` only: it may be technical, foreign or an HTML page.
"""

import json
from collections.abc import Mapping

import httpx

from strakly_desktop.client.connection_errors import CHECK_ADDRESS, TRY_LATER, needs_https
from strakly_desktop.client.proxying.proxies import Proxy
from strakly_desktop.client.proxying.proxy_errors import (
    details_without_secret,
    refused_by_proxy,
    speaks_for_itself,
)
from strakly_desktop.client.retry_after import retry_after, when_to_retry
from strakly_desktop.client.tls_errors import Explanation, needs_client_certificate
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.failures import bounded_details
from strakly_desktop.conversation.text_safety import well_formed

# What servers write, always with status 400, to whoever speaks plain http where https is spoken.
_SPOKE_PLAINLY = ("plain http request was sent to https port", "http request to an https server",
                  "speaking plain http to an ssl")  # fmt: skip
_WANTS_CERTIFICATE = "ssl certificate"


def server_words(body: bytes) -> str:
    """The `detail` or `message` of a server: a text, or a list of texts or objects; "" where it is neither."""
    content = _json_object(body)
    said = content.get("detail") or content.get("message")
    parts = said if isinstance(said, list) else [said]
    texts = [part.get("msg") if isinstance(part, dict) else part for part in parts]
    return well_formed("\n".join(text for text in texts if isinstance(text, str)))


def failure_from_response(
    status: int,
    content_type: str,
    body: bytes,
    headers: Mapping[str, str],
    server: httpx.URL | None = None,
    proxy: Proxy | None = None,
) -> Failure:
    """Turn a response that is no answer into a failure.

    `body` may be cut; `headers` are looked up in lower case. `server` was asked; `proxy` is one that could read and
    write what was said. Texts of the real servers: protocol rules 17 and 18.
    """
    said = _server_text(body)
    details = details_without_secret(f"HTTP {status} {content_type}\n{said}", proxy)
    if proxy is not None and speaks_for_itself(proxy, status, content_type):
        return refused_by_proxy(proxy, status, details)
    if 200 <= status < 400:
        return not_an_answer(details)
    if status == 401:
        return _sign_in_failure(said, details)
    if status == 422 and _lacks_authorization(body):
        return _not_signed_in(details)
    wait = retry_after(headers)
    if status == 429:
        return Failure(
            FailureKind.RATE_LIMITED,
            "Too many questions were asked in a short time.",
            when_to_retry(wait),
            details,
        )
    if status == 400 and (explanation := _explain_bad_request(said, server)) is not None:
        return Failure(*explanation, details)
    if status == 503 and wait is not None:
        return Failure(
            FailureKind.SERVER_ERROR,
            "The server is closed for a while.",
            when_to_retry(wait),
            details,
        )
    kind, headline, advice, retryable = _explain_status(status)
    return Failure(kind, headline, advice, details, retryable)


def _explain_bad_request(said: str, server: httpx.URL | None) -> Explanation | None:
    text = said.lower()
    if server is not None and server.scheme == "http" and any(words in text for words in _SPOKE_PLAINLY):
        return needs_https(server)
    if _WANTS_CERTIFICATE in text and "html" in text:
        return needs_client_certificate()
    return None


def _explain_status(status: int) -> tuple[FailureKind, str, str, bool]:
    match status:
        case 403:
            return (
                FailureKind.FORBIDDEN,
                "Your account may not do this.",
                "Ask an owner or manager of the gym for the right to it.",
                False,
            )
        case 404 | 405 | 410 | 421 | 501 | 505:
            return FailureKind.NOT_FOUND, "There is no assistant at this address.", CHECK_ADDRESS, True
        case 407 | 511:
            return (
                FailureKind.NETWORK,
                "This network asks for a sign-in before it lets requests through.",
                "Open the web browser, sign in to the network, then press Retry.",
                True,
            )
        case 408 | 425:
            return (
                FailureKind.REJECTED,
                "The question did not reach the server in time."
                if status == 408
                else "The server was not ready for this question yet.",
                TRY_LATER,
                True,
            )
        case 413:
            return (
                FailureKind.TOO_LARGE,
                "The question is too long for the server.",
                "Shorten it, or ask in several steps.",
                False,
            )
        case 414:
            return FailureKind.NOT_FOUND, "The server address is too long.", CHECK_ADDRESS, True
        case 431:
            return (
                FailureKind.SIGN_IN_INVALID,
                "Your sign-in is larger than the server takes.",
                "Sign in again. If it stays, tell your administrator.",
                True,
            )
        case 451:
            return (
                FailureKind.FORBIDDEN,
                "The server may not answer here, for legal reasons.",
                "Tell your administrator.",
                False,
            )
        case _ if 400 <= status < 500:
            return (
                FailureKind.REJECTED,
                "The server did not accept this question.",
                "Start a new chat and ask again in other words.",
                True,
            )
        case 502 | 503 | 504:
            return (
                FailureKind.SERVER_ERROR,
                "The assistant behind the server does not answer; it may be starting again.",
                TRY_LATER,
                True,
            )
    return FailureKind.SERVER_ERROR, "The server has a problem of its own.", TRY_LATER, True


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


def empty_answer(details: str = "") -> Failure:
    """The server said that all is well, and nothing else."""
    return Failure(
        FailureKind.NOT_AN_ANSWER,
        "The server sent an empty answer.",
        "Press Retry. If it stays, check the server address in the settings, or tell your administrator.",
        bounded_details(details),
    )


def unusable_token() -> ChatError:
    """The sign-in token has characters that no token has; it is not shown, being a secret."""
    return ChatError(_sign_in_invalid("The token has characters that cannot be sent."))


def _server_text(body: bytes) -> str:
    """What the server says; else all that it sent."""
    return server_words(body) or body.decode("utf-8", "replace")


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
