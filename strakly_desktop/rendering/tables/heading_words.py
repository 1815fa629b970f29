"""What the words of a heading or label say of what stands below it or beside it: who, amounts, days, telephones.

In English and Hindi, as assistants write them, in small letters.
"""

import re
from functools import lru_cache
from unicodedata import normalize

_BETWEEN_WORDS = re.compile(r"[\s/_.,:;()&#-]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CLIENTS = _words("""
    name names client clients member members customer person lead नाम सदस्य ग्राहक naam sadasya full first of का
    ka
""")
STAFF = _words("trainer employee coach staff")
NOTES = _words("""
    note notes remark remarks comment comments description details reason message feedback टिप्पणी विवरण
""")
ADDRESSES = _words("address street location area पता pata")
CODES = _words("""
    id ids uuid email mail ईमेल website url link reference ref invoice receipt transaction txn utr gst gstin
    aadhaar pan code pincode postcode zip
""")
MONEY = _words("""
    due dues amount balance outstanding owed owes paid payment price fee fees total revenue pending bakaya rakam
    बकाया राशि रकम भुगतान शुल्क कुल
""")
STATES = _words("status state स्थिति")
FIGURES = _words("""
    date expiry expires expiring until valid end ends start starts joined renewal days day left visits visit
    time in out तारीख दिन समाप्ति
""")
PHONES = _words("phone mobile whatsapp contact telephone tel फोन फ़ोन मोबाइल")
DAYS = _words("date on day until till")
PLACES = _words("city address country district pincode zip postcode")
NO_MONEY = _words("method mode type via by")
"""How an amount was paid, say."""
WEAK = _words("in out left time end ends start starts valid day")
"""These say "figures" of a column only among their own: "Time in", but not "Interested in"."""
BESIDE_WEAK = _words("""
    check checked checkin clock punch log logged sign signed entry exit days date since hours inside first last
    at of until till to from visits on the week due plan membership weeks months sessions times am pm
""")

_MORE_MONEY = _words("""
    bill bills billed upi gst cgst sgst igst rent advance pays pay charged deposited refunded earns spends देय
    शेष पैसा पैसे किराया dues amt amounts payments payable receivable receivables received collected collection
    collections cost costs charge charges rate salary salaries wages income earning earnings earned expense
    expenses discount refund refunds arrears deposit deposits mrp subtotal sales turnover profit loss value
    worth money cash sum owe owing prices revenues balances spent commission bonus tax बकाये फीस फ़ीस वेतन
    तनख्वाह मूल्य कीमत क़ीमत दाम जमा आय आमदनी खर्च रुपये रुपए बाकी बाक़ी fees paisa paise kimat vetan jama baki
    baaki bakaaya inr rs rupees ₹
""")
"""That of a heading which says nothing of what its column is worth."""
_COUNTS = _words("""
    members clients visits visit sessions count days people attendance number users checkins hours months weeks
    staff trainers leads memberships status no id ids सदस्य दिन
""")

_AMOUNTS = frozenset(normalize("NFC", word) for word in MONEY | _MORE_MONEY)
_TELEPHONES = frozenset(normalize("NFC", word) for word in PHONES)


@lru_cache(maxsize=256)
def words_of(heading: str) -> frozenset[str]:
    """The words of a heading, in small letters."""
    return frozenset(_BETWEEN_WORDS.split(heading.casefold().replace("e-mail", "email"))) - {""}


@lru_cache(maxsize=1024)
def names_amounts(heading: str) -> bool:
    """Whether a heading or a label says that amounts of money stand there, signed as such or not."""
    words = words_of(normalize("NFC", heading))
    return bool(words & _AMOUNTS) and not words & (NO_MONEY | DAYS | _COUNTS)


def mentions_amounts(text: str) -> bool:
    """Whether any word of a text is one of money."""
    return bool(words_of(normalize("NFC", text)) & _AMOUNTS)


@lru_cache(maxsize=1024)
def names_phones(heading: str) -> bool:
    """Whether a heading or a label says that telephone numbers stand there."""
    return bool(words_of(normalize("NFC", heading)) & _TELEPHONES)


@lru_cache(maxsize=1024)
def names_addresses(heading: str) -> bool:
    """Whether a heading says that addresses stand there, or parts of them."""
    return bool(words_of(normalize("NFC", heading)) & (ADDRESSES | PLACES))
