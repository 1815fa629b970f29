"""Opening at login: an entry that starts this very installation, and no trace of it when it is switched off."""

import configparser
import plistlib
import shlex
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import ModuleType

import pytest

from strakly_desktop.app.process.program.autostart import (
    FileEntry,
    RunKeyEntry,
    autostart_directory,
    desktop_entry,
    launch_agent,
    launch_command,
    login_entry,
    run_key_line,
)

STRANGE = ["/opt/gym\\ $HOME/`desk`/strakly-desktop", "--home", '/data/100 %/the "front" desk\\x']


class FakeRegistry(ModuleType):
    """The Run key of the user who is signed in, and nothing else."""

    HKEY_CURRENT_USER, REG_SZ = "user", "text"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.values: dict[str, str] = {}

    def OpenKey(self, user: str, key: str) -> AbstractContextManager[dict[str, str]]:
        assert (user, key) == ("user", r"Software\Microsoft\Windows\CurrentVersion\Run")
        return nullcontext(self.values)

    CreateKey = OpenKey

    def QueryValueEx(self, key: dict[str, str], name: str) -> tuple[str, str]:
        if name not in key:
            raise FileNotFoundError(name)
        return key[name], "text"

    def SetValueEx(self, key: dict[str, str], name: str, _reserved: int, kind: str, text: str) -> None:
        assert kind == "text"
        key[name] = text

    def DeleteValue(self, key: dict[str, str], name: str) -> None:
        if name not in key:
            raise FileNotFoundError(name)
        del key[name]


def exec_line(content: bytes) -> str:
    return value_of("Exec", content)


def value_of(key: str, content: bytes) -> str:
    """A value after the escapes of a desktop file are taken back."""
    file = configparser.RawConfigParser()
    file.optionxform = str  # type: ignore[assignment,method-assign]
    file.read_string(content.decode())
    entry = file["Desktop Entry"]
    assert (entry["Type"], entry["Terminal"]) == ("Application", "false")
    return entry[key].replace("\\\\", "\\")


@pytest.mark.skipif(sys.platform != "linux", reason="the Linux entry")
class TestOnLinux:
    def test_it_is_made_and_removed(self, tmp_path: Path) -> None:
        entry = login_entry(None, {"XDG_CONFIG_HOME": str(tmp_path)})
        file = tmp_path / "autostart" / "strakly-desktop.desktop"
        entry.set_present(False)
        assert not file.exists() and not entry.is_present()
        entry.set_present(True)
        assert entry.is_present()
        assert shlex.split(exec_line(file.read_bytes())) == [sys.executable, "-P", "-m", "strakly_desktop"]
        entry.set_present(False)
        assert not file.exists()

    def test_it_follows_an_installation_that_moved(self, tmp_path: Path) -> None:
        file = tmp_path / "strakly-desktop.desktop"
        FileEntry(file, desktop_entry(["/old/strakly-desktop"])).set_present(True)
        FileEntry(file, desktop_entry(["/new/strakly-desktop"])).set_present(True)
        assert exec_line(file.read_bytes()) == '"/new/strakly-desktop"'
        assert not FileEntry(file, desktop_entry(["/old/strakly-desktop"])).is_present(), "that of another"

    def test_a_removed_program_is_passed_over(self, tmp_path: Path) -> None:
        assert value_of("TryExec", desktop_entry(STRANGE)) == STRANGE[0]
        login_entry(None, {"XDG_CONFIG_HOME": str(tmp_path)}).set_present(True)
        content = (tmp_path / "autostart" / "strakly-desktop.desktop").read_bytes()
        assert value_of("TryExec", content) == sys.executable
        assert Path(sys.executable).is_absolute(), "else it is looked for on the PATH of the desktop"

    def test_what_is_right_is_not_written_again(self, tmp_path: Path) -> None:
        file = tmp_path / "strakly-desktop.desktop"
        entry = FileEntry(file, desktop_entry(["/opt/strakly-desktop"]))
        entry.set_present(True)
        file.chmod(0o400)
        before = file.stat().st_mtime_ns
        entry.set_present(True)
        assert file.stat().st_mtime_ns == before

    def test_a_disk_that_does_not_take_it_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "autostart").write_text("no directory")
        with pytest.raises(OSError, match="autostart"):
            login_entry(None, {"XDG_CONFIG_HOME": str(tmp_path)}).set_present(True)

    @pytest.mark.parametrize("named", ["", "relative/config"])
    def test_a_directory_that_is_not_absolute_is_not_used(self, named: str) -> None:
        assert autostart_directory({"XDG_CONFIG_HOME": named}) == Path.home() / ".config" / "autostart"

    def test_the_desktop_file_is_valid(self, tmp_path: Path) -> None:
        file = tmp_path / "strakly-desktop.desktop"
        file.write_bytes(desktop_entry(STRANGE))
        try:
            found = subprocess.run(
                ["desktop-file-validate", str(file)], capture_output=True, text=True, check=False
            )
        except FileNotFoundError:
            pytest.skip("desktop-file-validate is not installed")
        assert (found.stdout, found.returncode) == ("", 0)


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="a shell reads the same quotes")
def test_every_character_of_the_command_survives_the_quoting() -> None:
    words = exec_line(desktop_entry(STRANGE)).replace("%%", "%")
    said = subprocess.run(
        ["/bin/sh", "-c", rf"printf '%s\n' {words}"], capture_output=True, text=True, check=True
    )
    assert said.stdout.splitlines() == STRANGE


