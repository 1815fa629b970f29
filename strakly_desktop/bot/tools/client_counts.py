"""A tool that counts clients by one of their properties, within the same limits as their list."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from strakly_desktop.bot.tools.clients import ClientStatus, PartOfName, fitting_clients
from strakly_desktop.bot.tools.scoped_queries import Desk, MemberRow, Result

_OF: dict[str, Callable[[MemberRow], str | None]] = {
    "plan": lambda member: member.plan,
    "branch": lambda member: member.branch,
    "gender": lambda member: {"male": "Men", "female": "Women"}.get(member.gender),
    "status": lambda member: member.status.capitalize(),
    "trainer": lambda member: member.trainer,
}


async def count_clients(
    desk: Desk,
    group_by: Literal["plan", "branch", "gender", "status", "trainer"],
    status: ClientStatus | None = None,
    plan: PartOfName | None = None,
    not_seen_days: Annotated[int, Meta(ge=1)] | None = None,
    joined_from: date | None = None,
    joined_to: date | None = None,
    ends_from: date | None = None,
    ends_to: date | None = None,
    gender: Literal["male", "female"] | None = None,
    trainer: PartOfName | None = None,
    without_trainer: bool = False,
    other_than_status: ClientStatus | None = None,
    other_than_plan: PartOfName | None = None,
    least_due: Annotated[int, Meta(ge=0)] | None = None,
    most_due: Annotated[int, Meta(ge=0)] | None = None,
    settled: Literal["full", "nothing"] | None = None,
) -> Result:
    """Count clients by plan, branch, gender, status or trainer, the most first: all of them, or those that
    get_clients_list would list with the same arguments.
    """
    members, asked = await fitting_clients(
        desk,
        status=status,
        plan=plan,
        not_seen_days=not_seen_days,
        joined_from=joined_from,
        joined_to=joined_to,
        ends_from=ends_from,
        ends_to=ends_to,
        gender=gender,
        trainer=trainer,
        without_trainer=without_trainer,
        other_than_status=other_than_status,
        other_than_plan=other_than_plan,
        least_due=least_due,
        most_due=most_due,
        settled=settled,
    )
    counts = Counter(_OF[group_by](member) for member in members)
    return {
        "groups": [{"group": name, "clients": count} for name, count in counts.most_common()],
        "group_by": group_by,
        "total": len(members),
        **asked,
        "branch": await desk.branch_name(),
    }
