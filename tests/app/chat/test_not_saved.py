"""What the disk does not take: it stands in the list and says so, opens again, and is saved as soon as it can be."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from support.history_desk import HistoryDesk

from strakly_desktop.conversation.model import MessageState, SearchHit
from strakly_desktop.ui.controls.search_field import SearchField
from strakly_desktop.ui.history.model import ENTRY

WRITES = ("begin_turn", "append_answer", "rewrite_answer", "finish_answer", "keep_draft", "delete")


@pytest.fixture
def desk(qloop: asyncio.AbstractEventLoop, qapp: Any, tmp_path: Path) -> Iterator[HistoryDesk]:
    made = HistoryDesk(qapp, tmp_path / "history.sqlite3")
    yield made
    qloop.run_until_complete(asyncio.wait_for(made.close(), 60))


def refuse(desk: HistoryDesk) -> None:
    desk.store.failing |= dict.fromkeys(WRITES, False)


def said_of(desk: HistoryDesk, conversation_id: str) -> str:
    model = desk.window.history._kept.model()
    indexes = (model.index(row, 0) for row in range(model.rowCount()))
    row = next(index for index in indexes if getattr(index.data(ENTRY), "id", "") == conversation_id)
    return str(row.data(Qt.ItemDataRole.AccessibleTextRole))


@contextmanager
def no_history(desk: HistoryDesk) -> Iterator[None]:
    """None could be opened; the end of the desk closes the one that there is."""
    desk.history.keeping._now._store = None
    desk.recorder.use_store(None)
    yield
    desk.history.keeping._now._store = desk.store  # type: ignore[assignment]


async def ask(desk: HistoryDesk, text: str, answer: str = "42.") -> str:
    assert desk.ask(text, answer=answer)
    await desk.turn_over()
    await desk.settle()
    return desk.open_id


def test_a_conversation_that_no_disk_has_is_listed_as_such_and_opens_again(
    desk: HistoryDesk, run: Any
) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        refuse(desk)
        new = await ask(desk, "Who owes?")
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        assert set(desk.listed) == {"a", new}
        assert "not saved" in said_of(desk, new)
        assert "not saved" not in said_of(desk, "a")
        desk.choose(new)
        await desk.until(lambda: desk.open_id == new)
        assert [(message.text, message.state) for message in desk.session.messages] == [
            ("Who owes?", MessageState.COMPLETE),
            ("42.", MessageState.COMPLETE),
        ]
        await ask(desk, "And today?", "43.")
        desk.store.failing.clear()
        desk.recorder.try_again()
        await desk.settle()
        assert "not saved" not in said_of(desk, new)
        saved = await desk.store.real.all_messages(new)
        assert [message.text for message in saved] == ["Who owes?", "42.", "And today?", "43."]

    run(scenario())


def test_an_answer_whose_end_the_disk_did_not_take_opens_whole(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.store.failing["finish_answer"] = False
        new = await ask(desk, "Who owes?")
        desk.session.new_conversation()
        desk.choose(new)
        await desk.until(lambda: desk.open_id == new)
        assert (desk.session.messages[-1].text, desk.session.messages[-1].state) == (
            "42.",
            MessageState.COMPLETE,
        )
        assert "not saved" in said_of(desk, new)
        found = await desk.history.whole_conversation(desk.history.store, new)
        assert found is not None
        assert [message.text for message in found[1]] == ["Who owes?", "42."]

    run(scenario())


def found(desk: HistoryDesk) -> list[tuple[str, str]]:
    """The hits: id of the conversation, and what is shown of the message."""
    _, view = desk.window.history._lists
    model = view.model()
    hits = (model.index(row, 0).data(ENTRY) for row in range(model.rowCount()))
    return [
        (hit.conversation.id, "".join(piece.text for piece in hit.excerpt))
        for hit in hits
        if isinstance(hit, SearchHit)
    ]


async def search(desk: HistoryDesk, text: str) -> list[tuple[str, str]]:
    field = desk.window.history.findChild(SearchField)
    assert field is not None
    before = found(desk)
    field.setText(text)
    await desk.until(lambda: found(desk) not in (before, []))
    return found(desk)


@pytest.mark.parametrize("words", ["owes", "forty-tw", "answer"])
def test_what_no_disk_has_is_found_by_its_words_and_opens_at_the_hit(
    desk: HistoryDesk, run: Any, words: str
) -> None:
    async def scenario() -> None:
        await desk.open(a=40)
        refuse(desk)
        new = await ask(desk, "Who owes?", "The answer is *forty-two*.")
        # Another one of which the disk has the beginning.
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        await ask(desk, "And who pays?", "Nobody.")
        opened: list[tuple[str, str]] = []
        desk.history.hit_opened.connect(lambda *hit: opened.append(hit))
        assert [id_ for id_, _ in await search(desk, words)] == [new]
        assert words in found(desk)[0][1].lower()
        hit = desk.window.history._found._hits._hits[0]
        desk.window.history.conversation_chosen.emit(new, hit.message_id)
        await desk.until(lambda: opened)
        assert desk.open_id == new and opened == [(words, hit.message_id)]
        (one,) = await search(desk, "nobody")
        assert one == ("a", "Nobody.")
        desk.choose("a")
        await desk.until(lambda: desk.open_id == "a")
        assert len(desk.session.messages) > 40, "what the disk has of it stands above"

    run(scenario())


def test_where_no_history_opens_what_was_asked_is_found(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        with no_history(desk):
            first = await ask(desk, "Who owes?")
            desk.session.new_conversation()
            assert [id_ for id_, _ in await search(desk, "who")] == [first]

    run(scenario())


def test_the_list_that_is_read_anew_has_what_no_disk_has(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        refuse(desk)
        new = await ask(desk, "Who owes?")
        desk.history.show_anew()
        await desk.settle()
        assert set(desk.listed) == {"a", new}
        desk.delete(new)
        await desk.settle()
        assert new in desk.listed, "it would come back with the next write"
        said = " ".join(part.accessibleName() for part in desk.window.notices.findChildren(QWidget))
        assert "cannot be deleted now" in said

    run(scenario())


def test_where_no_history_opens_what_was_asked_opens_again(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        with no_history(desk):
            first = await ask(desk, "Who owes?")
            desk.session.new_conversation()
            await ask(desk, "And today?", "43.")
            desk.choose(first)
            await desk.until(lambda: desk.open_id == first)
            assert desk.session.messages[-1].text == "42."

    run(scenario())
