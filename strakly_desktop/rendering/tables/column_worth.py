"""What the columns of a table are worth to the desk, so that the least goes first where there is no room.

Who it is comes first, then what they owe, how they stand and until when; an address or a note can be opened.
It is judged by the heading, which is there before any row, and only where that says nothing by the first rows:
a choice that changed with every row would make columns come and go.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol
from unicodedata import normalize

FIRST = 100
"""Of the first column, which is never given up: rows are found by it."""
_NAME, _MONEY, _STATUS, _FIGURE, _PHONE, _SHORT, _CODE, _ADDRESS, _LONG = range(9, 0, -1)
GIVEN_UP = 1
"""What a column takes that is given up, in px: Qt leaves none without."""
_LONG_LETTERS = 24
_BETWEEN_WORDS = re.compile(r"[\s/_.,:;()&#-]+")

_CLIENTS = frozenset(
    (
        *("name", "names", "client", "clients", "member", "members", "customer", "person", "lead"),
        *("नाम", "सदस्य", "ग्राहक", "naam", "sadasya", "full", "first", "of", "का", "ka"),
    )
)
_STAFF = frozenset(("trainer", "employee", "coach", "staff"))
# Words that say "figures" of a column only among their own: "Time in", but not "Interested in".
_WEAK = frozenset(("in", "out", "left", "time", "end", "ends", "start", "starts", "valid", "day"))
_BESIDE_WEAK = frozenset(
    (
        *(
            "check",
            "checked",
            "checkin",
            "clock",
            "punch",
            "log",
            "logged",
            "sign",
            "signed",
            "entry",
            "exit",
        ),
        *(
            "days",
            "date",
            "since",
            "hours",
            "inside",
            "first",
            "last",
            "at",
            "of",
            "until",
            "till",
            "to",
            "from",
        ),
        *(
            "visits",
            "on",
            "the",
            "week",
            "due",
            "plan",
            "membership",
            "weeks",
            "months",
            "sessions",
            "times",
            "am",
            "pm",
        ),
    )
)
_DAYS = frozenset(("date", "on", "day", "until", "till"))
_PLACES = frozenset(("city", "address", "country", "district", "pincode", "zip", "postcode"))
_NO_MONEY = frozenset(("method", "mode", "type", "via", "by"))
# The first that knows a word of the heading decides.
_BY_HEADING: tuple[tuple[int, frozenset[str]], ...] = (
    (
        _LONG,
        frozenset(
            (
                *("note", "notes", "remark", "remarks", "comment", "comments", "description", "details"),
                *("reason", "message", "feedback", "टिप्पणी", "विवरण"),
            )
        ),
    ),
    (_ADDRESS, frozenset(("address", "street", "location", "area", "पता", "pata"))),
    (
        _CODE,
        frozenset(
            (
                *("id", "ids", "uuid", "email", "mail", "ईमेल", "website", "url", "link", "reference", "ref"),
                *(
                    "invoice",
                    "receipt",
                    "transaction",
                    "txn",
                    "utr",
                    "gst",
                    "gstin",
                    "aadhaar",
                    "pan",
                    "code",
                ),
                *("pincode", "postcode", "zip"),
            )
        ),
    ),
    (
        _MONEY,
        frozenset(
            (
                *("due", "dues", "amount", "balance", "outstanding", "owed", "owes", "paid", "payment"),
                *("price", "fee", "fees", "total", "revenue", "pending", "bakaya", "rakam"),
                *("बकाया", "राशि", "रकम", "भुगतान", "शुल्क", "कुल"),
            )
        ),
    ),
    (_STATUS, frozenset(("status", "state", "स्थिति"))),
    (
        _FIGURE,
        frozenset(
            (
                *(
                    "date",
                    "expiry",
                    "expires",
                    "expiring",
                    "until",
                    "valid",
                    "end",
                    "ends",
                    "start",
                    "starts",
                ),
                *(
                    "joined",
                    "renewal",
                    "days",
                    "day",
                    "left",
                    "visits",
                    "visit",
                    "time",
                    "in",
                    "out",
                    "तारीख",
                ),
                *("दिन", "समाप्ति"),
            )
        ),
    ),
    (
        _PHONE,
        frozenset(("phone", "mobile", "whatsapp", "contact", "telephone", "tel", "फोन", "फ़ोन", "मोबाइल")),
    ),
)


_BY_WORTH = dict(_BY_HEADING)
_MORE_MONEY = frozenset(
    (
        *(
            "bill",
            "bills",
            "billed",
            "upi",
            "gst",
            "cgst",
            "sgst",
            "igst",
            "rent",
            "advance",
            "pays",
            "pay",
            "charged",
        ),
        *("deposited", "refunded", "earns", "spends", "देय", "शेष", "पैसा", "पैसे", "किराया"),
        *(
            "dues",
            "amt",
            "amounts",
            "payments",
            "payable",
            "receivable",
            "receivables",
            "received",
            "collected",
        ),
        *(
            "collection",
            "collections",
            "cost",
            "costs",
            "charge",
            "charges",
            "rate",
            "salary",
            "salaries",
            "wages",
        ),
        *(
            "income",
            "earning",
            "earnings",
            "earned",
            "expense",
            "expenses",
            "discount",
            "refund",
            "refunds",
            "arrears",
        ),
        *(
            "deposit",
            "deposits",
            "mrp",
            "subtotal",
            "sales",
            "turnover",
            "profit",
            "loss",
            "value",
            "worth",
            "money",
        ),
        *(
            "cash",
            "sum",
            "owe",
            "owing",
            "prices",
            "revenues",
            "balances",
            "spent",
            "commission",
            "bonus",
            "tax",
        ),
        *(
            "बकाये",
            "फीस",
            "फ़ीस",
            "वेतन",
            "तनख्वाह",
            "मूल्य",
            "कीमत",
            "क़ीमत",
            "दाम",
            "जमा",
            "आय",
            "आमदनी",
            "खर्च",
            "रुपये",
        ),
        *(
            "रुपए",
            "बाकी",
            "बाक़ी",
            "fees",
            "paisa",
            "paise",
            "kimat",
            "vetan",
            "jama",
            "baki",
            "baaki",
            "bakaaya",
            "inr",
        ),
        *("rs", "rupees", "₹"),
    )
)
_COUNTS = frozenset(
    (
        *(
            "members",
            "clients",
            "visits",
            "visit",
            "sessions",
            "count",
            "days",
            "people",
            "attendance",
            "number",
        ),
        *(
            "users",
            "checkins",
            "hours",
            "months",
            "weeks",
            "staff",
            "trainers",
            "leads",
            "memberships",
            "status",
        ),
        *("no", "id", "ids", "सदस्य", "दिन"),
    )
)


_AMOUNT_WORDS = frozenset(normalize("NFC", word) for word in _BY_WORTH[_MONEY] | _MORE_MONEY)
_PHONE_WORDS = frozenset(normalize("NFC", word) for word in _BY_WORTH[_PHONE])


class ColumnContent(Protocol):
    """What the first rows say of a column: how many cells have a text, its letters, and those of values in it."""

    @property
    def sampled(self) -> int: ...
    @property
    def letters(self) -> int: ...
    @property
    def value_letters(self) -> int: ...


def worth_of(headers: Sequence[str], columns: Sequence[ColumnContent]) -> list[int]:
    """What each column is worth; of two that are worth the same, the left one is to be kept."""
    words = [_words(header) for header in headers]
    found = [_worth(one, column) for one, column in zip(words, columns, strict=True)]
    if any(one & _PLACES for one in words):
        # A state of the country.
        found = [_ADDRESS if one == {"state"} else worth for one, worth in zip(words, found, strict=True)]
    named = [i for i, one in enumerate(words) if one and one <= _CLIENTS | _STAFF]
    name = next((i for i in named if words[i] & _CLIENTS), named[0] if named else None)
    if name is None:
        # Without a heading that says so, the first text names the row.
        name = next((i for i, one in enumerate(found) if one == _SHORT and words[i]), 0)
    found[name] = max(found[name], _NAME)
    if found:
        found[0] = FIRST
    return found


@lru_cache(maxsize=1024)
def names_amounts(heading: str) -> bool:
    """Whether a heading or a label says that amounts of money stand there, signed as such or not."""
    words = _words(normalize("NFC", heading))
    return bool(words & _AMOUNT_WORDS) and not words & (_NO_MONEY | _DAYS | _COUNTS)


def mentions_amounts(text: str) -> bool:
    """Whether any word of a text is one of money."""
    return bool(_words(normalize("NFC", text)) & _AMOUNT_WORDS)


@lru_cache(maxsize=1024)
def names_phones(heading: str) -> bool:
    """Whether a heading or a label says that telephone numbers stand there."""
    return bool(_words(normalize("NFC", heading)) & _PHONE_WORDS)


def given_up(
    least: Sequence[int], worth: Sequence[int], available: int, gone: frozenset[int] = frozenset()
) -> tuple[int, ...]:
    """The columns to give up so that the others, `least` px each, stand in `available` px.

    `gone`: those that are given up already, and do not come back. The first column is never given up.
    """
    hidden = set(gone)
    total = sum(GIVEN_UP if column in hidden else width for column, width in enumerate(least))
    for column in sorted(range(1, len(least)), key=lambda column: (worth[column], -column)):
        if total <= available:
            break
        if column not in hidden:
            hidden.add(column)
            total -= least[column] - GIVEN_UP
    # A narrow one that went before a wide one may still fit.
    for column in sorted(hidden - gone, key=lambda column: (-worth[column], column)):
        if total + least[column] - GIVEN_UP <= available:
            hidden.remove(column)
            total += least[column] - GIVEN_UP
    return tuple(sorted(hidden))


@lru_cache(maxsize=256)
def _words(header: str) -> frozenset[str]:
    return frozenset(_BETWEEN_WORDS.split(header.casefold().replace("e-mail", "email"))) - {""}


def _worth(words: frozenset[str], column: ColumnContent) -> int:
    if words & _WEAK and not words <= _WEAK | _BESIDE_WEAK:
        words -= _WEAK
    for worth, known in _BY_HEADING:
        if words & known and not (worth == _MONEY and words & _NO_MONEY):
            return _FIGURE if worth == _MONEY and words & _DAYS else worth
    if not column.sampled:
        return _SHORT
    if 2 * column.value_letters >= column.letters:
        return _FIGURE
    return _ADDRESS if column.letters > _LONG_LETTERS * column.sampled else _SHORT
