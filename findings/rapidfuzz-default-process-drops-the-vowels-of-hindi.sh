#!/usr/bin/env bash
# RapidFuzz 3.14.6 (CPython 3.11). Linux.
#
# `utils.default_process`, which the documentation offers for comparing names whatever their case and punctuation, turns
# the vowel signs, the virama and the nasal marks of Indian scripts into blanks and trims them at the ends.
#
# Guess before running it: "removes all that is not alphanumeric" spares the letters of any script, so two names that
# differ by a vowel stay different, if close.
# Seen: शीला वर्मा and शाला वर्मा score 100.0, as do मीना and मोना, கலா and கலை: two people become one, with full
# certainty. The same pairs score below 100 without it. Latin, accents composed, is spared: José and Jose stay apart.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check rapidfuzz==3.14.6
cat >"$work/probe.py" <<'PY'
from rapidfuzz import fuzz, utils

same = True
for one, other, merged in (
    ("शीला वर्मा", "शाला वर्मा", True),
    ("मीना", "मोना", True),
    ("கலா", "கலை", True),
    ("José", "Jose", False),
):
    processed = fuzz.ratio(one, other, processor=utils.default_process)
    plain = fuzz.ratio(one, other)
    print(f"{one} / {other}: {processed:.1f} processed, {plain:.1f} as they are; {utils.default_process(one)!r}")
    same = same and plain < 100 and (processed == 100) is merged
raise SystemExit(not same)
PY
"$work/venv/bin/python" "$work/probe.py"
