"""Takes from a server's event stream what carries no data, before the library of the wire reads it.

A block of `retry:`, `id:` or `event:` alone is nothing by the standard of event streams, and some servers and gateways
send it as a sign of life. The library hands it on as an event with empty data, and fails on that as broken JSON.
"""

from collections.abc import AsyncIterator

import httpx2

_EMPTY_FIELDS = (b"retry", b"id", b"event")
_LONGEST_HELD = 64 * 1024


class DatalessBlocksLeftOut(httpx2.AsyncByteStream):
    """The same stream without those blocks, and without the fields `retry` and `id`. Everything else stays as it is."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The lines of the stream, each as soon as it is known not to be one of those."""
        rest, held = b"", b""
        async for data in self._stream:
            lines = (rest + data).splitlines(keepends=True)
            # A line that has not all come; a CR at the end may be half of an end.
            rest = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
            passed = b""
            for line in lines:
                name = line.strip().partition(b":")[0]
                if name in _EMPTY_FIELDS and len(held) < _LONGEST_HELD:
                    # `event` says of which kind the data is that may follow.
                    held = line if name == b"event" else held
                elif line.strip() or not held:
                    passed += held + line
                    held = b""
                else:
                    held = b""
            if passed:
                yield passed
        if held or rest:
            yield held + rest

    async def aclose(self) -> None:
        """Close the stream behind it."""
        await self._stream.aclose()


class EventTransport(httpx2.AsyncHTTPTransport):
    """A transport whose event streams come without blocks that carry no data."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it; lines can only be seen in what is not compressed."""
        request.headers["accept-encoding"] = "identity"
        response = await super().handle_async_request(request)
        kind = response.headers.get("content-type", "")
        if "event-stream" in kind and isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = DatalessBlocksLeftOut(response.stream)
        return response
