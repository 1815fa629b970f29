"""Opens what the assistant asks for, where that takes the keyboard from nobody: who is writing gets a button instead.

It is looked at when a thing is about to open, not when it was asked for: what goes on paper may take seconds to read.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from strakly_desktop.ui.controls.typed import is_somebody_writing
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind

When = Callable[[Callable[[], object]], None]
"""Takes what opens something, and calls it: at once, or when the person says so."""


def at_once(open_it: Callable[[], object]) -> None:
    """By the person's own wish."""
    open_it()


def unless_writing(show: Callable[[Notice], object], key: str, wish: str, label: str) -> When:
    """At once, or by a button with this `label`: `wish` says what "the assistant asks to" do."""

    def when(open_it: Callable[[], object]) -> None:
        if not is_somebody_writing() and QApplication.activeModalWidget() is None:
            open_it()
            return
        show(
            Notice(
                key,
                NoticeKind.INFO,
                f"The assistant asks to {wish}.",
                "You were writing: it waits for you.",
                NoticeAction(label, open_it),
                icon="circle-question-mark",
                is_of_conversation=True,
            )
        )

    return when
