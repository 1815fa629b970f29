"""Asks the gym's backend for what the front desk needs: who has which code, who is in, who runs out soon.

What comes back is taken apart here and bounded; what is no member or visit is left out.
"""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from urllib.parse import quote, urlencode

from strakly_desktop.client.http_errors import not_an_answer
from strakly_desktop.client.server_connection import (
    CONNECT_SECONDS,
    ServerConnection,
    TokenSource,
    read_bounded,
)
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.numbers import fits_wire
from strakly_desktop.conversation.people import Debt, Expiring, Member, Membership, Visit
from strakly_desktop.conversation.text_safety import in_reading_order, well_formed

_PATIENCE_S = 20.0
_MOST_BYTES = 4 * 1024 * 1024
_MOST_ROWS = 2_000
_LONGEST_TEXT = 200
_LONGEST_NUMBER = 19
_FEW = 5
_PRESENT = "present"
_OWED = frozenset({"pending", "partial", "partially_paid", "unpaid", "due", "overdue", "failed"})
"""What `paymentStatus` says of a membership that is not paid, or not in full."""


class DeskClient:
    """The backend at one address, as BackendClient has it. Every method raises ChatError, or Refusal where it says no.

    `branch_id` narrows to one branch, None to none; a token that belongs to one is bound to it in any case.

    Raises:
        ValueError: `base_url` is no http or https address.
    """

    def __init__(self, base_url: str, token: TokenSource, connect_seconds: float = CONNECT_SECONDS) -> None:
        self._connection = ServerConnection(base_url, token, connect_seconds)

    async def by_code(self, code: str, branch_id: int | None) -> Member | None:
        """Who checks in by `code`; None for nobody. Whether a membership holds is not told."""
        path = f"/attendance/search/{quote(code, safe='')}"
        return _member(await self._ask("GET", _narrowed(path, branch_id)))

    async def member(self, member_id: int) -> Member:
        """One person, with the membership that holds."""
        found = _member(await self._ask("GET", f"/users/{member_id}"))
        if found is None:
            raise ChatError(not_an_answer(""))
        return found

    async def find(self, text: str, branch_id: int | None) -> tuple[Member, ...]:
        """The first members whose name, e-mail or telephone holds `text`."""
        asked = {"search": well_formed(text), "role": "client", "limit": str(_FEW)}
        rows = await self._ask("GET", _narrowed(f"/users?{urlencode(asked)}", branch_id))
        return tuple(member for row in _rows(rows) if (member := _member(row)) is not None)[:_FEW]

    async def mark(self, code: str, staff_id: int, method: str, branch_id: int | None) -> Visit:
        """Check somebody in. Never sent twice by itself: where no answer came, look at `today`."""
        wish: dict[str, object] = {"code": code, "staffId": staff_id, "checkInMethod": method}
        if branch_id is not None:
            wish["branchId"] = branch_id
        return _sure(_visit(await self._ask("POST", "/attendance/mark", wish)))

    async def check_out(self, visit_id: int, staff_id: int) -> Visit:
        """End a visit."""
        return _sure(
            _visit(await self._ask("PATCH", f"/attendance/checkout/{visit_id}", {"staffId": staff_id}))
        )

    async def today(self, branch_id: int | None) -> tuple[Visit, ...]:
        """The visits of today, by the server's day, the latest first."""
        rows = await self._ask("GET", _narrowed("/attendance/today", branch_id))
        return tuple(visit for row in _rows(rows) if (visit := _visit(row)) is not None)

    async def present_count(self, branch_id: int | None) -> int:
        """How many are in now."""
        match await self._ask("GET", _narrowed("/attendance/present-count", branch_id)):
            case {"count": int(count)} if not isinstance(count, bool) and count >= 0 and fits_wire(count):
                return count
            case other:
                raise ChatError(not_an_answer(type(other).__name__))

    async def expiring(self, branch_id: int | None) -> tuple[Expiring, ...]:
        """The memberships that end within seven days, the first to end first."""
        rows = await self._ask("GET", _narrowed("/memberships/expiring?days=7", branch_id))
        return tuple(one for row in _rows(rows) if (one := _expiring(row)) is not None)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._connection.aclose()

    async def _ask(self, method: str, path: str, said: dict[str, object] | None = None) -> object:
        content = None if said is None else json.dumps(said).encode()
        try:
            async with (
                asyncio.timeout(_PATIENCE_S),
                self._connection.stream(method, path, accept="application/json", content=content) as response,
            ):
                body = await read_bounded(response, _MOST_BYTES)
        except TimeoutError as error:
            raise ChatError(_NO_ANSWER) from error
        if body is None:
            raise ChatError(not_an_answer(f"More than {_MOST_BYTES:,} bytes."))
        try:
            return json.loads(body, parse_int=_int) if body.strip() else None
        except (ValueError, RecursionError) as error:
            raise ChatError(not_an_answer("")) from error


