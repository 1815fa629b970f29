"""The tour plays to its end in the real window and leaves a picture of each step."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from support.bot_process import RunningBot
from support.desk import OpenDesk

from strakly_desktop.app.tour import FrameRecorder, Pace, Tour

STEPS = ["1-empty", "2-table", "3-suggestion", "4-dark-purple", "5-mid-answer", "6-new-chat"]


def test_the_tour_plays_and_records(
    desk_at: Callable[..., OpenDesk], run: Any, bot: RunningBot, tmp_path: Path
) -> None:
    async def scenario() -> None:
        desk = desk_at(bot.url, bot.token)
        window, session = desk.house.window, desk.house.session
        answers: list[str] = []
        stopped: list[str] = []
        session.turn_finished.connect(lambda answer: answers.append(answer.text))
        session.turn_stopped.connect(lambda answer: stopped.append(answer.text))
        recorder = FrameRecorder(window, tmp_path / "frames")
        new_chat = window.new_chat_requested.emit
        pace = Pace(key=0, read=0, before_new_chat=0)
        await Tour(session, window.composer, window.suggestions, new_chat, recorder, pace).play()
        assert len(answers) == 3
        assert "|" in answers[0], "the first answer has a table"
        assert desk.house.themes.theme.dark
        assert len(stopped) == 1, "New Chat comes in the middle of an answer"
        assert 24 < stopped[0].count("\n|") < 150, "and that answer is a long list of which some rows came"
        assert session.messages == ()
        assert [path.stem for path in sorted((tmp_path / "frames").glob("?-*.png"))] == STEPS

    run(scenario())
