"""The backend's list of a gym's branches, so that the app's branch picker works with the local bot alone.

Form, order, paging headers and errors are those of the backend (protocol rules 18 and 19): a bare array, ten rows
unless `noPagination=true`, and errors as `{"message", "error", "statusCode"}`.
"""

from collections.abc import Sequence
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
            return failure(401, "Invalid or expired token")
        if tenant.role not in _ALLOWED:
            return failure(403, denied(tenant, _ALLOWED))
        if not gym_id.isdecimal() or len(gym_id) > _MOST_DIGITS:
            return failure(400, "Validation failed (numeric string is expected)")
        is_own = tenant.gym_id in (None, int(gym_id))
        records = await directory.branch_records(int(gym_id)) if is_own else None
        if records is None:
            return failure(404, f"Gym with ID {gym_id} not found")
        if asked.get("noPagination") == "true":
            return _page(records, 1, max(1, len(records)))
        return _page(
            records,
            number_in(asked.get("page", "1"), 1, 1_000_000),
            number_in(asked.get("limit", "10"), 10, 100),
        )

    return Route("/api/gyms/{gym_id}/branches", branches)


def _page(records: list[dict[str, Any]], page: int, size: int) -> JSONResponse:
    rows = [{key: record.get(key) for key in _KEYS} for record in records[(page - 1) * size : page * size]]
    return paged(rows, len(records), page, size)


def paged(rows: list[dict[str, Any]], total: int, page: int, size: int) -> JSONResponse:
    """A page of a list as the backend sends one: what there is besides is told in the head."""
    headers = {
        "X-Total-Count": str(total),
        "X-Page": str(page),
        "X-Per-Page": str(size),
        "X-Total-Pages": str(max(1, ceil(total / size))),
    }
    return JSONResponse(rows, headers=headers)


def number_in(text: str, otherwise: int, most: int) -> int:
    """The number from 1 to `most` that a parameter gives; `otherwise` for what is none."""
    return min(most, max(1, int(text))) if text.isdecimal() and len(text) <= _MOST_DIGITS else otherwise


def denied(tenant: Tenant, allowed: Sequence[str]) -> str:
    """What the backend says to whom has another role."""
    return f"Access denied. Required roles: {', '.join(allowed)}. Your role: {tenant.role}"


def failure(status: int, message: str | list[str]) -> JSONResponse:
    """A refusal in the backend's form."""
    body = {"message": message, "error": _REASONS[status], "statusCode": status}
    return JSONResponse(body, status_code=status)
