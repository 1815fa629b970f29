"""Tools that act on the app itself: its colours and its page. What the app shall do is under `actions`.

The allowed values are those of protocol rule 11; anything else is refused and gives no action.
"""

import re
from typing import Literal

from strakly_desktop.bot.agent.toolbox import ToolRefusal
from strakly_desktop.bot.tools.scoped_queries import Desk, Result

_PAGES = """/dashboard /clients /trainers /managers /branch-admins /branches /attendance /memberships
    /membership-plan /plans /offers /salary /diet /facilities /amenities /financial-reports /announcements /settings
    /profile /gym-profile /gym-subscription /gym /users /support /share-app /health-fitness /my-subscription
    /my-attendance /my-trainer /my-salary /leads /referrals /documents /data-migration"""
_WITH_ID = (
    "/clients /trainers /managers /branch-admins /branches /diet /announcements /membership-plan/member"
)
_PATH = re.compile(r"(?P<page>/[a-z-]+(?:/member)?)(?P<id>/\d{1,9})?(?:\?tab=[a-z-]{1,40})?")


async def change_theme(
    _desk: Desk,
    theme: Literal["dark", "light", "system"] | None = None,
    accent: Literal["green", "blue", "purple", "red", "orange", "teal", "pink", "black", "white"]
    | None = None,
) -> Result:
    """Change the app's theme, its accent colour, or both. The app does it by itself as soon as you have answered."""
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
