"""Asks the assistant for a very short answer, and sees from when its pieces come whether something holds them back.

The question is the cheapest that shows it. Each costs one call of the model; this one asks for no tool, for so few
words that no second call for suggestions follows, and for enough of them that they come one by one. It has a
conversation of its own, which the assistant is told to forget afterwards, however it ended.

A server sends the conversation's id at once, before its model is asked. So that piece tells what lies between: where
it comes only with the last word, all was held to the end; where it comes a fifth of a second after a plain request
would have been answered, each piece is kept waiting for the next, as HAProxy does by default.
"""

import asyncio
import json
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import pairwise

import httpx

from strakly_desktop.client.checking.check_findings import AnswerSeen, Arrival, Failed, Step
from strakly_desktop.client.http_errors import not_an_answer
from strakly_desktop.client.server_connection import ServerConnection, read_bounded, reading
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.events import ChatEvent, ServerErrorReceived, TokenReceived
from strakly_desktop.conversation.failures import assistant_failure, truncated
from strakly_desktop.protocol.stream import ChatStreamReader, read_json_answer

QUESTION = "Write the numbers from 1 to 15 with blanks between them and nothing else. Use no tools."
PATIENCE_S = 120.0
_FORGET_S = 5.0
_MOST_BYTES = 256 * 1024
_TOGETHER_S = 0.03
"""Pieces that come closer to each other were sent as one."""
_LONG_ENOUGH_S = 0.25
_HELD_FROM_S, _HELD_TO_S = 0.15, 0.35


class _Diary:
    """When pieces came, in seconds since the question."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began = clock()
        self.pieces: list[float] = []
        self.first_word: float | None = None

    def now(self) -> float:
        return self._clock() - self._began


async def try_answer(
    connection: ServerConnection,
    branch_id: int | None,
    plain_request_s: float,
    clock: Callable[[], float] = time.monotonic,
) -> AnswerSeen | Failed:
    """Ask once. `plain_request_s` is how long a request takes that the server answers at once."""
    conversation = f"check-{secrets.token_hex(16)}"
    is_forgotten = False
    try:
        async with asyncio.timeout(PATIENCE_S):
            diary, is_streamed = await _ask(connection, conversation, branch_id, clock)
    except TimeoutError:
        return Failed(Step.ANSWER, _NO_ANSWER)
    except ChatError as error:
        return Failed(Step.ANSWER, error.failure)
    finally:
        is_forgotten = await _forget(connection, conversation)
    arrival = judge(diary.pieces, plain_request_s) if is_streamed else Arrival.IN_ONE_PIECE
    whole = diary.pieces[-1] if diary.pieces else 0.0
    return AnswerSeen(
        diary.first_word if diary.first_word is not None else whole, whole, arrival, is_forgotten
    )


def judge(pieces: Sequence[float], plain_request_s: float) -> Arrival:
    """How an answer was delivered whose pieces came at these seconds after the question.

    The first is the conversation's id, which is sent at once; the last is the end, which nothing holds back.
    """
    if not pieces:
        return Arrival.TOO_QUICK
    late = pieces[0] - plain_request_s
    bursts = [pieces[0]]
    bursts += [now for before, now in pairwise(pieces) if now - before > _TOGETHER_S]
    if len(bursts) == 1:
        return Arrival.HELD_TO_END if late > _LONG_ENOUGH_S else Arrival.TOO_QUICK
    gaps = [now - before for before, now in pairwise(bursts[:-1])]
    if _HELD_FROM_S <= late <= _HELD_TO_S and all(gap >= _HELD_FROM_S for gap in gaps):
        return Arrival.HELD_BRIEFLY
    return Arrival.AS_WRITTEN


async def _ask(
    connection: ServerConnection, conversation: str, branch_id: int | None, clock: Callable[[], float]
) -> tuple[_Diary, bool]:
    asked = {"message": QUESTION, "conversation_id": conversation, "branch_id": branch_id}
    diary = _Diary(clock)
    request = connection.stream(
        "POST", "/chat", accept="text/event-stream", content=json.dumps(asked).encode()
    )
    async with request as response:
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in ("text/event-stream", "text/plain"):
            await _read_stream(response, diary)
            return diary, True
        body = await read_bounded(response, _MOST_BYTES)
        diary.pieces.append(diary.now())
        answer = None if kind != "application/json" or body is None else read_json_answer(body)
        if answer is None:
            raise ChatError(not_an_answer(f"HTTP {response.status_code} {kind}"))
        for event in answer:
            _refuse_failure(event)
        return diary, False


async def _read_stream(response: httpx.Response, diary: _Diary) -> None:
    reader = ChatStreamReader()
    with suppress(httpx.RemoteProtocolError):
        async with reading(response) as pieces:
            async for piece in pieces:
                diary.pieces.append(diary.now())
                for event in reader.feed(piece):
                    _refuse_failure(event)
                    if isinstance(event, TokenReceived) and diary.first_word is None:
                        diary.first_word = diary.now()
                if reader.is_over:
                    break
    if not reader.finished:
        raise ChatError(truncated())


def _refuse_failure(event: ChatEvent) -> None:
    if isinstance(event, ServerErrorReceived):
        raise ChatError(assistant_failure(""))


async def _forget(connection: ServerConnection, conversation: str) -> bool:
    """Also after the check was given up: it is to leave nothing behind."""
    return await asyncio.shield(asyncio.ensure_future(_told_to_forget(connection, conversation)))


async def _told_to_forget(connection: ServerConnection, conversation: str) -> bool:
    try:
        async with asyncio.timeout(_FORGET_S):
            async with connection.stream("DELETE", f"/chat/{conversation}", accept="application/json"):
                return True
    except (TimeoutError, ChatError):
        return False


_NO_ANSWER = Failure(
    FailureKind.TIMEOUT,
    f"No answer came within {PATIENCE_S:.0f} seconds.",
    "Wait a few minutes, then press Retry. If it stays, tell your administrator that the assistant's model does "
    "not answer, or that something on the way keeps its words back.",
)
