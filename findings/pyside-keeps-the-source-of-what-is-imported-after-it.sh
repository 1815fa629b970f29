#!/usr/bin/env bash
# PySide6-Essentials 6.11.3 with httpx 0.28.1 and Markdown 3.10 (CPython 3.11). Linux.
#
# Once any module of PySide6 was imported, each module that is imported by another one afterwards, whoever it belongs to,
# has its source file read as text and kept in `linecache` for the life of the process, although nothing of it names Qt
# and its bytecode was at hand.
#
# Guess before running it: libraries that have nothing to do with Qt cost the same memory before and after the import of
# PySide6. It replaces `builtins.__import__`, which is there for `from __feature__ import ...` and is known, but the
# replacement has nothing to do where nobody uses a feature.
# Seen: before it, linecache holds one source (what a dataclass looked up); after it, the sources of more than 100 modules, over
# 2 MB of characters (each line a string of its own: some 6 MB resident, the second figure below against the third; the
# first also pays for what PySide6 has in common with them). With `builtins.__orig_import__` put back it
# holds that one again.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3 httpx==0.28.1 Markdown==3.10
cat >"$work/probe.py" <<'PY'
import builtins
import linecache
import sys

order = sys.argv[1]


def resident() -> float:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 1e6


def libraries() -> float:
    before = resident()
    import httpx  # noqa: F401
    import markdown  # noqa: F401

    return resident() - before


if order == "libraries first":
    # The same modules, with nothing of PySide6 in the process.
    grown = libraries()
    import PySide6.QtCore  # noqa: F401
else:
    import PySide6.QtCore  # noqa: F401

    if order == "import put back":
        builtins.__import__ = builtins.__orig_import__
    grown = libraries()
kept = [name for name in linecache.cache if "PySide6" not in name and "shiboken" not in name]
characters = sum(len(line) for name in kept for line in linecache.getlines(name))
print(f"{order}: {len(kept)} sources kept, {characters} characters; the libraries took {grown:.1f} MB")
expected = len(kept) > 100 and characters > 2_000_000 if order == "PySide6 first" else len(kept) < 20
raise SystemExit(0 if expected else 1)
PY
same=0
# Bytecode first, so that nothing below compiles.
"$work/venv/bin/python" -c 'import httpx, markdown, PySide6.QtCore'
for order in "libraries first" "PySide6 first" "import put back"; do
    "$work/venv/bin/python" "$work/probe.py" "$order" || same=1
done
[ "$same" -eq 0 ] && echo "as described" || echo "CHANGED"
exit "$same"
