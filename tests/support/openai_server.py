"""A server that speaks OpenAI's chat completions on loopback, under the real uvicorn, and streams what a test says."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from support.scripted_bot import serving

DONE = b"data: [DONE]\n\n"


def chunk(delta: dict[str, Any] | None = None, finish: str | None = None) -> bytes:
    """One chunk of a streamed completion."""
    body = {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": delta or {}, "finish_reason": finish}],
    }
    return f"data: {json.dumps(body)}\n\n".encode()


def words(*pieces: str) -> list[bytes]:
    """Chunks of text."""
    return [chunk({"role": "assistant", "content": piece}) for piece in pieces]


def reply(*pieces: str, finish: str | None = "stop") -> list[bytes]:
    """A whole reply in words."""
    return [*words(*pieces), chunk(finish=finish), DONE]


@dataclass
class OpenAIServer:
    """Gives the n-th request the n-th list of bytes; an exception among them breaks the connection."""

    replies: list[list[bytes | Exception]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: Request) -> Response:
        self.requests.append(await request.json())
        pieces = self.replies[len(self.requests) - 1]

        async def body() -> AsyncIterator[bytes]:
            for piece in pieces:
                if isinstance(piece, Exception):
                    raise piece
                yield piece

        return StreamingResponse(body(), media_type="text/event-stream")


@contextmanager
def openai_server(*replies: list[Any]) -> Iterator[OpenAIServer]:
    """Run one while the block runs; `url` is what `STRAKLY_MODEL_URL` would be."""
    server = OpenAIServer([list(each) for each in replies])
    app = Starlette(routes=[Route("/v1/chat/completions", server.answer, methods=["POST"])])
    with serving(app) as url:
        server.url = f"{url}/v1"
        yield server
