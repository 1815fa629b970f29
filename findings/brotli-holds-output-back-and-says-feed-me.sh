#!/usr/bin/env bash
# Brotli 1.2.1 (the Python binding), CPython 3.11 to 3.13.
#
# A decompressor with an output limit says that it can take more data while it still holds output back.
#
# Guess before running it: with output_buffer_limit, can_accept_more_data() is False until all that the last
# input gave has been fetched with process(b""), so "fetch while it is False, then feed" reads a body whole.
# Seen: it turns True while most of the output is still inside, and is_finished() is False; that loop would give
# under 2 % of this body. Only fetching until process(b"") gives nothing reads all of it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check Brotli==1.2.1
"$work/venv/bin/python" - <<'PY'
import sys

import brotli

SIZE, LIMIT = 5_000_000, 65_536
decompressor = brotli.Decompressor()
given = len(decompressor.process(brotli.compress(b"a" * SIZE), output_buffer_limit=LIMIT))
while not decompressor.can_accept_more_data():
    given += len(decompressor.process(b"", output_buffer_limit=LIMIT))
early, was_finished = given, decompressor.is_finished()
print(f"when it can accept more: {early} of {SIZE} bytes given, finished: {was_finished}")
while piece := decompressor.process(b"", output_buffer_limit=LIMIT):
    given += len(piece)
print(f"fetched until it gives nothing: {given} bytes, finished: {decompressor.is_finished()}")
sys.exit(0 if early < SIZE // 50 and not was_finished and given == SIZE and decompressor.is_finished() else 1)
PY
