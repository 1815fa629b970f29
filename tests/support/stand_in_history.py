"""The saved conversations of the stand-in backend, as the real one keeps them (protocol rule 31).

One list for each number of a user and gym, so that an owner and a member of the same number share it; a name that
the assistant gave belongs to one conversation for ever, deleted ones included; saving into a deleted one succeeds.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Guard = Callable[[Request], tuple[Response | None, dict[str, Any]]]
PLAN = "This feature is not available on your Basic plan. Please upgrade to access it."
SUBSCRIPTION = "No active subscription found. Please subscribe to a plan to access this feature."
NO_GYM = "Gym context required for this feature"
MOST_BYTES = 2_097_152
_MOST_NUMBER = 2**31 - 1


@dataclass
class Row:
    """A conversation as a row of the database."""

    id: int
    user_id: int
    gym_id: int
    title: str
    bot_id: str | None
    created: datetime
    updated: datetime
    is_active: bool = True
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Questions and their answers, in order."""
        texts = [message["content"] for message in self.messages]
        return list(zip(texts[::2], texts[1::2], strict=True))


class _Failure(Exception):
    """The database refuses: a 500 that says nothing."""


@dataclass
class StandInHistory:
    """What a test sets and reads. `refusal` is the text of a 403 for everything, "" for none."""

    rows: dict[int, Row] = field(default_factory=dict)
    refusal: str = ""
    fails: int = 0
    """So many of the next requests answer 500."""
    is_missing: bool = False
    """A backend of before there were conversations."""
    guard: Guard = lambda _request: (None, {})
    note: Callable[[Request, Any], None] = lambda _request, _said: None
    _last_message: int = 0
    _last_row: int = 0
    _last_moment: datetime = datetime(2000, 1, 1, tzinfo=UTC)

    @property
    def active(self) -> list[Row]:
        """What is not deleted, oldest first."""
        return [row for row in self.rows.values() if row.is_active]

    def add(self, user_id: int, title: str, *pairs: tuple[str, str], bot_id: str | None = None) -> Row:
        """A conversation that was made elsewhere, in gym 1."""
        row = self._create(user_id, 1, title, bot_id)
        for pair in pairs:
            self._save(row, {"userMessage": pair[0], "assistantMessage": pair[1]})
        return row

    def continue_elsewhere(self, row: Row, question: str, answer: str) -> None:
        """Somebody goes on in it with the web app."""
        self._save(row, {"userMessage": question, "assistantMessage": answer})

    def rename_elsewhere(self, row: Row, title: str) -> None:
        row.title, row.updated = title, self._now()

    def lose_all(self) -> None:
        """Another database stands there, which counts from one again."""
        self.rows.clear()
        self._last_row = 0

    def routes(self) -> list[Route]:
        base = "/api/conversations"
        return [
            Route(base, self._list),
            Route(base, self._post, methods=["POST"]),
            Route(f"{base}/exchange", self._exchange, methods=["POST"]),
            Route(f"{base}/{{id}}", self._one, methods=["GET", "PATCH", "DELETE"]),
            Route(f"{base}/{{id}}/exchange", self._exchange, methods=["POST"]),
        ]

    async def _list(self, request: Request) -> Response:
        said, refused = await self._read(request)
        if refused is not None:
            return refused
        claims = said["claims"]
        rows = [row for row in self.active if (row.user_id, row.gym_id) == (claims["sub"], claims["gymId"])]
        rows.sort(key=lambda row: row.updated, reverse=True)
        return _json([_listed(row) for row in rows])

    async def _post(self, request: Request) -> Response:
        said, refused = await self._read(request, {"title": str, "botConversationId": str})
        if refused is not None:
            return refused
        claims, body = said["claims"], said["body"]
        try:
            title = body.get("title") or "New conversation"
            row = self._create(claims["sub"], claims["gymId"], title, body.get("botConversationId") or None)
        except _Failure:
            return _failed()
        return _json(_whole(row), 201)

    async def _exchange(self, request: Request) -> Response:
        fields: dict[str, type] = {"userMessage": str, "assistantMessage": str, "botConversationId": str}
        lists: dict[str, type] = {"toolsUsed": list, "suggestedQuestions": list}
        said, refused = await self._read(request, fields | lists, needed=("userMessage", "assistantMessage"))
        if refused is not None:
            return refused
        claims, body = said["claims"], said["body"]
        owner = (claims["sub"], claims["gymId"])
        number = said["id"]
        try:
            if not number:
                question = body["userMessage"]
                title = question if _units(question) <= 60 else _cut(question, 57) + "..."
                row = self._create(*owner, title, body.get("botConversationId") or None)
            else:
                found = self.rows.get(number)
                if found is None or (found.user_id, found.gym_id) != owner:
                    return _refuse(403, "Access denied")
                row = found
            self._save(row, body)
        except _Failure:
            return _failed()
        return _json({"conversationId": row.id}, 201)

    async def _one(self, request: Request) -> Response:
        is_change = request.method == "PATCH"
        said, refused = await self._read(request, {"title": str} if is_change else None)
        if refused is not None:
            return refused
        if said["id"] > _MOST_NUMBER:
            return _failed()
        row = self.rows.get(said["id"])
        if row is None or not (row.is_active or request.method == "DELETE"):
            return _refuse(404, "Conversation not found")
        if (row.user_id, row.gym_id) != (said["claims"]["sub"], said["claims"]["gymId"]):
            return _refuse(403, "Access denied")
        if request.method == "DELETE":
            row.is_active = False
            return _json({"success": True, "message": "Conversation deleted"})
        if request.method == "GET":
            return _json(_whole(row) | {"messages": row.messages})
        if "title" in said["body"]:
            if said["body"]["title"] is None or not _is_storable(said["body"]["title"]):
                return _failed()
            row.title, row.updated = said["body"]["title"], self._now()
        return _json(_whole(row))

    async def _read(
        self, request: Request, fields: dict[str, type] | None = None, needed: tuple[str, ...] = ()
    ) -> tuple[dict[str, Any], Response | None]:
        """What was asked, or why it is refused: in the order in which the real one looks at it."""
        try:
            data = await request.body()
        except ClientDisconnect:
            return {}, _failed()
        cannot = _refuse(404, f"Cannot {request.method} {request.url.path}")
        try:
            body = json.loads(data) if data else {}
        except ValueError:
            body = None
        self.note(request, body)
        if len(data) > MOST_BYTES or not isinstance(body, dict) or self.is_missing:
            return {}, cannot
        refusal, claims = self.guard(request)
        if refusal is not None:
            return {}, refusal
        if self.refusal and not claims.get("isSuperAdmin"):
            return {}, _refuse(403, self.refusal)
        if self.fails:
            self.fails -= 1
            return {}, _failed()
        number = request.path_params.get("id", "0")
        if not number.isdecimal():
            return {}, _refuse(400, "Validation failed (numeric string is expected)")
        wrong = [f"property {name} should not exist" for name in body if name not in (fields or {})]
        for name, kind in (fields or {}).items():
            value = body.get(name)
            if (value is None and name in needed) or not (value is None or isinstance(value, kind)):
                wrong.append(f"{name} must be {'an array' if kind is list else 'a string'}")
        if wrong:
            return {}, _refuse(400, wrong)
        if claims.get("gymId") is None:
            return {}, _failed()
        return {"claims": claims, "body": body, "id": int(number)}, None

    def _create(self, user_id: int, gym_id: int, title: str, bot_id: str | None) -> Row:
        self._take_name(None, bot_id)
        if not _is_storable(title):
            raise _Failure
        now = self._now()
        self._last_row += 1
        row = self.rows[self._last_row] = Row(self._last_row, user_id, gym_id, title, bot_id, now, now)
        return row

    def _save(self, row: Row, body: dict[str, Any]) -> None:
        """Both messages or none, as in its transaction."""
        if not all(_is_storable(body[name]) for name in ("userMessage", "assistantMessage")):
            raise _Failure
        bot_id = body.get("botConversationId")
        if bot_id:
            self._take_name(row, bot_id)
            row.bot_id = bot_id
        empty: dict[str, Any] = {"toolsUsed": None, "suggestedQuestions": None}
        extra = {name: body.get(name) or [] for name in empty}
        self._add(row, "user", body["userMessage"], empty)
        self._add(row, "assistant", body["assistantMessage"], extra)
        row.updated = self._now()

    def _add(self, row: Row, role: str, content: str, extra: dict[str, Any]) -> None:
        self._last_message += 1
        said = {"id": self._last_message, "conversationId": row.id, "role": role, "content": content}
        row.messages.append(said | extra | {"createdAt": _text(self._now())})

    def _take_name(self, row: Row | None, bot_id: str | None) -> None:
        if bot_id and any(other.bot_id == bot_id and other is not row for other in self.rows.values()):
            raise _Failure

    def _now(self) -> datetime:
        """Later than ever before: the server orders by it."""
        now = datetime.now(UTC)
        self._last_moment = max(now, self._last_moment + timedelta(milliseconds=1))
        return self._last_moment


def _listed(row: Row) -> dict[str, Any]:
    last = row.messages[-1] if row.messages else None
    shown = None if last is None else {name: last[name] for name in ("content", "role", "createdAt")}
    whole = _whole(row)
    names = ("id", "title", "botConversationId", "createdAt", "updatedAt")
    return {name: whole[name] for name in names} | {"lastMessage": shown}


def _whole(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "userId": row.user_id,
        "gymId": row.gym_id,
        "title": row.title,
        "botConversationId": row.bot_id,
        "isActive": row.is_active,
        "createdAt": _text(row.created),
        "updatedAt": _text(row.updated),
    }


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _is_storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass")


def _json(content: object, status: int = 200) -> Response:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, media_type="application/json")


def _refuse(status: int, message: str | list[str]) -> Response:
    error = {400: "Bad Request", 403: "Forbidden", 404: "Not Found"}[status]
    return JSONResponse({"message": message, "error": error, "statusCode": status}, status)


def _failed() -> Response:
    return JSONResponse({"statusCode": 500, "message": "Internal server error"}, 500)
