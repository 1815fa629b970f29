"""Runs monkeys in processes of their own, each at a fresh home, and shrinks what fails."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from monkey.gym_server import gym_app
from monkey.shrinking import shortest_end, shrink
from monkey.steps import Step, load, save
from support.scripted_bot import serving

PROBE = Path(__file__).parent / "monkey_probe.py"
SESSION_S = 60.0
_LONGER_THAN_STEPS_S = 120


@dataclass(frozen=True)
class Run:
    """How a run went: what it began to do, and the failure in its own words, "" for none."""

    steps: tuple[Step, ...]
    failure: str
    seconds: float

    @property
    def kind(self) -> str:
        """What a failure is told from others by."""
        return self.failure.partition("\n")[0]


@contextmanager
def gym() -> Iterator[str]:
    """The address of the monkey's assistant."""
    with serving(gym_app(), log_level="critical") as url:
        yield url


def run_seed(seed: int, url: str | None, seconds: float, platform: str) -> Run:
    """A run drawn from `seed`; without `url` against the local assistant of the app."""
    return _run(["--seed", str(seed)], url, seconds, platform, None)


def run_steps(steps: Sequence[Step], url: str | None, platform: str) -> Run:
    """These steps, as fast as a run would take them."""
    return _run([], url, 1e6, platform, steps)


def shrunk(run: Run, url: str | None, platform: str, minutes: float) -> list[Step]:
    """Fewer steps that fail in the same way; all of them where they do not fail once more."""
    ends_at = time.monotonic() + minutes * 60

    def fails(steps: Sequence[Step]) -> bool:
        if time.monotonic() > ends_at:
            raise StopIteration
        return run_steps(steps, url, platform).kind == run.kind

    try:
        end = shortest_end(run.steps, fails)
    except StopIteration:
        return list(run.steps)
    return shrink(end, fails)


def _run(how: list[str], url: str | None, seconds: float, platform: str, steps: Sequence[Step] | None) -> Run:
    with tempfile.TemporaryDirectory(prefix="monkey-", ignore_cleanup_errors=True) as made:
        folder = Path(made).resolve()
        if steps is not None:
            save(folder / "wanted.jsonl", steps)
            how = ["--steps", str(folder / "wanted.jsonl")]
        command = [sys.executable, "-W", "error", str(PROBE), str(folder), *how, "--seconds", str(seconds)]
        command += ["--server", url] if url is not None else []
        limit = min(seconds, 0.2 * len(steps or ())) + _LONGER_THAN_STEPS_S if steps is not None else seconds
        began = time.monotonic()
        try:
            done = subprocess.run(
                command,
                env=_environment(folder, platform),
                capture_output=True,
                text=True,
                errors="replace",
                timeout=limit + _LONGER_THAN_STEPS_S,
                check=False,
            )
            failure = _failure(folder, done.returncode, done.stderr)
        except subprocess.TimeoutExpired as expired:
            failure = f"no end\n{(expired.stderr or b'').decode(errors='replace')}"
        journal = folder / "steps.jsonl"
        begun = tuple(load(journal)) if journal.exists() else ()
        return Run(begun, failure, time.monotonic() - began)


def _failure(folder: Path, status: int, complaints: str) -> str:
    if status == 0 and not complaints.strip():
        return ""
    told = folder / "failure.txt"
    if told.exists():
        return told.read_text("utf-8")
    # A process that died, or hung: the place where its own code was is what it is known by.
    places = [line.strip() for line in complaints.splitlines() if "strakly_desktop" in line]
    place = places[0].rpartition("/")[2] if places else complaints.strip().partition("\n")[0]
    return f"status {status}: {place}\n{complaints}"


def _environment(folder: Path, platform: str) -> dict[str, str]:
    """Everything that a program may want to write goes into `folder`."""
    places = {
        "HOME": "user",
        "XDG_CONFIG_HOME": "user/config",
        "XDG_DATA_HOME": "user/data",
        "XDG_CACHE_HOME": "user/cache",
        "XDG_STATE_HOME": "user/state",
        "TMPDIR": "user/tmp",
    }
    for place in places.values():
        (folder / place).mkdir(parents=True, exist_ok=True)
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("XDG_", "STRAKLY_"))}
    found = {name: str(folder / place) for name, place in places.items()}
    return {**kept, **found, "QT_QPA_PLATFORM": platform, "PYTHONDONTWRITEBYTECODE": "1"}
