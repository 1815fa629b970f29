#!/usr/bin/env bash
# pypdf 7.1.1, pdfminer.six 20260107, pdfplumber 0.11.10; pypdfium2 5.15.2, PyMuPDF 2.0. CPython 3.11, Linux.
#
# A PDF may say by /ActualText what the glyphs of a marked stretch stand for (ISO 32000-2, 14.9.4): the way to give text
# back to ligatures, conjuncts, and glyphs that have no character.
#
# Guess before running it: what is in the standard since 2001, and is how Indian scripts are made to copy right, is read
# by whatever extracts text.
# Seen: of a page that draws "R500" and says "₹500" of it, PDFium and MuPDF give ₹500, as a viewer built on them copies
# it; pypdf, pdfminer.six and pdfplumber give R500, without a word. So a file that reads right in viewers can come out
# wrong of a script, and a test that uses one of the three sees the glyphs and not what was said of them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
  pypdf==7.1.1 pdfminer.six==20260107 pdfplumber==0.11.10 pypdfium2==5.15.2 pymupdf==2.0
cat >"$work/probe.py" <<'PY'
import sys

import pdfplumber
import pymupdf
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text

said = b"\xfe\xff" + "₹500".encode("utf-16-be")
page = b"BT /F1 24 Tf 72 700 Td /Span <</ActualText <" + said.hex().encode() + b">>> BDC (R500) Tj EMC ( paid) Tj ET"
objects = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
    b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
)
pdf, offsets = b"%PDF-1.7\n", []
for number, body in enumerate(objects, 1):
    offsets.append(len(pdf))
    pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
start = len(pdf)
pdf += b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (table, start)
path = sys.argv[1]
with open(path, "wb") as file:
    file.write(pdf)

with pdfplumber.open(path) as plumbed:
    by_pdfplumber = plumbed.pages[0].extract_text()
seen = {
    "pypdf": pypdf.PdfReader(path).pages[0].extract_text(),
    "pdfminer.six": extract_text(path),
    "pdfplumber": by_pdfplumber,
    "PDFium": pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range(),
    "MuPDF": pymupdf.open(path)[0].get_text(),
}
for reader, text in seen.items():
    print(f"{reader}: {text.strip()}")
drawn = {reader for reader, text in seen.items() if text.strip() == "R500 paid"}
told = {reader for reader, text in seen.items() if text.strip() == "₹500 paid"}
raise SystemExit(not (drawn == {"pypdf", "pdfminer.six", "pdfplumber"} and told == {"PDFium", "MuPDF"}))
PY
"$work/venv/bin/python" "$work/probe.py" "$work/page.pdf"
