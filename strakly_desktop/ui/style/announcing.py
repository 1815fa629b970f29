"""Has something read aloud by a screen reader; but nothing that is taken out of the picture, for others may listen."""

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str, *, at_once: bool = False) -> None:
    """Have `words` read aloud in the name of `widget`, before everything else where it must be `at_once`.

    Where what it stands in is hidden, as in a locked window, nothing is said.
    """
    around = widget.parentWidget()
    if around is not None and not around.isWindow() and not around.isVisibleTo(widget.window()):
        return
    # Its enumerations are large, and most starts never need them.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    event = QAccessibleAnnouncementEvent(widget, words)
    if at_once:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
