"""The records of the gym as its front desk works with them: who has which code, who is in, who runs out soon.

What goes in and out is what the backend's answers hold (protocol rules 29 and 30), so that the app works with the demo
gym as with a real one.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, literal, select, update

from strakly_desktop.bot.gym.attendance_codes import codes_of
from strakly_desktop.bot.gym.records import Gym
from strakly_desktop.bot.gym.schema import Branch, Client, GymRecord, Visit
from strakly_desktop.bot.gym.spelling import folded, with_plain_digits
from strakly_desktop.bot.tools.scoped_queries import Desk, MemberRow, TenantScope

Record = dict[str, Any]
ALREADY_IN = "User is already checked in at this gym today"
NO_MEMBERSHIP = "User does not have an active membership at this gym"
ALREADY_OUT = "User is already checked out"
NO_RECORD = "Attendance record not found"
WRONG_CODE = "Invalid attendance code"


class DeskRefusal(Exception):
    """The desk's wish is refused. `status` is that of HTTP, the text what the backend says."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class FrontDesk:
    """One gym. `branch_id` narrows whatever is looked up or changed to one branch, None to none."""

    def __init__(self, gym: Gym) -> None:
        self._gym = gym

    async def by_code(self, code: str, branch_id: int | None) -> Record | None:
        """Whoever has this code, as the backend finds them: without any membership. None for nobody."""
        member = await self._member_by_code(code, branch_id)
        if member is None:
            return None
        user = _user(member, code)
        return {key: user[key] for key in _FOUND_BY_CODE} | {"joinDate": _moment(member.joined_on)}

    async def find(
        self, search: str, branch_id: int | None, start: int, limit: int
    ) -> tuple[list[Record], int]:
        """The members whose name, e-mail or telephone holds `search`, newest first, and how many there are."""
        wanted = folded(search)
        digits = "".join(with_plain_digits(search).split())
        found = [
            member
            for member in await self._desk(branch_id).members()
            if wanted in folded(member.name)
            or wanted in folded(member.email)
            or (digits and digits in "".join(member.phone.split()))
        ]
        found.sort(key=lambda member: (member.joined_on, member.client_id), reverse=True)
        codes = await self._codes()
        shown = found[start : start + limit]
        return [_user(member, codes.get(member.client_id, "")) for member in shown], len(found)

    async def member(self, client_id: int, branch_id: int | None) -> Record | None:
        """One member with the membership that holds now, if one does, and what is owed for the last one.

        The backend has no `amountDue`: a client that does not know it reads on.
        """
        member = await self._member(client_id, branch_id)
        if member is None:
            return None
        code = (await self._codes()).get(client_id, "")
        return _user(member, code) | {
            "activeMembership": self._membership(member),
            "amountDue": member.due,
        }

    async def mark(self, code: str, branch_id: int | None, method: str, marked_by: int) -> Record:
        """Check somebody in.

        Raises:
            DeskRefusal: there is no such code, they are in already, or have no membership that holds.
        """
        member = await self._member_by_code(code, branch_id)
        if member is None:
            raise DeskRefusal(400, WRONG_CODE)
        now = self._gym.now.replace(microsecond=0)
        desk = self._desk(branch_id)
        own = select(Client.c.id).where(desk.own_clients(), Client.c.id == member.client_id)
        inside = select(Visit.c.id).where(
            Visit.c.client_id.in_(own),
            Visit.c.checked_in >= datetime.combine(now.date(), time.min),
            Visit.c.checked_out.is_(None),
        )
        # Looked and written at once: of two desks that press together one is told that it came second.
        came = select(Client.c.id, literal(now, Visit.c.checked_in.type), literal(method)).where(
            Client.c.id.in_(own), ~inside.exists()
        )
        columns = ["client_id", "checked_in", "check_in_method"]

        def check_in(connection: Connection) -> int:
            self._gym.alone_with(connection, member.client_id)
            if member.status != "active":
                is_in = connection.execute(inside).first() is not None
                raise DeskRefusal(400, ALREADY_IN) if is_in else DeskRefusal(403, NO_MEMBERSHIP)
            added = insert(Visit).from_select(columns, came).execution_options(preserve_rowcount=True)
            if not connection.execute(added).rowcount:
                raise DeskRefusal(400, ALREADY_IN)
            return int(connection.execute(inside).scalar_one())

        number = await self._gym.run(check_in)
        found = await self._visits(desk, Visit.c.id == number)
        return _attendance(found[0], code) | {"markedById": marked_by}

    async def check_out(self, visit_id: int, branch_id: int | None) -> Record:
        """Check somebody out.

        Raises:
            DeskRefusal: there is no such visit, or it is over.
        """
        now = self._gym.now.replace(microsecond=0)
        desk = self._desk(branch_id)
        found = await self._visits(desk, Visit.c.id == visit_id)
        if not found:
            raise DeskRefusal(404, NO_RECORD)

        def leave(connection: Connection) -> int:
            own = Visit.c.client_id.in_(select(Client.c.id).where(desk.own_clients()))
            still_in = (Visit.c.id == visit_id, own, Visit.c.checked_out.is_(None))
            return connection.execute(update(Visit).where(*still_in).values(checked_out=now)).rowcount

        if not await self._gym.run(leave):
            raise DeskRefusal(400, ALREADY_OUT)
        row = (await self._visits(desk, Visit.c.id == visit_id))[0]
        return _attendance(row, (await self._codes()).get(row.client_id, ""))

    async def today(self, branch_id: int | None) -> list[Record]:
        """Who came today, the latest first."""
        now = self._gym.now
        since = datetime.combine(now.date(), time.min)
        rows = await self._visits(self._desk(branch_id), Visit.c.checked_in.between(since, now))
        codes = await self._codes()
        return [_attendance(row, codes.get(row.client_id, "")) for row in rows]

    async def expiring(self, days: int, branch_id: int | None) -> list[Record]:
        """The memberships that end within so many days, the first to end first."""
        desk = self._desk(branch_id)
        last = desk.today + timedelta(days=days)
        found = [
            member
            for member in await desk.members()
            if member.status == "active" and member.end_date is not None and member.end_date <= last
        ]
        found.sort(key=lambda member: (member.end_date or date.max, member.name))
        return [
            {
                **(self._membership(member) or {}),
                "userId": member.client_id,
                "user": {
                    "id": member.client_id,
                    "name": member.name,
                    "email": member.email,
                    "phone": member.phone,
                },
            }
            for member in found
        ]

    def _desk(self, branch_id: int | None) -> Desk:
        return Desk(self._gym, TenantScope(self._gym.gym_id, branch_id))

    async def _member(self, client_id: int, branch_id: int | None) -> MemberRow | None:
        await self._gym.ready()
        members = await self._desk(branch_id).members()
        return next((member for member in members if member.client_id == client_id), None)

    async def _member_by_code(self, code: str, branch_id: int | None) -> MemberRow | None:
        await self._gym.ready()
        own = (number for number, own_code in (await self._codes()).items() if own_code and own_code == code)
        number = next(own, None)
        return None if number is None else await self._member(number, branch_id)

    async def _codes(self) -> dict[int, str]:
        """Of the whole gym: what a branch has depends on what the others have."""
        rows = await self._desk(None).rows(select(Client.c.id).where(Client.c.gym_id == self._gym.gym_id))
        return codes_of(row.id for row in rows)

    async def _visits(self, desk: Desk, condition: Any) -> Sequence[Row[Any]]:
        query = (
            select(
                Visit, Client.c.name, Client.c.email, Client.c.branch_id,
                GymRecord.c.id.label("gym_id"), GymRecord.c.name.label("gym_name"),
            )
            .join(Client, Client.c.id == Visit.c.client_id)
            .join(Branch, Branch.c.id == Client.c.branch_id)
            .join(GymRecord, GymRecord.c.id == Client.c.gym_id)
            .where(desk.own_clients(), condition)
            .order_by(Visit.c.checked_in.desc(), Visit.c.id.desc())
        )  # fmt: skip
        return await desk.rows(query)

    def _membership(self, member: MemberRow) -> Record | None:
        if member.status != "active" or member.end_date is None:
            return None
        return {
            "id": member.membership_id,
            "startDate": _moment(member.start_date),
            "endDate": _moment(member.end_date),
            "status": "active",
            "finalAmount": member.price,
            "paymentStatus": "paid" if member.due == 0 else "partial",
            "daysRemaining": (member.end_date - self._gym.now.date()).days,
            "plan": {"name": member.plan},
        }


