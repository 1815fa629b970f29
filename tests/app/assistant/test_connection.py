"""The connection: questions wait for it, its state is always told, and what is replaced is closed."""

import asyncio
import base64
import json
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from strakly_desktop.app.assistant.connection import Clients, Connection, Endpoint, TokenSlot
from strakly_desktop.app.assistant.server_watch import ServerWatch
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.events import AnswerFinished, ChatEvent, TokenReceived
from strakly_desktop.conversation.health import Health
from strakly_desktop.conversation.model import Branch, Question

CONNECTED, OFFLINE = ConnectionState.CONNECTED, ConnectionState.OFFLINE
RECONNECTING = ConnectionState.RECONNECTING
FIRST = Endpoint("http://first", "a.b.c")
SECOND = Endpoint("http://second", "a.b.c", "http://second/api", gym_id=12)
QUESTION = Question("Who checked in today?")
GONE = Failure(FailureKind.REFUSED, "The demo assistant does not start.", "Open the app again.")


class FakeAssistant:
    """Answers with its own address; `health` are the next health checks, after which it is well."""

    def __init__(self, url: str, health: list[bool | Health], failure: Failure | None) -> None:
        self.url = url
        self.checks_to_come = health
        self.failure = failure
        self.checks = 0
        self.open_streams = 0
        self.closed = False

    async def stream_chat(self, question: Question) -> AsyncGenerator[ChatEvent]:
        self.open_streams += 1
        try:
            yield TokenReceived(self.url)
            if self.failure is not None:
                raise ChatError(self.failure)
            yield AnswerFinished()
        finally:
            self.open_streams -= 1

    async def health(self) -> Health:
        self.checks += 1
        next_one = self.checks_to_come.pop(0) if self.checks_to_come else True
        if isinstance(next_one, Health):
            return next_one
        return Health() if next_one else Health(FailureKind.REFUSED)

    async def aclose(self) -> None:
        self.closed = True


class FakeBackend:
    """Two branches, or a failure."""

    def __init__(self, failure: Failure | None) -> None:
        self.failure = failure
        self.asked: list[int] = []
        self.closed = False
        self._was_asked = asyncio.Event()

    async def until_asked(self, times: int) -> None:
        while len(self.asked) < times:
            self._was_asked.clear()
            await self._was_asked.wait()

    async def branches(self, gym_id: int) -> tuple[Branch, ...]:
        self.asked.append(gym_id)
        self._was_asked.set()
        if self.failure is not None:
            raise ChatError(self.failure)
        return Branch(None, "All branches"), Branch(3, "Main branch")

    async def aclose(self) -> None:
        self.closed = True


@dataclass
class Network:
    """Makes the clients and remembers them; what is set here is how the next ones behave."""

    health: list[bool | Health] = field(default_factory=list)
    failure: Failure | None = None
    branch_failure: Failure | None = None
    broken: bool = False
    proxy_problems: tuple[str, ...] = ()
    assistants: list[FakeAssistant] = field(default_factory=list)
    backends: list[FakeBackend] = field(default_factory=list)

    def make_clients(self, endpoint: Endpoint, _slot: TokenSlot) -> Clients:
        if self.broken:
            raise RuntimeError("a bug in here")
        assistant = FakeAssistant(endpoint.bot_url, self.health, self.failure)
        self.assistants.append(assistant)
        if endpoint.backend_url is None:
            return Clients(assistant, None, self.proxy_problems)
        backend = FakeBackend(self.branch_failure)
        self.backends.append(backend)
        return Clients(assistant, backend)


