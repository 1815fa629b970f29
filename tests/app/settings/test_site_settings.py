"""What the gym sets for a computer: defaults below the person's own, locks above everything, mistakes told."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from support.desk import OpenDesk
from support.scripted_server import Reply, scripted_server, sse

from strakly_desktop.app.assistant.connection import Endpoint
from strakly_desktop.app.composition.compose import compose
from strakly_desktop.app.settings.arguments import Arguments
from strakly_desktop.app.settings.settings import Settings
from strakly_desktop.app.settings.settings_file import SettingsFile
from strakly_desktop.app.settings.site_masking import EVERYTHING, SiteMasking
from strakly_desktop.app.settings.site_settings import (
    SiteSettings,
    locks_of,
    read_site_settings,
    site_settings_file,
)
from strakly_desktop.conversation.model import Branch
from strakly_desktop.theme.theme import Accent, ThemeMode
from strakly_desktop.ui.controls.managed_settings import ManagedSettings
from strakly_desktop.ui.window.branch_picker import BranchPicker

NOBODY = "http://127.0.0.1:9"
EXAMPLE = Path(__file__).parents[3] / "packaging" / "linux" / "settings.toml"
ADDRESSES = {"bot_url", "web_app_url", "backend_url"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "site" / "settings.toml"


@pytest.fixture
def site(path: Path) -> Any:
    """Writes the file and reads it as the app does."""

    def write(text: str | bytes) -> SiteSettings:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_site_settings(path)

    return write


def test_without_a_file_everything_is_the_persons(path: Path) -> None:
    assert read_site_settings(path) == SiteSettings()
    assert locks_of(SiteSettings()) == ManagedSettings()


def test_every_setting_that_the_packaged_file_shows_is_understood(site: Any) -> None:
    found = site(re.sub(r"^#(\w+ = )", r"\1", EXAMPLE.read_text(), flags=re.MULTILINE))
    assert found == SiteSettings(
        Settings(
            bot_url="https://assistant.your-gym.example",
            web_app_url="https://app.your-gym.example",
            backend_url="https://api.your-gym.example",
            branch_id=1,
            keep_history_days=365,
            autostart=True,
            lock_after_minutes=10,
        ),
        frozenset({"bot_url", "web_app_url", "backend_url", "branch_id"}),
        masking=SiteMasking(frozenset({"trainer"})),
    )


def test_the_packaged_file_as_it_is_sets_nothing(site: Any) -> None:
    assert site(EXAMPLE.read_text()) == SiteSettings()


def test_what_it_looks_like_can_be_set(site: Any) -> None:
    found = site('\ufefftheme = "dark"\naccent = "pink"\ntext_scale = 2\nlocked = ["theme", "text_scale"]')
    assert found.defaults == Settings(theme_mode=ThemeMode.DARK, accent=Accent.PINK, text_scale=2.0)
    assert locks_of(found) == ManagedSettings(theme=True, text_scale=True)
    assert found.problem == ""


def test_a_lock_without_a_value_keeps_what_is_built_in(site: Any) -> None:
    found = site('locked = ["accent", "server"]')
    person = Settings(bot_url="https://other.example", accent=Accent.RED, text_scale=1.5)
    assert found.enforce(person) == Settings(text_scale=1.5)


@pytest.mark.parametrize(
    "text",
    ['server = "https://bot.example"\ntheme = dark\n', '\nserver = "a"\nserver = "b"', b'# \n\xff = "a"'],
    ids=["no value", "twice", "no text"],
)
def test_a_file_that_is_no_toml_is_told_with_its_line(site: Any, path: Path, text: str | bytes) -> None:
    found = site(text)
    assert str(path) in found.problem
    assert "line " in found.problem
    assert found.server_unknown
    assert found.locked == ADDRESSES


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('\nserver = "bot.example"', "'server' (line 2)"),
        ("server = 5", "'server' (line 1)"),
        ('server = "https://desk:secret@bot.example"', "'server' (line 1)"),
        ('accent = "green"\n\n  "theme" = "blue"', "'theme' (line 3)"),
        ("text_scale = 9", "'text_scale' (line 1)"),
        ("keep_history_days = 0", "'keep_history_days' (line 1)"),
        ('autostart = "yes"', "'autostart' (line 1)"),
        ('branch = "1"', "'branch' (line 1)"),
        ('sever = "https://bot.example"', "'sever' (line 1)"),
        ('[site]\nserver = "https://bot.example"', "'site' (line 1)"),
        ('locked = ["sever"]', "'sever'"),
        ('locked = "server"', "'locked' (line 1)"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_and_not_repeated(
    site: Any, path: Path, text: str, named: str
) -> None:
    found = site(text)
    assert str(path) in found.problem
    assert named in found.problem
    assert "secret" not in found.problem
    assert found.defaults == Settings()


@pytest.mark.parametrize(
    "text",
    ['server = "bot.example"', 'sever = "https://bot.example"', '[site]\nserver = "https://bot.example"'],
)
def test_a_server_that_may_have_been_meant_is_not_replaced_by_a_demo_gym(site: Any, text: str) -> None:
    assert site(text).server_unknown


def test_a_mistake_elsewhere_does_not_cost_the_server(site: Any) -> None:
    found = site('server = "https://bot.example"\naccent = "mauve"\nsound = "loud"\nlocked = ["server", "x"]')
    assert found.defaults == Settings(bot_url="https://bot.example")
    assert found.locked == {"bot_url"}
    assert not found.server_unknown
    assert found.problem


def test_a_file_that_cannot_be_read_is_no_way_around_the_locks(
    site: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    site('locked = ["server"]')
    monkeypatch.setattr(Path, "stat", refuse)
    found = read_site_settings(path)
    assert "Permission denied" in found.problem
    assert found.server_unknown
    assert found.locked == ADDRESSES


def test_no_variable_moves_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = site_settings_file()
    for name in ("PROGRAMDATA", "XDG_CONFIG_DIRS", "XDG_CONFIG_HOME", "HOME", "STRAKLY_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert site_settings_file() == before
    assert before.is_absolute()


class Computer:
    """Opens the app on a computer with site settings, for a person with settings of their own."""

    def __init__(self, application: QApplication, home: Path, file: Path) -> None:
        self.application = application
        self.home = home
        self.file = file
        self.desks: list[OpenDesk] = []

    def open(
        self, site: str, own: Settings | None = None, server: str | None = NOBODY, **names: str
    ) -> OpenDesk:
        self.file.parent.mkdir(exist_ok=True)
        self.file.write_text(site)
        SettingsFile(self.home / "settings.json").save(own or Settings())
        arguments = Arguments(server=server, home=self.home)
        desk = OpenDesk(compose(self.application, arguments, {"STRAKLY_TOKEN": "a.b.c"} | names, self.file))
        self.desks.append(desk)
        desk.house.window.show()
        return desk


@pytest.fixture
def computer(qapp: QApplication, run: Any, tmp_path: Path, path: Path) -> Iterator[Computer]:
    before = qapp.palette(), qapp.font(), qapp.styleSheet()
    computer = Computer(qapp, tmp_path, path)
    yield computer

    async def close() -> None:
        for desk in computer.desks:
            await desk.close()

    run(close())
    palette, font, sheet = before
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setFont(font)


def test_the_gyms_look_is_there_until_the_person_chooses(computer: Computer) -> None:
    site = 'theme = "dark"\naccent = "pink"'
    assert computer.open(site).house.themes.accent is Accent.PINK
    themes = computer.open(site, Settings(accent=Accent.TEAL)).house.themes
    assert (themes.mode, themes.accent) == (ThemeMode.DARK, Accent.TEAL)


def test_a_locked_look_is_out_of_everybodys_reach(computer: Computer, run: Any) -> None:
    desk = computer.open('theme = "dark"\nlocked = ["theme", "accent"]', Settings(accent=Accent.TEAL))
    themes, window = desk.house.themes, desk.house.window
    actions = (
        {"action": {"type": "change_theme", "value": "light"}},
        {"action": {"type": "change_accent", "value": "red"}},
    )
    answer = sse({"conversation_id": "c-1"}, {"token": "Done."}, *actions, "[DONE]")

    async def story() -> None:
        async with scripted_server(Reply([answer])) as server:
            desk.house.history.start()
            desk.house.connection.connect_to(Endpoint(server.url, "a.b.c"))
            await desk.ask("light and red please")

    run(story())
    assert (themes.mode, themes.accent) == (ThemeMode.DARK, Accent.GREEN)
    assert desk.notices == ["theme-changed"]
    menus = {menu.title(): menu.menuAction() for menu in window.findChildren(QMenu) if menu.title()}
    for title in ("Theme (set by your gym)", "Accent (set by your gym)"):
        assert not menus[title].isEnabled()
        assert "Set by your gym" in menus[title].toolTip()
    assert menus["Text size"].isEnabled()


def test_a_locked_branch_cannot_be_changed_and_is_asked_about(computer: Computer, run: Any) -> None:
    desk = computer.open('branch = 3\nlocked = ["branch"]', Settings(branch_id=1))
    picker = desk.house.window.findChild(BranchPicker)
    assert isinstance(picker, BranchPicker)

    async def story() -> list[Any]:
        async with scripted_server(*[Reply([sse({"token": "Yes."}, "[DONE]")])] * 3) as server:
            desk.house.history.start()
            desk.house.connection.connect_to(Endpoint(server.url, "a.b.c"))
            await desk.ask("before the branches are known?")
            desk.house.connection.branches_changed.emit((Branch(1, "Main"), Branch(3, "North")))
            assert picker.current_name() == "North"
            await desk.ask("with them?")
            desk.house.connection.branches_changed.emit((Branch(1, "Main"),))
            await desk.ask("without this one?")
            return [request["branch_id"] for request in server.requests]

    assert run(story()) == [3, 3, 3]
    assert not picker.isEnabled()
    assert "Set by your gym" in picker.toolTip()


def test_a_locked_server_wins_over_command_line_environment_and_settings(
    computer: Computer, run: Any
) -> None:
    async def story() -> None:
        async with scripted_server(Reply([sse({"token": "The gym's own."}, "[DONE]")])) as server:
            desk = computer.open(
                f'server = "{server.url}"\nlocked = ["server"]',
                Settings(bot_url="http://127.0.0.1:7"),
                server="http://127.0.0.1:8",
                STRAKLY_BOT_URL=NOBODY,
            )
            desk.house.connect()
            assert await desk.ask("who are you?") == "The gym's own."

    run(story())


@pytest.mark.parametrize(
    "site", ["server = ", 'server = "bot.example"', '[desk]\nserver = "https://b.example"']
)
def test_with_a_broken_file_the_mistake_is_told_and_no_demo_gym_answers(
    computer: Computer, run: Any, site: str
) -> None:
    desk = computer.open(site, server=None)
    assert desk.notices == ["site-settings"]
    assert not desk.house.server.is_demo

    headlines: list[str] = []
    desk.house.session.turn_failed.connect(lambda _message, failure: headlines.append(failure.headline))

    async def story() -> None:
        desk.house.connect()
        await desk.ask("who checked in today?")

    run(story())
    assert headlines == ["This computer does not know your gym's assistant."]


def test_with_a_broken_file_the_command_line_is_no_way_around_the_locks(computer: Computer) -> None:
    desk = computer.open("server = ", server=NOBODY)
    assert not desk.house.server.is_demo
    assert desk.notices == ["site-settings"]


def test_the_gym_masks_some_kinds_for_some_roles(site: Any) -> None:
    found = site('mask_roles = ["trainer", "branch_admin"]\nmask = ["amounts"]')
    assert found.problem == ""
    assert found.masking == SiteMasking(frozenset({"trainer", "branch_admin"}), frozenset({"amounts"}))
    assert found.masking.applies_to("trainer", is_somebody=True)
    assert found.masking.applies_to("", is_somebody=True), (
        "a token without a role is not known to be free of it"
    )
    assert not found.masking.applies_to("manager", is_somebody=True)
    assert not found.masking.applies_to("", is_somebody=False), "the demo gym"
    assert not SiteSettings().masking


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            'mask_roles = ["trianer"]',
            "'mask_roles' (line 1) names 'trianer', which is no role: superadmin, admin, ",
        ),
        ('mask_roles = "trainer"', "'mask_roles' (line 1) is no list of roles: superadmin, "),
        ("mask_roles = [5]", "'mask_roles' (line 1) names 5, which is no role: "),
        ('mask_role = ["trainer"]', "'mask_role' (line 1) is no setting"),
        ('[desk]\nmask_roles = ["trainer"]', "'desk' (line 1) is no setting"),
        ('mask_roles = ["trainer"', "is no valid TOML"),
    ],
)
def test_a_mistake_about_roles_masks_everybody_and_is_told(site: Any, text: str, words: str) -> None:
    found = site(text)
    assert words in found.problem
    assert found.masking == EVERYTHING


def test_a_mistake_about_kinds_masks_all_of_them(site: Any) -> None:
    found = site('\nmask = ["amounts", "names"]\nmask_roles = ["trainer"]')
    assert "'mask' (line 2) names 'names', which is no kind: amounts, phones or emails" in found.problem
    assert found.masking == SiteMasking(frozenset({"trainer"}))
