"""The local bot's HTTP side: `/chat`, `/chat/{id}`, `/health` and the one list of the backend that a chat needs.

Requests, answers and error texts are those of the real servers (STRAKLY_API sections 1 and 2), with three of their
faults mended: DELETE checks the token, the JSON answer carries the actions, and a conversation belongs to its
account. The agent library takes a second to import, so nothing here imports it until the first question.
"""

from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from pydantic import BaseModel
from starlette.types import Send

from .agent import Assistant, Question
from .auth import AuthError, Tenant, read_authorization
from .branches import BranchDirectory, branches_router

VERSION = "1.0.0"
"""What /health tells; the real bot's own number."""

_STREAM_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


class ChatRequest(BaseModel):
    """The body of POST /chat. Unknown fields are ignored; an empty or absent id begins a conversation."""

    message: str
    conversation_id: str | None = None
    branch_id: int | None = None


class ChatAnswer(BaseModel):
    """The answer in one piece, for a client that does not read event streams."""

    success: bool = True
    response: str
    conversation_id: str
    tools_used: list[str]
    suggested_questions: list[str]
    actions: list[dict[str, str]]


class EventStream(StreamingResponse):
    """A StreamingResponse that closes its generator at once when the client has gone, not when Python tidies up."""

    async def stream_response(self, send: Send) -> None:
        """Send the events; whatever ends this, cancellation included, ends the generator before it returns."""
        async with aclosing(self.body_iterator):  # type: ignore[type-var]
            await super().stream_response(send)


def create_app(assistant: Assistant, branches: BranchDirectory, secret: str) -> FastAPI:
    """The server around one assistant and one gym. `secret` is what the bearer tokens are signed with."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(AuthError, _refused)
    app.include_router(_chat_router(assistant, secret))
    app.include_router(branches_router(branches, secret))
    return app


def _refused(_request: Request, error: Exception) -> Response:
    return JSONResponse({"detail": str(error)}, status_code=401)


def _chat_router(assistant: Assistant, secret: str) -> APIRouter:
    router = APIRouter()

    def tenant(authorization: Annotated[str, Header()]) -> Tenant:
        return read_authorization(authorization, secret)

    @router.get("/")
    @router.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "healthy", "version": VERSION}

    @router.post("/chat", response_model=None)
    async def chat(body: ChatRequest, request: Request, authorization: Annotated[str, Header()]) -> Response:
        # The token is read in here, not by a dependency: a bad body must be answered before a bad token.
        asked = _question(body, tenant(authorization))
        if "text/event-stream" in request.headers.get("accept", ""):
            events = assistant.process_chat_stream(asked)
            return EventStream(events, media_type="text/event-stream", headers=_STREAM_HEADERS)
        answer = await assistant.process_chat(asked)
        if answer.error is not None:
            return PlainTextResponse("Internal Server Error", status_code=500)
        return JSONResponse(
            ChatAnswer(
                response=answer.text,
                conversation_id=answer.conversation_id,
                tools_used=list(dict.fromkeys(answer.tools_used)),
                suggested_questions=answer.suggested_questions,
                actions=answer.actions,
            ).model_dump()
        )

    @router.delete("/chat/{conversation_id}")
    async def forget(conversation_id: str, owner: Annotated[Tenant, Depends(tenant)]) -> dict[str, Any]:
        assistant.memory.forget(owner.key, conversation_id)
        return {"success": True, "message": "Conversation cleared"}

    return router


def _question(body: ChatRequest, tenant: Tenant) -> Question:
    return Question(
        text=body.message,
        conversation_id=body.conversation_id,
        tenant=tenant,
        branch_id=body.branch_id,
    )
