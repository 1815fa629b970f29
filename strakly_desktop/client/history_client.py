"""Speaks with a gym's server about saved conversations: its list, its rows, and the assistant's memory of them.

What the server answers is read as far as it makes sense, and never taken for more: a 201 of a web page is no save.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import quote

import httpx

from strakly_desktop.client.http_errors import not_an_answer
from strakly_desktop.client.json_rows import JsonRows, NoRows
from strakly_desktop.client.server_connection import (
    CONNECT_SECONDS,
    ServerConnection,
    TokenSource,
    read_bounded,
    reading,
)
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.model import Role
from strakly_desktop.conversation.numbers import fits_wire
from strakly_desktop.conversation.server_history import (
    ListedConversation,
    ServerConversation,
    ServerMessage,
    sendable,
)

MOST_LIST_BYTES = 32 * 1024 * 1024
MOST_ROWS = 5_000
_MOST_BYTES = 16 * 1024 * 1024
_MOST_SMALL_BYTES = 1024 * 1024
_LIST_SECONDS = 60.0
_SECONDS = 120.0
_PIECE = 64 * 1024
MOST_BODY_BYTES = 2 * 1024 * 1024 - 1024
"""What the server takes, with room for its own count of it."""


class HistoryClient:
    """The server of one account. Each method raises Refusal where the server will not, ChatError for all else.

    Raises:
        ValueError: an address is no http or https address.
    """

    def __init__(
        self, backend_url: str, bot_url: str, token: TokenSource, connect_seconds: float = CONNECT_SECONDS
    ) -> None:
        self._backend = ServerConnection(backend_url, token, connect_seconds)
        self._bot = ServerConnection(bot_url, token, connect_seconds)

    async def conversations(self) -> tuple[list[ListedConversation], bool]:
        """The account's conversations, the newest first; whether these are all.

        They come without pages and with an answer each: what is beyond bytes, rows or time is left out.
        """
        rows = JsonRows()
        found: list[ListedConversation] = []
        size = 0
        path = "/conversations"
        try:
            async with (
                asyncio.timeout(_LIST_SECONDS),
                self._backend.stream("GET", path, accept="application/json") as response,
                reading(response) as pieces,
            ):
                async for piece in pieces:
                    size += len(piece)
                    for start in range(0, len(piece), _PIECE):
                        found += await asyncio.to_thread(_take, rows, piece[start : start + _PIECE])
                    if rows.is_over or size > MOST_LIST_BYTES or len(found) >= MOST_ROWS:
                        break
        except NoRows as error:
            raise ChatError(not_an_answer("")) from error
        except TimeoutError as error:
            if not found:
                raise ChatError(_NO_ANSWER) from error
        return found[:MOST_ROWS], rows.is_over and not rows.skipped

    async def conversation(self, server_id: int) -> ServerConversation:
        """All messages of one."""
        body = await self._ask("GET", f"/conversations/{server_id}", most=_MOST_BYTES)
        # A whole day's conversation takes its time to read.
        held = await asyncio.to_thread(_conversation_in, body)
        if held is None or held.id != server_id:
            raise ChatError(not_an_answer(""))
        return held

    async def create(self, title: str, bot_conversation: str) -> ServerConversation:
        """Make one, without messages. `bot_conversation` "" names none."""
        said = {"title": sendable(title)}
        if bot_conversation:
            said["botConversationId"] = sendable(bot_conversation)
        held = _conversation_in(await self._ask("POST", "/conversations", said))
        if held is None:
            raise ChatError(not_an_answer(""))
        return held

    async def save(self, server_id: int, body: bytes) -> None:
        """Add a question and its answer; `body` is what `exchange_body` made."""
        answer = _object_in(await self._ask("POST", f"/conversations/{server_id}/exchange", body))
        if answer.get("conversationId") != server_id:
            raise ChatError(not_an_answer(""))

    async def rename(self, server_id: int, title: str | None) -> None:
        """Give it a title. None changes nothing: it tells whether the conversation is there."""
        said = {} if title is None else {"title": sendable(title)}
        held = _conversation_in(await self._ask("PATCH", f"/conversations/{server_id}", said))
        if held is None or held.id != server_id:
            raise ChatError(not_an_answer(""))

    async def delete(self, server_id: int) -> None:
        """Remove it. One that is removed already is removed again."""
        answer = _object_in(await self._ask("DELETE", f"/conversations/{server_id}"))
        if answer.get("success") is not True:
            raise ChatError(not_an_answer(""))

    async def forget(self, bot_conversation: str) -> None:
        """Have the assistant forget it."""
        path = f"/chat/{quote(sendable(bot_conversation), safe='')}"
        async with self._within(), self._bot.stream("DELETE", path, accept="application/json"):
            pass

    async def aclose(self) -> None:
        """Close the connections."""
        await self._backend.aclose()
        await self._bot.aclose()

    async def _ask(
        self,
        method: str,
        path: str,
        said: Mapping[str, object] | bytes | None = None,
        most: int = _MOST_SMALL_BYTES,
    ) -> bytes:
        content = json.dumps(said).encode() if isinstance(said, Mapping) else said
        async with (
            self._within(),
            self._backend.stream(method, path, accept="application/json", content=content) as response,
        ):
            try:
                body = await read_bounded(response, most)
            except httpx.RemoteProtocolError as error:
                raise ChatError(not_an_answer("")) from error
        if body is None:
            raise ChatError(_TOO_LONG)
        return body

    @asynccontextmanager
    async def _within(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(_SECONDS):
                yield
        except TimeoutError as error:
            raise ChatError(_NO_ANSWER) from error


def exchange_body(question: str, answer: str, tools: tuple[str, ...], bot_conversation: str) -> bytes | None:
    """What is sent of a question and its answer; None where it is more than the server takes."""
    said: dict[str, object] = {"userMessage": sendable(question), "assistantMessage": sendable(answer)}
    if bot_conversation:
        said["botConversationId"] = sendable(bot_conversation)
    if tools:
        said["toolsUsed"] = [sendable(name) for name in tools]
    body = json.dumps(said, ensure_ascii=False).encode()
    return body if len(body) <= MOST_BODY_BYTES else None


def _take(rows: JsonRows, piece: bytes) -> list[ListedConversation]:
    return [listed for row in rows.feed(piece) if (listed := _listed(row)) is not None]


def _listed(row: Mapping[str, object]) -> ListedConversation | None:
    number, updated = _id(row.get("id")), _moment(row.get("updatedAt"))
    if number is None or updated is None:
        return None
    last = row.get("lastMessage")
    message: Mapping[str, object] = last if isinstance(last, dict) else {}
    return ListedConversation(
        number,
        _text(row.get("title")),
        _text(row.get("botConversationId")),
        _moment(row.get("createdAt")) or updated,
        # Not updatedAt: a new title moves that too.
        _moment(message.get("createdAt")) or updated,
        _text(message.get("content")) if message.get("role") == Role.ASSISTANT.value else "",
        not message,
    )


def _conversation_in(body: bytes) -> ServerConversation | None:
    said = _object_in(body)
    number = _id(said.get("id"))
    if number is None:
        return None
    messages = said.get("messages")
    held = [_message(message) for message in messages] if isinstance(messages, list) else []
    return ServerConversation(
        number,
        _text(said.get("botConversationId")),
        _id(said.get("userId")),
        _id(said.get("gymId")),
        tuple(message for message in held if message is not None),
    )


def _message(said: object) -> ServerMessage | None:
    match said:
        case {"id": int(number), "role": "user" | "assistant" as role, "content": str(text), **rest}:
            tools = rest.get("toolsUsed")
            names = [name for name in tools if isinstance(name, str)] if isinstance(tools, list) else []
            when = _moment(rest.get("createdAt")) or datetime.fromtimestamp(0, UTC)
            return ServerMessage(number, Role(role), sendable(text), when, tuple(dict.fromkeys(names)))
    return None


def _object_in(body: bytes) -> dict[str, object]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ChatError(not_an_answer("")) from error
    if not isinstance(said, dict):
        raise ChatError(not_an_answer(""))
    return said


def _id(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and fits_wire(value) else None


def _text(value: object) -> str:
    return sendable(value) if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if moment is None:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


_NO_ANSWER = Failure(FailureKind.TIMEOUT, "The server does not answer.", "Wait a moment, then try again.")
_TOO_LONG = Failure(
    FailureKind.TOO_LARGE,
    "This conversation is too long to be fetched.",
    "Open it in the web app.",
    retryable=False,
)
