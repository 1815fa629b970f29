"""What the assistant may ask of the looks besides naming one: the look from before, and another size of text."""

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.assistant.outcome import Outcome
from strakly_desktop.conversation.events import TextSize
from strakly_desktop.theme.manager import ThemeManager
from strakly_desktop.theme.theme import Accent, ThemeMode
from strakly_desktop.ui.controls.managed_settings import ManagedSettings
from strakly_desktop.ui.notices.notice import NoticeAction

_SET_BY_GYM = "Your gym set it for this computer."
_STEPS = {"larger": 1, "smaller": -1, "normal": 0}


class LookCommands(QObject):
    """Knows the look from before the last change, whoever made it. What changes during one answer is one change.

    Signals:
        text_size_left(): the text has another size than was told last.
    """

    text_size_left = Signal()

    def __init__(self, themes: ThemeManager, locks: ManagedSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._locks = locks
        self._now = (themes.mode, themes.accent)
        self._earlier: tuple[ThemeMode, Accent] | None = None
        self._before_answer: tuple[ThemeMode, Accent] | None = None
        self._told_size: float | None = None
        themes.choice_changed.connect(self._note)

    def note_running(self, running: bool) -> None:
        """An answer begins to come, or is over."""
        self._before_answer = self._now if running else None

    def undo_theme(self) -> Outcome:
        """Show the look from before the last change; asked again, the one from before this."""
        if self._locks.theme and self._locks.accent:
            return Outcome("The theme was not changed.", _SET_BY_GYM, is_done=False)
        if self._earlier is None or self._earlier == self._now:
            return Outcome("There is no change of theme to take back.", is_done=False)
        now = self._now
        mode = now[0] if self._locks.theme else self._earlier[0]
        accent = now[1] if self._locks.accent else self._earlier[1]
        self._themes.choose(mode, accent)
        return Outcome(
            "The last change of theme was taken back.",
            action=NoticeAction("Undo", lambda: self._themes.choose(*now)),
        )

    def change_text_size(self, size: TextSize) -> Outcome:
        """One step larger or smaller, or back to 100 %."""
        if self._locks.text_scale:
            return Outcome("The size of the text was not changed.", _SET_BY_GYM, is_done=False)
        before = self._themes.text_scale
        self._themes.step_text_scale(_STEPS[size])
        after = self._themes.text_scale
        self._told_size = after
        if before == after:
            return Outcome(f"The text is {_extreme(size)} already: {after:.0%}.", is_done=False)
        return Outcome(
            f"The size of the text is {after:.0%} now.",
            action=NoticeAction("Undo", lambda: self._themes.set_text_scale(before)),
        )

    def _note(self) -> None:
        look = (self._themes.mode, self._themes.accent)
        if look != self._now:
            self._earlier = self._before_answer or self._now
            self._now = look
        if self._told_size not in (None, self._themes.text_scale):
            self._told_size = None
            self.text_size_left.emit()


def _extreme(size: TextSize) -> str:
    return {"larger": "as large as it gets", "smaller": "as small as it gets", "normal": "of normal size"}[
        size
    ]
