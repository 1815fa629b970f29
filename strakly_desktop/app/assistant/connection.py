"""The connection to the assistant: which server, whether it answers, and a transport that waits for it.

The window is there before the local bot is; a question asked in that second simply waits for the connection
instead of failing.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Signal

from strakly_desktop.account.claims import are_of_one_person
from strakly_desktop.app.assistant.branch_list import AGAIN_AFTER_S, BranchList, BranchSource
from strakly_desktop.app.assistant.server_watch import ServerWatch
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.chat.memory_check import MemoryVerdict
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind, Refusal
from strakly_desktop.conversation.events import ChatEvent
from strakly_desktop.conversation.health import Health
from strakly_desktop.conversation.model import Branch, Question

_PAUSES = (1.0, 2.0, 5.0, 15.0)
# With the five seconds that a check may take, the header is never older than a quarter of a minute.
_CHECKS_APART = 8.0
_BRANCHES_WITHIN = 3.0
"""So many seconds a question waits for the gym's branches: it is about the one that the header names then."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server to talk to. `token` is the JWT for its Bearer header, "" for none; `gym_id` as in its claims.

    `forgets`: the gym is the demo one, which begins anew with each start.
    """

    bot_url: str
    # Not shown: the loop of a debugging run logs what its threads are given.
    token: str | None = field(repr=False)
    backend_url: str | None = None
    gym_id: int | None = None
    gym_name: str = ""
    forgets: bool = False


class TokenSlot:
    """The token that one endpoint's clients send, so that a newer one of the same person is used at once.

    One slot for each endpoint: the clients of the one before may still be there, and must not send what is not for
    their server.
    """

    def __init__(self, token: str | None) -> None:
        self.token = token


class AssistantClient(Protocol):
    """The part of the HTTP client that the connection uses."""

    def stream_chat(self, question: Question) -> AsyncGenerator[ChatEvent, None]: ...
    async def health(self) -> Health: ...
    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Clients:
    """The HTTP clients of one endpoint; and what of this PC's proxy settings was left out for them."""

    assistant: AssistantClient
    backend: BranchSource | None
    proxy_problems: tuple[str, ...] = ()


