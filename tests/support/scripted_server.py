"""A loopback HTTP server that answers `POST /chat` with exactly the bytes that a test gives it, when it says so."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

SSE = "text/event-stream; charset=utf-8"


def sse(*payloads: object) -> bytes:
    """Event-stream bytes of these payloads; a text stands for itself (`[DONE]`)."""
    lines = (payload if isinstance(payload, str) else json.dumps(payload) for payload in payloads)
    return "".join(f"data: {line}\n\n" for line in lines).encode()


@dataclass
class Reply:
    """What to answer: the status, the headers, and the pieces of the body.

    After the pieces the server waits for `hold` (if given), sends the `rest` and closes; `disconnected` is set once
    the client has gone away before that.
    """

    pieces: list[bytes]
    status: str = "200 OK"
    content_type: str = SSE
    headers: dict[str, str] = field(default_factory=dict)
    hold: asyncio.Event | None = None
    rest: list[bytes] = field(default_factory=list)
    disconnected: asyncio.Event = field(default_factory=asyncio.Event)


class ScriptedServer:
    """Answers the n-th request with the n-th reply; keeps the bodies that it got."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.requests: list[dict[str, Any]] = []
        self.url = ""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            lines = head.split("\r\n")
            headers = {
                k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)
            }
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            if lines[0].startswith("POST /chat"):
                self.requests.append(json.loads(body))
                await self._answer(self.replies[len(self.requests) - 1], reader, writer)
            else:
                await self._answer(
                    Reply([b'{"status":"healthy","version":"1.0.0"}'], content_type="application/json"),
                    reader,
                    writer,
                )
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, reply: Reply, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        headers = {"content-type": reply.content_type, "connection": "close", **reply.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"HTTP/1.1 {reply.status}\r\n{head}\r\n".encode())
        for piece in reply.pieces:
            writer.write(piece)
            await writer.drain()
        if reply.hold is not None:
            gone = asyncio.ensure_future(reader.read(1))
            held = asyncio.ensure_future(reply.hold.wait())
            await asyncio.wait((gone, held), return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                reply.disconnected.set()
            else:
                writer.writelines(reply.rest)
                await writer.drain()
            gone.cancel()
            held.cancel()


@asynccontextmanager
async def scripted_server(*replies: Reply) -> AsyncIterator[ScriptedServer]:
    """Listen on a free loopback port while the block runs."""
    scripted = ScriptedServer()
    scripted.replies = list(replies)
    server = await asyncio.start_server(scripted.handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    scripted.url = f"http://127.0.0.1:{port}"
    try:
        yield scripted
    finally:
        server.close()
