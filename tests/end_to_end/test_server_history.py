"""What is said at the desk is on the gym's server too, and what was said elsewhere at the desk."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.desk import OpenDesk, open_desk
from support.notices import press_notice
from support.stand_in_backend import StandInBackend, stand_in_backend
from support.stand_in_history import NO_GYM, PLAN, SUBSCRIPTION, Row

from strakly_desktop.app.chat import server_history
from strakly_desktop.app.chat.deletions import DELETED_NOTICE, WEB_APP_NOTICE
from strakly_desktop.app.chat.server_history_notices import LOST_NOTICE, SERVER_NOTICE
from strakly_desktop.sync import courier, verdicts

OWNER, MANAGER, TRAINER = "owner@example.test", "manager@example.test", "trainer@example.test"
OpenFor = Callable[[str], OpenDesk]


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_history, "SETTLE_S", 0.0)
    monkeypatch.setattr(server_history, "LOOK_APART_S", 0.0)


@pytest.fixture
def backend() -> Iterator[StandInBackend]:
    with stand_in_backend() as running:
        yield running


@pytest.fixture
def desk_for(
    qloop: asyncio.AbstractEventLoop, qapp: Any, tmp_path: Path, backend: StandInBackend
) -> Iterator[OpenFor]:
    desks: list[OpenDesk] = []

    async def connect(desk: OpenDesk) -> None:
        desk.house.connect()

    def open_for(email: str) -> OpenDesk:
        place = f"{backend.url}/api"
        desk = open_desk(qapp, tmp_path, backend.url, backend.token(email), STRAKLY_BACKEND_URL=place)
        desks.append(desk)
        qloop.run_until_complete(connect(desk))
        return desk

    yield open_for
    for desk in desks:
        qloop.run_until_complete(desk.close())


def titles(desk: OpenDesk) -> list[str]:
    model = desk.house.window.history._kept._days
    return [conversation.title for conversation in model._by_id.values()]


def ids(desk: OpenDesk) -> dict[str, str]:
    model = desk.house.window.history._kept._days
    return {conversation.title: conversation.id for conversation in model._by_id.values()}


async def looked(desk: OpenDesk, backend: StandInBackend) -> None:
    """Have the desk look at the server's list now."""
    before = sum(one.path == "/api/conversations" and one.method == "GET" for one in backend.asked)
    desk.house.server_history.look()
    await desk.until(
        lambda: (
            sum(one.path == "/api/conversations" and one.method == "GET" for one in backend.asked) > before
        )
    )


def test_each_whole_turn_is_saved_there_in_its_conversation(
    run: Any, desk_for: OpenFor, backend: StandInBackend
) -> None:
    desk = desk_for(OWNER)

    async def story() -> None:
        await desk.ask("Who is in?")
        await desk.ask("And who owes money?")
        await desk.until(lambda: backend.history.rows and len(backend.history.rows[1].pairs) == 2)

    run(story())
    (row,) = backend.history.active
    assert row.title == "Who is in?"
    assert row.pairs == [
        ("Who is in?", "For Olivia Owner, branch None: Who is in?"),
        ("And who owes money?", "For Olivia Owner, branch None: And who owes money?"),
    ]
    assert row.messages[1]["toolsUsed"] == ["get_client_stats"]
    assert row.bot_id == backend.questions[1].said["conversation_id"]
    assert desk.notices == []


def test_what_the_server_did_not_take_is_there_after_the_next_start(
    run: Any, desk_for: OpenFor, backend: StandInBackend
) -> None:
    backend.history.fails = 1_000
    first = desk_for(OWNER)

    async def told_in_vain() -> None:
        await first.ask("Who is in?")
        await first.until(lambda: backend.history.fails < 1_000)
        await first.close()

    run(told_in_vain())
    assert backend.history.active == []
    backend.history.fails = 0
    again = desk_for(OWNER)

    async def next_start() -> None:
        await again.until(lambda: backend.history.active and backend.history.active[0].pairs)

    run(next_start())
    assert [pair[0] for pair in backend.history.active[0].pairs] == ["Who is in?"]


def test_off_the_record_nothing_leaves(run: Any, desk_for: OpenFor, backend: StandInBackend) -> None:
    desk = desk_for(OWNER)

    async def story() -> None:
        desk.house.session.new_conversation(saved=False)
        await desk.ask("Between us")
        desk.house.session.new_conversation()
        await desk.ask("For the record")
        await desk.until(lambda: backend.history.active and backend.history.active[0].pairs)

    run(story())
    assert [row.title for row in backend.history.active] == ["For the record"]


