"""The picture of the house as the import contracts have it: `python tests/support/house_picture.py` prints it.

Each arrow points to what lies below; what stands in one box knows nothing of its neighbours there, or goes with them.
"""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "strakly_desktop"


def house_picture() -> str:
    """The Mermaid text, with a line break at its end."""
    layers = {contract["containers"][0]: _split(contract["layers"]) for contract in _contracts()}
    floors = layers.pop(PACKAGE)
    rooms = {container.removeprefix(f"{PACKAGE}."): parts for container, parts in layers.items()}
    lines = ["flowchart TB"]
    for number, names in zip(range(len(floors), 0, -1), floors, strict=True):
        lines.append(f'    subgraph floor{number}["floor {number}"]')
        lines += [line for name in names for line in _room(name, rooms, "        ")]
        lines.append("    end")
    lines.append("    " + " --> ".join(f"floor{number}" for number in range(len(floors), 0, -1)))
    return "\n".join(lines) + "\n"


def _contracts() -> list[dict[str, Any]]:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    return [contract for contract in found if contract["type"] == "layers"]


def _split(layers: list[str]) -> list[list[str]]:
    """The names of each layer, the highest first."""
    return [re.split(r"\s*[|:]\s*", layer) for layer in layers]


def _room(name: str, rooms: dict[str, list[list[str]]], indent: str) -> list[str]:
    """A package as a box, and as a box of boxes where a contract divides it."""
    key = name.replace(".", "_").strip("_")
    title = name.rpartition(".")[2]
    if name not in rooms:
        return [f'{indent}{key}["{title}"]']
    lines = [f'{indent}subgraph {key}["{title}"]']
    for number, names in enumerate(rooms[name]):
        divided = [part for part in names if f"{name}.{part}" in rooms]
        for part in divided:
            lines += _room(f"{name}.{part}", rooms, indent + "    ")
        plain = [part for part in names if part not in divided]
        if plain:
            lines.append(f'{indent}    {key}_{number}["{"<br>".join(plain)}"]')
    steps = [_key(name, number, names, rooms) for number, names in enumerate(rooms[name])]
    lines += [f"{indent}    {' --> '.join(steps)}", f"{indent}end"]
    return lines


def _key(room: str, number: int, names: list[str], rooms: dict[str, list[list[str]]]) -> str:
    divided = [f"{room}.{part}".replace(".", "_") for part in names if f"{room}.{part}" in rooms]
    plain = [f"{room.replace('.', '_')}_{number}"] if len(divided) < len(names) else []
    return " & ".join([*divided, *plain])


if __name__ == "__main__":
    sys.stdout.write(house_picture())