class Line:
    """A connection with everything it said."""

    def __init__(self, network: Network, **how: Any) -> None:
        self.connection = Connection(network.make_clients, pauses=(0.0,), **how)
        self.memory: list[str] = []
        self.connection.memory_lost.connect(lambda: self.memory.append("lost"))
        self.connection.memory_doubted.connect(lambda: self.memory.append("doubted"))
        self.states: list[ConnectionState] = []
        self.branches: list[tuple[Branch, ...]] = []
        self._changed = asyncio.Event()
        self.connection.state_changed.connect(self._note_state)
        self.connection.branches_changed.connect(self._note_branches)

    def _note_state(self, state: ConnectionState) -> None:
        self.states.append(state)
        self._changed.set()

    def _note_branches(self, branches: tuple[Branch, ...]) -> None:
        self.branches.append(branches)
        self._changed.set()

    async def until(self, state: ConnectionState) -> None:
        while not self.states or self.states[-1] is not state:
            self._changed.clear()
            await self._changed.wait()

    async def until_branches(self, times: int = 1) -> None:
        while len(self.branches) < times:
            self._changed.clear()
            await self._changed.wait()

    async def ask(self) -> list[ChatEvent]:
        async with aclosing(self.connection.stream_chat(QUESTION)) as events:
            return [event async for event in events]


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def line(qloop: asyncio.AbstractEventLoop, network: Network) -> Line:
    return Line(network)


def test_a_question_waits_for_the_connection(run: Any, line: Line) -> None:
    async def story() -> list[ChatEvent]:
        asking = asyncio.ensure_future(line.ask())
        await asyncio.sleep(0)
        assert not asking.done()
        line.connection.connect_to(FIRST)
        return await asking

    assert run(story()) == [TokenReceived("http://first"), AnswerFinished()]
    assert line.states[-1] is CONNECTED


def test_a_question_waits_while_the_server_is_started_again(run: Any, line: Line) -> None:
    async def story() -> list[ChatEvent]:
        line.connection.connect_to(FIRST)
        await line.until(CONNECTED)
        line.connection.reconnecting()
        asking = asyncio.ensure_future(line.ask())
        await asyncio.sleep(0)
        assert not asking.done()
        line.connection.connect_to(SECOND)
        return await asking

    assert run(story())[0] == TokenReceived("http://second")
    assert line.states == [CONNECTED, RECONNECTING, CONNECTED]


def test_a_waiting_question_can_be_stopped(run: Any, line: Line, network: Network) -> None:
    async def story() -> None:
        asking = asyncio.ensure_future(line.ask())
        await asyncio.sleep(0)
        asking.cancel()
        await asyncio.wait([asking])
        line.connection.connect_to(FIRST)
        await line.until(CONNECTED)

    run(story())
    assert network.assistants[0].open_streams == 0


def test_questions_fail_with_the_reason_when_the_server_is_lost(run: Any, line: Line) -> None:
    async def story() -> list[ChatEvent]:
        waiting = asyncio.ensure_future(line.ask())
        await asyncio.sleep(0)
        line.connection.lost(GONE)
        for asking in (waiting, asyncio.ensure_future(line.ask())):
            with pytest.raises(ChatError) as caught:
                await asking
            assert caught.value.failure is GONE
        line.connection.connect_to(FIRST)
        await line.until(CONNECTED)
        return await line.ask()

    assert run(story())[0] == TokenReceived("http://first")
    assert line.states == [OFFLINE, CONNECTED]


def test_a_server_that_wakes_up_later_is_noticed(run: Any, line: Line, network: Network) -> None:
    network.health = [False, False, False]
    line_states = line.states

    async def story() -> None:
        line.connection.connect_to(FIRST)
        await line.until(CONNECTED)

    run(story())
    assert line_states == [OFFLINE, CONNECTED]
    assert network.assistants[0].checks == 4


