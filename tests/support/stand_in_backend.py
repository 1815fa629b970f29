"""A gym's servers on loopback, as the recordings have them: the backend's sign-in and branches, and an assistant.

What answers is built from `tests/captures/be_*`, with what the real ones do that nobody would guess (protocol rule 26):
owners and staff are counted apart, so a manager's refresh gives the owner's token; every POST is a 201; a code that is
wrong is a 201 too. Signatures are made here.
"""

import asyncio
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from time import time
from typing import Any
from uuid import uuid4

import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from support.replay import load_recording
from support.scripted_bot import serving
from support.stand_in_history import StandInHistory

SECRET = "the secret of the stand-in, long enough for HS256"
PASSWORD = "Secret123"
CODE = "123456"
WEEK_S = 604_800

STATES = {
    "deactivated": "Your account has been deactivated",
    "deleted": "Your account has been deleted",
    "suspended": "Your account has been suspended",
    "inactive": "Your account is inactive",
    "no-gym": "You are not assigned to any gym",
    "pending": "Your account is pending approval",
    "rejected": "Your registration has been rejected",
    "archived": "Your account has been archived",
    "expired": "Your account has expired",
}
_PLAIN_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def _recorded(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(load_recording(name).about["body"])
    return body


@dataclass
class Person:
    """An account of the stand-in. `answer` is the login answer as it was recorded; `state` "" is a good one."""

    answer: dict[str, Any]
    is_admin: bool = False
    branch_id: int | None = None
    password: str = PASSWORD
    state: str = ""

    @property
    def user(self) -> dict[str, Any]:
        user: dict[str, Any] = self.answer["user"]
        return user

    def claims(self, gym_id: int | None) -> dict[str, Any]:
        user = self.user
        said = {"sub": user["id"], "email": user["email"], "name": user["name"], "role": user["role"]}
        if user["role"] == "superadmin":
            return said | {"gymId": None, "tenantSchemaName": None, "isSuperAdmin": True}
        return said | {
            "gymId": gym_id,
            "tenantSchemaName": f"tenant_{gym_id}",
            "branchId": self.branch_id,
            "isAdmin": self.is_admin,
        }


def people() -> dict[str, Person]:
    """Everybody by e-mail: those of the recordings, and who stands for what was measured later."""
    owner = Person(_recorded("be_login_ok"), is_admin=True)
    multi = Person(_recorded("be_login_multi_gym"), is_admin=True)
    root = Person(_recorded("be_login_superadmin"))
    trainer = Person(_recorded("be_login_trainer"), branch_id=1)
    everybody = [owner, multi, root, trainer]
    for email, role, number, branch in (
        ("manager@example.test", "manager", 1, None),
        ("branch@example.test", "branch_admin", 8, 4),
        ("member@example.test", "client", 1, 1),
    ):
        person = Person(deepcopy(trainer.answer), branch_id=branch)
        person.user.update(email=email, role=role, id=number, name=f"{role.title().replace('_', ' ')} Person")
        if role == "branch_admin":
            person.user["branchIds"] = [4, 5]
        everybody.append(person)
    for state in STATES:
        person = Person(deepcopy(trainer.answer), branch_id=1, state=state)
        person.user.update(email=f"{state}@example.test", id=200 + len(everybody))
        everybody.append(person)
    return {person.user["email"]: person for person in everybody}


@dataclass
class Asked:
    """A request as it came: `said` is its JSON, `who` the e-mail of its token."""

    path: str
    said: Any
    who: str
    method: str = "POST"


@dataclass
class StandInBackend:
    """What a test sets and reads. `now` is the servers' clock, in seconds since 1970."""

    people: dict[str, Person] = field(default_factory=people)
    asked: list[Asked] = field(default_factory=list)
    lifetime_s: float = WEEK_S
    now: Callable[[], float] = time
    url: str = ""
    sent_codes: dict[str, float] = field(default_factory=dict)
    wrong_codes: int = 0
    answers_somebody_else: bool = False
    history: StandInHistory = field(default_factory=StandInHistory)
    forgotten: list[str] = field(default_factory=list)
    """What the assistant was told to forget."""
    has_assistant: bool = True
    reply: Callable[[str], list[str]] | None = None
    """Not None: the pieces of the answer to a question."""
    suggested: list[str] = field(default_factory=list)
    hold: threading.Event | None = None
    """Not None: a question is answered in part, and to its end when this is set."""

    def __post_init__(self) -> None:
        self.history.guard = self._guard
        self.history.note = lambda request, said: self.asked.append(
            Asked(request.url.path, said, self._who(request), request.method)
        )

    def token(self, email: str, gym_id: int | None = None, *, ends_in: float | None = None) -> str:
        """A token as a sign-in of this person gives it. `ends_in` seconds, None for the usual week."""
        person = self.people[email]
        gym = person.user.get("gymId") if gym_id is None else gym_id
        issued = int(self.now())
        ends = issued + int(self.lifetime_s if ends_in is None else ends_in)
        claims = person.claims(gym) | {"iat": issued, "exp": ends}
        return jwt.encode(claims, SECRET, algorithm="HS256")

    def paths(self, prefix: str = "/api/auth") -> list[str]:
        """What was asked of the sign-in, in order."""
        return [one.path.removeprefix("/api/auth/") for one in self.asked if one.path.startswith(prefix)]

    @property
    def questions(self) -> list[Asked]:
        return [one for one in self.asked if one.path == "/chat"]

    # The sign-in.

    async def login(self, request: Request) -> Response:
        said = await self._note(request)
        if said is None:
            return self._recording("be_login_bad_json")
        wrong = [f"property {name} should not exist" for name in said if name not in ("email", "password")]
        email, password = said.get("email"), said.get("password")
        if not isinstance(email, str) or not _PLAIN_EMAIL.fullmatch(email):
            wrong.append("email must be an email")
        if not isinstance(password, str) or len(password) < 6:
            wrong.append("password must be longer than or equal to 6 characters")
        if wrong:
            return _refuse(400, wrong)
        person = self.people.get(str(email))
        if person is None:
            return self._recording("be_login_wrong")
        if person.state:
            return _refuse(401, STATES[person.state])
        if person.password != password:
            return self._recording("be_login_wrong")
        return self._signed_in(person, person.user.get("gymId"), person.answer)

    async def switch_gym(self, request: Request) -> Response:
        said = await self._note(request)
        refusal, claims = self._guard(request)
        if refusal is not None:
            return refusal
        owner = self._owner_of(claims["sub"])
        if owner is None:
            return self._recording("be_refresh_trainer")
        gyms = {gym["gymId"] for gym in owner.user.get("gyms", [])}
        wanted = said.get("gymId") if said else None
        if not isinstance(wanted, int) or wanted not in gyms:
            return self._recording("be_switch_gym_denied")
        answer = deepcopy(owner.answer)
        answer.pop("requiresGymSelection", None)
        answer["user"]["gymId"] = wanted
        answer["user"]["gym"] = next(g["gym"] for g in owner.user["gyms"] if g["gymId"] == wanted)
        return self._signed_in(owner, wanted, answer)

    async def refresh(self, request: Request) -> Response:
        await self._note(request)
        refusal, claims = self._guard(request)
        if refusal is not None:
            return refusal
        owner = self._owner_of(claims["sub"])
        if owner is None:
            return self._recording("be_refresh_trainer")
        # Whoever asks: the number is looked up among the owners.
        return JSONResponse({"accessToken": self.token(owner.user["email"], claims.get("gymId"))}, 201)

    async def profile(self, request: Request) -> Response:
        await self._note(request)
        refusal, claims = self._guard(request)
        owner = None if refusal is not None else self._owner_of(claims["sub"])
        return refusal or (
            self._recording("be_profile_trainer") if owner is None else JSONResponse(owner.user)
        )

    async def logout(self, request: Request) -> Response:
        await self._note(request)
        refusal, _ = self._guard(request)
        return refusal or self._recording("be_logout")

    # A forgotten password.

    async def forgot(self, request: Request) -> Response:
        said = await self._note(request) or {}
        return self._send_code(said)

    async def resend(self, request: Request) -> Response:
        said = await self._note(request) or {}
        if self.now() - self.sent_codes.get(said.get("email", ""), 0) < 60:
            return _refuse(400, "Please wait before requesting a new code.")
        return self._send_code(said)

    async def verify(self, request: Request) -> Response:
        said = await self._note(request) or {}
        if self._is_right_code(said):
            return JSONResponse({"success": True, "valid": True}, 201)
        self.wrong_codes += 1
        if self.wrong_codes > 5:
            return _refuse(400, "Too many failed attempts. Please request a new code.")
        return JSONResponse({"success": True, "valid": False}, 201)

    async def reset(self, request: Request) -> Response:
        said = await self._note(request) or {}
        if len(said.get("newPassword", "")) < 8:
            return _refuse(400, ["Password must be at least 8 characters long"])
        if not self._is_right_code(said):
            return _refuse(400, "Invalid or expired verification code.")
        self.people[said["email"]].password = said["newPassword"]
        del self.sent_codes[said["email"]]
        return JSONResponse({"success": True}, 201)

    async def change_password(self, request: Request) -> Response:
        said = await self._note(request) or {}
        refusal, claims = self._guard(request)
        if refusal is not None:
            return refusal
        owner = self._owner_of(claims["sub"])
        if owner is None:
            return _refuse(401, "User not found")
        wrong = [
            f"{name} must be longer than or equal to 8 characters"
            for name in ("currentPassword", "newPassword")
            if len(said.get(name, "")) < 8
        ]
        if wrong:
            return _refuse(400, wrong)
        if said["currentPassword"] != owner.password:
            return _refuse(401, "Current password is incorrect")
        owner.password = said["newPassword"]
        return JSONResponse({"success": True, "message": "Password changed successfully"}, 201)

    # What a signed-in person asks.

    async def branches(self, request: Request) -> Response:
        await self._note(request)
        refusal, claims = self._guard(request)
        if refusal is not None:
            return refusal
        if claims["role"] == "client":
            return self._recording("be_branches_client_403")
        return self._recording("be_branches_all")

    async def chat(self, request: Request) -> Response:
        said = await self._note(request)
        header = request.headers.get("authorization")
        if header is None:
            return self._recording("err_422_no_auth")
        claims = self._claims(header)
        if claims is None:
            return self._recording("err_401_invalid")
        if claims["exp"] <= self.now():
            return self._recording("err_401_expired")
        asked = said or {}
        branch = claims.get("branchId") or asked.get("branch_id")
        words = f"For {claims['name']}, branch {branch}: {asked.get('message')}"
        return StreamingResponse(self._stream(asked, words), media_type="text/event-stream")

    async def _stream(self, asked: dict[str, Any], words: str) -> Any:
        yield _event({"conversation_id": asked.get("conversation_id") or uuid4().hex})
        yield _event({"tools_used": ["get_client_stats"]})
        first, _, rest = words.partition(" ")
        pieces = [f"{first} ", rest] if self.reply is None else self.reply(str(asked.get("message")))
        for at, piece in enumerate(pieces):
            if at == 1 and self.hold is not None:
                await asyncio.to_thread(self.hold.wait)
            yield _event({"token": piece})
        if self.suggested:
            yield _event({"suggested_questions": self.suggested})
        yield b"data: [DONE]\n\n"

    async def forget(self, request: Request) -> Response:
        self.forgotten.append(request.path_params["id"])
        return self._recording("delete_ok")

    async def health(self, _request: Request) -> Response:
        return self._recording("be_not_found") if not self.has_assistant else self._recording("health")

    def app(self) -> Starlette:
        post = ["POST"]
        auth = "/api/auth"
        return Starlette(
            routes=[
                Route(f"{auth}/login", self.login, methods=post),
                Route(f"{auth}/switch-gym", self.switch_gym, methods=post),
                Route(f"{auth}/refresh", self.refresh, methods=post),
                Route(f"{auth}/profile", self.profile),
                Route(f"{auth}/change-password", self.change_password, methods=post),
                Route(f"{auth}/logout", self.logout, methods=post),
                Route(f"{auth}/forgot-password", self.forgot, methods=post),
                Route(f"{auth}/resend-otp", self.resend, methods=post),
                Route(f"{auth}/verify-otp", self.verify, methods=post),
                Route(f"{auth}/reset-password", self.reset, methods=post),
                Route("/api/gyms/{gym_id}/branches", self.branches),
                *self.history.routes(),
                Route("/chat", self.chat, methods=post),
                Route("/chat/{id}", self.forget, methods=["DELETE"]),
                Route("/health", self.health),
            ]
        )

    def _send_code(self, said: dict[str, Any]) -> Response:
        email = said.get("email", "")
        if not _PLAIN_EMAIL.fullmatch(email):
            return _refuse(400, ["email must be an email"])
        if email not in self.people:
            words = {
                "success": False,
                "message": "No account found with this email address.",
                "emailFound": False,
            }
            return JSONResponse(words, 201)
        self.sent_codes[email] = self.now()
        self.wrong_codes = 0
        words = {"success": True, "message": "Verification code sent to your email.", "emailFound": True}
        return JSONResponse(words, 201)

    def _is_right_code(self, said: dict[str, Any]) -> bool:
        return said.get("otp") == CODE and said.get("email") in self.sent_codes

    def _signed_in(self, person: Person, gym_id: int | None, answer: dict[str, Any]) -> Response:
        other = self.people["owner@example.test"]
        email = other.user["email"] if self.answers_somebody_else else person.user["email"]
        token = self.token(email, gym_id)
        tokens = {"accessToken": token, "expiresIn": WEEK_S, "tokenType": "Bearer"}
        return JSONResponse(answer | {"accessToken": token, "tokens": tokens}, 201)

    def _owner_of(self, number: int) -> Person | None:
        return next((p for p in self.people.values() if p.is_admin and p.user["id"] == number), None)

    def _guard(self, request: Request) -> tuple[Response | None, dict[str, Any]]:
        claims = self._claims(request.headers.get("authorization", ""))
        if claims is None or claims["exp"] <= self.now():
            return self._recording("be_conv_401"), {}
        state = self.people[claims["email"]].state
        return (_refuse(401, STATES[state]) if state else None), claims

    def _claims(self, header: str) -> dict[str, Any] | None:
        try:
            options: Any = {"verify_sub": False, "verify_exp": False, "verify_iat": False}
            token = header.removeprefix("Bearer ")
            claims: dict[str, Any] = jwt.decode(token, SECRET, algorithms=["HS256"], options=options)
        except jwt.InvalidTokenError:
            return None
        return claims

    async def _note(self, request: Request) -> dict[str, Any] | None:
        body = await request.body()
        try:
            said = json.loads(body) if body else {}
        except ValueError:
            said = None
        self.asked.append(Asked(request.url.path, said, self._who(request), request.method))
        return said

    def _who(self, request: Request) -> str:
        email: str = (self._claims(request.headers.get("authorization", "")) or {}).get("email", "")
        return email

    @staticmethod
    def _recording(name: str) -> Response:
        about = load_recording(name).about
        status = int(about["status_line"].split()[1])
        return Response(about["body"], status, media_type="application/json")


def _refuse(status: int, message: str | list[str]) -> Response:
    error = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden"}[status]
    return JSONResponse({"message": message, "error": error, "statusCode": status}, status)


def _event(payload: object) -> bytes:
    return f"data: {json.dumps(payload)}\n\n".encode()


@contextmanager
def stand_in_backend() -> Iterator[StandInBackend]:
    """Run one on a free port of 127.0.0.1, in a thread of its own."""
    backend = StandInBackend()
    with serving(backend.app()) as url:
        backend.url = url
        yield backend
        if backend.hold is not None:
            backend.hold.set()
