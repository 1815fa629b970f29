"""The conversations by day: order, headings, and every way in which a conversation moves."""

import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from strakly_desktop.conversation.model import ConversationSummary, SearchHit, TextPiece
from strakly_desktop.ui.history.days import DayGroup, day_group, spoken_moment
from strakly_desktop.ui.history.hits import HitModel
from strakly_desktop.ui.history.model import ENTRY, HistoryModel, conversation_at

TODAY = date(2026, 11, 22)


def at(day: date, clock: time = time(12)) -> datetime:
    return datetime.combine(day, clock).astimezone()


def conversation(name: str, used: datetime, *, pinned: bool = False, title: str = "") -> ConversationSummary:
    return ConversationSummary(name, title or f"Title {name}", used, used, pinned)


def days_ago(name: str, days: int, *, pinned: bool = False) -> ConversationSummary:
    return conversation(name, at(TODAY - timedelta(days=days)), pinned=pinned)


def shown(model: HistoryModel) -> list[str]:
    """Headings in capitals, conversations by id."""
    rows = [model.index(row).data(ENTRY) for row in range(model.rowCount())]
    return [row.title.upper() if isinstance(row, DayGroup) else row.id for row in rows]


@pytest.fixture
def model(qtbot: QtBot) -> Any:
    made = HistoryModel(TODAY)
    # Watches every change that is told to views for being what it says it is.
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    del tester


@pytest.mark.parametrize(
    ("moment", "title"),
    [
        (at(TODAY, time(23, 59, 59)), "Today"),
        (at(TODAY, time(0)), "Today"),
        (at(TODAY + timedelta(days=2)), "Today"),
        (at(date(2026, 11, 21), time(23, 59, 59)), "Yesterday"),
        (at(date(2026, 11, 21), time(0)), "Yesterday"),
        (at(date(2026, 11, 20), time(23, 59)), "Previous 7 days"),
        (at(date(2026, 11, 15), time(0)), "Previous 7 days"),
        (at(date(2026, 11, 14), time(23, 59)), "November"),
        (at(date(2026, 10, 31), time(23, 59)), "October"),
        (at(date(2026, 1, 1), time(0)), "January"),
        (at(date(2025, 12, 31), time(23, 59)), "December 2025"),
        (at(date(2025, 10, 2)), "October 2025"),
    ],
)
def test_a_moment_belongs_to_its_day(moment: datetime, title: str) -> None:
    group = day_group(moment, TODAY)
    assert group.title == title
    assert group.holds(moment.timestamp())


@pytest.mark.parametrize("today", [TODAY, date(2026, 1, 3), date(2024, 3, 1), date(2026, 3, 8)])
def test_the_groups_leave_no_gap(today: date) -> None:
    starts = {day_group(at(today - timedelta(days=days)), today) for days in range(500)}
    ordered = sorted(starts, key=lambda group: group.start)
    assert len(ordered) > 15
    for older, newer in pairwise(ordered):
        assert older.end == newer.start


def test_a_moment_is_spoken_as_a_person_says_it() -> None:
    assert spoken_moment(at(TODAY, time(18, 42)), TODAY) == "today 18:42"
    assert spoken_moment(at(date(2026, 11, 21), time(9, 5)), TODAY) == "yesterday 09:05"
    assert spoken_moment(at(date(2026, 10, 12), time(18, 42)), TODAY) == "12 October 2026 18:42"


def test_days_are_those_of_this_machine_whatever_the_stored_zone() -> None:
    moment = at(TODAY, time(0, 30)).astimezone(UTC)
    assert day_group(moment, TODAY).title == "Today"


def test_conversations_stand_by_day_the_pinned_first(model: HistoryModel) -> None:
    model.set_conversations(
        [days_ago("old", 60), days_ago("pin", 300, pinned=True), days_ago("b", 1), days_ago("a", 0)]
    )
    assert shown(model) == ["PINNED", "pin", "TODAY", "a", "YESTERDAY", "b", "SEPTEMBER", "old"]


def test_an_empty_history_has_no_headings(model: HistoryModel) -> None:
    model.set_conversations([])
    assert model.rowCount() == 0
    assert len(model) == 0


def test_only_conversations_take_the_keyboard(model: HistoryModel) -> None:
    model.set_conversations([days_ago("a", 0)])
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsEnabled
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsEnabled
    assert conversation_at(model.index(0)) is None
    assert conversation_at(model.index(1)) == days_ago("a", 0)


def test_another_page_goes_on_under_the_last_heading(model: HistoryModel) -> None:
    model.set_conversations([days_ago("a", 0), days_ago("b", 3)])
    model.add_conversations([days_ago("c", 4), days_ago("d", 60)])
    assert shown(model) == ["TODAY", "a", "PREVIOUS 7 DAYS", "b", "c", "SEPTEMBER", "d"]


def test_a_page_after_pinned_ones_only_gets_its_heading(model: HistoryModel) -> None:
    model.set_conversations([days_ago("p", 0, pinned=True)])
    model.add_conversations([days_ago("a", 0)])
    assert shown(model) == ["PINNED", "p", "TODAY", "a"]


