"""The front desk of an open window, as a hand and a scanner use it, and what the demo gym's records say of it."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from support import hand_typing, web
from support.bot_process import RunningBot
from support.desk import OpenDesk

from strakly_desktop.ui.desk.desk_dialog import DeskDialog

SECRET = "the secret of these tests, long enough for HS256"


def check_in(gym: RunningBot, code: str) -> None:
    """As somebody at another desk does it."""
    headers = {"Authorization": f"Bearer {gym.token}"}
    wish = {"code": code, "staffId": 1}
    web.post(f"{gym.url}/api/attendance/mark", json=wish, headers=headers).raise_for_status()


def api(gym: RunningBot, path: str) -> Any:
    headers = {"Authorization": f"Bearer {gym.token}"}
    return web.get(f"{gym.url}/api{path}", headers=headers).json()


def member(gym: RunningBot, *, active: bool) -> dict[str, Any]:
    """Somebody who was not here today."""
    return next(absent(gym, active=active))


def members(gym: RunningBot, count: int) -> list[dict[str, Any]]:
    """Some who were not here today and may come in."""
    return list(islice(absent(gym, active=True), count))


def absent(gym: RunningBot, *, active: bool) -> Iterator[dict[str, Any]]:
    came = {row["userId"] for row in api(gym, "/attendance/today")}
    holding = [row["userId"] for row in api(gym, "/memberships/expiring?days=366")]
    for number in holding if active else sorted({*range(1, 246)} - {*holding}):
        if number not in came:
            found: dict[str, Any] = api(gym, f"/users/{number}")
            if (found["activeMembership"] is not None) == active:
                yield found


def came_by(gym: RunningBot, somebody: dict[str, Any]) -> str:
    """How they were checked in, as the records have it."""
    rows = api(gym, "/attendance/today")
    return next(str(row["checkInMethod"]) for row in rows if row["userId"] == somebody["id"])


def dialog_of(desk: OpenDesk) -> DeskDialog | None:
    return next((one for one in desk.house.window.findChildren(DeskDialog) if one.isVisible()), None)


def said(desk: OpenDesk) -> str:
    dialog = dialog_of(desk)
    return "" if dialog is None else f"{dialog.card.accessibleName()}. {dialog.card.accessibleDescription()}"


def button(desk: OpenDesk, name: str) -> QAbstractButton | None:
    dialog = dialog_of(desk)
    found = dialog.findChildren(QAbstractButton) if dialog is not None else []
    return next((one for one in found if one.accessibleName() == name and one.isVisible()), None)


def scan(code: str) -> None:
    hand_typing.scan(front(), code)


def front() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


async def press_check_in(desk: OpenDesk) -> None:
    """By Enter, as soon as a hand can: what comes in a scanner's rush is its second end key, and lost on purpose."""
    await desk.until(lambda: front().accessibleName() == "Check in")
    hand_typing.type_keys(front(), "\n")
    await desk.until(lambda: "is checked in since" in said(desk))


async def checked_in_by_enter(desk: OpenDesk, somebody: dict[str, Any]) -> None:
    """Their card comes, and the next Enter checks them in."""
    await desk.until(lambda: said(desk).startswith(somebody["name"]))
    await press_check_in(desk)


async def press(desk: OpenDesk, name: str) -> None:
    await desk.until(lambda: button(desk, name))
    found = button(desk, name)
    assert found is not None
    found.click()


def branches(gym: RunningBot) -> dict[str, int]:
    """The numbers of the gym's branches, by their names."""
    rows = api(gym, f"/gyms/{gym.gym_id}/branches?noPagination=true")
    return {row["name"]: row["id"] for row in rows}


async def choose_branch(desk: OpenDesk, branch_id: int | None) -> None:
    """In the header, as soon as the gym's list has come."""
    await desk.until(lambda: desk.house.session.branch.name)
    desk.house.window.header.branch_chosen.emit(branch_id)
    assert desk.house.session.branch.id == branch_id
