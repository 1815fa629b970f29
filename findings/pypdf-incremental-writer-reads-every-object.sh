#!/usr/bin/env bash
# pypdf 7.1.1 (CPython 3.11). Linux.
#
# `PdfWriter(file, incremental=True)` writes only what changes, behind the bytes that are there. In memory it holds the
# whole file as objects all the same.
#
# Guess before running it: an incremental update needs the table of the objects and those that change; to set the
# document's language it reads the catalogue, and costs the same whatever else the file holds.
# Seen: the update adds some 250 bytes to the file, with 200 links as with 2,000, and its peak of memory grows with the
# links: at 2,000 of them about forty times the size of the file.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdf==7.1.1
cat >"$work/probe.py" <<'PY'
import sys
import tracemalloc
from pathlib import Path

from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import NameObject, TextStringObject


def updated(folder: Path, links: int) -> tuple[int, int, int]:
    """Size of a file of so many links, what an update of its language adds, and the peak of memory for that."""
    source, target = folder / f"{links}.pdf", folder / f"{links}-updated.pdf"
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    for number in range(links):
        writer.add_annotation(0, Link(rect=(10, 10, 100, 20), url=f"https://example.com/clients/{number}"))
    writer.write(source)
    tracemalloc.start()
    update = PdfWriter(source, incremental=True)
    update.root_object[NameObject("/Lang")] = TextStringObject("en")
    update.write(target)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return source.stat().st_size, target.stat().st_size - source.stat().st_size, peak


folder = Path(sys.argv[1])
results = {links: updated(folder, links) for links in (200, 2_000)}
for links, (size, added, peak) in results.items():
    print(f"{links} links: a file of {size} bytes, {added} added, peak of {peak} bytes")
few, many = results[200], results[2_000]
raise SystemExit(not (many[1] < 1_000 and many[2] > 20 * many[0] and many[2] > 4 * few[2]))
PY
"$work/venv/bin/python" "$work/probe.py" "$work"
