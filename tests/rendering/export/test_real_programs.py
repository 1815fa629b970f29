"""What LibreOffice Calc and Gnumeric make of the files and of the clipboard, where they are installed.

`python3 packaging/run.py test --office` installs them and runs just these. The right values are written by hand.
"""

import csv
import os
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from support.tables import kept_table

from strakly_desktop.rendering.export.delimited import Delimiter, write_delimited
from strakly_desktop.rendering.export.table_facts import TableFacts
from strakly_desktop.rendering.export.typed_html import clipboard_html, typed_tables
from strakly_desktop.rendering.export.workbook import write_workbook
from strakly_desktop.rendering.markdown.markup import to_html

SINGLE = Path(__file__).parents[1] / "single"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 28, 18, 42, tzinfo=UTC)
PATIENCE_S = 120
AS_TEXT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false"
PEOPLE = [
    ["Asha Rao", "+919876543210"],
    ["Vikram Sinh", "+91 98765 43210"],
    ["सदस्यता शर्मा", "9876543210"],
    ["O'Brien", "098765 43210"],
]
RECEIPTS = ["100231", "100232", "007", "3-4"]
SHOWN = [
    ["-Rs. 500", "-5%", "27 Nov 2026", "1:45:30"],
    ["-₹1,23,456", "12%", "27/11/2026", "26:30:00"],
    ["-Rs. 1,300", "0%", "25-Nov-26", "0:45:00"],
    ["Rs. 12,34,567/-", "33.3%", "24 Nov 2026", "90 min"],
]
AS_TEXT_OF = {"+919876543210": "+91 98765 43210"}
WRITTEN = [
    ["-Rs. 500", "-5%", "27 Nov 2026", "1:45:30"],
    ["-₹1,23,456", "12%", "27/11/2026", "26:30"],
    ["(Rs. 1,300)", "0%", "25-Nov-26", "0:45"],
    ["Rs. 12,34,567/-", "33.3%", "24 Nov 2026", "90 min"],
]
# In formats of its own: others it takes for some other format.
PASTED = [
    ["-500", "-5%", "27/11/2026", "01:45:30"],
    ["-1,23,456", "12%", "27/11/2026", "26:30:00"],
    ["-1,300", "0%", "25/11/2026", "00:45:00"],
    ["12,34,567", "33.30%", "24/11/2026", "01:30:00"],
]
FORMULAS = [["=1+1", "=2*3", "00123"], ["+1+1", "@SUM(1,2)", "-2+3"], ["'=1+1", "{=1+1}", "3-4"]]


def program(name: str) -> str:
    """Where it is; the test is skipped, and says so, where it is not."""
    found = shutil.which(name)
    if found is None and os.environ.get("STRAKLY_OFFICE"):
        pytest.fail(f"{name} is not installed, and this run is for it")
    if found is None:
        pytest.skip(f"{name} is not installed here")
    return found


