"""What is asked, opened, deleted and brought back while the disk is slow or refuses: nothing is lost or mixed up."""

import asyncio
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.gated_store import BROKEN
from support.history_desk import NOON, HistoryDesk

from strakly_desktop.app.chat import history
from strakly_desktop.app.chat.deletions import DELETED_NOTICE, GONE_NOTICE
from strakly_desktop.app.chat.presenter import CONTEXT_NOTICE
from strakly_desktop.chat.memory_trust import BOT_FORGETS_AFTER
from strakly_desktop.conversation.events import AnswerFinished, ConversationStarted, TokenReceived
from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.ui.history.model import ENTRY


@pytest.fixture
def desk(qloop: asyncio.AbstractEventLoop, qapp: Any, tmp_path: Path) -> Iterator[HistoryDesk]:
    made = HistoryDesk(qapp, tmp_path / "history.sqlite3")
    yield made
    qloop.run_until_complete(asyncio.wait_for(made.close(), 60))


def texts(messages: tuple[Message, ...] | list[Message]) -> list[str]:
    return [message.text for message in messages]


def test_a_question_asked_while_another_conversation_loads_stays_where_it_was_asked(
    desk: HistoryDesk, run: Any
) -> None:
    async def scenario() -> None:
        await desk.open(a=1, b=1)
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        desk.store.is_gated = True
        desk.choose("b")
        await desk.until(lambda: desk.store.waiting)
        assert desk.ask("And today?")
        await desk.settle()
        await desk.turn_over()
        assert desk.open_id == "a"
        assert texts(desk.session.messages)[-2:] == ["And today?", "42."]
        await desk.recorder.flush()
        assert texts(await desk.store.real.all_messages("a"))[-2:] == ["And today?", "42."]
        assert len(await desk.store.real.all_messages("b")) == 2

    run(scenario())


def test_of_two_conversations_chosen_the_last_one_opens_whichever_comes_first(
    desk: HistoryDesk, run: Any
) -> None:
    async def scenario() -> None:
        await desk.open(a=1, b=1, c=1)
        desk.store.is_gated = True
        desk.choose("a")
        await desk.until(lambda: len(desk.store.waiting) == 1)
        desk.choose("b")
        await desk.until(lambda: len(desk.store.waiting) == 2)
        while desk.open_id != "b":
            desk.store.let_go(-1)
            await asyncio.sleep(0.001)
        await desk.settle()
        assert desk.open_id == "b"

    run(scenario())


