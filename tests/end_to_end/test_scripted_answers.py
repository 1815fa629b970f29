"""The whole desk against a server whose every byte the test decides: each event, each failure, each way out."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.desk import OpenDesk
from support.notices import press_notice
from support.scripted_server import Reply, scripted_server, sse

from strakly_desktop.app.assistant.connection import Endpoint
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.model import Branch, MessageState
from strakly_desktop.theme.theme import Accent, ThemeMode

OpenAt = Callable[..., OpenDesk]
STARTED = {"conversation_id": "c-1"}


def test_all_six_events_reach_the_window(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        answer = sse(
            STARTED,
            {"tools_used": ["get_clients_stats"]},
            {"token": "You have **42**"},
            {"token": " active clients."},
            {"action": {"type": "change_theme", "value": "dark"}},
            {"suggested_questions": ["List all clients", "Expired memberships"]},
            "[DONE]",
        )
        async with scripted_server(Reply([answer])) as server:
            desk = desk_at(server.url)
            await desk.ask("how many clients?")
            assert server.requests == [
                {"message": "how many clients?", "conversation_id": None, "branch_id": None}
            ]
            assert "You have 42 active clients." in desk.shown
            assert "From client stats" in desk.shown
            assert desk.chips == ["List all clients", "Expired memberships"]
            assert desk.house.themes.theme.dark
            assert desk.notices == ["theme-changed"]

    run(scenario())


def test_the_first_question_of_a_start_is_about_the_branch_of_yesterday_where_the_list_is_late(
    desk_at: OpenAt, run: Any
) -> None:
    async def scenario() -> None:
        looked_up = {"tools_used": ["get_clients_stats"]}
        answer = Reply([sse(STARTED, looked_up, {"token": "You have 42."}, "[DONE]")])
        async with scripted_server(answer, answer) as server:
            gym = Endpoint(server.url, "a.b.c", "http://127.0.0.1:9/api", gym_id=12)
            yesterday = desk_at(server.url, connect=False)
            yesterday.house.connection.connect_to(gym)
            yesterday.house.connection.branches_changed.emit((Branch(1, "Main"), Branch(4, "Lake Road")))
            yesterday.house.window.header.branch_chosen.emit(4)
            await yesterday.close()

            desk = desk_at(server.url, connect=False)
            desk.house.history.start()
            desk.type("how many clients?")
            desk.house.connection.connect_to(gym)
            await desk.until_idle()
            assert [request["branch_id"] for request in server.requests] == [4]
            assert [message.branch for message in desk.house.session.messages] == ["Lake Road"] * 2
            assert "Lake Road" in desk.shown

            desk.house.connection.connect_to(replace(gym, gym_id=13))
            await desk.ask("and in the other gym?")
            assert [request["branch_id"] for request in server.requests] == [4, None]

    run(scenario())


def test_the_theme_change_can_be_undone_from_its_notice(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        actions = [
            {"action": {"type": "change_theme", "value": "dark"}},
            {"action": {"type": "change_accent", "value": "purple"}},
        ]
        async with scripted_server(Reply([sse(STARTED, {"token": "Done."}, *actions, "[DONE]")])) as server:
            desk = desk_at(server.url)
            themes = desk.house.themes
            before = (themes.mode, themes.accent)
            await desk.ask("dark and purple please")
            assert (themes.mode, themes.accent) == (ThemeMode.DARK, Accent.PURPLE)
            press_notice(desk.house.window.notices, "theme-changed")
            assert (themes.mode, themes.accent) == before
            assert desk.notices == []

    run(scenario())


def test_navigate_opens_the_page_on_the_web_app(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        action = {"action": {"type": "navigate", "value": "/clients/5?tab=attendance"}}
        async with scripted_server(Reply([sse(STARTED, {"token": "Opening."}, action, "[DONE]")])) as server:
            desk = desk_at(server.url)
            await desk.ask("open Rohan's attendance")
            assert desk.opened_urls == ["https://app.strakly.example/clients/5?tab=attendance"]

    run(scenario())


@pytest.mark.parametrize(
    "action",
    [
        {"type": "navigate", "value": "//evil.example"},
        {"type": "run", "value": "rm"},
        {"type": "change_theme", "value": "pink"},
        "nonsense",
    ],
)
def test_actions_that_are_not_allowed_do_nothing(desk_at: OpenAt, run: Any, action: Any) -> None:
    async def scenario() -> None:
        async with scripted_server(
            Reply([sse(STARTED, {"token": "ok"}, {"action": action}, "[DONE]")])
        ) as server:
            desk = desk_at(server.url)
            theme = desk.house.themes.theme
            assert await desk.ask("do it") == "ok"
            assert desk.opened_urls == []
            assert desk.house.themes.theme is theme

    run(scenario())


def test_a_json_answer_is_shown_whole(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        body = b'{"success":true,"response":"**42** clients","conversation_id":"c-9","suggested_questions":["List"]}'
        async with scripted_server(
            Reply([body], content_type="application/json"), Reply([sse(STARTED, {"token": "x"}, "[DONE]")])
        ) as server:
            desk = desk_at(server.url)
            await desk.ask("how many?")
            assert "42 clients" in desk.shown
            assert desk.chips == ["List"]
            await desk.ask("and then?")
            assert server.requests[1]["conversation_id"] == "c-9"

    run(scenario())


def test_new_chat_in_mid_answer_disconnects_and_starts_clean(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        reply = Reply([sse(STARTED, {"token": "Half an answer"})], hold=asyncio.Event())
        async with scripted_server(reply) as server:
            desk = desk_at(server.url)
            desk.type("list everyone")
            await desk.until(lambda: "Half an answer" in desk.shown)
            QTest.keyClick(desk.house.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
            await reply.disconnected.wait()
            assert desk.shown == ""
            assert desk.house.session.messages == ()
            assert desk.notices == []

    run(scenario())


def test_escape_stops_keeps_the_text_and_marks_it(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        reply = Reply([sse(STARTED, {"token": "Half an answer"})], hold=asyncio.Event())
        async with scripted_server(reply) as server:
            desk = desk_at(server.url)
            desk.type("list everyone")
            await desk.until(lambda: "Half an answer" in desk.shown)
            QTest.keyClick(desk.house.window, Qt.Key.Key_Escape)
            await reply.disconnected.wait()
            assert "Half an answer" in desk.shown
            assert "Stopped" in desk.shown
            assert desk.house.session.messages[-1].state is MessageState.STOPPED

    run(scenario())


def test_closing_the_window_in_mid_answer_disconnects(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        reply = Reply([sse(STARTED, {"token": "Half"})], hold=asyncio.Event())
        async with scripted_server(reply) as server:
            desk = desk_at(server.url)
            living = asyncio.ensure_future(desk.house.live())
            desk.type("list everyone")
            await desk.until(lambda: "Half" in desk.shown)
            desk.house.window.close()
            await living
            await reply.disconnected.wait()
            assert not desk.house.window.isVisible()

    run(scenario())


def test_a_cut_stream_keeps_its_text_marked_incomplete_and_offers_retry(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        cut = Reply([sse(STARTED, {"token": "| Plan | Due |\n|---|---|\n| Gold | 4 |"})])
        whole = Reply([sse(STARTED, {"token": "All of it."}, "[DONE]")])
        async with scripted_server(cut, whole) as server:
            desk = desk_at(server.url)
            await desk.ask("unpaid fees per plan")
            assert "Gold" in desk.shown
            assert "Incomplete" in desk.shown
            assert desk.notices == ["turn-failed"]
            assert len(server.requests) == 1, "nothing is sent again by itself"
            press_notice(desk.house.window.notices, "turn-failed")
            await desk.until_idle()
            assert [request["message"] for request in server.requests] == ["unpaid fees per plan"] * 2
            assert "All of it." in desk.shown
            assert desk.notices == []

    run(scenario())


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply([b'{"detail":"Token has expired"}'], "401 Unauthorized", "application/json"), "sign"),
        (Reply([b'{"detail":"Not Found"}'], "404 Not Found", "application/json"), "address"),
        (Reply([b"Internal Server Error"], "500 Internal Server Error", "text/plain"), "server"),
        (Reply([b'{"detail":"Too many"}'], "429 Too Many Requests", "application/json"), "wait"),
        (Reply([b"<html>Login to WiFi</html>"], content_type="text/html"), "answer"),
        (Reply([sse(STARTED, {"error": "boom: upstream 500"}, "[DONE]")]), "assistant"),
    ],
    ids=["401", "404", "500", "429", "html", "error event"],
)
def test_each_failure_is_told_in_plain_words(desk_at: OpenAt, run: Any, reply: Reply, told: str) -> None:
    async def scenario() -> None:
        failures: list[Any] = []
        async with scripted_server(reply) as server:
            desk = desk_at(server.url)
            desk.house.session.turn_failed.connect(lambda _, failure: failures.append(failure))
            await desk.ask("how many?")
            assert desk.notices == ["turn-failed"]
            words = f"{failures[0].headline} {failures[0].advice}".lower()
            assert told in words
            assert "boom" not in words
            assert "{" not in words

    run(scenario())


def test_no_server_is_told_and_the_next_question_works_when_it_is_back(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            url = server.url
        desk = desk_at(url)
        await desk.ask("anyone there?")
        assert desk.notices == ["turn-failed"]

    run(scenario())


def test_a_question_asked_before_the_connection_waits_for_it(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        async with scripted_server(Reply([sse(STARTED, {"token": "Hello."}, "[DONE]")])) as server:
            desk = desk_at(server.url, connect=False)
            desk.type("early bird")
            states: list[ConnectionState] = []
            desk.house.connection.state_changed.connect(states.append)
            desk.house.connect()
            await desk.until_idle()
            assert "Hello." in desk.shown
            assert states[-1] is ConnectionState.CONNECTED

    run(scenario())


def test_an_answer_without_any_token_says_so(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        async with scripted_server(Reply([sse(STARTED, "[DONE]")])) as server:
            desk = desk_at(server.url)
            await desk.ask("hm")
            assert "gave no answer" in desk.shown

    run(scenario())


def test_colours_and_links_of_an_answer_never_load_anything(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            evil = (
                f"![x]({server.url}/chat) <img src='{server.url}/chat'> [file](file:///etc/passwd) "
                f"[js](javascript:alert(1)) [out](https://example.com/a)"
            )
            server.replies = [Reply([sse(STARTED, {"token": evil}, "[DONE]")])]
            desk = desk_at(server.url)
            await desk.ask("evil")
            desk.house.transcript.grab()
            assert len(server.requests) == 1
            desk.house.transcript.link_activated.emit("file:///etc/passwd")
            desk.house.transcript.link_activated.emit("https://example.com/a")
            assert desk.opened_urls == []
            assert desk.notices == ["link"]
            press_notice(desk.house.window.notices, "link")
            assert desk.opened_urls == ["https://example.com/a"]

    run(scenario())


def test_text_sizes_pressed_at_once_are_one_change_of_the_window(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        desk = desk_at("http://127.0.0.1:9")
        window, sizes = desk.house.window, []
        desk.house.themes.theme_changed.connect(lambda _: sizes.append(desk.house.themes.text_scale))
        for _ in range(5):
            window.menu.text_scale_step.emit(1)
        await desk.until(lambda: bool(sizes))
        assert sizes == [2.0]

    run(scenario())


def test_the_text_size_changes_under_a_long_conversation(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        table = "| # | Name | Due |\n|---|---|---|\n" + "| 1 | [Rohan](/clients/1) | Rs. 1,300 |\n" * 12
        replies = [Reply([sse(STARTED, {"token": f"Answer {n}\n\n{table}"}, "[DONE]")]) for n in range(4)]
        async with scripted_server(*replies) as server:
            desk = desk_at(server.url)
            for n in range(4):
                await desk.ask(f"question {n}")
            before = desk.shown
            for step in (1, 1, 1, 1, 1, 0, -1, -1):
                desk.house.window.menu.text_scale_step.emit(step)
                desk.house.window.grab()
                await asyncio.sleep(0)
            assert desk.shown == before
            QTest.keyClick(desk.house.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
            assert desk.shown == ""

    run(scenario())
