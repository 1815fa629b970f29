#!/usr/bin/env bash
# PySide6-Essentials 6.11.3, CPython 3.11 to 3.13. Needs dbus-run-session (Debian: dbus-daemon). No window needed.
#
# QDBusConnection.connect() is typed to take its slot as bytes, bytearray or memoryview. With bytes it raises ValueError
# ("wrong argument values"); what works is the str that SLOT() gives, which the types forbid.
#
# Guess before running it: the slot's code "1note(bool)" goes in as bytes, as the shipped types say and as const char *
# suggests; a str is refused, or both are taken.
# Seen: ValueError for the bytes, True for SLOT("note(bool)"), which is a str of the same characters. A type checker
# asks for exactly the call that fails.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3
cat >"$work/probe.py" <<'PY'
import sys
from pathlib import Path

import PySide6
from PySide6.QtCore import SLOT, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection


class Listener(QObject):
    @Slot(bool)
    def note(self, active: bool) -> None: ...


def answer(slot: object) -> str:
    listener = Listener()
    try:
        taken = bus.connect("", "/x", "org.example.Saver", "ActiveChanged", listener, slot)
    except ValueError:
        return "ValueError"
    return repr(taken)


application = QCoreApplication([])
bus = QDBusConnection.sessionBus()
stub = (Path(PySide6.__file__).parent / "QtDBus.pyi").read_text()
typed = [line for line in stub.splitlines() if "def connect(" in line]
says_bytes = all("slot: bytes | bytearray | memoryview" in line for line in typed)
code = SLOT("note(bool)")
as_str, as_bytes = answer(code), answer(code.encode())
print(f"connected {bus.isConnected()}; typed as bytes {says_bytes}; str: {as_str}; bytes: {as_bytes}")
sys.exit(0 if bus.isConnected() and typed and says_bytes and as_str == "True" and as_bytes == "ValueError" else 1)
PY
dbus-run-session -- "$work/venv/bin/python" "$work/probe.py" 2>/dev/null