def test_conversations_of_the_web_app_are_in_the_list_and_open(
    run: Any, desk_for: OpenFor, backend: StandInBackend
) -> None:
    row = backend.history.add(1, "Leads of March", ("How many leads?", "**12** leads."), bot_id="web-1")
    desk = desk_for(OWNER)

    async def story() -> None:
        await desk.until(lambda: "Leads of March" in titles(desk))
        identifier = ids(desk)["Leads of March"]
        assert identifier in desk.house.window.history._kept._days._elsewhere
        desk.house.history.open(identifier)
        await desk.until(lambda: "12 leads." in desk.shown)
        await desk.ask("And in April?")
        await desk.until(lambda: len(row.pairs) == 2)
        backend.history.continue_elsewhere(row, "And in May?", "None yet.")
        desk.house.session.new_conversation()
        await looked(desk, backend)
        while "None yet." not in desk.shown:
            desk.house.history.open(identifier)
            await asyncio.sleep(0.02)

    run(story())
    assert desk.shown.count("And in April?") >= 1
    asked = [message.text for message in desk.house.session.messages if message.role.value == "user"]
    assert asked == ["How many leads?", "And in April?", "And in May?"], "nothing is there twice"


def test_whoever_is_no_owner_sees_nothing_that_this_app_did_not_make(
    run: Any, desk_for: OpenFor, backend: StandInBackend
) -> None:
    # The manager's number is the owner's, and so the server lists it for both.
    backend.history.add(1, "Salaries", ("What do we pay?", "A lot."), bot_id="web-2")
    desk = desk_for(MANAGER)

    async def story() -> None:
        await desk.ask("Who is in?")
        await desk.until(lambda: any(row.pairs for row in backend.history.active[1:]))
        await looked(desk, backend)
        await desk.until_idle()

    run(story())
    assert titles(desk) == ["Who is in?"]


def test_what_was_removed_here_does_not_come_again_with_the_list(
    run: Any, desk_for: OpenFor, backend: StandInBackend
) -> None:
    row = backend.history.add(1, "Leads of March", ("How many leads?", "**12** leads."), bot_id="web-1")
    desk = desk_for(OWNER)

    async def story() -> None:
        await desk.until(lambda: "Leads of March" in titles(desk))
        desk.house.history.clear_all()
        await desk.until(lambda: titles(desk) == [])
        await looked(desk, backend)
        await looked(desk, backend)
        assert titles(desk) == []
        assert row.is_active, "on the server it stays"

    run(story())


def test_a_title_goes_both_ways(run: Any, desk_for: OpenFor, backend: StandInBackend) -> None:
    desk = desk_for(OWNER)

    async def story() -> None:
        await desk.ask("Who is in?")
        await desk.until(lambda: backend.history.active and backend.history.active[0].pairs)
        row = backend.history.active[0]
        identifier = ids(desk)["Who is in?"]
        desk.house.window.history.rename_requested.emit(identifier, "At the desk")
        await desk.until(lambda: row.title == "At the desk")
        await looked(desk, backend)
        backend.history.rename_elsewhere(row, "On the phone")
        await looked(desk, backend)
        await desk.until(lambda: "At the desk" not in titles(desk))
        assert titles(desk) == [row.title] == ["On the phone"]

    run(story())


def test_a_deleted_conversation_goes_from_the_server_when_its_undo_is_over(
    run: Any, desk_for: OpenFor, backend: StandInBackend
) -> None:
    desk = desk_for(OWNER)

    async def story() -> None:
        await desk.ask("Who is in?")
        await desk.until(lambda: backend.history.active and backend.history.active[0].pairs)
        row = backend.history.active[0]
        identifier = ids(desk)["Who is in?"]
        desk.house.window.history.delete_requested.emit(identifier)
        await desk.until(lambda: DELETED_NOTICE in desk.notices)
        press_notice(desk.house.window.notices, DELETED_NOTICE)
        await desk.until(lambda: titles(desk) == ["Who is in?"])
        await looked(desk, backend)
        assert row.is_active, "it was taken back"
        desk.house.window.history.delete_requested.emit(identifier)
        await desk.until(lambda: DELETED_NOTICE in desk.notices)
        assert row.is_active, "it can still be taken back"
        desk.house.history._deletions.end()
        await desk.until(lambda: not row.is_active)
        await desk.until(lambda: backend.forgotten == [row.bot_id])
        await looked(desk, backend)

    run(story())
    assert titles(desk) == []


