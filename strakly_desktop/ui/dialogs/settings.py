"""What the person can set for this computer: first what is seen every day, at the end the addresses.

It knows no file and no rule for addresses: it shows values and hands back others; who opened it says what is
wrong with them, or closes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.dialog_room import fit_dialog, scrolled_part
from strakly_desktop.ui.controls.focus_ring import FocusRing
from strakly_desktop.ui.controls.form_fields import (
    AddressField,
    CheckBox,
    ChoiceButton,
    FormLabel,
    LabelledControl,
)
from strakly_desktop.ui.controls.managed_settings import SET_BY_GYM, ManagedSettings
from strakly_desktop.ui.dialogs.clear_history import ClearHistory
from strakly_desktop.ui.style.typography import Type

LOCK_MINUTES: tuple[int | None, ...] = (None, 1, 2, 5, 10, 15, 30, 60)
KEEP_DAYS: tuple[int | None, ...] = (None, 7, 30, 90, 365)
WIDTH, WIDEST = 480, 720
_MARGIN = 24
_NONE_SAVED = "None saved"
_FORGETS = "Older conversations are deleted when you save."


class Address(Enum):
    """The addresses that can be set."""

    SERVER = "server"
    WEB_APP = "web app"


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """The values on the form. Addresses are "" for none; `text_scale` 0.8 to 2.0; None for ever, or never.

    `theme` is "light", "dark" or "system"; `accent` one of the nine names.
    """

    server: str
    web_app: str
    text_scale: float
    keep_history_days: int | None
    autostart: bool
    lock_after_minutes: int | None = None
    theme: str = "system"
    accent: str = "green"


class SettingsDialog(Guarded, QDialog):
    """Open with `open()`. It stays until `accept` or the person closes it.

    Signals:
        save_requested(object): a SettingsForm. Answer with `show_error` or `accept`.
        clear_history_requested(): confirmed; the dialog stays.
        server_change_requested(): the gym's server shall be another one, which is said on the sign-in card.
    """

    save_requested = Signal(object)
    clear_history_requested = Signal()
    server_change_requested = Signal()

    def __init__(
        self,
        look: Look,
        form: SettingsForm,
        locks: ManagedSettings,
        text_scales: Sequence[float],
        default_server: str,
        parent: QWidget,
        in_use: Mapping[Address, tuple[str, str]] = MappingProxyType({}),
        gym_server: str = "",
        *,
        themes: Mapping[str, str],
        accents: Mapping[str, str],
    ) -> None:
        """`text_scales`, `themes` and `accents` (their names to what they are called) are offered.

        `default_server` says in words what is asked while no address is set.

        `in_use`: addresses that count before those on the form, for this run, and what named them. `gym_server`: where
        one signs in, "" for nowhere yet.
        """
        super().__init__(parent)
        self._form = form
        self._width = WIDTH
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Settings")
        self._title = FormLabel(look, "Settings", Type.DIALOG_TITLE)
        self._server = AddressField(
            look,
            "Assistant address",
            _in_use_words(in_use.get(Address.SERVER)) or "Used from the next start on.",
            form.server,
            locked=locks.server,
        )
        self._server.set_placeholder(_NONE_SAVED if Address.SERVER in in_use else default_server)
        self._web_app = AddressField(
            look,
            "Web app address",
            _in_use_words(in_use.get(Address.WEB_APP))
            or "Links in answers open here, from the next start on.",
            form.web_app,
            locked=locks.web_app,
        )
        self._web_app.set_placeholder(_NONE_SAVED if Address.WEB_APP in in_use else "None")
        days = KEEP_DAYS if form.keep_history_days in KEEP_DAYS else (*KEEP_DAYS, form.keep_history_days)
        self._days = ChoiceButton(
            look, "Keep conversations", [(day, _days_words(day)) for day in days], form.keep_history_days
        )
        self._keep = LabelledControl(look, "Keep conversations", self._days, locked=locks.keep_history)
        self._clear = ClearHistory(look)
        after = form.lock_after_minutes
        minutes = LOCK_MINUTES if after in LOCK_MINUTES else (*LOCK_MINUTES, after)
        self._minutes = ChoiceButton(
            look, "Lock when nobody is here", [(one, _minutes_words(one)) for one in minutes], after
        )
        self._lock = LabelledControl(
            look,
            "Lock when nobody is here",
            self._minutes,
            "Ctrl+L locks at once (without a sign-in it only hides); so does the lock of this computer.",
            locked=locks.lock_after,
        )
        self._theme = ChoiceButton(look, "Theme", list(themes.items()), form.theme)
        self._mode = LabelledControl(look, "Theme", self._theme, locked=locks.theme)
        self._accent = ChoiceButton(look, "Accent", list(accents.items()), form.accent)
        self._colour = LabelledControl(look, "Accent", self._accent, locked=locks.accent)
        self._scale = ChoiceButton(
            look, "Text size", [(scale, f"{scale * 100:.0f} %") for scale in text_scales], form.text_scale
        )
        self._size = LabelledControl(
            look,
            "Text size",
            self._scale,
            "Ctrl+Plus and Ctrl+Minus change it at once.",
            locked=locks.text_scale,
        )
        self._autostart = CheckBox(look, "Open when I sign in to this computer", checked=form.autostart)
        self._login = LabelledControl(look, "", self._autostart, locked=locks.autostart)
        self._change = TextButton(look, "Change..." if gym_server else "Enter its address...")
        self._gym_server = LabelledControl(
            look,
            "Server of your gym",
            self._change,
            f"{gym_server}. One signs in there." if gym_server else "None yet: the demo gym needs none.",
            locked=locks.server,
        )
        if gym_server and locks.server:
            self._gym_server.set_hint(f"{gym_server}. {SET_BY_GYM}.")
        self._cancel = TextButton(look, "Cancel")
        self._save = TextButton(look, "Save", ButtonKind.PRIMARY)
        self._page = QWidget()
        self._form_area = self._lay_out()
        self._ring = FocusRing(look, self)
        self._connect()
        self.set_look(look)
        fields = (self._mode, self._colour, self._size, self._lock, self._login, self._keep)
        first = next((field for field in fields if field.takes_keyboard), self._save)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        for part in (*self._parts(), self._title, self._cancel, self._save, self._ring):
            part.set_look(look)
        self.setMinimumWidth(min(look.scaled(320), 480))
        self._width = min(look.scaled(WIDTH), WIDEST)
        self._fit_to_screen()

    def follow(self, theme: str, accent: str, text_scale: float) -> None:
        """Show how the app looks by now; what the person has chosen here stays chosen."""
        before = self._form
        self._theme.follow(before.theme, theme)
        self._accent.follow(before.accent, accent)
        self._scale.follow(before.text_scale, text_scale)
        self._form = replace(before, theme=theme, accent=accent, text_scale=text_scale)

    def show_error(self, address: Address, error: str) -> None:
        """Say what is wrong with an address, and put the keyboard there."""
        field = self._server if address is Address.SERVER else self._web_app
        field.show_error(error)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._make_room_for(field)

    def tell_clearing(self, words: str) -> None:
        """Say how the deleting of all conversations ended."""
        self._clear.tell(words)
        self._make_room_for(self._clear)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._clear.close_question():
            return
        super().keyPressEvent(event)

    def _parts(
        self,
    ) -> tuple[AddressField | LabelledControl | ClearHistory, ...]:
        """From top to bottom."""
        return (
            self._mode,
            self._colour,
            self._size,
            self._lock,
            self._login,
            self._keep,
            self._clear,
            self._gym_server,
            self._server,
            self._web_app,
        )

    def _lay_out(self) -> QScrollArea:
        column = QVBoxLayout(self._page)
        # As wide as the focus ring reaches.
        column.setContentsMargins(_MARGIN, 4, _MARGIN, 4)
        column.setSpacing(20)
        for part in self._parts():
            column.addWidget(part)
        scrolled = scrolled_part(self._page)
        scrolled.setObjectName("form")
        foot = QHBoxLayout()
        foot.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        foot.setSpacing(8)
        foot.addStretch()
        foot.addWidget(self._cancel)
        foot.addWidget(self._save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, _MARGIN, 0, _MARGIN)
        whole.setSpacing(16)
        head = QHBoxLayout()
        head.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        head.addWidget(self._title)
        whole.addLayout(head)
        whole.addWidget(scrolled, 1)
        whole.addLayout(foot)
        return scrolled

    def _connect(self) -> None:
        self._server.submitted.connect(self._ask_to_save)
        self._web_app.submitted.connect(self._ask_to_save)
        self._save.clicked.connect(self._ask_to_save)
        self._cancel.clicked.connect(self.reject)
        self._change.clicked.connect(self.server_change_requested)
        self._days.chosen.connect(self._warn_of_forgetting)
        self._clear.asked.connect(lambda: self._make_room_for(self._clear))
        self._clear.clear_requested.connect(self.clear_history_requested)

    def _ask_to_save(self) -> None:
        days, minutes, scale = self._days.value, self._minutes.value, self._scale.value
        theme, accent = self._theme.value, self._accent.value
        assert isinstance(theme, str) and isinstance(accent, str)
        assert days is None or isinstance(days, int)
        assert minutes is None or isinstance(minutes, int)
        assert isinstance(scale, float)
        self.save_requested.emit(
            SettingsForm(
                self._server.text(),
                self._web_app.text(),
                scale,
                days,
                self._autostart.isChecked(),
                minutes,
                theme,
                accent,
            )
        )

    def _warn_of_forgetting(self, days: int | None) -> None:
        before = self._form.keep_history_days
        shorter = days is not None and (before is None or days < before)
        self._keep.set_hint(_FORGETS if shorter else "")

    def _make_room_for(self, part: QWidget) -> None:
        self._fit_to_screen()
        # The form takes its new height with the next event.
        QTimer.singleShot(0, self, lambda: self._form_area.ensureWidgetVisible(part))

    def _fit_to_screen(self) -> None:
        """As high as the form, and no larger than the screen."""
        fit_dialog(self, self._form_area, self._width)


def _in_use_words(named: tuple[str, str] | None) -> str:
    if named is None:
        return ""
    address, by = named
    return f"In use now: {address}, from the {by}. What stands here is used by a start without that."


def _days_words(days: int | None) -> str:
    return "For ever" if days is None else "1 day" if days == 1 else f"{days} days"


def _minutes_words(minutes: int | None) -> str:
    return "Never" if minutes is None else "After 1 minute" if minutes == 1 else f"After {minutes} minutes"
