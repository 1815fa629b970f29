"""Whether a secret is asked for in a dialog of the app: what is typed meanwhile is nobody else's."""

from PySide6.QtWidgets import QApplication, QWidget

_ASKS = "asksForSecret"


def mark_asking(dialog: QWidget) -> None:
    """This dialog asks for a secret as long as it is open, whatever in it has the keyboard."""
    dialog.setProperty(_ASKS, True)


def is_secret_asked() -> bool:
    """Whether a marked dialog is open."""
    return any(top.isVisible() and bool(top.property(_ASKS)) for top in QApplication.topLevelWidgets())
