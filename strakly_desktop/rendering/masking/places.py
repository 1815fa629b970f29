"""Where in a text its reader is: in which column, behind which label, in a list of what.

Tables say in their heading what their figures are, and lists in the line above them; a bare number says nothing.
"""

import re

from strakly_desktop.rendering.masking.line_starts import Start
from strakly_desktop.rendering.masking.values import (
    Context,
    Found,
    MaskKind,
    is_about_amounts,
    is_about_counts,
    is_about_phones,
    speaks_of_amounts,
)

_KEPT = 90
_LONGEST_LINE = 4_000
_LONGEST_CELL = 200
_LONGEST_LABEL = 40
_LONGEST_LINK = 24
_DELIMITER = re.compile(r"\s*[|+]?\s*:?-+:?\s*(?:[|+]\s*:?-+:?\s*)*[|+]?\s*")
_TOTALS = frozenset(
    ("total", "totals", "grand", "sum", "overall", "all", "कुल", "pending", "value", "subtotal")
)
_SEPARATOR = re.compile(r"[|+]")


class Places:
    """Keeps what a place in the text is about while that is read on; it is told of lines, cells and what was seen."""

    def __init__(self) -> None:
        self._before = ""
        self._label = ""
        self._since_amount: str | None = None
        self._line: list[str] = []
        self._line_length = 0
        self._leads: bool | None = None
        self._cells: list[str] = [""]
        self._cells_above: list[str] = []
        self._amounts: set[int] = set()
        self._phones: set[int] = set()
        self._counts: set[int] = set()
        self._is_table = False
        self._is_listing = False
        self._section_is_heading = False
        self._start = Start.BLANK
        self.is_fenced = False
        self._fence_is_of_amounts = False
        self._html_cell = -1
        self._is_html_heading = False

    @property
    def is_apart(self) -> bool:
        """Whether each line stands for itself, as in tables and code."""
        # A line with separators may be the heading of a table.
        return self._is_table or self.is_fenced or len(self._cells) > 1

    def context(self) -> Context:
        """What is known of the place that was reached."""
        column = self._column
        counts = column in self._counts or (column > 0 and is_about_counts(self._cells[0]))
        row = column > 0 and self._row_is_of_amounts()
        return Context(
            before=self._before,
            is_amount=column in self._amounts or row,
            is_phone=column in self._phones,
            is_listing=(
                self._is_listing or bool(self._leads) or (self.is_fenced and self._fence_is_of_amounts)
            )
            and not counts,
            is_count=counts,
            since_amount=self._since_amount,
        )

    def note(self, seen: str, found: list[Found]) -> None:
        """So much was read on, with these values in it."""
        if self._line_length < _LONGEST_LINE:
            self._line.append(seen)
            self._line_length += len(seen)
        if self._leads is None and ":" in seen:
            self._leads = is_about_amounts("".join(self._line).partition(":")[0])
        if len(self._cells[-1]) < _LONGEST_CELL:
            self._cells[-1] += seen.replace("|", "")
        amounts = [one.end for one in found if one.kind is MaskKind.AMOUNTS]
        if amounts:
            self._since_amount = seen[amounts[-1] :]
            is_of_column = self._is_table or self._html_cell >= 0
            if is_of_column and not (self._column > 0 and self._row_is_of_amounts()):
                self._amounts.add(self._column)
        elif self._since_amount is not None:
            self._since_amount += seen
            if len(self._since_amount) > _LONGEST_LINK:
                self._since_amount = None
        self._before = (self._before + seen)[-_KEPT:]

    def begin_line(self, start: Start, before: Start) -> None:
        """A line that stands for itself begins."""
        self._end_line()
        if start is Start.FENCE:
            self.is_fenced = not self.is_fenced
            self._fence_is_of_amounts = False
        elif start is Start.BLANK:
            if not self.is_fenced:
                self._leave_table()
        elif (
            start in (Start.TEXT, Start.HEADING)
            and before is not Start.ITEM
            and not self._section_is_heading
            and not self._leads_in
        ):
            self._is_listing = False
        self._start = start
        label = "".join(self._line).strip()
        if label and start is Start.BLANK:
            self._label = f"{label} " if len(label) <= _LONGEST_LABEL and is_about_amounts(label) else ""
        self._begin_cells()
        if start is Start.TEXT:
            self._before, self._label = self._label, ""

    def end_cell(self) -> None:
        """A line of a table goes on behind a separator."""
        if len(self._cells) > 1 or self._cells[0].strip():
            self._cells.append("")
        else:
            # The one that a row begins with.
            self._cells = [""]
        if self._is_table:
            self._forget_label()

    def note_tag(self, tag: str, *, is_end: bool) -> None:
        """A tag that parts what stands before it from what comes."""
        self._forget_label()
        if tag == "table":
            self._leave_table()
            self._html_cell = -1
        elif tag == "tr":
            self._html_cell = -1
            self._cells = [""]
        elif tag in ("td", "th"):
            if is_end:
                if tag == "th":
                    self._note_heading(self._html_cell, self._cells[-1])
            else:
                self._html_cell += 1
                if self._html_cell:
                    self._cells.append("")

    @property
    def _column(self) -> int:
        if self._html_cell >= 0:
            return self._html_cell
        return len(self._cells) - 1 if self._is_table else -1

    def _row_is_of_amounts(self) -> bool:
        label = self._cells[0]
        words = {word.strip(" .:*") for word in label.split()}
        return bool(words - _TOTALS) and is_about_amounts(label)

    def _begin_cells(self) -> None:
        self._line, self._line_length = [], 0
        self._leads = None
        self._cells = [""]
        self._forget_label()

    def _forget_label(self) -> None:
        self._before = ""
        self._since_amount = None

    @property
    def _leads_in(self) -> bool:
        return bool(self._line) and "".join(self._line).rstrip().endswith(":")

    def _end_line(self) -> None:
        line = "".join(self._line)
        above, _, last = line.rstrip("\n").rpartition("\n")
        headings = self._cells_above or [above.rpartition("\n")[2]]
        if "-" in last and _DELIMITER.fullmatch(last) and ("|" in line or "+" in line) and any(headings):
            self._leave_table()
            self._is_table = True
            for column, heading in enumerate(headings):
                self._note_heading(column, heading)
        self._cells_above = list(self._cells) if len(self._cells) > 1 else []
        if self.is_fenced:
            self._fence_is_of_amounts = self._fence_is_of_amounts or speaks_of_amounts(line)
        elif line.strip():
            if self._start is Start.HEADING:
                self._is_listing = self._section_is_heading = speaks_of_amounts(line)
            elif line.rstrip().endswith(":"):
                self._is_listing = speaks_of_amounts(line)
                self._section_is_heading = False

    def _note_heading(self, column: int, heading: str) -> None:
        if is_about_amounts(heading):
            self._amounts.add(column)
        elif is_about_phones(heading):
            self._phones.add(column)
        elif is_about_counts(heading):
            self._counts.add(column)

    def _leave_table(self) -> None:
        self._is_table = False
        self._amounts.clear()
        self._phones.clear()
        self._counts.clear()
