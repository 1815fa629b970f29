"""Real proxies on loopback: HTTP (forwarding and CONNECT) and SOCKS 5, each as strict as the test wants it."""

import asyncio
import base64
import socket
import ssl
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class TestProxy:
    """Leads every connection to `target_port` on loopback, whatever host was asked for.

    `answer`: what it says instead, whole. `credentials`: "name:password" that it wants. `asked` are the hosts and
    ports, `heads` the first lines and headers of HTTP, `given` the credentials that came.
    """

    __test__ = False

    target_port: int
    answer: bytes | None = None
    credentials: str | None = None
    silent: bool = False
    in_pieces: bool = False
    refusal: int = 0
    port: int = 0
    asked: list[tuple[str, int]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)

    async def serve_http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.heads.append(head)
            method, target, _ = head.split("\r\n")[0].split(" ")
            for line in head.split("\r\n"):
                if line.lower().startswith("proxy-authorization: basic "):
                    self.given.append(base64.b64decode(line.split(" ")[2]).decode())
            if self.silent:
                await reader.read()
            elif self.credentials is not None and self.given[-1:] != [self.credentials]:
                page = b"<html>Who are you? " + head.encode("latin-1") + b"</html>"
                writer.write(
                    b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n"
                    b"Content-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
                )
            elif self.answer is not None:
                writer.write(self.answer)
            elif method == "CONNECT":
                host, _, port = target.rpartition(":")
                self.asked.append((host.strip("[]"), int(port)))
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await self._pass_on(reader, writer)
            else:
                self.asked.append((target, 80))
                await self._pass_on(reader, writer, head.encode("latin-1"))

    async def serve_socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            if self.silent:
                await reader.read()
                return
            _, count = await reader.readexactly(2)
            methods = await reader.readexactly(count)
            wanted = 2 if self.credentials is not None else 0
            if wanted not in methods:
                await self._say(writer, b"\x05\xff")
                return
            await self._say(writer, bytes((5, wanted)))
            if self.credentials is not None:
                await reader.readexactly(1)
                name = await reader.readexactly((await reader.readexactly(1))[0])
                password = await reader.readexactly((await reader.readexactly(1))[0])
                self.given.append(f"{name.decode()}:{password.decode()}")
                is_right = self.given[-1] == self.credentials
                await self._say(writer, b"\x01\x00" if is_right else b"\x01\x01")
                if not is_right:
                    return
            kind = (await reader.readexactly(4))[3]
            if kind == 3:
                host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
            else:
                packed = await reader.readexactly(4 if kind == 1 else 16)
                host = socket.inet_ntop(socket.AF_INET if kind == 1 else socket.AF_INET6, packed)
            (port,) = struct.unpack(">H", await reader.readexactly(2))
            self.asked.append((host, port))
            await self._say(writer, bytes((5, self.refusal, 0, 1)) + b"\0" * 6)
            if not self.refusal:
                await self._pass_on(reader, writer)

    async def _say(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        for piece in [data[i : i + 1] for i in range(len(data))] if self.in_pieces else [data]:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.002 if self.in_pieces else 0)

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, first: bytes = b""
    ) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        there_writer.write(first)
        try:
            await asyncio.gather(_pump(reader, there_writer), _pump(there_reader, writer))
        finally:
            there_writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    with suppress(ConnectionError):
        writer.close()


@asynccontextmanager
async def proxying(
    proxy: TestProxy, *, socks: bool = False, tls: ssl.SSLContext | None = None
) -> AsyncIterator[TestProxy]:
    """Run it on a free port; no connection outlives it."""
    serve = proxy.serve_socks if socks else proxy.serve_http
    serving: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.add(task)
        try:
            await serve(reader, writer)
        except asyncio.CancelledError:
            pass  # At the end of the test; the library would report a cancelled handler as a bug.
        finally:
            writer.close()
            serving.discard(task)

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    proxy.port = server.sockets[0].getsockname()[1]
    async with server:
        yield proxy
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving)
