"""What the cells of a column become in a spreadsheet, kept in a dozen bytes each.

A column is known once all its cells are read, and to read is what takes the time. So nothing is read twice but what
turns out to mean something else in its column, as times among durations.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from math import isnan, nan

from strakly_desktop.rendering.export.harmless_text import is_formula
from strakly_desktop.rendering.export.number_formats import number_format, spreadsheet_number
from strakly_desktop.rendering.tables.cell_values import CellValue, ValueKind, is_empty
from strakly_desktop.rendering.tables.column_values import ColumnValues


@dataclass(frozen=True, slots=True)
class SheetForm:
    """How a cell is kept. `pattern`: its number format, "" for none. `is_quoted`: text also when someone edits it."""

    kind: ValueKind
    pattern: str = ""
    is_quoted: bool = False


@dataclass(slots=True)
class SheetForms:
    """The forms of all cells of a table: there are few of them."""

    _forms: list[SheetForm] = field(default_factory=list)
    _places: dict[SheetForm, int] = field(default_factory=dict)

    def place(self, form: SheetForm) -> int:
        """By which number a form is known."""
        found = self._places.get(form)
        if found is None:
            found = self._places[form] = len(self._forms)
            self._forms.append(form)
        return found

    def __getitem__(self, place: int) -> SheetForm:
        return self._forms[place]


class SheetColumn:
    """The cells of one column, top to bottom. `today`: see `ColumnValues`."""

    def __init__(self, header: str, today: date, forms: SheetForms) -> None:
        self._reader = ColumnValues(header, today)
        self._forms = forms
        self._numbers = array("d")
        self._places = array("L")
        self._unsure: frozenset[ValueKind] = frozenset()

    def add(self, texts: Iterable[str]) -> None:
        """Read the next cells."""
        for value in self._reader.noted(texts):
            number = spreadsheet_number(value)
            self._numbers.append(nan if number is None else number)
            self._places.append(self._forms.place(_form_of(value, number)))
        self._unsure = self._reader.unsure

    def cell(self, row: int, text: str) -> tuple[float | None, SheetForm]:
        """The number of a cell, None for text, and its form. Ask when all cells have been added."""
        form = self._forms[self._places[row]]
        if form.kind in self._unsure:
            value = self._reader.read(text)
            number = spreadsheet_number(value)
            return number, _form_of(value, number)
        kept = self._numbers[row]
        return None if isnan(kept) else kept, form

    def is_of_numbers(self, texts: list[str]) -> bool:
        """Whether those of the first cells that have a value become numbers, which stand at the right."""
        values = [value for value in map(self._reader.read, texts) if not is_empty(value)]
        return bool(values) and all(spreadsheet_number(value) is not None for value in values)


def _form_of(value: CellValue, number: float | None) -> SheetForm:
    if number is not None:
        return SheetForm(value.kind, number_format(value))
    text = value.text
    if text and is_formula(text):
        return SheetForm(value.kind, "@", is_quoted=True)
    is_code = value.kind in (ValueKind.CODE, ValueKind.PHONE)
    return SheetForm(value.kind, "@" if is_code or text[:1].isdigit() else "")
