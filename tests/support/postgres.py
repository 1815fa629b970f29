"""A PostgreSQL server of this test run alone: in a temporary directory, on a loopback port, as an unprivileged user.

All processes of a run share one. A guardian, which is this file run as a program, holds it: whoever uses the server
has its pipe open, and when nobody has any more, killed or not, the guardian ends the server and removes its directory.
"""

import contextlib
import fcntl
import json
import os
import pwd
import secrets
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from support.limits import LAST_RESORT_S
from support.ports import free_port

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
MISSING = "" if _BINARIES else "no PostgreSQL here: apt-get install postgresql"
OWNER, SERVING = "strakly_owner", "strakly_app"
_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "32MB",
             "listen_addresses": "127.0.0.1", "max_connections": "60", "autovacuum": "off"}  # fmt: skip


class Server:
    """The running server. Each of its databases belongs to OWNER; SERVING may use what it is let."""

    def __init__(self, place: Path, port: int, password: str) -> None:
        self._place = place
        self._port = port
        self._password = password

    def url(self, role: str, database: str = "postgres") -> str:
        """The address for one of the roles; also for `postgres`, the superuser."""
        return f"postgresql://{role}:{self._password}@127.0.0.1:{self._port}/{database}"

    def made_once(self, name: str, make: Callable[[], None]) -> str:
        """The name of a database that `make` fills, in whichever process of the run comes first."""
        with _alone(self._place), psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if known is None:
                connection.execute(f"CREATE DATABASE {name} OWNER {OWNER}".encode())
                make()
        return name

    @contextlib.contextmanager
    def database(self, like: str = "template1") -> Iterator[str]:
        """The name of a new database, a copy of another one; gone at the end."""
        name = f"test_{secrets.token_hex(4)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {like}")
        try:
            yield name
        finally:
            with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def postgres() -> Iterator[Server]:
    """The server of this test run; begun by whoever comes first."""
    place = (
        Path(tempfile.gettempdir())
        / f"strakly-postgres-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    )
    with _alone(place):
        place.mkdir(exist_ok=True, mode=0o755)
        pipe = _joined(place)
        if pipe is None:
            (place / "ready").unlink(missing_ok=True)
            _begin(place)
            pipe = _joined(place)
    assert pipe is not None
    try:
        yield Server(place, **json.loads((place / "ready").read_text()))
    finally:
        os.close(pipe)


@contextlib.contextmanager
def _alone(place: Path) -> Iterator[None]:
    with Path(f"{place}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _joined(place: Path) -> int | None:
    """Our end of the guardian's pipe; None when there is no guardian."""
    try:
        return os.open(place / "users", os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return None


def _begin(place: Path) -> None:
    """Start the guardian, which is nobody's child, and wait until its server answers."""
    command = [sys.executable, __file__, str(place)]
    silent = subprocess.DEVNULL
    # A file that is run as a program finds what stands beside it, not what stands beside its folder.
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    subprocess.run(
        command,
        check=True,
        env=environment,
        start_new_session=True,
        stdin=silent,
        stdout=silent,
        stderr=silent,
    )
    deadline = time.monotonic() + 2 * LAST_RESORT_S
    while time.monotonic() < deadline:
        if (place / "ready").exists():
            return
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start: {(place / 'log').read_text()}")


def _guard(place: Path) -> None:
    """Run the server until nobody has the pipe open."""
    with contextlib.suppress(FileExistsError):
        os.mkfifo(place / "users")
    reading = os.open(place / "users", os.O_RDONLY | os.O_NONBLOCK)
    user = _unprivileged()
    data, password, port = place / "data", secrets.token_hex(16), free_port()
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    (place / "password").write_text(password)
    if user:
        for file in (data, place / "password"):
            shutil.chown(file, user["user"])
    (place / "password").chmod(0o400)
    bin_ = _BINARIES[-1]
    log = (place / "log").open("w")
    init: list[str | Path] = [bin_ / "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256"]
    init += [f"--pwfile={place / 'password'}", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
    quiet: dict[str, Any] = {"stdout": log, "stderr": log, "cwd": data, **user}
    subprocess.run(init, check=True, **quiet)
    settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
    server = subprocess.Popen([bin_ / "postgres", "-D", data, "-p", str(port), "-k", "", *settings], **quiet)
    try:
        _make_roles(port, password)
        (place / "ready.new").write_text(json.dumps({"port": port, "password": password}))
        (place / "ready.new").rename(place / "ready")
        _wait_for_the_last(place, reading)
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait()
        shutil.rmtree(place, ignore_errors=True)
        Path(f"{place}.lock").unlink(missing_ok=True)


def _wait_for_the_last(place: Path, reading: int) -> None:
    poll = select.poll()
    poll.register(reading, 0)
    deadline = time.monotonic() + 30
    while True:
        gone = poll.poll(1000)
        if not gone:
            deadline = 0.0  # Somebody is here.
        elif time.monotonic() > deadline:
            with _alone(place):
                if poll.poll(0):
                    os.close(reading)
                    return
        else:
            time.sleep(0.02)  # The one who began it has not opened the pipe yet.


def _make_roles(port: int, password: str) -> None:
    url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
    deadline = time.monotonic() + LAST_RESORT_S
    while True:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                for role in (OWNER, SERVING):
                    connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _unprivileged() -> dict[str, Any]:
    """Whom to run as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_name, "group": nobody.pw_gid, "extra_groups": []}


if __name__ == "__main__" and os.fork() == 0:
    _guard(Path(sys.argv[1]))
