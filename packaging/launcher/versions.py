"""Says which installed packages have another version than constraints.txt names; `--keep` writes them into it.

Run by `run.py test --newest`, in the environment that it has just tested.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import distributions
from pathlib import Path

# Ours, and what builds and installs: pip brings those itself.
_NOT_OURS = {"strakly-desktop", "pip", "setuptools", "wheel"}
CONSTRAINTS = Path(__file__).resolve().parent.parent / "constraints.txt"


def normal(name: str) -> str:
    """A package's name as all its spellings have it (PEP 503)."""
    return re.sub("[-_.]+", "-", name).lower()


def constraints(text: str) -> dict[str, str]:
    """The versions by name of a file of `name==version` lines; lines that begin with # are words."""
    lines = [line.strip() for line in text.splitlines()]
    pairs = [line.partition("==") for line in lines if line and not line.startswith("#")]
    return {normal(name): version for name, _, version in pairs}


def installed() -> dict[str, str]:
    """The versions by name of what is installed beside this Python."""
    found = {normal(each.metadata["Name"]): each.version for each in distributions()}
    return {name: version for name, version in sorted(found.items()) if name not in _NOT_OURS}


def differences(known: dict[str, str], found: dict[str, str]) -> Iterator[str]:
    """A line for each package that is installed in another version than is known, or is not known."""
    for name, version in found.items():
        if known.get(name) != version:
            yield f"{name} {known.get(name, '(none)')} -> {version}"


def main(arguments: Sequence[str]) -> int:
    """Print the differences; with `--keep` make them the file's."""
    text = CONSTRAINTS.read_text("utf-8")
    lines = list(differences(constraints(text), installed()))
    print(
        "\n".join(
            ["", "Other versions than packaging/constraints.txt:", *lines] if lines else ["", "All as known."]
        )
    )
    if "--keep" in arguments:
        words = [line for line in text.splitlines() if line.startswith("#")]
        known = constraints(text) | installed()
        CONSTRAINTS.write_text(
            "\n".join([*words, *(f"{n}=={v}" for n, v in sorted(known.items())), ""]), "utf-8"
        )
    elif lines:
        print("Where all checks passed, keep them: .venv/bin/python packaging/launcher/versions.py --keep")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
