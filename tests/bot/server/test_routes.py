"""The local bot's HTTP side, held to the recordings of the real servers: refusals, JSON form, branches."""

import json
from collections.abc import AsyncGenerator, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from support import web
from support.scripted_bot import (
    OWNER,
    SECRET,
    Piece,
    ScriptedToolbox,
    ask,
    call,
    headers,
    scripted_app,
    serving,
)

from strakly_desktop.bot.agent.language_model import Message, ModelFailed
from strakly_desktop.bot.agent.tenant import Tenant, issue_token
from strakly_desktop.bot.agent.toolbox import ToolOutcome

CAPTURES = Path(__file__).parents[2] / "captures"
STRANGER_SECRET = "another secret, also long enough for HS256"


async def theme(_arguments: dict[str, Any], _branch_id: int | None) -> ToolOutcome:
    return ToolOutcome(
        {}, ({"type": "change_theme", "value": "dark"}, {"type": "change_accent", "value": "blue"})
    )


async def script(question: str, rounds: int, _messages: Sequence[Message]) -> AsyncGenerator[Piece]:
    match question, rounds:
        case "fail", _:
            raise ModelFailed("500: scripted")
            yield ""
        case "nothing", _:
            yield ""
        case "theme", 0 | 1:
            yield call(("theme", {}))
        case _:
            yield "Done! Switched to **dark mode** with **blue** accent, as you asked."


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(
        scripted_app(script, ScriptedToolbox({"theme": theme}, suggestions=("Back to light",)))
    ) as address:
        yield address


def _authorization(recording: str) -> str:
    if "expired" in recording:
        return f"Bearer {issue_token(OWNER, SECRET, clock=lambda: 1_000_000_000)}"
    if "empty_auth" in recording:
        return ""
    if "invalid" in recording or "before_401" in recording:
        return "Bearer not.a.token"
    return f"Bearer {issue_token(OWNER, SECRET)}"


@pytest.mark.parametrize(
    "recording",
    [
        "err_401_empty_auth",
        "err_401_expired",
        "err_401_invalid",
        "err_404",
        "err_405",
        "err_422_bad_branch",
        "err_422_bad_json",
        "err_422_conversation_number",
        "err_422_missing_message",
        "err_422_no_auth",
        "err_422_no_content_type",
        "delete_no_auth_422",
        "delete_ok",
        "health",
    ],
)
def test_it_answers_as_the_real_bot_was_recorded(url: str, recording: str) -> None:
    recorded = json.loads((CAPTURES / f"{recording}.json").read_text())
    request = recorded["request"]
    sent = dict(line.split(": ", 1) for line in request["headers"])
    if "Authorization" in sent:
        sent["Authorization"] = _authorization(recording)
    response = web.request(request["method"], url + request["path"], headers=sent, content=request["body"])
    assert response.status_code == int(recorded["status_line"].split()[1])
    assert response.json() == _without_input(json.loads(recorded["body"]))


def _without_input(refusal: dict[str, Any]) -> dict[str, Any]:
    """The real bot repeats what was sent; ours never does."""
    problems = refusal.get("detail")
    if not isinstance(problems, list):
        return refusal
    return {
        "detail": [each if each["type"] == "json_invalid" else {**each, "input": None} for each in problems]
    }


def test_a_bad_token_is_told_before_the_body_is_read(url: str) -> None:
    """The real bot reads the body first (recording err_422_before_401)."""
    response = web.post(f"{url}/chat", json={}, headers={"Authorization": "Bearer not.a.token"})
    assert (response.status_code, response.json()) == (401, {"detail": "Invalid token"})


def test_a_request_that_lacks_everything_is_told_of_the_token_first(url: str) -> None:
    response = web.post(f"{url}/chat")
    assert response.status_code == 422
    assert [error["loc"] for error in response.json()["detail"]] == [["header", "authorization"]]


@pytest.mark.parametrize("body", [b"\xff\xfe{}", b"[" * 100_000])
def test_a_body_that_cannot_be_read_at_all_is_refused(url: str, body: bytes) -> None:
    response = web.post(
        f"{url}/chat", content=body, headers={**headers(), "Content-Type": "application/json"}
    )
    assert response.status_code in (400, 422)
    assert response.json()["detail"]


@pytest.mark.parametrize(
    ("branch", "told"),
    [(2.5, "int_from_float"), ([], "int_type"), ("2.x", "int_parsing")],
)
def test_a_branch_that_is_no_number_is_refused(url: str, branch: object, told: str) -> None:
    response = web.post(f"{url}/chat", json={"message": "hi", "branch_id": branch}, headers=headers())
    (error,) = response.json()["detail"]
    assert (error["type"], error["loc"], error["input"]) == (told, ["body", "branch_id"], None)


def test_the_stream_has_the_headers_of_the_real_bot(url: str) -> None:
    response = web.post(f"{url}/chat", json={"message": "hi"}, headers=headers())
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["x-accel-buffering"] == "no"
    assert response.headers["transfer-encoding"] == "chunked"


