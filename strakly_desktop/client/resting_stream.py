"""Rests between the reads of a socket that brings a few words at a time: each read costs more than all its words.

It stands right above the socket, below TLS and HTTP: a chunk of HTTP and a record of TLS hold one token each, and a
rest between those would keep back what has come already.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import anyio
from anyio.abc import ByteStream

REST_SECONDS: Final = 0.03
"""Growing text is drawn no more often."""
_LITTLE_BYTES: Final = 8 * 1024


class Pace:
    """How one connection is read: `is_calm`: with rests."""

    def __init__(self) -> None:
        self.is_calm = False


class RestingStream(ByteStream):
    """`inner`, read no more often than there is something to draw, while `pace` is calm."""

    def __init__(self, inner: ByteStream, pace: Pace) -> None:
        self._inner = inner
        self._pace = pace
        self._rests = False

    async def receive(self, max_bytes: int = 65536) -> bytes:
        if self._rests and self._pace.is_calm:
            await anyio.sleep(REST_SECONDS)
        asked_at = anyio.current_time()
        data = await self._inner.receive(max_bytes)
        # What came after a pause may be all for now, and where there is plenty none is kept waiting.
        self._rests = len(data) < _LITTLE_BYTES and anyio.current_time() - asked_at < REST_SECONDS
        return data

    async def send(self, item: bytes) -> None:
        await self._inner.send(item)

    async def send_eof(self) -> None:
        await self._inner.send_eof()

    async def aclose(self) -> None:
        await self._inner.aclose()

    @property
    def extra_attributes(self) -> Mapping[Any, Callable[[], Any]]:
        return self._inner.extra_attributes
