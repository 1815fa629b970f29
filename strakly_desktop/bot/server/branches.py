"""The backend's list of a gym's branches, so that the app's branch picker works with the local bot alone.

Form, order, paging headers and errors are those of the backend (protocol rules 18 and 19): a bare array, ten rows
unless `noPagination=true`, and errors as `{"message", "error", "statusCode"}`.
"""

from math import ceil
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from strakly_desktop.bot.agent.tenant import AuthError, Tenant, read_authorization

_ALLOWED = ("superadmin", "admin", "branch_admin", "manager", "trainer")
_KEYS = (
    "id", "gymId", "name", "code", "phone", "email", "address", "city", "state", "zipCode", "openingTime",
    "closingTime", "latitude", "longitude", "capacity", "description", "isActive", "isDefault", "createdAt",
    "updatedAt",
)  # fmt: skip
_REASONS = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}


class BranchDirectory(Protocol):
    """What is needed of a gym to list its branches, and to tell whose it is."""

    async def has_gym(self, gym_id: int | None) -> bool:
        """Whether accounts of this gym may ask here; None stands for those of no gym (superadmins)."""
        ...

    async def branch_records(self, gym_id: int) -> list[dict[str, Any]] | None:
        """The branches as the backend sends them, the default one first; None for an unknown gym."""
        ...


_MOST_DIGITS = 18


def branches_route(directory: BranchDirectory, secret: str) -> Route:
    """`GET /api/gyms/{gym_id}/branches` for bearer tokens signed with `secret`."""

    async def branches(request: Request) -> JSONResponse:
        gym_id, asked = request.path_params["gym_id"], request.query_params
        try:
            tenant = read_authorization(request.headers.get("authorization", ""), secret)
        except AuthError:
            return _failure(401, "Invalid or expired token")
        if tenant.role not in _ALLOWED:
            return _failure(403, _denied(tenant))
        if not gym_id.isdecimal() or len(gym_id) > _MOST_DIGITS:
            return _failure(400, "Validation failed (numeric string is expected)")
        is_own = tenant.gym_id in (None, int(gym_id))
        records = await directory.branch_records(int(gym_id)) if is_own else None
        if records is None:
            return _failure(404, f"Gym with ID {gym_id} not found")
        if asked.get("noPagination") == "true":
            return _page(records, 1, max(1, len(records)))
        return _page(
            records, _number(asked.get("page", "1"), 1, 1_000_000), _number(asked.get("limit", "10"), 10, 100)
        )

    return Route("/api/gyms/{gym_id}/branches", branches)


def _page(records: list[dict[str, Any]], page: int, size: int) -> JSONResponse:
    headers = {
        "X-Total-Count": str(len(records)),
        "X-Page": str(page),
        "X-Per-Page": str(size),
        "X-Total-Pages": str(max(1, ceil(len(records) / size))),
    }
    rows = [{key: record.get(key) for key in _KEYS} for record in records[(page - 1) * size : page * size]]
    return JSONResponse(rows, headers=headers)


def _number(text: str, otherwise: int, most: int) -> int:
    return min(most, max(1, int(text))) if text.isdecimal() and len(text) <= _MOST_DIGITS else otherwise


def _denied(tenant: Tenant) -> str:
    return f"Access denied. Required roles: {', '.join(_ALLOWED)}. Your role: {tenant.role}"


def _failure(status: int, message: str) -> JSONResponse:
    body = {"message": message, "error": _REASONS[status], "statusCode": status}
    return JSONResponse(body, status_code=status)
