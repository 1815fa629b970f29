"""The gym when it is stopped halfway, asked by many at once, or not there: nothing is lost or left behind."""

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from strakly_desktop.bot.tools.gym_toolbox import GymTools

KINDS = ["memory", "file"]


def gym_in(kind: str, folder: Path) -> GymTools:
    return GymTools(None if kind == "memory" else f"sqlite:///{folder / 'gym.db'}")


@pytest.mark.parametrize("kind", KINDS)
def test_stopping_a_tool_anywhere_leaves_the_gym_whole(kind: str, tmp_path: Path) -> None:
    async def body() -> int:
        gym = gym_in(kind, tmp_path)
        await gym.ready()
        stopped = 0
        for steps in range(60):
            tool = asyncio.create_task(gym.call("get_clients_stats", {}, None))
            for _ in range(steps):
                await asyncio.sleep(0.0002)
            stopped += tool.cancel()
            await asyncio.gather(tool, return_exceptions=True)
            assert (await gym.call("get_clients_stats", {}, None)).result["total"] == 245
        await gym.close()
        return stopped

    # How many stops hit a running tool depends on the machine; the first one always comes in time.
    assert asyncio.run(body()) >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_many_save_at_once_is_all_there(kind: str, tmp_path: Path) -> None:
    async def body() -> None:
        gym = gym_in(kind, tmp_path)
        before = (await gym.call("get_enquiries_list", {}, None)).result["total"]
        people = [
            {"name": f"Visitor {number}", "phone": "90000 77777", "confirmed": True} for number in range(20)
        ]

        saved, _ = await asyncio.gather(
            asyncio.gather(*(gym.call("create_enquiry", person, None) for person in people)),
            asyncio.gather(*(gym.call("get_clients_stats", {}, None) for _ in people)),
        )

        assert len({outcome.result["enquiry"]["enquiry_id"] for outcome in saved}) == 20
        assert (await gym.call("get_enquiries_list", {}, None)).result["total"] == before + 20
        await gym.close()

    asyncio.run(body())


def test_a_file_that_cannot_be_opened_leaves_no_thread_behind(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    gym = GymTools(f"sqlite:///{tmp_path / 'missing' / 'gym.db'}")

    with pytest.raises(OperationalError):
        asyncio.run(gym.ready())

    assert set(threading.enumerate()) <= before
