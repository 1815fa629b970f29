#!/usr/bin/env bash
# SQLite 3.54.1 (apsw 3.54.1.0), its FTS5. Linux.
#
# FTS5's tokenizer when none is named (unicode61, and porter above it) ends a word at every vowel sign of Devanagari, as
# at a blank or a comma: only letters and digits belong to a word, a vowel sign is a mark (Mc, Mn).
#
# Guess before running it: a search for a whole Hindi word in quotes finds that word. At worst `remove_diacritics`, whose
# rule is made for accents, would fold vowel signs away, and switching it off would mend that.
# Seen: the phrase "शीला" finds शाला as well, "कमल" finds कमला, "सुनील" finds सुनाली: each is indexed as its bare
# consonants, and vowels count for nothing. `remove_diacritics 0` changes nothing. With marks named in `categories`
# ('L* N* Co M*'), each finds itself alone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check apsw==3.54.1.0
cat >"$work/probe.py" <<'PY'
import apsw

NAMES = ("शीला", "शाला", "कमल", "कमला", "सुनील", "सुनाली")
BY_DEFAULT = {"शीला": {"शीला", "शाला"}, "कमल": {"कमल", "कमला"}, "सुनील": {"सुनील", "सुनाली"}}
EXACT = {name: {name} for name in BY_DEFAULT}


def found(tokenizer: str) -> dict[str, set[str]]:
    connection = apsw.Connection(":memory:")
    connection.execute(f'create virtual table names using fts5(name, tokenize="{tokenizer}")')
    connection.executemany("insert into names values (?)", [(name,) for name in NAMES])
    search = "select name from names where names match ?"
    return {name: {row[0] for row in connection.execute(search, (f'"{name}"',))} for name in BY_DEFAULT}


same = True
for tokenizer, expected in (
    ("unicode61", BY_DEFAULT),
    ("unicode61 remove_diacritics 0", BY_DEFAULT),
    ("porter unicode61", BY_DEFAULT),
    ("unicode61 categories 'L* N* Co M*'", EXACT),
):
    seen = found(tokenizer)
    print(tokenizer, seen)
    same = same and seen == expected
raise SystemExit(not same)
PY
"$work/venv/bin/python" "$work/probe.py"
