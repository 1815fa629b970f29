#!/usr/bin/env bash
# PySide6-Essentials 6.11.3 (CPython 3.11), Qt's offscreen platform. Linux.
#
# What Python hands to Qt as str is characters already, not bytes of some encoding. PySide6 makes it a QString as if it
# were encoded: a first U+FEFF is dropped, and after a first U+FFFE the two bytes of every UTF-16 unit change places.
#
# Guess before running it: a str comes back from Qt as it went in, whatever its first character; a byte order mark matters
# where bytes are decoded, and the same two characters in the middle of a text do stay.
# Seen: "\ufeffab" comes back as "ab" from each setter tried: a document, an object's name and property, MIME data, a list
# model, JSON. "\ufffeab" comes back as "\u6100\u6200", two Chinese letters. So positions counted in Python are one off in
# what begins with such a character, the first field of a file that was read with its mark for one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3
cat >"$work/probe.py" <<'PY'
import json

from PySide6.QtCore import QJsonDocument, QMimeData, QObject, QStringListModel
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument

application = QGuiApplication([])


def in_document(text: str) -> str:
    document = QTextDocument()
    QTextCursor(document).insertText(text)
    return document.toPlainText()


def as_name(text: str) -> str:
    thing = QObject()
    thing.setObjectName(text)
    return thing.objectName()


def as_property(text: str) -> str:
    thing = QObject()
    thing.setProperty("said", text)
    return thing.property("said")


def in_mime_data(text: str) -> str:
    data = QMimeData()
    data.setText(text)
    return data.text()


def in_model(text: str) -> str:
    return QStringListModel([text]).stringList()[0]


def in_json(text: str) -> str:
    return json.loads(QJsonDocument({"said": text}).toJson().data())["said"]


WAYS = (in_document, as_name, as_property, in_mime_data, in_model, in_json)
EXPECTED = {
    "ab": "ab",
    "a\ufeffb": "a\ufeffb",
    "a\ufffeb": "a\ufffeb",
    "\ufeffab": "ab",
    "\ufeff\ufeffab": "\ufeffab",
    "\ufffeab": "\u6100\u6200",
}
same = True
for text, expected in EXPECTED.items():
    found = {way(text) for way in WAYS}
    print(f"{ascii(text):20} comes back as {', '.join(map(ascii, found))}")
    same &= found == {expected}
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PY
QT_QPA_PLATFORM=offscreen "$work/venv/bin/python" "$work/probe.py"
