"""500 random days of the outbox at a server that dies between any two bytes: nothing lost, nothing doubled, in order.

`.venv/bin/python tests/benchmarks/bench_outbox.py [RUNS [FIRST_SEED]]`
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))

from support.outbox_runs import run_once
from support.stand_in_backend import stand_in_backend


def main() -> int:
    """How many days went wrong; each is told with its seed."""
    runs, first = (int(text) for text in [*sys.argv[1:], "500", "1"][:2])
    if len(sys.argv) == 2:
        first = 1
    wrong = 0
    start = perf_counter()
    with stand_in_backend() as backend, tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + runs):
            problems = asyncio.run(asyncio.wait_for(run_once(seed, backend, Path(folder)), 120))
            if problems:
                wrong += 1
                print(f"seed {seed}:", *problems, sep="\n  ")  # noqa: T201
    print(f"{runs} days in {perf_counter() - start:.0f} s, {wrong} of them wrong")  # noqa: T201
    return wrong


if __name__ == "__main__":
    sys.exit(main())
