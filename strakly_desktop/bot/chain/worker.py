"""One of the workers: the same assistant and routes as on a desk, over the database that all workers share.

Its settings come by the environment, for the process is begun afresh: nothing of the parent's memory is in it.
"""

import asyncio
import json
import logging
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Final

import psycopg
from starlette.applications import Starlette

from strakly_desktop.bot.agent.agent import Assistant
from strakly_desktop.bot.chain.database import database_url, open_engine, plain_address
from strakly_desktop.bot.chain.line import Line
from strakly_desktop.bot.chain.metrics import CountedToolbox, metrics_route, watch
from strakly_desktop.bot.chain.shared_memory import SharedMemory
from strakly_desktop.bot.chain.tenant_gyms import ChainGyms
from strakly_desktop.bot.models.choice import rounds_loader
from strakly_desktop.bot.server.bounded_http import BoundedHTTP
from strakly_desktop.bot.server.front_desk import front_desk_routes
from strakly_desktop.bot.server.routes import Standing, create_app
from strakly_desktop.bot.tools.gym_toolbox import GymTools

_log = logging.getLogger(__name__)

SETTINGS: Final = "STRAKLY_CHAIN_SETTINGS"
"""The environment's name for what the parent hands down: JSON of database and secret."""
METRICS_TOKEN: Final = "STRAKLY_METRICS_TOKEN"  # noqa: S105 - the name of it
MOST_CONNECTIONS: Final = 4000
_SWEEP_SECONDS: Final = 60.0
_HEALTH_SECONDS: Final = 2.0
_TOLD_FOR_SECONDS: Final = 1.0
NOT_READY: Final = "The database does not answer. Questions cannot be answered until it does."


class WorkerHTTP(BoundedHTTP):
    """As on a desk, for the clients of many."""

    most_connections = MOST_CONNECTIONS


class Worker:
    """What one process of the chain holds."""

    def __init__(self, database: str, secret: str) -> None:
        url = database_url(database)
        self._secret = secret
        self._engine = open_engine(url)
        self._line = Line(plain_address(url))
        self._gyms = ChainGyms(self._engine)
        self._memory = SharedMemory(self._line)
        self._assistant = Assistant(
            rounds_loader(os.environ, GymTools()),
            memory=self._memory,
            toolbox_of=lambda tenant: CountedToolbox(self._gyms.toolbox(tenant)),
            watched=watch,
        )
        self._standing = Standing()
        self._looked = float("-inf")
        self._looking = asyncio.Lock()

    def app(self) -> Starlette:
        """The worker's routes."""
        return create_app(
            self._assistant,
            self._gyms,
            self._secret,
            standing=self._current_standing,
            more_routes=[
                metrics_route(os.environ.get(METRICS_TOKEN, "")),
                *front_desk_routes(self._gyms.front_desk, self._secret),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncGenerator[None]:
        # Also without a database: a worker that ended for that would take the others with it.
        await self._current_standing()
        self._assistant.warm_up()
        sweeping = asyncio.create_task(self._sweep())
        try:
            yield
        finally:
            sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await sweeping
            await self._line.close()
            self._engine.dispose()

    async def _current_standing(self) -> Standing:
        """How the database stands; looked at once a second at most, whoever asks however often."""
        loop = asyncio.get_running_loop()
        async with self._looking:
            if loop.time() - self._looked > _TOLD_FOR_SECONDS:
                instance, trouble = self._standing.instance, ""
                try:
                    async with asyncio.timeout(_HEALTH_SECONDS):
                        instance = await self._memory.instance()
                except (psycopg.Error, TimeoutError):
                    trouble = NOT_READY
                self._standing = Standing(instance, trouble)
                self._looked = loop.time()
        return self._standing

    async def _sweep(self) -> None:
        while True:
            try:
                await self._memory.forget_old()
            except psycopg.Error as error:
                _log.warning("Old conversations are not removed now: %s", type(error).__name__)
            await asyncio.sleep(_SWEEP_SECONDS)


def app() -> Starlette:
    """Begin to be a worker of the process that started this one."""
    _end_with_parent()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    settings = json.loads(os.environ.pop(SETTINGS))
    return Worker(settings["database"], settings["secret"]).app()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="parent").start()
