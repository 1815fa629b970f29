"""New files that are being filled beside the history: whole, or gone again. Each holds all conversations."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SAVING, _RESCUING = ".salvaging", ".rescuing"


@contextmanager
def saving(path: Path) -> Iterator[Path]:
    """A new file for what is saved of the damaged one at `path`; it goes with whatever error the block ends with."""
    with _filled(path, _SAVING) as partial:
        yield partial


@contextmanager
def rescuing(path: Path) -> Iterator[Path]:
    """The same for what a lost file still holds that stood at `path`."""
    with _filled(path, _RESCUING) as partial:
        yield partial


def forget_unfinished(path: Path) -> None:
    """Remove what a process left that died over it: nobody else would ever find those words."""
    for word in (_SAVING, _RESCUING):
        _remove(path.with_name(path.name + word))


@contextmanager
def _filled(path: Path, word: str) -> Iterator[Path]:
    partial = path.with_name(path.name + word)
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    try:
        yield partial
    except BaseException:
        # A full disk has its room back; it is tried again.
        _remove(partial)
        raise


def _remove(partial: Path) -> None:
    for file in (partial, partial.with_name(f"{partial.name}-journal")):
        with suppress(OSError):
            file.unlink()
