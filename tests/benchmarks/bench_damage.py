"""Damages a history of 480 messages at random places: `python tests/benchmarks/bench_damage.py [TIMES] [SEED]`.

A bit is flipped, or the end cut off, in the file or in the log beside it. The store opens each time, only messages
that had bytes there are gone or changed, it is said where any are, and the new file is sound.
"""

# ruff: noqa: T201

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.damage import MESSAGES, run_damages

TIMES = 200


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int.from_bytes(os.urandom(4), "big")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        damages = run_damages(Path(folder), times, seed)
    problems = [f"{damage.what}: {problem}" for damage in damages for problem in damage.problems]
    print(
        f"{times} damages in {time.monotonic() - began:.0f} s, seed {seed}: {len(problems)} problems (goal 0)"
    )
    for problem in problems:
        print(f"  {problem}")
    whole = sum(not damage.lost for damage in damages)
    said = sum(damage.is_said for damage in damages)
    lost = sum(damage.lost for damage in damages)
    print(
        f"nothing lost in {whole}; said in {said}; {lost:,} of {times * MESSAGES:,} messages were cut off or hit"
    )
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
