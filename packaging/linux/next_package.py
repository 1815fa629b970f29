"""Makes the next version of a Debian package, as unlike the first as a real one may be.

Its modules refuse to be loaded by a program of another version, and everything inside the executable has moved:
a running app of the old version that takes anything from the new files is found out.
"""

from __future__ import annotations

import importlib.util
import json
import marshal
import subprocess
from pathlib import Path

from debian_root import NAME, SETTINGS

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = "strakly_desktop"
REFUSAL = """
import strakly_desktop as _house
if _house.__version__ != {version!r}:
    raise ImportError("a module of another version")
"""


def next_package(deb: Path, scratch: Path) -> tuple[Path, str]:
    """The package, made in the folder `scratch`, and the version that its program tells."""
    tree = scratch / "next"
    subprocess.run(["dpkg-deb", "--raw-extract", str(deb), str(tree)], check=True)
    control = tree / "DEBIAN" / "control"
    lines = control.read_text().splitlines()
    control.write_text("".join(f"{line}{'+next' * line.startswith('Version: ')}\n" for line in lines))
    with (tree / SETTINGS).open("a") as settings:
        settings.write("# A new setting of the next version.\n")
    version = change_program(tree / "usr/lib" / NAME)
    target = scratch / "next.deb"
    build = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree), str(target)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    return target, version


def change_program(folder: Path) -> str:
    """Give the built `folder` another version, which is returned, and make its parts useless to the old one."""
    inside = folder / "_internal"
    info_file = inside / "resources" / "build.json"
    info = json.loads(info_file.read_bytes())
    old, new = info["version"], f"{info['version']}+next"
    info_file.write_text(json.dumps({**info, "version": new}))
    for file in (inside / PACKAGE).rglob("*.pyc"):
        source = ROOT / file.relative_to(inside).with_suffix(".py")
        text = source.read_text("utf-8")
        if file == inside / PACKAGE / "__init__.pyc":
            text = text.replace(f'"{old}"', f'"{new}"')
        elif source.stem != "__init__":
            text += REFUSAL.format(version=new)
        compile_into(file, text)
    move_archive(folder / NAME)
    return new


def compile_into(file: Path, text: str) -> None:
    """Write a module that is taken as it is: without a source to be compared with."""
    code = compile(text, file.with_suffix(".py").name, "exec", dont_inherit=True)
    unchecked_hash = (1).to_bytes(4, "little") + bytes(8)
    file.write_bytes(importlib.util.MAGIC_NUMBER + unchecked_hash + marshal.dumps(code))


def move_archive(program: Path) -> None:
    """Move the modules inside the executable; it finds them from its end, so it still starts."""
    archive = program.with_name("archive")
    copy = ["objcopy", "--dump-section", f"pydata={archive}", str(program), "/dev/null"]
    subprocess.run(copy, check=True)
    archive.write_bytes(bytes(4096) + archive.read_bytes())
    subprocess.run(["objcopy", "--update-section", f"pydata={archive}", str(program)], check=True)
    archive.unlink()
