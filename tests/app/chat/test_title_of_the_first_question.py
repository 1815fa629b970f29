"""A conversation that began with a command is named after the first real question, everywhere and to stay."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from support.history_desk import HistoryDesk


@pytest.fixture
def desk(qloop: asyncio.AbstractEventLoop, qapp: QApplication, tmp_path: Path) -> Iterator[HistoryDesk]:
    desk = HistoryDesk(qapp, tmp_path / "history.sqlite3")
    yield desk
    qloop.run_until_complete(desk.close())


async def _asked(desk: HistoryDesk, *questions: str) -> None:
    for question in questions:
        assert desk.ask(question, answer="An answer.")
        await desk.turn_over()


async def _title(desk: HistoryDesk) -> str:
    await desk.recorder.flush()
    assert desk.history.store is not None
    found = await desk.history.store.conversation(desk.open_id)
    assert found is not None
    return found.title


def test_the_first_real_question_names_it(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        await _asked(desk, "hello", "dark mode")
        assert await _title(desk) == "hello"
        await _asked(desk, "export the dues to Excel")
        await desk.history._changes.finish()
        assert await _title(desk) == "Dues"
        assert desk.session.summary is not None
        assert desk.session.summary.title == "Dues"
        await _asked(desk, "revenue this month")
        assert await _title(desk) == "Dues"
        hits = await desk.history.store.search("dues")  # type: ignore[union-attr]
        assert [hit.conversation.title for hit in hits] == ["Dues"]

    run(scenario())


def test_a_name_that_somebody_gave_stays(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        await _asked(desk, "dark mode")
        desk.window.history.rename_requested.emit(desk.open_id, "Morning desk")
        await desk.until(
            lambda: desk.session.summary is not None and desk.session.summary.title == "Morning desk"
        )
        await _asked(desk, "revenue this month")
        await desk.history._changes.finish()
        assert await _title(desk) == "Morning desk"

    run(scenario())


def test_a_question_that_came_first_stays_the_name(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        await _asked(desk, "revenue this month", "print this", "who is here now?")
        assert await _title(desk) == "revenue this month"

    run(scenario())
