#!/usr/bin/env bash
# CPython 3.11.7, 3.12.1 and 3.13.0 (SQLite 3.40.1), and apsw 3.54.1.0 (its own SQLite). Linux.
#
# Both ways from Python to SQLite keep prepared statements for the next use, and with each the copy that SQLite made of
# the last values bound to it: until that statement runs again, leaves the cache, or the connection closes.
#
# Guess before running it: the values belong to one execution. Once its rows are read, the cursor is gone and Python's
# own string is collected, nothing is left of them; what is cached is the compiled statement, some kilobytes.
# Seen: eight statements, each run once with a text of 8 MB that is then dropped: 64 MB and more stay with the open
# connection, in sqlite3 (128 statements are kept) as in apsw (100). Without a cache all but the last go.
# So whoever stores large texts by several statements holds one text more for each of them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check apsw==3.54.1.0
cat >"$work/probe.py" <<'PY'
import gc
import os
import sqlite3
import sys

import apsw

SIZE, STATEMENTS = 8 * 1024 * 1024, 8


def resident_mb() -> float:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1024**2


way = sys.argv[1]
if way == "apsw":
    connection = apsw.Connection(":memory:")
else:
    connection = sqlite3.connect(":memory:", cached_statements=128 if way == "sqlite3" else 0)
before = resident_mb()
for number in range(STATEMENTS):
    text = "x" * SIZE
    ((length,),) = list(connection.execute(f"select length(?) + {number}", (text,)))
    assert length == SIZE + number
    del text
gc.collect()
print(round(resident_mb() - before))
PY
declare -A kept
for way in sqlite3 apsw uncached; do
  kept[$way]=$("$work/venv/bin/python" "$work/probe.py" "$way")
  echo "$way: ${kept[$way]} MB stay after 8 statements with 8 MB each"
done
[ "${kept[sqlite3]}" -ge 60 ] && [ "${kept[apsw]}" -ge 60 ] && [ "${kept[uncached]}" -le 20 ]
