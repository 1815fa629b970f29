"""The Close button over what is on no disk, where asking about it goes wrong."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.history_desk import HistoryDesk

from strakly_desktop.app.files import closing
from strakly_desktop.app.files.closing import Closing


@pytest.fixture
def desk(qloop: asyncio.AbstractEventLoop, qapp: Any, tmp_path: Path) -> Iterator[HistoryDesk]:
    made = HistoryDesk(qapp, tmp_path / "history.sqlite3")
    yield made
    qloop.run_until_complete(asyncio.wait_for(made.close(), 60))


def test_a_bug_while_it_is_asked_does_not_take_the_close_button_away(
    desk: HistoryDesk, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "PATIENCE_S", 0.0)

    async def scenario() -> None:
        await desk.open()
        monkeypatch.setattr(desk.history.keeping, "hurry", lambda: None)
        desk.store.failing["begin_turn"] = False
        assert desk.ask("Who owes?")
        await desk.turn_over()
        asked: list[str] = []

        def ask(words: str, _has_file: bool) -> Any:
            asked.append(words)
            raise RuntimeError("a bug")

        button = Closing(desk.window, desk.history, desk.recorder, desk.drafts, Any, ask, list)  # type: ignore[arg-type]
        bugs: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, told: bugs.append(told["exception"]))
        for times in (1, 2):
            assert not button.may_close()
            await button._tasks.finish()
            await desk.until(lambda times=times: len(bugs) == times)  # type: ignore[misc]
            assert len(asked) == times
        asyncio.get_running_loop().set_exception_handler(None)

    run(scenario())
