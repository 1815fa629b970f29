"""The tokens of the local bot carry the claims of the real one and are refused in its words."""

import base64

import jwt
import pytest

from strakly_desktop.account.claims import claims_of
from strakly_desktop.bot.agent.tenant import (
    LIFETIME_SECONDS,
    AuthError,
    Tenant,
    issue_token,
    read_authorization,
)

SECRET = "a secret that is long enough for HS256"
OWNER = Tenant(user_id=1, email="o@gym.example", name="Asha Rao", role="admin", gym_id=1, branch_id=None)


def test_a_token_brings_back_the_account_it_was_issued_for() -> None:
    trainer = Tenant(user_id=7, email="t@gym.example", name="Vikram", role="trainer", gym_id=1, branch_id=2)
    assert read_authorization(f"Bearer {issue_token(trainer, SECRET)}", SECRET) == trainer


def test_a_token_has_the_claims_of_the_real_backend() -> None:
    claims = jwt.decode(
        issue_token(OWNER, SECRET, clock=lambda: 1_000_000_000.9), options={"verify_signature": False}
    )
    assert claims == {
        "sub": 1,
        "email": "o@gym.example",
        "name": "Asha Rao",
        "role": "admin",
        "gymId": 1,
        "tenantSchemaName": "tenant_1",
        "branchId": None,
        "isAdmin": True,
        "iat": 1_000_000_000,
        "exp": 1_000_000_000 + LIFETIME_SECONDS,
    }


@pytest.mark.parametrize("now", [0.0, 1_000_000_000.0, 4_000_000_000.0])
def test_a_token_for_good_bears_any_clock(now: float) -> None:
    """Of a server that was started with the app, which may run for months, and whose clock may be set a year back."""
    token = issue_token(OWNER, SECRET, clock=lambda: now, is_for_good=True)
    assert read_authorization(f"Bearer {token}", SECRET) == OWNER
    assert "iat" not in jwt.decode(token, options={"verify_signature": False})
    assert claims_of(token).expires_at is None, "the window takes it for one that names no end"


def test_the_scheme_may_be_left_out() -> None:
    assert read_authorization(issue_token(OWNER, SECRET), SECRET) == OWNER


@pytest.mark.parametrize("header", ["", "   "])
def test_an_empty_header_is_told_apart(header: str) -> None:
    with pytest.raises(AuthError, match=r"^Authorization header required$"):
        read_authorization(header, SECRET)


def test_an_expired_token_is_told_apart() -> None:
    with pytest.raises(AuthError, match=r"^Token has expired$"):
        read_authorization(f"Bearer {issue_token(OWNER, SECRET, clock=lambda: 1_000_000_000)}", SECRET)


def _signed(claims: dict[str, object], secret: str = SECRET, algorithm: str = "HS256") -> str:
    return "Bearer " + jwt.encode(claims, secret, algorithm=algorithm)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer not.a.token",
        "Basic dXNlcjpwYXNz",
        "Bearer " + base64.urlsafe_b64encode(b'{"alg":' + b"[" * 30_000).decode() + ".e30.x",
        "Bearer " + base64.urlsafe_b64encode(b'{"alg": ' + b"9" * 30_000 + b"}").decode() + ".e30.x",
        "Bearer \ud800.x.y",
        _signed({"sub": 1, "exp": 9_999_999_999}, "another secret that is long enough too"),
        _signed({"sub": 1}),
        _signed({"exp": 9_999_999_999}),
        _signed({"sub": "one", "exp": 9_999_999_999}),
        _signed({"sub": 1, "gymId": "1", "exp": 9_999_999_999}),
        jwt.encode({"sub": 1, "exp": 9_999_999_999}, "", algorithm="none"),
    ],
)
def test_anything_else_wrong_with_it_is_an_invalid_token(header: str) -> None:
    with pytest.raises(AuthError, match=r"^Invalid token$"):
        read_authorization(header, SECRET)


def test_a_member_and_an_owner_with_the_same_id_are_two_accounts() -> None:
    member = Tenant(user_id=1, email="m@gym.example", name="Ravi", role="client", gym_id=1, branch_id=1)
    assert member.key != OWNER.key
