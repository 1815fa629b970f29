"""What an access token says of its person."""

import base64
import json

import pytest

from strakly_desktop.account.claims import Claims, claims_of


def token(claims: object, *, padded: bool = False) -> str:
    """An access token with these claims; its signature is not looked at here."""
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode()
    return f"header.{payload if padded else payload.rstrip('=')}.signature"


@pytest.mark.parametrize("name", ["A", "Al", "Ali", "Asha", "Zoë Ångström", "आशा"])
@pytest.mark.parametrize("padded", [False, True])
def test_name_and_gym_are_read_whatever_their_length(name: str, padded: bool) -> None:
    assert claims_of(token({"name": name, "gymId": 12}, padded=padded)) == Claims(name, 12)


def test_what_is_missing_stays_empty() -> None:
    assert claims_of(token({"address": "x"})) == Claims("", None)
    assert claims_of(token({"name": "Asha", "gymId": None})) == Claims("Asha", None)


@pytest.mark.parametrize(
    "claims",
    [[], "text", 5, None, {"name": 5, "gymId": "12"}, {"name": None, "gymId": True}, {"gymId": 1.5}],
)
def test_claims_of_other_kinds_are_no_account(claims: object) -> None:
    assert claims_of(token(claims)) == Claims()


@pytest.mark.parametrize(
    "text",
    [None, "", "a", "a.b", "a.b.c", "..", "a.ä.c", "a.e30", "a.////.c", "a." + "W" * 200_000 + ".c"],
)
def test_what_is_no_token_is_no_account(text: str | None) -> None:
    assert claims_of(text) == Claims()


def test_claims_nested_without_end_are_no_account() -> None:
    payload = base64.urlsafe_b64encode(b"[" * 100_000).decode()
    assert claims_of(f"a.{payload}.c") == Claims()


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**400])
def test_a_number_that_is_nobody_s_is_none(number: int) -> None:
    assert claims_of(token({"name": "Asha", "gymId": number, "sub": number})) == Claims("Asha")


def test_a_name_can_be_shown_whatever_is_in_it() -> None:
    account = claims_of(token({"name": "Asha \ud83d" + "x" * 100_000}))
    assert account.name.startswith("Asha ?xxx")
    assert len(account.name.encode()) < 1000
