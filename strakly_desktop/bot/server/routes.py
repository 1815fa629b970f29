"""The local bot's HTTP side: `/chat`, `/chat/{id}`, `/health`, and what of the backend the app needs.

Requests, answers and error texts are those of the real servers (protocol rules 1 to 19), with some of their
faults mended: every token is checked before a body is read, and of DELETE too, the JSON answer carries the actions,
a conversation belongs to its account, and a refusal repeats nothing of what was sent.
"""

import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Send

from strakly_desktop.bot.agent.agent import Answer, Assistant, Question
from strakly_desktop.bot.agent.memory import MemoryFailed
from strakly_desktop.bot.agent.tenant import AuthError, read_authorization
from strakly_desktop.bot.server.branches import BranchDirectory, branches_route
from strakly_desktop.bot.server.chat_request import (
    Unprocessable,
    read_authorization_header,
    read_chat_request,
)

VERSION = "1.0.0"
"""What /health tells; the real bot's own number."""

_log = logging.getLogger(__name__)
_NO_RECORDS = "The gym's records cannot be read now. Please ask again in a minute."
_STREAM_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


class EventStream(StreamingResponse):
    """A StreamingResponse that closes its generator at once when the client has gone, not when Python tidies up."""

    async def stream_response(self, send: Send) -> None:
        """Send the events; whatever ends this, cancellation included, ends the generator before it returns."""
        async with aclosing(self.body_iterator):  # type: ignore[type-var]
            await super().stream_response(send)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the server stands. `instance` is what its memory is known by: with another one it remembers nothing.

    `trouble` says in plain words why it cannot answer questions now; empty when it can.
    """

    instance: str = ""
    trouble: str = ""


def create_app(
    assistant: Assistant,
    branches: BranchDirectory,
    secret: str,
    *,
    standing: Callable[[], Awaitable[Standing]] | None = None,
    more_routes: Sequence[Route] = (),
    lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] | None = None,
) -> Starlette:
    """The server around one assistant and its gyms. `secret` is what the bearer tokens are signed with.

    Without `standing` it can always answer, and its memory is that of this process.
    """
    return Starlette(
        routes=[
            *_health_routes(standing or _of_this_process()),
            *_chat_routes(assistant, branches, secret),
            branches_route(branches, secret),
            *more_routes,
        ],
        exception_handlers={
            AuthError: _refused,
            Unprocessable: _unreadable,
            HTTPException: _not_served,
            SQLAlchemyError: _no_records,
            MemoryFailed: _no_records,
        },
        lifespan=lifespan,
    )


def _of_this_process() -> Callable[[], Awaitable[Standing]]:
    always = Standing(secrets.token_hex(8))

    async def standing() -> Standing:
        return always

    return standing


def _health_routes(standing: Callable[[], Awaitable[Standing]]) -> list[Route]:
    async def health(_request: Request) -> Response:
        now = await standing()
        # Beside the real bot's words: who asks can tell that this is another memory, which knows nothing.
        headers = {"X-Strakly-Instance": now.instance} if now.instance else {}
        if now.trouble:
            body = {"status": "unavailable", "version": VERSION, "detail": now.trouble}
            return JSONResponse(body, status_code=503, headers={**headers, "Retry-After": "5"})
        return JSONResponse({"status": "healthy", "version": VERSION}, headers=headers)

    async def alive(_request: Request) -> Response:
        return JSONResponse({"status": "alive", "version": VERSION})

    return [Route("/", health), Route("/health", health), Route("/health/live", alive)]


def _chat_routes(assistant: Assistant, gyms: BranchDirectory, secret: str) -> list[Route]:
    async def chat(request: Request) -> Response:
        # Unlike the real bot: nobody without a good token gets a body read.
        tenant = read_authorization(read_authorization_header(request), secret)
        if not await gyms.has_gym(tenant.gym_id):
            # Signed with the same secret, for another gym of the chain: its figures are not here.
            raise HTTPException(403, "This assistant has no records of your gym.")
        body = await read_chat_request(request)
        asked = Question(body.message, tenant, body.conversation_id, body.branch_id)
        if "text/event-stream" in request.headers.get("accept", ""):
            events = assistant.process_chat_stream(asked)
            return EventStream(events, media_type="text/event-stream", headers=_STREAM_HEADERS)
        answer = await assistant.process_chat(asked)
        if answer.error is not None:
            return PlainTextResponse("Internal Server Error", status_code=500)
        return _in_one_piece(answer)

    async def forget(request: Request) -> Response:
        owner = read_authorization(read_authorization_header(request), secret)
        await assistant.memory.drop(owner, request.path_params["conversation_id"])
        return JSONResponse({"success": True, "message": "Conversation cleared"})

    return [
        Route("/chat", chat, methods=["POST"]),
        Route("/chat/{conversation_id}", forget, methods=["DELETE"]),
    ]


def _in_one_piece(answer: Answer) -> Response:
    """For a client that does not read event streams."""
    return JSONResponse(
        {
            "success": True,
            "response": answer.text,
            "conversation_id": answer.conversation_id,
            "tools_used": list(dict.fromkeys(answer.tools_used)),
            "suggested_questions": answer.suggested_questions,
            "actions": answer.actions,
        }
    )


def _refused(_request: Request, error: Exception) -> Response:
    return JSONResponse({"detail": str(error)}, status_code=401)


def _unreadable(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Unprocessable)
    return JSONResponse({"detail": error.errors}, status_code=422)


def _not_served(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"detail": error.detail}, status_code=error.status_code, headers=error.headers)


def _no_records(_request: Request, error: Exception) -> Response:
    _log.error("A request failed at the database: %s", type(error).__name__)
    return JSONResponse({"detail": _NO_RECORDS}, status_code=503, headers={"Retry-After": "5"})