async def asked_and_saved(desk: OpenDesk, backend: StandInBackend, *questions: str) -> list[Row]:
    """Ask each in a conversation of its own, leave them all, and wait until they are on the server."""
    for question in questions:
        await desk.ask(question)
        desk.house.session.new_conversation()
    await desk.until(lambda: sum(bool(row.pairs) for row in backend.history.active) == len(questions))
    await looked(desk, backend)
    return backend.history.active


def touch(desk: OpenDesk) -> None:
    """Press a key that does nothing."""
    window = desk.house.window.windowHandle()
    assert window is not None
    QTest.keyClick(window, Qt.Key.Key_Shift)


async def found_gone(desk: OpenDesk, backend: StandInBackend) -> None:
    """Have the desk look, and wait until it knows what is gone there."""
    await looked(desk, backend)
    await desk.until(lambda: desk.house.server_history._gone)


def test_a_conversation_deleted_elsewhere_goes_here_too_and_can_be_kept(
    run: Any, desk_for: OpenFor, backend: StandInBackend
) -> None:
    desk = desk_for(OWNER)

    async def story() -> None:
        _, deleted = await asked_and_saved(desk, backend, "Who pays?", "Who is in?")
        deleted.is_active = False
        await found_gone(desk, backend)
        touch(desk)
        await desk.until(lambda: WEB_APP_NOTICE in desk.notices)
        assert "Deleted in the web app: Who is in?" in desk.notice_texts
        assert titles(desk) == ["Who pays?"]
        press_notice(desk.house.window.notices, WEB_APP_NOTICE)
        await desk.until(lambda: sorted(titles(desk)) == ["Who is in?", "Who pays?"])
        await looked(desk, backend)
        await looked(desk, backend)
        touch(desk)
        assert sorted(titles(desk)) == ["Who is in?", "Who pays?"], "once kept, it stays"

    run(story())


def test_what_was_deleted_elsewhere_is_kept_until_somebody_is_there_to_see_it(
    run: Any, desk_for: OpenFor, backend: StandInBackend, tmp_path: Path
) -> None:
    """It was gone for good after twelve seconds at an empty desk, and as if somebody there had deleted it."""
    first = desk_for(OWNER)

    async def nobody_there() -> None:
        _, deleted = await asked_and_saved(first, backend, "Who pays?", "Who juggles?")
        deleted.is_active = False
        await found_gone(first, backend)
        await looked(first, backend)
        assert sorted(titles(first)) == ["Who juggles?", "Who pays?"] and first.notices == []
        await first.close()

    run(nobody_there())
    second = desk_for(OWNER)

    async def somebody_comes() -> None:
        await found_gone(second, backend)
        assert sorted(titles(second)) == ["Who juggles?", "Who pays?"]
        touch(second)
        await second.until(lambda: WEB_APP_NOTICE in second.notices)
        assert titles(second) == ["Who pays?"]
        (row,) = (
            row for row in second.house.window.notices._rows.values() if row.notice.key == WEB_APP_NOTICE
        )
        assert row.left_ms == 0, "it stays until somebody closes it"
        row.closed.emit()
        await second.close()

    run(somebody_comes())
    assert not [path for path in tmp_path.rglob("*.sqlite3*") if b"juggles" in path.read_bytes()]


def test_a_server_that_lost_all_takes_nothing_away_here(
    run: Any, desk_for: OpenFor, backend: StandInBackend
) -> None:
    first = desk_for(OWNER)

    async def before() -> None:
        await asked_and_saved(first, backend, "Who is in?", "Who pays?")
        await first.close()

    run(before())
    backend.history.lose_all()
    second = desk_for(OWNER)

    async def after() -> None:
        await second.until(lambda: LOST_NOTICE in second.notices)
        assert "no longer has 2 conversations of yours" in second.notice_texts
        touch(second)
        await looked(second, backend)
        assert sorted(titles(second)) == ["Who is in?", "Who pays?"]
        assert WEB_APP_NOTICE not in second.notices
        second.house.history.open(ids(second)["Who pays?"])
        await second.until(lambda: "For Olivia Owner" in second.shown)
        await second.ask("And today?")
        await second.until(lambda: backend.history.active and backend.history.active[0].pairs)

    run(after())
    (row,) = backend.history.active
    assert [pair[0] for pair in row.pairs] == ["And today?"]


