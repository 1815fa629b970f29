"""The monkey by hand: `python3 packaging/run.py monkey [--seed N] [--minutes M] [--platform offscreen] [--steps FILE]`.

A session of one minute for each seed, from N on; every other one on the app's own local assistant with --local. What
fails is shrunk, and its steps are written to a file that --steps runs again.
"""

import argparse
import logging
import os
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from monkey.runs import SESSION_S, Run, gym, run_seed, run_steps, shrunk
from monkey.steps import as_line, load, save


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="monkey")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--shrink-minutes", type=float, default=10.0)
    parser.add_argument("--platform", default="xcb" if os.environ.get("DISPLAY") else "offscreen")
    parser.add_argument("--local", action="store_true", help="half of the sessions on the local assistant")
    parser.add_argument("--steps", type=Path, help="run what an earlier failure left")
    parser.add_argument("--into", type=Path, default=Path(), help="where the steps of a failure are written")
    wanted = parser.parse_args(argv)
    # Of the assistant's socket, whose other end is gone each time that an answer is stopped.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    with gym() as url:
        if wanted.steps:
            run = run_steps(load(wanted.steps), url, wanted.platform)
            say(run.failure or f"{len(run.steps)} steps: nothing failed")
            return 1 if run.failure else 0
        return 1 if search(wanted, url) else 0


def search(wanted: argparse.Namespace, url: str) -> int:
    """Sessions until the time is over; gives how many failed."""
    began, acts, failed, seed = time.monotonic(), 0, 0, wanted.seed
    known: set[str] = set()
    while time.monotonic() - began < wanted.minutes * 60 or seed == wanted.seed:
        left = wanted.minutes * 60 - (time.monotonic() - began)
        address = None if wanted.local and seed % 2 else url
        run = run_seed(seed, address, min(SESSION_S, max(left, 5)), wanted.platform)
        acts += len(run.steps)
        say(f"seed {seed}: {len(run.steps)} acts in {run.seconds:.0f} s: {run.kind or 'nothing failed'}")
        if run.failure:
            failed += 1
            if run.kind not in known:
                known.add(run.kind)
                tell(run, seed, address, wanted)
        seed += 1
    minutes = (time.monotonic() - began) / 60
    say(f"{acts} acts, {minutes:.1f} minutes, seeds {wanted.seed} to {seed - 1}: {failed} failed")
    return failed


def tell(run: Run, seed: int, url: str | None, wanted: argparse.Namespace) -> None:
    say(run.failure)
    if wanted.shrink_minutes <= 0:
        return
    steps = shrunk(run, url, wanted.platform, wanted.shrink_minutes)
    file = wanted.into / f"monkey-{seed}.jsonl"
    save(file, steps)
    say(f"{len(steps)} of {len(run.steps)} steps are left, in {file}:")
    for step in steps[:40]:
        say(f"  {as_line(step)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
