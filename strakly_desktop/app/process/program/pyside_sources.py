"""Compiles the Python modules that PySide carries as source text inside its library once, and not at every start.

They are a dozen, and no file: Python keeps no bytecode of them, and compiling takes a tenth of a start. It is kept here
beside shiboken6, as Python would keep it (PYTHONPYCACHEPREFIX and PYTHONDONTWRITEBYTECODE count); where nobody may
write there, they are compiled as ever. The package has them as compiled files.
"""

import builtins
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.machinery import SourceFileLoader
from importlib.util import source_hash
from pathlib import Path
from typing import Any

WRITES_STUBS = "shibokensupport/signature/lib/pyi_generator.py"
"""The one that only writes type stubs: it is imported with the others, and asked nothing. The package leaves it out."""
_BOOTSTRAP = "signature_bootstrap.py"
_INSIDE = "shibokensupport/"


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let PySide, while it is imported in this block, find what was compiled by an earlier start.

    Its own importer goes before any other, and takes modules out of `sys.modules`: only `compile` is left.
    """
    plain: Any = builtins.compile

    def compile_or_find(source: Any, filename: Any, *rest: Any, **options: Any) -> Any:
        if filename == WRITES_STUBS:
            return plain(b"", filename, *rest, **options)
        if isinstance(filename, str) and (filename == _BOOTSTRAP or filename.startswith(_INSIDE)):
            return _KeptBytecode(filename, source).get_code(filename)
        return plain(source, filename, *rest, **options)

    builtins.compile = compile_or_find
    try:
        yield
    finally:
        builtins.compile = plain


class _KeptBytecode(SourceFileLoader):
    """Python's own keeping of bytecode, for a source that lies in no file."""

    def __init__(self, name: str, source: bytes | str) -> None:
        beside = Path(str(sys.modules["shiboken6"].__file__))
        super().__init__(name, str(beside.with_name(name.replace("/", "."))))
        self._source = source.encode() if isinstance(source, str) else source

    def get_data(self, path: str) -> bytes:
        return self._source if path == self.path else super().get_data(path)

    def path_stats(self, path: str) -> Mapping[str, int]:
        # It has no time, but what it says: of another version nothing else is used.
        return {"mtime": int.from_bytes(source_hash(self._source)[:4], "little"), "size": len(self._source)}
