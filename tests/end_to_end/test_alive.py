"""What once ended the process, in a process of its own: the window must outlive it."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from support.scripted_server import Reply, scripted_server, sse

PROBE = Path(__file__).parent.parent / "support" / "right_click_probe.py"
ANSWER = sse(
    {"conversation_id": "c-1"},
    {"token": "| Client | Due |\n|---|---|\n| [Rohan](/clients/5) | 1,200 |\n"},
    {"suggested_questions": ["List all clients", "Expired memberships", "Show dues"]},
    "[DONE]",
)


def test_a_menu_of_the_history_after_two_questions(run: Any, tmp_path: Path) -> None:
    """Chips go and come with each question; the wrappers of what stands beside them must stay valid."""

    async def scenario() -> tuple[str, str]:
        async with scripted_server(*(Reply([ANSWER]) for _ in range(4))) as server:
            # On the display where there is one: a real window system gives out the keyboard in its own time.
            platform = "xcb" if os.environ.get("DISPLAY") else "offscreen"
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                str(PROBE),
                str(tmp_path),
                server.url,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=os.environ | {"QT_QPA_PLATFORM": platform},
            )
            said, complained = await process.communicate()
            return said.decode(), complained.decode()

    said, complained = run(scenario())
    assert said == "alive\n", complained
    assert complained == ""