def test_the_pauses_between_checks_grow_and_the_last_repeats(
    run: Any, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    network.health = [False] * 6
    paused: list[float] = []

    async def note(_connection: Connection, seconds: float) -> None:
        paused.append(seconds)
        await asyncio.sleep(0)

    async def story() -> None:
        connected = asyncio.Event()
        connection = Connection(network.make_clients)
        connection.state_changed.connect(lambda state: connected.set() if state is CONNECTED else None)
        connection.connect_to(FIRST)
        await connected.wait()

    monkeypatch.setattr(ServerWatch, "_pause", note)
    run(story())
    assert paused == [1.0, 2.0, 5.0, 15.0, 15.0, 15.0]


def test_a_new_endpoint_closes_the_old_clients(run: Any, line: Line, network: Network) -> None:
    async def story() -> None:
        line.connection.connect_to(SECOND)
        await line.until_branches()
        line.connection.reconnecting()
        line.connection.connect_to(FIRST)
        await line.until(CONNECTED)

    run(story())
    assert [assistant.closed for assistant in network.assistants] == [True, False]
    assert [backend.closed for backend in network.backends] == [True]


def test_a_new_endpoint_ends_the_checks_of_the_old_one(run: Any, line: Line, network: Network) -> None:
    network.health = [False] * 10_000

    async def story() -> int:
        line.connection.connect_to(FIRST)
        await line.until(OFFLINE)
        network.health = []
        line.connection.connect_to(SECOND)
        await line.until(CONNECTED)
        checks = network.assistants[0].checks
        for _ in range(20):
            await asyncio.sleep(0)
        return network.assistants[0].checks - checks

    assert run(story()) == 0


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (FailureKind.NETWORK, OFFLINE),
        (FailureKind.REFUSED, OFFLINE),
        (FailureKind.SERVER_ERROR, CONNECTED),
        (FailureKind.SIGN_IN_EXPIRED, CONNECTED),
    ],
)
def test_only_a_server_that_cannot_be_reached_is_offline(
    run: Any, line: Line, network: Network, kind: FailureKind, state: ConnectionState
) -> None:
    network.failure = Failure(kind, "It failed.", "Try again.")

    async def story() -> None:
        line.connection.connect_to(FIRST)
        await line.until(CONNECTED)
        with pytest.raises(ChatError) as caught:
            await line.ask()
        assert caught.value.failure is network.failure
        assert line.states[-1] is state

    run(story())


def test_a_server_that_comes_back_after_a_failed_question_is_noticed(
    run: Any, line: Line, network: Network
) -> None:
    network.failure = Failure(FailureKind.REFUSED, "It failed.", "Try again.")

    async def story() -> None:
        line.connection.connect_to(SECOND)
        await line.until_branches()
        network.health += [False, False]
        for _ in range(2):  # Two questions do not make two watchers.
            with pytest.raises(ChatError):
                await line.ask()
        await line.until(CONNECTED)

    run(story())
    assert line.states[-2:] == [OFFLINE, CONNECTED]
    assert network.assistants[0].checks == 4
    assert len(line.branches) == 1


@pytest.mark.parametrize("restarted", [True, False])
def test_what_is_known_of_the_server_is_not_overruled_by_health_checks(
    run: Any, line: Line, network: Network, restarted: bool
) -> None:
    network.failure = Failure(FailureKind.NETWORK, "It failed.", "Try again.")

    async def story() -> None:
        line.connection.connect_to(FIRST)
        await line.until(CONNECTED)
        with pytest.raises(ChatError):
            await line.ask()
        if restarted:
            line.connection.reconnecting()
        else:
            line.connection.lost(GONE)
        for _ in range(20):
            await asyncio.sleep(0)

    run(story())
    assert line.states[-1] is (RECONNECTING if restarted else OFFLINE)


# Behind an idle window.

GONE_HEALTH, SLOW_HEALTH = Health(FailureKind.REFUSED), Health(FailureKind.TIMEOUT)


@pytest.fixture
def watching(qloop: asyncio.AbstractEventLoop, network: Network) -> Line:
    return Line(network, checks_apart=0.0)


async def turns_until(has_come: Callable[[], bool]) -> None:
    for _ in range(100_000):
        if has_come():
            return
        await asyncio.sleep(0)
    pytest.fail("it did not come")


