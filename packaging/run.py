"""Sets up a fresh machine and starts: `run.py [arguments]` the app, `test` every check, `test --office` what opens the
app's files in LibreOffice and Gnumeric, `package` the executable, `monkey` and `soak` what looks for crashes and leaks.

Standard library only, and written so that any Python 3 can read it: it runs before anything is installed and
has to say so itself when this Python is the wrong one. On a machine that is set up it costs milliseconds.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed.stamp"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
NEWEST = "--newest"
OFFICE = "--office"
INTERRUPTED = "interrupted"
SUPPORTED = ((3, 11), (3, 13))

# What Qt links to and brings no copy of, by the Debian package that holds it.
LIBRARIES = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libglib2.0-0": "libgthread-2.0.so.0",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    # From here on: what a real window adds (Qt's xcb plugin).
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-shm0": "libxcb-shm.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
TEST_PROGRAMS = {
    "xvfb": "Xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "binutils": "objdump",
    # A real keychain, started by the tests.
    "dbus-daemon": "dbus-run-session",
    "gnome-keyring": "gnome-keyring-daemon",
    # The database of a chain of gyms, started by the tests; Debian keeps it off the path.
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
}
# What opens the files and the clipboard of the app: large, and so in a job of its own.
OFFICE_PROGRAMS = {"libreoffice-calc": "soffice", "gnumeric": "ssconvert", "poppler-utils": "pdftotext"}
OFFICE_TESTS = ["-rs", str(ROOT / "tests" / "rendering" / "export" / "test_real_programs.py")]
# What the executable holds copies of, beyond these.
PACKAGE_LIBRARIES = {
    "libgssapi-krb5-2": "libgssapi_krb5.so.2",
    "libwayland-client0": "libwayland-client.so.0",
    "libwayland-cursor0": "libwayland-cursor.so.0",
}
if sys.base_prefix == "/usr":
    # Debian's Python stands without it; the executable stands on it.
    DOT_VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
    PACKAGE_LIBRARIES[f"libpython{DOT_VERSION}"] = f"libpython{DOT_VERSION}.so.1.0"
PACKAGE_PROGRAMS = {"binutils": "objdump", "libc-bin": "ldconfig", "chrpath": "chrpath"}
# What starts the executable on a bare system, drives it and looks at it.
PROVE_PROGRAMS = {
    **TEST_PROGRAMS,
    "debootstrap": "debootstrap",
    "imagemagick": "import",
    # What checks the Debian package.
    "lintian": "lintian",
    "desktop-file-utils": "desktop-file-validate",
    "appstream": "appstreamcli",
}
# What runs longer than a test may, by its command.
TEST_SCRIPTS = {"monkey": "tests/monkey/run_monkey.py", "soak": "tests/monkey/soak.py"}
PACKAGE_SCRIPTS = {
    "": ["executable.py"],
    "--deb": ["deb.py"],
    "--prove": ["deb.py", "prove_package.py", "linux/prove_deb.py"],
    "--measure": ["measure.py"],
}
# The extras of pyproject.toml, and which others hold all that one holds.
EXTRAS = {
    "bot": ("bot", "chain", "package", "test"),
    "chain": ("chain", "test"),
    "package": ("package", "test"),
    "test": ("test",),
}
WINDOWLESS = {"serve", "migrate", "help", "--help", "-h", "--version", "-V"}
HELP, VERSION = {"--help", "-h", "help"}, {"--version", "-V"}
OF_THE_TREE = {"test", "package", *TEST_SCRIPTS}
USAGE = """\
usage: python3 packaging/run.py [arguments of the app]
       python3 packaging/run.py test [--newest] [--office] [arguments of pytest]
       python3 packaging/run.py package [--deb] [--prove] [--measure]
       python3 packaging/run.py monkey | soak

  The first start installs what is missing; later ones start at once.
