"""What waits for ever beside the window holds up neither the window nor the end of the process."""

import subprocess
import sys
import threading
from typing import Any

import pytest

from strakly_desktop.app.process.daemon_call import in_daemon_thread


def test_the_answer_and_the_error_come_back(run: Any) -> None:
    def fail() -> None:
        raise OSError("no bus")

    async def story() -> int:
        with pytest.raises(OSError, match="no bus"):
            await in_daemon_thread(fail, "test")
        return await in_daemon_thread(threading.get_ident, "test")

    assert run(story()) != threading.get_ident()


def test_one_that_never_comes_back_keeps_no_process_alive() -> None:
    script = (
        "import asyncio, threading\n"
        "from strakly_desktop.app.process.daemon_call import in_daemon_thread\n"
        "async def main():\n"
        "    task = asyncio.ensure_future(in_daemon_thread(threading.Event().wait, 'never'))\n"
        "    await asyncio.sleep(0.05)\n"
        "    task.cancel()\n"
        "asyncio.run(main())\n"
        "print('ended')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "ended"
