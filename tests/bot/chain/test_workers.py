"""Two real workers over a real database: any of them answers, one may die, the database may go, nothing is mixed up."""

import asyncio
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import aclosing
from typing import Any

import httpx
import psutil
import psycopg
import pytest
from support import web
from support.chain import SECRET, Workers, headers, person, workers
from support.postgres import SERVING, Server
from support.scripted_bot import events_of, text_of

from strakly_desktop.bot.agent.tenant import issue_token
from strakly_desktop.client.bot_client import BotClient
from strakly_desktop.conversation.errors import StreamTruncated
from strakly_desktop.conversation.events import TokenReceived
from strakly_desktop.conversation.model import Question

FULL_LIST = "show all clients"


@pytest.fixture(scope="module")
def running(server: Server, database: str) -> Iterator[Workers]:
    """Slow enough that an answer can be stopped in its middle."""
    with workers(server.url(SERVING, database), STRAKLY_OFFLINE_TOKEN_DELAY_MS="2") as both:
        yield both


def ask(url: str, message: str, conversation: str = "c1", **who: Any) -> str:
    """Ask on a connection of its own, so that whichever worker is free answers."""
    body = {"message": message, "conversation_id": conversation}
    response = web.post(f"{url}/chat", json=body, headers=headers(person(**who)))
    assert response.status_code == 200, response.text
    return text_of(events_of(response.text))


def measured(url: str, name: str) -> float:
    """The sum of a metric's lines."""
    lines = web.get(f"{url}/metrics").text.splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))


def serving_processes(running: Workers) -> list[psutil.Process]:
    """The workers, without the process that watches them and Python's own helper."""
    children = psutil.Process(running.process.pid).children()
    return [
        child
        for child in children
        if child.status() != "zombie" and "spawn_main" in " ".join(child.cmdline())
    ]


def until(condition: Any) -> None:
    """Wait for what another process does."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_one_conversation_goes_on_whichever_worker_answers(running: Workers) -> None:
    assert "245 clients" in ask(running.url, "how many clients?")
    for _ in range(2):
        assert "110 female clients" in ask(running.url, "only women")
        assert "135 male clients" in ask(running.url, "only men")


def test_each_gym_gets_its_own(running: Workers) -> None:
    assert "20 clients" in ask(running.url, "how many clients?", gym_id=2)
    for gym, told in ((None, 403), (3, 403), (2**40, 403)):
        asked = {"message": "how many clients?"}
        response = web.post(f"{running.url}/chat", json=asked, headers=headers(person(gym)))
        assert response.status_code == told
        assert response.json() == {"detail": "This assistant has no records of your gym."}
    own = web.get(f"{running.url}/api/gyms/2/branches", headers=headers(person(2))).json()
    assert [branch["name"] for branch in own] == ["Second Main branch", "Second Lake Road"]
    assert web.get(f"{running.url}/api/gyms/1/branches", headers=headers(person(2))).status_code == 404


def test_every_worker_says_the_same_of_its_memory(running: Workers) -> None:
    answers = [web.get(f"{running.url}/health") for _ in range(8)]
    assert {answer.text for answer in answers} == {'{"status":"healthy","version":"1.0.0"}'}
    assert len({answer.headers["x-strakly-instance"] for answer in answers}) == 1
    assert web.get(f"{running.url}/health/live").json()["status"] == "alive"


def test_a_client_that_goes_away_stops_its_answer_within_a_token(running: Workers) -> None:
    stopped = measured(running.url, 'strakly_turns_total{end="stopped"}')
    sent = measured(running.url, "strakly_tokens_total")
    body = {"message": FULL_LIST, "conversation_id": "stopped"}
    with web.stream(
        "POST", f"{running.url}/chat", json=body, headers=headers(person()), timeout=60
    ) as response:
        read = sum(1 for _ in zip(range(20), response.iter_lines(), strict=False))
    until(lambda: measured(running.url, 'strakly_turns_total{end="stopped"}') > stopped)
    after = measured(running.url, "strakly_tokens_total")
    assert measured(running.url, "strakly_turns_running") == 0
    # The whole list has over 3,000 pieces; some were in the socket when it was closed.
    assert after - sent < read + 1000
    assert measured(running.url, "strakly_tokens_total") == after
    assert "245" in ask(running.url, "how many clients?", "stopped")


def test_a_worker_that_is_killed_cuts_its_answer_honestly_and_the_next_turn_remembers(
    running: Workers,
) -> None:
    killed: list[int] = []

    async def cut_off(question: str) -> str:
        """What the app's own client read before its answer was cut."""
        client = BotClient(running.url, lambda: issue_token(person(), SECRET))
        said = ""
        try:
            with pytest.raises(StreamTruncated):
                async with aclosing(client.stream_chat(Question(question, "killed", None))) as events:
                    async for event in events:
                        if isinstance(event, TokenReceived):
                            said += event.text
                        if len(said) > 200 and not killed:
                            killed.append(_kill_who_answers(running))
        finally:
            await client.aclose()
        return said

    assert "245 clients" in ask(running.url, "how many clients?", "killed")
    instance = web.get(f"{running.url}/health").headers["x-strakly-instance"]
    said = asyncio.run(cut_off(FULL_LIST))
    assert len(said) > 200
    # The other worker, at once: a follow-up of the turn before the one that was cut.
    assert "110 female clients" in ask(running.url, "only women", "killed")
    assert web.get(f"{running.url}/health").headers["x-strakly-instance"] == instance
    until(lambda: len(set(_pids(running)) - set(killed)) == 2)
    until(lambda: measured(running.url, "strakly_turns_running") == 0)


