"""The words that tell what a number is: of currencies, sizes, months, and of what is counted.

English, Hindi, and Hindi in Latin letters, as desks write them; small, and composed (NFC) where they are compared.
"""

from unicodedata import normalize


def _words(text: str) -> tuple[str, ...]:
    return tuple(normalize("NFC", text).split())


CURRENCIES = _words("rs inr usd eur gbp aed rupee rupees rupiya rupaye रु रू रुपये रुपए रुपया")
SCALES = _words(
    "lakh lakhs lac lacs crore crores cr thousand hundred million mn bn billion लाख करोड़ करोड हज़ार हजार सौ"
)
SHORT_SCALES = _words("k l m")
NUMBERS = _words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand lakh lakhs lac lacs"
    " crore crores million billion"
)
_ENGLISH_MONTHS = _words(
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september"
    " october november december"
)
MONTHS = (
    *_ENGLISH_MONTHS,
    *_words("जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"),
)
UNITS = _words(
    "percent st nd rd th am pm kg kgs km kms g gm gms cm mm ft px gb mb kb kcal kj ms sec secs seconds"
    " min mins minutes hr hrs hours days weeks months years yrs times rpm bpm steps reps sets laps metres meters"
    " calories"
    " दिन दिनों महीने साल हफ्ते मिनट घंटे बजे बार din mahine saal"
)
PEOPLE = _words(
    "members clients customers people persons visitors visits checkins check-ins attendance attendances entries users"
    " followers leads enquiries inquiries records rows seats participants"
    " active inactive expired women men male female inside joined"
    " सदस्य सदस्यों लोग sadasya log"
)
"""What is counted and has no price, so that also "Members: 1,245" is a count."""
COUNTED = (
    *UNITS,
    *PEOPLE,
    *_words(
        "trainers staff employees results branches sessions classes payments invoices receipts plans"
        " memberships renewals messages questions points letters words"
        " characters items pages lines files"
    ),
)
"""What follows a figure that is no amount: "1,204 visits", "120 दिन"."""
FEW_COUNTED = _words(
    "minute hour day week month year yr member client customer person visit session class payment invoice plan record"
    " row checkin check-in entry user lead trainer branch membership new active expired renewal more महीना"
)
"""What follows also a short one: "1 member"; but a "4500 plan" is one that costs so much."""
PRICES = _words(
    "fee fees dues salary salaries price prices cost costs charge charges revenue income amount amounts rent wages"
    " rs inr rupees फीस बकाया रुपये"
)
"""What has a price behind it is not counted: "4500 staff salary"."""
QUALITIES = _words(
    "are were new active inactive expired different unique total other more paying regular current pending overdue"
    " registered"
    " personal training group"
)
"""What may stand between a figure and what it counts."""
LINKS = _words("to and or plus minus x of by till से और या aur ya se")
"""What may stand between the figures of a range, a list or a sum."""
IDENTIFIERS = _words(
    "id ids code room locker ref reference version build port page row line step pin pincode zip error http कोड"
)
NAMED = (*IDENTIFIERS, *_words("member client customer user employee invoice receipt"))
"""What a figure behind it names: "member 1042", and also "code: 1042" where there is no other sense in it."""

PER = _words("per / each every प्रति हर prati har")
OF_WHAT = (
    *PER,
    *_words("( for of in this last next from to today yesterday still till until since with after before"),
)
"""What stands between a word for money and what it is for: "fee for 3 months"."""
OF_WHEN = _words("today yesterday now monthly yearly weekly left")
"""What stands behind a word for money, and is all that does."""
OWED = _words("owe owes owed owing")
SUMS = _words("total sum value worth balance balances loss rate due payment collection कुल")
"""Words for money that are said of counts as well: "balance of sessions"."""

HINDI_NUMBERS = _words(
    "ek do teen char chaar paanch panch chhe saat aath nau das bees tees pachas dedh dhai sau hazar hazaar"
    " एक दो तीन चार पांच पाँच छह छः सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह बीस पच्चीस तीस चालीस पचास साठ"
    " सत्तर अस्सी नब्बे डेढ़ ढाई सौ हज़ार हजार लाख करोड़ करोड"
)
SPOKEN = frozenset((*NUMBERS, *HINDI_NUMBERS))
SPOKEN_SCALES = frozenset((*SCALES, *_words("sau hazar hazaar")))

OPEN_WORDS = frozenset((*CURRENCIES, *SCALES, *SHORT_SCALES, *SPOKEN, *_ENGLISH_MONTHS))
"""What these mean is told by what stands beside them."""
OPEN_BEHIND_FIGURES = frozenset((*LINKS, *QUALITIES, *COUNTED))
"""What a figure before these is, is told by what stands behind them."""
OPEN_BEHIND_DIGITS = frozenset(_words("is still left per be"))
"""The same, of one that is not written in words."""

COUNT_HEADINGS = frozenset(
    _words(
        "visits sessions count days number hours months weeks memberships renewals year since joined joining birth"
        " no id ids code codes room locker सदस्य दिन"
    )
)
"""Words of a column's heading below which no money stands."""
