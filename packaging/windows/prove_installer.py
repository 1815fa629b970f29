"""Proves the Windows installer under Wine: installs, upgrades, refuses and uninstalls without a window.

    .venv/bin/python packaging/windows/prove_installer.py [--payload FOLDER]

Without a folder that was built on Windows, a small program (stand_in.c) stands in for the app: what is proven is
the installer and the version resource, NOT that the app runs on Windows. Needs makensis, wine (64 bit), Xvfb,
and for the stand-in gcc-mingw-w64-x86-64.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from version_resource import TEXTS, encoded, version_resource

HERE = Path(__file__).resolve().parent
VERSION, NUMBERS = "0.2.0rc1", "0.2.0.0"
APP = "Strakly Desktop"
PROGRAM = "strakly-desktop.exe"
RUN_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
UNINSTALL_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\StraklyDesktop"
REFUSED = 2


class Windows:
    """A Wine prefix of its own, on an invisible display: drive C of one user's computer."""

    def __init__(self, prefix: Path, display: str) -> None:
        self.drive = prefix / "drive_c"
        self._environment = {**os.environ, "WINEPREFIX": str(prefix), "WINEDEBUG": "-all", "DISPLAY": display}
        # Wine offers to download a browser and a .NET; an installer needs neither.
        self._environment["WINEDLLOVERRIDES"] = "mscoree,mshtml="

    def run(self, *command: str) -> int:
        """Run a program of Windows and wait for it and all that it started; its exit status."""
        status = self.start(*command).wait()
        subprocess.run(["wineserver", "--wait"], env=self._environment, check=False)
        return status

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            ["wine", *command], env=self._environment, stdin=quiet, stdout=quiet, stderr=quiet
        )

    def registry(self, key: str, value: str) -> str | None:
        """What the registry holds as `value` of `key`; None for nothing."""
        ask = ["wine", "reg", "query", key, "/v", value]
        asked = subprocess.run(ask, env=self._environment, capture_output=True, text=True, check=False)
        # "    name    REG_SZ    value", where the name may hold blanks.
        found = re.search(r"REG_\w+ +(.*)", asked.stdout)
        return found[1].strip() if found else None

    def user(self, place: str) -> Path:
        return next(path for path in (self.drive / "users").iterdir() if path.name != "Public") / place

    @property
    def home(self) -> Path:
        return self.user(f"AppData/Local/Programs/{APP}")

    @property
    def menu_entry(self) -> Path:
        return self.user(f"AppData/Roaming/Microsoft/Windows/Start Menu/Programs/{APP}.lnk")

    @property
    def conversations(self) -> Path:
        return self.user("AppData/Local/strakly-desktop/history.sqlite")


def require(fact: bool, otherwise: str) -> None:
    if not fact:
        raise SystemExit(f"FAILED: {otherwise}")


def stand_in(folder: Path) -> Path:
    """A folder laid out as PyInstaller does, with the small program in place of the app."""
    (folder / "_internal/deep").mkdir(parents=True)
    (folder / "_internal/deep/नमस्ते.txt").write_text("a name beyond ASCII")
    raw, resource = folder.with_name("version.bin"), folder.with_name("version.o")
    raw.write_bytes(encoded(version_resource(VERSION)))
    # 16 is RT_VERSION, and 1 the name under which Windows looks for it.
    script = f'1 16 "{raw}"'
    windres = ["x86_64-w64-mingw32-windres", "-o", str(resource)]
    subprocess.run(windres, input=script, text=True, check=True)
    compiler = ["x86_64-w64-mingw32-gcc", "-Os", "-s", str(HERE / "stand_in.c"), str(resource), "-lversion"]
    subprocess.run([*compiler, "-o", str(folder / PROGRAM)], check=True)
    return folder


def setup_program(payload: Path, version: str, folder: Path) -> Path:
    output = folder / f"strakly-desktop-{version}-setup.exe"
    # Wine runs 64-bit programs here; NSIS for Windows makes a 32-bit setup of the same script.
    command = ["makensis", "-V2", "-WX", "-XTarget amd64-unicode"]
    command += [f"-D{name}={value}" for name, value in (("VERSION", version), ("OUTPUT", output))]
    command += [f"-DPAYLOAD={payload}", "installer.nsi"]
    subprocess.run(command, cwd=HERE, check=True)
    return output


