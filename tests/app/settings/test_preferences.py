"""What is saved in the settings dialog holds: at once where it can, else from the next start on."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit
from support.desk import OpenDesk

from strakly_desktop.app.assistant.connection import Endpoint
from strakly_desktop.app.composition.compose import compose
from strakly_desktop.app.process.program.autostart import login_entry
from strakly_desktop.app.settings.arguments import Arguments
from strakly_desktop.app.settings.settings import Settings
from strakly_desktop.app.settings.settings_file import SettingsFile
from strakly_desktop.theme.theme import Accent, ThemeMode
from strakly_desktop.ui.controls.form_fields import CheckBox, ChoiceButton
from strakly_desktop.ui.controls.menu import Menu
from strakly_desktop.ui.dialogs.settings import SettingsDialog, SettingsForm

NOBODY = "http://127.0.0.1:9"
FORM = SettingsForm("", "", 1.0, None, False)


@dataclass
class Computer:
    """A desk whose login entries go to a directory of its own. `kept` are the news for the history."""

    desk: OpenDesk
    home: Path
    autostart: Path
    kept: list[int | None] = field(default_factory=list)
    cleared: list[bool] = field(default_factory=list)

    def open_dialog(self) -> SettingsDialog:
        self.desk.house.window.settings_requested.emit()
        dialog = self.desk.house.window.findChild(SettingsDialog)
        assert isinstance(dialog, SettingsDialog)
        return dialog

    async def save(self, form: SettingsForm) -> SettingsDialog:
        dialog = self.open_dialog()
        dialog.save_requested.emit(form)
        await self.desk.house.saver.finish()
        return dialog

    def saved(self) -> Settings:
        return SettingsFile(self.home / "settings.json").load()


@pytest.fixture
def at_computer(qapp: Any, run: Any, tmp_path: Path) -> Any:
    """Runs a story at a computer with site settings and the person's own."""

    def at(
        story: Callable[[Computer], Any], site: str = "", own: Settings | None = None, named: str = ""
    ) -> Any:
        home, config, site_file = tmp_path / "home", tmp_path / "config", tmp_path / "site.toml"
        site_file.write_text(site)
        SettingsFile(home / "settings.json").save(own or Settings())

        async def whole() -> Any:
            names = {"STRAKLY_TOKEN": "a.b.c", "XDG_CONFIG_HOME": str(config)}
            if named:
                names["STRAKLY_WEB_APP_URL"] = named
            house = compose(qapp, Arguments(server=NOBODY, home=home), names, site_file)
            desk = OpenDesk(house)
            computer = Computer(desk, home, config / "autostart" / "strakly-desktop.desktop")
            house.preferences.keep_history_changed.connect(computer.kept.append)
            house.preferences.clear_history_requested.connect(lambda: computer.cleared.append(True))
            house.window.show()
            try:
                return await story(computer)
            finally:
                house.themes.set_text_scale(1.0)
                await desk.close()

        return run(whole())

    return at


