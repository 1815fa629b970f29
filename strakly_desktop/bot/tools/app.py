"""Tools that act on the app itself: its colours, its page, its commands. What it shall do is under `actions`.

The allowed values are those of protocol rules 11 and 27; anything else is refused and gives no action.
"""

import re
from typing import Literal

from sqlalchemy import select

from strakly_desktop.bot.agent.toolbox import ToolRefusal
from strakly_desktop.bot.gym.schema import Branch
from strakly_desktop.bot.tools.scoped_queries import Desk, Result

_PAGES = """/dashboard /clients /trainers /managers /branch-admins /branches /attendance /memberships
    /membership-plan /plans /offers /salary /diet /facilities /amenities /financial-reports /announcements /settings
    /profile /gym-profile /gym-subscription /gym /users /support /share-app /health-fitness /my-subscription
    /my-attendance /my-trainer /my-salary /leads /referrals /documents /data-migration"""
_WITH_ID = (
    "/clients /trainers /managers /branch-admins /branches /diet /announcements /membership-plan/member"
)
_MOST_TO_FIND = 80
_DEFAULTS = {"print": "previous", "copy": "previous", "export": "xlsx"}
_VALUES = {
    "print": ("previous", "this"),
    "copy": ("previous", "this"),
    "export": ("xlsx", "csv", "tsv", "pdf", "html", "md", "json"),
    "text_size": ("larger", "smaller", "normal"),
}
_PATH = re.compile(r"(?P<page>/[a-z-]+(?:/member)?)(?P<id>/\d{1,9})?(?:\?tab=[a-z-]{1,40})?")


async def change_theme(
    _desk: Desk,
    theme: Literal["dark", "light", "system"] | None = None,
    accent: Literal["green", "blue", "purple", "red", "orange", "teal", "pink", "black", "white"]
    | None = None,
) -> Result:
    """Change the app's theme, its accent colour, or both.

    The app does it when you have answered, and says so itself: it may refuse, so never say that it is done.
    """
    if theme is None and accent is None:
        raise ToolRefusal(
            "Say which theme (dark, light, system) or accent (green, blue, purple, red, orange, teal, pink, "
            "black, white)."
        )
    wishes = (("change_theme", theme), ("change_accent", accent))
    return {
        "theme": theme,
        "accent": accent,
        "actions": [{"type": kind, "value": value} for kind, value in wishes if value is not None],
    }


async def navigate_to_page(_desk: Desk, path: str) -> Result:
    """Open a page of the web app, such as /clients, /clients/5?tab=attendance, /attendance or /leads.

    The pages: /dashboard /clients /trainers /managers /branch-admins /branches /attendance /memberships
    /membership-plan /plans /offers /salary /diet /facilities /amenities /financial-reports /announcements
    /settings /profile /gym-profile /gym-subscription /users /support /leads /referrals /documents
    /data-migration; with /ID after persons, branches, diets, announcements and /membership-plan/member.
    """
    match = _PATH.fullmatch(path)
    known = match is not None and (match["page"] in (_WITH_ID if match["id"] else _PAGES).split())
    if not known:
        raise ToolRefusal(f"The app has no page {path[:60]}.")
    return {"path": path, "actions": [{"type": "navigate", "value": path}]}


async def ask_app(
    desk: Desk,
    command: Literal[
        "undo_theme",
        "print",
        "copy",
        "export",
        "new_chat",
        "change_branch",
        "find",
        "open_settings",
        "text_size",
    ],
    value: str | None = None,
) -> Result:
    """Ask the app to do something that its menus can do, only when the person asked for it. The app says itself what
    became of it, so never say that it is done.

    value: for print and copy "previous" (the answer above, the default) or "this" (your answer of this turn); for
    export xlsx, csv or tsv (the last table) or pdf, html, md or json (the conversation); for change_branch a
    branch's number or name, or "all"; for find the words to look for in the conversation; for text_size "larger",
    "smaller" or "normal"; else leave it out.
    """
    wanted = (value or _DEFAULTS.get(command, "")).strip()
    name = ""
    if command == "change_branch":
        wanted, name = await _branch(desk, wanted)
    elif command in _VALUES and wanted not in _VALUES[command]:
        raise ToolRefusal(f"{command} takes one of: {', '.join(_VALUES[command])}.")
    elif command == "find" and len(wanted) > _MOST_TO_FIND:
        raise ToolRefusal(f"At most {_MOST_TO_FIND} characters can be looked for.")
    return {
        "command": command, "value": wanted, "name": name, "actions": [{"type": command, "value": wanted}],
    }  # fmt: skip


async def _branch(desk: Desk, wanted: str) -> tuple[str, str]:
    """The number and the name of a branch that is named by either."""
    if wanted.casefold() in ("all", "0"):
        return "all", "all branches"
    query = (
        select(Branch.c.id, Branch.c.name).where(Branch.c.gym_id == desk.scope.gym_id).order_by(Branch.c.id)
    )
    branches = await desk.rows(query)
    for branch in branches:
        if wanted.casefold() in (str(branch.id), branch.name.casefold()):
            return str(branch.id), branch.name
    raise ToolRefusal(f"The branches are: {', '.join(branch.name for branch in branches)}; or all.")
