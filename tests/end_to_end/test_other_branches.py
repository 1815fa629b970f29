"""The front desk of one branch, with the real demo gym: somebody of another branch is found, and told apart."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from support import hand_typing
from support.bot_process import RunningBot
from support.desk import OpenDesk
from support.front_desk_use import (
    SECRET,
    api,
    branches,
    button,
    choose_branch,
    dialog_of,
    front,
    member,
    press,
    said,
    scan,
)

from strakly_desktop.bot.agent.tenant import Tenant, issue_token
from strakly_desktop.ui.desk.people_list import PeopleList

OpenAt = Callable[..., OpenDesk]
Key = Qt.Key
EVERYWHERE = "Look in all branches"


def away_from(gym: RunningBot, somebody: dict[str, Any]) -> tuple[str, int]:
    """A branch that they are not of."""
    own = somebody["branchNames"][0]
    return next((name, number) for name, number in branches(gym).items() if name != own)


def in_words(desk: OpenDesk) -> str:
    dialog = dialog_of(desk)
    assert dialog is not None
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


async def search(desk: OpenDesk, text: str) -> PeopleList:
    desk.house.window.menu.find_member_requested.emit()
    await desk.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    QTest.keyClicks(front(), text)
    return desk.house.window.findChildren(PeopleList)[-1]


def test_a_scanned_member_of_another_branch_is_found_there_and_checked_in_there_after_it_is_named(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    async def story() -> None:
        somebody = member(gym, active=True)
        own = somebody["branchNames"][0]
        here, number = away_from(gym, somebody)
        desk = desk_at_gym(gym.url, gym.token)
        await choose_branch(desk, number)
        scan(somebody["attendanceCode"])
        await desk.until(lambda: button(desk, EVERYWHERE))
        assert f"Only {here} was looked at." in said(desk)
        hand_typing.type_keys(front(), "\n")
        await desk.until(lambda: front().accessibleName() == "Check in")
        assert said(desk).startswith(somebody["name"])
        assert f"Of {own}, not of {here}: a check-in counts for {own}." in said(desk)
        hand_typing.type_keys(front(), "\n")
        await desk.until(lambda: f"is checked in at {own} since" in said(desk))
        record = api(gym, "/attendance/today")[0]
        assert (record["userId"], record["branchId"]) == (somebody["id"], branches(gym)[own])
        await press(desk, "Check out")
        await desk.until(lambda: "is checked out" in said(desk))
        await desk.close()

    run(story())


def test_who_is_not_found_by_a_code_or_name_is_looked_for_in_all_branches_by_a_button(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    async def story() -> None:
        somebody = member(gym, active=True)
        here, number = away_from(gym, somebody)
        desk = desk_at_gym(gym.url, gym.token)
        await choose_branch(desk, number)
        people = await search(desk, somebody["phone"])
        await desk.until(lambda: button(desk, EVERYWHERE))
        assert not people.rows and f"Only {here} was looked at." in in_words(desk)
        # Enter goes on to what is offered, and one more does it.
        QTest.keyClick(front(), Key.Key_Return)
        assert front() is button(desk, EVERYWHERE)
        QTest.keyClick(front(), Key.Key_Return)
        await desk.until(lambda: [row.id for row in people.rows] == [somebody["id"]])
        assert button(desk, EVERYWHERE) is None and "All branches were looked at." in in_words(desk)
        assert isinstance(front(), QLineEdit), "the keyboard was lost with the button"
        QTest.keyClick(front(), Key.Key_Return)
        await desk.until(lambda: f"not of {here}" in said(desk))
        await press(desk, "Close")
        # The next time it is this branch again.
        await search(desk, somebody["attendanceCode"])
        await desk.until(lambda: button(desk, EVERYWHERE))
        await desk.close()

    run(story())


def test_where_some_are_found_the_others_of_the_name_can_be_looked_for_too(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    async def story() -> None:
        somebody = member(gym, active=True)
        here, number = away_from(gym, somebody)
        desk = desk_at_gym(gym.url, gym.token)
        await choose_branch(desk, number)
        people = await search(desk, "an")
        await desk.until(lambda: people.rows)
        assert f"Only {here} was looked at." in in_words(desk)
        await press(desk, EVERYWHERE)
        await desk.until(lambda: "All branches were looked at." in in_words(desk))
        assert people.rows and button(desk, EVERYWHERE) is None
        await desk.close()

    run(story())


def test_a_member_of_another_branch_from_an_answers_link_is_not_refused_by_their_own_code(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    """Asked about all branches, looked at from one: the check-in said that the gym did not know the code."""

    async def story() -> None:
        somebody = member(gym, active=True)
        own = somebody["branchNames"][0]
        _here, number = away_from(gym, somebody)
        desk = desk_at_gym(gym.url, gym.token)
        desk.house.web_app._base_url = None
        await choose_branch(desk, number)
        desk.house.transcript.link_activated.emit(f"/clients/{somebody['id']}")
        await desk.until(lambda: front().accessibleName() == "Check in")
        assert f"a check-in counts for {own}." in said(desk)
        hand_typing.type_keys(front(), "\n")
        await desk.until(lambda: f"is checked in at {own} since" in said(desk))
        await press(desk, "Close")
        # They are in now, wherever somebody looks from.
        desk.house.transcript.link_activated.emit(f"/clients/{somebody['id']}")
        await desk.until(lambda: button(desk, "Check out"))
        await press(desk, "Check out")
        await desk.until(lambda: "is checked out" in said(desk))
        await desk.close()

    run(story())


def test_an_account_of_one_branch_reads_that_others_were_not_looked_at_and_is_offered_nothing_it_may_not(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    async def story() -> None:
        somebody = member(gym, active=True)
        here, number = away_from(gym, somebody)
        bound = Tenant(7, "desk@gym.example", "Desk", "manager", gym.gym_id, number)
        desk = desk_at_gym(gym.url, issue_token(bound, SECRET))
        await desk.until(lambda: desk.house.session.branch.name == here)
        scan(somebody["attendanceCode"])
        await desk.until(lambda: f"Only {here} was looked at" in said(desk))
        assert button(desk, EVERYWHERE) is None
        await press(desk, "Find a member")
        QTest.keyClicks(front(), somebody["phone"])
        await desk.until(lambda: f"Only {here} was looked at" in in_words(desk))
        assert button(desk, EVERYWHERE) is None
        await desk.close()

    run(story())
