"""One at a time, across processes, and nobody forever."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from strakly_desktop.store.opening.file_lock import FileLock

HOLDER = (
    "import sys; from pathlib import Path; from strakly_desktop.store.opening.file_lock import FileLock;"
    "lock = FileLock(Path(sys.argv[1])); print(lock.take(), flush=True); sys.stdin.read()"
)


def test_only_one_has_it(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "x.lock"), FileLock(tmp_path / "x.lock")
    assert first.take()
    assert first.take(), "it still has it"
    assert not second.take()
    first.release()
    first.release()
    assert second.take()
    assert not first.take()


def test_a_process_that_is_killed_lets_go(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "x.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"True\n"
        lock = FileLock(tmp_path / "x.lock")
        assert not lock.take()
        holder.kill()
        holder.wait()
        assert lock.take()


def test_a_block_waits_its_turn_but_not_for_ever(tmp_path: Path) -> None:
    holder = FileLock(tmp_path / "x.lock")
    assert holder.take()
    with pytest.raises(TimeoutError) as told, FileLock(tmp_path / "x.lock", timeout_s=0.1):
        pass
    assert told.value.errno == errno.ETIMEDOUT
    holder.release()
    with FileLock(tmp_path / "x.lock", timeout_s=0.1):
        assert not holder.take()
    assert holder.take()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileLock(tmp_path / "nowhere" / "x.lock").take()
