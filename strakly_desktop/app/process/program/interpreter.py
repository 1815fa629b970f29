"""Sets the interpreter up for a window, before anything else of the app is imported.

What it turns off costs a tenth of the time to the first paint, and serves nothing here.
"""

import builtins
import gc
import os


def prepare_interpreter() -> None:
    """Leave garbage to GarbageCollection, imports to Python, painting to its thread. Imports PySide6."""
    # Start-up makes objects that stay: looking through all of them, again and again, finds nothing.
    gc.disable()
    # Filling a rectangle in several threads costs this one more than it saves: half a millisecond a frame.
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    _use_plain_imports()


def _use_plain_imports() -> None:
    """Put Python's own import back, which PySide replaces.

    PySide's looks out for `from __feature__ import ...`, and therefore reads, and keeps, the source of every
    module imported after it: 12 MB in a checkout, and a search for files that are not there in a package.
    """
    import PySide6.QtCore  # noqa: F401 - what replaces it

    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain
