"""A lock between processes that the operating system lets go of with the process that holds it.

In place of a library for it, which knows a dozen more kinds of locks and costs the window a megabyte.
"""

import errno
import os
import sys
import time
from pathlib import Path
from types import TracebackType

_RETRY_S = 0.05


class FileLock:
    """Held by at most one process, and by one lock of it. The file is made where it is missing, and stays."""

    def __init__(self, path: Path, timeout_s: float = 0.0) -> None:
        """`timeout_s` is how long the block of a `with` is waited for."""
        self._path = path
        self._timeout_s = timeout_s
        self._held: int | None = None

    def take(self) -> bool:
        """Take it without waiting, unless it is held here already. False: another holds it.

        Raises:
            OSError: the disk does not give the file.
        """
        if self._held is None:
            self._held = take(self._path)
        return self._held is not None

    def release(self) -> None:
        """Give it back, if it is held."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def __enter__(self) -> None:
        """Wait for it.

        Raises:
            OSError: the disk does not give the file, or (TimeoutError) another has held it for too long.
        """
        end = time.monotonic() + self._timeout_s
        while not self.take():
            if time.monotonic() >= end:
                raise TimeoutError(errno.ETIMEDOUT, "another process holds the lock", str(self._path))
            time.sleep(_RETRY_S)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def take(path: Path) -> int | None:
        held = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
        except OSError:
            os.close(held)
            return None
        return held

    def is_held(path: Path) -> bool:
        try:
            held = os.open(path, os.O_RDWR)
        except OSError:
            return False
        try:
            msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
        except OSError:
            return True
        finally:
            os.close(held)
        return False

else:
    import fcntl

    def take(path: Path) -> int | None:
        """A descriptor that holds the lock at `path` until it is closed; None where another holds it."""
        held = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            return None
        except OSError:
            os.close(held)
            raise
        return held

    def is_held(path: Path) -> bool:
        """Whether a process holds the lock at `path`, asked without writing: the disk may be read-only."""
        try:
            asked = os.open(path, os.O_RDONLY)
        except OSError:
            return False
        try:
            # Shared: two who only ask do not take each other for a holder.
            fcntl.flock(asked, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        finally:
            os.close(asked)
        return False
