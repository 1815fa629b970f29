"""Who signs out, or locks, leaves nothing of the gym on the clipboard, and takes nothing that others put there."""

import pytest
from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QTextCursor
from pytestqt.qtbot import QtBot

from strakly_desktop.app.files import own_clipboard
from strakly_desktop.app.files.own_clipboard import OwnClipboard
from strakly_desktop.ui.page.selection_copy import SelectionCopy
from strakly_desktop.ui.transcript.promised_copies import PromisedCopy

CLIPBOARD, SELECTION = QClipboard.Mode.Clipboard, QClipboard.Mode.Selection
MODES = (CLIPBOARD, SELECTION)


class Scripted(QObject):
    """A clipboard of which one knows who holds it."""

    changed = Signal(QClipboard.Mode)

    def __init__(self) -> None:
        super().__init__()
        self.texts = dict.fromkeys(MODES, "")
        self.data = dict.fromkeys(MODES, QMimeData())
        self.ours: set[QClipboard.Mode] = set()
        self.asked = 0

    def put(self, mode: QClipboard.Mode, text: str, *, by_us: bool) -> None:
        self.texts[mode] = text
        (self.ours.add if by_us else self.ours.discard)(mode)
        self.changed.emit(mode)

    def ownsClipboard(self) -> bool:
        return CLIPBOARD in self.ours

    def supportsSelection(self) -> bool:
        return True

    def ownsSelection(self) -> bool:
        return SELECTION in self.ours

    def text(self, mode: QClipboard.Mode) -> str:
        self.asked += 1
        return self.texts[mode]

    def mimeData(self, mode: QClipboard.Mode) -> QMimeData:
        return self.data[mode]

    def setText(self, text: str, mode: QClipboard.Mode) -> None:
        self.put(mode, text, by_us=True)


@pytest.mark.parametrize("ours", [(CLIPBOARD, SELECTION), (CLIPBOARD,), (SELECTION,), ()])
def test_only_what_the_app_copied_goes(ours: tuple[QClipboard.Mode, ...]) -> None:
    clipboard = Scripted()
    own = OwnClipboard(clipboard)  # type: ignore[arg-type]
    for mode in MODES:
        clipboard.put(mode, f"words of {mode.name}", by_us=mode in ours)
    own.clear_if_ours()
    assert {mode for mode in MODES if not clipboard.texts[mode].strip()} == set(ours)


def test_what_was_selected_with_the_mouse_goes_alone_and_a_copy_of_it_elsewhere_too(qtbot: QtBot) -> None:
    clipboard = Scripted()
    own = OwnClipboard(clipboard)  # type: ignore[arg-type]
    clipboard.put(CLIPBOARD, "what somebody copied", by_us=True)
    for by_us in (True, False):
        clipboard.put(SELECTION, "Rs. 11,500", by_us=True)
        clipboard.put(SELECTION, "Rs. 11,500", by_us=by_us)
        own.clear_selection_if_ours()
        qtbot.waitUntil(lambda: clipboard.texts[SELECTION] == " ")
    clipboard.put(SELECTION, "words of another program", by_us=False)
    own.clear_selection_if_ours()
    assert clipboard.texts[SELECTION] == "words of another program"
    assert clipboard.texts[CLIPBOARD] == "what somebody copied"
    own.clear_if_ours()
    assert clipboard.texts[CLIPBOARD] == " ", "a lock takes it still"


def test_a_copy_that_another_program_took_over_goes_as_well(qtbot: QtBot) -> None:
    clipboard = Scripted()
    own = OwnClipboard(clipboard)  # type: ignore[arg-type]
    for mode in MODES:
        clipboard.put(mode, "Asha Rao\t+91 98765 43210", by_us=True)
        clipboard.put(mode, "Asha Rao\t+91 98765 43210", by_us=False)
    own.clear_if_ours()
    qtbot.waitUntil(lambda: set(clipboard.texts.values()) == {" "})


def test_a_manager_that_brings_back_what_it_knows_finds_the_clipboard_not_empty() -> None:
    clipboard = Scripted()
    own = OwnClipboard(clipboard)  # type: ignore[arg-type]
    clipboard.put(CLIPBOARD, "Asha Rao", by_us=True)
    own.clear_if_ours()
    assert clipboard.texts[CLIPBOARD] == " "


def test_what_others_copied_since_stays_and_is_asked_for_no_sooner_than_the_window_is_hidden(
    qtbot: QtBot,
) -> None:
    clipboard = Scripted()
    own = OwnClipboard(clipboard)  # type: ignore[arg-type]
    clipboard.put(CLIPBOARD, "Asha Rao", by_us=True)
    clipboard.put(CLIPBOARD, "a letter", by_us=False)
    before = clipboard.asked
    own.clear_if_ours()
    assert clipboard.asked == before
    qtbot.waitUntil(lambda: clipboard.asked > before)
    assert clipboard.texts[CLIPBOARD] == "a letter"


def test_what_the_app_copies_in_that_moment_stays(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_clipboard, "_AFTER_PAINT_MS", 0)
    clipboard = Scripted()
    own = OwnClipboard(clipboard)  # type: ignore[arg-type]
    clipboard.put(CLIPBOARD, "before", by_us=True)
    clipboard.put(CLIPBOARD, "before", by_us=False)
    own.clear_if_ours()
    clipboard.put(CLIPBOARD, "after", by_us=True)
    with qtbot.waitCallback() as later:
        QTimer.singleShot(1, later)
    assert clipboard.texts[CLIPBOARD] == "after"


class Slow(SelectionCopy):
    """A long copy that nobody has written yet."""

    def __init__(self) -> None:
        super().__init__(QTextCursor(), str)
        self.asked = 0

    def text(self) -> str:
        self.asked += 1
        return "Asha Rao"

    def note(self) -> None:
        """It is written, and somebody hears of it."""
        for hear in self._hearers:
            hear(self.text())


def test_a_promised_copy_is_not_asked_for_its_text_and_goes_at_a_lock() -> None:
    clipboard, copy = Scripted(), Slow()
    own = OwnClipboard(clipboard)  # type: ignore[arg-type]
    clipboard.data[CLIPBOARD] = PromisedCopy(copy)
    clipboard.put(CLIPBOARD, "Asha Rao", by_us=True)
    own.clear_if_ours()
    assert clipboard.texts[CLIPBOARD] == " "
    assert not copy.asked and not clipboard.asked


def test_a_promised_copy_that_another_program_asked_for_and_took_over_goes_as_well(qtbot: QtBot) -> None:
    clipboard, copy = Scripted(), Slow()
    own = OwnClipboard(clipboard)  # type: ignore[arg-type]
    clipboard.data[CLIPBOARD] = PromisedCopy(copy)
    clipboard.put(CLIPBOARD, "Asha Rao", by_us=True)
    copy.note()
    clipboard.put(CLIPBOARD, "Asha Rao", by_us=False)
    own.clear_if_ours()
    qtbot.waitUntil(lambda: clipboard.texts[CLIPBOARD] == " ")
