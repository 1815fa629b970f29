"""What a frame of one kind takes Qt at least, beside what it takes here and the plain `insertText` of `bench_cost.py`.

    .venv/bin/python tests/benchmarks/bench_least.py [--times 25]

The page's own text, formats and tables are written into a plain QTextBrowser by the quickest means, a frame's worth at
a time: nothing is read or measured, no cards, pills and buttons are painted. Told is the CPU time of the quickest of so
many times for each frame, the three in turns.
"""

# ruff: noqa: T201

import argparse
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from time import process_time
from typing import Final, TypeAlias

from bench_cost import FRAME, KINDS, _drawn_frames, _view, answers, of_kind
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QApplication, QTextBrowser, QTextEdit

LATE: Final = 4_000
FRAMES: Final = LATE // FRAME + 1
ROW: Final = 71
"""Characters of source of a row of the kind "rows"."""

Runs: TypeAlias = list[tuple[str, QTextCharFormat]]


@dataclass
class Block:
    """A block begins."""

    block: QTextBlockFormat
    char: QTextCharFormat


@dataclass
class Text:
    """A run of text in it."""

    text: str
    format: QTextCharFormat


@dataclass
class Table:
    """A part of a table begins."""

    format: QTextTableFormat
    columns: int


@dataclass
class Row:
    """A row of it, by cells."""

    cells: list[tuple[QTextBlockFormat, Runs]]


Unit: TypeAlias = Block | Text | Table | Row


def units_of(document: QTextDocument) -> Iterator[Unit]:
    """All that stands in a document, in order."""
    from strakly_desktop.rendering.writing.formats import table_of

    block = document.begin()
    while block.isValid():
        table = table_of(block)
        if table is None:
            yield Block(block.blockFormat(), block.charFormat())
            yield from (Text(*run) for run in _runs(block))
            block = block.next()
            continue
        yield Table(table.format().toTableFormat(), table.columns())
        for row in range(table.rows()):
            cells = [
                table.cellAt(row, column).firstCursorPosition().block() for column in range(table.columns())
            ]
            yield Row([(cell.blockFormat(), _runs(cell)) for cell in cells])
        block = document.findBlock(table.lastPosition()).next()


def _runs(block: QTextBlock) -> Runs:
    runs: Runs = []
    iterator = block.begin()
    while not iterator.atEnd():
        runs.append((iterator.fragment().text(), iterator.fragment().charFormat()))
        iterator += 1
    return runs


