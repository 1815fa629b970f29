"""The server's answers about saved conversations, as they were recorded, and what is no such answer."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from support.replay import load_recording
from support.scripted_bot import serving

from strakly_desktop.client.history_client import MOST_BODY_BYTES, HistoryClient, exchange_body
from strakly_desktop.conversation.errors import ChatError, Refusal


def test_what_is_sent_has_no_sign_that_the_database_refuses() -> None:
    body = exchange_body("a\0b", "\ud83d half", ("get_clients",), "bot-1")
    assert body is not None
    assert body.decode() == (
        '{"userMessage": "ab", "assistantMessage": "\ufffd half", "botConversationId": "bot-1",'
        ' "toolsUsed": ["get_clients"]}'
    )


def test_what_is_over_the_server_s_limit_is_not_sent() -> None:
    assert exchange_body("q", "x" * MOST_BODY_BYTES, (), "") is None
    assert exchange_body("q", "x" * (MOST_BODY_BYTES - 200), (), "") is not None


def recorded(**answers: str) -> Starlette:
    """A server that answers what was recorded: the name of each path is given with a recording."""

    def answer(name: str) -> Callable[[Request], Response]:
        about = load_recording(name).about
        status = int(about["status_line"].split()[1])
        return lambda _request: Response(about["body"], status, media_type="application/json")

    paths = {
        "all": "/api/conversations",
        "one": "/api/conversations/1",
        "save": "/api/conversations/1/exchange",
    }
    methods = ["GET", "POST", "PATCH", "DELETE"]
    return Starlette(
        routes=[Route(paths[name], answer(recording), methods=methods) for name, recording in answers.items()]
    )


def asked(app: Starlette, ask: Callable[[HistoryClient], Awaitable[Any]]) -> Any:
    async def story(url: str) -> Any:
        async with aclosing(HistoryClient(f"{url}/api", url, lambda: "a.b.c")) as client:
            return await ask(client)

    with serving(app) as url:
        return asyncio.run(asyncio.wait_for(story(url), 60))


def test_the_list_is_read_with_the_time_of_the_last_message() -> None:
    rows, is_whole = asked(recorded(all="be_conv_list"), lambda client: client.conversations())
    (row,) = rows
    assert is_whole
    assert (row.id, row.title, row.last_text) == (1, "How many members do we have?", "second answer")
    assert row.bot_conversation == "11111111-1111-4111-8111-111111111111"
    assert row.used_at.isoformat() == "2026-11-22T13:58:01.559000+00:00"


def test_a_conversation_is_read_with_all_its_messages() -> None:
    held = asked(recorded(one="be_conv_get"), lambda client: client.conversation(1))
    assert (held.id, held.user_id, held.gym_id, len(held.messages)) == (1, 1, 1, 4)
    assert (held.messages[1].text, held.messages[1].tools) == ("**245**", ("get_clients_stats",))


def test_a_save_counts_only_where_the_server_names_the_conversation() -> None:
    asked(recorded(save="be_conv_exchange_more"), lambda client: client.save(1, b"{}"))
    for other in ("be_conv_exchange_id_zero", "be_login_ok", "be_conv_list"):
        with pytest.raises(ChatError):
            asked(recorded(save=other), lambda client: client.save(1, b"{}"))


@pytest.mark.parametrize(
    "name", ["be_conv_plan_403", "be_conv_401", "be_conv_superadmin", "be_conv_get_deleted"]
)
def test_a_refusal_keeps_its_status_and_words(name: str) -> None:
    with pytest.raises(Refusal) as caught:
        asked(recorded(all=name), lambda client: client.conversations())
    about = load_recording(name).about
    assert caught.value.status == int(about["status_line"].split()[1])
    assert caught.value.said == json.loads(about["body"])["message"]


def test_a_web_page_in_place_of_the_list_is_no_empty_list() -> None:
    page = Starlette(
        routes=[Route("/api/conversations", lambda _request: HTMLResponse("<html>Sign in</html>"))]
    )
    with pytest.raises(ChatError):
        asked(page, lambda client: client.conversations())
