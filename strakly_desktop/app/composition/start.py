"""What a start begins with: command line, environment, what is saved, and what the gym set for this computer."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from strakly_desktop.app.settings.arguments import Arguments
from strakly_desktop.app.settings.settings import ADDRESSES, Directories, Named, Settings, with_environment
from strakly_desktop.app.settings.settings_file import SettingsFile
from strakly_desktop.app.settings.settings_saver import SettingsSaver
from strakly_desktop.app.settings.site_settings import SiteSettings, read_site_settings, site_settings_file

if TYPE_CHECKING:
    from strakly_desktop.app.sign_in.signing_in import SignInStart

HISTORY_FILE = "history.sqlite3"
ACCOUNTS = "accounts"


class Start(NamedTuple):
    """`settings` apply to this run; `saver` holds those that are saved."""

    arguments: Arguments
    environment: Mapping[str, str]
    directories: Directories
    file: SettingsFile
    site: SiteSettings
    settings: Settings
    saver: SettingsSaver

    @property
    def token(self) -> str | None:
        """The access token of the person."""
        return self.environment.get("STRAKLY_TOKEN")

    @property
    def is_demo(self) -> bool:
        """Whether questions go to the demo gym on this computer, as far as a start can tell."""
        return self.settings.bot_url is None and not self._is_server_unknown

    @property
    def person_name(self) -> str:
        """Who is named in the token; "" for nobody."""
        if not self.token:
            return ""
        from strakly_desktop.account.claims import claims_of

        return claims_of(self.token).name

    @property
    def sign_in(self) -> "SignInStart":
        """Where to sign in, and what is known of it."""
        from strakly_desktop.app.sign_in.signing_in import SignInStart

        settings = self.settings
        return SignInStart(
            settings.bot_url,
            settings.backend_url,
            self.token,
            is_unknown=self._is_server_unknown,
            is_managed="bot_url" in self.site.locked,
        )

    @property
    def named(self) -> dict[str, Named]:
        """The addresses that were named for this run, by their fields of Settings; none that the gym locked."""
        found = {
            field: Named(address, f"environment ({ADDRESSES[field]})")
            for field in ("bot_url", "web_app_url")
            if (address := self.environment.get(ADDRESSES[field]))
        }
        if self.arguments.server is not None:
            found["bot_url"] = Named(self.arguments.server, "command line (--server)")
        if self.arguments.web_app is not None:
            found["web_app_url"] = Named(self.arguments.web_app, "command line (--web-app)")
        return {field: named for field, named in found.items() if field not in self.site.locked}

    @property
    def _is_server_unknown(self) -> bool:
        return self.site.server_unknown and self.settings.bot_url is None

    def history_file(self, account: str) -> Path:
        """Where the conversations of an account are kept; "" is the demo gym's and whoever has not signed in."""
        from strakly_desktop.account.session import folder_name

        folder = self.directories.data
        return (folder / ACCOUNTS / folder_name(account) if account else folder) / HISTORY_FILE

    def pin_tries_file(self, account: str) -> Path:
        """Where wrong PINs for an account are noted."""
        return self.history_file(account).with_name("pin-tries.json")


def find_start(arguments: Arguments, environment: Mapping[str, str], site_file: Path | None) -> Start:
    """What the gym locked wins over the command line, that over the environment, and that over what is saved.

    `site_file` holds the gym's settings for this computer; None: where this system keeps them.

    Raises:
        SettingsError: an address that the environment names cannot be used.
    """
    directories = Directories.find(arguments.home, environment)
    site = read_site_settings(site_file or site_settings_file())
    file = SettingsFile(directories.settings / "settings.json", site.defaults, site.locked)
    saved = file.load()
    if file.is_lock_unknown and environment.get("STRAKLY_TOKEN"):
        saved = replace(saved, is_locked=True)
    settings = with_environment(saved, environment, site.locked)
    settings = site.enforce(
        replace(
            settings,
            bot_url=arguments.server or settings.bot_url,
            web_app_url=arguments.web_app or settings.web_app_url,
        )
    )
    return Start(arguments, environment, directories, file, site, settings, SettingsSaver(file, saved))
