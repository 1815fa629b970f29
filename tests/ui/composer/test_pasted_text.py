"""What a paste or a drop puts into the question, whatever forms a program offers it in."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.ui.composer.composer import Composer
from strakly_desktop.ui.composer.composer_hint import KEYS, ComposerHint
from strakly_desktop.ui.composer.composer_text import ComposerText
from strakly_desktop.ui.composer.pasted_text import (
    FILES_REFUSED,
    MOST_RICH_TEXT_CHARS,
    OTHER_REFUSED,
    PICTURES_REFUSED,
    RICH_TEXT_TOO_LONG,
    PastedText,
    pasted_text,
)

Fill = Callable[[QMimeData], object]


def with_urls(*urls: str, text: str | None = None) -> Fill:
    def fill(data: QMimeData) -> None:
        data.setUrls([QUrl(url) for url in urls])
        if text is not None:
            data.setText(text)

    return fill


def with_raw(text: str | None = None, **formats: bytes) -> Fill:
    """Formats by name, with "_" for "/" and "__" for "-"."""

    def fill(data: QMimeData) -> None:
        for name, raw in formats.items():
            data.setData(name.replace("__", "-").replace("_", "/"), QByteArray(raw))
        if text is not None:
            data.setText(text)

    return fill


def with_picture(text: str | None = None, html: str | None = None) -> Fill:
    def fill(data: QMimeData) -> None:
        picture = QImage(4, 4, QImage.Format.Format_RGB32)
        picture.fill(QColor("red"))
        data.setImageData(picture)
        if text is not None:
            data.setText(text)
        if html is not None:
            data.setHtml(html)

    return fill


def html(markup: str) -> Fill:
    return lambda data: data.setHtml(markup)


FOUND: dict[str, tuple[Fill, PastedText]] = {
    "nothing": (lambda data: None, PastedText()),
    "an empty text": (lambda data: data.setText(""), PastedText()),
    "an empty flavour": (with_raw(application_x__thing=b""), PastedText()),
    "text": (lambda data: data.setText("a\r\nb\rc\0\u2028d\ufffc"), PastedText("a\nb\nc\nd")),
    "a file": (with_urls("file:///home/desk/members.xlsx"), PastedText(refusal=FILES_REFUSED)),
    "a file with its name as text": (
        with_urls("file:///home/desk/members.xlsx", text="/home/desk/members.xlsx"),
        PastedText(refusal=FILES_REFUSED),
    ),
    "a file of a network folder": (
        with_urls("smb://server/members.xlsx", text="smb://server/members.xlsx"),
        PastedText(refusal=FILES_REFUSED),
    ),
    "an address and a file": (
        with_urls("https://gym.example", "file:///a"),
        PastedText(refusal=FILES_REFUSED),
    ),
    "an old file manager's text": (
        lambda data: data.setText("x-special/nautilus-clipboard\ncopy\nfile:///a.png\n"),
        PastedText(refusal=FILES_REFUSED),
    ),
    "a file manager's own list": (
        lambda data: (
            data.setText("/a.png"),
            data.setData("x-special/gnome-copied-files", QByteArray(b"copy\nfile:///a.png")),
        ),
        PastedText(refusal=FILES_REFUSED),
    ),
    "an address": (with_urls("https://gym.example/5"), PastedText("https://gym.example/5")),
    "a link with its words": (with_urls("https://gym.example/5", text="Rohan"), PastedText("Rohan")),
    "a picture": (with_picture(), PastedText(refusal=PICTURES_REFUSED)),
    "a picture that Qt does not read": (with_raw(image_heic=b"x"), PastedText(refusal=PICTURES_REFUSED)),
    "a browser's picture": (
        with_picture(html="<img src='https://gym.example/a.png' alt='a'>"),
        PastedText(refusal=PICTURES_REFUSED),
    ),
    "cells of a spreadsheet": (
        with_picture(text="Rohan\t900", html="<table><tr><td>Rohan<td>900"),
        PastedText("Rohan\t900"),
    ),
    "rich text alone": (html("<h1>Big</h1><p>and <b>small</b></p>"), PastedText("Big\nand small")),
    "rich text without words": (html("<p><br></p>"), PastedText()),
    "a picture as rich text": (html("<p><img src='x'></p>"), PastedText(refusal=PICTURES_REFUSED)),
    "too much rich text": (
        html("x" * (MOST_RICH_TEXT_CHARS + 1)),
        PastedText(refusal=RICH_TEXT_TOO_LONG),
    ),
    "another flavour": (with_raw(application_pdf=b"%PDF"), PastedText(refusal=OTHER_REFUSED)),
    "text in a named encoding": (
        lambda data: data.setData("text/plain;charset=utf-16", QByteArray("नमस्ते".encode("utf-16"))),
        PastedText("नमस्ते"),
    ),
    "text in an unknown encoding": (
        lambda data: data.setData("text/plain;charset=no-such", QByteArray("né".encode())),
        PastedText("né"),
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_each_form_gives_its_text_or_says_why_not(qapp: QApplication, name: str) -> None:
    fill, expected = FOUND[name]
    data = QMimeData()
    fill(data)
    assert pasted_text(data) == expected


@pytest.fixture
def composer(qtbot: QtBot) -> Composer:
    widget = Composer(real_look())
    qtbot.addWidget(widget)
    widget.resize(700, widget.height())
    widget.show()
    widget.set_text("Who is ")
    return widget


def told(composer: Composer) -> str:
    hint = composer.findChild(ComposerHint)
    assert hint is not None
    return hint.text()


def test_pasting_a_file_leaves_the_question_as_it_is_and_says_why(qtbot: QtBot, composer: Composer) -> None:
    data = QMimeData()
    with_urls("file:///home/desk/members.xlsx", text="/home/desk/members.xlsx")(data)
    QApplication.clipboard().setMimeData(data)
    field = composer.focusProxy()
    assert isinstance(field, ComposerText)
    assert field.canPaste(), "the context menu offers it, so that somebody who tries is told"
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (composer.text(), told(composer)) == ("Who is ", FILES_REFUSED)
    QApplication.clipboard().setText("Rohan?")
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (composer.text(), told(composer)) == ("Who is Rohan?", KEYS)
    QApplication.clipboard().clear()
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (composer.text(), told(composer)) == ("Who is Rohan?", KEYS)


def test_a_dropped_file_is_never_taken_for_moved(composer: Composer) -> None:
    data = QMimeData()
    with_urls("file:///home/desk/members.xlsx")(data)
    field = composer.focusProxy()
    assert isinstance(field, ComposerText)
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ShiftModifier,
    )
    field.dropEvent(event)
    assert event.dropAction() is Qt.DropAction.CopyAction
    assert (composer.text(), told(composer)) == ("Who is ", FILES_REFUSED)


def test_characters_by_which_text_tells_its_bytes_apart_are_no_part_of_a_question() -> None:
    data = QMimeData()
    data.setData("text/plain;charset=utf-8", "\ufeff\ufffeWho owes?".encode())
    assert pasted_text(data) == PastedText("Who owes?")


def test_what_steers_a_terminal_or_a_printer_is_no_part_of_a_question() -> None:
    """It stood there as empty boxes, and went to the assistant."""
    data = QMimeData()
    data.setText("Who\x1b[0m owes?\x07\x7f\x9b\n\tAnd\vwho\fpaid\x85today?")
    assert pasted_text(data) == PastedText("Who[0m owes?\n\tAnd\nwho\npaid\ntoday?")