def parted(units: list[Unit]) -> tuple[list[Unit], list[list[Unit]]]:
    """What stands there before the last frames, and what each of these brings."""
    rows = [at for at, unit in enumerate(units) if isinstance(unit, Row)]
    length = sum(len(unit.text) for unit in units if isinstance(unit, Text))
    late = length * LATE // 20_000
    cut, came = (rows[-(LATE // ROW)], 0) if rows else (len(units), 0)
    while not rows and came < late:
        cut -= 1
        unit = units[cut]
        came += len(unit.text) if isinstance(unit, Text) else 0
    frames: list[list[Unit]] = [[] for _ in range(FRAMES)]
    step = ROW / FRAME if rows else FRAMES / came
    place = 0.0
    for unit in units[cut:]:
        if not isinstance(unit, Text):
            frames[min(FRAMES - 1, int(place))].append(unit)
            place += step if isinstance(unit, Row) else 0
            continue
        text = unit.text
        while text:
            at = min(FRAMES - 1, int(place + 1e-9))
            room = len(text) if at == FRAMES - 1 or rows else max(1, round((at + 1 - place) / step))
            frames[at].append(Text(text[:room], unit.format))
            place += 0 if rows else step * len(text[:room])
            text = text[room:]
    return units[:cut], frames


class Writer:
    """Writes units at the end of a document."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._cursor = QTextCursor(document)
        self._part: QTextTable | None = None
        self._rows = 0
        self._is_fresh = True

    def write(self, units: list[Unit]) -> None:
        """In one edit."""
        self._cursor.beginEditBlock()
        self._document.lastBlock().layout().setCacheEnabled(False)
        for unit in units:
            self._write(unit)
        self._document.lastBlock().layout().setCacheEnabled(True)
        self._cursor.endEditBlock()

    def _write(self, unit: Unit) -> None:
        cursor = self._cursor
        match unit:
            case Block(block, char) if self._is_fresh:
                cursor.setBlockFormat(block)
                cursor.setBlockCharFormat(char)
                self._is_fresh = False
            case Block(block, char):
                cursor.insertBlock(block, char)
            case Text(text, format_):
                cursor.insertText(text, format_)
            case Table(table, columns):
                self._part, self._rows = cursor.insertTable(1, columns, table), 0
                cursor.movePosition(QTextCursor.MoveOperation.End)
                self._is_fresh = True
            case Row(cells):
                assert self._part is not None
                if self._rows:
                    self._part.appendRows(1)
                place = self._part.cellAt(self._rows, 0).firstPosition()
                self._rows += 1
                for block, runs in cells:
                    cursor.setPosition(place)
                    cursor.setBlockFormat(block)
                    for text, format_ in runs:
                        cursor.insertText(text, format_)
                    place = cursor.position() + 1
                cursor.movePosition(QTextCursor.MoveOperation.End)


def here(kind: str) -> list[float]:
    """Frames of the app, in ms, as `bench_cost.py` draws them."""
    text, view = of_kind(kind), _view()
    view.add_user_message("Question?")
    view.begin_answer()
    view.append_text(text[:-LATE])
    view.draw_all()
    QApplication.processEvents()
    gc.collect()
    times = _drawn_frames(view, text[-LATE:])
    view.close()
    view.deleteLater()
    return times


def least(units: list[Unit], margins: tuple[int, int]) -> list[float]:
    """Frames of the same picture in a plain browser."""
    from strakly_desktop.rendering.writing.page_format import fit_margins, prepare

    browser = QTextBrowser()
    browser.setFrameShape(QTextEdit.Shape.NoFrame)
    browser.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    browser.resize(1000, 760)
    prepare(browser.document())
    fit_margins(browser.document(), *margins)
    browser.show()
    before, frames = parted(units)
    writer = Writer(browser.document())
    writer.write(before)
    return _timed(browser, [partial(writer.write, frame) if frame else _nothing for frame in frames])


def plain(kind: str) -> list[float]:
    """Frames of `insertText`."""
    browser = QTextBrowser()
    browser.resize(1000, 760)
    browser.show()
    text, end = of_kind(kind), QTextCursor(browser.document())
    end.insertText(text[:-LATE])
    pieces = [text[start : start + FRAME] for start in range(len(text) - LATE, len(text), FRAME)]
    return _timed(browser, [partial(end.insertText, piece) for piece in pieces])


def _timed(browser: QTextBrowser, frames: list[Callable[[], object]]) -> list[float]:
    bar = browser.verticalScrollBar()
    bar.setValue(bar.maximum())
    QApplication.processEvents()
    gc.collect()
    times = []
    for draw in frames:
        start = process_time()
        draw()
        bar.setValue(bar.maximum())
        QApplication.processEvents()
        times.append((process_time() - start) * 1e3)
    browser.close()
    browser.deleteLater()
    return times


def _nothing() -> None:
    pass


def main() -> None:
    """Print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=25)
    times: int = parser.parse_args().times
    application = QApplication(["bench"])
    _drawn_frames(_view(), answers(2_000))  # Imports and caches.
    for kind in KINDS:
        page = _view()
        page.begin_answer()
        page.append_text(of_kind(kind))
        page.draw_all()
        application.processEvents()
        units = list(units_of(page.document()))
        root = page.document().rootFrame().frameFormat()
        margins = round(root.leftMargin()), round(root.rightMargin())
        page.close()
        ways: dict[str, Callable[[], list[float]]] = {
            "here": partial(here, kind),
            "least": partial(least, units, margins),
            "insertText": partial(plain, kind),
        }
        quickest: dict[str, list[float]] = {}
        for _ in range(times):
            for way, measure in ways.items():
                found = measure()
                known = quickest.get(way, found)
                quickest[way] = [min(pair) for pair in zip(found, known, strict=False)]
                application.processEvents()
        means = {way: sum(found) / len(found) for way, found in quickest.items()}
        told = ", ".join(f"{way} {ms:.2f} ms ({ms / means['insertText']:.2f}x)" for way, ms in means.items())
        print(f"{kind}: {told}", flush=True)


if __name__ == "__main__":
    main()
