"""An assistant for the monkey: what it streams follows from the words of the question, so that a run can be repeated.

Tables, near-tables, lists, code, addresses that come late, actions, storms, silence, cuts and failures of every kind.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable, Iterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

NAMES = ("Asha Rao", "Chloé Petit", "राहुल वर्मा", "Imran Shaikh", "O'Neill", "李伟", "💪 Bram")


def table(source: random.Random) -> str:
    """A table as the gym's assistant sends it, with 1 to 60 rows."""
    rows = "".join(
        f"| {row} | [{source.choice(NAMES)}](/clients/{row}) | Rs. {source.randint(1, 40) * 500:,} | "
        f"{source.randint(1, 28)} Nov 2026 |\n"
        for row in range(1, source.randint(2, 60))
    )
    return (
        f"### Dues\n\n| # | Client | Due | Until |\n|---|:---|---:|---|\n{rows}\nThat is **all** of them.\n\n"
    )


def near_table(source: random.Random) -> str:
    """What looks like one, and is broken off or short of cells."""
    return source.choice(
        (
            "| a | b | c |\n|---|\n| 1 | 2 | 3 |\n",
            "a | b\n1 | 2\n",
            "| only | a | header |\n",
            "|---|---|\n| x |\n",
            "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 | 4 |\ntext below\n\n",
        )
    )


def listing(source: random.Random) -> str:
    """Lists in lists."""
    return "".join(
        f"{'  ' * source.randint(0, 3)}{source.choice(('-', '1.', '*', '7.'))} **{source.choice(NAMES)}** came\n"
        for _ in range(source.randint(1, 30))
    )


def code(source: random.Random) -> str:
    """Fenced code, sometimes without its end."""
    lines = "".join(f"print({number})  # {'x' * source.randint(0, 200)}\n" for number in range(20))
    return f"```python\n{lines}{source.choice(('```', ''))}\n"


def late_links(source: random.Random) -> str:
    """Links whose addresses come last."""
    count = source.randint(1, 12)
    words = " ".join(f"[Client {number}][{number}]" for number in range(count))
    return f"{words}\n\n" + "".join(f"[{number}]: /clients/{number}\n" for number in range(count))


def prose(source: random.Random) -> str:
    """Paragraphs, some of them one long word."""
    words = " ".join(source.choice((*NAMES, "*due*", "`code`", "11,50", "a" * 300)) for _ in range(60))
    return f"{words}\n\n> {words}\n\n"


KINDS: dict[str, Callable[[random.Random], str]] = {
    "table": table,
    "near": near_table,
    "list": listing,
    "code": code,
    "links": late_links,
    "prose": prose,
}
ENDS = ("done", "done", "done", "done", "cut", "error", "silence", "close")


def tokens(text: str, source: random.Random) -> Iterator[str]:
    """The text in pieces of 1 to 30 characters."""
    at = 0
    while at < len(text):
        size = source.randint(1, 30)
        yield text[at : at + size]
        at += size


async def stream(question: str) -> AsyncIterator[bytes]:
    """The events of the answer to `question`."""
    source = random.Random(question)
    pace = source.choice((0, 0, 0.0005, 0.005))
    yield event({"conversation_id": f"c-{source.randint(1, 9)}"})
    if source.random() < 0.5:
        yield event({"tools_used": [source.choice(("get_clients_list", "get_dues", "no_such_tool"))]})
    asked = [kind for kind in KINDS if kind in question] or [source.choice(list(KINDS))]
    for number, kind in enumerate(asked * source.randint(1, 4)):
        for piece in tokens(KINDS[kind](source), source):
            yield event({"token": piece})
            if pace:
                await asyncio.sleep(pace)
        if number == 0 and source.random() < 0.3:
            yield event({"action": action(source)})
    end = source.choice(ENDS)
    if end == "silence":
        await asyncio.sleep(3)
    if end == "close":
        raise ConnectionError
    if end == "error":
        yield event({"error": "The model failed."})
    if end == "done":
        yield event({"suggested_questions": [f"{source.choice(list(KINDS))} {n}" for n in range(3)]})
    if end in ("done", "error", "silence"):
        yield b"data: [DONE]\n\n"


def action(source: random.Random) -> dict[str, str]:
    """What the assistant wants of the app, now and then something it may not have."""
    return {
        "type": source.choice(("change_theme", "change_accent", "navigate", "run")),
        "value": source.choice(
            ("dark", "light", "system", "purple", "green", "/clients/5", "//evil.example")
        ),
    }


def event(payload: object) -> bytes:
    return f"data: {json.dumps(payload)}\n\n".encode()


async def chat(request: Request) -> Response:
    question = (await request.json())["message"]
    source = random.Random(f"{question} refused")
    if "refuse" in question:
        status = source.choice((400, 401, 403, 404, 429, 500, 502, 503))
        return PlainTextResponse("no", status, {"retry-after": "1"})
    return StreamingResponse(stream(question), media_type="text/event-stream")


async def health(request: Request) -> Response:
    return JSONResponse({"status": "healthy", "version": "1.0.0"})


async def forget(request: Request) -> Response:
    return JSONResponse({"deleted": True})


def gym_app() -> Starlette:
    """The app for uvicorn."""
    return Starlette(
        routes=[
            Route("/chat", chat, methods=["POST"]),
            Route("/health", health),
            Route("/chat/{conversation}", forget, methods=["DELETE"]),
        ]
    )
