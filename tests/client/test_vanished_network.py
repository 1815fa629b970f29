"""A network that vanishes while an answer comes is noticed, and silence alone is not taken for that.

With real packets, lost between two network namespaces. The test with the app's own patience takes a minute; it runs
with STRAKLY_SLOW_TESTS=1.
"""

import asyncio
import os
import socket
import time
from collections.abc import Iterator

import pytest
from support.network_namespace import OtherNetwork, other_network, why_impossible

from strakly_desktop.client.bot_client import BotClient
from strakly_desktop.client.socket_options import Patience, apply, options_for
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.events import AnswerFinished, ChatEvent, TokenReceived
from strakly_desktop.conversation.model import Question

QUICK = Patience(idle=1, interval=1, probes=2)
IMPOSSIBLE = why_impossible()
SLOW = os.environ.get("STRAKLY_SLOW_TESTS") == "1"
needs_namespaces = pytest.mark.skipif(bool(IMPOSSIBLE), reason=IMPOSSIBLE)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[OtherNetwork]:
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with other_network() as made:
        yield made


async def lose(
    network: OtherNetwork, how: str, patience: Patience | None, at_most: float
) -> tuple[Failure, float]:
    """Pull the cable after the first token; give the failure and how many seconds it took to notice."""
    client = BotClient(network.url, lambda: None, patience=patience)
    events = client.stream_chat(Question("how many clients?"))
    assert await anext(events) == TokenReceived("Hello")
    network.pull_the_cable(how)
    began = time.monotonic()
    with pytest.raises(ChatError) as caught:
        await asyncio.wait_for(anext(events), at_most)
    took = time.monotonic() - began
    await client.aclose()
    return caught.value.failure, took


def check(failure: Failure) -> None:
    assert failure.kind is FailureKind.NETWORK
    assert failure.headline == "The network was lost while the assistant answered."
    assert "cable or Wi-Fi" in failure.advice


@needs_namespaces
@pytest.mark.parametrize("how", ["far", "near", "router"])
def test_a_network_that_vanished_is_noticed(network: OtherNetwork, how: str) -> None:
    failure, took = asyncio.run(lose(network, how, QUICK, at_most=30))
    check(failure)
    assert took <= 30


@needs_namespaces
@pytest.mark.skipif(not SLOW, reason="takes a minute; set STRAKLY_SLOW_TESTS=1")
@pytest.mark.parametrize("how", ["far", "router"])
def test_it_is_noticed_within_a_minute(network: OtherNetwork, how: str) -> None:
    failure, took = asyncio.run(lose(network, how, None, at_most=70))
    check(failure)
    assert took <= 60


@needs_namespaces
def test_silence_is_no_loss(network: OtherNetwork) -> None:
    """Twice as long as a lost network would have been given, and then the rest of the answer."""

    async def wait() -> list[ChatEvent]:
        client = BotClient(network.url, lambda: None, patience=QUICK)
        events = client.stream_chat(Question("how many clients?"))
        arrived = [await anext(events)]
        rest = asyncio.ensure_future(anext(events))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(rest), 2 * QUICK.longest)
        network.go_on()
        arrived.append(await asyncio.wait_for(rest, 60))
        await events.aclose()
        await client.aclose()
        return arrived

    assert asyncio.run(wait()) == [TokenReceived("Hello"), AnswerFinished()]


def test_the_apps_own_patience_is_less_than_a_minute() -> None:
    assert 30 <= Patience().longest <= 55


def test_the_options_are_on_the_socket() -> None:
    with socket.socket() as probe:
        apply((*options_for(Patience()), (socket.IPPROTO_TCP, 9_999, 1)), probe)
        assert probe.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            assert probe.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 50_000


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("darwin", {(0x10, 20), (0x101, 10), (0x102, 3), (0x80, 50)}),
        ("win32", {(3, 20), (17, 10), (16, 3), (5, 50)}),
    ],
)
def test_the_options_of_other_systems(
    monkeypatch: pytest.MonkeyPatch, system: str, expected: set[tuple[int, int]]
) -> None:
    names = {"darwin": ("TCP_KEEPALIVE", "TCP_KEEPINTVL", "TCP_KEEPCNT"),
             "win32": ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT")}  # fmt: skip
    numbers = {"darwin": (0x10, 0x101, 0x102), "win32": (3, 17, 16)}
    for name in ("TCP_KEEPIDLE", "TCP_KEEPALIVE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_USER_TIMEOUT"):
        monkeypatch.delattr(socket, name, raising=False)
    for name, number in zip(names[system], numbers[system], strict=True):
        monkeypatch.setattr(socket, name, number, raising=False)
    monkeypatch.setattr("strakly_desktop.client.socket_options.sys.platform", system)
    tcp = {option[1:] for option in options_for(Patience()) if option[0] == socket.IPPROTO_TCP}
    assert tcp == expected
