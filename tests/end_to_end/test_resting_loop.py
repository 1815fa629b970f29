"""Qt tells of processes and timers while asyncio's loop rests between two runs: what they begin is not lost."""

from collections.abc import Callable
from typing import Any

from support.desk import OpenDesk


def test_a_local_assistant_that_is_ready_meanwhile_answers_afterwards(
    run: Any, qtbot: Any, desk_for: Callable[..., OpenDesk]
) -> None:
    desk = desk_for(None)
    # Turns Qt's loop alone.
    qtbot.waitUntil(lambda: desk.house.connection.endpoint is not None)

    async def story() -> None:
        assert await desk.ask("How many members are active?")

    run(story())


def test_a_question_that_was_typed_meanwhile_is_answered_and_kept(
    run: Any, qtbot: Any, desk_for: Callable[..., OpenDesk]
) -> None:
    desk = desk_for(None)
    qtbot.waitUntil(lambda: desk.house.connection.endpoint is not None)
    desk.type("How many members are active?")

    async def story() -> None:
        await desk.until_idle()
        assert [message.role.value for message in desk.house.session.messages] == ["user", "assistant"]
        assert desk.house.session.messages[1].text

    run(story())