def test_a_page_that_overlaps_doubles_nothing(model: HistoryModel) -> None:
    model.set_conversations([days_ago("a", 0), days_ago("c", 5)])
    model.add_conversations([days_ago("c", 5), days_ago("b", 1), days_ago("d", 6)])
    assert shown(model) == ["TODAY", "a", "YESTERDAY", "b", "PREVIOUS 7 DAYS", "c", "d"]


def test_a_used_conversation_moves_to_the_top_and_an_empty_heading_goes(model: HistoryModel) -> None:
    model.set_conversations([days_ago("a", 0), days_ago("b", 1), days_ago("c", 3)])
    model.put(conversation("b", at(TODAY, time(13))))
    assert shown(model) == ["TODAY", "b", "a", "PREVIOUS 7 DAYS", "c"]


def test_pinning_and_unpinning_moves_there_and_back(model: HistoryModel) -> None:
    model.set_conversations([days_ago("a", 0), days_ago("b", 1)])
    model.put(days_ago("b", 1, pinned=True))
    assert shown(model) == ["PINNED", "b", "TODAY", "a"]
    model.put(days_ago("b", 1))
    assert shown(model) == ["TODAY", "a", "YESTERDAY", "b"]


def test_renaming_changes_the_row_alone(qtbot: QtBot, model: HistoryModel) -> None:
    model.set_conversations([days_ago("a", 0), days_ago("b", 0)])
    used = at(TODAY)
    with qtbot.waitSignal(model.dataChanged), qtbot.assertNotEmitted(model.rowsInserted):
        model.put(conversation("b", used, title="Another"))
    assert model.index_of("b").data() == "Another"


def test_removing_the_last_of_a_day_removes_its_heading(model: HistoryModel) -> None:
    model.set_conversations([days_ago("a", 0), days_ago("b", 1)])
    model.remove("a")
    assert shown(model) == ["YESTERDAY", "b"]
    model.remove("no such one")
    model.remove("b")
    assert shown(model) == []
    assert not model.index_of("b").isValid()


def test_a_new_day_regroups(model: HistoryModel) -> None:
    model.set_conversations([days_ago("a", 0), days_ago("b", 1)])
    model.set_today(TODAY + timedelta(days=1))
    assert shown(model) == ["YESTERDAY", "a", "PREVIOUS 7 DAYS", "b"]


def test_midnight_itself_is_the_new_day(model: HistoryModel) -> None:
    model.set_conversations([conversation("late", at(date(2026, 11, 21), time(23, 59)))])
    model.put(conversation("midnight", at(TODAY, time(0))))
    assert shown(model) == ["TODAY", "midnight", "YESTERDAY", "late"]


@pytest.mark.parametrize("seed", range(5))
def test_any_changes_end_where_a_fresh_list_would(model: HistoryModel, seed: int) -> None:
    chance = random.Random(seed)
    known: dict[str, ConversationSummary] = {}
    for _ in range(150):
        name = f"c{chance.randrange(25)}"
        if chance.random() < 0.3:
            known.pop(name, None)
            model.remove(name)
            continue
        known[name] = days_ago(name, chance.randrange(80), pinned=chance.random() < 0.15)
        if chance.random() < 0.5:
            model.put(known[name])
        else:
            model.add_conversations([known[name]])
        assert model.index_of(name).data(ENTRY) == known[name]
    fresh = HistoryModel(TODAY)
    fresh.set_conversations(known.values())
    assert len(known) > 5
    assert shown(model) == shown(fresh)


def test_a_screen_reader_hears_title_moment_and_pin(model: HistoryModel) -> None:
    model.set_conversations([conversation("a", at(TODAY, time(18, 42)), pinned=True, title="Revenue")])
    spoken = model.index_of("a").data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Revenue, today 18:42, pinned"


HITS = [
    SearchHit(days_ago("a", 0), (TextPiece("Title a"),)),
    SearchHit(
        days_ago("b", 1), (TextPiece("Title b"),), "m1", (TextPiece("about "), TextPiece("Rohan", True))
    ),
    SearchHit(days_ago("a", 0), (TextPiece("Title a"),), "m2", (TextPiece("Rohan", True),)),
]


def test_hits_keep_the_order_of_the_search_and_follow_changes(qtbot: QtBot) -> None:
    hits = HitModel(TODAY)
    hits.set_hits(HITS)
    assert [hits.index(row).data() for row in range(3)] == ["Title a", "Title b", "Title a"]
    spoken = hits.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Title b, yesterday 12:00: about Rohan"
    renamed = conversation("b", at(TODAY - timedelta(days=1)), title="Unpaid")
    hits.put(renamed)
    assert hits.index(1).data(ENTRY).title == (TextPiece("Unpaid"),)
    hits.remove("a")
    assert [hits.index(row).data() for row in range(hits.rowCount(QModelIndex()))] == ["Unpaid"]
