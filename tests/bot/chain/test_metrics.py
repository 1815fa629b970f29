"""What is counted of the tools, and who may read it."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from support.scripted_bot import ScriptedToolbox

from strakly_desktop.bot.agent.toolbox import ToolOutcome, ToolRefusal
from strakly_desktop.bot.chain.metrics import CountedToolbox, metrics_route


def status(token: str, host: str, **sent: str) -> int:
    async def ask() -> int:
        transport = httpx.ASGITransport(Starlette(routes=[metrics_route(token)]), client=(host, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
            return (await client.get("/metrics", headers=sent)).status_code

    return asyncio.run(ask())


@pytest.fixture(autouse=True)
def _of_no_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))


@pytest.mark.parametrize(
    ("token", "host", "sent", "expected"),
    [
        ("", "127.0.0.1", {}, 200),
        ("", "127.0.0.9", {}, 200),
        ("", "::1", {}, 200),
        ("", "192.0.2.7", {}, 403),
        ("", "unix", {}, 403),
        ("", "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("", "127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 403),
        ("", "127.0.0.1", {"X-Real-IP": "127.0.0.1"}, 403),
        ("", "192.0.2.7", {"Authorization": "Bearer "}, 403),
        ("for Prometheus", "192.0.2.7", {"Authorization": "Bearer for Prometheus"}, 200),
        ("for Prometheus", "127.0.0.1", {}, 403),
        ("for Prometheus", "127.0.0.1", {"Authorization": "Bearer for prometheus"}, 403),
    ],
)
def test_who_may_read_the_metrics(token: str, host: str, sent: dict[str, str], expected: int) -> None:
    assert status(token, host, **sent) == expected


async def fine(_arguments: dict[str, Any], _branch_id: int | None) -> ToolOutcome:
    return ToolOutcome({})


async def refused(_arguments: dict[str, Any], _branch_id: int | None) -> ToolOutcome:
    raise ToolRefusal("no")


async def gone(_arguments: dict[str, Any], _branch_id: int | None) -> ToolOutcome:
    raise OperationalError("SELECT", None, ConnectionError())


def test_tools_are_timed_by_their_own_names_and_failures_told_apart() -> None:
    tools = {"get_plans": fine, "get_revenue": refused, "get_payments": gone, "made up 90000 12345": fine}

    def counted(sample: str, **labels: str) -> float:
        return REGISTRY.get_sample_value(sample, labels) or 0.0

    async def call_all() -> None:
        toolbox = CountedToolbox(ScriptedToolbox(tools))
        for name in tools:
            try:
                await toolbox.call(name, {}, None)
            except (ToolRefusal, OperationalError):
                assert name in ("get_revenue", "get_payments")

    asyncio.run(call_all())
    for name in ("get_plans", "get_revenue", "get_payments", "other"):
        assert counted("strakly_tool_seconds_count", tool=name) == 1
    assert counted("strakly_tool_failures_total", tool="get_revenue", why="refused") == 1
    assert counted("strakly_tool_failures_total", tool="get_payments", why="database") == 1
    labels = {sample.labels.get("tool") for metric in REGISTRY.collect() for sample in metric.samples}
    assert not any("90000" in (label or "") for label in labels)
