"""How many desks a chain's workers serve: `python tests/benchmarks/bench_chain.py [conversations]`.

Two workers against one, over PostgreSQL of its own, with the client on the same machine: (1) so many conversations
stream at once, each about another person, and each answer must be word for word what it is alone; (2) turns arrive at
a given rate, whether or not earlier ones are done, and the first token's time is taken; (3) what the shared memory
costs.
"""

import asyncio
import json
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import psutil
import psycopg
from support.chain import Workers, headers, person, two_gyms, workers
from support.postgres import OWNER, SERVING, postgres

from strakly_desktop.bot.agent.agent import Assistant, Question
from strakly_desktop.bot.agent.language_model import Asked, Reply
from strakly_desktop.bot.agent.tool_rounds import ToolRounds
from strakly_desktop.bot.chain.database import database_url, open_engine, plain_address
from strakly_desktop.bot.chain.line import Line
from strakly_desktop.bot.chain.shared_memory import SharedMemory
from strakly_desktop.bot.chain.tenant_gyms import ChainGyms
from strakly_desktop.bot.models.offline_model import OfflineModel
from strakly_desktop.bot.tools.gym_toolbox import GymTools
from strakly_desktop.bot.understanding.smalltalk import questions_after

RATES = (10, 20, 30, 40, 60, 80, 100)
SECONDS = 6.0
GOAL_MS = 300.0


@dataclass(slots=True)
class Asking:
    """One turn as a client saw it."""

    first_ms: float = 0.0
    text: str = ""
    whole: bool = False


class Streaming:
    """How many answers stream now, and at most."""

    now = 0
    most = 0


async def ask(port: int, message: str, conversation: str, user: int, streaming: Streaming) -> Asking:
    """A turn on a connection of its own, read as it comes."""
    seen = Asking()
    body = json.dumps({"message": message, "conversation_id": conversation}).encode()
    sent = {**headers(person(user_id=user)), "Host": "bot", "Content-Type": "application/json",
            "Content-Length": str(len(body)), "Connection": "close"}  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"POST /chat HTTP/1.1\r\n{head}\r\n".encode() + body)
    try:
        async for line in reader:
            if line.startswith(b'data: {"token"'):
                if not seen.first_ms:
                    seen.first_ms = 1000 * (time.perf_counter() - began)
                    streaming.now += 1
                    streaming.most = max(streaming.most, streaming.now)
                seen.text += json.loads(line[6:])["token"]
            seen.whole = seen.whole or line.startswith(b"data: [DONE]")
    finally:
        streaming.now -= bool(seen.first_ms)
        writer.close()
    return seen


def cpu_seconds(running: Workers) -> float:
    """What the workers have used."""
    processes = psutil.Process(running.process.pid).children(recursive=True)
    return sum(sum(each.cpu_times()[:2]) for each in processes)


async def alone(url: str, names: list[str]) -> list[tuple[str, str]]:
    """What the talk about each person says when nobody else asks."""
    engine = open_engine(database_url(url))
    rounds = ToolRounds(OfflineModel(token_delay=0), GymTools(), questions_after=questions_after)
    assistant = Assistant(lambda: rounds, toolbox_of=ChainGyms(engine).toolbox)
    said = []
    for name in names:
        both = [
            (await assistant.process_chat(Question(text, person(), f"about {name}"))).text
            for text in (f"phone number of {name}", "his dues")
        ]
        said.append((both[0], both[1]))
    engine.dispose()
    return said


async def all_at_once(running: Workers, names: list[str], expected: list[tuple[str, str]], count: int) -> str:
    """Two turns of so many conversations: about a person, then about the same one without a name."""
    streaming, wrong = Streaming(), []

    async def talk(number: int) -> None:
        at = number % len(names)
        about = await ask(running.port, f"phone number of {names[at]}", f"c{number}", number, streaming)
        after = await ask(running.port, "his dues", f"c{number}", number, streaming)
        if not (about.whole and after.whole and (about.text, after.text) == expected[at]):
            wrong.append(number)

    began, cpu = time.perf_counter(), cpu_seconds(running)
    await asyncio.gather(*(talk(number) for number in range(count)))
    took, used = time.perf_counter() - began, cpu_seconds(running) - cpu
    return (
        f"{count} conversations, 2 turns each: at most {streaming.most} streamed at once, {len(wrong)} lost or"
        f" mixed, {took:.1f} s, {1000 * used / count / 2:.1f} ms of CPU a turn in the workers"
    )


async def at_a_rate(running: Workers, rate: int) -> list[float]:
    """The times to the first token, in ms, of turns that arrive evenly."""
    streaming = Streaming()
    loop = asyncio.get_running_loop()
    start, asked = loop.time(), []
    for number in range(int(rate * SECONDS)):
        await asyncio.sleep(max(0.0, start + number / rate - loop.time()))
        asked.append(
            asyncio.create_task(
                ask(running.port, "how many clients?", f"r{rate}-{number}", number, streaming)
            )
        )
    return sorted(each.first_ms for each in await asyncio.gather(*asked))


async def rates(running: Workers) -> tuple[list[str], int]:
    """A line for each rate up to the first that is too much, and the highest that is not."""
    lines, best = [], 0
    await at_a_rate(running, 5)
    for rate in RATES:
        first = await at_a_rate(running, rate)
        p99 = first[int(0.99 * (len(first) - 1))]
        lines.append(
            f"{rate:4} turns/s: first token p50 {statistics.median(first):6.0f} ms, p99 {p99:6.0f} ms"
        )
        if p99 > GOAL_MS:
            break
        best = rate
    return lines, best


async def memory_cost(url: str) -> float:
    """Milliseconds that a turn of a talk of ten turns waits for its memory, at its beginning and end."""
    line = Line(plain_address(database_url(url)))
    memory = SharedMemory(line)
    took = []
    for number in range(300):
        began = time.perf_counter()
        async with memory.turn(person(), "measured") as talk:
            talk.remember([Asked(f"question {number}"), Reply("An answer of some hundred characters. " * 20)])
        took.append(1000 * (time.perf_counter() - began))
    await line.close()
    return statistics.median(took)


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    say(
        f"{psutil.cpu_count()} cores, load {psutil.getloadavg()[0]:.1f} at the start; the client runs on them too"
    )
    with postgres() as server, two_gyms(server) as database:
        with psycopg.connect(server.url(OWNER, database)) as owner:
            names = [row[0] for row in owner.execute("SELECT name FROM clients WHERE gym_id = 1 ORDER BY id")]
        url = server.url(SERVING, database)
        expected = asyncio.run(alone(url, names))
        best = {}
        for number in (1, 2):
            with workers(url, number, STRAKLY_OFFLINE_TOKEN_DELAY_MS="150") as running:
                say(f"{number} worker(s): {asyncio.run(all_at_once(running, names, expected, count))}")
            with workers(url, number) as running:
                lines, best[number] = asyncio.run(rates(running))
                say("\n".join(lines))
        say(f"highest rate with p99 under {GOAL_MS:.0f} ms: {best[1]} with one worker, {best[2]} with two")
        say(f"memory: {asyncio.run(memory_cost(url)):.2f} ms a turn")


def say(text: str) -> None:
    """Tell now."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