def test_a_new_chat_begun_while_a_conversation_loads_stays(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.store.is_gated = True
        desk.choose("a")
        await desk.until(lambda: desk.store.waiting)
        desk.session.new_conversation()
        await desk.settle()
        assert desk.open_id == ""

    run(scenario())


def test_a_choice_called_off_before_it_began_leaves_nothing_behind(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.choose("a")
        desk.session.new_conversation()
        desk.choose("a")
        assert desk.ask("One?")
        await desk.turn_over()
        await desk.settle()
        assert texts(desk.session.messages) == ["One?", "42."]

    run(scenario())


def test_a_turn_that_begins_while_the_list_is_read_stays_in_it(
    desk: HistoryDesk, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        read, is_read, is_late = desk.store.real.conversations, asyncio.Event(), asyncio.Event()

        async def read_late(**asked: Any) -> Any:
            page = await read(**asked)
            is_read.set()
            await is_late.wait()
            return page

        monkeypatch.setattr(desk.store.real, "conversations", read_late)
        desk.history.show_anew()
        await is_read.wait()
        assert desk.ask("One?")
        await desk.until(lambda: len(desk.listed) == 2)
        is_late.set()
        await desk.settle()
        assert len(desk.listed) == 2

    run(scenario())


def test_earlier_messages_asked_for_twice_at_once_come_once(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=60)
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        desk.store.is_gated = True
        desk.transcript.earlier_requested.emit()
        desk.transcript.earlier_requested.emit()
        await desk.settle()
        found = texts(desk.session.messages)
        assert len(found) == len(set(found)) == 100

    run(scenario())


def test_earlier_messages_of_a_conversation_that_was_left_are_not_put_into_it_again(
    desk: HistoryDesk, run: Any
) -> None:
    async def scenario() -> None:
        await desk.open(a=60, b=1)
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        desk.store.is_gated = True
        desk.transcript.earlier_requested.emit()
        await desk.until(lambda: desk.store.waiting)
        late = desk.store.waiting.popleft()[1]
        desk.store.is_gated = False
        for name in ("b", "a"):
            desk.choose(name)
            await desk.until(lambda: desk.open_id == name)  # noqa: B023
        if not late.done():
            late.set_result(None)
        desk.transcript.earlier_requested.emit()
        await desk.settle()
        found = texts(desk.session.messages)
        assert len(found) == len(set(found)) == 100

    run(scenario())


def test_earlier_messages_come_once_and_in_order_however_they_are_asked_for(
    desk: HistoryDesk, run: Any
) -> None:
    async def scenario() -> None:
        await desk.open(a=60, b=1)
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        desk.store.is_gated = True
        for _ in range(2):
            desk.transcript.earlier_requested.emit()
            desk.transcript.earlier_requested.emit()
        await desk.until(lambda: desk.store.waiting)
        desk.choose("b")
        await desk.until(lambda: desk.open_id == "b" or not desk.store.let_go(-1))
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a" or not desk.store.let_go(-1))
        desk.transcript.earlier_requested.emit()
        await desk.settle()
        while texts(desk.session.messages)[0] != "a 0?":
            desk.transcript.earlier_requested.emit()
            await desk.settle()
        found = texts(desk.session.messages)
        assert found == [text for turn in range(60) for text in (f"a {turn}?", f"a {turn}.")]
        desk.transcript.draw_all()
        await desk.until(lambda: not desk.transcript.has_earlier)
        shown = desk.transcript.toPlainText()
        assert [shown.count(f"a {turn}?") for turn in range(60)] == [1] * 60

    run(scenario())


async def ask_until(desk: HistoryDesk, condition: Callable[[], bool]) -> None:
    """Go on up, as a reader does, until something holds."""

    def asked() -> bool:
        desk.transcript.load_earlier()
        return condition()

    await desk.until(asked)


def test_earlier_messages_that_the_disk_refused_can_be_asked_for_again(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=40)
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        await desk.settle()
        before = len(desk.session.messages)
        desk.store.calls.clear()
        desk.store.failing["messages"] = False
        await ask_until(desk, lambda: "messages" in desk.store.calls)
        await desk.settle()
        assert len(desk.session.messages) == before
        desk.store.failing.clear()
        await ask_until(desk, lambda: len(desk.session.messages) > before)

    run(scenario())


def test_undo_works_while_an_older_deletion_is_being_removed_for_good(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1, b=1)
        desk.delete("a")
        await desk.settle()
        desk.store.is_gated = True
        desk.time_out(DELETED_NOTICE)
        await desk.until(lambda: desk.store.waiting)
        desk.store.is_gated = False
        desk.delete("b")
        await desk.until(lambda: DELETED_NOTICE in desk.window.notices.shown())
        await desk.settle()
        desk.press(DELETED_NOTICE)
        await desk.settle()
        assert desk.listed == ["b"]
        assert texts(await desk.store.real.all_messages("b")) == ["b 0?", "b 0."]
        assert await desk.store.real.conversation("a") is None

    run(scenario())


def test_one_undo_brings_back_all_that_was_deleted_within_its_time(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1, b=1, c=1)
        for name in ("a", "b"):
            desk.delete(name)
            await desk.settle()
        assert desk.listed == ["c"]
        desk.press(DELETED_NOTICE)
        await desk.settle()
        assert sorted(desk.listed) == ["a", "b", "c"]

    run(scenario())


def test_undo_says_so_where_another_window_has_removed_it(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.delete("a")
        await desk.settle()
        await desk.store.real.purge([("a", await desk.store.real.delete("a"))])
        desk.press(DELETED_NOTICE)
        await desk.settle()
        assert desk.listed == []
        assert desk.window.notices.shown() == [GONE_NOTICE]

    run(scenario())


@pytest.mark.parametrize("wish", ["open", "rename", "pin"])
def test_one_that_another_window_has_removed_leaves_the_list_and_it_is_said(
    desk: HistoryDesk, run: Any, wish: str
) -> None:
    async def scenario() -> None:
        await desk.open(a=1, b=1)
        await desk.store.real.purge([("a", await desk.store.real.delete("a"))])
        panel = desk.window.history
        if wish == "open":
            desk.choose("a")
        elif wish == "rename":
            panel.rename_requested.emit("a", "Another name")
        else:
            panel.pin_requested.emit("a", True)
        await desk.settle()
        assert desk.listed == ["b"]
        assert desk.window.notices.shown() == ["history"]

    run(scenario())


def test_undo_that_the_disk_refuses_is_offered_again(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.delete("a")
        await desk.settle()
        desk.store.failing["restore"] = False
        desk.press(DELETED_NOTICE)
        await desk.settle()
        assert (desk.listed, desk.window.notices.shown()) == ([], [DELETED_NOTICE])
        desk.store.failing.clear()
        desk.press(DELETED_NOTICE)
        await desk.settle()
        assert desk.listed == ["a"]

    run(scenario())


def test_undo_goes_on_where_the_disk_refused_to_say_what_came_back(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1, b=1)
        desk.delete("a")
        await desk.settle()
        desk.delete("b")
        await desk.settle()
        desk.store.failing["conversation"] = False
        desk.press(DELETED_NOTICE)
        await desk.settle()
        assert desk.window.notices.shown() == [DELETED_NOTICE], "else one of them would be gone for good"
        desk.store.failing.clear()
        desk.press(DELETED_NOTICE)
        await desk.settle()
        assert set(desk.listed) == {"a", "b"}

    run(scenario())


def test_older_conversations_come_once_the_disk_gives_them_again(
    desk: HistoryDesk, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One page that could not be read would be the end of the list for as long as the app runs."""

    async def scenario() -> None:
        await desk.open(a=1, b=1, c=1, d=1)
        monkeypatch.setattr(history, "LIST_PAGE", 2)
        broken = True

        async def page_after(after: Any = None, limit: int = 2) -> list[ConversationSummary]:
            if after is not None and broken:
                raise BROKEN
            return await desk.store.real.conversations(after, limit)

        monkeypatch.setattr(desk.store, "conversations", page_after, raising=False)
        desk.history.show_anew()
        await desk.until(lambda: desk.window.notices.shown() == ["history"])
        assert desk.listed == ["d", "c"]
        broken = False
        desk.window.history._kept.end_neared.emit()  # The reader scrolls on.
        await desk.settle()
        assert desk.listed == ["d", "c", "b", "a"]

    run(scenario())


@pytest.mark.parametrize("seed", range(25))
def test_in_any_order_every_question_is_kept_and_every_undo_works(
    desk: HistoryDesk, run: Any, seed: int
) -> None:
    async def scenario() -> None:
        await desk.open(a=3, b=30, c=1, d=2)
        chance = random.Random(seed)
        desk.store.is_gated = True
        asked: dict[str, list[str]] = {}
        purged: set[str] = set()
        for step in range(60):
            match chance.randrange(9):
                case 0 | 1:
                    desk.choose(chance.choice("abcd"))
                case 2:
                    desk.session.new_conversation()
                case 3 if desk.ask(f"question {step}?", answer=f"answer {step}."):
                    assert desk.session.summary is not None
                    asked.setdefault(desk.session.summary.id, []).append(f"question {step}?")
                case 4:
                    desk.delete(chance.choice("abcd"))
                case 5:
                    desk.press(DELETED_NOTICE)
                case 6:
                    purged |= {deletion.summary.id for deletion in desk.history._deletions._undoable}
                    desk.time_out(DELETED_NOTICE)
                case 7:
                    desk.transcript.earlier_requested.emit()
                case _:
                    desk.session.stop_turn()
            for _ in range(chance.randrange(4)):
                desk.store.let_go(chance.randrange(5))
                await asyncio.sleep(0)
        desk.store.open_gates()
        desk.session.stop_turn()
        await desk.session.finish_cancelling()
        await desk.settle()
        desk.press(DELETED_NOTICE)
        await desk.settle()
        for name in {*"abcd"} | asked.keys():
            kept = await desk.store.real.all_messages(name)
            questions = [message.text for message in kept if message.role is Role.USER]
            assert len(questions) == len(set(questions)), "nothing is doubled"
            assert all(message.state is not MessageState.STREAMING for message in kept)
            if name in purged:
                continue
            assert await desk.store.real.conversation(name) is not None
            assert [text for text in questions if text.startswith("question")] == asked.get(name, [])
        alive = {row.id for row in await desk.store.real.conversations()}
        assert set(desk.listed) == alive
        on_page = texts(desk.session.messages)
        if desk.open_id and desk.open_id not in purged:
            saved = texts(await desk.store.real.all_messages(desk.open_id))
            assert on_page == saved[len(saved) - len(on_page) :]

    run(scenario())


def test_the_row_of_the_conversation_whose_answer_runs_leaves_it_running(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        desk.transport.answer(ConversationStarted("c-1"), TokenReceived("4"))
        desk.ask("And today?", answer=None)
        await desk.until(lambda: desk.session.running_text == "4")
        desk.choose("a")
        await desk.settle()
        assert desk.session.is_running and desk.session.running_text == "4"
        desk.transport.answer(TokenReceived("2."), AnswerFinished())
        await desk.turn_over()
        assert texts(desk.session.messages)[-2:] == ["And today?", "42."]
        assert desk.session.messages[-1].state is MessageState.COMPLETE

    run(scenario())


def test_an_answer_that_ends_for_an_earlier_message_of_its_conversation_says_so(
    desk: HistoryDesk, run: Any
) -> None:
    async def scenario() -> None:
        await desk.open(a=60)
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        desk.transport.answer(ConversationStarted("c-1"), TokenReceived("4"))
        desk.ask("And today?", answer=None)
        await desk.until(lambda: desk.session.running_text == "4")
        desk.window.history.conversation_chosen.emit("a", "a-a000")
        await desk.settle()
        await desk.turn_over()
        messages = await desk.store.real.all_messages("a")
        assert (messages[-1].text, messages[-1].state) == ("4", MessageState.STOPPED)
        assert all(message.state is not MessageState.STREAMING for message in desk.session.messages)

    run(scenario())


def test_undo_of_the_open_conversation_opens_it_again(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=2, b=1, c=1)
        for name in ("a", "b"):
            desk.choose(name)
            await desk.until(lambda: desk.open_id == name)  # noqa: B023
            desk.delete(name)
            await desk.until(lambda: name not in desk.listed)  # noqa: B023
        assert desk.open_id == ""
        desk.press(DELETED_NOTICE)
        await desk.until(lambda: desk.open_id)
        assert desk.open_id == "b", "the last that was on the page"
        await desk.settle()
        assert sorted(desk.listed) == ["a", "b", "c"]
        assert "b 0." in desk.transcript.toPlainText()

    run(scenario())


@pytest.mark.parametrize("meanwhile", ["asked", "opened", "opening", "off the record", "never open"])
def test_undo_opens_nothing_over_what_the_person_went_on_to(
    desk: HistoryDesk, run: Any, meanwhile: str
) -> None:
    async def scenario() -> None:
        await desk.open(a=1, b=1)
        if meanwhile != "never open":
            desk.choose("a")
            await desk.until(lambda: desk.open_id == "a")
        desk.delete("a")
        await desk.until(lambda: "a" not in desk.listed)
        match meanwhile:
            case "asked":
                assert desk.ask("And now?")
                await desk.turn_over()
            case "opened":
                desk.choose("b")
                await desk.until(lambda: desk.open_id == "b")
            case "opening":
                desk.store.is_gated = True
                desk.choose("b")
                await desk.until(lambda: desk.store.waiting)
            case "off the record":
                desk.session.new_conversation(saved=False)
        desk.press(DELETED_NOTICE)
        await desk.settle()
        assert "a" in desk.listed
        assert desk.open_id != "a"
        if meanwhile.startswith("open"):
            assert desk.open_id == "b"

    run(scenario())


def test_a_standing_search_finds_what_the_running_answer_says_and_goes_with_what_changes(
    desk: HistoryDesk, run: Any
) -> None:
    async def scenario() -> None:
        await desk.open(a=1, b=1)
        panel = desk.window.history
        panel._query = "silver"
        panel.search_changed.emit("silver")
        await desk.until(lambda: panel._answered)
        found = panel._found.model()
        assert not found.rowCount()
        desk.transport.answer(ConversationStarted("c-1"), TokenReceived("Silver"))
        desk.session.ask("Which plan?")
        await desk.until(found.rowCount)
        assert desk.session.is_running
        assert found.index(0, 0).data(ENTRY).conversation.id == desk.open_id
        desk.transport.answer(AnswerFinished())
        await desk.turn_over()
        panel.rename_requested.emit("a", "Silver and gold")
        await desk.until(lambda: found.rowCount() == 2)
        desk.delete(desk.open_id)
        await desk.until(lambda: found.rowCount() == 1)
        desk.press(DELETED_NOTICE)
        await desk.until(lambda: found.rowCount() == 2)

    run(scenario())


def test_what_the_assistant_forgot_is_said_until_it_was_asked_again(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        shown = desk.window.notices.shown
        assert desk.ask("One?", answer="First answer.")
        await desk.turn_over()
        desk.session.note_lost_memory()
        assert CONTEXT_NOTICE in shown()
        assert desk.ask("Two?")
        assert CONTEXT_NOTICE not in shown(), "it knows what is above again"
        await desk.turn_over()
        later = NOON + 2 * BOT_FORGETS_AFTER
        desk.session._now = desk.session._trust._now = lambda: later
        assert desk.ask("Three?")
        assert CONTEXT_NOTICE in shown(), "it is asked without knowing of this"
        desk.press(CONTEXT_NOTICE)
        assert desk.window.composer.text() == "> 42.\n\n", "the last answer, and not the question just asked"
        await desk.turn_over()

    run(scenario())
