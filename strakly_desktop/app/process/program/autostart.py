"""Opens the app when the person signs in to the computer: one entry of the user's own, as each system wants it.

Linux: a desktop file (Desktop Application Autostart Specification); macOS: a launch agent; Windows: a value
under the user's Run key. None of them needs administrator rights.
"""

import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from strakly_desktop.app.process.plain_file import open_plain_to_write, read_plain
from strakly_desktop.app.process.program.executable import program_command

APP_ID = "strakly-desktop"
AGENT_LABEL = "io.github.strakly.desktop"
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
RUN_VALUE = "Strakly Desktop"
_NEEDS_BACKSLASH = re.compile(r'(["`$\\])')


class LoginEntry(Protocol):
    """What the system looks at when the person signs in."""

    def is_present(self) -> bool:
        """Whether the entry is there and opens this very installation; what cannot be read is not there."""

    def set_present(self, present: bool) -> None:
        """Make the entry, bring it up to date, or remove it.

        Raises:
            OSError: the system did not take it.
        """


class FileEntry(NamedTuple):
    """An entry that is a file, on Linux and macOS."""

    path: Path
    content: bytes

    def is_present(self) -> bool:
        with suppress(OSError):
            return read_plain(self.path, len(self.content)) == self.content
        return False

    def set_present(self, present: bool) -> None:
        if not present:
            self.path.unlink(missing_ok=True)
        elif not self.is_present():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with open_plain_to_write(self.path, append=False) as file:
                file.write(self.content)


class RunKeyEntry(NamedTuple):
    """An entry in the registry, on Windows: the setup makes the same one where that is chosen there."""

    command_line: str

    def is_present(self) -> bool:
        if sys.platform == "win32":
            import winreg

            with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                return bool(winreg.QueryValueEx(key, RUN_VALUE)[0] == self.command_line)
        return False

    def set_present(self, present: bool) -> None:
        if sys.platform == "win32":
            import winreg

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                if present:
                    winreg.SetValueEx(key, RUN_VALUE, 0, winreg.REG_SZ, self.command_line)
                else:
                    with suppress(FileNotFoundError):
                        winreg.DeleteValue(key, RUN_VALUE)


def login_entry(home: Path | None, environment: Mapping[str, str]) -> LoginEntry:
    """The entry of this installation. `home`: the directory that --home named."""
    command = launch_command(home)
    if sys.platform == "win32":
        return RunKeyEntry(run_key_line(command))
    if sys.platform == "darwin":
        agents = Path.home() / "Library" / "LaunchAgents"
        return FileEntry(agents / f"{AGENT_LABEL}.plist", launch_agent(command))
    return FileEntry(autostart_directory(environment) / f"{APP_ID}.desktop", desktop_entry(command))


def launch_command(home: Path | None) -> list[str]:
    """How to start this very installation: the packaged executable, or the Python that runs now."""
    command = program_command()
    python = Path(sys.executable)
    without_console = python.with_name("pythonw.exe")
    if python.name == "python.exe" and without_console.is_file():
        command[0] = str(without_console)
    return [*command, "--home", str(home.absolute())] if home is not None else command


def autostart_directory(environment: Mapping[str, str]) -> Path:
    """Where a Linux desktop looks; the Base Directory Specification ignores what is not absolute."""
    named = Path(environment.get("XDG_CONFIG_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".config") / "autostart"


def desktop_entry(command: Sequence[str]) -> bytes:
    """The desktop file that runs `command`, quoted as the Desktop Entry Specification wants it.

    TryExec has the desktop pass over an entry whose program was removed. `command` begins with its whole path.
    """
    program = command[0].replace("\\", "\\\\")
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=Strakly Desktop",
        f"TryExec={program}",
        f"Exec={' '.join(_quoted(word) for word in command)}",
        f"Icon={APP_ID}",
        "Terminal=false",
    )
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")


def run_key_line(command: Sequence[str]) -> str:
    """`command` as one line for Windows; the program in quotes also where it needs none, as the setup writes it."""
    return " ".join([f'"{command[0]}"', *(subprocess.list2cmdline([word]) for word in command[1:])])


def launch_agent(command: Sequence[str]) -> bytes:
    """The property list that has macOS run `command` once at login."""
    import plistlib

    return plistlib.dumps(
        {
            "Label": AGENT_LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
        }
    )


def _quoted(word: str) -> str:
    # Quoted as an argument first, then escaped as the value of a key; a percent sign begins a field code.
    argument = '"' + _NEEDS_BACKSLASH.sub(r"\\\1", word) + '"'
    return argument.replace("\\", "\\\\").replace("%", "%%")
