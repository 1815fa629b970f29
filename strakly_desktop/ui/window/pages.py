"""What stands between header and composer: the greeting with its examples, or the conversation."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from strakly_desktop.ui.composer.empty_state import EmptyState


class Pages(QStackedWidget):
    """One of the two at a time; the greeting at first.

    Signals:
        emptied(): the greeting came back.
    """

    emptied = Signal()

    def __init__(self, empty_state: EmptyState, transcript: QWidget) -> None:
        super().__init__()
        self._empty_state = empty_state
        self._transcript = transcript
        self.addWidget(empty_state)
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
        self.setCurrentWidget(self._transcript)
