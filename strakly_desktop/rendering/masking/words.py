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
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand lakh lakhs lac crore"
    " crores"
)
_ENGLISH_MONTHS = _words(
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september"
    " october november december"
)
MONTHS = (
    *_ENGLISH_MONTHS,
    *_words("जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"),
)
COUNTED = _words(
    "percent st nd rd th am pm kg km gb mb minute minutes min mins hour hours hr hrs day days week weeks month months"
    " year years yr yrs times member members client clients customer customers people person persons visit visits"
    " session sessions classes payment payments invoice invoices plan plans record records row rows checkin checkins"
    " check-in check-ins steps reps calories kcal points seats followers entries user users lead leads trainer trainers"
    " staff branch branches membership memberships new active expired renewal renewals more"
    " दिन दिनों महीने महीना साल हफ्ते सदस्य सदस्यों लोग बजे बार din mahine log sadasya"
)
"""What follows a number that is no amount: "12 members", "3 दिन"."""

OPEN_WORDS = frozenset((*CURRENCIES, *SCALES, *SHORT_SCALES, *NUMBERS, *_ENGLISH_MONTHS))
"""What these mean is told by what stands beside them."""
