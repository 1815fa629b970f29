"""The text of a PDF is the text of the screen, and it has what Qt's writer leaves out."""

import re
import tracemalloc
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication
from support.pdf import made, needs_pdftotext, text_of, write_pdf

from strakly_desktop.rendering.printing.pdf_file import finished, mark_levels, with_texts
from strakly_desktop.rendering.printing.printout import Printout
from strakly_desktop.theme.fonts import install_fonts

WHEN = datetime(2026, 11, 22, 13, 12, tzinfo=UTC)
# Vowels before and below their consonant, conjuncts, reph, nukta, marks above.
HINDI = ["प्रिया", "शर्मा", "सदस्यता", "श्रीमती", "क्षमा", "महत्वपूर्ण", "लड़कियाँ", "रु", "५००", "ज्ञान", "हिन्दी", "में"]
_COLOR = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) scn")

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True, scope="module")
def fonts(qapp: QApplication) -> None:
    install_fonts()


def hindi_words(text: str) -> list[str]:
    return re.findall("[\u0900-\u0963\u0966-\u097f]+", text)


@needs_pdftotext
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.lists(st.sampled_from(HINDI), min_size=1, max_size=40), min_size=1, max_size=12))
def test_hindi_is_read_as_it_was_written(tmp_path: Path, paragraphs: list[list[str]]) -> None:
    forms = (
        "{}",
        "## {}",
        "- {}",
        "> {}",
        "**{}**",
        "Amount Rs. 500, {}.",
        "| Name | Due |\n|---|---|\n| {} | 5 |",
    )
    texts = [forms[number % len(forms)].format(" ".join(words)) for number, words in enumerate(paragraphs)]
    path = tmp_path / "hindi.pdf"
    write_pdf(Printout("\n\n".join(texts), WHEN), path)
    assert hindi_words(text_of(path, "-raw")) == [word for words in paragraphs for word in words]


@needs_pdftotext
def test_figures_are_read_with_their_marks_and_hindi_in_question_and_foot_too(tmp_path: Path) -> None:
    figures = "At 22:31 call +91 98765 43210: -₹1,23,456 of (Rs. 500), a->b."
    path = tmp_path / "figures.pdf"
    write_pdf(Printout(figures, WHEN, gym="आयरन जिम", question="प्रिया शर्मा?"), path)
    text = text_of(path, "-layout")
    assert figures in text
    assert "प्रिया शर्मा?" in text
    assert text.count("आयरन जिम") == 2


def test_no_word_keeps_the_colour_by_which_it_was_found(tmp_path: Path) -> None:
    pdf, _ = made(Printout("\n\n".join(f"{word} {word}, {n}" for n, word in enumerate(HINDI * 9)), WHEN))
    assert len(pdf.texts) > 100
    path = tmp_path / "black.pdf"
    path.write_bytes(finished(pdf))
    contents = b"".join(page.get_contents().get_data() for page in PdfReader(path).pages)  # type: ignore[union-attr]
    colors = {tuple(round(255 * float(level)) for level in color) for color in _COLOR.findall(contents)}
    assert (0, 0, 0) in colors
    assert [color for color in colors if sum(color) > 0 and max(color) < 32] == []


def test_a_text_is_told_once_where_other_glyphs_come_between() -> None:
    red, green, blue = (str(level / 255).encode() for level in mark_levels(1))
    marked = b"q\n/CSp cs\n%s %s %s scn\n/GSa gs\nBT\n<01> Tj\nET\nQ\n" % (red, green, blue)
    black = b"q\n/CSp cs\n0 0 0 scn\n/GSa gs\nBT\n<02> Tj\nET\nQ\n"
    said = with_texts(marked + marked + black + marked, ("क",))
    assert re.findall(rb"ActualText <(\w+)>", said) == [b"FEFF0915", b"FEFF"]
    assert said.count(b"BDC") == said.count(b"EMC") == 2
    assert said.count(b"0 0 0 scn") == 4


