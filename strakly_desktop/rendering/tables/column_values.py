"""Reads the cells of a table: grid, sorting, sums, and every way out of the app ask here what a cell means.

The column decides with its heading and all its cells: 9876543210 below "Phone" is no amount, 12 beside 007 is no
number, and 1:45 beside 26:30 is no time of day. What is not sure stays text, and all of it.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Self
from unicodedata import normalize

from strakly_desktop.rendering.tables.cell_values import CellValue, ValueKind, is_dash, is_empty
from strakly_desktop.rendering.tables.number_cells import read_code, read_number
from strakly_desktop.rendering.tables.row_words import is_serial
from strakly_desktop.rendering.tables.time_cells import order_of, read_day, read_duration, read_time

_LONGEST = 60
_SHORTEST_CODE = 6
_FEWEST_OF_PHONE, _MOST_OF_PHONE = 10, 12
# Most cells are names: a look at the first letters spares trying whatever else they might be.
_BEGINS_AS_VALUE = re.compile(
    r"[\d+\u2212\u2013(₹$€£र-]|rs|inr|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun",
    re.IGNORECASE,
)
_HIDDEN_AMOUNT = re.compile(
    r"[-+\u2212\u2013(]?\s*(?:rs\.?|inr|₹)?\s*[-(]*•••\)*\s*(?:/-|%|inr)?", re.IGNORECASE
)
_BETWEEN_WORDS = re.compile(r"[\s/_.,:;()&#'’-]+")


def _words_of(*texts: str) -> frozenset[str]:
    """Words as headings are compared: one form for letters that Unicode writes in two ways."""
    return frozenset(word for text in texts for word in normalize("NFC", text.casefold()).split())


_PHONES = _words_of(
    "phone telephone tel mobile mob whatsapp cell cellphone contact ph landline helpline",
    "फोन फ़ोन मोबाइल व्हाट्सएप व्हाट्सऐप वॉट्सऐप संपर्क सम्पर्क दूरभाष sampark",
)
# Singular: "Invoices" counts them.
_CODES = _words_of(
    "code id uid uuid receipt invoice bill pin pincode postcode postal zip zipcode aadhaar aadhar adhaar gst gstin pan",
    "ref reference txn transaction utr rrn otp account ifsc barcode serial passport licence license voucher username",
    "membership-no card-no locker sku hsn challan",
    "कोड आईडी रसीद चालान इनवॉइस बिल पिन पिनकोड आधार जीएसटी पैन खाता संदर्भ लॉकर rasid raseed khata",
)
_AMOUNTS = _words_of(
    "amount amounts due dues total paid revenue fee fees balance income sales collected collection pending",
    "outstanding salary expense expenses cost charge charges tax discount refund rs inr ₹ rupees",
    "राशि रकम बकाया कुल शुल्क भुगतान शेष वेतन खर्च आय कमाई rakam bakaya",
)
# What stands below them is told of a code, and is none: "Receipt date", "Phone calls".
_OF_A_CODE = _words_of(
    "date day days time on at count calls messages visits sent opened since until expiry status type mode last",
    "तारीख दिनांक दिन समय संख्या",
)
_DURATIONS = _words_of(
    "duration durations length spent stay stayed elapsed worked runtime",
    "अवधि avadhi",
)
# Of one thing each, or of none: never added up.
_OF_EACH = _words_of("average avg rate price per percent % दर औसत")
# Numbers below them mean nothing added up, unless they are amounts.
_NOT_ADDED_UP = (
    _words_of(
        "# no sr id pin age year rank card day days left hour number nr",
        "उम्र आयु वर्ष क्रमांक क्र",
    )
    | _PHONES
    | _CODES
)


_COUNT = _words_of("no nos nr number")
"""With "of" they count what they name: "No. of visits"."""


class ColumnValues:
    """The cells of one column and what they mean, also while more of them come in.

    `today`: a day without a year is the one next to it.
    """

    def __init__(self, header: str, today: date) -> None:
        self._today = today
        words = _header_words(header)
        is_amount = bool(words & _AMOUNTS)
        is_of_code = bool(words & _OF_A_CODE) or is_amount
        self._is_phone = bool(words & _PHONES) and not is_of_code
        self._is_code = bool(words & _CODES) and not is_of_code
        self._is_amount = is_amount
        self._is_duration = bool(words & _DURATIONS)
        self._has_code = self._has_phone = self._has_long = False
        self._has_figures = self._has_other = False
        self._shortest = _MOST_OF_PHONE + 1
        self._longest = 0
        self._orders: set[str] = set()
        self._decided = self._decision()

    def __copy__(self) -> Self:
        """One that takes more cells while this one does not."""
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__, _orders=set(self._orders))
        return made

    @property
    def is_numeric(self) -> bool:
        """Whether every cell so far that has a value is a number, an amount or a percentage."""
        is_code, is_phone = self._decided[:2]
        return self._has_figures and not self._has_other and not is_code and not is_phone

    def note(self, texts: Iterable[str]) -> bool:
        """Let these cells have their say in what the column is; True where what was read before is to be read anew."""
        for text in texts:
            self._note(_read(text.strip(), self._today))
        return self._decide()

    def noted(self, texts: Iterable[str]) -> list[CellValue]:
        """Let these cells have their say, and tell what each means by itself: all but `unsure` mean that."""
        values = [_read(text.strip(), self._today) for text in texts]
        for value in values:
            self._note(value)
        self._decide()
        return values

    @property
    def unsure(self) -> frozenset[ValueKind]:
        """Cells of these kinds mean something else in this column, some of them: `read` tells."""
        is_code, is_phone, is_duration, order, has_negatives = self._decided
        is_named = self._is_code or self._is_phone
        kinds = {
            ValueKind.NUMBER: is_code or is_phone or not has_negatives,
            ValueKind.PERCENT: is_named,
            ValueKind.DURATION: is_named,
            ValueKind.TIME: is_named or is_duration,
            ValueKind.DAY: is_named or order != "",
        }
        return frozenset(kind for kind, is_unsure in kinds.items() if is_unsure)

    def _decide(self) -> bool:
        decided = self._decision()
        changed = decided != self._decided
        self._decided = decided
        return changed

    def read(self, text: str) -> CellValue:
        """What a cell of this column means, as far as it is known. All its cells should have been noted."""
        text = text.strip()
        value = _read(text, self._today)
        is_code, is_phone, is_duration, order, has_negatives = self._decided
        match value.kind:
            case ValueKind.NUMBER if is_code or is_phone:
                if value.is_bare or self._is_code or self._is_phone:
                    return CellValue(ValueKind.PHONE if is_phone else ValueKind.CODE, text)
            case ValueKind.NUMBER if value.is_bracketed and not has_negatives:
                return CellValue(ValueKind.TEXT, text)
            case ValueKind.PERCENT | ValueKind.DURATION if self._is_code or self._is_phone:
                return CellValue(ValueKind.CODE, text)
            case ValueKind.TIME if self._is_code or self._is_phone:
                return CellValue(ValueKind.CODE, text)
            case ValueKind.TIME if is_duration:
                return read_duration(text) or value
            case ValueKind.DAY:
                if (self._is_code or self._is_phone) and not any(map(str.isalpha, text)):
                    return CellValue(ValueKind.CODE, text)
                if order and not value.exact:
                    return read_day(text, self._today, order) or value
            case _:
                pass
        return value

    def _note(self, value: CellValue) -> None:
        text = value.text
        match value.kind:
            case ValueKind.EMPTY:
                return
            case ValueKind.CODE:
                self._has_code = True
            case ValueKind.PHONE:
                self._has_phone = True
            case ValueKind.NUMBER if value.is_bare:
                self._has_figures = True
                self._shortest = min(self._shortest, len(text))
                self._longest = max(self._longest, len(text))
                return
            case ValueKind.DURATION:
                self._has_long = True
            case ValueKind.DAY if text[:1].isdigit():
                self._orders.add(order_of([text]))
            case ValueKind.NUMBER if value.is_bracketed:
                # A number only among others.
                return
            case ValueKind.NUMBER | ValueKind.MONEY | ValueKind.PERCENT:
                # Written as an amount.
                self._has_figures = True
                self._shortest = 0
                return
            case ValueKind.TEXT if _HIDDEN_AMOUNT.fullmatch(text):
                # It stands where the amount will: a column does not move when its values are shown.
                self._has_figures = True
                self._shortest = 0
                return
            case _:
                pass
        self._has_other = True

    def _decision(self) -> tuple[bool, bool, bool, str, bool]:
        """Whether bare figures are codes or telephones, times are durations, the order of days, and whether
        brackets are negative."""
        by_shape = not self._is_amount and self._shortest >= _SHORTEST_CODE and self._longest > 0
        is_phone = self._is_phone or (
            not self._is_code
            and (
                self._has_phone
                or (by_shape and _FEWEST_OF_PHONE <= self._shortest <= self._longest <= _MOST_OF_PHONE)
            )
        )
        is_code = self._is_code or self._has_code or by_shape
        orders = self._orders - {""}
        order = next(iter(orders)) if len(orders) == 1 else ""
        return (
            is_code and not is_phone,
            is_phone,
            self._is_duration or self._has_long,
            order,
            (self._has_figures or self._is_amount) and not self._has_other,
        )


def adds_up(header: str) -> bool:
    """Whether what stands below a heading can be added up at all: amounts can, ages, receipts and row
    numbers cannot."""
    if is_serial(header):
        return False
    words = _header_words(header)
    if "of" in words:
        words -= _COUNT
    return not words & _OF_EACH and (bool(words & _AMOUNTS) or not words & _NOT_ADDED_UP)


def first_value(texts: Iterable[str]) -> CellValue | None:
    """The first of the cells that has a value, read by itself: its column may know better. None if none has."""
    values = (_read(text.strip(), date.min) for text in texts)
    return next((value for value in values if not is_empty(value)), None)


@lru_cache(maxsize=8192)
def _read(text: str, today: date) -> CellValue:
    """What a cell means by itself."""
    if is_dash(text):
        return CellValue(ValueKind.EMPTY, text)
    if len(text) > _LONGEST or not _BEGINS_AS_VALUE.match(text) or not any(map(str.isdigit, text)):
        return CellValue(ValueKind.TEXT, text)
    return (
        (read_code(text) if text[0] == "+" else None)
        or read_number(text)
        or read_time(text)
        or read_duration(text)
        or read_code(text)
        or read_day(text, today)
        or CellValue(ValueKind.TEXT, text)
    )


@lru_cache(maxsize=512)
def _header_words(header: str) -> frozenset[str]:
    folded = normalize("NFC", header.casefold())
    words = frozenset(_BETWEEN_WORDS.split(folded)) - {""}
    return words | ({"#"} if "#" in header else frozenset())
