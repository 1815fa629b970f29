"""The front desk's reflexes in the real window, with the real demo gym: scan, check in, find, ask about, who is in."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit
from support import hand_typing
from support.bot_process import RunningBot
from support.desk import OpenDesk
from support.front_desk_use import (
    SECRET,
    absent,
    api,
    button,
    came_by,
    check_in,
    checked_in_by_enter,
    dialog_of,
    front,
    member,
    members,
    press,
    press_check_in,
    said,
    scan,
)

from strakly_desktop.bot.agent.tenant import Tenant, issue_token
from strakly_desktop.client.desk_client import DeskClient
from strakly_desktop.conversation.people import Visit
from strakly_desktop.ui.desk.desk_dialog import DeskList
from strakly_desktop.ui.desk.people_list import PeopleList
from strakly_desktop.ui.window.privacy_cover import PrivacyCover

OpenAt = Callable[..., OpenDesk]
Key = Qt.Key


def test_a_scan_checks_in_and_out_and_the_header_counts(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    async def story() -> None:
        somebody = member(gym, active=True)
        desk = desk_at_gym(gym.url, gym.token)
        header = desk.house.window.header._presence
        await desk.until(header.isVisible)
        before = header._count
        assert before is not None and before >= 19
        scan(somebody["attendanceCode"])
        await desk.until(lambda: "Not in today." in said(desk))
        assert said(desk).startswith(somebody["name"]) and somebody["activeMembership"]["plan"][
            "name"
        ] in said(desk)
        await press_check_in(desk)
        # A second Enter undoes nothing.
        assert front().accessibleName() == "Close"
        await desk.until(lambda: header._count == before + 1)
        record = api(gym, "/attendance/today")[0]
        assert (record["userId"], record["checkInMethod"]) == (somebody["id"], "qr")
        await press(desk, "Check out")
        await desk.until(lambda: "is checked out at" in said(desk))
        await desk.until(lambda: header._count == before)
        QTest.keyClick(front(), Key.Key_Return)
        assert dialog_of(desk) is None
        await desk.close()

    run(story())


def test_a_scan_at_a_hidden_page_opens_the_card_and_enter_checks_in(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    async def story() -> None:
        somebody = member(gym, active=True)
        desk = desk_at_gym(gym.url, gym.token)
        window = desk.house.window
        await desk.until(window.header._presence.isVisible)
        await desk.until(QApplication.focusWidget)
        QTest.keyClick(front(), Key.Key_F8)
        assert window.privacy.is_hiding
        scan(somebody["attendanceCode"])
        await checked_in_by_enter(desk, somebody)
        await desk.until(lambda: not window.findChildren(PrivacyCover))
        assert dialog_of(desk) is not None and front().window() is dialog_of(desk)
        assert desk.house.window.composer.text() == ""
        await desk.close()

    run(story())


def test_the_card_says_what_is_owed_before_anything_else(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    async def story() -> None:
        owing = next(one for one in absent(gym, active=True) if one["amountDue"])
        desk = desk_at_gym(gym.url, gym.token)
        await desk.until(desk.house.window.header._presence.isVisible)
        scan(owing["attendanceCode"])
        await desk.until(
            lambda: said(desk).startswith(owing["name"]) and "is still to be paid." in said(desk)
        )
        assert said(desk).index("still to be paid") < said(desk).index(
            owing["activeMembership"]["plan"]["name"]
        )
        await desk.close()

    run(story())


def test_a_typed_code_checks_in_as_typed_and_a_scan_over_its_card_as_scanned(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    async def story() -> None:
        first, second = members(gym, 2)
        desk = desk_at_gym(gym.url, gym.token)
        await desk.until(desk.house.window.header._presence.isVisible)
        await desk.until(QApplication.focusWidget)
        QTest.keyClick(front(), Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        await desk.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
        QTest.keyClicks(front(), first["attendanceCode"])
        people = desk.house.window.findChildren(PeopleList)[-1]
        await desk.until(lambda: first["id"] in [row.id for row in people.rows])
        QTest.keyClick(front(), Key.Key_Return)
        await checked_in_by_enter(desk, first)
        assert came_by(gym, first) == "code"
        scan(second["attendanceCode"])
        await checked_in_by_enter(desk, second)
        assert came_by(gym, second) == "qr"
        await desk.close()

    run(story())


def test_one_scan_after_the_other_and_why_somebody_does_not_come_in(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    async def story() -> None:
        lapsed, valid = member(gym, active=False), member(gym, active=True)
        desk = desk_at_gym(gym.url, gym.token)
        await desk.until(desk.house.window.header._presence.isVisible)
        scan("9999")
        await desk.until(lambda: "No member here has the code 9999." in said(desk))
        await press(desk, DeskList.FOUND.value)
        assert isinstance(front(), QLineEdit)
        scan(lapsed["attendanceCode"])
        await desk.until(lambda: "No membership holds now." in said(desk))
        await press(desk, "Check in")
        await desk.until(lambda: "was not checked in: no membership holds now" in said(desk))
        # The next one is in time, whatever was being looked up.
        scan(lapsed["attendanceCode"])
        scan(valid["attendanceCode"])
        await desk.until(lambda: said(desk).startswith(valid["name"]))
        # Somebody else checks them in meanwhile.
        check_in(gym, valid["attendanceCode"])
        await press(desk, "Check in")
        await desk.until(lambda: "is in already: nothing was changed" in said(desk))
        assert button(desk, "Check out") is not None
        await desk.close()

    run(story())


def test_a_scan_while_an_answer_runs_disturbs_neither_it_nor_what_is_written(
    desk_at_gym: OpenAt, run: Any, bot: RunningBot
) -> None:
    async def story() -> None:
        desk = desk_at_gym(bot.url, bot.token)
        await desk.until(QApplication.focusWidget)
        desk.type("Who checked in today?")
        await desk.until(lambda: desk.house.session.is_running)
        desk.house.window.composer.set_text("And who is ")
        scan("6732")
        await desk.until(lambda: dialog_of(desk) is not None)
        assert desk.house.window.composer.text() == "And who is "
        await press(desk, "Close")
        await desk.until_idle()
        assert [message.text for message in desk.house.session.messages][:1] == ["Who checked in today?"]
        assert len(desk.house.session.messages) == 2
        await desk.close()

    run(story())


def test_a_member_is_found_and_asked_about(desk_at_gym: OpenAt, run: Any, gym: RunningBot) -> None:
    async def story() -> None:
        known = api(gym, "/users/5")
        desk = desk_at_gym(gym.url, gym.token)
        await desk.until(desk.house.window.header._presence.isVisible)
        desk.house.window.menu.find_member_requested.emit()
        await desk.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
        QTest.keyClicks(front(), known["name"])
        people = desk.house.window.findChildren(PeopleList)[-1]
        await desk.until(lambda: [row.id for row in people.rows] == [5])
        QTest.keyClick(front(), Key.Key_Return)
        await desk.until(lambda: said(desk).startswith(known["name"]))
        await press(desk, "Open in the web app")
        assert desk.opened_urls == ["https://app.strakly.example/clients/5"]
        await press(desk, f"Ask about {known['name'].split()[0]}")
        assert desk.house.window.composer.text() == f"{known['name']} "
        assert dialog_of(desk) is None
        await desk.close()

    run(story())


def test_of_several_of_a_name_nobody_is_checked_in_by_enter_and_enter(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    async def story() -> None:
        desk = desk_at_gym(gym.url, gym.token)
        await desk.until(desk.house.window.header._presence.isVisible)
        before = len(api(gym, "/attendance/today"))
        desk.house.window.menu.find_member_requested.emit()
        await desk.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
        QTest.keyClicks(front(), "rao")
        QTest.keyClick(front(), Key.Key_Return)
        people = desk.house.window.findChildren(PeopleList)[-1]
        await desk.until(lambda: front() is people)
        assert len(people.rows) > 1
        QTest.keyClick(people, Key.Key_Return)
        await desk.until(lambda: said(desk).startswith(people.rows[0].name))
        assert len(api(gym, "/attendance/today")) == before
        await desk.close()

    run(story())


def test_who_is_in_and_whose_membership_ends(desk_at_gym: OpenAt, run: Any, gym: RunningBot) -> None:
    async def story() -> None:
        inside = [row["userId"] for row in api(gym, "/attendance/today") if row["status"] == "present"]
        ending = [row["user"]["id"] for row in api(gym, "/memberships/expiring")]
        desk = desk_at_gym(gym.url, gym.token)
        await desk.until(desk.house.window.header._presence.isVisible)
        desk.house.window.header._presence.click()
        await desk.until(lambda: button(desk, f"In now · {len(inside)}"))
        people = desk.house.window.findChildren(PeopleList)[-1]
        assert [row.id for row in people.rows] == inside and people.rows[0].detail.startswith("since ")
        await press(desk, f"Ends in 7 days · {len(ending)}")
        assert [row.id for row in people.rows] == ending
        people.enter()
        QTest.keyClick(people, Key.Key_Return)
        await desk.until(lambda: said(desk).startswith(people.rows[0].name))
        QTest.keyClick(front(), Key.Key_Escape)
        assert button(desk, f"Ends in 7 days · {len(ending)}") is not None
        QTest.keyClick(front(), Key.Key_Escape)
        assert dialog_of(desk) is None
        await desk.close()

    run(story())


def token_of(role: str, gym: RunningBot) -> str:
    return issue_token(Tenant(7, f"{role}@gym.example", role, role, gym.gym_id, None), SECRET)


def tabs(desk: OpenDesk) -> list[str]:
    """The lists that are offered, by the words of their buttons before the count."""
    dialog = dialog_of(desk)
    found = dialog.findChildren(QAbstractButton) if dialog is not None else []
    names = [one.accessibleName().partition(" ·")[0] for one in found if one.isVisible()]
    return [name for name in names if name in {kind.value for kind in DeskList}]


def notes(desk: OpenDesk) -> list[str]:
    dialog = dialog_of(desk)
    assert dialog is not None
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_a_trainer_who_may_not_see_whose_membership_ends_is_not_offered_it(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    async def story() -> None:
        desk = desk_at_gym(gym.url, token_of("trainer", gym))
        await desk.until(desk.house.window.header._presence.isVisible)
        desk.house.window.header._presence.click()
        await desk.until(lambda: tabs(desk) == [DeskList.FOUND.value, DeskList.IN_NOW.value])
        people = desk.house.window.findChildren(PeopleList)[-1]
        await desk.until(lambda: people.rows)
        assert not any("may not" in note for note in notes(desk))
        await press(desk, DeskList.FOUND.value)
        assert tabs(desk) == [DeskList.FOUND.value, DeskList.IN_NOW.value]
        await desk.close()

    run(story())


def test_a_member_who_may_see_no_list_reads_why_and_is_offered_none(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    async def story() -> None:
        desk = desk_at_gym(gym.url, token_of("client", gym))
        await desk.until(lambda: desk.house.presence._is_refused)
        assert not desk.house.window.header._presence.isVisible()
        # It was there a moment ago: the role was taken away while the button was pressed.
        desk.house.window.header.presence_requested.emit()
        await desk.until(lambda: tabs(desk) == [DeskList.FOUND.value, DeskList.IN_NOW.value])
        await desk.until(lambda: "Your account may not see this." in notes(desk))
        assert not desk.house.window.findChildren(PeopleList)[-1].rows
        await press(desk, DeskList.FOUND.value)
        assert tabs(desk) == [], "one list alone needs no button"
        QTest.keyClicks(front(), "Asha")
        await desk.until(lambda: "Your account may not see this." in notes(desk))
        await desk.close()

    run(story())


def test_in_the_demo_a_name_of_an_answer_opens_the_members_card(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot
) -> None:
    async def story() -> None:
        desk = desk_at_gym(gym.url, gym.token)
        desk.house.web_app._base_url = None
        await desk.until(desk.house.window.header._presence.isVisible)
        desk.house.transcript.link_activated.emit("/clients/5?tab=attendance")
        await desk.until(lambda: said(desk).startswith(api(gym, "/users/5")["name"]))
        assert button(desk, "Open in the web app") is None and desk.notices == []
        await press(desk, "Close")
        desk.house.transcript.link_activated.emit("/clients/99999")
        await desk.until(lambda: "does not know this member" in said(desk))
        await desk.close()

    run(story())


@pytest.mark.parametrize("forgets", [True, False])
def test_the_demo_gym_says_that_it_forgets_who_was_checked_in(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot, forgets: bool
) -> None:
    async def story() -> None:
        (somebody,) = members(gym, 1)
        desk = desk_at_gym(gym.url, gym.token)
        await desk.until(desk.house.window.header._presence.isVisible)
        connection = desk.house.connection
        assert connection.endpoint is not None
        connection._endpoint = replace(connection.endpoint, forgets=forgets)
        scan(somebody["attendanceCode"])
        await press_check_in(desk)
        assert ("forgets it with the next start" in said(desk)) == forgets
        await press(desk, "Check out")
        await desk.until(lambda: "is checked out at" in said(desk))
        assert ("forgets it with the next start" in said(desk)) == forgets
        await desk.close()

    run(story())


def test_somebody_who_was_checked_in_for_another_of_the_same_code_is_told_and_taken_for_nobody_else(
    desk_at_gym: OpenAt, run: Any, gym: RunningBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        first, other = members(gym, 2)
        real = DeskClient.mark

        async def take_the_other(client: DeskClient, _code: str, *rest: Any) -> Visit:
            return await real(client, other["attendanceCode"], *rest)

        monkeypatch.setattr(DeskClient, "mark", take_the_other)
        desk = desk_at_gym(gym.url, gym.token)
        await desk.until(desk.house.window.header._presence.isVisible)
        scan(first["attendanceCode"])
        await desk.until(lambda: front().accessibleName() == "Check in")
        hand_typing.type_keys(front(), "\n")
        await desk.until(lambda: f"{other['name']} was checked in instead of {first['name']}" in said(desk))
        assert said(desk).startswith(first["name"]) and "is checked in since" not in said(desk)
        assert button(desk, "Check out") is None, "it would be the other one's"
        await desk.close()

    run(story())


def test_a_token_for_one_run_finds_the_backend_beside_the_assistant(
    desk_at: OpenAt, run: Any, gym: RunningBot
) -> None:
    """The desk said that nobody was signed in, while the assistant answered."""

    async def story() -> None:
        desk = desk_at(gym.url, gym.token)
        await desk.until(desk.house.window.header._presence.isVisible)
        await desk.until(lambda: desk.house.session.branch.name)
        somebody = member(gym, active=True)
        scan(somebody["attendanceCode"])
        await desk.until(lambda: said(desk).startswith(somebody["name"]))

    run(story())
