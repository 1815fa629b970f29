"""A file that a library's zip writes to, and that takes no offence when the disk does not take it all.

A zip that could not be finished is finished once more when it is thrown away. What fails then nobody can catch: it was
told as a bug of the app, beside the notice that says the disk is full.
"""

from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self


class ZipTarget:
    """The file at `path`, made with the first byte. After its first failure all is taken, and nothing written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        self._is_over = False

    def write(self, data: bytes) -> int:
        """Write it.

        Raises:
            OSError: the disk did not take it; for the first time.
        """
        if not self._is_over:
            try:
                self._opened().write(data)
            except OSError:
                self._is_over = True
                raise
        return len(data)

    def tell(self) -> int:
        """Where the next byte goes."""
        return 0 if self._is_over or self._file is None else self._file.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go on writing there."""
        return 0 if self._is_over else self._opened().seek(offset, whence)

    def flush(self) -> None:
        """Hand on what was written, as far as this is one's own."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it.

        Raises:
            OSError: the disk did not take the rest, and nothing failed before.
        """
        was_over, self._is_over = self._is_over or error is not None, True
        if self._file is not None:
            try:
                self._file.close()
            except OSError:
                if not was_over:
                    raise

    def _opened(self) -> BinaryIO:
        if self._file is None:
            self._file = self._path.open("wb")
        return self._file