async def connected_then(line: Line, network: Network, checks: list[bool | Health]) -> None:
    """Let a connected line see these checks, and two more that are well."""
    line.connection.connect_to(FIRST)
    await line.until(CONNECTED)
    assistant = network.assistants[0]
    assistant.checks_to_come = [*checks]
    seen = assistant.checks + len(checks) + 2
    await turns_until(lambda: assistant.checks >= seen)


def test_a_server_that_goes_behind_an_idle_window_is_noticed_and_its_return_too(
    run: Any, watching: Line, network: Network
) -> None:
    run(connected_then(watching, network, [GONE_HEALTH]))
    assert watching.states == [CONNECTED, OFFLINE, CONNECTED]


def test_a_server_that_does_not_know_how_it_is_is_there(run: Any, watching: Line, network: Network) -> None:
    run(connected_then(watching, network, [Health(FailureKind.NOT_FOUND)] * 3))
    assert watching.states == [CONNECTED]
    assert watching.memory == []


@pytest.mark.parametrize(
    ("checks", "memory"),
    [
        ([GONE_HEALTH], ["lost"]),
        ([SLOW_HEALTH], []),
        ([SLOW_HEALTH, SLOW_HEALTH], ["doubted"]),
        ([SLOW_HEALTH, GONE_HEALTH], ["lost"]),
        ([Health(FailureKind.SERVER_ERROR), Health(FailureKind.SERVER_ERROR)], ["doubted"]),
        ([Health(instance="a"), Health(instance="a")], []),
        ([Health(instance="a"), Health(instance="b")], ["lost"]),
        ([Health(instance="a"), GONE_HEALTH, SLOW_HEALTH, Health(instance="a")], []),
        ([True, True], []),
    ],
)
def test_what_an_absence_means_for_the_assistants_memory(
    run: Any, watching: Line, network: Network, checks: list[bool | Health], memory: list[str]
) -> None:
    run(connected_then(watching, network, checks))
    assert watching.memory == memory


def test_a_fresh_assistant_remembers_nothing(run: Any, line: Line) -> None:
    async def story() -> None:
        line.connection.connect_to(FIRST, is_fresh=True)
        assert line.memory == ["lost"]

    run(story())


def test_nobody_asks_how_it_is_while_it_answers_or_nobody_looks(run: Any, network: Network) -> None:
    looked_at = False
    questions: list[bool] = []

    def is_watched() -> bool:
        questions.append(looked_at)
        return looked_at

    line = Line(network, checks_apart=0.0, is_watched=is_watched)

    async def story() -> None:
        nonlocal looked_at
        line.connection.connect_to(FIRST)
        await line.until(CONNECTED)
        await turns_until(lambda: len(questions) >= 5)
        assert network.assistants[0].checks == 1
        looked_at = True
        async with aclosing(line.connection.stream_chat(QUESTION)) as events:
            await anext(events)
            checks = network.assistants[0].checks
            for _ in range(50):
                await asyncio.sleep(0)
            assert network.assistants[0].checks <= checks + 1
        await turns_until(lambda: network.assistants[0].checks >= checks + 3)

    run(story())


def test_an_answer_that_breaks_off_is_reason_to_look_at_once(run: Any, line: Line, network: Network) -> None:
    network.failure = Failure(FailureKind.TRUNCATED, "It broke off.", "Try again.")

    async def story() -> None:
        line.connection.connect_to(FIRST)
        await line.until(CONNECTED)
        network.assistants[0].checks_to_come = [GONE_HEALTH]
        with pytest.raises(ChatError):
            await line.ask()
        await line.until(OFFLINE)
        await line.until(CONNECTED)

    run(story())
    assert line.memory == ["lost"]


