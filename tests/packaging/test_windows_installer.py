"""The Windows installer agrees with the app on names and places, and compiles.

That it installs, upgrades and uninstalls is proven under Wine by packaging/windows/prove_installer.py.
"""

import ntpath
import re
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from platformdirs.windows import Windows

from strakly_desktop.app.process.program import autostart
from strakly_desktop.app.settings.settings import APP_DIRECTORY

WINDOWS = Path(__file__).parents[2] / "packaging" / "windows"
SCRIPT = (WINDOWS / "installer.nsi").read_text(encoding="utf-8")


def defined(name: str) -> str:
    found = re.search(rf'^!define {name} "(.*)"$', SCRIPT, re.MULTILINE)
    assert found is not None
    return found[1]


def test_what_the_user_may_have_deleted_is_where_the_app_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    local = r"C:\Users\desk\AppData\Local"
    monkeypatch.setattr("platformdirs.windows.get_win_folder", lambda _name: local)
    monkeypatch.setattr("platformdirs.windows.os.path", ntpath)
    places = Windows(APP_DIRECTORY, appauthor=False)
    shown = defined("USER_DATA").replace("$LOCALAPPDATA", local)
    assert places.user_config_dir == shown
    assert places.user_data_dir == shown
    assert places.user_log_dir.startswith(shown + "\\")


def test_it_asks_for_no_rights_and_touches_only_the_users_registry() -> None:
    assert "RequestExecutionLevel user" in SCRIPT
    assert set(re.findall(r"\bHK[A-Z]+\b", SCRIPT)) == {"HKCU"}
    assert "$PROGRAMFILES" not in SCRIPT and "SetShellVarContext all" not in SCRIPT


def test_opening_at_sign_in_is_the_same_entry_as_the_setting_in_the_app() -> None:
    assert defined("RUN_KEY") == autostart.RUN_KEY
    assert defined("APP") == autostart.RUN_VALUE
    (written,) = re.findall(r"WriteRegStr HKCU \"\$\{RUN_KEY\}\" \"\$\{APP\}\" '(.*)'", SCRIPT)
    program = r"C:\Strakly\strakly-desktop.exe"
    shown = written.replace("$INSTDIR\\${PROGRAM}", program)
    assert shown == autostart.run_key_line([program]), "else the app's switch would not know it again"


def test_every_question_has_an_answer_where_nobody_sits() -> None:
    boxes = re.findall(r"MessageBox (?:.*\\\n)*.*", SCRIPT)
    assert boxes and all("/SD " in box for box in boxes)


def test_it_never_deletes_a_directory_that_may_hold_other_things() -> None:
    emptied = re.findall(r'RMDir /r "(.*)"', SCRIPT)
    assert sorted(set(emptied)) == ["$INSTDIR\\.new", "$INSTDIR\\_internal", "${USER_DATA}"]


@pytest.mark.skipif(shutil.which("makensis") is None, reason="needs makensis (apt: nsis)")
@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", (0, 1, 0, 0)), ("1.20.3rc1", (1, 20, 3, 0)), ("1.2.3.dev4", (1, 2, 3, 0))],
)
def test_windows_is_told_the_version_in_four_numbers(
    tmp_path: Path, version: str, numbers: tuple[int, int, int, int]
) -> None:
    payload = tmp_path / "payload" / "_internal"
    payload.mkdir(parents=True)
    (payload / "file.txt").write_text("something")
    setup = tmp_path / "strakly-desktop-setup.exe"
    defines = [f"-DVERSION={version}", f"-DPAYLOAD={payload.parent}", f"-DOUTPUT={setup}"]
    subprocess.run(["makensis", "-V1", "-WX", *defines, "installer.nsi"], cwd=WINDOWS, check=True)
    content = setup.read_bytes()
    # VS_FIXEDFILEINFO: signature, its version, then the file's as four 16-bit numbers.
    high, low = struct.unpack_from("<II", content, content.index(b"\xbd\x04\xef\xfe") + 8)
    assert (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF) == numbers
