"""Sets up a fresh machine and starts: `run.py [arguments]` the app, `test` every check, `test --office` what opens the
app's files in LibreOffice and Gnumeric, `package` the executable, `monkey` and `soak` what looks for crashes and leaks.

Standard library only, and written so that any Python 3 can read it: it runs before anything is installed and
has to say so itself when this Python is the wrong one. So is `launcher/`, its parts. On a machine that is set up it
costs milliseconds.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

# Python itself adds it but where it is asked to be safe (PYTHONSAFEPATH).
sys.path.insert(0, str(Path(__file__).resolve().parent))

from launcher import system_packages
from launcher.display import virtual_display
from launcher.environment import ROOT, VENV_PYTHON, install_environment, is_installed
from launcher.system_packages import Needs, as_root, install_system_packages
from launcher.words import SetUpError, say

NEWEST = "--newest"
OFFICE = "--office"
SUPPORTED = ((3, 11), (3, 13))

# What runs longer than a test may, by its command.
TEST_SCRIPTS = {"monkey": "tests/monkey/run_monkey.py", "soak": "tests/monkey/soak.py"}
PACKAGE_SCRIPTS = {
    "": ["executable.py"],
    "--deb": ["deb.py"],
    "--prove": ["deb.py", "prove_package.py", "linux/prove_deb.py"],
    "--measure": ["measure.py"],
}
OFFICE_TESTS = ["-rs", str(ROOT / "tests" / "rendering" / "export" / "test_real_programs.py")]
WINDOWLESS = {"serve", "migrate", "help", "--help", "-h", "--version", "-V"}
HELP, VERSION = {"--help", "-h", "help"}, {"--version", "-V"}
OF_THE_TREE = {"test", "package", *TEST_SCRIPTS}
USAGE = """\
usage: python3 packaging/run.py [arguments of the app]
       python3 packaging/run.py test [--newest | --office] [arguments of pytest]
       python3 packaging/run.py package [--deb] [--prove] [--measure]
       python3 packaging/run.py monkey | soak

  The first start installs what is missing; later ones start at once.
"""


def main(arguments: Sequence[str]) -> int:
    """Do what `arguments` ask for. The status is 1 for failed checks, 2 where the machine is not ready."""
    if asks_only(arguments):
        return tell(arguments)
    try:
        require_python(sys.version_info[:2])
        if arguments[:2] == ["test", OFFICE]:
            set_up("test", system_packages.OFFICE_TESTS)
            # There a missing program is a failure, not a reason to skip.
            os.environ["STRAKLY_OFFICE"] = "1"
            with virtual_display() as display:
                return run_python(["-m", "pytest", *OFFICE_TESTS, *arguments[2:]], display)
        if arguments[:1] == ["test"]:
            newest = NEWEST in arguments
            set_up("test", system_packages.TESTS, newest)
            if newest:
                os.environ["STRAKLY_NEWEST"] = "1"
            status = run_checks([argument for argument in arguments[1:] if argument != NEWEST])
            if newest:
                tell_newer()
            return status
        if arguments and arguments[0] in TEST_SCRIPTS:
            set_up("test", system_packages.TESTS)
            with virtual_display() as display:
                return run_script(TEST_SCRIPTS[arguments[0]], arguments[1:], display)
        if arguments[:1] == ["package"]:
            return package(arguments[1:])
        set_up("chain" if is_for_chain(arguments) else "bot", system_packages.APP)
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
    elif arguments[0] in HELP | OF_THE_TREE or not is_installed():
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


def set_up(extra: str, needs: Needs, newest: bool = False) -> None:
    """Install what is missing: system packages, then `.venv` with the given extra; `newest`: in today's versions."""
    if sys.platform == "linux":
        install_system_packages(needs)
    install_environment(extra, newest)


def tell_newer() -> None:
    """Say which packages are newer here than in constraints.txt, and how to keep them."""
    subprocess.run([str(VENV_PYTHON), str(ROOT / "packaging" / "launcher" / "versions.py")], check=False)


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
    set_up("package", system_packages.PACKAGE_PROOF if wishes else system_packages.PACKAGE)
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
