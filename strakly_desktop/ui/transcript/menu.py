"""The menu of the right mouse button over a conversation."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QApplication, QTextEdit

from strakly_desktop.rendering.writing.turn_writer import ValuesState
from strakly_desktop.ui.controls.file_formats import CopyFormat
from strakly_desktop.ui.controls.menu import Menu
from strakly_desktop.ui.page.answer_actions import HIDE_VALUES, AnswerAction
from strakly_desktop.ui.page.answer_footers import has_table, message_of, values_of
from strakly_desktop.ui.page.answer_tables import TableInAnswer


def transcript_menu(
    view: QTextEdit,
    place: QPoint,
    select_all: Callable[[], object],
    address: Callable[[str], str],
    *,
    can_copy: bool,
) -> Menu:
    """What can be done at `place` in the viewport. The menu deletes itself when it is closed.

    `address` gives the whole address of a link, "" where it has none. `can_copy`: something is selected.
    """
    menu = Menu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    copy = menu.addAction("Copy")
    copy.setEnabled(can_copy)
    copy.triggered.connect(view.copy)
    if href := address(view.anchorAt(place)):
        copy_link = menu.addAction("Copy link address")
        copy_link.triggered.connect(lambda: QApplication.clipboard().setText(href))
    menu.addAction("Select all").triggered.connect(select_all)
    return menu


def add_table_entry(menu: Menu, table: TableInAnswer, open_table: Callable[[TableInAnswer], None]) -> None:
    """Open the table that was clicked, wherever it stands by then."""
    menu.addSeparator()
    menu.addAction("Open this table").triggered.connect(lambda: open_table(table))


def add_answer_entries(
    menu: Menu,
    footer: QTextBlock,
    copy: Callable[[str, CopyFormat], None],
    act: Callable[[AnswerAction, str], None],
) -> None:
    """What can be done with the answer above `footer`. `copy` takes its id and a format, `act` an action too."""
    message_id = message_of(footer)
    if not message_id:
        return
    menu.addSeparator()
    formats = menu.add_submenu("Copy answer as")
    for form in CopyFormat:
        formats.addAction(form.value).triggered.connect(
            lambda _checked, chosen=form: copy(message_id, chosen)
        )
    if values := values_of(footer):
        words = HIDE_VALUES if values is ValuesState.SHOWN else AnswerAction.VALUES.value.name
        menu.addAction(words).triggered.connect(lambda: act(AnswerAction.VALUES, message_id))
    if has_table(footer):
        table = menu.addAction("Open a table of this answer")
        table.triggered.connect(lambda: act(AnswerAction.TABLE, message_id))
