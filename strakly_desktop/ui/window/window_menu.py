"""The More menu, and in it the View menu: theme, accent and text size as one set of actions."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import get_args

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from strakly_desktop.conversation.accents import AccentName
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.file_formats import ExportFormat
from strakly_desktop.ui.controls.managed_settings import SET_BY_GYM, WHY_LOCKED, ManagedSettings
from strakly_desktop.ui.controls.menu import Menu
from strakly_desktop.ui.style.shapes import color, draw_box

MODES = {"light": "Light", "dark": "Dark", "system": "As the system"}
ACCENTS: dict[str, str] = {name: name.capitalize() for name in get_args(AccentName)}
SIGN_IN, SIGN_IN_ELSE = "Sign in", "Sign in as someone else"
_SWATCH = 16
_AIR = 20
"""So much wider than Qt makes it: the longest entry would run into its key."""


class WindowMenu(Menu):
    """What the ellipsis opens. Its actions carry the window's shortcuts.

    Signals:
        theme_mode_chosen(str): "light", "dark" or "system".
        accent_chosen(str): one of the nine accent names.
        text_scale_step(int): 1 larger, -1 smaller, 0 back to 100 %.
        export_requested(ExportFormat): the open conversation shall be a file.
        table_requested(): the table in sight or the last one shall stand beside the conversation.
        print_requested(): the table that is open, or the last answer, shall go on paper.
        values_requested(): amounts and numbers of the last answer shall be shown, or hidden again.
        new_chat_requested(), hiding_requested(), settings_requested(), shortcuts_requested(),
        about_requested(), connection_check_requested(), find_member_requested(), lock_requested(),
        sign_in_requested(), sign_out_requested(), pin_requested(), password_requested().
    """

    theme_mode_chosen = Signal(str)
    accent_chosen = Signal(str)
    text_scale_step = Signal(int)
    export_requested = Signal(object)
    new_chat_requested = Signal()
    table_requested = Signal()
    print_requested = Signal()
    hiding_requested = Signal()
    values_requested = Signal()
    settings_requested = Signal()
    shortcuts_requested = Signal()
    about_requested = Signal()
    connection_check_requested = Signal()
    find_member_requested = Signal()
    lock_requested = Signal()
    sign_in_requested = Signal()
    sign_out_requested = Signal()
    pin_requested = Signal()
    password_requested = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._swatches: dict[str, str] = {}
        self.setAccessibleName("More")
        self._add("New chat", self.new_chat_requested.emit, self, "Ctrl+N")
        self._add("Find a member...", self.find_member_requested.emit, self, "Ctrl+G")
        self._add("Open table", self.table_requested.emit, self, "Ctrl+T")
        self._add("Print...", self.print_requested.emit, self, "Ctrl+P")
        export = self.add_submenu("Export conversation as")
        for file_format in ExportFormat:
            self._add(f"{file_format.label}...", partial(self.export_requested.emit, file_format), export)
        view = self.add_submenu("View")
        theme = view.add_submenu("Theme")
        self._modes = self._choices(theme, MODES, self.theme_mode_chosen.emit)
        accent = view.add_submenu("Accent")
        self._accents = self._choices(accent, ACCENTS, self.accent_chosen.emit)
        accent.aboutToShow.connect(self._paint_swatches)
        size = view.add_submenu("Text size")
        self._add("Larger", lambda: self.text_scale_step.emit(1), size, "Ctrl++", "Ctrl+=")
        self._add("Smaller", lambda: self.text_scale_step.emit(-1), size, "Ctrl+-")
        self._add("Back to 100 %", lambda: self.text_scale_step.emit(0), size, "Ctrl+0")
        self._view_menu, self._theme_menu, self._accent_menu, self._size_menu = view, theme, accent, size
        self._submenus = [export, view, theme, accent, size]
        hide = self._add("Hide what is on the screen", self.hiding_requested.emit, self, "F8")
        # Also while this or another menu is open.
        lock = self._add("Lock", self.lock_requested.emit, self, "Ctrl+L")
        self._values = self._add("Show or hide amounts and numbers", self.values_requested.emit, self, "F9")
        self.set_values_masked(False)
        for at_once in (hide, lock):
            at_once.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        self.addSeparator()
        self._sign_in = self._add(f"{SIGN_IN}...", self.sign_in_requested.emit, self)
        self._pin = self._add("PIN for this computer...", self.pin_requested.emit, self)
        self._pin.setVisible(False)
        self._password = self._add("Change password...", self.password_requested.emit, self)
        self._password.setVisible(False)
        self._sign_out = self._add("Sign out", self.sign_out_requested.emit, self)
        self._sign_out.setVisible(False)
        self._add("Settings...", self.settings_requested.emit, self, "Ctrl+,")
        self._add("Check connection...", self.connection_check_requested.emit, self)
        self._add("Keyboard shortcuts", self.shortcuts_requested.emit, self, "F1", "Ctrl+/")
        self._add("About Strakly Desktop", self.about_requested.emit, self)
        self.aboutToShow.connect(self.fit)

    def submenus(self) -> list[Menu]:
        """Every menu inside this one."""
        return list(self._submenus)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        if self._accent_menu.isVisible():
            self._paint_swatches()

    def set_accent_colors(self, colors: Mapping[str, str]) -> None:
        """The colour of each accent in the present theme: accent name to a Qt colour text."""
        self._swatches = dict(colors)
        if self._accent_menu.isVisible():
            self._paint_swatches()

    def set_appearance(self, mode: str, accent: str) -> None:
        """Mark the theme mode and the accent that are in force."""
        for chosen, actions in ((mode, self._modes), (accent, self._accents)):
            if chosen in actions:
                actions[chosen].setChecked(True)

    def set_signed_in(self, signed_in: bool) -> None:
        """Whether somebody can sign out."""
        for action in (self._pin, self._sign_out):
            action.setVisible(signed_in)
        self._sign_in.setText(f"{SIGN_IN_ELSE if signed_in else SIGN_IN}...")

    def set_values_masked(self, masked: bool) -> None:
        """Whether amounts and numbers are masked for whoever is at the desk."""
        self._values.setVisible(masked)
        # A key that does nothing would be swallowed.
        self._values.setEnabled(masked)

    def set_password_changeable(self, changeable: bool) -> None:
        """Whether the password of whoever is signed in can be changed here."""
        self._password.setVisible(changeable)

    def set_locks(self, locks: ManagedSettings) -> None:
        """Take out of reach what the gym set."""
        menus = (
            (self._theme_menu, "Theme", locks.theme),
            (self._accent_menu, "Accent", locks.accent),
            (self._size_menu, "Text size", locks.text_scale),
        )
        for menu, name, locked in menus:
            opener = next(action for action in self._view_menu.actions() if action.text() == menu.title())
            menu.setTitle(f"{name} ({SET_BY_GYM.lower()})" if locked else name)
            # Its actions too: they carry shortcuts.
            for action in (opener, *menu.actions()):
                action.setEnabled(not locked)
                action.setToolTip(WHY_LOCKED if locked else "")
        for menu in (self, *self._submenus):
            menu.setToolTipsVisible(any(locked for _, _, locked in menus))

    def fit(self) -> None:
        """Be as wide as the entries of now need, before it is known where it opens."""
        self.setMinimumWidth(0)
        self._measure_again()
        self.setMinimumWidth(self.sizeHint().width() + self._look.scaled(_AIR))
        self._measure_again()

    def _measure_again(self) -> None:
        """Qt keeps what it measured with another least width, or of entries that are gone: it grew each time."""
        QApplication.sendEvent(self, QEvent(QEvent.Type.FontChange))

    def _add(self, text: str, act: Callable[[], None], menu: Menu, *shortcuts: str) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in shortcuts])
        action.triggered.connect(lambda _checked: act())
        menu.addAction(action)
        return action

    def _choices(
        self, menu: Menu, texts: Mapping[str, str], choose: Callable[[str], None]
    ) -> dict[str, QAction]:
        group = QActionGroup(self)
        actions = {}
        for name, text in texts.items():
            action = QAction(text, self, checkable=True)
            action.setActionGroup(group)
            action.setData(name)
            menu.addAction(action)
            actions[name] = action
        group.triggered.connect(lambda action: choose(action.data()))
        return actions

    def _paint_swatches(self) -> None:
        for name, action in self._accents.items():
            if name in self._swatches:
                fill = QColor(self._swatches[name])
                icon = QIcon(self._swatch(fill, chosen=False))
                icon.addPixmap(self._swatch(fill, chosen=True), QIcon.Mode.Normal, QIcon.State.On)
                action.setIcon(icon)

    def _swatch(self, fill: QColor, *, chosen: bool) -> QPixmap:
        side = self._look.scaled(_SWATCH)
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(QSize(side, side) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        disc = QRectF(0, 0, side, side)
        if chosen:
            draw_box(painter, disc, side / 2, None, color(self._look, "text"), width=1.5)
            disc = disc.adjusted(2, 2, -2, -2)
        inner = disc.adjusted(1, 1, -1, -1)
        draw_box(painter, inner, side / 2, fill, color(self._look, "control-border"))
        painter.end()
        return pixmap
