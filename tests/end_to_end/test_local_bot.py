"""The whole desk against the real local assistant in a process of its own, as a person at the desk uses it."""

import signal
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget
from support.bot_process import RunningBot, running_bot
from support.desk import OpenDesk

from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.model import MessageState, Role
from strakly_desktop.theme.theme import Accent, ThemeMode
from strakly_desktop.ui.window.branch_picker import BranchPicker

OpenAt = Callable[..., OpenDesk]

# Each question of the empty page: what its answer is sure to say, and what it was looked up in.
EXAMPLES = {
    "Who checked in today?": ("check-ins today", "From today's attendance"),
    "Which memberships expire this week?": ("membership", "From expiring memberships"),
    "How much revenue did we make this month?": ("Rs. ", "From revenue"),
    "Which clients have not come for 14 days?": ("Last visit", "From client list"),
    "Add a new enquiry": ("phone number", ""),
    "Switch to a dark theme": ("dark", ""),
}


@pytest.fixture(scope="module")
def slow_bot() -> Iterator[RunningBot]:
    """Writes so slowly that an answer is sure to be interrupted in its middle."""
    with running_bot(token_delay_ms=15) as running:
        yield running


async def click(desk: OpenDesk, inside: QWidget, name: str) -> None:
    """Click the button of this name, once it is there at its whole height."""

    def found() -> list[QAbstractButton]:
        return [
            each
            for each in inside.findChildren(QAbstractButton)
            if name in (each.accessibleName(), each.text())
            and each.isVisible()
            and each.height() >= each.sizeHint().height()
        ]

    await desk.until(found)
    QTest.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def branch_choices(desk: OpenDesk) -> dict[str, QAction]:
    """The entries of the branch menu, fresh: PySide lets go of an older wrapper while its action lives on."""
    picker: Any = desk.house.window.header.findChild(BranchPicker)
    return {action.text(): action for action in picker.findChild(QMenu).actions()}


def assistants() -> list[psutil.Process]:
    """The local assistants that this process has started."""
    return [
        child
        for child in psutil.Process().children()
        if child.status() != psutil.STATUS_ZOMBIE and "serve" in child.cmdline()
    ]


def newest_assistant() -> psutil.Process:
    return max(assistants(), key=lambda process: process.create_time())


async def begin_answer(desk: OpenDesk, question: str, part: str) -> None:
    """Ask, and wait until a part of the answer is on the page."""
    desk.type(question)
    await desk.until(lambda: part in desk.shown)
    assert desk.house.session.is_running


def last_state(desk: OpenDesk) -> MessageState:
    return desk.house.session.messages[-1].state


def test_a_question_gets_its_table_its_source_and_its_chips(
    desk_at: OpenAt, run: Any, bot: RunningBot
) -> None:
    async def scenario() -> None:
        desk = desk_at(bot.url, bot.token)
        text = await desk.ask("How many clients do we have?")
        assert "| Total clients | 245 |" in text
        assert "Total clients" in desk.shown
        assert "245" in desk.shown
        assert "|" not in desk.shown, "the table is a table on the page"
        assert "From client stats  ·  " in desk.shown
        assert desk.notices == []
        chip = desk.chips[0]
        await click(desk, desk.house.window.suggestions, chip)
        assert desk.chips == [], "no chips while an answer arrives"
        await desk.until_idle()
        question, answer = desk.house.session.messages[-2:]
        assert question.text == chip
        assert answer.state is MessageState.COMPLETE
        assert "194 active clients" in desk.shown

    run(scenario())


def test_each_example_of_the_empty_page_gets_a_whole_answer(
    desk_at: OpenAt, run: Any, bot: RunningBot
) -> None:
    async def scenario() -> None:
        desk = desk_at(bot.url, bot.token)
        window = desk.house.window
        cards = [card.accessibleName() for card in window.empty_state.findChildren(QAbstractButton)]
        assert sorted(cards) == sorted(EXAMPLES)
        for question, (words, source) in EXAMPLES.items():
            await click(desk, window.empty_state, question)
            await desk.until_idle()
            assert last_state(desk) is MessageState.COMPLETE, question
            assert words in desk.shown.removeprefix(question), question
            assert (source in desk.shown) if source else ("From " not in desk.shown), question
            assert window.windowTitle().startswith(question)
            await click(desk, window.history, "New chat")
            await desk.until(window.empty_state.isVisible)
        assert desk.house.themes.theme.dark

    run(scenario())


def test_the_assistant_changes_the_theme_live_and_undo_brings_it_back(
    desk_at: OpenAt, run: Any, bot: RunningBot
) -> None:
    async def scenario() -> None:
        desk = desk_at(bot.url, bot.token)
        themes, window = desk.house.themes, desk.house.window
        before = (themes.mode, themes.accent)
        page = window.grab().toImage().pixelColor(5, 400)
        await desk.ask("switch to dark mode with a purple accent")
        assert (themes.mode, themes.accent) == (ThemeMode.DARK, Accent.PURPLE)
        assert window.grab().toImage().pixelColor(5, 400).lightness() < page.lightness()
        assert desk.notices == ["theme-changed"]
        await click(desk, window.notices, "Undo")
        assert (themes.mode, themes.accent) == before
        assert window.grab().toImage().pixelColor(5, 400) == page
        assert desk.notices == []

    run(scenario())


