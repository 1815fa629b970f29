"""Performs what the assistant asks the app to do, from an allow-list, and lets the person take it back."""

from collections.abc import Callable
from typing import assert_never

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.conversation.cut_text import whole_words
from strakly_desktop.conversation.events import ChangeAccent, ChangeTheme, Navigate
from strakly_desktop.theme.manager import ThemeManager
from strakly_desktop.theme.theme import Accent, ThemeMode
from strakly_desktop.ui.controls.managed_settings import ManagedSettings
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeAction, NoticeKind

THEME_NOTICE = "theme-changed"
NAVIGATE_NOTICE = "navigated"


class ActionRouter(QObject):
    """One method per allowed action; the theme menu uses the same methods of the theme manager.

    Signals:
        notice_requested(object): a Notice that reports what was done.
    """

    notice_requested = Signal(object)

    def __init__(
        self,
        themes: ThemeManager,
        web_app: WebApp,
        parent: QObject | None = None,
        locks: ManagedSettings | None = None,
        *,
        is_desk_locked: Callable[[], bool] = lambda: False,
        is_writing: Callable[[], bool] = lambda: False,
    ) -> None:
        """What `locks` names is not changed: it is told that the gym set it. Nothing opens while the desk is locked,
        nor by itself while somebody `is_writing`.
        """
        super().__init__(parent)
        self._locks = locks or ManagedSettings()
        self._is_desk_locked = is_desk_locked
        self._is_writing = is_writing
        self._themes = themes
        self._web_app = web_app
        self._before: tuple[ThemeMode, Accent] | None = None

    def begin_turn(self) -> None:
        """A new turn: what it changes is undone together, and apart from what earlier turns changed."""
        self._before = None

    def perform(self, action: ChangeTheme | ChangeAccent | Navigate) -> None:
        """Do it, live and once. Actions of old conversations are never replayed."""
        match action:
            case ChangeTheme() if self._locks.theme:
                self._refuse("theme")
            case ChangeAccent() if self._locks.accent:
                self._refuse("accent")
            case ChangeTheme():
                self._change_theme(ThemeMode(action.mode))
            case ChangeAccent():
                self._change_accent(Accent(action.accent))
            case Navigate():
                self._navigate(action.path)
            case _:
                assert_never(action)

    def undo_theme(self) -> None:
        """Go back to the mode and accent from before the turn that changed them."""
        if self._before is not None:
            mode, accent = self._before
            self._before = None
            self._themes.choose(mode, accent)

    def _change_theme(self, mode: ThemeMode) -> None:
        self._remember()
        self._themes.set_mode(mode)
        self._report_theme()

    def _change_accent(self, accent: Accent) -> None:
        self._remember()
        self._themes.set_accent(accent)
        self._report_theme()

    def _refuse(self, what: str) -> None:
        self.notice_requested.emit(
            Notice(
                key=THEME_NOTICE,
                kind=NoticeKind.INFO,
                fact=f"The {what} was not changed.",
                rest="Your gym set it for this computer.",
                icon="palette",
                timeout_ms=PASSING_MS,
            )
        )

    def _remember(self) -> None:
        if self._before is None:
            self._before = (self._themes.mode, self._themes.accent)

    def _report_theme(self) -> None:
        assert self._before is not None
        mode, accent = self._before
        text = _theme_words(
            self._themes.mode if self._themes.mode is not mode else None,
            self._themes.accent if self._themes.accent is not accent else None,
        )
        changed = (self._themes.mode, self._themes.accent) != self._before
        self.notice_requested.emit(
            Notice(
                key=THEME_NOTICE,
                kind=NoticeKind.INFO,
                fact=text,
                icon="palette",
                action=NoticeAction("Undo", self.undo_theme) if changed else None,
                timeout_ms=PASSING_MS,
            )
        )

    def _navigate(self, path: str, *, by_hand: bool = False) -> None:
        target = self._web_app.resolve(path)
        if target is None:
            notice = Notice(
                key=NAVIGATE_NOTICE,
                kind=NoticeKind.WARNING,
                fact="The assistant wanted to open a page of the web app.",
                rest=f"No web app is set up here, so {whole_words(path, 80)} was not opened.",
            )
        elif self._is_desk_locked():
            notice = Notice(
                key=NAVIGATE_NOTICE,
                kind=NoticeKind.INFO,
                fact=f"The assistant wanted to open {whole_words(path, 80)} in the web app.",
                rest="The desk was locked then.",
                icon="external-link",
                action=NoticeAction("Open", lambda: self._navigate(path, by_hand=True)),
            )
        elif not by_hand and self._is_writing():
            notice = Notice(
                key=NAVIGATE_NOTICE,
                kind=NoticeKind.INFO,
                fact=f"The assistant wants to open {whole_words(path, 80)} in the web app.",
                rest="You were writing: it waits for you.",
                icon="external-link",
                action=NoticeAction("Open", lambda: self._navigate(path, by_hand=True)),
            )
        elif self._web_app.open_url(target.url):
            notice = Notice(
                key=NAVIGATE_NOTICE,
                kind=NoticeKind.INFO,
                fact=f"Opened {whole_words(path, 80)} in the web app.",
                icon="external-link",
                timeout_ms=PASSING_MS,
            )
        else:
            notice = Notice(
                key=NAVIGATE_NOTICE,
                kind=NoticeKind.WARNING,
                fact="No browser could be started.",
                rest=f"Open {whole_words(target.url, 120)} yourself.",
            )
        self.notice_requested.emit(notice)


def _theme_words(mode: ThemeMode | None, accent: Accent | None) -> str:
    """What changed, in words; None means unchanged."""
    if mode is None and accent is None:
        return "The app looks like that already."
    if mode is None:
        assert accent is not None
        return f"Switched to the {accent.value} accent."
    look = "the system's colours" if mode is ThemeMode.SYSTEM else mode.value
    return f"Switched to {look} with {accent.value} accent." if accent else f"Switched to {look}."