def _kill_who_answers(running: Workers) -> int:
    """End the worker that has a client now, as the kernel ends one that takes too much."""
    (busy,) = (
        child
        for child in serving_processes(running)
        if any(
            each.status == "ESTABLISHED" and each.laddr.port == running.port
            for each in child.net_connections()
        )
    )
    os.kill(busy.pid, signal.SIGKILL)
    return busy.pid


def _pids(running: Workers) -> list[int]:
    return [child.pid for child in serving_processes(running)]


def test_without_its_database_it_is_alive_and_not_ready_and_comes_back(
    running: Workers, server: Server, database: str
) -> None:
    instance = web.get(f"{running.url}/health").headers["x-strakly-instance"]
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false".encode())
        try:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (database,)
            )
            answers: list[httpx.Response] = []

            # Each worker looks once a second: so often that both have been asked, if the system hands them round.
            def are_refused() -> bool:
                answers[:] = [web.get(f"{running.url}/health") for _ in range(12)]
                return all(answer.status_code == 503 for answer in answers)

            until(are_refused)
            gone = answers[-1]
            assert gone.json()["status"] == "unavailable"
            assert "database does not answer" in gone.json()["detail"]
            # A worker that never reached its database names none, which means nothing; but never another.
            assert gone.headers.get("x-strakly-instance", instance) == instance, (
                "or the app would say that all is forgotten"
            )
            assert web.get(f"{running.url}/health/live").status_code == 200
            body = {"message": "how many clients?"}
            known, unknown = (
                web.post(f"{running.url}/chat", json=body, headers=headers(person(gym))) for gym in (1, 4)
            )
            assert "does not answer" in known.text or known.status_code == 503
            assert unknown.status_code == 503
            assert "cannot be read now" in unknown.json()["detail"]
            assert "SELECT" not in known.text + unknown.text
        finally:
            admin.execute(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true".encode())
    until(lambda: web.get(f"{running.url}/health").status_code == 200)
    assert "245" in ask(running.url, "how many clients?", "afterwards")


def test_every_worker_serves_the_front_desk_of_each_gym(running: Workers) -> None:
    for gym, name in ((1, "Rohan Mehta"), (2, "Second Rohan Mehta"), (1, "Rohan Mehta")):
        asking = headers(person(gym), "application/json")
        found = web.get(f"{running.url}/api/users?search=Rohan%20Mehta", headers=asking).json()
        assert [row["name"] for row in found] == [name]
    for path in ("attendance/today", "attendance/present-count", "memberships/expiring"):
        assert web.get(f"{running.url}/api/{path}", headers=asking).status_code == 200
        assert web.get(f"{running.url}/api/{path}").status_code == 401


def test_metrics_count_and_tell_nothing_of_anybody(running: Workers) -> None:
    before = {
        name: measured(running.url, name)
        for name in ("strakly_turns_total", "strakly_first_token_seconds_count")
    }
    ask(running.url, "payments of Rohan Mehta")
    for name, count in before.items():
        assert measured(running.url, name) == count + 1, "of all workers together, whichever is asked"
    told = web.get(f"{running.url}/metrics").text
    assert set(re.findall(r'(\w+)="', told)) <= {"end", "tool", "why", "le"}
    assert not re.search(r"rohan|mehta|payments of|killed|gym_id|user", told, re.IGNORECASE)
    assert 'tool="find_names"' in told


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_metrics_are_for_this_machine_alone(running: Workers, name: str) -> None:
    through_a_proxy = web.get(f"{running.url}/metrics", headers={name: "127.0.0.1"})
    assert through_a_proxy.status_code == 403
    assert "strakly_" not in through_a_proxy.text


def test_workers_never_outlive_who_watches_them(running: Workers) -> None:
    children = serving_processes(running)
    running.process.kill()
    _, alive = psutil.wait_procs(children, 20)
    assert children and not alive
