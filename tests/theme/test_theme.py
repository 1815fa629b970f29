"""The token file: what is read from it, and what is said about a broken one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from strakly_desktop.theme import resources
from strakly_desktop.theme.theme import (
    TEXT_SCALES,
    Accent,
    ThemeDataError,
    ThemeMode,
    load_themes,
    nearest_text_scale,
)


@pytest.fixture
def tokens() -> dict[str, Any]:
    """The bundled token file, to be broken."""
    content: dict[str, Any] = json.loads(resources.tokens().read_bytes())
    return content


def refusal(path: Path, content: bytes) -> str:
    """What is said about a token file with this content."""
    path.write_bytes(content)
    with pytest.raises(ThemeDataError) as caught:
        load_themes(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("mode", "system_dark", "high_contrast", "name"),
    [
        (ThemeMode.LIGHT, True, False, "light"),
        (ThemeMode.DARK, False, False, "dark"),
        (ThemeMode.SYSTEM, False, False, "light"),
        (ThemeMode.SYSTEM, True, False, "dark"),
        (ThemeMode.LIGHT, True, True, "high-contrast-light"),
        (ThemeMode.SYSTEM, True, True, "high-contrast-dark"),
    ],
)
def test_mode_and_system_decide_the_theme(
    mode: ThemeMode, system_dark: bool, high_contrast: bool, name: str
) -> None:
    theme = load_themes(resources.tokens()).resolve(mode, Accent.TEAL, system_dark, high_contrast)
    assert theme.name == name
    assert theme.dark == ("dark" in name)
    assert (theme.high_contrast, theme.accent) == (high_contrast, Accent.TEAL)


def test_the_same_wishes_give_the_same_object() -> None:
    themes = load_themes(resources.tokens())
    first = themes.resolve(ThemeMode.SYSTEM, Accent.RED, True, False)
    assert themes.resolve(ThemeMode.DARK, Accent.RED, False, False) is first


def test_alpha_is_turned_to_where_qt_reads_it(tokens: dict[str, Any], tmp_path: Path) -> None:
    tokens["themes"]["light"]["roles"]["scrim"] = "#11223344"
    path = tmp_path / "tokens.json"
    path.write_text(json.dumps(tokens))
    theme = load_themes(path).resolve(ThemeMode.LIGHT, Accent.GREEN, False, False)
    assert theme.colors["scrim"] == "#44112233"


def test_links_are_underlined_where_their_colour_does_not_tell(tokens: dict[str, Any]) -> None:
    themes = load_themes(resources.tokens())
    for accent in Accent:
        assert themes.resolve(ThemeMode.DARK, accent, True, True).links_underlined
    plain = themes.resolve(ThemeMode.LIGHT, Accent.BLACK, False, False)
    assert plain.links_underlined
    assert plain.colors["link"] == plain.colors["text"]
    assert not themes.resolve(ThemeMode.LIGHT, Accent.BLUE, False, False).links_underlined


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ThemeDataError, match=r"gone\.json cannot be read"):
        load_themes(tmp_path / "gone.json")


@pytest.mark.parametrize("content", [b"{", b"\xff", b"", b"[" * 100_000])
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "not valid JSON" in refusal(tmp_path / "tokens.json", content)


@pytest.mark.parametrize("content", [b"[]", b"null", b"{}", b'{"themes": []}'])
def test_a_file_without_themes_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path / "tokens.json", content) == "tokens.json has no section 'themes'"


def _drop_theme(themes: dict[str, Any]) -> None:
    del themes["high-contrast-dark"]


def _drop_accent(themes: dict[str, Any]) -> None:
    del themes["dark"]["accents"]["pink"]


def _drop_role(themes: dict[str, Any]) -> None:
    del themes["dark"]["roles"]["text-muted"]


def _drop_accent_role(themes: dict[str, Any]) -> None:
    del themes["light"]["accents"]["red"]["focus-ring"]


def _spoil_color(themes: dict[str, Any]) -> None:
    themes["light"]["roles"]["text"] = "#12345"


def _spoil_color_type(themes: dict[str, Any]) -> None:
    themes["light"]["roles"]["text"] = 0


def _spoil_underline(themes: dict[str, Any]) -> None:
    themes["light"]["accents"]["green"]["link-underline"] = "sometimes"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_drop_theme, "themes has no section 'high-contrast-dark'"),
        (_drop_accent, "dark.accents has no section 'pink'"),
        (_drop_role, "dark in green lacks text-muted"),
        (_drop_accent_role, "light in red lacks focus-ring"),
        (_spoil_color, "light.roles.text is not a colour: '#12345'"),
        (_spoil_color_type, "light.roles.text is not a colour: 0"),
        (_spoil_underline, "light.accents.green.link-underline is neither 'always' nor 'hover'"),
    ],
)
def test_the_fault_is_named(
    tokens: dict[str, Any], tmp_path: Path, spoil: Callable[[dict[str, Any]], None], said: str
) -> None:
    spoil(tokens["themes"])
    assert refusal(tmp_path / "tokens.json", json.dumps(tokens).encode()) == said


@pytest.mark.parametrize(("asked", "step"), [(1.0, 1.0), (0.1, 0.8), (1.19, 1.25), (9.0, 2.0), (1.6, 1.5)])
def test_a_text_scale_becomes_the_nearest_step(asked: float, step: float) -> None:
    assert nearest_text_scale(asked) == step
    assert step in TEXT_SCALES