@pytest.mark.parametrize(
    "accept", ["text/event-stream", "text/event-stream, */*", "application/json, text/event-stream;q=0.5"]
)
def test_a_stream_is_sent_to_whoever_accepts_one(url: str, accept: str) -> None:
    response = web.post(f"{url}/chat", json={"message": "hi"}, headers=headers(accept=accept))
    assert response.headers["content-type"].startswith("text/event-stream")


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html"])
def test_everybody_else_gets_json_with_the_actions(url: str, accept: str) -> None:
    body = {"message": "theme", "conversation_id": "mine", "unknown": 1, "branch_id": "2"}
    response = web.post(f"{url}/chat", json=body, headers=headers(accept=accept))
    assert response.status_code == 200
    assert response.json() == {
        "success": True,
        "response": "Done! Switched to **dark mode** with **blue** accent, as you asked.",
        "conversation_id": "mine",
        "tools_used": ["theme"],
        "suggested_questions": ["Back to light"],
        "actions": [
            {"type": "change_theme", "value": "dark"},
            {"type": "change_accent", "value": "blue"},
        ]
        * 2,
    }


def test_an_empty_answer_is_the_stock_sentence_in_json(url: str) -> None:
    response = web.post(f"{url}/chat", json={"message": "nothing"}, headers=headers(accept="*/*"))
    assert response.json()["response"] == "I couldn't process that request. Please try again."


def test_a_failed_model_is_a_plain_500_in_json(url: str) -> None:
    response = web.post(f"{url}/chat", json={"message": "fail"}, headers=headers(accept="*/*"))
    assert (response.status_code, response.text) == (500, "Internal Server Error")
    assert response.headers["content-type"].startswith("text/plain")


def test_an_empty_message_is_accepted(url: str) -> None:
    assert ask(url, "")[-1] == "[DONE]"


def test_forgetting_needs_a_good_token(url: str) -> None:
    """The real bot does not look at it (recording delete_bad_token_ok)."""
    response = httpx.delete(f"{url}/chat/any", headers={"Authorization": "Bearer not.a.token"})
    assert (response.status_code, response.json()) == (401, {"detail": "Invalid token"})


def test_the_root_is_a_health_check_too(url: str) -> None:
    assert web.get(url).json() == {"status": "healthy", "version": "1.0.0"}


BRANCHES = "/api/gyms/1/branches"


def test_the_branches_have_every_field_of_the_backend(url: str) -> None:
    recorded = json.loads(json.loads((CAPTURES / "be_branches_all.json").read_text())["body"])
    response = web.get(f"{url}{BRANCHES}?noPagination=true", headers=headers())
    assert response.status_code == 200
    assert [list(branch) for branch in response.json()] == [list(recorded[0])]
    assert response.json()[0]["isDefault"] is True
    assert response.headers["x-total-count"] == "1"


def test_the_branches_come_in_pages_of_ten(url: str) -> None:
    response = web.get(f"{url}{BRANCHES}?page=2", headers=headers())
    assert response.json() == []
    paging = {
        key: response.headers[key] for key in ("x-total-count", "x-page", "x-per-page", "x-total-pages")
    }
    assert paging == {"x-total-count": "1", "x-page": "2", "x-per-page": "10", "x-total-pages": "1"}


@pytest.mark.parametrize(
    ("recording", "path", "role"),
    [
        ("be_branches_client_403", BRANCHES, "client"),
        ("be_branches_no_such_gym", "/api/gyms/999/branches", "admin"),
        ("be_branches_bad_id", "/api/gyms/abc/branches", "admin"),
        ("be_branches_bad_id", f"/api/gyms/{'9' * 5_000}/branches", "admin"),
    ],
)
def test_the_branches_are_refused_in_the_backends_words(
    url: str, recording: str, path: str, role: str
) -> None:
    recorded = json.loads((CAPTURES / f"{recording}.json").read_text())
    tenant = Tenant(user_id=3, email="", name="", role=role, gym_id=1, branch_id=None)
    response = web.get(f"{url}{path}", headers=headers(tenant))
    assert response.status_code == int(recorded["status_line"].split()[1])
    assert response.json() == json.loads(recorded["body"])


@pytest.mark.parametrize("token", ["", f"Bearer {issue_token(OWNER, STRANGER_SECRET)}"])
def test_the_branches_need_a_good_token(url: str, token: str) -> None:
    response = web.get(f"{url}{BRANCHES}", headers={"Authorization": token} if token else {})
    recorded = json.loads((CAPTURES / "be_conv_401.json").read_text())
    assert (response.status_code, response.json()) == (401, json.loads(recorded["body"]))


@pytest.mark.parametrize("accept", ["text/event-stream", "application/json"])
def test_an_account_of_another_gym_gets_nothing_of_this_one(url: str, accept: str) -> None:
    other = Tenant(user_id=1, email="", name="", role="admin", gym_id=77, branch_id=None)
    asked = {"message": "theme"}
    response = web.post(f"{url}/chat", json=asked, headers=headers(other) | {"Accept": accept})
    assert response.status_code == 403
    assert response.json() == {"detail": "This assistant has no records of your gym."}
    assert web.get(f"{url}{BRANCHES}", headers=headers(other)).status_code == 404
