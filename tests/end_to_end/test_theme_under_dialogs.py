"""Another theme while something stands over the window, by the system or the assistant: all of it takes the colours."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from support.desk import OpenDesk
from support.sign_in_use import sign_in
from support.stand_in_backend import StandInBackend

from strakly_desktop.theme.theme import ThemeMode

OWNER = "owner@example.test"
OPENERS: dict[str, Callable[[OpenDesk], object]] = {
    "settings": lambda desk: desk.house.window.settings_requested.emit(),
    "change password": lambda desk: desk.house.window.menu.password_requested.emit(),
    "PIN": lambda desk: desk.house.window.menu.pin_requested.emit(),
    "check connection": lambda desk: desk.house.window.menu.connection_check_requested.emit(),
    "about": lambda desk: desk.house.window.menu.about_requested.emit(),
    "shortcuts": lambda desk: desk.house.window.menu.shortcuts_requested.emit(),
    "sign out": lambda desk: desk.house.window.menu.sign_out_requested.emit(),
    "find a member": lambda desk: desk.house.window.menu.find_member_requested.emit(),
    "a scanned member": lambda desk: desk.house.desk.take_scan("1042"),
}


def dialogs() -> list[QDialog]:
    return [top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog) and top.isVisible()]


def worn(dialog: QDialog) -> set[str]:
    """The colours of text of all that the parts of a dialog paint with."""
    looks = [getattr(part, "_look", None) for part in (dialog, *dialog.findChildren(QWidget))]
    return {look.colors["text"] for look in looks if look is not None}


@pytest.mark.parametrize("name", OPENERS)
def test_what_stands_over_the_window_takes_another_theme(
    run: Any, desk_for: Callable[..., OpenDesk], backend: StandInBackend, name: str
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        desk.house.themes.set_mode(ThemeMode.LIGHT)
        OPENERS[name](desk)
        await desk.until(dialogs)
        (dialog,) = dialogs()
        assert worn(dialog) == {desk.house.window.look.colors["text"]}
        desk.house.themes.set_mode(ThemeMode.DARK)
        assert worn(dialog) == {desk.house.window.look.colors["text"]}

    run(story())