def test_a_launch_agent_runs_the_command_at_login() -> None:
    found = plistlib.loads(launch_agent(STRANGE))
    assert found["ProgramArguments"] == STRANGE
    assert found["RunAtLoad"] is True
    assert "KeepAlive" not in found


def test_the_packaged_executable_is_its_own_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/strakly-desktop/strakly-desktop")
    assert launch_command(None) == ["/opt/strakly-desktop/strakly-desktop"]


def test_a_home_that_was_named_is_named_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert launch_command(Path("desk"))[-2:] == ["--home", str(tmp_path / "desk")]


def test_windows_opens_no_console(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    python = tmp_path / "python.exe"
    monkeypatch.setattr(sys, "executable", str(python))
    assert launch_command(None)[0] == str(python)
    (tmp_path / "pythonw.exe").touch()
    assert launch_command(None) == [str(tmp_path / "pythonw.exe"), "-P", "-m", "strakly_desktop"]


def test_windows_quotes_a_path_with_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", r"C:\Program Files\Strakly\strakly-desktop.exe")
    assert login_entry(None, {}) == RunKeyEntry(r'"C:\Program Files\Strakly\strakly-desktop.exe"')


def test_windows_quotes_the_program_always_as_its_setup_does() -> None:
    assert run_key_line([r"C:\Strakly\strakly-desktop.exe"]) == r'"C:\Strakly\strakly-desktop.exe"'
    with_home = run_key_line([r"C:\Strakly\strakly-desktop.exe", "--home", r"D:\front desk"])
    assert with_home == r'"C:\Strakly\strakly-desktop.exe" --home "D:\front desk"'


def test_the_run_key_entry_is_written_found_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows' registry as the standard library shows it; here a dict in its place."""
    monkeypatch.setitem(sys.modules, "winreg", registry := FakeRegistry("winreg"))
    monkeypatch.setattr(sys, "platform", "win32")
    entry = RunKeyEntry(r'"C:\Strakly\strakly-desktop.exe"')
    assert not entry.is_present()
    entry.set_present(True)
    assert registry.values == {"Strakly Desktop": r'"C:\Strakly\strakly-desktop.exe"'}
    assert entry.is_present()
    assert not RunKeyEntry(r'"D:\elsewhere\strakly-desktop.exe"').is_present()
    entry.set_present(False)
    entry.set_present(False)
    assert registry.values == {}
