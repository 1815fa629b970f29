"""The app's commands on the wire: an allow-list, one of each an answer, and none before its end."""

import json

import pytest

from strakly_desktop.conversation.events import (
    ActionRequested,
    BotAction,
    ChangeBranch,
    ChangeTextSize,
    ChangeTheme,
    Copy,
    Export,
    Find,
    NewChat,
    OpenSettings,
    Print,
    UndoTheme,
)
from strakly_desktop.protocol.actions import allowed_action
from strakly_desktop.protocol.decode import IgnoredCounts
from strakly_desktop.protocol.stream import ChatStreamReader


@pytest.mark.parametrize(
    ("kind", "value", "action"),
    [
        ("undo_theme", "", UndoTheme()), ("undo_theme", None, UndoTheme()), ("new_chat", "now", NewChat()),
        ("open_settings", None, OpenSettings()), ("print", "previous", Print("previous")),
        ("copy", "this", Copy("this")), ("export", "xlsx", Export("xlsx")), ("find", " Asha ", Find("Asha")),
        ("find", "", Find("")), ("change_branch", "12", ChangeBranch(12)), ("change_branch", "all", ChangeBranch(None)),
        ("text_size", "larger", ChangeTextSize("larger")),
    ],
)  # fmt: skip
def test_each_command_is_read(kind: str, value: object, action: BotAction) -> None:
    assert allowed_action(kind, value) == action


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("print", ""), ("print", None), ("copy", "all"), ("export", "exe"), ("export", ["xlsx"]), ("find", None),
        ("find", "x" * 121), ("find", "a\nb"), ("find", "a\u202eb"), ("change_branch", "0"), ("change_branch", "-1"),
        ("change_branch", 2), ("change_branch", "9" * 10), ("change_branch", "\u0663"), ("text_size", "200 %"),
        ("quit", ""), ("Print", "this"),
    ],
)  # fmt: skip
def test_nothing_else_is_a_command(kind: str, value: object) -> None:
    assert allowed_action(kind, value) is None


def test_a_storm_of_commands_is_one_of_each_and_comes_at_the_end() -> None:
    wishes = [
        ("open_settings", ""),
        ("print", "this"),
        ("print", "previous"),
        ("find", "a"),
        ("find", "b"),
    ] * 50
    reader = ChatStreamReader()
    events = []
    for kind, value in (*wishes, ("change_theme", "dark")):
        line = f"data: {json.dumps({'action': {'type': kind, 'value': value}})}\n\n"
        events += [*reader.feed(line.encode()), *reader.pause()]
    assert events == [ActionRequested(ChangeTheme("dark"))], "looks change at once, commands wait"
    ended = [event for event in reader.feed(b"data: [DONE]\n\n") if isinstance(event, ActionRequested)]
    assert [event.action for event in ended] == [OpenSettings(), Print("this"), Find("a")]
    assert reader.ignored == IgnoredCounts(too_many=247)
