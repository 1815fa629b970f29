"""Recorded answers of the real servers: which of their tables are a part of a list."""

import json

import pytest
from support.replay import load_recordings

from strakly_desktop.rendering.tables.table_data import AnswerTables, tables_of
from strakly_desktop.rendering.tables.table_part import TablePart

FIVE_OF_SIX = TablePart(6)
# Every recording with a table, read by hand: its rows, and what part they are.
RECORDED: dict[str, list[tuple[int, object]]] = {
    "chat_list_links": [(5, FIVE_OF_SIX)],
    "chat_text_before_tool": [(4, None)],
    "chat_tool_table": [(4, None)],
    "chat_two_rounds": [(4, None), (5, FIVE_OF_SIX)],
    "chat_two_tools_one_round": [(4, None), (5, FIVE_OF_SIX)],
    "gemini3_token_lists": [(4, None)],
    "gemini_token_is_list": [(4, None)],
    "gemini_tool_table": [(4, None)],
    "memory_2": [(4, None)],
}


def _answer(events: list[str]) -> str:
    text = ""
    for event in events:
        if event.startswith("{"):
            token = json.loads(event).get("token", "")
            text += token if isinstance(token, str) else "".join(piece.get("text", "") for piece in token)
    return text


def test_no_recorded_table_is_a_part_but_those_that_say_so() -> None:
    found: dict[str, list[tuple[int, object]]] = {}
    for recording in load_recordings():
        if isinstance(recording.about.get("events"), list):
            tables = tables_of(_answer(recording.events))
            if tables:
                found[recording.name] = [(len(table.rows), table.part) for table in tables]
    assert found == RECORDED


@pytest.mark.parametrize("name", [name for name, tables in RECORDED.items() if len(tables) == 2])
def test_a_card_above_a_list_is_never_called_a_part_while_the_answer_comes(name: str) -> None:
    (recording,) = [found for found in load_recordings(name) if found.name == name]
    tables = AnswerTables()
    for character in _answer(recording.events):
        tables.append(character)
        if len(tables):
            assert tables.content(0).part is None
