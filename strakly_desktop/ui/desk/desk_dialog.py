"""The desk's dialog: find a member, who is in, whose membership ends this week, and one member's card.

It knows no server: it shows rows and cards, and tells what is wished.
"""

from collections.abc import Mapping, Sequence
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.dialog_room import fit_dialog, keep_on_screen, room_for_dialog, scrolled_part
from strakly_desktop.ui.controls.focus_ring import FocusRing
from strakly_desktop.ui.controls.form_fields import FormLabel
from strakly_desktop.ui.controls.search_field import SearchField
from strakly_desktop.ui.desk.member_card import ALL_BRANCHES, CARD_EDGE, CardView, MemberCard
from strakly_desktop.ui.desk.people_list import PeopleList, PersonRow
from strakly_desktop.ui.style.dressing import dress
from strakly_desktop.ui.style.typography import Type
from strakly_desktop.ui.style.wrapping_row import WrappingRow

_WIDTH, _WIDEST = 520, 860
_HEIGHT = 430
_MARGIN = 24
SEARCH = "Name, telephone, e-mail or code"


class DeskList(Enum):
    """What can be listed, and what its button says."""

    FOUND = "Find a member"
    IN_NOW = "In now"
    EXPIRING = "Ends in 7 days"


class DeskDialog(Guarded, QDialog):
    """Open with `open()`; it is deleted when it is closed.

    Signals:
        list_chosen(DeskList): another list is wanted.
        searched(str): what the field holds now.
        person_chosen(int): their card is wanted.
        action_requested(), ask_requested(), open_requested(), find_requested(): of the card; see MemberCard.
        all_branches_requested(): of the card or the list: whoever was not found may be of another branch.
        back_requested(): from the card to the list.
    """

    list_chosen = Signal(object)
    searched = Signal(str)
    person_chosen = Signal(int)
    action_requested = Signal()
    ask_requested = Signal()
    open_requested = Signal()
    find_requested = Signal()
    all_branches_requested = Signal()
    back_requested = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Members")
        self._look = look
        self._has_lists = False
        self._is_listed = True
        self._enters_later = False
        self._title = FormLabel(look, "Members", Type.DIALOG_TITLE)
        self._tabs = {kind: _Tab(look, kind.value, parent=self) for kind in DeskList}
        self._field = SearchField(look, SEARCH, escape_clears=False)
        self._note = FormLabel(look, "", Type.UI, "muted")
        self._widen = TextButton(look, ALL_BRANCHES, ButtonKind.NEUTRAL, small=True)
        self._people = PeopleList(look, self)
        self.card = MemberCard(look)
        self._listing = QWidget()
        self._tab_row = WrappingRow(8)
        self._page = QWidget()
        # Of a card the name is to be in sight, whatever has the keyboard.
        self._area = scrolled_part(self._page, self._listing)
        self._back = TextButton(look, "Back", ButtonKind.NEUTRAL)
        self._close = TextButton(look, "Close", ButtonKind.NEUTRAL)
        self._lay_out()
        self._ring = FocusRing(look, self)
        self._connect()
        room = room_for_dialog(self)
        self._list_height = min(look.scaled(_HEIGHT), room.height())
        # As high as a card; a list makes it higher.
        self._wide = min(look.scaled(_WIDTH), _WIDEST, room.width())
        self.resize(self._wide, 0)

    def show_lists(self, names: Mapping[DeskList, str]) -> None:
        """Which lists there are, and what their buttons say; one list alone needs no button."""
        for kind, tab in self._tabs.items():
            tab.setVisible(kind in names and len(names) > 1)
            tab.set_label(names.get(kind, kind.value))
        self._make_room_for(self._tab_row)

    def show_list(
        self, kind: DeskList, rows: Sequence[PersonRow], note: str, *, can_widen: bool = False
    ) -> None:
        """List these people; `note` says what is to be said instead or besides, "" for nothing.

        `can_widen` offers to look in all branches.
        """
        self._has_lists = True
        if self._listing.isHidden():
            self.card.hide()
            self._listing.show()
            self._area.verticalScrollBar().setValue(0)
        self._back.hide()
        self._title.setText(kind.value)
        self._title.show()
        if self.height() < self._list_height:
            self.resize(self.width(), self._list_height)
        for each, tab in self._tabs.items():
            tab.setChecked(each is kind)
        self._field.setVisible(kind is DeskList.FOUND)
        self._people.show_rows(rows, kind.value)
        self._people.mark_next(marks=kind is DeskList.FOUND)
        self._people.setVisible(bool(rows))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        if self._widen.hasFocus() and not can_widen:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._widen.setVisible(can_widen)
        self._relabel()

    def set_listed(self, text: str) -> None:
        """What is listed was searched with `text`: an Enter that came before its rows is done now."""
        self._is_listed = text.strip() == self._field.text().strip()
        if self._is_listed and self._enters_later:
            self._enters_later = False
            self._take_only()

    def focus_list(self, kind: DeskList) -> None:
        """Put the keyboard where one goes on: into the field, or on the first row."""
        if kind is DeskList.FOUND:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._field.selectAll()
        elif self._people.rows:
            self._people.enter()
        else:
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_card(self, view: CardView) -> None:
        """Show one member; the keyboard is on what Enter shall do."""
        self._listing.hide()
        self.card.show()
        self._area.verticalScrollBar().setValue(0)
        self._back.setVisible(self._has_lists)
        self._title.hide()
        self.card.show_view(view)
        self._make_room_for(self.card.buttons)
        if not self._has_lists:
            fit_dialog(self, self._area, self._wide)
        # What was just done is not to be undone by a second press of Enter.
        is_done = view.news is not None and not view.can_find
        if is_done or not self.card.focus_action():
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        if view.news is not None:
            self.announce(view.news.text)
        self._relabel()

    def forget_lists(self) -> None:
        """The card stands alone: there is no way back to a list."""
        self._has_lists = False

    def announce(self, words: str) -> None:
        """Have a screen reader say it."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Wider by itself, too: the counts on the buttons come later.
        keep_on_screen(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._back.isHidden():
            self.back_requested.emit()
        elif event.text().isprintable() and event.text() and self._field.isVisible():
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._field.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _note_search(self, text: str) -> None:
        # The rows are still those of the text before: Enter must take none of them.
        self._is_listed = self._enters_later = False
        self._people.mark_next(marks=False)
        self.searched.emit(text)

    def _enter(self) -> None:
        if self._is_listed:
            self._take_only()
        else:
            self._enters_later = True

    def _take_only(self) -> None:
        if not self._people.rows and not self._widen.isHidden():
            # One press, one step: the next one looks there.
            self._widen.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._people.choose_only()

    def _make_room_for(self, row: WrappingRow) -> None:
        """Be as wide as it is in one line, as far as the screen has room."""
        # Beside the bar as well: one that is there before the dialog has its height would keep the row in two lines.
        bar = self._area.verticalScrollBar().sizeHint().width()
        needed = row.sizeHint().width() + CARD_EDGE + bar + 2 * _MARGIN
        if needed > self._wide:
            self._wide = min(needed, room_for_dialog(self).width())
            self.resize(self._wide, self.height())

    def _lay_out(self) -> None:
        page = QVBoxLayout(self._page)
        # As wide as the focus ring reaches.
        page.setContentsMargins(_MARGIN, 4, _MARGIN, 4)
        page.setSpacing(14)
        page.addWidget(self._title)
        column = QVBoxLayout(self._listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for tab in self._tabs.values():
            self._tab_row.addWidget(tab)
        column.addLayout(self._tab_row)
        column.addWidget(self._field)
        column.addWidget(self._note)
        column.addWidget(self._widen)
        self._widen.hide()
        column.addWidget(self._people, 1)
        column.addStretch(0)
        page.addWidget(self._listing, 1)
        page.addWidget(self.card, 1)
        self.card.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, _MARGIN - 4, 0, _MARGIN)
        whole.setSpacing(10)
        whole.addWidget(self._area, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        foot.setSpacing(8)
        foot.addWidget(self._back)
        foot.addStretch()
        foot.addWidget(self._close)
        whole.addLayout(foot)
        self._relabel()

    def set_look(self, look: Look) -> None:
        """Take new colours."""
        self._look = look
        dress(
            (
                *self._tabs.values(),
                self._field,
                self._widen,
                self._people,
                self.card,
                self._back,
                self._close,
                self._ring,
            ),
            look,
        )

    def _relabel(self) -> None:
        # Under a stylesheet a label that moves loses its font.
        for label in (self._title, self._note):
            label.set_look(self._look)

    def _connect(self) -> None:
        for kind, tab in self._tabs.items():
            tab.clicked.connect(lambda _checked=False, chosen=kind: self.list_chosen.emit(chosen))
        self._field.textChanged.connect(self._note_search)
        self._field.left_downwards.connect(self._people.enter)
        self._field.entered.connect(lambda _back: self._enter())
        self._people.chosen.connect(self.person_chosen)
        self._people.left_upwards.connect(lambda: self._field.setFocus(Qt.FocusReason.OtherFocusReason))
        self.card.action_requested.connect(self.action_requested)
        self.card.ask_requested.connect(self.ask_requested)
        self.card.open_requested.connect(self.open_requested)
        self.card.find_requested.connect(self.find_requested)
        self.card.all_branches_requested.connect(self.all_branches_requested)
        self._widen.clicked.connect(self.all_branches_requested)
        self._back.clicked.connect(self.back_requested)
        self._close.clicked.connect(self.accept)


class _Tab(TextButton):
    """Chooses a list; the chosen one is marked."""

    def __init__(self, look: Look, label: str, parent: QWidget) -> None:
        super().__init__(look, label, ButtonKind.NEUTRAL, small=True, parent=parent)
        self.setCheckable(True)

    def nextCheckState(self) -> None:
        """What is listed is said by whoever lists it: a second press takes nothing away."""

    def _roles(self) -> tuple[str, str, str]:
        return ("accent-soft", "accent-outline", "text") if self.isChecked() else super()._roles()
