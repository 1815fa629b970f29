"""How this very program is started: the packaged executable, or the Python that runs now with our source."""

import sys


def is_packaged() -> bool:
    """Whether this is the packaged executable."""
    return bool(getattr(sys, "frozen", False))


def program_command() -> list[str]:
    """What starts this program, to be followed by its arguments."""
    # -P: a file that happens to lie in the current directory must not pass for one of our modules.
    return [sys.executable] if is_packaged() else [sys.executable, "-P", "-m", "strakly_desktop"]
