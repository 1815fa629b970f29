"""A real server on loopback that answers with recorded bytes, cut as the test likes."""

import asyncio
import json
import random
import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CAPTURES = Path(__file__).parent.parent / "captures"


@dataclass(frozen=True)
class Recording:
    """One recorded answer of a real server (tests/captures/README.md)."""

    name: str
    raw: bytes
    about: dict[str, Any]

    @property
    def path(self) -> str:
        return str(self.about["request"]["path"])

    @property
    def method(self) -> str:
        return str(self.about["request"]["method"])

    @property
    def events(self) -> list[str]:
        """The text after `data: ` of every event, as the recorder read it."""
        return list(self.about["events"])

    @property
    def status(self) -> int:
        return int(self.about["status_line"].split()[1])

    @property
    def was_cut_by_server(self) -> bool:
        return bool(self.about["end"] == "server closed the connection")

    @property
    def was_cut_by_client(self) -> bool:
        return bool(self.about["end"] == "cut by this client")

    def as_recorded(self) -> list[bytes]:
        """The bytes in the pieces in which the socket gave them."""
        return [self.raw[offset : offset + size] for _, offset, size in self.about["recv"]]


def load_recordings(prefix: str = "") -> list[Recording]:
    """All recordings whose name starts so, in the order of their names."""
    return [load_recording(path.stem) for path in sorted(CAPTURES.glob(f"{prefix}*.http"))]


def load_recording(name: str) -> Recording:
    raw = (CAPTURES / f"{name}.http").read_bytes()
    return Recording(name, raw, json.loads((CAPTURES / f"{name}.json").read_text(encoding="utf-8")))


def byte_by_byte(raw: bytes) -> list[bytes]:
    return [raw[index : index + 1] for index in range(len(raw))]


def random_cuts(raw: bytes, seed: int) -> list[bytes]:
    """Cut into pieces of 1 byte to 4 KB, small ones most often; the same for the same seed."""
    source = random.Random(seed)
    pieces, start = [], 0
    while start < len(raw):
        size = int(2 ** source.uniform(0, 12))
        pieces.append(raw[start : start + size])
        start += size
    return pieces


@dataclass
class ReceivedRequest:
    """What a client sent. Header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class ReplayServer:
    """Answers each connection with the next list of pieces; the last list serves all further connections.

    After the last piece the socket is closed if `closes`, else kept until the client goes away. `gone` is set
    when a client has closed its side, `sent` when all pieces of an answer are on their way.
    """

    answers: list[list[bytes]]
    closes: bool = False
    port: int = 0
    requests: list[ReceivedRequest] = field(default_factory=list)
    sent: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.requests.append(await read_request(reader))
            pieces = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                # Lets the client, which runs in the same loop, read this piece on its own.
                await asyncio.sleep(0)
            self.sent.set()
            if not self.closes:
                await reader.read()
                self.gone.set()
        except (ConnectionError, asyncio.IncompleteReadError):
            self.gone.set()
        finally:
            writer.close()


async def read_request(reader: asyncio.StreamReader) -> ReceivedRequest:
    """Read one request with a Content-Length or no body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ")
    fields = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in fields}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return ReceivedRequest(method, path, headers, body)


@asynccontextmanager
async def replay(
    *answers: Iterable[bytes], closes: bool = False, tls: ssl.SSLContext | None = None
) -> AsyncIterator[ReplayServer]:
    """Serve the answers, each given in pieces, on a free loopback port."""
    replay_server = ReplayServer([list(pieces) for pieces in answers], closes)
    server = await asyncio.start_server(replay_server.serve, "127.0.0.1", 0, ssl=tls)
    replay_server.port = server.sockets[0].getsockname()[1]
    async with server:
        yield replay_server


def http_answer(
    body: bytes | str, content_type: str = "text/event-stream", status: str = "200 OK", **headers: str
) -> bytes:
    """A whole answer; header names are written with underscores."""
    payload = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(payload)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + payload
