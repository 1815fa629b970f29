"""What the gym set for this computer, so that a control shows it and leaves it alone."""

from typing import NamedTuple

SET_BY_GYM = "Set by your gym"
WHY_LOCKED = "Set by your gym: whoever looks after this computer can change it."


class ManagedSettings(NamedTuple):
    """Which choices are the gym's and not the person's."""

    server: bool = False
    web_app: bool = False
    branch: bool = False
    theme: bool = False
    accent: bool = False
    text_scale: bool = False
    keep_history: bool = False
    autostart: bool = False
    lock_after: bool = False
