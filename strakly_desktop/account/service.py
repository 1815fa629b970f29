"""Signs in at a gym's backend, and keeps to what it does (protocol rule 26).

Whom it may be asked to refresh; that a 201 may be a failure; that an answer may be about another person than who asked.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Protocol

from strakly_desktop.account import troubles
from strakly_desktop.account.login_answer import LoginAnswer, read_login_answer, read_token
from strakly_desktop.account.session import Servers, Session, session_of
from strakly_desktop.account.troubles import Culprit, SignInError, change_error, code_error, sign_in_error
from strakly_desktop.conversation.errors import ChatError
from strakly_desktop.conversation.text_safety import well_formed

_LEAST_PASSWORD = 6
_LEAST_NEW_PASSWORD = 8
_KINDS = (str.isupper, str.islower, str.isdigit)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


class Backend(Protocol):
    """What is needed of the client: see AuthClient.post."""

    async def post(
        self, path: str, said: Mapping[str, object] | None = None, token: str | None = None
    ) -> dict[str, object]: ...


class SignInService:
    """One method for each thing that a person may want. Each raises SignInError where it does not come about."""

    def __init__(self, backend_at: Callable[[str], Awaitable[Backend]]) -> None:
        """`backend_at` gives the client of the backend at an address."""
        self._backend_at = backend_at

    async def sign_in(self, servers: Servers, email: str, password: str) -> LoginAnswer:
        """Sign in. The e-mail is sent as it is typed but for blanks around it: capitals count."""
        email = _checked_email(email)
        if len(password) < _LEAST_PASSWORD:
            raise SignInError(troubles.SHORT_PASSWORD, Culprit.PASSWORD)
        said = {"email": email, "password": well_formed(password)}
        try:
            answer = await self._post(servers, "/auth/login", said)
        except ChatError as error:
            raise sign_in_error(error, email) from None
        read = read_login_answer(answer, servers)
        if read is None or read.session.claims.email not in ("", email):
            raise SignInError(troubles.SOMEBODY_ELSE if "accessToken" in answer else troubles.NOT_THE_BACKEND)
        return read

    async def choose_gym(self, session: Session, gym_id: int) -> Session:
        """The same person's sign-in for another gym. Only for an owner's account: others cannot switch."""
        if session.claims.gym_id == gym_id:
            return session
        if not session.claims.is_admin:
            raise SignInError(troubles.GYM_DENIED)
        try:
            answer = await self._post(session.servers, "/auth/switch-gym", {"gymId": gym_id}, session.token)
        except ChatError as error:
            raise sign_in_error(error) from None
        read = read_login_answer(answer, session.servers)
        # The role may be another one there; the person may not.
        wanted = replace(session.claims, gym_id=gym_id)
        if read is None or not replace(read.session.claims, role=wanted.role).is_of_same_person(wanted):
            raise SignInError(troubles.SOMEBODY_ELSE)
        return read.session

    async def refresh(self, session: Session) -> Session | None:
        """A newer token for the same person; None where the backend gives none, or one of somebody else.

        A refusal is no sign-out: the old token holds until its end.
        """
        if not session.may_refresh:
            return None
        try:
            token = read_token(await self._post(session.servers, "/auth/refresh", None, session.token))
        except ChatError:
            return None
        new = None if token is None else session_of(session.servers, token, session.gym_name)
        if new is None or not new.claims.is_of_same_person(session.claims):
            return None
        return new if (new.claims.expires_at or 0) > (session.claims.expires_at or 0) else None

    async def send_code(self, servers: Servers, email: str, *, again: bool = False) -> None:
        """Have a code sent to this e-mail address, with which a new password can be set. `again`: another one."""
        email = _checked_email(email)
        try:
            path = "/auth/resend-otp" if again else "/auth/forgot-password"
            answer = await self._post(servers, path, {"email": email})
        except ChatError as error:
            raise code_error(error) from None
        # 201 says nothing: an unknown address comes with it too.
        if not _is_success(answer):
            raise SignInError(troubles.UNKNOWN_EMAIL, Culprit.EMAIL)

    async def set_password(self, servers: Servers, email: str, code: str, new_password: str) -> None:
        """Set a new password with the code from the e-mail."""
        email, code = _checked_email(email), "".join(code.split())
        if not re.fullmatch(r"[0-9]{6}", code):
            raise SignInError(troubles.NO_CODE, Culprit.CODE)
        if len(new_password) < _LEAST_NEW_PASSWORD:
            raise SignInError(troubles.SHORT_NEW_PASSWORD, Culprit.NEW_PASSWORD)
        said = {"email": email, "otp": code}
        try:
            # Asked first: a wrong code is told as such, and not as a failure to set a password.
            if not _is_success(await self._post(servers, "/auth/verify-otp", said)):
                raise SignInError(troubles.WRONG_CODE, Culprit.CODE)
            said["newPassword"] = well_formed(new_password)
            if not _is_success(await self._post(servers, "/auth/reset-password", said)):
                raise SignInError(troubles.WRONG_CODE, Culprit.CODE)
        except ChatError as error:
            raise code_error(error) from None

    async def change_password(self, session: Session, current: str, new: str) -> None:
        """Change the password of an owner's account; the sign-in holds. Others' is changed by a code from an e-mail."""
        if not session.claims.is_admin:
            raise SignInError(troubles.ONLY_BY_CODE)
        if len(new) < _LEAST_NEW_PASSWORD or not all(any(map(kind, new)) for kind in _KINDS):
            raise SignInError(troubles.WEAK_NEW_PASSWORD, Culprit.NEW_PASSWORD)
        said = {"currentPassword": well_formed(current), "newPassword": well_formed(new)}
        try:
            answer = await self._post(session.servers, "/auth/change-password", said, session.token)
        except ChatError as error:
            raise change_error(error) from None
        # 201 says nothing here either.
        if answer.get("success") is False:
            raise SignInError(troubles.WRONG_CURRENT, Culprit.PASSWORD, is_wrong_password=True)

    async def _post(
        self, servers: Servers, path: str, said: Mapping[str, object] | None, token: str | None = None
    ) -> dict[str, object]:
        try:
            backend = await self._backend_at(servers.backend_url)
        except ValueError:
            raise SignInError("This is no web address like gym.example.com.", Culprit.SERVER) from None
        return await backend.post(path, said, token)


def _checked_email(email: str) -> str:
    email = well_formed(email.strip())
    if not _EMAIL.fullmatch(email):
        raise SignInError(troubles.NO_EMAIL, Culprit.EMAIL)
    return email


def _is_success(answer: Mapping[str, object]) -> bool:
    """Whether it came about: these answers are 201 also for a failure, which `success` or `valid` tells."""
    return answer.get("success") is True and answer.get("valid", True) is True
