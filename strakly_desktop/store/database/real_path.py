"""Where the file of the history really lies, whatever links lead to it."""

import errno
import os
from pathlib import Path


def real_path(path: Path) -> Path:
    """Where the file lies that `path` means: what belongs to it lies beside it, not beside a link to it.

    Raises:
        OSError: it is a link that leads nowhere.
    """
    path = path.absolute()
    if path.is_symlink():
        link, path = path, Path(os.path.realpath(path))
        if path.is_symlink() or not path.parent.is_dir():
            raise OSError(errno.ELOOP, "the link leads nowhere", str(link))
    return path
