"""A system without a desktop's libraries gets our copies, in the order in which they can be loaded."""

import sys
from pathlib import Path

import pytest
import shared_libraries

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="shared libraries of Linux")

PROBES = {
    "PySide6/Qt/lib/libQt6Widgets.so.6": ["libGL.so.1"],
    "PySide6/Qt/plugins/platforms/libqxcb.so": ["libQt6Widgets.so.6", "libX11.so.6"],
    "PySide6/Qt/plugins/platforms/libqwayland.so": ["libwayland-client.so.0", "libc.so.6"],
}


@pytest.fixture
def needs(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Which file needs which: a stand-in for what objdump reads."""
    needs: dict[str, list[str]] = {}
    monkeypatch.setattr(shared_libraries, "needed_libraries", lambda file: needs[file.name])
    return needs


def test_each_library_comes_after_those_it_needs(needs: dict[str, list[str]]) -> None:
    needs |= {
        "plugin": ["top.so", "libc.so.6"],
        "top.so": ["middle.so", "bottom.so"],
        "middle.so": ["bottom.so"],
        "bottom.so": [],
    }
    known = {name: Path(name) for name in needs if name != "plugin"}
    assert shared_libraries.closure([Path("plugin")], known, whole=True) == [
        "bottom.so",
        "middle.so",
        "top.so",
    ]


def test_a_library_that_the_build_machine_lacks_stops_the_build(needs: dict[str, list[str]]) -> None:
    needs["plugin"] = ["libmissing.so.9"]
    with pytest.raises(shared_libraries.MissingLibrary, match=r"libmissing\.so\.9"):
        shared_libraries.closure([Path("plugin")], {}, whole=True)


@pytest.fixture
def system(needs: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A build machine with all that the probes need, and CUPS."""
    needs |= {Path(target).name: sonames for target, sonames in PROBES.items()}
    needs |= {"libGL.so.1": ["libGLdispatch.so.0"], "libcupsprintersupport.so": ["libcups.so.2"]}
    sonames = ("libGLdispatch.so.0", "libGL.so.1", "libX11.so.6", "libwayland-client.so.0", "libcups.so.2")
    for soname in sonames:
        needs.setdefault(soname, [])
    paths = {soname: tmp_path / soname for soname in sonames}
    monkeypatch.setattr(shared_libraries, "system_library_paths", lambda: paths)
    return tmp_path


def fallback(system: Path, *targets: str) -> dict[str, str]:
    """The text of each list that is written, and the source of each copy, by their places in the package."""
    binaries = [(target, f"/venv/{target}", "BINARY") for target in (*PROBES, *targets)]
    files = shared_libraries.fallback_files(binaries, system, system)
    return {
        target: Path(source).read_text("ascii") if target.endswith(".txt") else source
        for target, source, _ in files
    }


def test_each_part_of_qt_names_the_libraries_that_it_needs(system: Path) -> None:
    files = fallback(system)
    widgets = "PySide6/Qt/lib/libQt6Widgets.so.6\nlibGLdispatch.so.0\nlibGL.so.1\n"
    assert files["fallback/widgets.txt"] == widgets
    assert files["fallback/xcb.txt"].split()[1:] == ["libGLdispatch.so.0", "libGL.so.1", "libX11.so.6"]
    assert files["fallback/wayland.txt"].split()[1:] == ["libwayland-client.so.0"]
    assert files["fallback/libX11.so.6"] == str(system / "libX11.so.6")


def test_what_only_printers_need_is_left_to_systems_that_have_some(system: Path) -> None:
    assert "fallback/libcups.so.2" not in fallback(
        system, "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so"
    )


def test_a_need_that_would_go_unnoticed_stops_the_build(system: Path, needs: dict[str, list[str]]) -> None:
    needs["libqoffscreen.so"] = ["libX11.so.6"]
    with pytest.raises(shared_libraries.MissingLibrary, match=r"libX11\.so\.6"):
        fallback(system, "PySide6/Qt/plugins/platforms/libqoffscreen.so")


def test_of_the_system_s_libraries_only_those_are_moved_in_that_python_needs(
    needs: dict[str, list[str]], tmp_path: Path
) -> None:
    qt, module = "PySide6/Qt/lib/libQt6Core.so.6", "python3.11/lib-dynload/_sqlite3.so"
    needs |= {
        "QtCore.abi3.so": ["libQt6Core.so.6"],
        "libQt6Core.so.6": ["libglib-2.0.so.0"],
        "_sqlite3.so": ["libsqlite3.so.0", "libc.so.6"],
    }
    needs |= {"libsqlite3.so.0": [], "libglib-2.0.so.0": [], "libc.so.6": [], "libQt6Qml.so.6": []}
    venv = Path(sys.prefix)
    kept = [(target, str(venv / target), "BINARY") for target in ("PySide6/QtCore.abi3.so", qt, module)]
    unused = ("PySide6/Qt/lib/libQt6Qml.so.6", str(venv / "libQt6Qml.so.6"), "BINARY")
    system = [
        (soname, f"/usr/lib/{soname}", "BINARY")
        for soname in ("libsqlite3.so.0", "libglib-2.0.so.0", "libc.so.6")
    ]
    assert shared_libraries.linux_binaries([*kept, unused, *system], tmp_path) == [*kept, system[0]]
