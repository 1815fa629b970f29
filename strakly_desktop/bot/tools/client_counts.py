"""A tool that counts clients by one of their properties, within the same limits as their list."""

from collections import Counter
from collections.abc import Callable
from typing import Literal

from strakly_desktop.bot.tools.client_filter import ClientFilter
from strakly_desktop.bot.tools.known_groups import empty_groups
from strakly_desktop.bot.tools.scoped_queries import Desk, MemberRow, Result

_OF: dict[str, Callable[[MemberRow], str | None]] = {
    "plan": lambda member: member.plan,
    "branch": lambda member: member.branch,
    "gender": lambda member: {"male": "Men", "female": "Women"}.get(member.gender),
    "status": lambda member: member.status.capitalize(),
    "trainer": lambda member: member.trainer,
}


async def count_clients(
    desk: Desk, group_by: Literal["plan", "branch", "gender", "status", "trainer"], which: ClientFilter
) -> Result:
    """Count clients by plan, branch, gender, status or trainer, the most first: all of them, or those that
    get_clients_list would list with the same arguments; and tell what each group still owes.
    """
    members, asked = await which.fitting(desk)
    counts = Counter(_OF[group_by](member) for member in members)
    dues: Counter[str | None] = Counter()
    for member in members:
        dues[_OF[group_by](member)] += member.due
    return {
        "groups": [
            {"group": name, "clients": count, "due": dues[name]} for name, count in counts.most_common()
        ],
        "group_by": group_by,
        "empty_groups": await empty_groups(desk, group_by, counts) if len(counts) > 1 else [],
        "total": len(members),
        **asked,
        "branch": await desk.branch_name(),
    }
