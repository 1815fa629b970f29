"""Finishes a PDF that Qt has made: its language, an outline of its questions, and the text of words that glyphs lose.

Qt's writer has no call for any of them. Nothing that is seen changes. Without Qt, so that it can be done in a thread.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf.generic import IndirectObject

    from strakly_desktop.rendering.printing.pdf_update import PdfUpdate

_LEVELS = 32
MOST_TEXTS = _LEVELS**3 - 1
"""How many colours near black there are."""
# How Qt writes one run of glyphs: its colour, then the text object.
_RUN = re.compile(rb"(?P<color>[\d.]+ [\d.]+ [\d.]+) scn\n(?:/\w+ gs\n)?(?P<glyphs>BT\n.*?ET\n)", re.DOTALL)
_COLOR = re.compile(rb"([\d.]+ [\d.]+ [\d.]+) (scn|SCN)\n")
_DRAWS = re.compile(rb"(?:^|\s)(?:f|S|B|Do)\n")
_SPAN = b"/Span <</ActualText <FEFF%s>>> BDC\n"
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class MadePdf:
    """A PDF as Qt made it. `texts`: of the words that are painted in the colours of `mark_levels`.

    `outline`: title and page, from 0, of each part. `words`: some of its text, by which its language is told.
    """

    data: bytes
    texts: tuple[str, ...] = ()
    outline: tuple[tuple[str, int], ...] = ()
    words: str = ""


def mark_levels(number: int) -> tuple[int, int, int]:
    """Red, green and blue, of 255, of the n-th text, from 1."""
    return number // _LEVELS**2, number // _LEVELS % _LEVELS, number % _LEVELS


def finished(made: MadePdf) -> bytes:
    """The file with its language, its outline and its texts."""
    # Only for whoever saves a PDF, and larger than all else here.
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, StreamObject, TextStringObject

    from strakly_desktop.rendering.printing.pdf_update import PdfUpdate

    update = PdfUpdate(made.data)
    root = update.reader.root_object
    root[NameObject("/Lang")] = TextStringObject(language_of(made.words))
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    if made.outline:
        root[NameObject("/Outlines")] = _write_outline(update, made.outline)
    if len(made.outline) > 1:
        root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    update.write(update.reader.trailer.raw_get("/Root"), root)
    for page in update.reader.pages if made.texts else ():
        content = page["/Contents"].get_object()
        if isinstance(content, StreamObject):
            content.set_data(with_texts(content.get_data(), made.texts))
            update.write(page.raw_get("/Contents"), content)
    return update.finished()


def _write_outline(update: "PdfUpdate", outline: tuple[tuple[str, int], ...]) -> "IndirectObject":
    """Write titles, each leading to its page (ISO 32000-1, 12.3.3); return where they begin."""
    from pypdf.generic import (
        ArrayObject,
        DictionaryObject,
        NameObject,
        NumberObject,
        PdfObject,
        TextStringObject,
    )

    top = update.new_reference()
    entries = [update.new_reference() for _ in outline]
    pages = update.reader.pages
    for index, (title, number) in enumerate(outline):
        target = ArrayObject((pages[number].indirect_reference, NameObject("/Fit")))
        entry: dict[str, PdfObject] = {"/Title": TextStringObject(title), "/Parent": top, "/Dest": target}
        if index:
            entry["/Prev"] = entries[index - 1]
        if index + 1 < len(entries):
            entry["/Next"] = entries[index + 1]
        update.write(entries[index], DictionaryObject({NameObject(key): it for key, it in entry.items()}))
    head = {"/First": entries[0], "/Last": entries[-1], "/Count": NumberObject(len(entries))}
    update.write(top, DictionaryObject({NameObject(key): it for key, it in head.items()}))
    return top


def language_of(words: str) -> str:
    """The language tag (BCP 47) of a text: Hindi where most of its letters are Devanagari, English otherwise."""
    letters = _LETTER.findall(words)
    hindi = sum("\u0900" <= letter <= "\u097f" for letter in letters)
    return "hi-IN" if 2 * hindi > len(letters) else "en-IN"


def with_texts(content: bytes, texts: tuple[str, ...]) -> bytes:
    """The content stream of a page in which each marked run of glyphs is black and has its text."""
    parts: list[bytes] = []
    place = 0
    told: set[int] = set()
    for number, runs in _marked(content, len(texts)):
        text = "" if number in told else texts[number - 1]
        told.add(number)
        # Within the state in which the glyphs are drawn: readers measure the text's place there.
        start, end = runs[0].start("glyphs"), runs[-1].end("glyphs")
        span = _SPAN % text.encode("utf-16-be", "replace").hex().encode()
        parts += (content[place:start], span, content[start:end], b"EMC\n")
        place = end
    return _COLOR.sub(_without_mark, b"".join((*parts, content[place:])))


def _marked(content: bytes, count: int) -> Iterator[tuple[int, list[re.Match[bytes]]]]:
    """The number of each text from 1 to `count`, and the runs of glyphs that show it one after the other."""
    runs: list[re.Match[bytes]] = []
    number = 0
    for run in _RUN.finditer(content):
        its = _number(run["color"])
        if runs and (its != number or _DRAWS.search(content, runs[-1].end(), run.start())):
            yield number, runs
            runs = []
        if 0 < its <= count:
            number = its
            runs.append(run)
    if runs:
        yield number, runs


def _number(color: bytes) -> int:
    """The number of the text that has this colour; 0 for the colour of anything else."""
    levels = [round(255 * float(level)) for level in color.split()]
    return reduce(lambda high, level: high * _LEVELS + level, levels) if max(levels) < _LEVELS else 0


def _without_mark(color: re.Match[bytes]) -> bytes:
    return b"0 0 0 %s\n" % color[2] if _number(color[1]) else color[0]