"""


class SetUpError(Exception):
    """This machine cannot run the app as it is; the text tells the person what to do."""


def main(arguments: Sequence[str]) -> int:
    """Do what `arguments` ask for. The status is 1 for failed checks, 2 where the machine is not ready."""
    if asks_only(arguments):
        return tell(arguments)
    try:
        require_python(sys.version_info[:2])
        if arguments[:2] == ["test", OFFICE]:
            set_up("test", {**TEST_PROGRAMS, **OFFICE_PROGRAMS})
            # There a missing program is a failure, not a reason to skip.
            os.environ["STRAKLY_OFFICE"] = "1"
            with virtual_display() as display:
                return run_python(["-m", "pytest", *OFFICE_TESTS, *arguments[2:]], display)
        if arguments[:1] == ["test"]:
            newest = NEWEST in arguments
            set_up("test", TEST_PROGRAMS, newest)
            if newest:
                os.environ["STRAKLY_NEWEST"] = "1"
            status = run_checks([argument for argument in arguments[1:] if argument != NEWEST])
            if newest:
                tell_newer()
            return status
        if arguments and arguments[0] in TEST_SCRIPTS:
            set_up("test", TEST_PROGRAMS)
            with virtual_display() as display:
                return run_script(TEST_SCRIPTS[arguments[0]], arguments[1:], display)
        if arguments[:1] == ["package"]:
            return package(arguments[1:])
        set_up("chain" if is_for_chain(arguments) else "bot", {})
        require_display(arguments)
        return start_app(arguments)
    except SetUpError as error:
        print(f"\n{error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def asks_only(arguments: Sequence[str]) -> bool:
    """Whether nothing is to be done: nothing is installed for that either."""
    return arguments[:1] != [] and (
        arguments[0] in HELP | VERSION or not {"--help", "-h"}.isdisjoint(arguments)
    )


def tell(arguments: Sequence[str]) -> int:
    """Print what is asked for: by the app itself where it is here, else what stands in its files."""
    if arguments[0] in VERSION:
        print("strakly-desktop", written_in("__init__.py", '__version__ = "', '"'))
    elif arguments[0] in HELP | OF_THE_TREE or not VENV_PYTHON.exists() or read_stamp() in ("", INTERRUPTED):
        print(USAGE, written_in("__main__.py", 'USAGE = """\\', '"""'), sep="", end="")
    else:
        return start_app(arguments)
    return 0


def written_in(file: str, before: str, after: str) -> str:
    """A text of the app's own, which cannot be imported before it is set up, nor by any Python."""
    text = (ROOT / "strakly_desktop" / file).read_text("utf-8")
    return text.partition(before)[2].partition(after)[0]


def require_python(version: tuple[int, ...]) -> None:
    oldest, newest = SUPPORTED
    if oldest <= version <= newest:
        return
    candidates = [f"python3.{minor}" for minor in range(newest[1], oldest[1] - 1, -1)]
    better = next(filter(shutil.which, candidates), candidates[0])
    raise SetUpError(
        f"Strakly Desktop needs Python 3.{oldest[1]} to 3.{newest[1]}, not {version[0]}.{version[1]}."
        f" Install one of them, then run: {better} packaging/run.py"
    )


def require_display(arguments: Sequence[str]) -> None:
    if sys.platform != "linux" or not WINDOWLESS.isdisjoint(arguments):
        return
    if any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        return
    line = shlex.join(["xvfb-run", "-a", "python3", "packaging/run.py", *arguments])
    if shutil.which("xvfb-run") is None:
        line = f"{as_root('apt-get update && apt-get install -y xvfb xauth')} && {line}"
    raise SetUpError(
        "Everything is installed, but there is no display to open the window on (DISPLAY and WAYLAND_DISPLAY"
        f" are not set). Run this in a desktop session, or on an invisible display with this line:\n  {line}"
    )


def is_for_chain(arguments: Sequence[str]) -> bool:
    """Whether the command needs what only a chain of gyms needs."""
    several = any(word.partition("=")[0] == "--workers" for word in arguments)
    return arguments[:1] == ["migrate"] or (arguments[:1] == ["serve"] and several)


