"""The words that mean somebody of whom was spoken before, or several: "her dues", "that member", "their phones"."""

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence

OF_ONE = frozenset({"details", "phone", "email", "address", "membership", "plan", "due", "price", "paid", "attendance",
                     "come", "last", "final", "when", "trainer", "expiring", "number", "branch", "amount",
                     "pending", "howmuch", "left"})  # fmt: skip
"""What can be asked about one client without naming them again."""
_SOMEBODY = ("his", "her", "hers", "she", "he", "him")
OF_THEM = ("unke", "unka", "unki", "inke", "inka", "sabke", "their", "them",
            "\u0909\u0928\u0915\u0947", "\u0907\u0928\u0915\u0947",
            "\u0909\u0928\u0915\u093e")  # fmt: skip
_OF_OTHERS = (
    "unhone", "usne", "unse", "usse", "unko", "usko", "isne", "isko", "inko",
    "\u0909\u0938\u0928\u0947", "\u0909\u0938\u0915\u094b", "\u0909\u0938\u0938\u0947", "\u0909\u0938\u0947",
    "\u0909\u0928\u0915\u094b", "\u0909\u0928\u0915\u0940",
    "\u0909\u0928\u094d\u0939\u094b\u0902\u0928\u0947",
)  # fmt: skip
"""Inside a message that named somebody, these are that one."""
_WHOSE = (
    "jinka",
    "jinki",
    "jinke",
    "\u091c\u093f\u0928\u0915\u093e",
    "\u091c\u093f\u0928\u0915\u0940",
    "\u091c\u093f\u0928\u0915\u0947",
)
"""In "jinka ... unke phone number" the sentence itself says of whom it speaks."""
THEY = ("wo", "woh", "vo", "\u0935\u094b", "\u0935\u0939")
THAT = ("same", "that", "this", "said", "usi", "isi", "wahi", "vahi", "us", "\u0909\u0938\u0940", "\u0907\u0938\u0940",
         "\u0909\u0938", "\u0935\u0939\u0940")  # fmt: skip
_THIS = ("is", "iss", "\u0907\u0938")
_OWNED = (
    "ka",
    "ki",
    "ke",
    "ko",
    "ne",
    "\u0915\u093e",
    "\u0915\u0940",
    "\u0915\u0947",
    "\u0915\u094b",
    "\u0928\u0947",
)
_OF_MANY = (
    "s",
    "people",
    "ppl",
    "log",
    "logo",
    "logon",
    "\u0932\u094b\u0917",
    "\u0932\u094b\u0917\u094b\u0902",
)
"""How words end that mean more than one."""


def points_back(sentence: Sentence) -> bool:
    """Whether somebody is meant of whom was spoken before: "her dues", "the same client's phone"."""
    said = (sentence.has("his") and not is_typed(sentence, *_WHOSE)) or is_typed(sentence, *_SOMEBODY)
    for place in sentence.at("member"):
        before = place - 1
        pointer = sentence.words[before].typed.casefold() if place else ""
        owned = sentence.words[place + 1].typed.casefold() if place + 1 < len(sentence.words) else ""
        one = not sentence.words[place].typed.casefold().removesuffix("'s").endswith(_OF_MANY)
        if one and (pointer in THAT or (pointer in _THIS and owned in _OWNED)):
            sentence.taken.add(before)
            said = True
    return said


def somebody_in(sentence: Sentence) -> list[str]:
    """The words that mean one client of whom was spoken before, as they were typed."""
    if is_typed(sentence, *_WHOSE):
        return []
    return [
        word.typed
        for place, word in enumerate(sentence.words)
        if (word.means == "his" and place not in sentence.taken and word.typed.casefold() not in OF_THEM)
        or word.typed.casefold() in _SOMEBODY
    ]


def those_in(sentence: Sentence) -> list[str]:
    """The words that mean several of whom was spoken before: "their", "unke"."""
    if is_typed(sentence, *_WHOSE):
        return []
    return [word.typed for word in sentence.words if word.typed.casefold() in (*OF_THEM, "they", "theirs")]


def speaks_of_somebody(sentence: Sentence) -> bool:
    """Whether a part of a message means the client of another part: "her dues", "and how much they owe"."""
    return points_back(sentence) or is_typed(sentence, *OF_THEM, "they", "theirs", *THEY, *_OF_OTHERS)


def is_typed(sentence: Sentence, *words: str) -> bool:
    """Whether one of `words` (small letters) stands there as it was typed."""
    return any(word.typed.casefold() in words for word in sentence.words)
