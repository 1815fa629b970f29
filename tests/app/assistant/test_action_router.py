"""What the assistant may do to the app, and how it is taken back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from strakly_desktop.app.assistant.action_router import NAVIGATE_NOTICE, THEME_NOTICE, ActionRouter
from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.conversation.events import ChangeAccent, ChangeTheme, Navigate
from strakly_desktop.theme import resources
from strakly_desktop.theme.manager import ThemeManager
from strakly_desktop.theme.theme import Accent, ThemeMode, load_themes
from strakly_desktop.ui.notices.notice import Notice, NoticeKind


@dataclass
class Desk:
    """A router with a real theme, a browser that may be missing, and the notices in order."""

    themes: ThemeManager
    router: ActionRouter
    web_app: WebApp
    notices: list[Notice] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    has_browser: bool = True

    def open_url(self, url: str) -> bool:
        self.opened.append(url)
        return self.has_browser

    @property
    def looks(self) -> tuple[ThemeMode, Accent]:
        return self.themes.mode, self.themes.accent


def desk_with(themes: ThemeManager, address: str | None) -> Desk:
    web_app = WebApp(address)
    router = ActionRouter(themes, web_app)
    desk = Desk(themes, router, web_app)
    web_app.open_url = desk.open_url
    router.notice_requested.connect(desk.notices.append)
    return desk


@pytest.fixture
def themes(qapp: Any) -> Iterator[ThemeManager]:
    before = qapp.palette(), qapp.font(), qapp.styleSheet()
    yield ThemeManager(qapp, load_themes(resources.tokens()), ThemeMode.LIGHT, Accent.GREEN)
    palette, font, sheet = before
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.fixture
def desk(themes: ThemeManager) -> Desk:
    return desk_with(themes, "https://app.example")


def test_a_theme_is_shown_at_once_and_told(desk: Desk) -> None:
    desk.router.begin_turn()
    desk.router.perform(ChangeTheme("dark"))
    assert desk.themes.theme.name == "dark"
    (notice,) = desk.notices
    assert (notice.key, notice.fact, notice.action and notice.action.label) == (
        THEME_NOTICE,
        "Switched to dark.",
        "Undo",
    )


def test_theme_and_accent_of_one_turn_are_one_notice_and_one_undo(desk: Desk) -> None:
    desk.router.begin_turn()
    desk.router.perform(ChangeTheme("dark"))
    desk.router.perform(ChangeAccent("purple"))
    assert desk.looks == (ThemeMode.DARK, Accent.PURPLE)
    assert {notice.key for notice in desk.notices} == {THEME_NOTICE}
    assert desk.notices[-1].fact == "Switched to dark with purple accent."
    desk.router.undo_theme()
    assert desk.looks == (ThemeMode.LIGHT, Accent.GREEN)


def test_undo_takes_back_the_last_turn_only(desk: Desk) -> None:
    desk.router.begin_turn()
    desk.router.perform(ChangeAccent("red"))
    desk.router.begin_turn()
    desk.router.perform(ChangeTheme("system"))
    desk.router.undo_theme()
    assert desk.looks == (ThemeMode.LIGHT, Accent.RED)


def test_undo_is_done_once(desk: Desk) -> None:
    desk.router.begin_turn()
    desk.router.perform(ChangeAccent("red"))
    desk.router.undo_theme()
    desk.themes.set_accent(Accent.TEAL)
    desk.router.undo_theme()
    assert desk.looks == (ThemeMode.LIGHT, Accent.TEAL)


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (ChangeTheme("system"), "Switched to the system's colours."),
        (ChangeAccent("pink"), "Switched to the pink accent."),
    ],
)
def test_what_changed_is_said_in_words(desk: Desk, action: ChangeTheme | ChangeAccent, words: str) -> None:
    desk.router.begin_turn()
    desk.router.perform(action)
    assert [notice.fact for notice in desk.notices] == [words]


def test_what_is_so_already_has_nothing_to_undo(desk: Desk) -> None:
    desk.router.begin_turn()
    desk.router.perform(ChangeTheme("light"))
    desk.router.perform(ChangeAccent("green"))
    assert [notice.action for notice in desk.notices] == [None, None]
    assert desk.notices[-1].fact == "The app looks like that already."


def test_there_and_back_in_one_turn_has_nothing_to_undo(desk: Desk) -> None:
    desk.router.begin_turn()
    desk.router.perform(ChangeTheme("dark"))
    desk.router.perform(ChangeTheme("light"))
    assert desk.notices[-1].action is None


def test_a_page_opens_in_the_web_app(desk: Desk) -> None:
    desk.router.perform(Navigate("/clients/5?tab=attendance"))
    assert desk.opened == ["https://app.example/clients/5?tab=attendance"]
    (notice,) = desk.notices
    assert (notice.key, notice.kind) == (NAVIGATE_NOTICE, NoticeKind.INFO)
    assert notice.fact == "Opened /clients/5?tab=attendance in the web app."


def test_without_a_web_app_the_wish_is_told_and_nothing_opens(themes: ThemeManager) -> None:
    desk = desk_with(themes, None)
    desk.router.perform(Navigate("/clients/5"))
    assert desk.opened == []
    (notice,) = desk.notices
    assert notice.kind is NoticeKind.WARNING
    assert "/clients/5 was not opened" in notice.rest


def test_without_a_browser_the_address_is_told(desk: Desk) -> None:
    desk.has_browser = False
    desk.router.perform(Navigate("/clients/5"))
    (notice,) = desk.notices
    assert (notice.kind, notice.fact) == (NoticeKind.WARNING, "No browser could be started.")
    assert "https://app.example/clients/5" in notice.rest


def test_a_path_that_leads_elsewhere_never_opens(desk: Desk) -> None:
    for path in ("//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"):
        desk.router.perform(Navigate(path))
    assert desk.opened == []
    assert {notice.kind for notice in desk.notices} == {NoticeKind.WARNING}


def test_no_page_opens_while_the_desk_is_locked_and_it_is_offered_afterwards(
    themes: ThemeManager,
) -> None:
    opened: list[str] = []
    web_app = WebApp("https://app.example")

    def open_url(url: str) -> bool:
        opened.append(url)
        return True

    web_app.open_url = open_url
    is_locked = True
    router = ActionRouter(themes, web_app, is_desk_locked=lambda: is_locked)
    told: list[Notice] = []
    router.notice_requested.connect(told.append)
    router.perform(Navigate("/clients/5"))
    assert opened == []
    is_locked = False
    assert told[0].action is not None
    told[0].action.run()
    assert opened == ["https://app.example/clients/5"]


def test_a_long_path_is_told_without_half_a_number(themes: ThemeManager) -> None:
    """A member's number cut in half is another member's."""
    desk = desk_with(themes, "https://app.strakly.example")
    desk.has_browser = False
    desk.router.perform(Navigate("/" + "clients/" * 11 + "108342"))
    assert "1083" not in desk.notices[-1].rest
