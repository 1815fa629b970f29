"""What a QTextDocument shows, as plain values that two documents can be compared by."""

from PySide6.QtGui import QTextBlock, QTextDocument, QTextFormat
from support.looks import real_look

from strakly_desktop.rendering.document.document import AnswerEnd, TranscriptDocument
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.formats import Mark, table_of

# Numbers that Qt and the writer hand out in order of writing.
_RUNNING_NUMBERS = (int(QTextFormat.Property.ObjectIndex.value), int(Mark.GROUP))


def snapshot(document: QTextDocument) -> list[object]:
    """Every block: its place, format, marker and runs of text with their formats."""
    shown: list[object] = []
    groups: dict[object, int] = {}
    block = document.begin()
    while block.isValid():
        shown.append(
            (_place(block), _marker(block), _group(block, groups), _said(block.blockFormat()), _runs(block))
        )
        block = block.next()
    return shown


def transcript(look: Look | None = None, width: int = 760) -> TranscriptDocument:
    """An empty conversation in a column of `width` px; its document is `content.document`."""
    content = TranscriptDocument(QTextDocument(), look or real_look())
    content.set_column(28, width, 28)
    return content


def streamed(pieces: list[str], end: AnswerEnd | None = None, look: Look | None = None) -> TranscriptDocument:
    """A conversation with one answer that came in `pieces`."""
    content = transcript(look)
    content.add_user_message("Question?")
    content.begin_answer()
    for piece in pieces:
        content.append(piece)
    content.finish_answer("".join(pieces), end or AnswerEnd())
    content.link_all()
    return content


def at_once(text: str, end: AnswerEnd | None = None, look: Look | None = None) -> TranscriptDocument:
    """The same conversation, written in one go."""
    content = transcript(look)
    content.add_user_message("Question?")
    content.begin_answer()
    content.finish_answer(text, end or AnswerEnd())
    return content


def blocks(document: QTextDocument) -> list[QTextBlock]:
    """All blocks in order."""
    found = []
    block = document.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


def block_with(document: QTextDocument, text: str) -> QTextBlock:
    """The first block that contains `text`."""
    return next(block for block in blocks(document) if text in block.text())


def _place(block: QTextBlock) -> object:
    table = table_of(block)
    if table is None:
        return None
    cell = table.cellAt(block.position())
    lengths = [length.rawValue() for length in table.format().columnWidthConstraints()]
    return (table.rows(), table.columns(), cell.row(), cell.column(), lengths, _format(table.format()))


def _marker(block: QTextBlock) -> object:
    text_list = block.textList()
    return None if text_list is None else (text_list.itemText(block), _format(text_list.format()))


def _group(block: QTextBlock, groups: dict[object, int]) -> int | None:
    group = block.blockFormat().property(Mark.GROUP)
    return None if group is None else groups.setdefault(group, len(groups))


def _format(format_: QTextFormat) -> QTextFormat:
    """A copy that compares by what it says (its properties cannot be listed: fonts' features crash PySide)."""
    copy = QTextFormat(format_)
    for number in _RUNNING_NUMBERS:
        copy.clearProperty(number)
    return copy


def _said(format_: QTextFormat) -> dict[int, object]:
    """What the format of a block says: Qt takes two for different that were told the same in another order."""
    said = format_.properties()
    return {number: said[number] for number in said if number not in _RUNNING_NUMBERS}


def _runs(block: QTextBlock) -> list[object]:
    runs: list[tuple[str, QTextFormat]] = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        format_ = _format(fragment.charFormat())
        if runs and runs[-1][1] == format_:
            runs[-1] = (runs[-1][0] + fragment.text(), format_)
        else:
            runs.append((fragment.text(), format_))
        iterator += 1
    return list(runs)
