"""What "help" tells is all that the assistant may ask of the app, and every example in it does what it says."""

import re
from typing import get_args

import pytest
from support.reading_alone import calls_of, read_alone

from strakly_desktop.bot.tools.app import ask_app
from strakly_desktop.conversation.accents import AccentName
from strakly_desktop.conversation.events import AppCommand

_EXAMPLES = {
    "UndoTheme": "undo_theme",
    "Print": "print",
    "Copy": "copy",
    "Export": "export",
    "NewChat": "new_chat",
    "ChangeBranch": "change_branch",
    "Find": "find",
    "OpenSettings": "open_settings",
    "ChangeTextSize": "text_size",
}


def _said() -> str:
    return read_alone("help").say


def _examples() -> list[str]:
    """The sentences in its table, but for the names of the rows."""
    rows = re.findall(r"^\|(.+)\|$", _said(), re.MULTILINE)[2:]
    return [
        each.strip().rstrip(".")
        for row in rows
        for each in re.split(r"(?<=[.?]) ", row.split("|")[1].strip())
    ]


def test_every_command_of_the_allow_list_is_shown_by_an_example() -> None:
    commands = get_args(ask_app.__annotations__["command"])
    assert {_EXAMPLES[each.__name__] for each in get_args(AppCommand)} == set(commands)
    called = [(tool, arguments) for example in _examples() for tool, arguments in calls_of(example)]
    assert {arguments["command"] for tool, arguments in called if tool == "ask_app"} == set(commands)
    tools = {tool for tool, _ in called}
    assert {"change_theme", "navigate_to_page"} <= tools


def test_the_formats_and_the_accents_are_named() -> None:
    for word in ("Excel", "CSV", "PDF", "Markdown", *get_args(AccentName)):
        assert re.search(rf"\b{word}\b", _said(), re.IGNORECASE), word


def test_every_example_is_understood_and_it_is_short() -> None:
    examples = _examples()
    assert len(examples) > 20
    for example in examples:
        reading = read_alone(example)
        assert reading.requests or "Gladly" in reading.say or "Ctrl+L" in reading.say, example
    assert len(_said()) < 2_000


@pytest.mark.parametrize(
    "message",
    [
        "help",
        "what can you do?",
        "what all can you do",
        "madad",
        "tum kya kar sakte ho",
        "help me please",
        "madad karo",
        "मदद",
        "आप क्या कर सकते हैं",
        "what are your commands",
        "what else can you do",
        "list of commands",
        "features",
        "can you help me",
        "i need help",
        "how does this work",
    ],
)
def test_help_is_asked_for_in_many_ways(message: str) -> None:
    assert "What you can ask me" in read_alone(message).say
