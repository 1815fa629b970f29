"""From a question to the first word of its answer, at the local assistant, over HTTP.

    .venv/bin/python tests/benchmarks/bench_first_token.py [QUESTIONS]

The server is the real one, in a process of its own, with the demo gym; the client is a bare socket, so that nothing
but the server and the kernel is measured. Each question begins a conversation, as the first of a day does; each file
of `tests/bot/questions/` gives its own in turn.
"""

# ruff: noqa: T201

import json
import socket
import statistics
import sys
import tomllib
from itertools import zip_longest
from pathlib import Path
from time import perf_counter
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.bot_process import RunningBot, running_bot

ASKED: Final = Path(__file__).parents[1] / "bot" / "questions"
QUESTIONS: Final = 200
_WARM_UP: Final = 5


def questions() -> list[str]:
    """What the tests of the questions ask without a talk before it, from each file in turn."""
    files = [tomllib.loads(path.read_text()) for path in sorted(ASKED.glob("*.toml"))]
    lists = [[text for case in file.values() for text in case["asked"] if ">>" not in text] for file in files]
    return [text for row in zip_longest(*lists) for text in row if text]


def first_token(bot: RunningBot, question: str) -> tuple[float, float]:
    """The seconds from the request to the first token, and to the end of the answer."""
    host, _, port = bot.url.removeprefix("http://").partition(":")
    body = json.dumps({"message": question, "conversation_id": None, "branch_id": None}).encode()
    head = (
        f"POST /chat HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {bot.token}\r\naccept: text/event-stream\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    with socket.create_connection((host, int(port))) as connection:
        began = perf_counter()
        connection.sendall(head.encode() + body)
        come, first = b"", 0.0
        while piece := connection.recv(65536):
            come += piece
            if not first and b'"token"' in come:
                first = perf_counter() - began
        assert first and b"[DONE]" in come, come[:300]
        return first, perf_counter() - began


def main() -> None:
    """Print the line."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS
    with running_bot() as bot:
        asked = questions()[: count + _WARM_UP]
        times = [first_token(bot, question) for question in asked][_WARM_UP:]
    for name, found in zip(("first token", "whole answer"), zip(*times, strict=True), strict=True):
        ms = sorted(1000 * each for each in found)
        print(
            f"{name}: {len(ms)} questions, p50 {statistics.median(ms):.1f}, p99 {ms[int(0.99 * len(ms))]:.1f},"
            f" longest {ms[-1]:.1f} ms"
        )


if __name__ == "__main__":
    main()
