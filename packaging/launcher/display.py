"""A display that nobody sees, for what opens real windows."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

from launcher.words import SetUpError


@contextlib.contextmanager
def virtual_display() -> Iterator[dict[str, str]]:
    """Our own X server for the tests that open a real window; yields what it adds to the environment."""
    if sys.platform != "linux":
        yield {}
        return
    read_end, write_end = os.pipe()
    # setpriv: it ends with us even if we are killed and cannot clean up.
    command = ["setpriv", "--pdeathsig", "TERM", "Xvfb", "-displayfd", str(write_end)]
    command += ["-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        command, pass_fds=[write_end], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as answer:
            number = answer.readline().strip()
        if not number:
            raise SetUpError("Xvfb, the display that the tests draw on, did not start.")
        yield {"DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait()
