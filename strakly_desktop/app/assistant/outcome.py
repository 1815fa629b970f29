"""What became of a command of the assistant, in words that each part of the app has: known without the commands."""

from typing import NamedTuple

from strakly_desktop.ui.notices.notice import NoticeAction


class Outcome(NamedTuple):
    """What became of a command: `fact` and `rest` are for the person, `action` takes it back or does it after all."""

    fact: str
    rest: str = ""
    action: NoticeAction | None = None
    is_done: bool = True