def calc(path: Path, *options: str, to: str = AS_TEXT) -> list[list[str]]:
    """The cells of a file as LibreOffice Calc has them."""
    command = [
        program("soffice"),
        f"-env:UserInstallation={(path.parent / 'profile').as_uri()}",
        "--headless",
    ]
    folder = path.parent / "out"
    subprocess.run(
        [*command, *options, "--convert-to", to, "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=PATIENCE_S,
    )
    return read(folder / path.with_suffix(".csv").name)


def writer(path: Path) -> list[str]:
    """The paragraphs and cells of a page as LibreOffice Writer shows them."""
    profile, folder = path.parent / "profile", path.parent / "out"
    subprocess.run(
        [
            *(program("soffice"), f"-env:UserInstallation={profile.as_uri()}", "--headless"),
            *("--infilter=HTML (StarWriter)", "--convert-to", "txt:Text (encoded):UTF8"),
            *("--outdir", str(folder), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=PATIENCE_S,
    )
    return (folder / path.with_suffix(".txt").name).read_text("utf-8-sig").splitlines()


def gnumeric(path: Path, *options: str) -> list[list[str]]:
    """The cells of the first sheet as Gnumeric shows them, its minus as ours."""
    out = path.with_suffix(".txt")
    command = [program("ssconvert"), "-T", "Gnumeric_stf:stf_assistant", "-O", "format=preserve", *options]
    subprocess.run([*command, str(path), str(out)], check=True, capture_output=True, timeout=PATIENCE_S)
    return [[cell.replace("\u2212", "-") for cell in row] for row in read(out)]


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def rows(middle: list[list[str]]) -> list[list[str]]:
    return [[*who, *values, receipt] for who, values, receipt in zip(PEOPLE, middle, RECEIPTS, strict=True)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dues and the formulas in every form in which they leave the app."""
    folder = tmp_path_factory.mktemp("out")
    for name in ("dues", "formulas"):
        content = kept_table(name)
        list(write_workbook(folder / f"{name}.xlsx", content, TableFacts(name, TODAY), NOW))
        with (folder / f"{name}.csv").open("wb") as file:
            list(write_delimited(file, content, Delimiter.COMMA))
        html = typed_tables(to_html((SINGLE / f"{name}.md").read_text("utf-8")), TODAY)
        (folder / f"{name}.html").write_text(clipboard_html(html), "utf-8")
    return folder


def test_calc_shows_the_workbook_as_the_answer(folder: Path) -> None:
    assert calc(folder / "dues.xlsx")[1:5] == rows(SHOWN)


def test_gnumeric_shows_the_workbook_as_the_answer(folder: Path) -> None:
    assert gnumeric(folder / "dues.xlsx")[1:5] == rows(SHOWN)


def test_no_workbook_runs_a_formula(folder: Path) -> None:
    assert gnumeric(folder / "formulas.xlsx")[1:4] == FORMULAS
    assert calc(folder / "formulas.xlsx")[1:4] == FORMULAS


def test_calc_reads_the_text_file_without_apostrophes(folder: Path) -> None:
    # "Quoted field as text": what would lose a plus or a zero is quoted.
    found = calc(folder / "dues.csv", "--infilter=CSV:44,34,76,1,,0,true,false")
    assert found[1:5] == [[row[0], AS_TEXT_OF.get(row[1], row[1]), *row[2:]] for row in rows(WRITTEN)]


def test_no_telephone_of_the_text_file_loses_its_plus_as_the_programs_open_it_by_themselves(
    folder: Path,
) -> None:
    right = ["+91 98765 43210", "+91 98765 43210"]
    for read_by in (calc, gnumeric):
        assert [row[1] for row in read_by(folder / "dues.csv")[1:3]] == right


def test_calc_takes_what_is_pasted_for_numbers_and_keeps_codes(folder: Path) -> None:
    found = calc(folder / "dues.html", "--infilter=calc_HTML_WebQuery")
    names = [name for name, _ in PEOPLE]
    assert [row for row in found if row[0] in names] == rows(PASTED)


def test_writer_shows_what_is_pasted_as_it_is_written(folder: Path) -> None:
    cells = [cell for row in rows(WRITTEN) for cell in row]
    assert writer(folder / "dues.html")[7 : 7 + len(cells)] == cells


def test_pasted_formulas_stay_text(folder: Path) -> None:
    gnumeric_rows = gnumeric(folder / "formulas.html", "-I", "Gnumeric_html:html")
    assert [row[:3] for row in gnumeric_rows if row[0]][1:4] == FORMULAS
    calc_rows = calc(folder / "formulas.html", "--infilter=calc_HTML_WebQuery")
    assert [row[:3] for row in calc_rows if row and row[0]][1:4] == FORMULAS


def test_gnumeric_splits_the_text_file_between_its_cells(folder: Path) -> None:
    found = gnumeric(folder / "dues.csv")[:5]
    assert found[0] == ["Member", "Phone", "Balance", "Change", "Paid", "Duration", "Receipt"]
    assert [row[0] for row in found[1:]] == [name for name, _ in PEOPLE]
    # A currency that it does not know stays text, as it was written.
    assert [row[2] for row in found[1:]] == [row[0] for row in WRITTEN]
