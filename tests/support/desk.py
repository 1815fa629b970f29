"""An open window for tests that use the product as a person does, and words for what they wait for."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from strakly_desktop.account.keychain import Keychain, KeychainError
from strakly_desktop.app.composition.application import Application
from strakly_desktop.app.composition.compose import compose
from strakly_desktop.app.settings.arguments import Arguments


@dataclass
class OpenDesk:
    """A shown window. `opened_urls` are the pages that a browser would have been asked to open."""

    house: Application
    opened_urls: list[str] = field(default_factory=list)
    is_closed: bool = False

    @property
    def shown(self) -> str:
        """The text on the page, as it reads."""
        return self.house.transcript.toPlainText().replace("\u2028", "\n")

    @property
    def notices(self) -> list[str]:
        return self.house.window.notices.shown()

    @property
    def notice_texts(self) -> str:
        """All that the notices say."""
        labels = self.house.window.notices.findChildren(QWidget)
        return " ".join(label.accessibleName() for label in labels)

    @property
    def chips(self) -> list[str]:
        buttons = self.house.window.suggestions.findChildren(QAbstractButton)
        return [button.accessibleName() for button in buttons if not button.isHidden()]

    async def until(self, condition: Callable[[], Any]) -> None:
        """Let the event loop run until something holds."""
        while not condition():  # noqa: ASYNC110 - the condition is about pixels and texts, not about one event
            await asyncio.sleep(0.005)

    async def until_idle(self) -> None:
        await self.until(lambda: not self.house.session.is_running)
        # While somebody types, the end of an answer has a frame of its own.
        await self.until(lambda: self.house.transcript.is_drawn)
        await self.house.session.finish_cancelling()
        # A task that is woken while a test turns the event loop by hand would sleep for ever.
        await self.house.history.finish_saving()

    def type(self, text: str) -> None:
        """Type a question and send it with Enter."""
        edit = self.house.window.composer.focusProxy()
        assert edit is not None
        QTest.keyClicks(edit, text)
        # Who types is no scanner: where the machine stopped for a moment before a last word of figures, that word alone
        # would be taken for a code, and sent.
        QTest.keyClick(edit, Qt.Key.Key_End)
        QTest.keyClick(edit, Qt.Key.Key_Return)

    async def ask(self, text: str) -> str:
        """Type a question, wait for the whole answer, and return its markdown."""
        self.type(text)
        await self.until_idle()
        return self.house.session.messages[-1].text

    async def close(self) -> None:
        """End the app as closing its window does; once is enough."""
        if self.is_closed:
            return
        self.is_closed = True
        await self.house.put_away()
        self.house.window.deleteLater()


class MemoryKeychain:
    """A keychain for tests: nothing of the computer they run on is touched. `trouble` is raised, if it is set."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.trouble: KeychainError | None = None

    def read(self, account: str) -> str | None:
        self._fail()
        return self.kept.get(account)

    def write(self, account: str, secret: str) -> None:
        self._fail()
        self.kept[account] = secret

    def forget(self, account: str) -> None:
        self._fail()
        self.kept.pop(account, None)

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble


def open_desk(
    application: Any,
    home: Path,
    url: str | None,
    token: str = "",
    *,
    keychain: Keychain | None = None,
    site_file: Path | None = None,
    **environment: str,
) -> OpenDesk:
    """Compose the app for a server and show its window. Must be called with the Qt loop set."""
    names = {"STRAKLY_WEB_APP_URL": "https://app.strakly.example"} | environment
    if token:
        names["STRAKLY_TOKEN"] = token
    arguments = Arguments(server=url, home=home)
    house = compose(application, arguments, names, site_file, keychain=keychain or MemoryKeychain())
    desk = OpenDesk(house)

    def note(url: str) -> bool:
        desk.opened_urls.append(url)
        return True

    house.web_app.open_url = note
    house.window.show()
    return desk