@pytest.mark.parametrize("was_listed", [True, False])
def test_a_number_that_another_conversation_has_by_now_is_not_ours(
    run: Any, desk_for: OpenFor, backend: StandInBackend, was_listed: bool
) -> None:
    first = desk_for(OWNER)

    async def before() -> None:
        if was_listed:
            await asked_and_saved(first, backend, "Who is in?", "Who pays?")
        else:
            await first.ask("Who is in?")
            await first.until(lambda: backend.history.active and backend.history.active[0].pairs)
        await first.close()

    run(before())
    backend.history.lose_all()
    other = backend.history.add(1, "Leads of March", ("How many leads?", "12."), bot_id="web-1")
    second = desk_for(OWNER)

    async def after() -> None:
        await second.until(lambda: LOST_NOTICE in second.notices)
        await second.until(lambda: "Leads of March" in titles(second))
        kept = ids(second)["Who is in?"]
        second.house.window.history.rename_requested.emit(kept, "At the desk")
        await second.until(lambda: "At the desk" in titles(second))
        second.house.history.delete(kept)
        await second.until(lambda: DELETED_NOTICE in second.notices)
        second.house.history._deletions.end()
        await looked(second, backend)
        await looked(second, backend)
        assert "Leads of March" in titles(second)

    run(after())
    assert other.is_active and other.title == "Leads of March"


@pytest.mark.parametrize("was_listed", [True, False])
def test_a_removal_that_waited_removes_nothing_that_has_its_number_by_now(
    run: Any, desk_for: OpenFor, backend: StandInBackend, was_listed: bool
) -> None:
    first = desk_for(OWNER)

    async def before() -> None:
        await first.ask("Who is in?")
        await first.until(lambda: backend.history.active and backend.history.active[0].pairs)
        if was_listed:
            await looked(first, backend)
            await looked(first, backend)
        backend.history.fails = 1_000
        first.house.history.delete(ids(first)["Who is in?"])
        await first.until(lambda: DELETED_NOTICE in first.notices)
        await first.close()

    run(before())
    backend.history.lose_all()
    backend.history.fails = 0
    other = backend.history.add(1, "Leads of March", ("How many leads?", "12."), bot_id="web-1")
    second = desk_for(OWNER)

    async def after() -> None:
        await second.until(lambda: "Leads of March" in titles(second))
        await looked(second, backend)

    run(after())
    assert other.is_active


@pytest.mark.parametrize(
    "text, words",
    [(PLAN, verdicts.PLAN), (SUBSCRIPTION, verdicts.SUBSCRIPTION), (NO_GYM, verdicts.NO_GYM)],
)
def test_where_the_server_keeps_none_it_is_said_once_and_chatting_goes_on(
    run: Any, desk_for: OpenFor, backend: StandInBackend, text: str, words: str
) -> None:
    backend.history.refusal = text
    desk = desk_for(OWNER)

    async def story() -> None:
        await desk.ask("Who is in?")
        await desk.until(lambda: SERVER_NOTICE in desk.notices)
        assert words in desk.notice_texts
        assert "For Olivia Owner" in await desk.ask("And now?")
        backend.history.refusal = ""
        desk.house.server_history.look()
        await desk.until(lambda: backend.history.active and len(backend.history.active[0].pairs) == 2)
        await desk.until(lambda: SERVER_NOTICE not in desk.notices)

    run(story())


def test_what_the_server_cannot_take_is_told_and_tried_again_on_demand(
    run: Any, desk_for: OpenFor, backend: StandInBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "MOST_TRIES", 1)
    backend.history.fails = 1_000
    desk = desk_for(OWNER)

    async def story() -> None:
        await desk.ask("Who is in?")
        await desk.until(lambda: SERVER_NOTICE in desk.notices)
        assert "could not be saved" in desk.notice_texts
        backend.history.fails = 0
        press_notice(desk.house.window.notices, SERVER_NOTICE)
        await desk.until(lambda: backend.history.active and backend.history.active[0].pairs)

    run(story())


def test_what_one_person_asked_never_goes_as_another(
    run: Any, desk_for: OpenFor, backend: StandInBackend
) -> None:
    backend.history.fails = 1_000
    first = desk_for(OWNER)

    async def owner() -> None:
        await first.ask("Only for the owner")
        await first.until(lambda: backend.history.fails < 1_000)
        await first.close()

    run(owner())
    backend.history.fails = 0
    second = desk_for(TRAINER)

    async def trainer() -> None:
        await second.ask("Of mine")
        await second.until(lambda: backend.history.active and backend.history.active[0].pairs)
        await looked(second, backend)
        await second.close()

    run(trainer())
    assert [row.title for row in backend.history.active] == ["Of mine"]
    assert not [
        one
        for one in backend.asked
        if one.who == TRAINER and "owner" in str(one.said) and one.path != "/chat"
    ]
