"""Keeps a library from importing what it can do without and nothing here uses."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_imported(module: str) -> Iterator[None]:
    """Let an optional import of `module` fail inside the block, as if it were not installed."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]
