"""What stands between header and composer: the greeting with its examples, or the conversation."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from strakly_desktop.ui.composer.empty_state import EmptyState


class Pages(QStackedWidget):
    """One of the two at a time; the greeting at first.

    Signals:
        emptied(): the greeting came back.
    """

    emptied = Signal()

    def __init__(self, empty_state: EmptyState) -> None:
        super().__init__()
        self._empty_state = empty_state
        self._transcript: QWidget | None = None
        self._early: QWidget | None = None
        self.addWidget(empty_state)

    def show_early(self, page: QWidget) -> None:
        """Show a page that stands for that of conversations until there is one."""
        self._early = page
        self.addWidget(page)
        self.setCurrentWidget(page)

    def end_early(self) -> None:
        """Take it away again, for the greeting or the conversation."""
        if self._early is not None:
            early, self._early = self._early, None
            self.removeWidget(early)
            early.deleteLater()

    def set_transcript(self, transcript: QWidget) -> None:
        """The page of conversations, which nothing shows before the first of them."""
        self._transcript = transcript
        self.addWidget(transcript)

    @property
    def is_empty(self) -> bool:
        """Whether the greeting is shown."""
        return self.currentWidget() is self._empty_state

    def show_empty_state(self) -> None:
        """Show the greeting and the example questions."""
        self.emptied.emit()
        self.setCurrentWidget(self._empty_state)

    def show_transcript(self) -> None:
        """Show the conversation."""
        if self._transcript is not None:
            self.setCurrentWidget(self._transcript)

    def press(self, event: QKeyEvent) -> None:
        """Let the page in sight take a key, wherever the keyboard is."""
        page = self.currentWidget()
        assert page is not None
        QCoreApplication.sendEvent(page, event)

    def enter_transcript(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard into the conversation."""
        if self._transcript is not None:
            self._transcript.setFocus(reason)