def test_a_conversation_lists_its_questions_by_page(tmp_path: Path) -> None:
    more = tuple(part for n in range(30) for part in (f"---\n\n> Question {n}?", "Line.\n\n" * 25))
    outline = tuple(part for n in range(30) for part in (f"Question {n}?", ""))
    path = tmp_path / "outline.pdf"
    write_pdf(Printout("Exported.", WHEN, title="Dues", more=more, outline=outline), path)
    file = PdfReader(path)
    found = [(entry.title, file.get_destination_page_number(entry)) for entry in file.outline]  # type: ignore
    assert [title for title, _ in found] == [f"Question {n}?" for n in range(30)]
    for title, number in found:
        assert number is not None and str(title) in file.pages[number].extract_text().replace("\t", " ")
    assert found[-1][1] == len(file.pages) - 1
    assert file.metadata is not None and file.metadata.title == "Dues"


def test_finishing_a_file_of_many_links_takes_little_more_than_the_file() -> None:
    """Each link is an object of its own; read into Python, they took thirty times what they take in the file."""
    rows = "".join(f"- [Client {n}](https://gym.example/clients/{n}) owes Rs. {n}\n" for n in range(600))
    pdf, _ = made(Printout(rows, WHEN, more=(rows,), outline=("Again?",)))
    finished(pdf)
    tracemalloc.start()
    file = finished(pdf)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6 * len(pdf.data)
    assert file.startswith(pdf.data)
    assert sum(len(page.annotations or ()) for page in PdfReader(BytesIO(file)).pages) == 1200


@pytest.mark.parametrize(
    ("answer", "language"), [("Priya owes Rs. 5.", "en-IN"), ("प्रिया का बकाया Rs. 5 है।", "hi-IN")]
)
def test_the_file_names_its_language(tmp_path: Path, answer: str, language: str) -> None:
    path = tmp_path / "language.pdf"
    write_pdf(Printout(answer, WHEN), path)
    assert str(PdfReader(path).root_object["/Lang"]) == language


def test_links_are_whole_or_only_text(tmp_path: Path) -> None:
    answer = (
        "[Asha](/clients/5) and [site](https://gym.example/a?b=1&c=2).\n\n"
        "| Client | Due |\n|---|---|\n| [Imran](/clients/6) | 5 |\n"
    )

    def addresses(printout: Printout) -> list[str]:
        path = tmp_path / "links.pdf"
        write_pdf(printout, path)
        notes = [note.get_object() for page in PdfReader(path).pages for note in page.get("/Annots", ())]
        return [note["/A"]["/URI"] for note in notes]

    whole = "https://gym.example/a?b=1&c=2"
    assert addresses(Printout(answer, WHEN)) == [whole]
    web = Printout(
        answer, WHEN, address=lambda href: "https://web.example" + href if href[0] == "/" else href
    )
    assert addresses(web) == ["https://web.example/clients/5", whole, "https://web.example/clients/6"]


@needs_pdftotext
def test_every_value_of_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    right = [
        ["Asha Rao", "+919876543210", "-Rs. 500", "-5%", "27 Nov 2026", "1:45:30", "100231"],
        ["Vikram Sinh", "+91 98765 43210", "-₹1,23,456", "12%", "27/11/2026", "26:30", "100232"],
        ["सदस्यता शर्मा", "9876543210", "(Rs. 1,300)", "0%", "25-Nov-26", "0:45", "007"],
        ["O'Brien", "098765 43210", "Rs. 12,34,567/-", "33.3%", "24 Nov 2026", "90 min", "3-4"],
    ]
    dues = (Path(__file__).parents[1] / "single" / "dues.md").read_text("utf-8")
    path = tmp_path / "dues.pdf"
    write_pdf(Printout(dues, WHEN), path)
    text = " ".join(text_of(path, "-layout").split())
    for row in right:
        assert " ".join(row) in text
