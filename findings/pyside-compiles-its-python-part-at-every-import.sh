#!/usr/bin/env bash
# PySide6-Essentials 6.11.3 and its shiboken6 (CPython 3.11). Linux.
#
# The first import of any module of PySide6 runs some fourteen Python modules of its own (signatures, enumerations, the
# writer of .pyi files), which lie as source text inside shiboken6's library. Nothing keeps their bytecode: each process
# compiles all of them again.
#
# Guess before running it: PySide6 is an extension module, and what Python there is in it is compiled once into
# __pycache__, as everything that pip installs; a second start compiles nothing.
# Seen: thirteen sources of 120,000 characters are compiled in the first process and in the second alike, some 20 ms of
# CPU in each, although the stub writer's 17,000 characters do nothing at run time. Their modules have no __cached__, and
# PYTHONPYCACHEPREFIX gets files of the import's other modules, but none of them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3
cat >"$work/probe.py" <<'PY'
import builtins
import sys
from time import process_time

compile_ = builtins.compile
sources: dict[str, int] = {}
spent = 0.0


def counting(source, filename, *rest, **named):
    global spent
    start = process_time()
    code = compile_(source, filename, *rest, **named)
    if "shibokensupport" in str(filename):
        spent += process_time() - start
        sources[str(filename)] = len(source)
    return code


builtins.compile = counting
start = process_time()
import PySide6.QtCore  # noqa: E402, F401

whole = process_time() - start
builtins.compile = compile_
cached = [name for name in sys.modules if "shibokensupport" in name and getattr(sys.modules[name], "__cached__", None)]
print(f"{len(sources)} sources, {sum(sources.values())} characters, {spent * 1000:.0f} of {whole * 1000:.0f} ms; cached: {len(cached)}")
print("the writer of stubs among them:", any("pyi_generator" in name for name in sources))
raise SystemExit(0 if len(sources) >= 12 and sum(sources.values()) > 100_000 and not cached else 1)
PY
same=0
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX="$work/bytecode"
mkdir "$work/bytecode"
for start in first second; do
    echo "$start process:"
    "$work/venv/bin/python" "$work/probe.py" || same=1
done
kept=$(find "$work/bytecode" -path '*shibokensupport*' | wc -l)
echo "files of bytecode kept of them: $kept"
[ "$kept" -eq 0 ] || same=1
[ "$same" -eq 0 ] && echo "as described" || echo "CHANGED"
exit "$same"