def prove(windows: Windows, first: Path, second: Path, payload: Path) -> None:
    """Take the installer through the app's life on one computer."""
    windows.run("winecfg", "/v", "win7")
    require(windows.run(str(first), "/S") == REFUSED, "it installs on a Windows that Qt does not run on")
    require(not windows.home.exists(), "a refused installation left files")
    windows.run("winecfg", "/v", "win10")
    say("refused on Windows 7")

    require(windows.run(str(first), "/S") == 0, "the silent installation failed")
    require_installed(windows, payload, "0.1.0")
    require(windows.registry(RUN_KEY, APP) is None, "it opens at sign-in without being asked to")
    say("installed: files, Start menu entry, and the list of installed apps")
    if payload_is_stand_in(payload):
        say("its version resource is read by the system as it was written")

    windows.conversations.parent.mkdir(parents=True)
    windows.conversations.write_text("what was said")
    (windows.home / "_internal/only-in-the-old-version.txt").write_text("")
    require(windows.run(str(second), "/S", "/OPENATLOGIN") == 0, "the upgrade failed")
    require_installed(windows, payload, VERSION)
    require(not (windows.home / "_internal/only-in-the-old-version.txt").exists(), "old files stayed")
    opens = windows.registry(RUN_KEY, APP)
    require(opens == f'"C:\\{windows_path(windows, windows.home / PROGRAM)}"', f"at sign-in opens {opens}")
    say("upgraded over the old version, and opens at sign-in")

    uninstaller = str(windows.home / "uninstall.exe")
    if payload_is_stand_in(payload):
        refuses_while_open(windows, second, uninstaller)
    require(windows.run(uninstaller, "/S") == 0, "uninstalling failed")
    require_gone(windows)
    require(windows.conversations.read_text() == "what was said", "uninstalling took the conversations")
    say("uninstalled: nothing is left but the user's conversations")

    # In two, or Wine would quote the blank, which NSIS does not read after /D.
    require(windows.run(str(first), "/S", r"/D=C:\Front", r"Desk\App") == 0, "another directory is refused")
    other = windows.drive / "Front Desk/App"
    (other / "notes.txt").write_text("not ours")
    require(windows.run(str(second), "/S") == 0, "the upgrade in another directory failed")
    require((other / PROGRAM).exists() and not windows.home.exists(), "the upgrade went elsewhere")
    require(windows.run(str(other / "uninstall.exe"), "/S", "/DELETEDATA") == 0, "uninstalling failed")
    require_gone(windows)
    require(
        [path.name for path in other.iterdir()] == ["notes.txt"], "it left files, or took those of others"
    )
    require(not windows.conversations.parent.exists(), "the conversations were to be deleted")
    say("installed, upgraded and uninstalled in another directory, with the conversations as asked")


def require_installed(windows: Windows, payload: Path, version: str) -> None:
    expected = {str(path.relative_to(payload)) for path in payload.rglob("*")} | {"uninstall.exe"}
    found = {str(path.relative_to(windows.home)) for path in windows.home.rglob("*")}
    require(found == expected, f"files missing or too many: {sorted(found ^ expected)}")
    require(windows.registry(UNINSTALL_KEY, "DisplayVersion") == version, "the version is not registered")
    require(windows.menu_entry.exists(), "there is no Start menu entry")
    if payload_is_stand_in(payload):
        told = windows.drive / "told.txt"
        windows.run("start", "/wait", windows_path(windows, windows.menu_entry, "C:\\"), r"C:\told.txt")
        place, *resource = told.read_text().splitlines() if told.exists() else ["nothing"]
        require(place.endswith(rf"{APP}\{PROGRAM}"), f"the Start menu entry opens {place}")
        texts = {**TEXTS, "FileVersion": VERSION, "ProductVersion": VERSION}
        wanted = [NUMBERS, *(f"{name}: {texts[name]}" for name in sorted(texts))]
        require(resource == wanted, f"Windows reads this version resource:\n{resource}")
        told.unlink()


def refuses_while_open(windows: Windows, setup: Path, uninstaller: str) -> None:
    app = windows.start(str(windows.home / PROGRAM), "wait")
    # It has started once the file cannot be opened for writing; the setup itself is the judge of that.
    deadline = time.monotonic() + 30
    while (status := windows.start(str(setup), "/S").wait()) != REFUSED and time.monotonic() < deadline:
        time.sleep(0.2)
    require(status == REFUSED, "it upgrades while the app is open")
    windows.start(uninstaller, "/S").wait()
    require((windows.home / PROGRAM).exists(), "it uninstalls while the app is open")
    windows.start("taskkill", "/f", "/im", PROGRAM).wait()
    app.wait()
    say("refused while the app was open")


def require_gone(windows: Windows) -> None:
    require(not windows.home.exists(), "files are left")
    require(not windows.menu_entry.exists(), "the Start menu entry is left")
    require(windows.registry(UNINSTALL_KEY, "DisplayName") is None, "it is still in the list of apps")
    require(windows.registry(RUN_KEY, APP) is None, "it would still open at sign-in")


def windows_path(windows: Windows, path: Path, root: str = "") -> str:
    return root + str(path.relative_to(windows.drive)).replace("/", "\\")


def payload_is_stand_in(payload: Path) -> bool:
    return payload.name == "stand-in"


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--payload", type=Path, help="a folder that PyInstaller built on Windows")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="strakly-wine-") as made:
        scratch = Path(made)
        payload = chosen.payload or stand_in(scratch / "stand-in")
        say(f"payload: {'a stand-in, not the app' if payload_is_stand_in(payload) else payload}")
        first, second = (setup_program(payload, version, scratch) for version in ("0.1.0", VERSION))
        read_end, write_end = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write_end), "-nolisten", "tcp"],
            pass_fds=[write_end],
            stderr=subprocess.DEVNULL,
        )
        os.close(write_end)
        try:
            with os.fdopen(read_end) as answer:
                display = f":{answer.readline().strip()}"
            prove(Windows(scratch / "wine", display), first, second, payload)
        finally:
            server.terminate()
            server.wait()
    say("the installer is proven")
    return 0


if __name__ == "__main__":
    sys.exit(main())
