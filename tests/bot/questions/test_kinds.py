"""Kinds of questions that were once answered with other figures: each is right now, or says what it cannot apply."""

import asyncio
import tomllib
from pathlib import Path
from typing import Any

import pytest
from support.desk_questions import Asked, Judged, judge_all

_WANTED: dict[str, dict[str, Any]] = {
    f"{file.stem}/{name}": wanted
    for file in sorted((Path(__file__).parent / "kinds").glob("*.toml"))
    for name, wanted in tomllib.loads(file.read_text(encoding="utf-8")).items()
}
_CHATS = [(name, chat) for name, wanted in _WANTED.items() for chat in wanted["chats"]]


@pytest.fixture(scope="module")
def judged() -> dict[tuple[str, str], Judged]:
    """All chats, asked of one gym."""
    asked = [Asked(name, "english", tuple(chat.split(" >> ")), _WANTED[name]) for name, chat in _CHATS]
    return dict(zip(_CHATS, asyncio.run(judge_all(asked)), strict=True))


@pytest.mark.parametrize(("name", "chat"), _CHATS, ids=[chat for _, chat in _CHATS])
def test_a_chat_is_answered_as_it_was_meant(
    name: str, chat: str, judged: dict[tuple[str, str], Judged]
) -> None:
    found = judged[name, chat]
    assert found.verdict == _WANTED[name].get("verdict", "right"), f"{found.why}\n{found.text[:800]}"
