"""Which assistant this desk talks to: a configured server, or the demo gym that runs as a child process."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.assistant.connection import Clients, Connection, Endpoint, TokenSlot
from strakly_desktop.app.process.optional_imports import not_imported
from strakly_desktop.conversation.errors import Failure, FailureKind
from strakly_desktop.conversation.model import Branch

if TYPE_CHECKING:
    from strakly_desktop.app.assistant.local_bot import BotEndpoint, LocalBot
    from strakly_desktop.client.auth_client import AuthClient
    from strakly_desktop.client.bot_client import BotClient
    from strakly_desktop.client.checking.connection_check import ConnectionCheck
    from strakly_desktop.client.desk_client import DeskClient

_UNKNOWN = Failure(
    FailureKind.REFUSED,
    "This computer does not know your gym's assistant.",
    "Its settings file has a mistake: tell whoever looks after this computer.",
    retryable=False,
)


class ServerLink(QObject):
    """Keeps the connection on the right endpoint. Nothing is asked before one of its methods says where.

    Signals:
        demo_changed(bool): whether the local demo gym answers from now on.
        problem_found(str, str): why the local assistant or its language model does not answer, and what to do.
        problem_over(): it is there without one, or is not asked any more.
    """

    demo_changed = Signal(bool)
    problem_found = Signal(str, str)
    problem_over = Signal()

    def __init__(self, connection: Connection, log_directory: Path) -> None:
        super().__init__()
        self._connection = connection
        self._log_directory = log_directory
        self._local_bot: LocalBot | None = None
        self._retired: list[LocalBot] = []

    @property
    def is_demo(self) -> bool:
        return self._local_bot is not None

    def use_server(self, endpoint: Endpoint) -> None:
        """Ask this server from now on. Where only the token is another one, running answers go on."""
        self._retire_local_bot()
        if not self._connection.renew(endpoint):
            self._connection.connect_to(endpoint)

    def use_demo(self) -> None:
        """Ask the demo gym from now on; the connection's signals tell how it starts."""
        if self._local_bot is not None:
            return
        # A desk with a server has none.
        from strakly_desktop.app.assistant.local_bot import LocalBot

        self._local_bot = local_bot = LocalBot(self._log_directory / "local-bot.log", parent=self)
        local_bot.ready.connect(self._use_local_bot)
        local_bot.restarting.connect(self._connection.reconnecting)
        local_bot.died.connect(self._give_up)
        self.demo_changed.emit(True)
        local_bot.start()

    def use_none(self) -> None:
        """The gym has an assistant, but which cannot be told; no other takes its place."""
        self._connection.lost(_UNKNOWN)

    async def aclose(self) -> None:
        """End the local bot, if there is one, and wait until it is gone."""
        self._retire_local_bot()
        for local_bot in self._retired:
            await local_bot.aclose()

    def _retire_local_bot(self) -> None:
        local_bot, self._local_bot = self._local_bot, None
        if local_bot is not None:
            for signal in (local_bot.ready, local_bot.restarting, local_bot.died):
                signal.disconnect()
            self._retired.append(local_bot)
            local_bot.stop()
            self.demo_changed.emit(False)
            self.problem_over.emit()

    def _use_local_bot(self, found: "BotEndpoint") -> None:
        self._connection.connect_to(
            Endpoint(found.url, found.token, f"{found.url}/api", found.gym_id, found.gym_name, forgets=True),
            is_fresh=True,
        )
        if found.problem[0]:
            self.problem_found.emit(*found.problem)
        else:
            self.problem_over.emit()

    def _give_up(self, advice: str) -> None:
        fact = "The demo assistant does not start."
        self._connection.lost(Failure(FailureKind.REFUSED, fact, advice, retryable=False))
        self.problem_found.emit(fact, advice)


def make_clients(endpoint: Endpoint, slot: TokenSlot) -> Clients:
    """The HTTP clients for `endpoint`. Imports the HTTP stack (a tenth of a second): call it in a thread."""
    _import_http()
    from strakly_desktop.client.backend_client import BackendClient
    from strakly_desktop.client.bot_client import BotClient

    def token() -> str | None:
        return slot.token

    backend = BackendClient(endpoint.backend_url, token) if endpoint.backend_url else None
    assistant = BotClient(endpoint.bot_url, token)
    return Clients(assistant, backend, assistant.proxy_problems)


def make_check(endpoint: Endpoint, branch: Branch) -> "ConnectionCheck":
    """What looks at the way to `endpoint`, for questions about `branch`. Call it in a thread, as `make_clients`."""
    _import_http()
    from strakly_desktop.client.checking.connection_check import ConnectionCheck

    return ConnectionCheck(endpoint.bot_url, endpoint.backend_url, endpoint.token, endpoint.gym_id, branch)


def make_desk_client(backend_url: str, token: Callable[[], str | None]) -> "DeskClient":
    """What asks the backend for the front desk. Call it in a thread, as `make_clients`."""
    _import_http()
    from strakly_desktop.client.desk_client import DeskClient

    return DeskClient(backend_url, token)


async def backend_at(url: str) -> "AuthClient":
    """What signs in at the backend with this address.

    Raises:
        ValueError: it is no http or https address.
    """

    def make() -> "AuthClient":
        _import_http()
        from strakly_desktop.client.auth_client import AuthClient

        return AuthClient(url)

    return await asyncio.to_thread(make)


async def is_elsewhere(url: str) -> bool:
    """Whether something answers at this address that is no assistant. Where nothing answers, one may be starting."""

    def make() -> "BotClient":
        _import_http()
        from strakly_desktop.client.bot_client import BotClient

        return BotClient(url, lambda: None)

    async with aclosing(await asyncio.to_thread(make)) as assistant:
        return (await assistant.health()).failure in (FailureKind.NOT_FOUND, FailureKind.NOT_AN_ANSWER)


def _import_http() -> None:
    # Where they are installed, httpx imports what its command line needs, 10 MB that nothing here uses; and httpcore
    # what speaks with SOCKS proxies, which few have.
    with not_imported("click"), not_imported("socksio"):
        from strakly_desktop.client.server_connection import import_on_demand_parts

    import_on_demand_parts()
