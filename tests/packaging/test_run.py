"""The launcher: sets up once, starts quickly afterwards, and says in one line what it cannot do itself.

It runs as its own process in a small copy of the tree. Only the downloads are faked: a stand-in for pip
records what it is asked for, and stand-ins for the checkers say what they were told.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import run as run_py
from launcher.words import SetUpError

RUN_PY = Path(__file__).parents[2] / "packaging" / "run.py"

FAKE_PIP = """\
import os, subprocess, sys
with open(os.environ["FAKE_LOG"], "a") as log:
    print(" ".join(sys.argv[1:]), file=log)
if os.environ.get("PIP_FAILS"):
    sys.exit(1)
python = sys.argv[sys.argv.index("--python") + 1]
ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
site = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
open(os.path.join(site, "tree.pth"), "w").write(os.getcwd())
"""
FAKE_CHECKER = """\
import os, sys
print("checker", *sys.argv[1:], "on", os.environ.get("DISPLAY"), flush=True)
if "--wait" in sys.argv:
    sys.stdin.read()
sys.exit(__package__ in os.environ.get("FAILING", "").split())
"""
APP = "import json, os, sys\nprint(json.dumps([os.getcwd(), sys.argv[1:]]))\n"


class Tree:
    """A little project with the real launcher in it, in a folder whose name has spaces."""

    def __init__(self, tmp_path: Path) -> None:
        self.root = tmp_path / "front desk (1)"
        self.pip_log = tmp_path / "pip.log"
        self.stand_ins = tmp_path / "stand-ins"
        files = {
            self.root / "packaging" / "run.py": RUN_PY.read_text(),
            **{
                self.root / "packaging" / "launcher" / part.name: part.read_text()
                for part in (RUN_PY.parent / "launcher").glob("*.py")
            },
            self.root / "pyproject.toml": "[project]\n",
            self.root / "packaging" / "constraints.txt": "httpx==0.28.1\n",
            self.root / "packaging" / "launcher" / "versions.py": "print('newer: httpx')\n",
            self.root / "strakly_desktop" / "__main__.py": APP,
            self.stand_ins / "pip" / "__main__.py": FAKE_PIP,
            self.stand_ins / "ruff" / "__main__.py": FAKE_CHECKER,
            self.stand_ins / "mypy" / "__main__.py": FAKE_CHECKER,
            self.stand_ins / "pytest" / "__main__.py": FAKE_CHECKER,
            self.stand_ins / "importlinter" / "cli.py": "def lint_imports_command(): print('contracts')\n",
        }
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for package in self.stand_ins.iterdir():
            (package / "__init__.py").touch()

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.root / "packaging" / "run.py"), *arguments]

    def environment(self, **extra: str) -> dict[str, str]:
        # No HOME, as for some services; no display unless a test gives one.
        bare = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        return {**bare, "PYTHONPATH": str(self.stand_ins), "FAKE_LOG": str(self.pip_log), **extra}

    def run(
        self, *arguments: str, cwd: Path | None = None, **extra: str
    ) -> "subprocess.CompletedProcess[str]":
        environment = self.environment(**extra)
        return subprocess.run(
            self.command(*arguments), env=environment, cwd=cwd, capture_output=True, text=True, check=False
        )

    def installs(self) -> list[str]:
        return self.pip_log.read_text().splitlines() if self.pip_log.exists() else []


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def test_opens_the_app_with_what_was_typed(tree: Tree, tmp_path: Path) -> None:
    started = tree.run("tour", "--record", "my pictures", cwd=tmp_path, DISPLAY=":9")
    assert started.returncode == 0, started.stderr
    words = json.loads(started.stdout.splitlines()[-1])
    assert words == [str(tmp_path), ["tour", "--record", "my pictures"]]
    assert [line.split()[-1] for line in tree.installs()] == [".[bot]"]


@pytest.mark.parametrize(
    "words", [["--help"], ["-h"], ["help"], ["test", "--help"], ["serve", "-h"], ["package", "-h"]]
)
def test_help_is_printed_and_nothing_is_installed_for_it(tree: Tree, words: list[str]) -> None:
    (tree.root / "strakly_desktop" / "__main__.py").write_text('USAGE = """\\\nusage: the app\n"""\n')
    told = tree.run(*words)
    assert told.returncode == 0, told.stderr
    assert "packaging/run.py test" in told.stdout and told.stdout.endswith("\nusage: the app\n")
    assert tree.installs() == [] and not (tree.root / ".venv").exists()


def test_the_version_is_told_before_anything_is_installed(tree: Tree) -> None:
    (tree.root / "strakly_desktop" / "__init__.py").write_text('"""The app."""\n\n__version__ = "7.8.9"\n')
    assert tree.run("--version").stdout == "strakly-desktop 7.8.9\n"
    assert tree.installs() == []


def test_once_set_up_the_app_itself_tells_of_its_commands(tree: Tree) -> None:
    tree.run("serve")
    told = tree.run("serve", "--help")
    assert json.loads(told.stdout)[1] == ["serve", "--help"]
    assert len(tree.installs()) == 1


def test_a_later_start_installs_nothing(tree: Tree) -> None:
    tree.run("serve")
    again = tree.run("serve")
    assert again.returncode == 0
    assert len(tree.installs()) == 1
    assert len(again.stdout.splitlines()) == 1, "nothing but the app's own words"


def test_a_chain_of_gyms_brings_its_packages_and_a_desk_does_not_need_them(tree: Tree) -> None:
    for words in (
        ["migrate", "--role", "app"],
        ["serve", "--workers", "2"],
        ["serve", "--port=1", "--workers=2"],
    ):
        (tree.root / ".venv" / "installed.stamp").unlink(missing_ok=True)
        assert tree.run(*words).returncode == 0
        assert tree.installs()[-1].split()[-1] == ".[chain]"
    installed = len(tree.installs())
    assert tree.run("serve").returncode == 0
    assert len(tree.installs()) == installed, "what a desk needs is among it"


def test_a_desks_environment_is_not_enough_for_a_chain(tree: Tree) -> None:
    tree.run("serve", "--port", "0")
    tree.run("serve", "--workers", "2")
    assert [line.split()[-1] for line in tree.installs()] == [".[bot]", ".[chain]"]


def test_changed_dependencies_are_installed(tree: Tree) -> None:
    tree.run("serve")
    (tree.root / "pyproject.toml").write_text("[project]\ndependencies = []\n")
    tree.run("serve")
    assert len(tree.installs()) == 2


def test_it_is_installed_in_the_versions_that_the_tests_passed_with(tree: Tree) -> None:
    tree.run("serve")
    constraints = tree.root / "packaging" / "constraints.txt"
    assert f"--constraint {constraints}" in tree.installs()[0]
    constraints.write_text("httpx==0.28.2\n")
    tree.run("serve")
    assert len(tree.installs()) == 2, "other versions are installed anew"


def test_the_newest_are_tried_each_time_and_left_again(tree: Tree) -> None:
    for times in (1, 2):
        tried = tree.run("test", "--newest")
        assert "newer: httpx" in tried.stdout
        assert len(tree.installs()) == times
        assert "--constraint" not in tree.installs()[-1] and "--upgrade" in tree.installs()[-1]
    tree.run("test")
    assert "--constraint" in tree.installs()[-1]


def test_a_moved_tree_is_installed_anew(tree: Tree, tmp_path: Path) -> None:
    tree.run("serve")
    tree.root = tree.root.rename(tmp_path / "elsewhere")
    moved = tree.run("serve")
    assert moved.returncode == 0, moved.stderr
    assert len(tree.installs()) == 2


def test_a_python_that_is_asked_to_be_safe_starts_it_too(tree: Tree, tmp_path: Path) -> None:
    assert tree.run("serve", cwd=tmp_path, PYTHONSAFEPATH="1").returncode == 0


def test_a_failed_set_up_says_so_and_starts_afresh(tree: Tree) -> None:
    failed = tree.run("serve", PIP_FAILS="1")
    assert failed.returncode == 2
    assert "Setting up .venv failed" in failed.stderr
    half_installed = tree.root / ".venv" / "half installed"
    half_installed.touch()
    assert tree.run("serve").returncode == 0
    assert not half_installed.exists(), "what an interrupted installation left cannot be trusted"


def test_a_broken_environment_is_remade(tree: Tree) -> None:
    tree.run("serve")
    shutil.rmtree(tree.root / ".venv" / ("Scripts" if os.name == "nt" else "bin"))
    mended = tree.run("serve")
    assert mended.returncode == 0, mended.stderr
    assert len(tree.installs()) == 2


def test_an_environment_whose_python_does_not_start_is_remade(tree: Tree) -> None:
    """As a folder comes back that was kept by a program that knows no programs."""
    tree.run("serve")
    python = tree.root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    python.unlink()
    python.write_text("")
    (tree.root / ".venv" / "installed.stamp").unlink()
    mended = tree.run("serve")
    assert mended.returncode == 0, mended.stderr


def test_an_environment_that_would_install_into_the_system_is_remade(tree: Tree) -> None:
    tree.run("serve")
    (tree.root / ".venv" / "pyvenv.cfg").unlink()
    (tree.root / ".venv" / "installed.stamp").unlink()
    mended = tree.run("serve")
    assert mended.returncode == 0, mended.stderr
    assert (tree.root / ".venv" / "pyvenv.cfg").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a display")
def test_without_a_display_it_says_so_and_offers_a_line(tree: Tree) -> None:
    headless = tree.run("tour")
    assert headless.returncode == 2
    assert "no display" in headless.stderr
    assert "xvfb-run -a python3 packaging/run.py tour" in headless.stderr
    assert "tour" not in headless.stdout, "the app was not started"
    assert tree.run("serve").returncode == 0, "the assistant alone needs none"
    assert tree.run("tour", QT_QPA_PLATFORM="offscreen").returncode == 0


@pytest.mark.parametrize("version", [(3, 10), (3, 14), (2, 7), (4, 0)])
def test_another_python_is_refused_by_name(version: tuple[int, int]) -> None:
    with pytest.raises(SetUpError, match=rf"3\.11 to 3\.13, not {version[0]}\.{version[1]}"):
        run_py.require_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_every_python_that_pyproject_allows_is_taken(version: tuple[int, int]) -> None:
    assert 'requires-python = ">=3.11,<3.14"' in (RUN_PY.parents[1] / "pyproject.toml").read_text()
    run_py.require_python(version)


@pytest.mark.parametrize(
    ("wishes", "scripts"),
    [
        ([], ["executable.py"]),
        (["--deb"], ["executable.py", "deb.py"]),
        (["--prove"], ["executable.py", "deb.py", "prove_package.py", "linux/prove_deb.py"]),
        (["--prove", "--deb"], ["executable.py", "deb.py", "prove_package.py", "linux/prove_deb.py"]),
        (["--measure", "--deb", "--deb"], ["executable.py", "deb.py", "measure.py"]),
    ],
)
def test_a_package_is_built_before_it_is_tried(wishes: list[str], scripts: list[str]) -> None:
    assert run_py.wanted_scripts(wishes) == scripts
    assert all((RUN_PY.parent / script).is_file() for script in scripts)


needs_xvfb = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb")


@needs_xvfb
def test_every_check_runs_and_the_failed_ones_are_summed_up(tree: Tree) -> None:
    checked = tree.run("test", "-k", "some of it", FAILING="ruff mypy")
    assert checked.returncode == 1
    assert "checker check . on :" in checked.stdout
    assert "checker format --check . on :" in checked.stdout
    assert "contracts" in checked.stdout
    assert "-k some of it on :" in checked.stdout
    assert "lint-imports: ok in " in checked.stdout
    assert checked.stdout.splitlines()[-1] == "== FAILED: ruff check, ruff format, mypy"
    assert [line.split()[-1] for line in tree.installs()] == [".[test]"]


@needs_xvfb
def test_all_well_is_status_zero_and_the_display_is_gone(tree: Tree) -> None:
    checked = tree.run("test")
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.splitlines()[-1] == "== All checks passed"
    display = checked.stdout.split(" on :")[1].split()[0]
    assert not Path(f"/tmp/.X11-unix/X{display}").exists()
    tree.run("serve")
    assert len(tree.installs()) == 1, "the environment of the tests has all that the app needs"


@needs_xvfb
@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("ssconvert")), reason="it would install them"
)
def test_the_office_programs_have_a_run_of_their_own(tree: Tree) -> None:
    checked = tree.run("test", "--office", "-x")
    assert "test_real_programs.py -x on :" in checked.stdout.replace("'", "")
    assert "contracts" not in checked.stdout


@needs_xvfb
@pytest.mark.parametrize(("command", "script"), [("monkey", "run_monkey.py"), ("soak", "soak.py")])
def test_the_long_runs_have_a_display_of_their_own(tree: Tree, command: str, script: str) -> None:
    file = tree.root / "tests" / "monkey" / script
    file.parent.mkdir(parents=True)
    file.write_text("import os, sys\nprint(sys.argv[1:], os.environ['DISPLAY'])\nsys.exit(7)\n")
    long_run = tree.run(command, "--seed", "5")
    assert long_run.returncode == 7
    assert "['--seed', '5'] :" in long_run.stdout


@needs_xvfb
def test_the_display_ends_even_when_the_launcher_is_killed(
    tree: Tree, started: Callable[[list[str]], "subprocess.Popen[str]"]
) -> None:
    launcher = started(tree.command("test", "--wait"))
    assert launcher.stdout is not None
    assert any("--wait on :" in line for line in launcher.stdout)
    servers = [child for child in psutil.Process(launcher.pid).children() if child.name() == "Xvfb"]
    assert len(servers) == 1
    launcher.kill()
    servers[0].wait(60)
    assert not servers[0].is_running()


@pytest.fixture
def started(tree: Tree) -> Iterator[Callable[[list[str]], "subprocess.Popen[str]"]]:
    processes: list[subprocess.Popen[str]] = []

    def start(command: list[str]) -> "subprocess.Popen[str]":
        pipe = subprocess.PIPE
        processes.append(
            subprocess.Popen(command, env=tree.environment(), stdin=pipe, stdout=pipe, text=True)
        )
        return processes[-1]

    yield start
    for process in processes:
        with process:
            process.kill()
