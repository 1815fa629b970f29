"""Where in a text its reader is: in which column, behind which label, in a list of what.

Tables say in their heading what their figures are, and lists in the line above them; a bare number says nothing.
"""

import re

from strakly_desktop.rendering.masking.harmless import is_count_heading
from strakly_desktop.rendering.masking.labels import is_about_amounts
from strakly_desktop.rendering.masking.line_starts import Start
from strakly_desktop.rendering.masking.values import Context, Found, MaskKind
from strakly_desktop.rendering.tables.heading_words import mentions_amounts, names_addresses, names_phones

_KEPT = 90
_LONGEST_LINE = 4_000
_LONGEST_CELL = 200
_LONGEST_LABEL = 40
_MOST_COLUMNS = 200
_DELIMITER = re.compile(r"\s*[|+]?\s*:?-+:?\s*(?:[|+]\s*:?-+:?\s*)*[|+]?\s*")
_TOTALS = frozenset(
    ("total", "totals", "grand", "sum", "overall", "all", "कुल", "pending", "value", "subtotal")
)
_NEUTRAL = frozenset(("value", "values", "figure", "figures", "result", "number"))
"""Headings of columns in which each row says what it is about."""


class Places:
    """Keeps what a place in the text is about while that is read on; it is told of lines, cells and what was seen."""

    def __init__(self) -> None:
        self._before = ""
        self._label = ""
        self._line: list[str] = []
        self._line_length = 0
        self._cells: list[str] = [""]
        self._cells_above: list[str] = []
        self._amounts: set[int] = set()
        self._phones: set[int] = set()
        self._counts: set[int] = set()
        self._neutral: set[int] = set()
        self._code_marks = 0
        self._has_code = self._code_above = self._table_is_shifted = False
        self._is_table = False
        self._is_of_money = self._lists_amounts = False
        self._section_is_heading = False
        self._start = Start.BLANK
        self.is_fenced = False
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
        # A bar in code parts no cells, or does: each column may be one before it, and with such a heading any.
        is_unsure = self._has_code or self._table_is_shifted
        columns = range(column, column + 1)
        if is_unsure and column > 0:
            columns = range(1, _MOST_COLUMNS if self._table_is_shifted else column + 1)
        # In the first row of a table there are no columns yet, and what begins a cell is its figure.
        is_figure = column > 0 or (column < 0 and len(self._cells) > 1 and not self._cells[-1].strip())
        row = is_figure and self._row_is_of_amounts()
        label = f"{self._cells[0]}: " if len(self._cells) > 1 and not is_unsure else ""
        return Context(
            before=label + self._before,
            is_amount=row or not self._amounts.isdisjoint(columns),
            is_phone=not self._phones.isdisjoint(columns),
            is_count=column in self._counts and not is_unsure,
            is_of_money=self._is_of_money,
            is_listed=self._is_of_money and self._lists_amounts and self._start is Start.ITEM,
        )

    def note_code(self, *, is_doubled: bool) -> None:
        """Code begins or ends in the line; `is_doubled`: with a second mark."""
        self._code_marks += 1
        self._has_code |= is_doubled

    def note(self, seen: str, found: list[Found]) -> None:
        """So much was read on, with these values in it."""
        if self._line_length < _LONGEST_LINE:
            self._line.append(seen)
            self._line_length += len(seen)
        if len(self._cells[-1]) < _LONGEST_CELL:
            self._cells[-1] += seen.replace("|", "")
        if any(one.kind is MaskKind.AMOUNTS for one in found):
            is_of_column = (self._is_table or self._html_cell >= 0) and self._column not in self._neutral
            if is_of_column and not (self._column > 0 and self._row_is_of_amounts()):
                self._amounts.add(self._column)
        self._before = (self._before + seen)[-_KEPT:]

    def begin_line(self, start: Start, before: Start) -> None:
        """A line that stands for itself begins."""
        self._end_line()
        if start is Start.FENCE:
            self.is_fenced = not self.is_fenced
        elif start is Start.BLANK:
            if not self.is_fenced:
                self._leave_table()
        elif (
            start in (Start.TEXT, Start.HEADING)
            and before is not Start.ITEM
            and not self._section_is_heading
            and not self._leads_in
        ):
            self._is_of_money = False
        self._start = start
        label = "".join(self._line).strip()
        if label and start is Start.BLANK:
            self._label = f"{label} " if len(label) <= _LONGEST_LABEL and is_about_amounts(label) else ""
        self._begin_cells()
        if start is Start.TEXT:
            self._before, self._label = self._label, ""

    def end_cell(self) -> None:
        """A line of a table goes on behind a separator."""
        self._has_code |= self._code_marks % 2 == 1
        if len(self._cells) > 1 or self._cells[0].strip():
            self._cells.append("")
        else:
            # The one that a row begins with.
            self._cells = [""]
        if self._is_table:
            self._forget_label()

    def note_tag(self, tag: str, *, is_end: bool, is_spanning: bool) -> None:
        """A tag that parts what stands before it from what comes; `is_spanning`: a cell of several columns or rows."""
        self._table_is_shifted |= is_spanning
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
        self._cells = [""]
        self._has_code, self._code_marks = False, 0
        self._forget_label()

    def _forget_label(self) -> None:
        self._before = ""

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
            self._table_is_shifted = self._has_code or self._code_above
            for column, heading in enumerate(headings):
                self._note_heading(column, heading)
        self._code_above = self._has_code
        self._cells_above = list(self._cells) if len(self._cells) > 1 else []
        if line.strip() and not self.is_fenced:
            if self._start is Start.HEADING or line.rstrip().endswith(":"):
                self._lists_amounts = is_about_amounts(line.strip())
            if self._start is Start.HEADING:
                self._is_of_money = self._section_is_heading = mentions_amounts(line)
            elif line.rstrip().endswith(":"):
                self._is_of_money = mentions_amounts(line)
                self._section_is_heading = False

    def _note_heading(self, column: int, heading: str) -> None:
        if not _NEUTRAL.isdisjoint(heading.split()):
            self._neutral.add(column)
        elif is_about_amounts(heading):
            self._amounts.add(column)
        elif names_phones(heading):
            self._phones.add(column)
        elif names_addresses(heading):
            # A pincode says nothing of the flat in the next row.
            self._neutral.add(column)
        elif is_count_heading(heading):
            self._counts.add(column)

    def _leave_table(self) -> None:
        self._is_table = self._table_is_shifted = False
        self._neutral.clear()
        self._amounts.clear()
        self._phones.clear()
        self._counts.clear()
