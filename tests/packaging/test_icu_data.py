"""The small ICU data sorts English and the languages of India exactly as the whole data do."""

import os
import subprocess
import sys
from pathlib import Path

import icu_data
import PySide6
import pytest

SORT = """
from functools import cmp_to_key
from PySide6.QtCore import QCollator, QLocale
words = ["zebra", "Zoë", "apple", "Apple", "ä", "file10", "file2", "नमस्ते", "अमन", "क", "ख", "தமிழ்", "বাংলা", "-"]
for name in ("en_IN", "hi_IN", "ta_IN", "bn_IN", "mr_IN", "gu_IN", "pa_IN", "te_IN", "kn_IN", "ml_IN", "de_DE"):
    collator = QCollator(QLocale(name))
    collator.setNumericMode(True)
    print(name, sorted(words, key=cmp_to_key(collator.compare)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt asks the system instead of ICU")
def test_the_small_data_sort_as_the_whole(tmp_path: Path) -> None:
    whole = next((Path(PySide6.__file__).parent / "Qt" / "lib").glob("libicudata.so.??"))
    small = tmp_path / whole.name
    icu_data.shrink(whole, small)
    assert small.stat().st_size < whole.stat().st_size / 8
    by_whole, by_small = (
        subprocess.run(
            [sys.executable, "-c", SORT],
            env={**os.environ, **preload, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for preload in ({}, {"LD_PRELOAD": str(small)})
    )
    assert by_whole == by_small
    assert "'अमन', 'क', 'ख', 'नमस्ते'" in by_whole
    assert by_whole.splitlines()[0] != by_whole.splitlines()[1], "the rules of a language do count"


def test_what_is_no_icu_data_is_refused() -> None:
    with pytest.raises(ValueError, match="no ICU common data"):
        icu_data.select(bytes(200))
