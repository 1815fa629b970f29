"""Sets the interpreter up for a window, before anything else of the app is imported.

What it turns off costs a tenth of the time to the first paint, and serves nothing here.
"""

import builtins
import gc
import linecache
import os
import sys
from typing import Final

from strakly_desktop.app.process.optional_imports import not_imported
from strakly_desktop.app.process.program.enumerations import make_enumerations_at_once
from strakly_desktop.app.process.program.pyside_sources import compiled_once

_SWITCH_SECONDS: Final = 0.001
"""So long a thread that works in Python keeps the window's waiting, each time that one comes back from Qt."""


def prepare_interpreter() -> None:
    """Leave garbage to GarbageCollection, imports to Python, painting to its thread. Imports PySide6."""
    # Start-up makes objects that stay: looking through all of them, again and again, finds nothing.
    gc.disable()
    # Filling a rectangle in several threads costs this one more than it saves: half a millisecond a frame.
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    # With Python's 5 ms a key beside an export or an index took 12 ms to be seen, and up to 70; with 1 it takes 2.
    sys.setswitchinterval(_SWITCH_SECONDS)
    make_enumerations_at_once()
    _use_plain_imports()


def _use_plain_imports() -> None:
    """Put Python's own import back, which PySide replaces.

    PySide's looks out for `from __feature__ import ...`, and therefore reads, and keeps, the source of every
    module imported after it: 12 MB in a checkout, and a search for files that are not there in a package.
    """
    with compiled_once():
        import PySide6.QtCore  # noqa: F401 - what replaces it

    # The source of those that it imported itself, 0.5 MB.
    linecache.clearcache()
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain


def import_asyncio() -> None:
    """Import asyncio without its TLS, which anyio does without: OpenSSL is loaded with the HTTP stack, in a thread.

    Before anything else imports it; not before the first paint, for which 5 % of the CPU time would be its own.
    """
    with not_imported("ssl"):
        import asyncio  # noqa: F401
