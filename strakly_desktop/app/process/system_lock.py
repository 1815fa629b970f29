"""Hears when the computer itself is locked, or its screen saver comes: over D-Bus, as desktops of Linux tell it.

Windows and macOS tell it otherwise and are not listened to. Where no bus answers, nothing is heard. Its module of Qt
is imported when listening begins, after the first paint.
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import SLOT, QObject, Signal, Slot

_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
)
_LOGIN = "org.freedesktop.login1"
_SESSIONS = "/org/freedesktop/login1/session"


class SystemLock(QObject):
    """Listens from `listen` on.

    Signals:
        was_locked(): the computer was locked just now.
    """

    was_locked = Signal()

    def listen(self) -> None:
        """Begin to listen; where there is nothing to listen to, nothing happens."""
        if not sys.platform.startswith("linux"):
            return
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return
        if _has_session_bus():
            bus = QDBusConnection.sessionBus()
            for name, path in _SAVERS:
                # Its stub asks for bytes, which it refuses.
                bus.connect("", path, name, "ActiveChanged", self, SLOT("note_active(bool)"))  # type: ignore[call-overload]
        # Of the session that this runs in, and of no other user's.
        session = os.environ.get("XDG_SESSION_ID", "")
        if session:
            path = f"{_SESSIONS}/{_as_label(session)}"
            QDBusConnection.systemBus().connect(  # type: ignore[call-overload]
                _LOGIN, path, f"{_LOGIN}.Session", "Lock", self, SLOT("note_lock()")
            )

    @Slot(bool)
    def note_active(self, active: bool) -> None:
        """The screen saver came, or went."""
        if active:
            self.was_locked.emit()

    @Slot()
    def note_lock(self) -> None:
        """The session is to be locked."""
        self.was_locked.emit()


def _has_session_bus() -> bool:
    """Whether there is one: to ask for it where there is none would start one."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    return Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"), "bus").exists()


def _as_label(name: str) -> str:
    """A name as logind writes it into the path of an object: what is no letter or figure as hexadecimals."""
    return "".join(
        sign
        if sign.isascii() and sign.isalnum() and not (at == 0 and sign.isdigit())
        else f"_{ord(sign):02x}"
        for at, sign in enumerate(name)
    )
