"""Refuses wishes to change what the gym records, by what was wished: a payment is not an attendance.

Each refusal says what cannot be done here, that nothing was changed, and on which page it is done.
"""

import re

from strakly_desktop.bot.understanding.details import find_source
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER, plain

_PAGES_OF_WISHES = {
    "renew": ("renew a membership", "/memberships"),
    "freeze": ("freeze a membership", "/memberships"),
    "cancel": ("cancel anything", "/memberships"),
    "transfer": ("transfer or upgrade a membership", "/memberships"),
    "book": ("book a class or session", "/trainers"),
    "delete": ("delete or remove anything", "/clients"),
    "send": ("send a message or call", "/announcements"),
    "mark": ("mark attendance", "/attendance"),
    "refund": ("refund money", "/financial-reports"),
    "edit": ("change records", "/clients"),
    "add": ("add this", "/clients"),
    "charge": ("bill anybody", "/financial-reports"),
}
_OF_THINGS = (
    (("mark", "edit", "add"), ("enquiry", "converted", "contacted", "lost"), ("change an enquiry", "/leads")),
    (
        ("mark", "edit", "add"),
        ("payment", "paid", "due", "cash", "upi", "card", "bank transfer", "received", "settled", "amount", "revenue",
         "method", "rupees"),
        ("record a payment or change a due", "/memberships"),
    ),
    (("mark", "edit"), ("membership", "frozen", "cancelled", "expired", "active", "inactive"),
     ("change a membership", "/memberships")),
    (("edit", "add"), ("plan", "price"), ("change a plan or its price", "/plans")),
    (("add",), ("trainer",), ("add a trainer", "/trainers")),
    (("add",), ("member", "join"), ("add a client", "/clients")),
    (("mark", "edit", "add"), ("attendance", "come"), ("mark attendance", "/attendance")),
)  # fmt: skip
"""What a wish is about, where that makes it another one: wishes, words, what cannot be done and where it is."""
_ASKING = ("who", "count", "when", "howmuch", "list")
_ORDERS = re.compile(
    r"\b(?:kar|karo|kardo|do|dena|dijiye|lo|likho|darj|generate|make|create"
    r"|\u0915\u0930|\u0915\u0930\u094b|\u0926\u094b|\u0915\u0930\u0928\u093e|\u0932\u094b|\u0926\u0930\u094d\u091c)\b"
    r"|\b(?:note|write) (?:it|down|this|that)\b"
)
_POLITE = re.compile(r"\b(?:please|can you|could you|want to|need to|i want)\b")
_SOON = r"(?:please |pls |plz |kindly )?"
_THING = r"(?!(?:of|s|from)\b)(?:\S+ ){0,4}?(?:payment|cash|fees?|upi|amount|money|rs|rupees|dues?|balance|\d{3,})\b"
_TAKES_MONEY = re.compile(
    rf"^{_SOON}(?:take|receive|record|log|accept|enter|collect|clear|settle|waive|write off|forgive|adjust|reduce) "
    rf"{_THING}"
)
_SETS_A_PRICE = re.compile(
    rf"^{_SOON}(?:set|change|increase|reduce|raise|lower|decrease) (?:\S+ ){{0,4}}?(?:price|fees?|rate|plan|cost)\b"
)
_CHANGES_SOMEBODY = re.compile(rf"^{_SOON}(?:assign|activate|deactivate|block|unblock|unfreeze|allot) \S+")
_EDIT = re.compile(
    r"\b(?:change|chnge|update|edit|correct)\b.*\b(?:phone|fone|number|mobile|name|e-?mail|address|plan|trainer|branch)\b"
    r".*\bto\b"
)
_CHECK_IN = re.compile(
    r"^(?:please |pls |plz |can you )?(?:check|chek|chec|chk|cehck|chcek|chekc|ceck|checl)[ -]?(?:in|out|inn|ot) "
    r"(?!today|yesterday|list|stats|history|of\b|count|time)\w"
)
_AT_THE_DESK = "Press **Ctrl+G**: the front desk of this app checks people in and out."
_IMPERATIVE = re.compile(
    rf"^{_SOON}(?:(?:can|could) you )?"
    r"(?:send|remind|notify|whatsapp|sms|message|email|call|phone|refund|renew|freeze|delete|cancel) "
    r"(?!history|numbers?\b|nos?\b|backs?\b|list|of\b|details)"
)
"""What is wished first is no question, whoever it is wished for: "send a reminder to all who owe"."""
_UNCERTAIN = (["add"], ["charge"], ["cancel"], ["transfer"], ["add", "charge"])
"""Alone, these are as often a part of a question."""


def refused_wish(sentence: Sentence, message: str) -> str | None:
    """The refusal of a change that cannot be made here, with the page that can; None when it is a question."""
    able = _wished(sentence, plain(message))
    if able is None or sentence.has("theme", "dark", "light", "accent", "sort"):
        return None
    wish, page = able
    person = next(
        (
            named["ids"][0]
            for _, named in sentence.names("client")
            if named["total"] == 1 and named["likeness"] >= 95
        ),
        None,
    )
    link = (
        f"[{page}]({page})" if person is None else f"[their page](/clients/{person}) or on [{page}]({page})"
    )
    if able == _PAGES_OF_WISHES["mark"]:
        return (
            "**Nobody was checked in or out.** I can't do that: from the chat I cannot mark attendance, and nothing "
            "was changed. "
            f"{_AT_THE_DESK} It is also done on {link}."
        )
    whom = (
        '"Who still has to pay?" lists whom it is for, with telephone numbers. '
        if _is_of_dues(sentence, wish)
        else ""
    )
    return (
        f"I can't do that: offline I cannot {wish}, and nothing was changed. It is done on {link}. {whom}"
        "I only look things up, note down new enquiries, change the theme, print, export and open pages."
    )


def _is_of_dues(sentence: Sentence, wish: str) -> bool:
    return sentence.has("due") and wish == _PAGES_OF_WISHES["send"][0]


def _wished(sentence: Sentence, text: str) -> tuple[str, str] | None:
    """What is wished and cannot be done, with its page; None where nothing is."""
    if sentence.has(*_ASKING) and not _IMPERATIVE.match(text):
        return None
    if _TAKES_MONEY.search(text) and not sentence.has("enquiry"):
        return "record a payment or change a due", "/memberships"
    if _SETS_A_PRICE.search(text) and re.search(r"\b(?:to|by)\b|\d{3,}", text):
        return "change a plan or its price", "/plans"
    if _CHANGES_SOMEBODY.search(text) or (_EDIT.search(text) and any(sentence.names("client"))):
        return _PAGES_OF_WISHES["edit"]
    if _CHECK_IN.match(text):
        return _PAGES_OF_WISHES["mark"]
    wishes = [meaning for meaning in _PAGES_OF_WISHES if sentence.has(meaning)]
    if "send" in wishes and sentence.has("enquiry") and find_source(text) is not None:
        wishes.remove("send")  # An enquiry "by WhatsApp" or "phone call" came so, and nothing is to be sent.
    if not wishes or (wishes == ["add"] and sentence.has("enquiry")):
        return None
    first = next((word.means for word in sentence.words if word.means != FILLER), "")
    ordered = first in wishes or _ORDERS.search(text) or _POLITE.search(text)
    if not ordered and wishes in _UNCERTAIN:
        return None
    if "charge" in wishes:
        return _PAGES_OF_WISHES["charge"]
    for some, words, able in _OF_THINGS:
        if wishes[0] in some and sentence.has(*words):
            return able
    return _PAGES_OF_WISHES[wishes[0]]