class Connection(QObject):
    """The one live connection. It is the ChatTransport that the session gets.

    Signals:
        state_changed(ConnectionState): for the header.
        endpoint_changed(Endpoint): questions go there from now on.
        branches_changed(tuple): the branches of the gym, for the picker; empty where there is no choice.
        branches_refused(): there is no list of them for who asks, and none is to be waited for.
        memory_lost(): the assistant is another process than before, and remembers nothing.
        memory_doubted(): it was away for a while and may be another one.
        backend_refused(Refusal): the backend does not know this sign-in, or not any more.
        proxies_left_out(tuple): what of this PC's proxy settings cannot be used, a sentence each; told once.
    """

    state_changed = Signal(object)
    endpoint_changed = Signal(object)
    branches_changed = Signal(tuple)
    branches_refused = Signal()
    memory_lost = Signal()
    memory_doubted = Signal()
    backend_refused = Signal(object)
    proxies_left_out = Signal(tuple)

    def __init__(
        self,
        make_clients: Callable[[Endpoint, TokenSlot], Clients],
        parent: QObject | None = None,
        *,
        pauses: Sequence[float] = _PAUSES,
        checks_apart: float = _CHECKS_APART,
        branches_within: float = _BRANCHES_WITHIN,
        branches_again: Sequence[float] = AGAIN_AFTER_S,
        is_watched: Callable[[], bool] = lambda: True,
    ) -> None:
        """`make_clients` runs in a thread. `pauses` are the seconds between the checks of a server that does not
        answer; the last repeats. One that does is checked every `checks_apart` seconds, while no answer runs and
        somebody can see the result. `branches_again` are the pauses of a BranchList.
        """
        super().__init__(parent)
        self._make_clients = make_clients
        self._running_answers = 0
        self._server_watch = ServerWatch(self, pauses, checks_apart, is_watched)
        self._clients: Clients | None = None
        self._endpoint: Endpoint | None = None
        self._slot = TokenSlot(None)
        self._ready = asyncio.Event()
        self._branches_within = branches_within
        self._branches = BranchList(self, branches_again)
        self._settled: Callable[[Question], Question] = lambda question: question
        self._lost: Failure | None = None
        self._state: ConnectionState | None = None
        self._tasks = BackgroundTasks("connection")
        self._watch: asyncio.Task[None] | None = None
        self._told_proxy_problems: frozenset[str] = frozenset()

    @property
    def endpoint(self) -> Endpoint | None:
        """Where questions go now; None before it is known, and where there is nobody."""
        return None if self._lost is not None else self._endpoint

    async def until_known(self) -> None:
        """Return when it is settled where questions go, or that they go nowhere for now."""
        await self._ready.wait()

    def connect_to(self, endpoint: Endpoint, *, is_fresh: bool = False) -> None:
        """Use `endpoint` from now on; questions that wait go there. `is_fresh`: it has only just been started."""
        self._tasks.cancel()
        # Nothing more goes to the server before, or as the person before, while the clients for this one are made.
        was_ready, before = self._ready.is_set(), self._endpoint
        self._ready.clear()
        self._branches.begin_anew()
        is_other = before is not None and (before.bot_url, before.gym_id) != (
            endpoint.bot_url,
            endpoint.gym_id,
        )
        if was_ready and is_other:
            self._set_state(ConnectionState.CONNECTING)
            self.branches_changed.emit(())
        self._endpoint, self._slot = endpoint, TokenSlot(endpoint.token)
        self.endpoint_changed.emit(endpoint)
        self._server_watch.begin_anew()
        if is_fresh:
            self.memory_lost.emit()
        self._watch = self._tasks.start(self._connect(endpoint))

    def renew(self, endpoint: Endpoint) -> bool:
        """The same person at the same servers has a newer token: running answers go on. False where it is not so.

        Another person never takes over a slot: what is on its way for the former would go as theirs.
        """
        before = self._endpoint
        if before is None or _without_sign_in(before) != _without_sign_in(endpoint):
            return False
        if not are_of_one_person(before.token, endpoint.token):
            return False
        self._endpoint, self._slot.token = endpoint, endpoint.token
        self.endpoint_changed.emit(endpoint)
        self.look_at_backend()
        return True

    def look_at_once(self) -> None:
        """Ask the server how it is now: the computer slept, say, and its network may be another one."""
        self._server_watch.look_at_once()

    def note_cut(self) -> None:
        """Nothing leads out of this computer: a server elsewhere is out of reach, before it is asked."""
        from strakly_desktop.client.proxying.no_proxy import is_loopback

        endpoint = self._endpoint
        if self._state is ConnectionState.CONNECTED and endpoint is not None:
            host = urlsplit(endpoint.bot_url).hostname
            if host and not is_loopback(host):
                self._set_state(ConnectionState.OFFLINE)

    def look_at_backend(self) -> None:
        """Ask the backend for the branches again: it knows of accounts what the assistant does not."""
        endpoint, clients = self._endpoint, self._clients
        if (
            clients is not None
            and clients.backend is not None
            and endpoint is not None
            and endpoint.gym_id is not None
        ):
            self._branches.look(clients.backend, endpoint.gym_id)
        elif clients is not None:
            self._branches.have_none()

    def reconnecting(self) -> None:
        """The server went away and is being started again: questions wait."""
        self._end_watch()
        self._ready.clear()
        self._lost = None
        self._set_state(ConnectionState.RECONNECTING)

    def lost(self, failure: Failure) -> None:
        """The server will not come back by itself: questions fail with `failure` until connect_to."""
        self._end_watch()
        self._lost = failure
        self._ready.set()
        self._set_state(ConnectionState.OFFLINE)

    async def stream_chat(self, question: Question) -> AsyncGenerator[ChatEvent, None]:
        """Wait for the connection, then yield the answer's events (see ChatTransport).

        Raises:
            ChatError: there is no server, the turn failed, or somebody else signed in while it waited.
        """
        asked_as = self._slot.token
        await self._until_ready()
        # What was asked before anybody was known belongs to whoever signs in.
        if asked_as and not are_of_one_person(asked_as, self._slot.token):
            raise ChatError(_SOMEBODY_ELSE)
        if self._lost is not None or self._clients is None:
            raise ChatError(self._lost or _NOT_CONNECTED)
        assistant = self._clients.assistant
        self._running_answers += 1
        try:
            async with aclosing(assistant.stream_chat(self._settled(question))) as events:
                async for event in events:
                    self._set_state(ConnectionState.CONNECTED)
                    yield event
        except ChatError as error:
            if error.failure.kind in _UNREACHABLE:
                self._set_state(ConnectionState.OFFLINE)
                self._server_watch.look_soon()
            elif error.failure.kind is FailureKind.TRUNCATED:
                self._server_watch.look_soon()  # Whoever broke off may be gone.
            raise
        finally:
            self._running_answers -= 1

    def settle_with(self, settled: Callable[[Question], Question]) -> None:
        """Let `settled` have the last word on a question, at the moment when it is sent."""
        self._settled = settled

    async def aclose(self) -> None:
        """Close every socket. Nothing is sent afterwards."""
        await self._branches.aclose()
        await self._tasks.aclose()
        await self._close_clients(self._clients)
        self._clients = None

    async def _until_ready(self) -> None:
        while True:
            await self._ready.wait()
            if self._lost is None:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._branches_within):
                        await self._branches.is_asked.wait()
            if self._ready.is_set():
                return

    async def _connect(self, endpoint: Endpoint) -> None:
        # The HTTP stack takes a tenth of a second to import: off the GUI thread, after the first paint.
        clients = await asyncio.to_thread(self._make_clients, endpoint, self._slot)
        old, self._clients = self._clients, clients
        await self._close_clients(old)
        self._lost = None
        self._ready.set()
        self._tell_proxy_problems(clients.proxy_problems)
        await self._server_watch.until_healthy(clients.assistant)
        self.look_at_backend()
        await self._server_watch.keep(clients.assistant)

    def _tell_proxy_problems(self, problems: tuple[str, ...]) -> None:
        if not self._told_proxy_problems.issuperset(problems):
            self._told_proxy_problems |= set(problems)
            self.proxies_left_out.emit(problems)

    def tell_state(self, state: ConnectionState) -> None:
        self._set_state(state)

    def tell_branches(self, branches: tuple[Branch, ...]) -> None:
        self.branches_changed.emit(branches)

    def tell_no_branches(self) -> None:
        self.branches_refused.emit()

    def tell_backend_refusal(self, refusal: Refusal) -> None:
        self.backend_refused.emit(refusal)

    def tell_memory(self, verdict: MemoryVerdict) -> None:
        match verdict:
            case MemoryVerdict.LOST:
                self.memory_lost.emit()
            case MemoryVerdict.DOUBTFUL:
                self.memory_doubted.emit()

    def is_answering(self) -> bool:
        return self._running_answers > 0

    def _end_watch(self) -> None:
        if self._watch is not None:
            self._watch.cancel()

    def _set_state(self, state: ConnectionState) -> None:
        if state is not self._state:
            self._state = state
            if state is ConnectionState.OFFLINE:
                self._branches.have_none()  # Nothing is to be waited for.
            self.state_changed.emit(state)

    async def _close_clients(self, clients: Clients | None) -> None:
        if clients is None:
            return
        await clients.assistant.aclose()
        if clients.backend is not None:
            await clients.backend.aclose()


def _without_sign_in(endpoint: Endpoint) -> Endpoint:
    return replace(endpoint, token=None, gym_name="")


_SOMEBODY_ELSE = Failure(
    FailureKind.REFUSED,
    "Somebody else signed in before this question was sent.",
    "Ask it again.",
)
_NOT_CONNECTED = Failure(
    FailureKind.REFUSED, "There is no connection to the assistant.", "Restart the app to connect again."
)
_UNREACHABLE = frozenset(
    {FailureKind.REFUSED, FailureKind.HOST_UNKNOWN, FailureKind.TIMEOUT, FailureKind.NETWORK}
)
