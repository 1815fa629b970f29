"""What is typed and not sent is there again: in its conversation, after an end of the app, and after a crash."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from support.gated_store import BROKEN
from support.history_desk import HistoryDesk

from strakly_desktop.app.chat.deletions import DELETED_NOTICE
from strakly_desktop.conversation.model import UnsentQuestion
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.ui.history.model import ENTRY


@pytest.fixture
def desk(qloop: asyncio.AbstractEventLoop, qapp: Any, tmp_path: Path) -> Iterator[HistoryDesk]:
    made = HistoryDesk(qapp, tmp_path / "history.sqlite3")
    yield made
    qloop.run_until_complete(asyncio.wait_for(made.close(), 60))


async def saved(desk: HistoryDesk) -> dict[str, str]:
    """What another process would find now."""
    found: dict[str, str] = await desk.store.real.drafts()
    return found


async def saving(desk: HistoryDesk) -> None:
    """A moment has passed since the last key."""
    desk.drafts._saving.timeout.emit()
    await desk.drafts._tasks.finish()


async def go_to(desk: HistoryDesk, name: str) -> None:
    desk.choose(name)
    await desk.until(lambda: desk.open_id == name)


def test_each_conversation_keeps_its_own(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1, b=1)
        composer = desk.window.composer
        composer.set_text("for a new chat")
        await go_to(desk, "a")
        assert composer.text() == ""
        composer.set_text("for a,\nof two lines")
        await go_to(desk, "b")
        assert composer.text() == ""
        composer.focus_input()
        desk.session.new_conversation()
        assert composer.text() == "for a new chat"
        desk.session.new_conversation()
        assert composer.text() == "for a new chat", "New chat in a new chat takes nothing away"
        await go_to(desk, "a")
        assert composer.text() == "for a,\nof two lines"
        await saving(desk)
        assert await saved(desk) == {"": "for a new chat", "a": "for a,\nof two lines"}

    run(scenario())


def test_undo_in_the_field_goes_back_to_no_other_conversation(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1, b=1)
        await go_to(desk, "a")
        desk.window.composer.set_text("about Ravi")
        await go_to(desk, "b")
        desk.window.composer._edit.undo()
        assert desk.window.composer.text() == ""

    run(scenario())


def test_what_was_typed_is_there_at_the_next_start(
    qloop: asyncio.AbstractEventLoop, qapp: Any, tmp_path: Path, run: Any
) -> None:
    async def scenario() -> None:
        first = HistoryDesk(qapp, tmp_path / "history.sqlite3")
        await first.open(a=1)
        await go_to(first, "a")
        first.window.composer.set_text("Who of them")
        first.session.new_conversation()
        first.window.composer.set_text("नमस्ते")
        await first.close()
        second = HistoryDesk(qapp, tmp_path / "history.sqlite3")
        second.window.composer.set_text("typed early")
        real = await ConversationStore.open(tmp_path / "history.sqlite3")
        second.history.store_opened.emit(real)
        await second.drafts._tasks.finish()
        assert second.window.composer.text() == "नमस्ते\ntyped early"
        await saving(second)
        assert await real.drafts() == {"": "नमस्ते\ntyped early", "a": "Who of them"}
        second.window.history.set_conversations(await real.conversations(), False)
        row = second.window.history._kept.model().index(1, 0)
        assert row.data(Qt.ItemDataRole.AccessibleTextRole).endswith(", draft")
        second.window.composer.set_text("")
        second.session.open_conversation(row.data(ENTRY), await real.messages("a"))
        second.window.composer.set_text("")
        assert not row.data(Qt.ItemDataRole.AccessibleTextRole).endswith(", draft")
        await real.aclose()
        second.drafts._store = None
        second.window.deleteLater()

    run(scenario())


class LateReads:
    """A store whose disk is slow to read; what is written to it goes through."""

    def __init__(self, real: ConversationStore) -> None:
        self.real = real
        self.may_read = asyncio.Event()
        self.reads, self.writes = 0, 0

    async def drafts(self) -> dict[str, str]:
        self.reads += 1
        await self.may_read.wait()
        return await self.real.drafts()

    async def queued_questions(self) -> dict[str, tuple[UnsentQuestion, ...]]:
        return await self.real.queued_questions()

    async def keep_draft(self, place: str, text: str, queued: Any = ()) -> bool:
        kept = await self.real.keep_draft(place, text, queued)
        self.writes += 1
        return kept


@pytest.mark.parametrize("leaves", [False, True])
def test_what_is_saved_before_what_was_typed_earlier_is_read_is_added_to_it_once(
    qapp: Any, tmp_path: Path, run: Any, leaves: bool
) -> None:
    async def scenario() -> None:
        path = tmp_path / "history.sqlite3"
        real = await ConversationStore.open(path)
        await real.keep_draft("", "earlier", (UnsentQuestion("second?"),))
        desk = HistoryDesk(qapp, path)
        late: Any = LateReads(real)
        desk.window.composer.set_text("typed early")
        desk.drafts.use_store(late)
        desk.drafts._save()
        await desk.until(lambda: late.reads == 2 or late.writes)
        if leaves:
            desk.drafts.change_person(path, tmp_path / "another.sqlite3")
        late.may_read.set()
        if leaves:
            await desk.drafts.save_before_closing(path, late)
        await desk.drafts._tasks.finish()
        await desk.drafts.aclose()
        assert await real.drafts() == {"": "earlier\ntyped early"}, "neither lost nor there twice"
        assert await real.queued_questions() == {"": (UnsentQuestion("second?"),)}
        assert desk.window.composer.text() == ("" if leaves else "earlier\ntyped early")
        await real.aclose()
        desk.drafts._store = None
        desk.window.deleteLater()

    run(scenario())


def test_what_was_typed_before_the_history_is_open_outlives_an_end_before_it_is(
    qapp: Any, tmp_path: Path, run: Any
) -> None:
    """Typed and closed in the first moment: the file is opened while the app ends."""

    async def typed_and_closed(text: str) -> dict[str, str]:
        path = tmp_path / "history.sqlite3"
        desk = HistoryDesk(qapp, path)
        desk.window.composer.set_text(text)
        desk.history.start()
        await desk.history.finish_saving()
        await desk.drafts.aclose()
        assert desk.history.store is None, "not open yet"
        await desk.history.aclose()
        desk.window.deleteLater()
        store = await ConversationStore.open(path)
        found = await store.drafts()
        await store.aclose()
        return found

    async def scenario() -> None:
        assert await typed_and_closed("Who of them") == {"": "Who of them"}
        assert await typed_and_closed("pays?") == {"": "Who of them\npays?"}

    run(scenario())


def test_a_crash_loses_no_more_than_the_last_moment(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        desk.window.composer.set_text("Who pays")
        await desk.until(lambda: "keep_draft" in desk.store.calls)
        await desk.drafts._tasks.finish()
        assert await saved(desk) == {"": "Who pays"}
        desk.window.composer.insert_text(" today?")
        assert desk.drafts._saving.isActive(), "written a moment later, without another key"

    run(scenario())


def test_what_was_sent_is_no_draft_any_more(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        desk.window.composer.set_text("Who pays?")
        await saving(desk)
        desk.transport.answer(None)
        desk.window.composer.submit()
        assert desk.drafts._texts.begun, "kept until the question itself is on disk"
        await desk.recorder.flush()
        await desk.drafts._tasks.finish()
        assert await saved(desk) == {}
        desk.window.composer.set_text("And tomorrow?")
        await desk.turn_over()
        await saving(desk)
        assert await saved(desk) == {desk.open_id: "And tomorrow?"}

    run(scenario())


def test_a_suggestion_that_is_asked_takes_no_draft_away(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        desk.window.composer.set_text("half a question")
        assert desk.ask("Who checked in?")
        await desk.turn_over()
        assert desk.window.composer.text() == "half a question"
        desk.session.new_conversation()
        assert desk.window.composer.text() == "", "it belongs to the conversation now"

    run(scenario())


def test_off_the_record_nothing_is_kept(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.window.composer.set_text("kept")
        desk.session.new_conversation(saved=False)
        assert desk.window.composer.text() == ""
        desk.window.composer.set_text("a secret")
        assert desk.ask("Another secret")
        await desk.turn_over()
        desk.window.composer.set_text("a third secret")
        await saving(desk)
        await go_to(desk, "a")
        assert desk.window.composer.text() == ""
        await saving(desk)
        assert await saved(desk) == {"": "kept"}
        assert "secret" not in str(desk.drafts._texts)

    run(scenario())


def test_a_deleted_conversation_takes_its_draft_along_and_brings_it_back(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        await go_to(desk, "a")
        desk.window.composer.set_text("half a question")
        desk.delete("a")
        await desk.until(lambda: not desk.listed)
        assert desk.window.composer.text() == ""
        desk.press(DELETED_NOTICE)
        await desk.until(lambda: desk.open_id == "a")
        assert desk.window.composer.text() == "half a question"
        await saving(desk)
        desk.delete("a")
        await desk.until(lambda: not desk.listed)
        desk.time_out(DELETED_NOTICE)
        await desk.settle()
        assert await saved(desk) == {}

    run(scenario())


def test_a_disk_that_does_not_take_it_is_tried_again(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        desk.store.failing["keep_draft"] = False
        desk.window.composer.set_text("Who")
        await saving(desk)
        assert not desk.window.notices.shown(), "nothing is lost yet, and nothing to do about it"
        desk.store.failing.clear()
        desk.window.composer.insert_text(" pays")
        await saving(desk)
        assert await saved(desk) == {"": "Who pays"}

    run(scenario())


def test_what_nobody_waited_for_to_be_written_is_not_taken_for_written(desk: HistoryDesk, run: Any) -> None:
    """Closing waits for a second or so; the disk may refuse it after that."""

    async def scenario() -> None:
        await desk.open()
        desk.store.is_gated = True
        desk.window.composer.set_text("Who")
        writing = asyncio.ensure_future(desk.drafts.aclose())
        await desk.until(lambda: desk.store.waiting)
        writing.cancel()
        await asyncio.wait([writing])
        desk.store.open_gates()
        assert desk.drafts.has_unsaved, "else the window closes over it without a question"
        await desk.drafts.aclose()
        assert await saved(desk) == {"": "Who"}

    run(scenario())


def test_one_text_that_the_disk_takes_hides_no_other_that_it_refuses(
    desk: HistoryDesk, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        refusals = [BROKEN]

        async def keep(place: str, text: str, queued: Any = ()) -> bool:
            if refusals:
                raise refusals.pop()
            return await desk.store.real.keep_draft(place, text, queued)

        desk.window.composer.set_text("for a new chat")
        await go_to(desk, "a")
        desk.window.composer.set_text("for a")
        monkeypatch.setattr(desk.store, "keep_draft", keep, raising=False)
        await saving(desk)
        assert desk.drafts.is_refused and desk.drafts.has_unsaved
        await desk.drafts.aclose()
        assert not desk.drafts.is_refused and not desk.drafts.has_unsaved

    run(scenario())


def test_who_is_back_while_what_was_typed_is_still_written_goes_on_with_it(
    qapp: Any, tmp_path: Path, run: Any
) -> None:
    async def scenario() -> None:
        path, others = tmp_path / "history.sqlite3", tmp_path / "another.sqlite3"
        desk = HistoryDesk(qapp, path)
        await desk.open()
        desk.window.composer.set_text("Who of them")
        desk.drafts.change_person(path, others)
        desk.store.is_gated = True
        saving = asyncio.ensure_future(desk.drafts.save_before_closing(path, desk.store))  # type: ignore[arg-type]
        await desk.until(lambda: desk.store.waiting)
        desk.drafts.change_person(others, path)
        assert desk.window.composer.text() == "Who of them"
        desk.store.open_gates()
        await saving
        desk.window.composer.set_text("Who of them pays?")
        desk.drafts.change_person(path, others)
        await desk.drafts.save_before_closing(path, desk.store)  # type: ignore[arg-type]
        assert await desk.store.real.drafts() == {"": "Who of them pays?"}
        await desk.close()

    run(scenario())
