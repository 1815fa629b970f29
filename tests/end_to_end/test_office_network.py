"""What a person sees of an office's network: proxies that were left out, and a network that is gone."""

from collections.abc import Callable
from typing import Any

import pytest
from support.desk import OpenDesk
from support.proxies import TestProxy, proxying
from support.replay import http_answer, replay

from strakly_desktop.conversation.model import MessageState

OpenAt = Callable[..., OpenDesk]
SERVER = "http://bot.gym.example"
DONE = http_answer(b'data: {"token": "There are 12."}\n\ndata: [DONE]\n\n')


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_usable_proxy_is_used_and_the_other_told_without_its_password(
    desk_at: OpenAt, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        async with replay([DONE]) as server, proxying(TestProxy(server.port), socks=True) as proxy:
            monkeypatch.setenv("http_proxy", "http://desk:hunter2@127.0.0.1:99999")
            monkeypatch.setenv("ALL_PROXY", f"socks5://127.0.0.1:{proxy.port}")
            desk = desk_at(SERVER)
            await desk.ask("How many clients do we have?")
            assert desk.house.session.messages[-1].state is MessageState.COMPLETE
            assert "There are 12." in desk.shown
            assert desk.notices == ["proxies"]
            assert "hunter2" not in desk.notice_texts
            await desk.close()

    run(story())


def test_a_proxy_that_refuses_is_named_where_the_person_reads(
    desk_at: OpenAt, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        page = http_answer("<html>Blocked</html>", "text/html", "403 Forbidden")
        async with proxying(TestProxy(0, answer=page)) as proxy:
            monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{proxy.port}")
            desk = desk_at(SERVER)
            await desk.ask("How many clients do we have?")
            assert desk.notices == ["turn-failed"]
            assert (
                f"The proxy 127.0.0.1:{proxy.port} does not let this app reach the server."
                in desk.notice_texts
            )
            await desk.close()

    run(story())
