"""What goes into the executable is what the app needs, whatever else the build machine has."""

import sys
from pathlib import Path

import bundle
import pytest


def test_all_that_the_app_imports_is_shipped_and_no_tool_of_ours() -> None:
    shipped = set(bundle.shipped_distributions())
    assert {"pyside6-essentials", "httpx", "markdown", "fastapi", "pydantic-ai-slim", "anyio"} <= shipped
    assert not shipped & {"pytest", "mypy", "ruff", "hypothesis", "pyinstaller", "openai", "rich"}


def test_tools_are_excluded_by_their_module_names() -> None:
    excluded = set(bundle.excluded_modules())
    assert {"pytest", "mypy", "hypothesis", "tkinter"} <= excluded
    assert not excluded & {"strakly_desktop", "httpx", "pydantic_core", "PySide6", "jwt", "nh3"}


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/translations/qt_de.qm", False),
        ("PySide6/Qt/qml/QtQuick/libqtquick2plugin.so", False),
        ("PySide6/QtWidgets.abi3.so", True),
        ("rapidfuzz/fuzz_cpp.cpython-311-x86_64-linux-gnu.so", True),
        ("rapidfuzz/fuzz_cpp_avx2.cpython-311-x86_64-linux-gnu.so", False),
        ("resources/themes/tokens.json", True),
        ("click-8.5.1.dist-info/RECORD", False),
    ],
)
def test_parts_that_the_app_uses(file: str, wanted: bool) -> None:
    assert bundle.wanted_file(file) is wanted


def test_a_link_to_what_was_left_out_goes_too() -> None:
    library = ("PySide6/Qt/lib/libQt6Core.so.6", "/somewhere/libQt6Core.so.6", "BINARY")
    link = ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK")
    broken = ("libQt6Qml.so.6", "PySide6/Qt/lib/libQt6Qml.so.6", "SYMLINK")
    assert bundle.unbroken([library, link, broken], [library]) == [library, link]


@pytest.mark.skipif(sys.platform != "linux", reason="shared libraries of Linux")
class TestLibraries:
    @pytest.fixture
    def needs(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
        """Which file needs which: a stand-in for what objdump reads."""
        needs: dict[str, list[str]] = {}
        monkeypatch.setattr(bundle, "needed_libraries", lambda file: needs[file.name])
        return needs

    def test_each_library_comes_after_those_it_needs(self, needs: dict[str, list[str]]) -> None:
        needs |= {
            "plugin": ["top.so", "libc.so.6"],
            "top.so": ["middle.so", "bottom.so"],
            "middle.so": ["bottom.so"],
            "bottom.so": [],
        }
        known = {name: Path(name) for name in needs if name != "plugin"}
        assert bundle.closure([Path("plugin")], known, whole=True) == ["bottom.so", "middle.so", "top.so"]

    def test_a_library_that_the_build_machine_lacks_stops_the_build(
        self, needs: dict[str, list[str]]
    ) -> None:
        needs["plugin"] = ["libmissing.so.9"]
        with pytest.raises(bundle.MissingLibrary, match=r"libmissing\.so\.9"):
            bundle.closure([Path("plugin")], {}, whole=True)
