"""What this program is, which version, and whose work it carries."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.dialog_room import fit_dialog, scrolled_part
from strakly_desktop.ui.controls.focus_ring import FocusRing
from strakly_desktop.ui.controls.form_fields import FormLabel
from strakly_desktop.ui.style.dressing import dress
from strakly_desktop.ui.style.typography import Type

DESCRIPTION = (
    "The Strakly assistant on the front desk: ask about clients, memberships, attendance and revenue."
)
CREDITS = (
    "Made with Qt and PySide6 (LGPL 3). Inter, JetBrains Mono and Noto Sans Devanagari "
    "(SIL Open Font License 1.1). Lucide icons (ISC)."
)
PRIVACY = (
    "It talks to your gym's assistant and backend and to nobody else: it never phones home, "
    "not even to look for updates."
)
_LICENCE_LINES, _FEWEST_LINES = 12, 4
_WIDTH, _WIDEST = 480, 720


@dataclass(frozen=True, slots=True)
class AboutFacts:
    """What only the running program knows. `commit` is "" where it is not known.

    `runs_on` names the versions below the app: Python, Qt, the operating system.
    """

    version: str
    commit: str
    runs_on: str
    licences: str


class AboutDialog(QDialog):
    """Name, version, credits, and the licences on demand. Open with `open()`."""

    def __init__(self, look: Look, facts: AboutFacts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("About Strakly Desktop")
        self._width = min(look.scaled(_WIDTH), _WIDEST)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.setSpacing(12)
        texts = QWidget()
        page = QVBoxLayout(texts)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        self._texts = scrolled_part(texts)
        whole.addWidget(self._texts, 1)
        version = f"Version {facts.version}" + (f" ({facts.commit})" if facts.commit else "")
        self._labels = [
            FormLabel(look, text, style, role)
            for text, style, role in (
                ("Strakly Desktop", Type.DIALOG_TITLE, ""),
                (version, Type.UI, "muted"),
                (facts.runs_on, Type.CAPTION, "muted"),
                (DESCRIPTION, Type.UI, ""),
                (PRIVACY, Type.UI, ""),
                (CREDITS, Type.CAPTION, "muted"),
            )
        ]
        for label in self._labels:
            page.addWidget(label)
        # Whoever asks for help is asked for these.
        self._details = f"Strakly Desktop\n{version}\n{facts.runs_on}\n"
        for label in self._labels[1:3]:
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self._licences = QPlainTextEdit(facts.licences)
        self._licences.setObjectName("licences")
        self._licences.setAccessibleName("Licences")
        self._licences.setReadOnly(True)
        self._licences.setTabChangesFocus(True)
        self._licences.setFont(Type.CAPTION.font(look))
        self._licences.setMinimumHeight(_FEWEST_LINES * Type.CAPTION.line(look))
        self._licences.hide()
        page.addWidget(self._licences, 1)
        self._show_licences = TextButton(look, "Licences", ButtonKind.NEUTRAL)
        self._copy = TextButton(look, "Copy", ButtonKind.NEUTRAL)
        self._copy.setToolTip("Copy the versions, for a bug report")
        self._copy.setAccessibleDescription(self._copy.toolTip())
        self._close = close = TextButton(look, "Close", ButtonKind.NEUTRAL)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._show_licences)
        foot.addWidget(self._copy)
        foot.addStretch()
        foot.addWidget(close)
        whole.addLayout(foot)
        self._ring = FocusRing(look, self)
        self._show_licences.clicked.connect(self._toggle_licences)
        self._copy.clicked.connect(self._copy_details)
        close.clicked.connect(self.accept)
        close.setFocus()
        # Again, now that every label has its place: under a stylesheet one that moves loses its font.
        for label in self._labels:
            label.set_look(look)
        self._room_for_licences = (_LICENCE_LINES - _FEWEST_LINES) * Type.CAPTION.line(look)
        self._fit_to_screen()

    def set_look(self, look: Look) -> None:
        """Take new colours."""
        dress((self._show_licences, self._copy, self._close, self._ring), look)

    def _toggle_licences(self) -> None:
        shown = self._licences.isHidden()
        self._licences.setVisible(shown)
        # The licences name all of these: at 200 % they need the room.
        self._labels[-1].setVisible(not shown)
        self._show_licences.set_label("Hide licences" if shown else "Licences")
        self._fit_to_screen()

    def _copy_details(self) -> None:
        QApplication.clipboard().setText(self._details)
        self._copy.set_label("Copied")

    def _fit_to_screen(self) -> None:
        """As high as it all is, and no larger than the screen: then it scrolls."""
        more = 0 if self._licences.isHidden() else self._room_for_licences
        fit_dialog(self, self._texts, self._width, more)
