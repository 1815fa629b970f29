"""The app is killed while an answer streams: nothing that was shown for a second is lost, and nobody is fooled.

`tests/benchmarks/bench_kills.py` does the same two hundred times.
"""

import asyncio
import os
from pathlib import Path

import pytest
from support.kills import kill_often
from support.limits import LAST_RESORT_S

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX thing")


def test_a_kill_at_any_moment_loses_no_more_than_the_last_second(tmp_path: Path) -> None:
    kills = asyncio.run(asyncio.wait_for(kill_often(tmp_path, 5, seed=20261122), 10 * LAST_RESORT_S))
    assert [problem for kill in kills for problem in kill.problems] == []
    assert sum(kill.saved for kill in kills) > 0, "some answers were half way"
    assert any(kill.loss_s > 0 for kill in kills), "and some were killed between two savings"