def set_up(extra: str, programs: dict[str, str], newest: bool = False) -> None:
    """Install what is missing: system packages (for `programs` too), then `.venv` with the given extra.

    In the versions of constraints.txt, so that it is the same in two days; `newest` takes what there is today.
    """
    if sys.platform == "linux":
        install_system_packages(programs)
    enough = [stamp(name) for name in EXTRAS[extra]]
    if newest or not (VENV_PYTHON.exists() and read_stamp() in enough):
        make_environment(extra, newest)


def install_system_packages(programs: dict[str, str]) -> None:
    packages = missing_packages(programs)
    if not packages:
        return
    if shutil.which("apt-get") is None:
        names = [LIBRARIES.get(package) or programs[package] for package in packages]
        raise SetUpError(f"Install these by this system's own means, then run this again: {' '.join(names)}")
    install = ["install", "-y", "--no-install-recommends", *packages]
    prefix = root_prefix()
    if prefix is None:
        line = as_root(f"apt-get update && apt-get {shlex.join(install)}")
        raise SetUpError(f"System packages are missing. Run this one line, then run this again:\n  {line}")
    say(f"Installing system packages: {' '.join(packages)}")
    # Another installation may hold apt's lock on a new machine: wait for it.
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    # A failed update alone is no reason to stop: only some other source of this machine may be down.
    subprocess.run([*apt, "update"], stdin=subprocess.DEVNULL, check=False)
    subprocess.run([*apt, *install], stdin=subprocess.DEVNULL, check=False)
    still_missing = missing_packages(programs)
    if still_missing:
        raise SetUpError(f"apt-get could not install {' '.join(still_missing)}: its messages above say why.")


def missing_packages(programs: dict[str, str]) -> list[str]:
    libraries = [package for package, library in LIBRARIES.items() if not loads(library)]
    return libraries + [package for package, program in programs.items() if not is_here(program)]


