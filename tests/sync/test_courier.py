"""The outbox at a real server that dies between any two bytes; the other 500 days are in the benchmarks."""

import asyncio
from pathlib import Path

import pytest
from support.outbox_runs import run_once
from support.stand_in_backend import stand_in_backend

SEEDS = (24, 25, 76, 93, 292, 459)
"""Each was wrong once: a pair that was there twice, a lost title."""


@pytest.mark.parametrize("seed", SEEDS)
def test_all_that_is_said_is_there_once_and_in_order(tmp_path: Path, seed: int) -> None:
    with stand_in_backend() as backend:
        assert asyncio.run(asyncio.wait_for(run_once(seed, backend, tmp_path), 60)) == []
