"""Counts what the workers do, in Prometheus' format: turns, tokens, tools, failures, and how long they take.

Never what is said, and nothing about who asked: the labels are fixed words and the names of our own tools. The
workers add up in files of one folder, so that whichever is asked tells the sum of all. The library reads the folder's
name when it is imported, so only a worker imports this.
"""

import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from ipaddress import ip_address
from time import perf_counter
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from strakly_desktop.bot.agent.toolbox import Toolbox, ToolDescription, ToolOutcome, ToolRefusal
from strakly_desktop.bot.agent.turn import Failed, Said, TurnEvent
from strakly_desktop.bot.tools import TOOLS

_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_TOOL_NAMES: Final = frozenset(spec.name for spec in TOOLS)
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""What proxies add. On the proxy's own machine everybody comes from a loopback address."""

_TURNS = Counter("strakly_turns", "Turns that ended, by how: answered, failed, stopped.", ["end"])
_RUNNING = Gauge("strakly_turns_running", "Turns that are being answered.", multiprocess_mode="livesum")
_TOKENS = Counter("strakly_tokens", "Pieces of answers that were sent.")
_FIRST_TOKEN = Histogram(
    "strakly_first_token_seconds", "From the question to the first piece of its answer.", buckets=_SECONDS
)
_TOOL_SECONDS = Histogram(
    "strakly_tool_seconds", "How long the tools took, those that failed too.", ["tool"], buckets=_SECONDS
)
_TOOL_FAILURES = Counter(
    "strakly_tool_failures", "Tools that failed, by why: refused, database.", ["tool", "why"]
)


async def watch(events: AsyncGenerator[TurnEvent]) -> AsyncGenerator[TurnEvent]:
    """The events of a turn as they are, counted."""
    began, end, spoke = perf_counter(), "stopped", False
    _RUNNING.inc()
    try:
        async with aclosing(events):
            async for event in events:
                match event:
                    case Said():
                        _TOKENS.inc()
                        if not spoke:
                            spoke = True
                            _FIRST_TOKEN.observe(perf_counter() - began)
                    case Failed():
                        end = "failed"
                yield event
        end = "failed" if end == "failed" else "answered"
    finally:
        _RUNNING.dec()
        _TURNS.labels(end).inc()


class CountedToolbox:
    """A toolbox of which every call is counted and timed."""

    def __init__(self, toolbox: Toolbox) -> None:
        self._toolbox = toolbox

    def describe(self) -> Sequence[ToolDescription]:
        """As Toolbox says."""
        return self._toolbox.describe()

    def writes(self, name: str) -> bool:
        """As Toolbox says."""
        return self._toolbox.writes(name)

    async def call(self, name: str, arguments: dict[str, Any], branch_id: int | None) -> ToolOutcome:
        """As Toolbox says."""
        # A model may call what is no tool at all.
        label = name if name in _TOOL_NAMES else "other"
        began = perf_counter()
        try:
            return await self._toolbox.call(name, arguments, branch_id)
        except ToolRefusal:
            _TOOL_FAILURES.labels(label, "refused").inc()
            raise
        except SQLAlchemyError:
            _TOOL_FAILURES.labels(label, "database").inc()
            raise
        finally:
            _TOOL_SECONDS.labels(label).observe(perf_counter() - began)

    def suggestions(self, name: str, result: dict[str, Any]) -> Sequence[str]:
        """As Toolbox says."""
        return self._toolbox.suggestions(name, result)


def metrics_route(token: str) -> Route:
    """`GET /metrics` for who brings `token`; without one, for programs of this machine that ask here directly."""

    async def metrics(request: Request) -> Response:
        if not _may_read(request, token):
            told = "Only this machine, or who has the token for it, may read the metrics."
            return JSONResponse({"detail": told}, status_code=403)
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return Route("/metrics", metrics)


def _may_read(request: Request, token: str) -> bool:
    if token:
        brought = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        return secrets.compare_digest(brought.encode(), token.encode())
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
