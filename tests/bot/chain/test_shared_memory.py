"""What several workers remember together: whole turns, one at a time, for half an hour, also past a worker's end."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from support.chain import person

from strakly_desktop.bot.agent.language_model import Asked, Message, Reply
from strakly_desktop.bot.agent.memory import MOST_CONVERSATIONS, MOST_MESSAGES, MemoryFailed
from strakly_desktop.bot.chain.database import database_url, plain_address
from strakly_desktop.bot.chain.line import Line
from strakly_desktop.bot.chain.shared_memory import SharedMemory

Memories = tuple[SharedMemory, SharedMemory]


def turn_of(text: str) -> list[Message]:
    return [Asked(text), Reply(f"answer to {text}")]


@asynccontextmanager
async def two_workers(url: str) -> AsyncGenerator[tuple[Line, Line]]:
    lines = Line(plain_address(database_url(url))), Line(plain_address(database_url(url)))
    try:
        yield lines
    finally:
        for line in lines:
            await line.close()


def run(url: str, work: Callable[[SharedMemory, SharedMemory], Awaitable[None]]) -> None:
    """Do `work` with the memories of two workers."""

    async def both() -> None:
        async with two_workers(url) as (one, other):
            await asyncio.wait_for(work(SharedMemory(one), SharedMemory(other)), 60)

    asyncio.run(both())


async def say(memory: SharedMemory, conversation: str, text: str, **who: Any) -> None:
    async with memory.turn(person(**who), conversation) as talk:
        talk.remember(turn_of(text))


async def said(memory: SharedMemory, conversation: str, **who: Any) -> list[str]:
    async with memory.turn(person(**who), conversation) as talk:
        return [message.text for message in talk.messages() if isinstance(message, Asked)]


def test_any_worker_goes_on_with_a_conversation_and_a_later_one_too(serving_url: str) -> None:
    async def talk(one: SharedMemory, other: SharedMemory) -> None:
        await say(one, "c1", "how many clients?")
        await say(other, "c1", "only women")
        assert await said(one, "c1") == ["how many clients?", "only women"]

    async def after_a_restart(one: SharedMemory, _other: SharedMemory) -> None:
        assert await said(one, "c1") == ["how many clients?", "only women"]

    run(serving_url, talk)
    run(serving_url, after_a_restart)


def test_turns_of_one_conversation_wait_for_each_other_and_others_do_not(serving_url: str) -> None:
    async def talk(one: SharedMemory, other: SharedMemory) -> None:
        order: list[str] = []

        async def second(memory: SharedMemory, name: str) -> None:
            async with memory.turn(person(), "c2") as conversation:
                order.append(f"{name} after {len(conversation.turns)}")
                conversation.remember(turn_of(name))

        async with one.turn(person(), "c2") as first:
            waiting = [asyncio.create_task(second(one, "here")), asyncio.create_task(second(other, "there"))]
            await say(other, "c3", "another conversation")
            assert order == []
            first.remember(turn_of("first"))
        await asyncio.gather(*waiting)
        assert sorted(each.split()[-1] for each in order) == ["1", "2"]
        assert set(await said(one, "c2")) == {"first", "here", "there"}

    run(serving_url, talk)


def test_who_leaves_while_waiting_holds_nothing(serving_url: str) -> None:
    async def talk(one: SharedMemory, other: SharedMemory) -> None:
        async with one.turn(person(), "c4"):
            for memory in (one, other):
                waiting = asyncio.create_task(said(memory, "c4"))
                await say(other, "c4b", "meanwhile")
                waiting.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await waiting
        assert await said(other, "c4") == []
        assert await said(one, "c4") == []

    run(serving_url, talk)


@pytest.mark.parametrize("steps", range(1, 8))
def test_who_leaves_at_the_very_beginning_holds_nothing(serving_url: str, steps: int) -> None:
    """Also where the lock was given in the moment in which its turn was stopped."""

    async def talk(one: SharedMemory, other: SharedMemory) -> None:
        await said(one, "c12")
        leaving = asyncio.create_task(said(one, "c12"))
        for _ in range(steps):
            await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        assert await said(other, "c12") == []

    run(serving_url, talk)


def test_a_turn_that_is_stopped_keeps_what_it_had_and_gives_the_lock_back(serving_url: str) -> None:
    async def talk(one: SharedMemory, other: SharedMemory) -> None:
        begun = asyncio.Event()

        async def stopped() -> None:
            async with one.turn(person(), "c5") as conversation:
                try:
                    begun.set()
                    await asyncio.Event().wait()
                finally:
                    conversation.remember(turn_of("half"))

        running = asyncio.create_task(stopped())
        await begun.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert await said(other, "c5") == ["half"]

    run(serving_url, talk)


def test_the_lock_of_a_worker_that_died_is_free_and_the_earlier_turns_are_there(serving_url: str) -> None:
    async def talk() -> None:
        async with two_workers(serving_url) as (dying, living):
            one, other = SharedMemory(dying), SharedMemory(living)
            await say(one, "c6", "before")
            async with one.turn(person(), "c6") as conversation:
                conversation.remember(turn_of("never written"))
                waiting = asyncio.create_task(said(other, "c6"))
                await say(other, "c6b", "meanwhile")
                assert not waiting.done()
                # As the kernel does it for a process that is gone.
                connection = dying._connection
                assert connection is not None
                await connection.close()
                assert await waiting == ["before"]

    asyncio.run(asyncio.wait_for(talk(), 60))


def test_a_connection_that_was_cut_is_opened_again(serving_url: str, owner_url: str) -> None:
    async def talk(one: SharedMemory, other: SharedMemory) -> None:
        await say(one, "c7", "before")
        with psycopg.connect(owner_url.replace("strakly_owner", "postgres"), autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'strakly_app'"
            )
        assert await said(one, "c7") == ["before"]
        assert await said(other, "c7") == ["before"]

    run(serving_url, talk)


def test_what_is_forgotten_during_a_turn_does_not_come_back(serving_url: str) -> None:
    async def talk(one: SharedMemory, other: SharedMemory) -> None:
        await say(one, "c8", "before")
        async with one.turn(person(), "c8") as conversation:
            await other.drop(person(), "c8")
            conversation.remember(turn_of("running"))
        assert await said(other, "c8") == []
        async with one.turn(person(), "c8") as conversation:
            await other.drop(person(), "c8")
            await other.drop(person(), "c8")
            conversation.remember(turn_of("running"))
        assert await said(one, "c8") == []

    run(serving_url, talk)


def test_a_turn_that_lost_its_lock_writes_nothing_into_a_conversation_that_was_begun_anew(
    serving_url: str,
) -> None:
    async def talk() -> None:
        async with two_workers(serving_url) as (cut, living):
            one, other = SharedMemory(cut), SharedMemory(living)
            await say(one, "c13", "before")
            async with one.turn(person(), "c13") as conversation:
                connection = cut._connection
                assert connection is not None
                await connection.close()
                await other.drop(person(), "c13")
                await say(other, "c13", "begun anew")
                conversation.remember(turn_of("running"))
            assert await said(other, "c13") == ["begun anew"]

    asyncio.run(asyncio.wait_for(talk(), 60))


def test_half_an_hour_without_use_ends_it_and_use_keeps_it(serving_url: str, owner_url: str) -> None:
    def older(minutes: int) -> None:
        with psycopg.connect(owner_url) as owner:
            owner.execute("UPDATE conversations SET used_at = used_at - %s * interval '1 minute'", (minutes,))

    def kept() -> set[bytes]:
        with psycopg.connect(owner_url) as owner:
            return {row[0] for row in owner.execute("SELECT id FROM conversations")}

    async def talk(one: SharedMemory, other: SharedMemory) -> None:
        await say(one, "c9", "hello")
        await say(one, "c10", "of the other gym", gym_id=2)
        older(29)
        await one.forget_old()
        assert {b"c9", b"c10"} <= kept()
        assert await said(other, "c9") == ["hello"]
        older(29)
        assert await said(other, "c9") == ["hello"], "it was used in between"
        older(31)
        assert await said(one, "c9") == [], "also before anything has removed it"
        older(31)
        await one.forget_old()
        assert not {b"c9", b"c10"} & kept(), "of every gym"

    run(serving_url, talk)


def test_nobody_can_have_others_forgotten_early(serving_url: str, owner_url: str) -> None:
    async def talk(one: SharedMemory, _other: SharedMemory) -> None:
        await say(one, "c11", "hello")
        with psycopg.connect(serving_url) as session:
            session.execute("SELECT forget_old_conversations(interval '0')")
        assert await said(one, "c11") == ["hello"]

    run(serving_url, talk)


@pytest.mark.parametrize("name", ["", "a\0b", "\ud800", "x" * 500, "'; DROP TABLE conversations; --", "é"])
def test_a_conversation_may_be_called_anything(serving_url: str, name: str) -> None:
    async def talk(one: SharedMemory, other: SharedMemory) -> None:
        text = "half \ud83d and \0 and \u2028"
        await say(one, name, text, user_id=5)
        assert await said(other, name, user_id=5) == [text]
        await other.drop(person(user_id=5), name)
        assert await said(one, name, user_id=5) == []

    run(serving_url, talk)


def test_a_conversation_and_the_conversations_of_a_person_are_bounded(
    serving_url: str, owner_url: str
) -> None:
    async def talk(one: SharedMemory, _other: SharedMemory) -> None:
        for number in range(MOST_MESSAGES):
            await say(one, "long", str(number), user_id=6)
        assert len(await said(one, "long", user_id=6)) == MOST_MESSAGES // 2
        for number in range(MOST_CONVERSATIONS + 3):
            await say(one, f"n{number}", "hello", user_id=6)
        with psycopg.connect(owner_url) as owner:
            row = owner.execute(
                "SELECT count(*) FROM conversations WHERE person = '[6, \"admin\"]'"
            ).fetchone()
        assert row == (MOST_CONVERSATIONS,)
        assert await said(one, "long", user_id=6) == []
        assert await said(one, f"n{MOST_CONVERSATIONS + 2}", user_id=6) == ["hello"]

    run(serving_url, talk)


def test_a_memory_that_is_gone_says_so_in_plain_words() -> None:
    async def talk() -> None:
        line = Line("postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")
        with pytest.raises(MemoryFailed, match="ask again"):
            await said(SharedMemory(line), "c1")
        with pytest.raises(MemoryFailed):
            await SharedMemory(line).drop(person(), "c1")
        await line.close()

    asyncio.run(talk())
