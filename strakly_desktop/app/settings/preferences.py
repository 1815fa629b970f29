"""Opens the settings dialog over the window and carries out what was saved there."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.process.program.autostart import LoginEntry
from strakly_desktop.app.process.program.restart import Restart
from strakly_desktop.app.settings.appearance import Appearance
from strakly_desktop.app.settings.settings import Named, Settings, web_address
from strakly_desktop.app.settings.settings_saver import SettingsSaver
from strakly_desktop.app.settings.site_settings import SiteSettings, locks_of
from strakly_desktop.rendering.look import Look
from strakly_desktop.theme.manager import ThemeManager
from strakly_desktop.theme.theme import TEXT_SCALES, Accent, ThemeMode
from strakly_desktop.ui.composer.composer import Composer
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.window.window_menu import ACCENTS, MODES

if TYPE_CHECKING:
    from strakly_desktop.ui.dialogs.settings import SettingsDialog, SettingsForm

NEXT_START_NOTICE = "next-start"
AUTOSTART_NOTICE = "autostart"
_BAD_ADDRESS = "This is no web address like https://assistant.example.com."
_log = logging.getLogger(__name__)


class Preferences(QObject):
    """The settings of the person, below what the gym locked.

    Signals:
        keep_history_changed(object): how many days conversations are kept from now on (int), None for ever.
        lock_after_changed(object): after how many idle minutes the desk locks itself (int), None for never.
        clear_history_requested(): confirmed in the dialog.
        server_change_requested(): the sign-in card shall ask for another server; the dialog is closed.
    """

    keep_history_changed = Signal(object)
    lock_after_changed = Signal(object)
    clear_history_requested = Signal()
    server_change_requested = Signal()

    def __init__(
        self,
        composer: Composer,
        notices: NoticeBar,
        appearance: Appearance,
        themes: ThemeManager,
        saver: SettingsSaver,
        site: SiteSettings,
        entry_of: Callable[[], LoginEntry],
        restart: Restart,
        named: Callable[[], Mapping[str, Named]],
        gym_server: Callable[[], str],
    ) -> None:
        """`entry_of` gives what opens the app at login. The composer gets the keyboard back.

        `named` gives the addresses in use that are not from the settings, by their fields; `gym_server` where one signs
        in, "" for nowhere yet.
        """
        super().__init__(notices)
        self._composer = composer
        self._notices = notices
        self._appearance = appearance
        self._restart = restart
        self._named = named
        self._gym_server = gym_server
        self._themes = themes
        self._saver = saver
        self._site = site
        self._entry_of = entry_of
        self._dialog: SettingsDialog | None = None
        appearance.look_changed.connect(self._restyle)
        appearance.choice_changed.connect(self._follow_choice)

    @property
    def settings(self) -> Settings:
        """What applies: the person's settings, and the gym's where it locked them."""
        return self._site.enforce(self._saver.settings)

    def apply_at_start(self) -> None:
        """Carry out what must hold without anybody opening the dialog. After the first paint: it writes."""
        self.keep_history_changed.emit(self.settings.keep_history_days)
        self.lock_after_changed.emit(self.settings.lock_after_minutes)
        if self.settings.autostart or "autostart" in self._site.locked:
            self._apply_autostart(self.settings.autostart)
        elif self._entry_of().is_present():
            # The setup for Windows offers it too: what was chosen there is the person's choice.
            self._saver.change(replace(self._saver.settings, autostart=True))

    def open(self) -> None:
        """Show the dialog, or the one that is open already."""
        if self._dialog is not None:
            self._dialog.activateWindow()
            return
        # The first paint does not wait for a dialog that may never be opened.
        from strakly_desktop.ui.dialogs.settings import Address, SettingsDialog, SettingsForm

        settings = self.settings
        form = SettingsForm(
            settings.bot_url or "",
            settings.web_app_url or "",
            self._themes.text_scale,
            settings.keep_history_days,
            settings.autostart,
            settings.lock_after_minutes,
            *self._looks,
        )
        default = self._site.defaults.bot_url or "The demo gym on this computer"
        named = self._named()
        fields = {Address.SERVER: "bot_url", Address.WEB_APP: "web_app_url"}
        dialog = self._dialog = SettingsDialog(
            self._appearance.look,
            form,
            locks_of(self._site),
            TEXT_SCALES,
            default,
            self._notices.window(),
            {address: named[field] for address, field in fields.items() if field in named},
            self._gym_server(),
            themes=MODES,
            accents=ACCENTS,
        )
        dialog.save_requested.connect(self._save)
        dialog.clear_history_requested.connect(self.clear_history_requested)
        dialog.server_change_requested.connect(self._change_server)
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def tell_clearing(self, words: str) -> None:
        """Say in the dialog, if it is still open, how the deleting of all conversations ended."""
        if self._dialog is not None:
            self._dialog.tell_clearing(words)

    def _save(self, form: "SettingsForm") -> None:
        from strakly_desktop.ui.dialogs.settings import Address

        if self._dialog is None:
            return  # Its key came twice: it is saved.
        before = self.settings
        try:
            server = _address(form.server, before.bot_url)
        except ValueError:
            self._dialog.show_error(Address.SERVER, _BAD_ADDRESS)
            return
        try:
            web_app = _address(form.web_app, before.web_app_url)
        except ValueError:
            self._dialog.show_error(Address.WEB_APP, _BAD_ADDRESS)
            return
        self._saver.change(
            replace(
                self._saver.settings,
                bot_url=server or self._site.defaults.bot_url,
                web_app_url=web_app or self._site.defaults.web_app_url,
                keep_history_days=form.keep_history_days,
                autostart=form.autostart,
                lock_after_minutes=form.lock_after_minutes,
            )
        )
        self._dialog.accept()
        self._carry_out(form, before)

    def _change_server(self) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        self.server_change_requested.emit()

    def _carry_out(self, form: "SettingsForm", before: Settings) -> None:
        after = self.settings
        # The form has followed whatever the assistant changed meanwhile.
        if (form.theme, form.accent) != self._looks:
            self._themes.choose(ThemeMode(form.theme), Accent(form.accent))
        if form.text_scale != self._themes.text_scale:
            self._themes.set_text_scale(form.text_scale)
        if after.keep_history_days != before.keep_history_days:
            self.keep_history_changed.emit(after.keep_history_days)
        if after.lock_after_minutes != before.lock_after_minutes:
            self.lock_after_changed.emit(after.lock_after_minutes)
        if after.autostart != before.autostart:
            self._apply_autostart(after.autostart)
        if (after.bot_url, after.web_app_url) != (before.bot_url, before.web_app_url):
            self._notices.show_notice(
                Notice(
                    NEXT_START_NOTICE,
                    NoticeKind.INFO,
                    "The new address is saved.",
                    "It is used when you open Strakly Desktop the next time.",
                    action=self._restart.action("Restart now"),
                    timeout_ms=PASSING_MS,
                )
            )

    def _apply_autostart(self, wanted: bool) -> None:
        try:
            self._entry_of().set_present(wanted)
            self._notices.dismiss(AUTOSTART_NOTICE)
        except OSError as error:
            _log.warning("open at login: %s", error.strerror)
            self._notices.show_notice(
                Notice(
                    AUTOSTART_NOTICE,
                    NoticeKind.WARNING,
                    "Opening at login could not be changed.",
                    f"This computer did not allow it ({error.strerror}).",
                )
            )

    def _restyle(self, look: Look) -> None:
        if self._dialog is not None:
            self._dialog.set_look(look)

    def _follow_choice(self) -> None:
        """Also where nothing is painted anew by it: what the form says is saved."""
        if self._dialog is not None:
            self._dialog.follow(*self._looks, self._themes.text_scale)

    @property
    def _looks(self) -> tuple[str, str]:
        """Theme and accent by their names, as they are by now."""
        return str(self._themes.mode), str(self._themes.accent)

    def _forget_dialog(self) -> None:
        self._dialog = None
        # Qt would give it back to the wheel of the history, where that opened the dialog.
        self._composer.focus_input()


def _address(text: str, before: str | None) -> str | None:
    """The address that was written, None for none.

    Raises:
        ValueError: it is no address.
    """
    if text == (before or ""):
        return before
    return web_address(text) if text else None
