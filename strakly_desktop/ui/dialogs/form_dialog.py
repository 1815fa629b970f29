"""A small form over the window: as high as what it says, and where the screen is lower its middle scrolls."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.dialog_room import fit_dialog, keep_on_screen, scrolled_part
from strakly_desktop.ui.controls.focus_ring import FocusRing
from strakly_desktop.ui.controls.form_fields import FormLabel
from strakly_desktop.ui.sign_in.asking import mark_asking
from strakly_desktop.ui.sign_in.fields import PasswordField
from strakly_desktop.ui.style.dressing import dress
from strakly_desktop.ui.style.typography import Type

_MARGIN, _WIDTH, _WIDEST = 24, 420, 840


class FormDialog(Guarded, QDialog):
    """Open with `open()`."""

    def __init__(self, look: Look, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._wide = min(look.scaled(_WIDTH), _WIDEST)
        self._title = FormLabel(look, title.rstrip(), Type.DIALOG_TITLE)
        self._page = QWidget()
        self._area = scrolled_part(self._page)
        self._area.setObjectName("form")
        self._ring = FocusRing(look, self)
        self._dressed: list[QWidget | None] = [self._title, self._ring]

    def set_look(self, look: Look) -> None:
        """Take new colours."""
        dress(self._dressed, look)

    def lay_out(
        self, parts: Sequence[QWidget], buttons: Sequence[QWidget], aside: QWidget | None = None
    ) -> None:
        """From top to bottom, and the buttons below it, one of them `aside` at the left. Once.

        With a password among them, nothing that is typed here is anything else.
        """
        self._dressed += [*parts, *buttons, aside]
        if any(isinstance(part, PasswordField) for part in parts):
            mark_asking(self)
        column = QVBoxLayout(self._page)
        # As wide as the focus ring reaches.
        column.setContentsMargins(_MARGIN, 4, _MARGIN, 4)
        column.setSpacing(16)
        for part in parts:
            column.addWidget(part)
        head, foot = QHBoxLayout(), QHBoxLayout()
        for row in (head, foot):
            row.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
            row.setSpacing(8)
        head.addWidget(self._title)
        if aside is not None:
            foot.addWidget(aside)
        foot.addStretch()
        for button in buttons:
            foot.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, _MARGIN, 0, _MARGIN)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._area, 1)
        whole.addLayout(foot)
        self.fit()

    def fit(self, part: QWidget | None = None) -> None:
        """Be as high as it all is by now, as far as the screen has room; `part` is in sight."""
        fit_dialog(self, self._area, self._wide)
        keep_on_screen(self)
        if part is not None:
            # The form takes its new height with the next event.
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(part))