def test_proxies_that_cannot_be_used_are_told_once(run: Any, line: Line, network: Network) -> None:
    network.proxy_problems = ("ALL_PROXY: its port is none.",)
    told: list[tuple[str, ...]] = []
    line.connection.proxies_left_out.connect(told.append)

    async def story() -> None:
        for _ in range(2):
            line.connection.connect_to(FIRST)
            await line.until(CONNECTED)
            line.connection.reconnecting()

    run(story())
    assert told == [network.proxy_problems]


def test_a_stopped_answer_closes_its_stream_at_once(run: Any, line: Line, network: Network) -> None:
    async def story() -> None:
        line.connection.connect_to(FIRST)
        await line.until(CONNECTED)
        async with aclosing(line.connection.stream_chat(QUESTION)) as events:
            async for _ in events:
                assert network.assistants[0].open_streams == 1
                break

    run(story())
    assert network.assistants[0].open_streams == 0


def test_the_branches_of_the_gym_are_told(run: Any, line: Line, network: Network) -> None:
    async def story() -> None:
        line.connection.connect_to(SECOND)
        await line.until_branches()

    run(story())
    assert line.branches == [(Branch(None, "All branches"), Branch(3, "Main branch"))]
    assert network.backends[0].asked == [12]


def test_without_branches_the_chat_goes_on(run: Any, line: Line, network: Network) -> None:
    network.branch_failure = Failure(FailureKind.SERVER_ERROR, "No branches.", "Try later.")
    refused: list[bool] = []
    line.connection.branches_refused.connect(lambda: refused.append(True))

    async def story() -> list[ChatEvent]:
        line.connection.connect_to(SECOND)
        await line.until_branches()
        return await line.ask()

    assert run(story())[-1] == AnswerFinished()
    assert line.branches == [()]
    assert refused == [], "it may come yet"
    assert line.states == [CONNECTED]


def test_branches_that_are_known_outlive_a_backend_that_does_not_answer(
    run: Any, network: Network, qloop: asyncio.AbstractEventLoop
) -> None:
    """A computer that wakes up looks before its network is there: the chosen branch would be all of them, unseen."""
    line = Line(network, branches_again=(0.0,))

    async def story() -> None:
        line.connection.connect_to(SECOND)
        await line.until_branches()
        backend = network.backends[0]
        backend.failure, before = GONE, len(backend.asked)
        line.connection.look_at_backend()
        await backend.until_asked(before + 3)
        assert len(line.branches) == 1
        backend.failure = None
        await line.until_branches(2)
        await line.connection.aclose()

    run(story())
    assert line.branches[0] == line.branches[1] != ()


def test_a_list_that_could_not_be_had_at_first_comes_later(
    run: Any, network: Network, qloop: asyncio.AbstractEventLoop
) -> None:
    network.branch_failure = GONE
    line = Line(network, branches_again=(0.0,))

    async def story() -> None:
        line.connection.connect_to(SECOND)
        await line.until_branches()
        await network.backends[0].until_asked(3)
        network.backends[0].failure = None
        await line.until_branches(2)
        await line.connection.aclose()

    run(story())
    assert line.branches == [(), (Branch(None, "All branches"), Branch(3, "Main branch"))]


def test_a_backend_that_refuses_the_list_is_asked_once(
    run: Any, network: Network, qloop: asyncio.AbstractEventLoop
) -> None:
    network.branch_failure = Failure(FailureKind.NOT_FOUND, "No branches.", "Look at the address.")
    line = Line(network, branches_again=(0.0,))
    refused: list[bool] = []
    line.connection.branches_refused.connect(lambda: refused.append(True))

    async def story() -> None:
        line.connection.connect_to(SECOND)
        await line.until_branches()
        await line.connection._branches._tasks.finish()
        await line.connection.aclose()

    run(story())
    assert refused == [True]
    assert network.backends[0].asked == [12]


def test_closing_closes_everything_and_sends_nothing_more(run: Any, line: Line, network: Network) -> None:
    async def story() -> None:
        line.connection.connect_to(SECOND)
        await line.until_branches()
        await line.connection.aclose()
        with pytest.raises(ChatError):
            await line.ask()
        await line.connection.aclose()

    run(story())
    assert network.assistants[0].closed
    assert network.backends[0].closed


