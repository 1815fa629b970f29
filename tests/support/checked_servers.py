"""Both servers of a gym on one loopback port, with or without TLS, whose answers come when a test wants them to.

And what may stand before them: a proxy that keeps every answer until its end, as some filters of offices do.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from time import time

from support.replay import ReceivedRequest, read_request

BRANCHES = [{"id": 1, "name": "Main branch", "isDefault": True}, {"id": 2, "name": "Lake Road"}]


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class CheckedServers:
    """`thinks_s` before the first word, `pause_s` between words. `requests` are those that came.

    `whole`: the answer of one that does not stream. `branches` is the backend's status and body. `ahead_s`: how far
    its clock is ahead; `date`: what it says instead.
    """

    thinks_s: float = 0.0
    pause_s: float = 0.0
    words: int = 15
    streams: bool = True
    whole: tuple[str, bytes] = (
        "application/json",
        b'{"success": true, "response": "1 2 3", "conversation_id": "x"}',
    )
    branches: tuple[int, object] = (200, BRANCHES)
    health: tuple[int, str, bytes] = (200, "application/json", b'{"status":"healthy","version":"1.0.0"}')
    ahead_s: float = 0.0
    date: str | None = None
    scheme: str = "http"
    port: int = 0
    requests: list[ReceivedRequest] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def lines(self) -> list[str]:
        return [f"{request.method} {request.path}" for request in self.requests]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            while True:
                request = await read_request(reader)
                self.requests.append(request)
                if request.method == "POST" and self.streams:
                    await self._stream(writer)
                else:
                    status, kind, body = self._answer(request)
                    head = f"HTTP/1.1 {status} x\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n"
                    date = self.date
                    if date is None:
                        date = formatdate(time() + self.ahead_s, usegmt=True)
                    writer.write(f"{head}date: {date}\r\n\r\n".encode() + body)
                await writer.drain()
        writer.close()

    def _answer(self, request: ReceivedRequest) -> tuple[int, str, bytes]:
        if request.path == "/health":
            return self.health
        if "/branches" in request.path:
            return self.branches[0], "application/json", json.dumps(self.branches[1]).encode()
        return (200, *self.whole)

    async def _stream(self, writer: asyncio.StreamWriter) -> None:
        head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        writer.write(head.encode())
        events: list[object] = [{"conversation_id": "x"}]
        events += [{"token": f"{number} "} for number in range(1, self.words + 1)]
        for place, event in enumerate((*events, "[DONE]")):
            data = f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n".encode()
            writer.write(b"%x\r\n%b\r\n" % (len(data), data))
            await writer.drain()
            self.asked.set()
            await asyncio.sleep(self.thinks_s if place == 0 else self.pause_s)
        writer.write(b"0\r\n\r\n")


@asynccontextmanager
async def checked_servers(
    servers: CheckedServers, tls: ssl.SSLContext | None = None, port: int = 0
) -> AsyncIterator[CheckedServers]:
    """Listen while the block runs, on any free port unless one is given."""
    servers.scheme = "https" if tls else "http"
    async with _listening(servers.serve, tls, port) as servers.port:
        yield servers


@asynccontextmanager
async def keeping_all_to_the_end(target_port: int) -> AsyncIterator[str]:
    """A reverse proxy that passes an answer on when it has all of it; its address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (int(line[15:]) for line in head.lower().split(b"\r\n") if line[:15] == b"content-length:"), 0
            )
            there, to_there = await asyncio.open_connection("127.0.0.1", target_port)
            to_there.write(head + await reader.readexactly(length))
            answer = b""
            while not (answer.endswith((b"0\r\n\r\n", b"}", b"]"))):
                answer += await there.read(65_536)
            writer.write(answer)
            await writer.drain()
            to_there.close()
        writer.close()

    async with _listening(serve, None) as port:
        yield f"http://127.0.0.1:{port}"


@asynccontextmanager
async def _listening(serve: Serve, tls: ssl.SSLContext | None, port: int = 0) -> AsyncIterator[int]:
    serving: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.add(task)
        try:
            await serve(reader, writer)
        except asyncio.CancelledError:
            pass  # Before 3.12.7 a server logs that of its own.
        finally:
            writer.close()
            serving.discard(task)

    server = await asyncio.start_server(handle, "127.0.0.1", port, ssl=tls)
    async with server:
        yield server.sockets[0].getsockname()[1]
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving)
