"""HTTP connections that nobody can use up: how many there are, and how long each may take to ask its question.

uvicorn waits for ever for the end of a request, and its own limit on connections counts those that ask nothing, so
that idle ones would keep everybody out. An answer itself may take as long as it likes.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS: Final = 200
HEAD_SECONDS: Final = 10.0
"""From the connection, or the last answer, to the end of the next request's head."""

BODY_SECONDS: Final = 30.0
"""From the head to the end of the body."""

STALL_SECONDS: Final = 60.0
"""How long a client may leave an answer unread."""

LONGEST_HEAD: Final = 32 * 1024


class BoundedHTTP(H11Protocol):
    """uvicorn's protocol with deadlines. Of too many connections the one that has asked nothing for longest goes."""

    most_connections = MOST_CONNECTIONS

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._waits_for: tuple[str, object] = ("", None)
        self._deadline: asyncio.TimerHandle | None = None
        self._stall: asyncio.TimerHandle | None = None
        self._quiet_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()
        if len(self.connections) > self.most_connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._deadline, self._stall):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stall = self._stall or self.loop.call_later(STALL_SECONDS, self._give_up)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None

    @property
    def is_asking(self) -> bool:
        """Whether a whole request has come that is not answered yet."""
        return self._waits_for[0] == "answer"

    def _watch(self) -> None:
        """Set the time for what has to come next, where that is something else than before."""
        waits_for = self._what_comes_next()
        if waits_for == self._waits_for:
            return
        self._waits_for = waits_for
        self._quiet_since = self.loop.time()
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        seconds = {"head": HEAD_SECONDS, "body": BODY_SECONDS}.get(waits_for[0])
        if seconds is not None:
            self._deadline = self.loop.call_later(seconds, self._give_up)

    def _what_comes_next(self) -> tuple[str, object]:
        cycle = self.cycle
        if cycle is None or (cycle.response_complete and not cycle.more_body):
            return ("head", cycle)
        return ("body" if cycle.more_body else "answer", cycle)

    def _make_room(self) -> None:
        quiet = [each for each in self.connections if isinstance(each, BoundedHTTP) and not each.is_asking]
        min(quiet, key=lambda each: each._quiet_since)._give_up()

    def _give_up(self) -> None:
        # Closing in peace would wait for a client that does not read.
        self.connections.discard(self)
        self.transport.abort()
