"""The backend's routes for the front desk: look up a code, check in and out, find a member, who is in, who runs out.

Forms, statuses and texts are those of the backend (protocol rules 29 and 30).
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from strakly_desktop.bot.agent.tenant import AuthError, Tenant, read_authorization
from strakly_desktop.bot.agent.toolbox import ToolRefusal
from strakly_desktop.bot.server.branches import denied, failure, number_in, paged
from strakly_desktop.bot.tools.front_desk import DeskRefusal

_DESK = ("superadmin", "admin", "branch_admin", "manager", "trainer")
_MANAGES = ("admin", "branch_admin", "manager")
_METHODS = ("code", "qr", "manual", "self")
_MOST_BYTES = 4 * 1024
_MOST_DIGITS = 18
_LARGEST = 2**31 - 1
_CODE_LENGTH = 4
_LONGEST_SEARCH = 200
Record = dict[str, Any]


class FrontDeskRecords(Protocol):
    """What is needed of a gym; see `bot.tools.front_desk`."""

    async def by_code(self, code: str, branch_id: int | None) -> Record | None: ...
    async def find(
        self, search: str, branch_id: int | None, start: int, limit: int
    ) -> tuple[list[Record], int]: ...
    async def member(self, client_id: int, branch_id: int | None) -> Record | None: ...
    async def mark(self, code: str, branch_id: int | None, method: str, marked_by: int) -> Record: ...
    async def check_out(self, visit_id: int, branch_id: int | None) -> Record: ...
    async def today(self, branch_id: int | None) -> list[Record]: ...
    async def expiring(self, days: int, branch_id: int | None) -> list[Record]: ...


Handler = Callable[[Request, FrontDeskRecords, int | None], Awaitable[Response]]
DeskOf = Callable[[Tenant], Awaitable[FrontDeskRecords | None]]
"""The records of the account's gym; None for a gym that is not here."""


def desk_of_one(desk: FrontDeskRecords, gym_id: Callable[[], int]) -> DeskOf:
    """Where there is one gym."""

    async def desk_of(tenant: Tenant) -> FrontDeskRecords | None:
        return desk if tenant.gym_id == gym_id() else None

    return desk_of


def front_desk_routes(desk_of: DeskOf, secret: str) -> list[Route]:
    """For bearer tokens that are signed with `secret`, each at the desk of its gym."""

    async def search(request: Request, desk: FrontDeskRecords, branch_id: int | None) -> Response:
        found = await desk.by_code(request.path_params["code"], branch_id)
        # Nobody is an empty body, not `null`.
        return Response() if found is None else JSONResponse(found)

    async def mark(request: Request, desk: FrontDeskRecords, branch_id: int | None) -> Response:
        wish = await _read_object(request)
        if wrong := _wrong_in(wish):
            return failure(400, wrong)
        own = wish.get("branchId")
        branch_id = own if branch_id is None else branch_id
        method = str(wish.get("checkInMethod", "code"))
        return JSONResponse(await desk.mark(wish["code"], branch_id, method, wish["staffId"]), 201)

    async def check_out(request: Request, desk: FrontDeskRecords, branch_id: int | None) -> Response:
        return JSONResponse(await desk.check_out(_id_of(request), branch_id))

    async def today(_request: Request, desk: FrontDeskRecords, branch_id: int | None) -> Response:
        return JSONResponse(await desk.today(branch_id))

    async def present(_request: Request, desk: FrontDeskRecords, branch_id: int | None) -> Response:
        inside = [row for row in await desk.today(branch_id) if row["status"] == "present"]
        return JSONResponse({"count": len(inside)})

    async def users(request: Request, desk: FrontDeskRecords, branch_id: int | None) -> Response:
        asked = request.query_params
        page = number_in(asked.get("page", "1"), 1, 1_000_000)
        size = number_in(asked.get("limit", "10"), 10, 100)
        text = asked.get("search", "")[:_LONGEST_SEARCH]
        rows, total = await desk.find(text, branch_id, (page - 1) * size, size)
        return paged(rows, total, page, size)

    async def user(request: Request, desk: FrontDeskRecords, branch_id: int | None) -> Response:
        number = _id_of(request)
        found = await desk.member(number, branch_id)
        return failure(404, f"User with ID {number} not found") if found is None else JSONResponse(found)

    async def expiring(request: Request, desk: FrontDeskRecords, branch_id: int | None) -> Response:
        return JSONResponse(
            await desk.expiring(number_in(request.query_params.get("days", "7"), 7, 366), branch_id)
        )

    def route(path: str, handler: Handler, method: str = "GET", roles: tuple[str, ...] = _DESK) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                tenant = read_authorization(request.headers.get("authorization", ""), secret)
            except AuthError:
                return failure(401, "Invalid or expired token")
            if roles and tenant.role not in roles:
                return failure(403, denied(tenant, roles))
            desk = await desk_of(tenant)
            if desk is None:
                return failure(400, "Gym context is required")
            try:
                return await handler(request, desk, _branch_of(request, tenant))
            except ToolRefusal as refusal:
                return failure(400, str(refusal))
            except DeskRefusal as refusal:
                return failure(refusal.status, str(refusal))

        return Route(f"/api{path}", endpoint, methods=[method])

    return [
        route("/attendance/search/{code}", search, roles=()),
        route("/attendance/mark", mark, "POST"),
        route("/attendance/checkout/{id}", check_out, "PATCH"),
        route("/attendance/today", today),
        route("/attendance/present-count", present),
        route("/users", users),
        route("/users/{id}", user),
        route("/memberships/expiring", expiring, roles=_MANAGES),
    ]


def _branch_of(request: Request, tenant: Tenant) -> int | None:
    """A token that belongs to a branch is bound to it, whatever is asked."""
    if tenant.branch_id is not None:
        return tenant.branch_id
    asked = request.query_params.get("branchId", "")
    return int(asked) if asked.isdecimal() and len(asked) <= _MOST_DIGITS else None


def _id_of(request: Request) -> int:
    text = str(request.path_params["id"])
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise DeskRefusal(400, "Validation failed (numeric string is expected)")
    return int(text)


async def _read_object(request: Request) -> Record:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            raise DeskRefusal(404, "Cannot POST /api/attendance/mark")
    try:
        said = json.loads(body or b"{}")
    except (ValueError, RecursionError) as error:
        raise DeskRefusal(404, "Cannot POST /api/attendance/mark") from error
    return said if isinstance(said, dict) else {}


def _wrong_in(wish: Record) -> list[str]:
    known = ("code", "staffId", "gymId", "branchId", "checkInMethod")
    wrong = [f"property {name[:40]} should not exist" for name in wish if name not in known]
    code, staff = wish.get("code"), wish.get("staffId")
    if not isinstance(code, str) or len(code) != _CODE_LENGTH:
        wrong.append("code must be longer than or equal to 4 characters")
    if not isinstance(staff, int) or isinstance(staff, bool):
        wrong.append("staffId must be a number conforming to the specified constraints")
    own = wish.get("branchId")
    if own is not None and not (isinstance(own, int) and not isinstance(own, bool) and 0 < own <= _LARGEST):
        wrong.append("branchId must be a number conforming to the specified constraints")
    if wish.get("checkInMethod", "code") not in _METHODS:
        wrong.append(f"checkInMethod must be one of the following values: {', '.join(_METHODS)}")
    return wrong
