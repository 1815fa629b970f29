"""What became of a damaged file, kept beside the new one until somebody has read it: the app may end before that.

It holds counts and the name of a file, and no text of a message.
"""

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from strakly_desktop.store.database.real_path import real_path

if TYPE_CHECKING:
    from strakly_desktop.store.opening.salvage import Salvaged

UNTOLD = ".untold"


def keep_untold(path: Path, aside: Path, salvaged: "Salvaged") -> None:
    """Note what was saved of the file at `path`, which goes to `aside`. A disk that takes no note hinders nothing."""
    with suppress(OSError):
        _note(path).write_text(json.dumps({"aside": aside.name, **asdict(salvaged)}), encoding="utf-8")


def read_untold(path: Path) -> "tuple[Path, Salvaged] | None":
    """What is noted for the file at `path`: where the damaged one went, what was saved of it. None for nothing."""
    try:
        noted = json.loads(_note(path).read_text(encoding="utf-8"))
        # Few files are ever damaged.
        from strakly_desktop.store.opening.salvage import Salvaged

        aside = path.with_name(Path(str(noted.pop("aside"))).name)
        return aside, Salvaged(**{name: int(count) for name, count in noted.items()})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def forget_untold(path: Path) -> None:
    """It was read."""
    with suppress(OSError):
        _note(path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    path = real_path(path)
    return path.with_name(f"{path.name}{UNTOLD}")