def _attendance(row: Row[Any], code: str) -> Record:
    return {
        "id": row.id,
        "branchId": row.branch_id,
        "userId": row.client_id,
        "userName": row.name,
        "userEmail": row.email,
        "userAvatar": None,
        "attendanceCode": code or None,
        "gymId": row.gym_id,
        "gymName": row.gym_name,
        "checkInTime": _moment(row.checked_in),
        "checkOutTime": _moment(row.checked_out),
        "date": row.checked_in.date().isoformat(),
        "checkInMethod": row.check_in_method,
        "status": "present" if row.checked_out is None else "checked_out",
    }


_FOUND_BY_CODE = ("id", "name", "email", "phone", "avatar", "role", "status", "attendanceCode")


def _user(member: MemberRow, code: str) -> Record:
    return {
        "id": member.client_id,
        "name": member.name,
        "email": member.email,
        "phone": member.phone,
        "avatar": None,
        "role": "client",
        "status": "active",
        "gender": member.gender,
        "attendanceCode": code or None,
        "userType": "client",
        "branchNames": [member.branch],
        "createdAt": _moment(member.joined_on),
    }


def _moment(when: date | datetime | None) -> str | None:
    """As the backend writes times; a day is its midnight in UTC, as its database keeps it."""
    if when is None:
        return None
    if isinstance(when, datetime):
        return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return f"{when.isoformat()}T00:00:00.000Z"
