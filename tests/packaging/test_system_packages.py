"""What the launcher installs of the system, and what it says where it cannot."""

import os
import sys
from pathlib import Path

import pytest
from launcher import system_packages
from launcher.system_packages import Needs
from launcher.words import SetUpError

MISSING = Needs({"libthere1": "libc.so.6", "libmissing9": "libmissing.so.9"}, {})


def test_the_package_needs_all_that_the_app_needs() -> None:
    assert system_packages.PACKAGE.libraries.items() > system_packages.APP.libraries.items()
    assert system_packages.PACKAGE_PROOF.programs.items() > system_packages.TESTS.programs.items()


def test_a_program_off_the_path_is_looked_for_by_its_whole_name(tmp_path: Path) -> None:
    needs = Needs({}, {"postgresql": f"{tmp_path}/*/bin/initdb"})
    off_the_path = tmp_path / "15" / "bin" / "initdb"
    assert system_packages.missing_packages(needs)[-1:] == ["postgresql"]
    off_the_path.parent.mkdir(parents=True)
    off_the_path.touch()
    assert "postgresql" not in system_packages.missing_packages(needs)


@pytest.mark.skipif(sys.platform != "linux", reason="apt-get")
class TestSystemPackages:
    """With one library missing, and stand-ins for apt-get and sudo as the only programs there are."""

    @pytest.fixture(autouse=True)
    def a_library_is_missing(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.log = tmp_path / "apt.log"
        self.installed = tmp_path / "installed"
        self.programs = tmp_path / "programs"
        self.programs.mkdir()
        (self.programs / "env").symlink_to("/usr/bin/env")
        monkeypatch.setenv("PATH", str(self.programs))
        monkeypatch.setattr(
            system_packages, "loads", lambda name: name != "libmissing.so.9" or self.installed.exists()
        )
        self.become(monkeypatch, 1000)

    def become(self, monkeypatch: pytest.MonkeyPatch, user_id: int) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: user_id)

    def program(self, name: str, script: str) -> None:
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def working_apt(self) -> None:
        log, installed = self.log, self.installed
        self.program(
            "apt-get",
            f'echo "$DEBIAN_FRONTEND" "$@" >> "{log}"\ncase "$*" in *install*) : > "{installed}";; esac',
        )

    def test_root_installs_only_what_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.working_apt()
        self.become(monkeypatch, 0)
        system_packages.install_system_packages(MISSING)
        update, install = self.log.read_text().splitlines()
        assert update.startswith("noninteractive ")
        assert update.endswith(" update")
        assert install.endswith(" install -y --no-install-recommends libmissing9")

    def test_sudo_without_a_password_is_enough(self) -> None:
        self.working_apt()
        self.program("sudo", '[ "$1" = -n ] && shift && [ "$1" = true ] && exit 0\nexec "$@"')
        system_packages.install_system_packages(MISSING)
        assert self.installed.exists()

    def test_without_rights_one_line_to_run(self) -> None:
        self.working_apt()
        self.program("sudo", "exit 1")
        with pytest.raises(SetUpError) as refused:
            system_packages.install_system_packages(MISSING)
        line = str(refused.value).splitlines()[-1].strip()
        install = "apt-get install -y --no-install-recommends libmissing9"
        assert line == f"sudo sh -c 'apt-get update && {install}'"
        assert not self.log.exists()

    def test_without_sudo_the_line_asks_for_root(self) -> None:
        self.working_apt()
        with pytest.raises(SetUpError, match="su -c 'apt-get update && "):
            system_packages.install_system_packages(MISSING)

    def test_elsewhere_the_libraries_are_named(self) -> None:
        with pytest.raises(SetUpError, match=r"libmissing\.so\.9 Xvfb"):
            system_packages.install_system_packages(MISSING._replace(programs={"xvfb": "Xvfb"}))

    def test_what_apt_could_not_install_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.program("apt-get", "exit 100")
        self.become(monkeypatch, 0)
        with pytest.raises(SetUpError, match="could not install libmissing9"):
            system_packages.install_system_packages(MISSING)
