"""The title of a conversation: the first words of its first question."""

from PySide6.QtCore import QTextBoundaryFinder

TITLE_LENGTH = 60


def title_of(question: str) -> str:
    """At most 60 characters of `question` in one line, never cut inside a word where that can be helped.

    A single long word is cut between whole signs: never through an emoji or a letter and its accents.
    """
    words = " ".join(question.split())
    if len(words) <= TITLE_LENGTH:
        return words
    start = words[:TITLE_LENGTH]
    cut = start.rsplit(" ", 1)[0] if " " in start else _whole_signs(words)
    return cut + "\u2026"


def _whole_signs(text: str) -> str:
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    # Qt counts UTF-16 units, Python counts characters.
    units = text.encode("utf-16-le", "surrogatepass")
    finder.setPosition(len(text[:TITLE_LENGTH].encode("utf-16-le", "surrogatepass")) // 2)
    if not finder.isAtBoundary():
        finder.toPreviousBoundary()
    return units[: 2 * finder.position()].decode("utf-16-le", "surrogatepass") or text[:TITLE_LENGTH]
