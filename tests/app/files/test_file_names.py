"""Names that every file system takes, and that end as their format does."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strakly_desktop.app.files.file_names import ENDINGS, file_name, with_ending

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Revenue: May?", "Revenue May.csv"),
        ("../../etc/passwd", "etc passwd.csv"),
        ("किसका भुगतान बाकी है?", "किसका भुगतान बाकी है.csv"),
        ("???", "Strakly.csv"),
        ("x" * 300, "x" * 60 + ".csv"),
        (f"{'Who owes more ' * 4}12,500 since May", f"{'Who owes more ' * 4}".strip() + ".csv"),
        ("CON", "Strakly CON.csv"),
        ("con.report", "Strakly con.report.csv"),
        ("Lpt1 ", "Strakly Lpt1.csv"),
        ("COM²", "Strakly COM².csv"),
        ("Contacts", "Contacts.csv"),
        ("list\u202evsc.exe", "list vsc.exe.csv"),
        ("half \ud800 emoji", "half emoji.csv"),
    ],
)
def test_titles_become_names_that_every_file_system_takes(title: str, name: str) -> None:
    assert file_name(title, "csv") == name


@given(st.text(max_size=200) | st.text(alphabet="क्षि🏋️👨‍👩‍👧é", max_size=200), st.sampled_from(ENDINGS))
def test_no_name_is_longer_than_a_disk_takes(title: str, ending: str) -> None:
    for name in (file_name(title, ending), file_name(title, ending, DAY)):
        assert len(name.encode()) <= 255
        assert name.endswith(f".{ending}")
        assert with_ending(Path("folder", name), ending) == Path("folder", name)


@pytest.mark.parametrize(
    ("typed", "extension", "name"),
    [
        ("June 1.5", "csv", "June 1.5.csv"),
        ("June", "xlsx", "June.xlsx"),
        ("wrong.csv", "xlsx", "wrong.xlsx"),
        ("list.tsv", "csv", "list.csv"),
        ("LIST.CSV", "csv", "LIST.CSV"),
        ("June.", "csv", "June.csv"),
        (".csv", "csv", "Strakly.csv"),
        ("Rs. 500", "pdf", "Rs. 500.pdf"),
        ("notes.txt", "md", "notes.txt.md"),
        ("chart.png", "svg", "chart.svg"),
        ("chart.SVG", "png", "chart.png"),
        ("chart.svg", "csv", "chart.csv"),
        ("all.json", "sqlite3", "all.sqlite3"),
        ("दे" * 41 + "1234" + ".xlsx", "xlsx", "दे" * 41 + "1234" + ".xlsx"),
    ],
)
def test_the_ending_is_always_right(typed: str, extension: str, name: str) -> None:
    assert with_ending(Path("folder", typed), extension) == Path("folder", name)
