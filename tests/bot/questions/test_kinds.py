"""Kinds of questions that were once answered with other figures: each is right now, or says what it cannot apply."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.desk_questions import Asked, Judged, shared_gym

_WANTED: dict[str, dict[str, Any]] = {
    f"{file.stem}/{name}": wanted
    for file in sorted((Path(__file__).parent / "kinds").glob("*.toml"))
    for name, wanted in tomllib.loads(file.read_text(encoding="utf-8")).items()
}
_CHATS = [(name, chat) for name, wanted in _WANTED.items() for chat in wanted["chats"]]


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Asked], Judged]]:
    """Judges a chat; all are asked of one gym."""
    with shared_gym(tmp_path_factory.mktemp("kinds") / "gym.db") as judge:
        yield judge


@pytest.mark.parametrize(("name", "chat"), _CHATS, ids=[chat for _, chat in _CHATS])
def test_a_chat_is_answered_as_it_was_meant(name: str, chat: str, judge: Callable[[Asked], Judged]) -> None:
    found = judge(Asked(name, "english", tuple(chat.split(" >> ")), _WANTED[name]))
    assert found.verdict == _WANTED[name].get("verdict", "right"), f"{found.why}\n{found.text[:800]}"