def is_here(program: str) -> bool:
    """Whether a program is on the path, or anything has this absolute name, which may hold wildcards."""
    return shutil.which(program) is not None or any(Path("/").glob(program.lstrip("/")))


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def root_prefix() -> list[str] | None:
    """What to put before a command to run it as root without a question; None where that is impossible."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def as_root(command: str) -> str:
    """The line that a person types to run `command` as root."""
    if os.geteuid() == 0:
        return command
    return f"{'sudo sh' if shutil.which('sudo') else 'su'} -c {shlex.quote(command)}"


def stamp(extra: str) -> str:
    """Names all that `.venv` depends on: what is wanted in which versions, this Python, and where the tree lies."""
    wanted = (ROOT / "pyproject.toml").read_bytes(), CONSTRAINTS.read_bytes(), extra.encode()
    parts = [*wanted, sys.version.encode(), os.fsencode(ROOT)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def read_stamp() -> str:
    return STAMP.read_text() if STAMP.exists() else ""


def make_environment(extra: str, newest: bool = False) -> None:
    has_pip = importlib.util.find_spec("pip") is not None
    if not has_pip and importlib.util.find_spec("ensurepip") is None:
        raise SetUpError(
            "This Python has no pip. Run this one line, then run this again:\n"
            f"  {as_root('apt-get update && apt-get install -y python3-pip')}"
        )
    say("Setting up .venv, once: this downloads some packages and takes about half a minute")
    if read_stamp() == INTERRUPTED or not environment_works():
        shutil.rmtree(VENV, ignore_errors=True)
        # Debian's Python has no ensurepip; its pip can install into the environment from outside.
        without_pip = ["--without-pip"] if has_pip else []
        set_up_step([sys.executable, "-m", "venv", *without_pip, str(VENV)])
    STAMP.write_text(INTERRUPTED)
    pip = (
        [sys.executable, "-m", "pip", "--python", str(VENV_PYTHON)]
        if has_pip
        else [str(VENV_PYTHON), "-m", "pip"]
    )
    versions = ["--upgrade", "--upgrade-strategy", "eager"] if newest else ["--constraint", str(CONSTRAINTS)]
    set_up_step([*pip, "install", "--disable-pip-version-check", *versions, "--editable", f".[{extra}]"])
    STAMP.write_text("newest" if newest else stamp(extra))


def tell_newer() -> None:
    """Say which packages are newer here than in constraints.txt, and how to keep them."""
    subprocess.run([str(VENV_PYTHON), str(ROOT / "packaging" / "versions.py")], check=False)


def environment_works() -> bool:
    """Whether `.venv` can be installed into as it is: its Python starts, is ours, not the system's."""
    if not VENV_PYTHON.exists():
        return False
    ask = "import sys; print(sys.version); sys.exit(sys.prefix == sys.base_prefix)"
    answer = subprocess.run([str(VENV_PYTHON), "-c", ask], capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.rstrip("\n") == sys.version


def set_up_step(command: list[str]) -> None:
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise SetUpError(
            "Setting up .venv failed; the messages above say why. The first start needs a network connection."
            " Run this again when that is mended: it starts afresh."
        )


def start_app(arguments: Sequence[str]) -> int:
    # -P: a file that happens to lie in the current directory must not pass for one of our modules.
    command = [str(VENV_PYTHON), "-P", "-m", "strakly_desktop", *arguments]
    if os.name != "nt":
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def package(wishes: Sequence[str]) -> int:
    """Build the executable; with --deb the Debian package of it, with --prove try both on a bare system."""
    unknown = [wish for wish in wishes if wish not in PACKAGE_SCRIPTS]
    if unknown:
        raise SetUpError(f"package knows --deb, --prove and --measure, not {shlex.join(unknown)}.")
    LIBRARIES.update(PACKAGE_LIBRARIES)
    set_up("package", {**PACKAGE_PROGRAMS, **(PROVE_PROGRAMS if wishes else {})})
    for script in wanted_scripts(wishes):
        say(script)
        command = [str(VENV_PYTHON), str(ROOT / "packaging" / script)]
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        if status != 0:
            return status
    return 0


def wanted_scripts(wishes: Sequence[str]) -> list[str]:
    """What has to run for these wishes: each once, and first what others need."""
    return list(dict.fromkeys(script for wish in sorted({"", *wishes}) for script in PACKAGE_SCRIPTS[wish]))


def run_checks(pytest_arguments: Sequence[str]) -> int:
    # One more than there are processors: a third of the tests' time is waiting for other processes. And neighbours stay
    # together, for what a module or a folder sets up once.
    workers = ["-n", str(min(4, 1 + (os.cpu_count() or 2))), "--dist", "worksteal"]
    checks = {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "mypy": ["-m", "mypy"],
        "lint-imports": ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
        "pytest": ["-m", "pytest", "-rs", *workers, *pytest_arguments],
    }
    failed = []
    with virtual_display() as display:
        for name, command in checks.items():
            say(name)
            started = time.monotonic()
            environment = {**os.environ, **display}
            run = subprocess.run([str(VENV_PYTHON), *command], cwd=ROOT, env=environment, check=False)
            verdict = "ok" if run.returncode == 0 else "FAILED"
            print(f"{name}: {verdict} in {time.monotonic() - started:.1f} s", flush=True)
            if run.returncode != 0:
                failed.append(name)
    say(f"FAILED: {', '.join(failed)}" if failed else "All checks passed")
    return 1 if failed else 0


def run_script(script: str, arguments: Sequence[str], environment: dict[str, str]) -> int:
    """Run a script of the tree with `.venv`; gives its status."""
    return run_python([str(ROOT / script), *arguments], environment)


def run_python(arguments: Sequence[str], environment: dict[str, str]) -> int:
    command = [str(VENV_PYTHON), *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


@contextlib.contextmanager
def virtual_display() -> Iterator[dict[str, str]]:
    """Our own X server for the tests that open a real window; yields what it adds to the environment."""
    if sys.platform != "linux":
        yield {}
        return
    read_end, write_end = os.pipe()
    # setpriv: it ends with us even if we are killed and cannot clean up.
    command = ["setpriv", "--pdeathsig", "TERM", "Xvfb", "-displayfd", str(write_end)]
    command += ["-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        command, pass_fds=[write_end], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as answer:
            number = answer.readline().strip()
        if not number:
            raise SetUpError("Xvfb, the display that the tests draw on, did not start.")
        yield {"DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait()


def say(text: str) -> None:
    print(f"\n== {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
