"""Tool names become words that a front desk understands."""

import pytest

from strakly_desktop.chat.tool_words import busy_line, looked_up, tool_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("get_clients_stats", "client stats"),
        ("get_revenue_report", "revenue report"),
        ("search_clients", "clients"),
        ("some-new-tool", "some new tool"),
        ("", "the gym's data"),
    ],
)
def test_any_tool_name_has_words(name: str, words: str) -> None:
    assert tool_words(name) == words


def test_repeats_and_settings_are_no_sources() -> None:
    assert looked_up(["get_revenue", "change_theme", "get_revenue"]) == ("revenue",)
    assert busy_line(["change_theme"]) == ""
