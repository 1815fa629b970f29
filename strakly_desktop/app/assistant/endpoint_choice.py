"""Which assistant this desk talks to: a configured server, or the demo gym that runs as a child process."""

from pathlib import Path

from PySide6.QtCore import QObject

from strakly_desktop.app.assistant.account import account_of
from strakly_desktop.app.assistant.connection import Clients, Connection, Endpoint
from strakly_desktop.app.assistant.local_bot import BotEndpoint, LocalBot
from strakly_desktop.app.process.optional_imports import not_imported
from strakly_desktop.conversation.errors import Failure, FailureKind

_UNKNOWN = Failure(
    FailureKind.REFUSED,
    "This computer does not know your gym's assistant.",
    "Its settings file has a mistake: tell whoever looks after this computer.",
    retryable=False,
)


class ServerLink(QObject):
    """Keeps the connection on the right endpoint. `bot_url` None means the local demo gym."""

    def __init__(
        self,
        connection: Connection,
        bot_url: str | None,
        token: str | None,
        backend_url: str | None,
        log_directory: Path,
        *,
        is_unknown: bool = False,
    ) -> None:
        """`is_unknown`: the gym has an assistant, but which cannot be told; no other takes its place."""
        super().__init__()
        self._connection = connection
        self._endpoint = (
            Endpoint(bot_url, token, backend_url, account_of(token).gym_id) if bot_url is not None else None
        )
        self._is_unknown = is_unknown
        self._local_bot: LocalBot | None = None
        if bot_url is None and not is_unknown:
            self._local_bot = local_bot = LocalBot(log_directory / "local-bot.log", parent=self)
            local_bot.ready.connect(self._use_local_bot)
            local_bot.restarting.connect(connection.reconnecting)
            local_bot.died.connect(self._give_up)

    @property
    def is_demo(self) -> bool:
        return self._local_bot is not None

    def connect_to_assistant(self) -> None:
        """Begin to connect; the connection's signals tell how it goes."""
        if self._is_unknown:
            self._connection.lost(_UNKNOWN)
        elif self._endpoint is not None:
            self._connection.connect_to(self._endpoint)
        elif self._local_bot is not None:
            self._local_bot.start()

    async def aclose(self) -> None:
        """End the local bot, if there is one, and wait until it is gone."""
        if self._local_bot is not None:
            await self._local_bot.aclose()

    def _use_local_bot(self, found: BotEndpoint) -> None:
        self._connection.connect_to(
            Endpoint(found.url, found.token, f"{found.url}/api", found.gym_id, found.gym_name), is_fresh=True
        )

    def _give_up(self, advice: str) -> None:
        self._connection.lost(
            Failure(FailureKind.REFUSED, "The demo assistant does not start.", advice, retryable=False)
        )


def make_clients(endpoint: Endpoint) -> Clients:
    """The HTTP clients for `endpoint`. Imports the HTTP stack (a tenth of a second): call it in a thread."""
    # Where they are installed, httpx imports what its command line needs, 10 MB that nothing here uses; and httpcore
    # what speaks with SOCKS proxies, which few have.
    with not_imported("click"), not_imported("socksio"):
        from strakly_desktop.client.backend_client import BackendClient
        from strakly_desktop.client.bot_client import BotClient
        from strakly_desktop.client.server_connection import import_on_demand_parts

    import_on_demand_parts()

    def token() -> str | None:
        return endpoint.token

    backend = BackendClient(endpoint.backend_url, token) if endpoint.backend_url else None
    assistant = BotClient(endpoint.bot_url, token)
    return Clients(assistant, backend, assistant.proxy_problems)
