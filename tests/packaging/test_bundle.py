"""What goes into the executable is what the app needs, whatever else the build machine has."""

import ast
from importlib.metadata import packages_distributions
from pathlib import Path

import bundle
import pytest
from packaging.utils import canonicalize_name


def test_all_that_the_app_imports_is_shipped_and_no_tool_of_ours() -> None:
    shipped = set(bundle.shipped_distributions())
    assert {"pyside6-essentials", "httpx", "markdown", "starlette", "sqlalchemy", "anyio"} <= shipped
    assert not shipped & {"pytest", "mypy", "ruff", "hypothesis", "pyinstaller", "openai", "rich"}


def test_every_package_that_our_code_imports_is_shipped() -> None:
    trees = [ast.parse(file.read_text("utf-8")) for file in (bundle.ROOT / "strakly_desktop").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    owners = packages_distributions()
    needed = {
        canonicalize_name(owner) for name in imported for owner in owners.get(name.partition(".")[0], [])
    }
    assert "httpx" in needed
    assert needed - {bundle.PROJECT} - bundle.NOT_SHIPPED <= set(bundle.shipped_distributions())


def test_tools_are_excluded_by_their_module_names() -> None:
    excluded = set(bundle.excluded_modules())
    assert {"pytest", "mypy", "hypothesis", "tkinter"} <= excluded
    assert not excluded & {"strakly_desktop", "httpx", "starlette", "PySide6", "jwt", "nh3"}


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


def test_a_part_of_qt_is_wanted_by_an_import_and_not_by_a_mention(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "strakly_desktop" / "window.py"
    source.parent.mkdir()
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    source.write_text('"""QtNetwork would cost 11 ms."""\nfrom PySide6 import QtCore\n')
    assert set(bundle.unused_qt_modules()) == {"PySide6.QtNetwork", "PySide6.QtDBus"}
    monkeypatch.setattr("sys.platform", "win32")
    for line in ("from PySide6.QtNetwork import QLocalServer", "    from PySide6 import QtCore, QtNetwork"):
        source.write_text(f"{line}\n")
        assert set(bundle.unused_qt_modules()) == {"PySide6.QtDBus"}


def test_what_is_loaded_after_the_start_comes_from_the_executable() -> None:
    modes = bundle.collection_modes()
    assert modes["strakly_desktop"] == "pyc"
    assert modes["strakly_desktop.ui.dialogs.settings"] == "pyz"
    assert modes["strakly_desktop.bot.server.routes"] == "pyz"
    assert "strakly_desktop.ui.window.main_window" not in modes