def test_closing_while_connecting_ends_the_attempt(run: Any, line: Line, network: Network) -> None:
    network.health = [False] * 10_000

    async def story() -> None:
        line.connection.connect_to(FIRST)
        await line.until(OFFLINE)
        await line.connection.aclose()

    run(story())
    assert network.assistants[0].closed


def test_a_bug_while_connecting_is_reported(
    run: Any, line: Line, network: Network, qloop: asyncio.AbstractEventLoop
) -> None:
    network.broken = True
    reported: list[BaseException] = []

    async def story() -> None:
        heard = asyncio.Event()

        def note(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
            reported.append(context["exception"])
            heard.set()

        qloop.set_exception_handler(note)
        line.connection.connect_to(FIRST)
        await heard.wait()

    run(story())
    assert [type(error) for error in reported] == [RuntimeError]


def test_the_http_stack_comes_without_its_command_line() -> None:
    script = (
        "import sys; from strakly_desktop.app.assistant.endpoint_choice import make_clients;"
        "from strakly_desktop.app.assistant.connection import Endpoint, TokenSlot;"
        "make_clients(Endpoint('http://127.0.0.1:9', None), TokenSlot(None));"
        "print(sorted({'httpx', 'click', 'rich', 'socksio'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['httpx']"


def test_after_sleep_a_server_is_asked_at_once_and_not_when_its_pause_is_over(
    run: Any, network: Network
) -> None:
    network.health = [False]

    async def story() -> None:
        connection = Connection(network.make_clients, pauses=(3600.0,))
        states: list[ConnectionState] = []
        is_offline, is_back = asyncio.Event(), asyncio.Event()
        connection.state_changed.connect(states.append)
        connection.state_changed.connect(lambda state: (is_back if state is CONNECTED else is_offline).set())
        connection.connect_to(FIRST)
        await is_offline.wait()
        connection.look_at_once()
        await is_back.wait()
        assert states == [OFFLINE, CONNECTED]
        await connection.aclose()

    run(story())


@pytest.mark.parametrize(
    ("url", "states"),
    [
        ("http://desk.gym.test", [CONNECTED, OFFLINE, CONNECTED]),
        ("http://192.168.1.20:8000", [CONNECTED, OFFLINE, CONNECTED]),
        ("http://127.0.0.1:8000", [CONNECTED]),
        ("http://localhost:8000", [CONNECTED]),
        ("http://[::1]:8000", [CONNECTED]),
    ],
)
def test_where_nothing_leads_out_a_server_elsewhere_is_offline_before_it_is_asked(
    run: Any, network: Network, url: str, states: list[ConnectionState]
) -> None:
    line = Line(network, checks_apart=3600.0)

    async def story() -> None:
        line.connection.connect_to(replace(FIRST, bot_url=url))
        await line.until(CONNECTED)
        line.connection.note_cut()
        checks = network.assistants[0].checks
        line.connection.look_at_once()
        await turns_until(lambda: network.assistants[0].checks > checks)
        for _ in range(5):
            await asyncio.sleep(0)

    run(story())
    assert line.states == states
    assert line.memory == []


def test_a_network_that_changes_while_the_server_is_asked_is_asked_again(run: Any, network: Network) -> None:
    asked, goes_on = asyncio.Event(), asyncio.Event()

    class Hanging(FakeAssistant):
        async def health(self) -> Health:
            answer = await super().health()
            if not answer.is_well:
                asked.set()
                await goes_on.wait()
            return answer

    def make(endpoint: Endpoint, _slot: TokenSlot) -> Clients:
        network.assistants.append(Hanging(endpoint.bot_url, [], None))
        return Clients(network.assistants[0], None)

    states: list[ConnectionState] = []

    async def story() -> None:
        connection = Connection(make, pauses=(3600.0,), checks_apart=3600.0)
        connection.state_changed.connect(states.append)
        connection.connect_to(FIRST)
        await turns_until(lambda: states == [CONNECTED])
        network.assistants[0].checks_to_come = [Health(FailureKind.NETWORK)]
        connection.look_at_once()
        await asked.wait()
        connection.look_at_once()
        goes_on.set()
        await turns_until(lambda: len(states) == 3)
        await connection.aclose()

    run(story())
    assert states == [CONNECTED, OFFLINE, CONNECTED]


def test_a_busy_server_is_not_called_away_for_a_network_that_changed(run: Any, network: Network) -> None:
    line = Line(network, checks_apart=3600.0)

    async def story() -> None:
        line.connection.connect_to(FIRST)
        await line.until(CONNECTED)
        async with aclosing(line.connection.stream_chat(QUESTION)) as events:
            await anext(events)
            network.assistants[0].checks_to_come = [SLOW_HEALTH]
            line.connection.look_at_once()
            await turns_until(lambda: not network.assistants[0].checks_to_come)
            for _ in range(20):
                await asyncio.sleep(0)

    run(story())
    assert line.states == [CONNECTED]


class SlowBackend(FakeBackend):
    """Tells its branches when it is let."""

    def __init__(self) -> None:
        super().__init__(None)
        self.may_answer = asyncio.Event()

    async def branches(self, gym_id: int) -> tuple[Branch, ...]:
        await self.may_answer.wait()
        return await super().branches(gym_id)


@pytest.mark.parametrize("comes", [True, False])
def test_a_question_waits_a_little_for_the_branches_and_is_then_settled(run: Any, comes: bool) -> None:
    backend = SlowBackend()
    assistant = FakeAssistant("http://second", [], None)
    within = 3600.0 if comes else 0.0
    connection = Connection(lambda *_: Clients(assistant, backend), branches_within=within)
    known: list[tuple[Branch, ...]] = []
    settled: list[bool] = []
    connection.branches_changed.connect(known.append)

    def settle(question: Question) -> Question:
        settled.append(bool(known))
        return question

    connection.settle_with(settle)

    async def story() -> None:
        connection.connect_to(SECOND)
        async with aclosing(connection.stream_chat(QUESTION)) as events:
            first = asyncio.ensure_future(anext(events))
            for _ in range(20):
                await asyncio.sleep(0)
            if comes:
                assert settled == []
                backend.may_answer.set()
            assert isinstance(await first, TokenReceived)
        backend.may_answer.set()
        await connection.aclose()

    run(story())
    assert settled == [comes]


@pytest.mark.parametrize("endpoint", [FIRST, SECOND])
def test_where_no_branches_can_come_no_question_waits_for_them(run: Any, endpoint: Endpoint) -> None:
    network = Network(health=[False], branch_failure=GONE)
    connection = Connection(network.make_clients, pauses=(3600.0,), branches_within=3600.0)

    async def story() -> None:
        connection.connect_to(endpoint)
        async with aclosing(connection.stream_chat(QUESTION)) as events:
            assert isinstance(await anext(events), TokenReceived)
        await connection.aclose()

    run(story())


def token_of(number: int, email: str, **more: Any) -> str:
    said = {"sub": number, "email": email, "role": "manager", "gymId": 12, **more}
    return f"e30.{base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip('=')}.s"


class SlowAssistant(FakeAssistant):
    """Reads the token when it sends, as the HTTP client does; an answer waits in the middle for `go_on`."""

    def __init__(self, slot: TokenSlot, go_on: asyncio.Event) -> None:
        super().__init__("http://second", [], None)
        self.slot, self.go_on = slot, go_on

    async def stream_chat(self, question: Question) -> AsyncGenerator[ChatEvent]:
        yield TokenReceived(self.slot.token or "")
        await self.go_on.wait()
        yield TokenReceived(self.slot.token or "")
        yield AnswerFinished()


class SlowNetwork(Network):
    def __init__(self, go_on: asyncio.Event) -> None:
        super().__init__()
        self.go_on = go_on

    def make_clients(self, endpoint: Endpoint, _slot: TokenSlot) -> Clients:
        return Clients(SlowAssistant(_slot, self.go_on), None)


@pytest.fixture
def gym_line(qloop: asyncio.AbstractEventLoop) -> tuple[Line, asyncio.Event]:
    go_on = asyncio.Event()
    return Line(SlowNetwork(go_on)), go_on


ANITA = replace(SECOND, token=token_of(1, "anita@example.test"))
BALA = replace(SECOND, token=token_of(2, "bala@example.test"))
# The same e-mail and number, of an owner: owners and staff are counted apart.
ANITA_AS_OWNER = replace(SECOND, token=token_of(1, "anita@example.test", isAdmin=True))
ANITA_LATER = replace(SECOND, token=token_of(1, "anita@example.test", exp=2_000_000_000))
NAMELESS = replace(SECOND, token="a.b.d")


def use(connection: Connection, endpoint: Endpoint) -> None:
    """As the sign-in does."""
    if not connection.renew(endpoint):
        connection.connect_to(endpoint)


@pytest.mark.parametrize("other", [BALA, ANITA_AS_OWNER, NAMELESS, replace(SECOND, token="")])
def test_a_running_request_keeps_the_token_of_its_person(
    run: Any, gym_line: tuple[Line, asyncio.Event], other: Endpoint
) -> None:
    line, go_on = gym_line

    async def story() -> tuple[list[ChatEvent], list[ChatEvent]]:
        use(line.connection, ANITA)
        await line.until(CONNECTED)
        async with aclosing(line.connection.stream_chat(QUESTION)) as events:
            of_anita = [await anext(events)]
            use(line.connection, other)
            asking = asyncio.ensure_future(line.ask())
            go_on.set()
            of_anita += [event async for event in events]
            return of_anita, await asking if other.token else []

    of_anita, of_other = run(story())
    assert of_anita == [TokenReceived(ANITA.token or "")] * 2 + [AnswerFinished()]
    assert not of_other or of_other[0] == TokenReceived(other.token or "")


def test_a_running_request_goes_on_with_a_newer_token_of_its_person(
    run: Any, gym_line: tuple[Line, asyncio.Event]
) -> None:
    line, go_on = gym_line

    async def story() -> list[ChatEvent]:
        use(line.connection, ANITA)
        await line.until(CONNECTED)
        async with aclosing(line.connection.stream_chat(QUESTION)) as events:
            said = [await anext(events)]
            use(line.connection, ANITA_LATER)
            go_on.set()
            return said + [event async for event in events]

    assert run(story())[1] == TokenReceived(ANITA_LATER.token or "")


def test_a_request_that_waits_never_goes_as_somebody_else(
    run: Any, gym_line: tuple[Line, asyncio.Event]
) -> None:
    line, go_on = gym_line
    go_on.set()

    async def story() -> list[ChatEvent]:
        use(line.connection, ANITA)
        waiting = asyncio.ensure_future(line.ask())
        await asyncio.sleep(0)
        use(line.connection, BALA)
        of_bala = asyncio.ensure_future(line.ask())
        with pytest.raises(ChatError):
            await waiting
        return await of_bala

    assert run(story())[0] == TokenReceived(BALA.token or "")


def test_what_was_asked_before_anybody_was_known_goes_as_who_signs_in(
    run: Any, gym_line: tuple[Line, asyncio.Event]
) -> None:
    line, go_on = gym_line
    go_on.set()

    async def story() -> list[ChatEvent]:
        waiting = asyncio.ensure_future(line.ask())
        await asyncio.sleep(0)
        use(line.connection, ANITA)
        return await waiting

    assert run(story())[0] == TokenReceived(ANITA.token or "")
