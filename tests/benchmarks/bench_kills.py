"""Kills the real app at random moments while it streams: `python tests/benchmarks/bench_kills.py [KILLS] [SEED]`.

For each kill: the file is whole, the question is in it if the request left, nothing is missing that was shown more
than a second before, the answer counts as interrupted, and a second start says so on its page.
"""

# ruff: noqa: T201

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.kills import ALLOWED_LOSS_S, Kill, kill_often

KILLS = 200


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int.from_bytes(os.urandom(4), "big")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        kills = asyncio.run(kill_often(Path(folder), times, seed))
    problems = [problem for kill in kills for problem in kill.problems]
    losses = sorted(kill.loss_s for kill in kills)
    print(
        f"{times} kills in {time.monotonic() - began:.0f} s, seed {seed}: {len(problems)} problems (goal 0)"
    )
    for problem in problems:
        print(f"  {problem}")
    early = sum(kill.saved == 0 for kill in kills)
    print(f"before the first saved token: {early}; tokens saved of those shown: {_share(kills)}")
    print(
        f"age of the oldest shown token that was lost: median {statistics.median(losses) * 1e3:.0f} ms,"
        f" worst {losses[-1] * 1e3:.0f} ms (goal {ALLOWED_LOSS_S * 1e3:.0f})"
    )
    sys.exit(bool(problems))


def _share(kills: list[Kill]) -> str:
    shown = sum(kill.shown for kill in kills)
    saved = sum(min(kill.saved, kill.shown) for kill in kills)
    return f"{saved} of {shown} ({saved / max(1, shown):.0%})"


if __name__ == "__main__":
    main()
