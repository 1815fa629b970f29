"""Who signs out leaves nothing of the gym on the clipboard, and takes nothing that others put there."""

import pytest
from PySide6.QtGui import QClipboard

from strakly_desktop.app.files import own_clipboard
from strakly_desktop.app.files.own_clipboard import clear_own_clipboard

CLIPBOARD, SELECTION = QClipboard.Mode.Clipboard, QClipboard.Mode.Selection


class Scripted:
    """A clipboard of which these parts are ours."""

    def __init__(self, *ours: QClipboard.Mode) -> None:
        self.left = set(ours)

    def clipboard(self) -> "Scripted":
        return self

    def ownsClipboard(self) -> bool:
        return CLIPBOARD in self.left

    def supportsSelection(self) -> bool:
        return True

    def ownsSelection(self) -> bool:
        return SELECTION in self.left

    def clear(self, mode: QClipboard.Mode) -> None:
        self.left.remove(mode)


@pytest.mark.parametrize("ours", [(CLIPBOARD, SELECTION), (CLIPBOARD,), (SELECTION,), ()])
def test_only_what_the_app_copied_goes(
    monkeypatch: pytest.MonkeyPatch, ours: tuple[QClipboard.Mode, ...]
) -> None:
    scripted = Scripted(*ours)
    monkeypatch.setattr(own_clipboard, "QApplication", scripted)
    clear_own_clipboard()
    assert scripted.left == set()
