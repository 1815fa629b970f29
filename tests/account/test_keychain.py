"""A sign-in is kept in the keychain of the system, in no file, and goes to no other server than its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from keyring.errors import InitError, KeyringError, KeyringLocked, PasswordDeleteError, PasswordSetError

from strakly_desktop.account.kept_session import packed, unpacked
from strakly_desktop.account.keychain import LOCKED, NO_KEYCHAIN, REFUSED, KeychainError, SystemKeychain
from strakly_desktop.account.session import Servers, session_of

TOKEN = "e30.eyJzdWIiOjEsImVtYWlsIjoib0BneW0uZXhhbXBsZSIsImd5bUlkIjoxLCJpc0FkbWluIjp0cnVlfQ.s"
SERVERS = Servers("https://gym.example", "https://gym.example/api")
SESSION = session_of(SERVERS, TOKEN, "Iron Temple")
PROBE = Path(__file__).parents[1] / "support" / "keychain_probe.py"


class Drawer:
    """A backend of the library that keeps what it is given, or raises."""

    def __init__(self, error: Exception | None = None) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        if self.error is not None:
            raise self.error
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.error is not None:
            raise self.error
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


def test_what_is_kept_comes_back_and_is_gone_when_forgotten() -> None:
    keychain = SystemKeychain(Drawer)
    keychain.write("asha", "one")
    keychain.write("bram", "two")
    assert (keychain.read("asha"), keychain.read("bram"), keychain.read("chloe")) == ("one", "two", None)
    keychain.forget("asha")
    keychain.forget("asha")
    assert (keychain.read("asha"), keychain.read("bram")) == (None, "two")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyringLocked(), LOCKED),
        (InitError("no"), LOCKED),
        (PasswordSetError(), REFUSED),
        (KeyringError(), REFUSED),
        (OSError(), REFUSED),
        (UnicodeDecodeError("utf-8", b"", 0, 1, ""), REFUSED),
    ],
)
def test_a_keychain_that_does_not_do_it_says_so_in_a_sentence(error: Exception, words: str) -> None:
    keychain = SystemKeychain(lambda: Drawer(error))
    asks: list[Callable[[], object]] = [
        lambda: keychain.read("a"),
        lambda: keychain.write("a", "b"),
        lambda: keychain.forget("a"),
    ]
    for ask in asks:
        with pytest.raises(KeychainError) as caught:
            ask()
        assert caught.value.words == words


def test_a_sign_in_comes_back_for_its_own_servers_and_its_own_account_only() -> None:
    text = packed(SESSION)
    assert unpacked(text, SERVERS, SESSION.account) == SESSION
    assert unpacked(text, replace(SERVERS, bot_url="https://evil.example"), SESSION.account) is None
    assert unpacked(text, replace(SERVERS, backend_url="https://evil.example/api"), SESSION.account) is None
    assert unpacked(text, SERVERS, SESSION.account.replace("o@", "p@")) is None


def test_a_sign_in_of_an_earlier_version_is_read() -> None:
    kept = (
        '{"form": 1, "bot": "https://gym.example", "backend": "https://gym.example/api", "gym": "Iron Temple", '
        f'"token": "{TOKEN}"}}'
    )
    assert unpacked(kept, SERVERS, SESSION.account) == SESSION
    assert packed(SESSION) == kept, "and by one of yesterday, after a way back"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "null",
        "[1]",
        "{",
        "[" * 100_000,
        json.dumps({"form": 1, "token": 5, "bot": "", "backend": ""}),
    ],
)
def test_what_is_no_sign_in_is_none(text: str) -> None:
    assert unpacked(text, SERVERS, SESSION.account) is None


def bus_command() -> list[str]:
    """What gives a session bus of its own with an unlocked keyring daemon on it."""
    if shutil.which("dbus-run-session") is None or shutil.which("gnome-keyring-daemon") is None:
        pytest.skip("no Secret Service here: apt-get install gnome-keyring dbus")
    return ["dbus-run-session", "--", sys.executable, str(PROBE)]


def run_probe(command: list[str], home: Path, **environment: str) -> dict[str, object]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "XDG_"))}
    own = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "PYTHONPATH": str(PROBE.parents[2])}
    done = subprocess.run(
        command, env=clean | own | environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return said


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux' keychain")
def test_a_real_secret_service_keeps_a_sign_in_from_one_process_to_the_next(tmp_path: Path) -> None:
    said = run_probe([*bus_command(), "two-processes"], tmp_path)
    assert said == {"first": None, "second": "kept by the first", "third": None}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files, "the daemon keeps it on disk"
    assert all(b"kept by the first" not in path.read_bytes() for path in files), "and not as it is"


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux' keychain")
@pytest.mark.parametrize("address", ["", "unix:path=/nonexistent/bus"])
def test_without_any_secret_service_it_is_said_and_nothing_is_written(tmp_path: Path, address: str) -> None:
    said = run_probe([sys.executable, str(PROBE), "none"], tmp_path, DBUS_SESSION_BUS_ADDRESS=address)
    assert said == {"words": NO_KEYCHAIN}
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux' keychain")
def test_a_file_as_keychain_is_not_taken_though_the_environment_names_one(tmp_path: Path) -> None:
    said = run_probe(
        [sys.executable, str(PROBE), "none"],
        tmp_path,
        DBUS_SESSION_BUS_ADDRESS="",
        PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring",
    )
    assert said == {"words": NO_KEYCHAIN}
