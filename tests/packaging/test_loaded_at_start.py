"""What is imported before the first paint lies unpacked in the package."""

import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import bundle
from PyInstaller.compat import PY3_BASE_MODULES
from support.start_probe import start_once


def top_level(modules: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


IN_A_CHECKOUT_ONLY = {"site", "_compression", *bundle.UNUSED_MODULES}
"""Python's search for packages, and what others can do without."""
IN_THE_PROGRAM = top_level({*PY3_BASE_MODULES, "struct"})
"""What PyInstaller needs before it can read the folder."""
KNOWN = {"strakly_desktop", *sys.stdlib_module_names, *packages_distributions()}


def written_in_python(name: str) -> bool:
    if name not in KNOWN:
        return False  # The probe itself, or what hides behind another name.
    spec = find_spec(name)
    return spec is not None and str(spec.origin).endswith(".py")


def imported_by_python_itself() -> set[str]:
    """What an interpreter imports here before any program, such as the finder of an editable installation."""
    asked = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    ours = {"strakly_desktop", *sys.stdlib_module_names}
    return top_level(asked.stdout.split()) - ours


def test_what_the_first_paint_imports_lies_unpacked(tmp_path: Path) -> None:
    imported = top_level(start_once(tmp_path, {"QT_QPA_PLATFORM": "offscreen"}).modules)
    needed = {name for name in imported if written_in_python(name)}
    needed -= IN_THE_PROGRAM | IN_A_CHECKOUT_ONLY | imported_by_python_itself()
    assert "strakly_desktop" in needed
    assert needed - set(bundle.LOADED_AT_START) == set()