def test_the_menu_has_it_with_its_key_and_opens_one(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        window = computer.desk.house.window
        (action,) = (action for action in window.actions() if action.text() == "Settings...")
        assert isinstance(action, QAction)
        assert action.shortcut().toString() == "Ctrl+,"
        action.trigger()
        action.trigger()
        (dialog,) = window.findChildren(SettingsDialog)
        dialog.reject()
        window.history.settings_requested.emit()
        assert [found.isVisible() for found in window.findChildren(SettingsDialog)].count(True) == 1

    at_computer(story)


@pytest.mark.parametrize("entry", ["Settings...", "About Strakly Desktop"])
def test_the_keyboard_goes_back_to_the_composer_wherever_it_was(at_computer: Any, entry: str) -> None:
    async def story(computer: Computer) -> None:
        window = computer.desk.house.window
        (wheel,) = (
            button
            for button in window.history.findChildren(QAbstractButton)
            if button.accessibleName() == "Settings"
        )
        wheel.setFocus()
        assert window.focusWidget() is wheel
        next(action for action in window.menu.actions() if action.text() == entry).trigger()
        (dialog,) = window.findChildren(QDialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
        assert window.composer.isAncestorOf(window.focusWidget())

    at_computer(story)


def test_a_key_that_comes_twice_saves_once(at_computer: Any) -> None:
    first, second = (SettingsForm("", "", 1.0, days, False) for days in (30, 90))

    async def story(computer: Computer) -> None:
        dialog = computer.open_dialog()
        dialog.save_requested.emit(first)
        dialog.save_requested.emit(second)
        await computer.desk.house.saver.finish()
        assert computer.saved().keep_history_days == 30

    at_computer(story)


def test_everything_that_was_saved_is_there_at_the_next_start(at_computer: Any) -> None:
    form = SettingsForm("https://bot.example", "https://app.example", 1.5, 30, True)

    async def story(computer: Computer) -> None:
        await computer.save(form)
        assert computer.desk.house.window.findChild(SettingsDialog) is None
        assert computer.saved() == replace(
            Settings(),
            bot_url="https://bot.example",
            web_app_url="https://app.example",
            text_scale=1.5,
            keep_history_days=30,
            autostart=True,
        )
        assert computer.desk.house.themes.text_scale == 1.5
        assert computer.kept == [30]
        assert str(computer.home) in computer.autostart.read_text()
        assert computer.desk.notices == ["next-start"]
        await computer.save(replace(form, autostart=False))
        assert not computer.autostart.exists()
        assert computer.kept == [30]

    at_computer(story)


def hints(dialog: SettingsDialog) -> list[str]:
    return [line.accessibleDescription() for line in dialog.findChildren(QLineEdit)]


def test_what_was_named_for_one_run_is_shown_as_in_use_and_not_saved(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        forms: list[SettingsForm] = []
        dialog = computer.open_dialog()
        told = hints(dialog)[0]
        assert NOBODY in told and "command line (--server)" in told
        assert "demo" not in dialog.findChildren(QLineEdit)[0].placeholderText(), "it is not what answers"
        dialog.save_requested.connect(forms.append)
        QTest.keyClick(dialog.findChildren(QLineEdit)[0], Qt.Key.Key_Return)
        assert forms == [FORM]
        assert computer.saved().bot_url is None

    at_computer(story)


def test_what_the_environment_named_is_said_to_be_from_there(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        told = hints(computer.open_dialog())[1]
        assert "https://app.named.example" in told and "environment (STRAKLY_WEB_APP_URL)" in told

    at_computer(story, own=Settings(web_app_url="https://own.example"), named="https://app.named.example")


def test_who_has_chosen_another_server_since_uses_what_was_named_no_more(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        computer.desk.house.connection.connect_to(Endpoint("http://127.0.0.1:8", ""))
        assert hints(computer.open_dialog())[0] == "Used from the next start on."

    at_computer(story)


def test_what_the_gym_locked_was_named_by_nobody_else(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        assert NOBODY not in hints(computer.open_dialog())[0]

    at_computer(story, 'server = "https://gym.example"\nlocked = ["server"]')


@pytest.mark.parametrize("text", ["bot.example", "ftp://bot.example", "https://desk:secret@bot.example"])
@pytest.mark.parametrize("name", ["server", "web_app"])
def test_an_address_that_is_none_is_not_saved(at_computer: Any, name: str, text: str) -> None:
    async def story(computer: Computer) -> None:
        dialog = await computer.save(
            replace(FORM, server=text) if name == "server" else replace(FORM, web_app=text)
        )
        assert dialog.isVisible()
        assert computer.saved() == Settings()
        assert computer.desk.notices == []

    at_computer(story)


def test_without_an_address_of_ones_own_the_gyms_holds_again(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        await computer.save(FORM)
        assert computer.saved().bot_url is None
        assert computer.desk.house.preferences.settings.bot_url == "https://gym.example"

    at_computer(story, 'server = "https://gym.example"', Settings(bot_url="https://own.example"))


def test_what_the_gym_locked_is_kept_from_a_form_that_says_otherwise(at_computer: Any) -> None:
    own = Settings(bot_url="https://own.example", keep_history_days=90)

    async def story(computer: Computer) -> None:
        await computer.save(SettingsForm("https://other.example", "", 1.0, None, True))
        settings = computer.desk.house.preferences.settings
        assert (settings.bot_url, settings.keep_history_days) == ("https://gym.example", 14)
        assert not settings.autostart
        assert computer.kept == []
        assert not computer.autostart.exists()
        assert computer.saved() == own

    site = 'server = "https://gym.example"\nkeep_history_days = 14\n'
    at_computer(story, site + 'locked = ["server", "keep_history_days", "autostart"]', own)


def test_at_the_start_the_gyms_choices_are_carried_out(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        computer.desk.house.preferences.apply_at_start()
        assert computer.kept == [14]
        assert computer.autostart.is_file()

    at_computer(story, "keep_history_days = 14\nautostart = true")


@pytest.mark.parametrize(("locks", "stays"), [("[]", True), ('["autostart"]', False)])
def test_an_entry_that_the_person_made_elsewhere_goes_only_by_the_gyms_lock(
    at_computer: Any, locks: str, stays: bool
) -> None:
    async def story(computer: Computer) -> None:
        computer.autostart.parent.mkdir(parents=True)
        computer.autostart.write_text("[Desktop Entry]")
        computer.desk.house.preferences.apply_at_start()
        assert computer.autostart.exists() is stays

    at_computer(story, f"autostart = false\nlocked = {locks}")


def test_what_was_chosen_in_the_setup_is_shown_and_can_be_switched_off(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        names = {"XDG_CONFIG_HOME": str(computer.autostart.parents[1])}
        login_entry(computer.home, names).set_present(True)
        computer.desk.house.preferences.apply_at_start()
        dialog = computer.open_dialog()
        (switch,) = (box for box in dialog.findChildren(CheckBox) if "sign in" in box.text())
        assert switch.isChecked()
        dialog.reject()
        await computer.save(FORM)
        assert not computer.autostart.exists()

    at_computer(story)


def test_a_computer_that_does_not_allow_it_is_told(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        computer.autostart.parent.parent.write_text("no directory")
        await computer.save(replace(FORM, autostart=True))
        assert computer.desk.notices == ["autostart"]

    at_computer(story)


def test_clearing_goes_on_to_the_history(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        computer.open_dialog().clear_history_requested.emit()
        assert computer.cleared == [True]

    at_computer(story)


def test_the_dialog_takes_the_look_that_the_assistant_gives_the_app(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        dialog = computer.open_dialog()
        before = dialog.minimumWidth()
        computer.desk.house.themes.set_text_scale(1.25)
        assert dialog.minimumWidth() > before

    at_computer(story)


def test_theme_and_accent_are_saved_with_the_rest(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        assert computer.desk.house.themes.mode is ThemeMode.SYSTEM
        await computer.save(replace(FORM, theme="dark", accent="purple"))
        themes = computer.desk.house.themes
        assert (themes.mode, themes.accent) == (ThemeMode.DARK, Accent.PURPLE)
        await computer.desk.house.saver.finish()
        assert (computer.saved().theme_mode, computer.saved().accent) == (ThemeMode.DARK, Accent.PURPLE)

    at_computer(story)


def choose(dialog: SettingsDialog, name: str, words: str) -> None:
    """As a hand does it, in the menu of one choice."""
    choice = next(one for one in dialog.findChildren(ChoiceButton) if one.accessibleName().startswith(name))
    QTest.keyClick(choice, Qt.Key.Key_Down)
    menu = next(one for one in choice.findChildren(Menu) if one.isVisible())
    active = menu.activeAction()
    assert active is not None and active.isChecked(), "the arrows go on from what holds"
    next(entry for entry in menu.actions() if entry.text() == words).trigger()
    menu.close()


def press_save(dialog: SettingsDialog) -> None:
    next(one for one in dialog.findChildren(QAbstractButton) if one.accessibleName() == "Save").click()


def test_the_open_form_follows_what_the_assistant_changes(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        themes, dialog = computer.desk.house.themes, computer.open_dialog()
        themes.choose(ThemeMode.DARK, Accent.PURPLE)
        themes.set_text_scale(1.25)
        named = {one.accessibleName() for one in dialog.findChildren(ChoiceButton)}
        assert {"Theme: Dark", "Accent: Purple", "Text size: 125 %"} <= named
        press_save(dialog)
        assert (themes.mode, themes.accent, themes.text_scale) == (ThemeMode.DARK, Accent.PURPLE, 1.25)

    at_computer(story)


def test_the_open_form_follows_what_looks_the_same(at_computer: Any) -> None:
    """From "as the system" to light on a light system nothing is painted anew: Save took the choice back."""

    async def story(computer: Computer) -> None:
        themes = computer.desk.house.themes
        looked = themes.theme
        dialog = computer.open_dialog()
        themes.set_mode(ThemeMode.DARK if looked.dark else ThemeMode.LIGHT)
        assert themes.theme is looked
        chosen = themes.mode
        press_save(dialog)
        assert themes.mode is chosen

    at_computer(story)


def test_only_what_was_chosen_there_is_changed_and_that_is(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        themes = computer.desk.house.themes
        themes.choose(ThemeMode.LIGHT, Accent.GREEN)
        dialog = computer.open_dialog()
        themes.choose(ThemeMode.DARK, Accent.PURPLE)
        choose(dialog, "Accent", "Red")
        press_save(dialog)
        assert (themes.mode, themes.accent) == (ThemeMode.DARK, Accent.RED), "only the colour was chosen"
        themes.choose(ThemeMode.LIGHT, Accent.GREEN)
        dialog = computer.open_dialog()
        themes.choose(ThemeMode.DARK, Accent.PURPLE)
        choose(dialog, "Theme", "Light")
        themes.choose(ThemeMode.DARK, Accent.RED)
        press_save(dialog)
        assert (themes.mode, themes.accent) == (ThemeMode.LIGHT, Accent.RED), "light again, by wish"

    at_computer(story)


def test_the_server_of_the_gym_is_changed_on_the_sign_in_card(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        dialog = computer.open_dialog()
        dialog.server_change_requested.emit()
        assert not dialog.isVisible()
        card = computer.desk.house.signing_in._cards.card
        assert card is not None and card.server.isVisible()
        computer.desk.house.signing_in._cards.give_up()

    at_computer(story)
