"""The command `serve --workers N`: several processes of the assistant on one port, over one PostgreSQL.

    strakly-desktop serve --workers 4 --database postgresql://strakly_app@db/strakly [--host] [--port]
        [--json-ready] [--exit-with-stdin]

This process only watches: uvicorn's supervisor begins the workers, and another for each that ends by itself. SIGHUP
replaces them one by one; SIGTERM and SIGINT end them, with time for running answers. `JWT_SECRET` is the shared secret
of the tokens; unset, a random one with a demo token. What is wrong with the database is told here, before any worker
runs. Without --database the address is in STRAKLY_DATABASE, which no list of processes shows.
"""

import argparse
import asyncio
import json
import os
import secrets
import socket
import tempfile
import threading
from collections.abc import Callable, Sequence

import uvicorn
from prometheus_client.multiprocess import mark_process_dead
from sqlalchemy.exc import SQLAlchemyError
from uvicorn.supervisors.multiprocess import Multiprocess

from strakly_desktop.bot.agent.tenant import issue_token
from strakly_desktop.bot.chain.database import NotUsable, database_url, open_engine, refuse_unusable
from strakly_desktop.bot.chain.worker import SETTINGS, WorkerHTTP
from strakly_desktop.bot.gym.records import DEMO_GYM_ID
from strakly_desktop.bot.models.choice import ModelNotConfigured, rounds_loader
from strakly_desktop.bot.models.first_look import problem_of
from strakly_desktop.bot.server.bounded_http import HEAD_SECONDS, LONGEST_HEAD
from strakly_desktop.bot.server.command_line import (
    arguments,
    demo_owner,
    failed,
    listen,
    print_line,
    tell,
    url_of,
    warn_if_reachable,
)
from strakly_desktop.bot.tools.gym_toolbox import GymTools

GRACE_SECONDS = 30
"""How long running answers may go on after a worker was told to stop."""

DATABASE = "STRAKLY_DATABASE"
_STDIN = 0
_MOST_WORKERS = 64
_BACKLOG = 1024
_START_SECONDS = 60.0
_METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_APP = "strakly_desktop.bot.chain.worker:app"


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop. `argv` is what follows the word `serve`; returns the exit code."""
    wanted = arguments().parse_args(argv)
    warn_if_reachable(wanted.host)
    database = wanted.database or os.environ.get(DATABASE, "")
    try:
        if not 1 <= (wanted.workers or 0) <= _MOST_WORKERS:
            return failed(f"--workers takes a number from 1 to {_MOST_WORKERS}.")
        _refuse_unusable(database)
        rounds_loader(os.environ, GymTools())
        listener = listen(wanted.host, wanted.port, _BACKLOG)
    except (NotUsable, ModelNotConfigured) as error:
        return failed(str(error))
    except (OSError, OverflowError) as error:
        return failed(f"Cannot listen on {wanted.host} port {wanted.port}: {error}")
    problem = asyncio.run(problem_of(os.environ))
    if problem is not None:
        tell(f"{problem.fact} {problem.advice}")
    given = os.environ.get("JWT_SECRET")
    secret = given or secrets.token_urlsafe(32)
    with listener, tempfile.TemporaryDirectory(prefix="strakly-metrics-") as folder:
        os.environ[_METRICS_FOLDER] = folder
        os.environ[SETTINGS] = json.dumps({"database": database, "secret": secret})

        def when_ready() -> None:
            _announce(url_of(listener), wanted, "" if given else secret)

        supervisor = _Supervisor(_config(wanted.workers), [listener], when_ready)
        if wanted.exit_with_stdin:
            threading.Thread(target=_end_with_stdin, args=(supervisor,), daemon=True, name="stdin").start()
        supervisor.run()
    return 0 if supervisor.was_ready else 1


def _refuse_unusable(database: str) -> None:
    """Raises NotUsable, with what to do, for a database that the workers could not serve from."""
    engine = open_engine(database_url(database), connections=1)
    try:
        with engine.connect() as connection:
            refuse_unusable(connection)
    except SQLAlchemyError as error:
        # The driver's own words name the address and what it said, and never the password.
        raise NotUsable(f"Cannot use the database: {getattr(error, 'orig', None) or error}") from error
    finally:
        engine.dispose()


def _config(workers: int) -> uvicorn.Config:
    return uvicorn.Config(
        _APP,
        factory=True,
        workers=workers,
        http=WorkerHTTP,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        ws="none",
        lifespan="on",
        backlog=_BACKLOG,
        log_level="warning",
        access_log=False,
        # As long as BoundedHTTP leaves them open: a proxy that keeps connections has to know.
        timeout_keep_alive=round(HEAD_SECONDS),
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


class _Supervisor(Multiprocess):
    """uvicorn's, telling when the first of its workers all listen."""

    def __init__(
        self, config: uvicorn.Config, sockets: list[socket.socket], when_ready: Callable[[], None]
    ) -> None:
        super().__init__(config, sockets)
        self.was_ready = False
        self._when_ready = when_ready

    def init_processes(self) -> None:
        """Begin the workers, and wait until they can answer."""
        super().init_processes()
        if all(each.wait_until_ready(_START_SECONDS, self.should_exit) for each in self.processes):
            self.was_ready = True
            self._when_ready()
        else:
            self.should_exit.set()

    def keep_subprocess_alive(self) -> None:
        """Begin another worker for each that has ended, of which no turn is running any more."""
        before = {each.pid for each in self.processes}
        super().keep_subprocess_alive()
        for pid in before - {each.pid for each in self.processes}:
            mark_process_dead(pid)  # type: ignore[no-untyped-call]


def _announce(url: str, wanted: argparse.Namespace, secret: str) -> None:
    token = issue_token(demo_owner(DEMO_GYM_ID), secret) if secret else ""
    if wanted.json_ready:
        print_line(json.dumps({"url": url, "workers": wanted.workers, "token": token}))
        return
    print_line(f"{wanted.workers} workers of the Strakly assistant listen on {url}")
    if token:
        print_line(
            f"JWT_SECRET is not set: tokens end with this server. Demo token of gym {DEMO_GYM_ID}: {token}"
        )


def _end_with_stdin(supervisor: _Supervisor) -> None:
    try:
        while os.read(_STDIN, 4096):
            pass
    except OSError:
        pass  # A pipe that breaks has ended as well.
    supervisor.should_exit.set()
