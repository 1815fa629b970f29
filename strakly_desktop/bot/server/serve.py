"""The `serve` command: runs the local bot on a loopback port until it is told to stop.

    strakly-desktop serve [--host 127.0.0.1] [--port 0] [--database URL] [--json-ready] [--exit-with-stdin]

Once it listens it prints its URL and a ready demo token. With `--json-ready` that is ONE line of JSON on
standard output, and nothing else is ever printed there, so that the app which started it as a child can read it:

    {"url": "http://127.0.0.1:40123", "token": "<JWT>", "gym_id": 1, "gym_name": "Iron Temple Fitness"}

A `problem` in it (`fact`, `advice`) is one with the language model of the settings; `{"failed": "why"}` instead of the
line says that nothing can be started with them.

With `--exit-with-stdin` the end of standard input ends the server: the app holds the other end of that pipe,
so the operating system itself closes it when the app dies, `kill -9` included. Nothing has to be polled. The token ends
with that server, and not after seven days: nobody could sign in to the demo gym again.
The exit code is 0 after SIGTERM, SIGINT or the end of standard input, 1 when it could not start (the reason is
on standard error), 2 for wrong arguments. `JWT_SECRET` is the shared secret of the tokens; unset, a random one.
"""

import asyncio
import json
import os
import secrets
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType

import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from strakly_desktop.bot.agent.agent import Assistant
from strakly_desktop.bot.agent.memory import Memory
from strakly_desktop.bot.agent.tenant import issue_token
from strakly_desktop.bot.models.choice import ModelNotConfigured, most_messages, rounds_loader
from strakly_desktop.bot.models.first_look import Problem, problem_of
from strakly_desktop.bot.server.bounded_http import LONGEST_HEAD, BoundedHTTP
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
from strakly_desktop.bot.server.front_desk import desk_of_one, front_desk_routes
from strakly_desktop.bot.server.routes import create_app
from strakly_desktop.bot.tools.front_desk import FrontDesk
from strakly_desktop.bot.tools.gym_toolbox import GymTools

_STDIN = 0
_GRACE_SECONDS = 1
"""How long running answers may go on after the server was told to stop."""


def main(argv: Sequence[str]) -> int:
    """Run the server until it is told to stop. `argv` is what follows the word `serve`; returns the exit code."""
    wanted = arguments().parse_args(argv)
    warn_if_reachable(wanted.host)
    gym = GymTools(wanted.database)
    try:
        assistant = Assistant(
            rounds_loader(os.environ, gym), memory=Memory(most_messages=most_messages(os.environ))
        )
        listener = listen(wanted.host, wanted.port)
    except ModelNotConfigured as error:
        if wanted.json_ready:
            print_line(json.dumps({"failed": str(error)}))
        return failed(str(error))
    except (OSError, OverflowError) as error:
        return failed(f"Cannot listen on {wanted.host} port {wanted.port}: {error}")
    secret = os.environ.get("JWT_SECRET") or secrets.token_urlsafe(32)
    config = uvicorn.Config(
        create_app(
            assistant,
            gym,
            secret,
            more_routes=front_desk_routes(desk_of_one(FrontDesk(gym.gym), lambda: gym.gym_id), secret),
        ),
        http=BoundedHTTP,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )

    async def when_listening() -> None:
        problem = await problem_of(os.environ)
        if problem is not None:
            tell(f"{problem.fact} {problem.advice}")
        token = issue_token(demo_owner(gym.gym.gym_id), secret, is_for_good=wanted.exit_with_stdin)
        _announce(url_of(listener), gym, token, wanted.json_ready, problem)
        assistant.warm_up()

    server = _Server(config, when_listening)
    if wanted.exit_with_stdin:
        threading.Thread(target=_stop_at_end_of_stdin, args=(server,), daemon=True, name="stdin").start()
    with listener:
        return asyncio.run(_serve(server, listener, gym))


async def _serve(server: "_Server", listener: socket.socket, gym: GymTools) -> int:
    try:
        await gym.ready()
    except (SQLAlchemyError, ImportError, OSError) as error:
        return failed(f"Cannot use the gym's database: {error}")
    try:
        await server.serve(sockets=[listener])
    finally:
        await gym.close()
    return 0


class _Server(uvicorn.Server):
    """uvicorn, telling where it listens, and for which being told to stop is no failure."""

    def __init__(self, config: uvicorn.Config, when_listening: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._when_listening = when_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            await self._when_listening()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn's own, but without raising the signal again when all is done: the exit code stays 0."""
        previous = {number: signal.signal(number, self._leave) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _leave(self, _number: int, _frame: FrameType | None) -> None:
        self.should_exit = True


def _stop_at_end_of_stdin(server: uvicorn.Server) -> None:
    # os.read and not sys.stdin: a thread that holds the lock of a buffered file aborts the interpreter's end,
    # and a windowed build has no sys.stdin at all.
    try:
        while os.read(_STDIN, 4096):
            pass
    except OSError:
        pass  # A pipe that breaks has ended as well.
    server.should_exit = True
    threading.Event().wait(_GRACE_SECONDS + 1)
    os._exit(0)  # Nobody is left who could wait for an answer that does not want to end.


def _announce(url: str, gym: GymTools, token: str, as_json: bool, problem: Problem | None) -> None:
    if as_json:
        ready = {"url": url, "token": token, "gym_id": gym.gym.gym_id, "gym_name": gym.gym.name}
        told = {} if problem is None else {"problem": asdict(problem)}
        print_line(json.dumps(ready | told))
    else:
        print_line(f"The Strakly assistant of {gym.gym.name} listens on {url}\nDemo token: {token}")
