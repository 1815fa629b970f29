"""The stand-in answers as the real backend was recorded: every `be_conv_*`, in order, by status and shape."""

import json
import re
from typing import Any

import httpx
import pytest
from support.replay import Recording, load_recordings
from support.stand_in_backend import stand_in_backend
from support.stand_in_history import PLAN

OWNER, TRAINER, MANAGER, ROOT = (f"{name}@example.test" for name in ("owner", "trainer", "manager", "root"))
FOREIGN = {"be_conv_get_foreign", "be_conv_trainer", "be_conv_exchange_dup_foreign"}
PEOPLE = {"be_conv_manager_same_id": MANAGER, "be_conv_superadmin": ROOT} | dict.fromkeys(FOREIGN, TRAINER)
# The file names are in no order; these were recorded one after the other, with the ids that they name.
_NAMES = (
    "list_empty exchange_new exchange_more exchange_dup_bot_id get list create create_titled create_bad"
    " exchange_bad exchange_empty_texts exchange_array_items exchange_nul rename rename_nothing rename_bad"
    " rename_null delete delete_again get_deleted rename_deleted exchange_deleted exchange_missing get_missing"
    " get_foreign get_bad_id id_too_big exchange_id_zero manager_same_id trainer superadmin 401 too_large"
    " plan_403 exchange_bad_json exchange_lone_surrogate exchange_emoji_title exchange_dup_deleted"
    " exchange_dup_foreign create_then_emoji exchange_emoji_by_id"
)
IN_ORDER = tuple(_NAMES.split())


def shape(value: Any, key: str = "") -> Any:
    """The value without what is new each time: numbers of rows, and moments."""
    if isinstance(value, dict):
        return {name: shape(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value):
        return "moment"
    return "number" if key in ("id", "conversationId") else value


def sent(recording: Recording) -> bytes | None:
    body: str | None = recording.about["request"]["body"]
    if recording.name == "be_conv_too_large":
        return json.dumps({"userMessage": "u", "assistantMessage": "a" * 2_097_152}).encode()
    return None if body is None else body.encode()


def test_every_recording_is_replayed() -> None:
    assert {f"be_conv_{name}" for name in IN_ORDER} == {one.name for one in load_recordings("be_conv_")}


@pytest.fixture(scope="module")
def answers() -> dict[str, tuple[Recording, httpx.Response]]:
    """Each recording, and what the stand-in answers to the same."""
    recordings = {one.name: one for one in load_recordings("be_conv_")}
    found: dict[str, tuple[Recording, httpx.Response]] = {}
    with stand_in_backend() as backend, httpx.Client(base_url=backend.url, trust_env=False) as client:
        numbers = {"4": "", "15": ""}
        for name in IN_ORDER:
            recording = recordings[f"be_conv_{name}"]
            backend.history.refusal = PLAN if name == "plan_403" else ""
            token = "a.b.c" if name == "401" else backend.token(PEOPLE.get(recording.name, OWNER))
            path = recording.path
            for theirs, ours in numbers.items():
                path = re.sub(rf"/{theirs}(/|$)", rf"/{ours}\1", path) if ours else path
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            answer = client.request(recording.method, path, content=sent(recording), headers=headers)
            if name == "create_titled":
                numbers["4"] = str(answer.json()["id"])
            if name == "create_then_emoji":
                numbers["15"] = str(answer.json()["id"])
            found[name] = (recording, answer)
    return found


@pytest.mark.parametrize("name", IN_ORDER)
def test_status_and_shape_are_those_of_the_recording(
    answers: dict[str, tuple[Recording, httpx.Response]], name: str
) -> None:
    recording, answer = answers[name]
    assert answer.status_code == recording.status
    assert shape(answer.json()) == shape(json.loads(recording.about["body"]))
