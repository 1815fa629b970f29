"""The real local bot as a child process on a free loopback port, for tests that talk to it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class RunningBot:
    """Where it listens, and a token that it accepts."""

    url: str
    token: str
    gym_id: int


@contextmanager
def running_bot(token_delay_ms: int = 0, port: int = 0) -> Iterator[RunningBot]:
    """Start it, wait until it listens, and end it by closing its standard input."""
    environment = os.environ | {"STRAKLY_OFFLINE_TOKEN_DELAY_MS": str(token_delay_ms)}
    command = [sys.executable, "-m", "strakly_desktop", "serve", "--json-ready", "--exit-with-stdin"]
    command += ["--port", str(port)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        ready = json.loads(process.stdout.readline())
        try:
            yield RunningBot(ready["url"], ready["token"], ready["gym_id"])
        finally:
            process.stdin.close()
            process.wait(timeout=60)