def test_a_chosen_branch_changes_the_numbers_and_stands_in_the_source_line(
    desk_at: OpenAt, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        monkeypatch.setenv("STRAKLY_OFFLINE_TOKEN_DELAY_MS", "0")
        desk = desk_at("", "")
        header = desk.house.window.header
        (picker,) = header.findChildren(BranchPicker)
        await desk.until(picker.isVisible)
        assert list(branch_choices(desk)) == ["All branches", "Main branch", "Lake Road"]
        everywhere = await desk.ask("How many clients do we have?")
        assert "From client stats  ·  All branches  ·  " in desk.shown
        branch_choices(desk)["Lake Road"].trigger()
        lake = await desk.ask("How many clients do we have?")
        assert "From client stats  ·  Lake Road  ·  " in desk.shown
        branch_choices(desk)["Main branch"].trigger()
        main = await desk.ask("How many clients do we have?")
        assert "From client stats  ·  Main branch  ·  " in desk.shown
        totals = [
            int(answer.split("| Total clients | ")[1].split(" ")[0]) for answer in (main, lake, everywhere)
        ]
        assert totals[0] + totals[1] == totals[2]
        assert min(totals) > 0

    run(scenario())


def test_list_them_refers_to_the_answer_before(desk_at: OpenAt, run: Any, bot: RunningBot) -> None:
    async def scenario() -> None:
        desk = desk_at(bot.url, bot.token)
        await desk.ask("How many clients do we have?")
        listed = await desk.ask("list them")
        assert "245 clients" in listed
        assert "[View all clients](/clients)" in listed
        assert "From client list" in desk.shown

    run(scenario())


def test_an_enquiry_is_added_only_after_a_yes(desk_at: OpenAt, run: Any, bot: RunningBot) -> None:
    async def scenario() -> None:
        desk = desk_at(bot.url, bot.token)
        assert "phone number" in await desk.ask("Add a new enquiry")
        draft = await desk.ask("Meera Joshi, 98765 43210")
        assert "Shall I add it?" in draft
        assert "added" not in draft
        assert "added" in await desk.ask("yes")
        assert "Meera Joshi" in await desk.ask("Show new enquiries")
        assert desk.notices == []

    run(scenario())


def test_escape_keeps_what_came_and_the_talk_goes_on(desk_at: OpenAt, run: Any, slow_bot: RunningBot) -> None:
    async def scenario() -> None:
        desk = desk_at(slow_bot.url, slow_bot.token)
        await begin_answer(desk, "List active clients", "Valid until")
        QTest.keyClick(desk.house.window, Qt.Key.Key_Escape)
        assert last_state(desk) is MessageState.STOPPED
        assert "Stopped" in desk.shown
        stopped = desk.shown
        await desk.house.session.finish_cancelling()
        assert desk.shown == stopped
        assert desk.notices == []
        await desk.ask("Switch to a dark theme")
        assert last_state(desk) is MessageState.COMPLETE
        assert desk.notices == ["theme-changed"]

    run(scenario())


def test_new_chat_in_mid_answer_leaves_nothing_of_it(desk_at: OpenAt, run: Any, slow_bot: RunningBot) -> None:
    async def scenario() -> None:
        desk = desk_at(slow_bot.url, slow_bot.token)
        window = desk.house.window
        await begin_answer(desk, "List active clients", "Valid until")
        await click(desk, window.history, "New chat")
        assert window.empty_state.isVisible()
        await desk.house.session.finish_cancelling()
        await desk.ask("Switch to a dark theme")
        assert "Valid until" not in desk.shown
        assert [message.role for message in desk.house.session.messages] == [Role.USER, Role.ASSISTANT]

    run(scenario())


def test_killing_the_server_in_mid_answer_is_told_and_keeps_the_text(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        with running_bot(token_delay_ms=15) as doomed:
            process = newest_assistant()
            desk = desk_at(doomed.url, doomed.token)
            await begin_answer(desk, "List active clients", "Valid until")
            process.send_signal(signal.SIGKILL)
            await desk.until_idle()
        assert last_state(desk) is MessageState.INCOMPLETE
        assert "Valid until" in desk.shown
        assert "Incomplete" in desk.shown
        assert "turn-failed" in desk.notices
        await desk.ask("How many clients do we have?")
        assert last_state(desk) is MessageState.INCOMPLETE
        assert "No answer" in desk.shown
        assert "turn-failed" in desk.notices

    run(scenario())


def test_without_a_server_the_app_runs_its_own_assistant_and_outlives_its_death(
    desk_at: OpenAt, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        others = {process.pid for process in assistants()}
        monkeypatch.setenv("STRAKLY_OFFLINE_TOKEN_DELAY_MS", "5")
        desk = desk_at("", "", connect=False)
        states: list[ConnectionState] = []
        desk.house.connection.state_changed.connect(states.append)
        desk.house.connect()
        assert "245" in await desk.ask("How many clients do we have?"), "asked before it was ready"
        first = newest_assistant()
        assert first.pid not in others
        await begin_answer(desk, "List active clients", "Valid until")
        first.send_signal(signal.SIGKILL)
        await desk.until_idle()
        assert last_state(desk) is MessageState.INCOMPLETE
        assert "turn-failed" in desk.notices
        await click(desk, desk.house.window.notices, "Retry")
        await desk.until_idle()
        assert last_state(desk) is MessageState.COMPLETE
        assert "Showing 10 of 194" in desk.shown
        assert desk.notices == ["context-lost"], "the new one remembers nothing of the first question"
        assert states[-1] is ConnectionState.CONNECTED
        second = newest_assistant()
        assert second.pid not in others | {first.pid}
        await desk.house.put_away()
        assert {process.pid for process in assistants()} == others

    run(scenario())
