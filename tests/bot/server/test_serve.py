"""The `serve` command as a real process: how it says that it is ready, and how it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import httpx
import psutil
import pytest
from support import web
from support.scripted_bot import events_of, text_of

from strakly_desktop.bot.server.serve import main

START = [
    sys.executable,
    "-c",
    "import sys; from strakly_desktop.bot.server.serve import main; sys.exit(main(sys.argv[1:]))",
]
ENVIRONMENT = {
    key: value for key, value in os.environ.items() if not key.startswith(("STRAKLY_", "JWT_"))
} | {"STRAKLY_OFFLINE_TOKEN_DELAY_MS": "0"}


@contextmanager
def started(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [*START, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT | environment,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline()


def _ready(process: subprocess.Popen[str]) -> dict[str, Any]:
    ready = json.loads(_line(process.stdout))
    assert isinstance(ready, dict)
    return ready


def _ask(ready: dict[str, Any], message: str) -> httpx.Response:
    return web.post(
        f"{ready['url']}/chat",
        json={"message": message},
        headers={"Authorization": f"Bearer {ready['token']}", "Accept": "text/event-stream"},
        timeout=60,
    )


def _stderr_after_end(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    return process.stderr.read()


def test_one_line_of_json_then_it_answers_and_ends_with_its_standard_input() -> None:
    with started("--json-ready", "--exit-with-stdin") as process:
        ready = _ready(process)
        assert set(ready) == {"url", "token", "gym_id", "gym_name"}
        assert ready["url"].startswith("http://127.0.0.1:")
        assert (ready["gym_id"], bool(ready["gym_name"])) == (1, True)
        listening = [
            c.laddr.ip for c in psutil.Process(process.pid).net_connections() if c.status == "LISTEN"
        ]
        assert listening == ["127.0.0.1"]
        assert "245" in text_of(events_of(_ask(ready, "how many clients?").text))
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 0
        assert process.stdout is not None
        assert process.stdout.read() == ""
        assert _stderr_after_end(process) == ""


def test_it_never_outlives_a_parent_that_was_killed(tmp_path: Path) -> None:
    parent_code = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen({[*START, '--json-ready', '--exit-with-stdin']!r}, stdin=subprocess.PIPE,"
        " stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent_code], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as parent:
        child = psutil.Process(int(_line(parent.stdout)))
        parent.kill()
        _, alive = psutil.wait_procs([child], 20)
        assert not alive


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGTERM there")
def test_sigterm_ends_it_well_even_while_it_answers() -> None:
    with started("--json-ready", STRAKLY_OFFLINE_TOKEN_DELAY_MS="60000") as process:
        ready = _ready(process)
        with web.stream(
            "POST",
            f"{ready['url']}/chat",
            json={"message": "hello"},
            headers={"Authorization": f"Bearer {ready['token']}", "Accept": "text/event-stream"},
            timeout=60,
        ) as response:
            chunks = response.iter_bytes()
            assert b"conversation_id" in next(chunks)
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0


def test_for_a_person_it_prints_where_it_is_and_a_token() -> None:
    with started(JWT_SECRET="a shared secret that is long enough for HS256") as process:
        first, second = _line(process.stdout), _line(process.stdout)
        assert "http://127.0.0.1:" in first
        token = second.removeprefix("Demo token: ").strip()
        url = first.split()[-1]
        assert len(_ask({"url": url, "token": token}, "hi").text) > 100


def test_a_port_that_is_taken_is_told_in_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["--port", str(taken.getsockname()[1])]) == 1
    assert capfd.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        ([], {"STRAKLY_MODEL": "no-such-provider:model"}, "STRAKLY_MODEL=no-such-provider:model"),
        ([], {"STRAKLY_OFFLINE_TOKEN_DELAY_MS": "fast"}, "milliseconds"),
        (["--database", "sqlite:////no/such/folder/gym.db"], {}, "database"),
        (["--database", "nonsense"], {}, "database"),
    ],
)
def test_what_cannot_work_is_told_at_the_start(
    arguments: list[str],
    environment: dict[str, str],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(arguments) == 1
    assert told in capfd.readouterr().err


def test_an_address_that_others_can_reach_is_warned_of() -> None:
    with started("--host", "0.0.0.0", "--json-ready") as process:
        assert "can be reached by other machines" in _line(process.stderr)


def test_the_offline_assistant_never_loads_what_it_does_not_use() -> None:
    code = (
        "import asyncio, os, sys, strakly_desktop.bot.server.serve\n"
        "from strakly_desktop.bot.agent.agent import Assistant, Question\n"
        "from strakly_desktop.bot.agent.tenant import Tenant\n"
        "from strakly_desktop.bot.tools.gym_toolbox import GymTools\n"
        "from strakly_desktop.bot.models.choice import rounds_loader\n"
        "assistant = Assistant(rounds_loader(os.environ, GymTools()))\n"
        "asked = Question('how many clients?', Tenant(1, '', '', 'admin', 1, None))\n"
        "print(asyncio.run(assistant.process_chat(asked)).text)\n"
        "unused = ('pydantic_ai', 'pydantic', 'pydantic_core', 'httpx', 'sqlalchemy.orm', 'PySide6')\n"
        "print([name for name in unused if name in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT)
    assert "245" in result.stdout
    assert result.stdout.endswith("[]\n")


def test_it_starts_without_what_its_tokens_do_not_need() -> None:
    """Seven megabytes of a library for keys of two parts, which every desk's assistant would carry."""
    probe = (
        "import sys, strakly_desktop.bot.server.serve; print([m for m in sys.modules if 'cryptography' in m])"
    )
    found = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
