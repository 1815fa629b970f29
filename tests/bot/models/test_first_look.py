"""What is wrong with the settings of a language model is told at the start, as far as its server tells for certain."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from support.scripted_bot import serving

from strakly_desktop.bot.models.choice import ModelNotConfigured, rounds_loader
from strakly_desktop.bot.models.first_look import Problem, problem_of


def listed(*names: str, owner: str = "library") -> Response:
    return JSONResponse({"object": "list", "data": [{"id": name, "owned_by": owner} for name in names]})


def looked_at(answer: Response, model: str = "qwen3", key: str = "") -> tuple[Problem | None, str]:
    """The problem that is found, and the key that was sent."""
    keys = []

    async def models(request: Request) -> Response:
        keys.append(request.headers.get("authorization", ""))
        return answer

    with serving(Starlette(routes=[Route("/v1/models", models)])) as url:
        environ = {"STRAKLY_MODEL": model, "STRAKLY_MODEL_URL": f"{url}/v1/", "STRAKLY_MODEL_KEY": key}
        return asyncio.run(problem_of(environ)), keys[0]


@pytest.mark.parametrize(
    "answer",
    [
        listed("qwen3", "llama3"), listed("qwen3:latest"), listed("/models/other.gguf", owner="llamacpp"), listed(),
        listed("openai/*"), JSONResponse({"models": []}), JSONResponse({"error": "Loading model"}, status_code=503),
        PlainTextResponse("Not Found", status_code=404),
    ],
)  # fmt: skip
def test_what_is_right_or_not_certain_is_no_problem(answer: Response) -> None:
    assert looked_at(answer, key="k") == (None, "Bearer k")


def test_a_model_that_is_mistyped_is_told_with_those_that_there_are() -> None:
    problem, key = looked_at(listed("llama3:8b", "mistral"), model="lama3")
    assert problem is not None
    assert "has no model lama3" in problem.fact
    assert "llama3:8b, mistral" in problem.advice
    assert key == ""


@pytest.mark.parametrize(
    ("answer", "fact", "advice"),
    [
        (JSONResponse({}, status_code=401), "does not accept the key", "STRAKLY_MODEL_KEY"),
        (PlainTextResponse("<html>Welcome</html>"), "something else", "STRAKLY_MODEL_URL"),
    ],
)
def test_a_wrong_key_or_address_is_told(answer: Response, fact: str, advice: str) -> None:
    problem, _ = looked_at(answer)
    assert problem is not None
    assert fact in problem.fact
    assert advice in problem.advice


def test_nobody_there_is_told_and_without_a_model_nothing_is_looked_at() -> None:
    environ = {"STRAKLY_MODEL": "m", "STRAKLY_MODEL_URL": "http://127.0.0.1:9/v1"}
    problem = asyncio.run(problem_of(environ))
    assert problem is not None
    assert problem.fact == "The language model's server (127.0.0.1:9) cannot be reached."
    assert asyncio.run(problem_of({"STRAKLY_MODEL_URL": "http://127.0.0.1:9/v1"})) is None
    assert asyncio.run(problem_of({"STRAKLY_MODEL": "openai:gpt-5.2"})) is None


class NoTools:
    def describe(self) -> list[object]:
        return []


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"STRAKLY_MODEL_URL": "127.0.0.1:11434/v1"}, "begins with http://"),
        ({"STRAKLY_MODEL_URL": "htp://127.0.0.1/v1"}, "begins with http://"),
        ({"STRAKLY_MODEL_URL": "http://:11434/v1"}, "begins with http://"),
        ({"STRAKLY_MODEL_URL": "http://127.0.0.1:99999/v1"}, "begins with http://"),
        ({"STRAKLY_MODEL_URL": "http://127.0.0.1:1/v1", "STRAKLY_MODEL_KEY": "sk-\u0915"}, "characters"),
        ({"STRAKLY_MODEL_URL": "http://127.0.0.1:1/v1", "STRAKLY_MODEL_KEY": "sk-1\nsk-2"}, "characters"),
    ],
)
def test_an_address_or_key_that_is_none_never_starts(setting: dict[str, str], told: str) -> None:
    with pytest.raises(ModelNotConfigured, match=told):
        rounds_loader({"STRAKLY_MODEL": "m"} | setting, NoTools())  # type: ignore[arg-type]