def _narrowed(path: str, branch_id: int | None) -> str:
    return path if branch_id is None else f"{path}{'&' if '?' in path else '?'}branchId={branch_id}"


def _rows(answer: object) -> Iterator[object]:
    if not isinstance(answer, list):
        raise ChatError(not_an_answer(type(answer).__name__))
    yield from answer[:_MOST_ROWS]


def _member(row: object) -> Member | None:
    match row:
        case {"id": int(number), "name": str(name)} if not isinstance(number, bool) and fits_wire(number):
            assert isinstance(row, dict)
            branches = row.get("branchNames")
            return Member(
                number,
                _text(name) or f"Member {number}",
                _text(row.get("role")) or "client",
                _text(row.get("status")) or "active",
                _text(row.get("phone")),
                _text(row.get("email")),
                _text(row.get("attendanceCode")),
                ", ".join(_text(one) for one in branches[:3]) if isinstance(branches, list) else "",
                _membership(row.get("activeMembership")),
                "activeMembership" in row,
                _debt(row),
            )
    return None


def _debt(row: dict[object, object]) -> Debt | None:
    """By the amount, which only the local server tells; else by what the membership says of its payment."""
    match row:
        case {"amountDue": int(amount)} if not isinstance(amount, bool) and fits_wire(amount) and amount >= 0:
            return Debt(amount) if amount else None
        case {"activeMembership": {"paymentStatus": str(status)}} if status.lower() in _OWED:
            return Debt()
    return None


def _membership(row: object) -> Membership | None:
    if not isinstance(row, dict):
        return None
    plan = row.get("plan")
    left = row.get("daysRemaining")
    return Membership(
        _text(plan.get("name")) if isinstance(plan, dict) else "",
        _day(row.get("endDate")),
        left if isinstance(left, int) and not isinstance(left, bool) else None,
    )


def _visit(row: object) -> Visit | None:
    match row:
        case {"id": int(number), "userId": int(member), "status": str(status)}:
            assert isinstance(row, dict)
            if isinstance(number, bool) or not (fits_wire(number) and fits_wire(member)):
                return None
            left = _moment(row.get("checkOutTime"))
            name = _text(row.get("userName")) or f"Member {member}"
            return Visit(
                number, member, name, _moment(row.get("checkInTime")), left, status.lower() == _PRESENT
            )
    return None


def _expiring(row: object) -> Expiring | None:
    membership = _membership(row)
    match row:
        case {"user": {"id": int(number), "name": str(name), **rest}} if membership is not None:
            return Expiring(number, _text(name) or f"Member {number}", _text(rest.get("phone")), membership)
    return None


def _sure(visit: Visit | None) -> Visit:
    if visit is None:
        raise ChatError(not_an_answer(""))
    return visit


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return " ".join(in_reading_order(well_formed(value[:_LONGEST_TEXT])).split())


def _moment(value: object) -> datetime | None:
    """A time as the server writes it; without a zone it is in UTC."""
    if not isinstance(value, str):
        return None
    with suppress(ValueError, OverflowError):
        when = datetime.fromisoformat(value[:40])
        return (when if when.tzinfo is not None else when.replace(tzinfo=UTC)).astimezone()
    return None


def _day(value: object) -> date | None:
    """A day that is written as a moment: its midnight in UTC, or there where the server is."""
    when = _moment(value)
    if when is None or not isinstance(value, str):
        return None
    in_utc = when.astimezone(UTC)
    return (in_utc if (in_utc.hour, in_utc.minute) == (0, 0) else when).date()


def _int(digits: str) -> int | float:
    """A number of very many digits takes long to read, and counts nothing."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER + digits.startswith("-") else float(digits)


_NO_ANSWER = Failure(
    FailureKind.TIMEOUT, "The gym's server does not answer.", "Wait a moment, then try again."
)
