"""What the front desk asks goes with the token of who asked it, or with none."""

import asyncio
import base64
import json
from collections.abc import Callable
from typing import Any, cast

import pytest

from strakly_desktop.app.assistant.connection import Endpoint
from strakly_desktop.app.desk import desk_server
from strakly_desktop.app.desk.desk_server import DeskServer
from strakly_desktop.conversation.errors import ChatError


def token_of(email: str, **more: Any) -> str:
    said = json.dumps({"sub": 1, "email": email, "gymId": 1, **more}).encode()
    return f"e30.{base64.urlsafe_b64encode(said).decode().rstrip('=')}.s"


class Client:
    def __init__(self, token: Callable[[], str | None]) -> None:
        self.token = token

    async def aclose(self) -> None:
        return


def test_another_person_of_the_gym_lends_no_token_to_who_asked_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(desk_server, "make_desk_client", lambda _url, token: Client(token))
    at_desk = [token_of("anita@example.test")]
    server = DeskServer(
        lambda: Endpoint("http://gym", at_desk[-1], "http://gym/api", 1), asyncio.Event().wait
    )

    async def story() -> None:
        of_anita = cast(Client, await server.client())
        at_desk.append(token_of("anita@example.test", exp=2_000_000_000))
        assert cast(Client, await server.client()) is of_anita
        assert of_anita.token() == at_desk[-1], "a newer one of hers"
        at_desk.append(token_of("bala@example.test"))
        assert of_anita.token() is None
        of_bala = cast(Client, await server.client())
        assert of_bala.token() == at_desk[-1]

    asyncio.run(story())


def test_a_scan_before_the_app_is_connected_waits_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_server, "make_desk_client", lambda _url, token: Client(token))
    known: list[Endpoint] = []

    async def story() -> None:
        is_known = asyncio.Event()
        server = DeskServer(lambda: known[-1] if known else None, is_known.wait)
        asking = asyncio.ensure_future(server.client())
        await asyncio.sleep(0)
        assert not asking.done()
        known.append(Endpoint("http://gym", token_of("anita@example.test"), "http://gym/api", 1))
        is_known.set()
        assert cast(Client, await asking).token()

    asyncio.run(story())


def test_two_who_ask_at_once_get_the_same_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_server, "make_desk_client", lambda _url, token: Client(token))
    endpoint = Endpoint("http://gym", token_of("anita@example.test"), "http://gym/api", 1)
    server = DeskServer(lambda: endpoint, asyncio.Event().wait)

    async def story() -> None:
        one, other = await asyncio.gather(server.client(), server.client())
        assert one is other

    asyncio.run(story())


def test_where_nobody_ever_connects_it_is_said() -> None:
    server = DeskServer(lambda: None, asyncio.Event().wait, known_within=0)
    with pytest.raises(ChatError) as raised:
        asyncio.run(server.client())
    assert "no connection" in raised.value.failure.headline
