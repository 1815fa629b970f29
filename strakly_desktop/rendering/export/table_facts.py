"""What there is to know of a table that leaves the app: from which answer it is, and what of it is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from strakly_desktop.rendering.export.message_labels import moment


def branch_text(branch: str) -> str:
    """ "Branch: Lake Road", for figures that leave the app; "" where it is not known."""
    return f"Branch: {branch}" if branch else ""


@dataclass(frozen=True, slots=True)
class TableFacts:
    """Of a table. `question`: what was asked. `source`: what stands under the answer. `rows`: how many are shown of how
    many, and by which filter. `note`: what makes it no whole list; "" where it is one. `written_on`: the day of the
    answer, for days without a year.
    """

    title: str
    written_on: date
    answered_at: datetime | None = None
    question: str = ""
    source: str = ""
    branch: str = ""
    rows: str = ""
    note: str = ""

    @property
    def foot(self) -> str:
        """What stands below the rows where there is no other place for it: what is missing, and whose they are."""
        return ". ".join(part for part in (self.note, branch_text(self.branch)) if part)

    def lines(self, saved_at: datetime) -> Iterator[tuple[str, str]]:
        """All that is known, each with its name."""
        answered = "" if self.answered_at is None else moment(self.answered_at)
        known = (
            ("Table", self.title),
            ("Question", self.question),
            ("Answered", answered),
            ("Branch", self.branch),
            ("Source", self.source),
            ("Rows", self.rows),
            ("Please note", self.note),
            ("Saved", moment(saved_at)),
        )
        return ((name, text) for name, text in known if text)
