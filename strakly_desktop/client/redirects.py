"""Tells where a server sends this app instead of answering, in the words of the front desk.

A question and a sign-in go nowhere but to the server that was entered; so the address is named to be entered.
"""

import httpx

from strakly_desktop.client.connection_errors import with_scheme
from strakly_desktop.conversation.errors import Failure, FailureKind
from strakly_desktop.conversation.failures import bounded_details


def redirect_failure(target: httpx.URL, asked: httpx.URL, server: httpx.URL) -> Failure:
    """`server` sends whoever asks for `asked` to `target`, where no question must be sent unasked.

    If that is the same place at another address, this address is named as it is to be entered.
    """
    shown = _without_userinfo(target)
    beyond_base = asked.path[len(server.path.rstrip("/")) :].rstrip("/")
    path = target.path.rstrip("/")
    if beyond_base and path.endswith(beyond_base) and target.scheme in ("http", "https") and target.host:
        base = shown.copy_with(path=path.removesuffix(beyond_base) or "/", query=None, fragment=None)
        address = with_scheme(base, base.scheme)
        if address == with_scheme(server, server.scheme):
            return redirect_circle(target)
        is_same_host = target.host == server.host
        return Failure(
            FailureKind.NOT_AN_ANSWER,
            "The server wants a safe connection."
            if is_same_host and (server.scheme, target.scheme) == ("http", "https")
            else "The server has moved to another address.",
            f"Enter {address} as the server address in the settings{'' if is_same_host else ', if you trust it'}.",
            bounded_details(str(shown)),
        )
    return Failure(
        FailureKind.NOT_AN_ANSWER,
        "The server sends this app to another address.",
        "If this network has a sign-in page, open it in the web browser first. Otherwise set the server "
        "address in the settings to the one under Details, if you trust it.",
        bounded_details(str(shown)),
    )


def redirect_circle(target: httpx.URL) -> Failure:
    """The server sends whoever asks it back to itself, in the end to `target`."""
    return Failure(
        FailureKind.NOT_AN_ANSWER,
        "The server sends this app round in a circle.",
        "Check the server address in the settings. If it is right, tell your administrator that the server "
        "redirects its own address to itself.",
        bounded_details(str(_without_userinfo(target))),
    )


def unusable_redirect(shown: str) -> Failure:
    """The server sends this app to what is no address, or none of a server: `shown`, without any user."""
    return Failure(
        FailureKind.NOT_AN_ANSWER,
        "The server sends this app to an address that cannot be used.",
        "Check the server address in the settings. If it is right, tell your administrator.",
        bounded_details(shown),
    )


def _without_userinfo(url: httpx.URL) -> httpx.URL:
    """For showing: what stands before an @ is no part of where an address leads."""
    return url.copy_with(username=None, password=None) if url.userinfo else url
