"""Tells whether a sentence is about money: dues, payments, who paid, what came in, and what was sold."""

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.found import Found

AWAY = {"absent_days", "never_came"}
"""Limits of those who do not come."""


def about_dues(sentence: Sentence, found: Found) -> bool:
    """Whether what is still to be paid is asked for."""
    if any(sentence.meaning(place) == "paid" for place in sentence.negated):
        return not AWAY & set(found.values)
    if sentence.has("due"):
        new = found.values.get("status") == "new" and sentence.has("member", "join")
        return not new and not sentence.has("expiring", "join", "absent") and not AWAY & set(found.values)
    amounts = "least" in found.values or "most" in found.values
    return found.values.get("status") == "pending" and (
        amounts or sentence.has("amount", "howmuch", "revenue", "total")
    )


ENDS = ("most", "least", "top")
"""Words for an end of a ranking."""


def about_payers(sentence: Sentence, found: Found) -> bool:
    """ "Who paid the most": by what each paid in all, and not by single payments."""
    people = sentence.has("who", "member") or "gender" in found.values
    payers = any(word.typed.casefold().startswith("payer") for word in sentence.words)
    if not sentence.has(*ENDS) or "group" in found.values:
        return False
    by_payment = any(sentence.meaning(sentence.beside(place)) == "payment" for place in sentence.at("by"))
    paid = sentence.has("paid") or by_payment
    return (paid and (people or payers)) or _asks_for_the_best(sentence, found)


_NO_BEST = (
    "due", "come", "attendance", "absent", "join", "new", "latest", "oldest", "expiring", "expired", "plan",
    "membership", "trainer", "enquiry", "branch", "revenue", "payment", "sale", "price", "inside", "sort", "settled",
)  # fmt: skip


def _asks_for_the_best(sentence: Sentence, found: Found) -> bool:
    """ "Top 5 members", with nothing said of by what: by what they paid; by visits is offered beside it."""
    best = sentence.has("top") or any(word.typed.casefold() == "best" for word in sentence.words)
    people = sentence.has("member") or "gender" in found.values
    others = [word for word in _NO_BEST if not (word == "plan" and "plan" in found.values)]
    return best and people and not sentence.has(*others) and "sort" not in found.values


def about_members_who_paid(sentence: Sentence, found: Found) -> bool:
    """ "New members last week who paid by cash": clients, of whom it is said how they paid."""
    limited = sentence.has("join", "new", "expiring") or "status" in found.values
    figure = sentence.has("payment", "revenue", "howmuch", "average", *ENDS)
    return (
        "method" in found.values
        and sentence.has("paid")
        and sentence.has("who", "member")
        and limited
        and not figure
    )


def about_payments(sentence: Sentence, found: Found) -> bool:
    """Whether single payments are asked for, or who made them."""
    if sentence.has("paid") and sentence.has("who", "list") and "group" not in found.values:
        return True
    if not sentence.has("payment") or "average" in found.values:
        return False
    if any(place not in sentence.taken for place in sentence.at("last")):
        return True
    rows = {"limit", "least", "most", "whole", "sort", "gender"} & set(found.values)
    return (
        bool(rows)
        or sentence.has("list", "who", "latest", "all", "final", "most", "top", "least", "first", "oldest")
        or not found.periods
    )


_OURS = ("did", "we", "made", "make", "hua", "hui", "\u0939\u0941\u0906", "\u0939\u0941\u0908")
"""Beside "how much", they make it a question for what came in, and not for a price."""


def about_money(sentence: Sentence, found: Found) -> bool:
    """Whether what came in is asked for."""
    if "months" in found.values:
        return False
    if sentence.has("price") and sentence.has("come", "paid", "received") and found.periods:
        return True
    if sentence.has("howmuch") and not sentence.has("revenue", "received", "payment", "come", "paid", "sale"):
        return any(word.typed.casefold() in _OURS for word in sentence.words) or "method" in found.values
    if sentence.has("revenue", "received", "payment", "howmuch"):
        return not sentence.has("price") or sentence.has("revenue", "received")
    # "Members who came by UPI" are no money.
    people = sentence.has("member", "who") and not sentence.has("paid")
    by_method = found.values.get("group") == "method" or {"method", "other_than_method"} & set(found.values)
    return bool(by_method) and not people


_SOLD = (
    "sold",
    "bika",
    "biki",
    "bike",
    "\u092c\u093f\u0915\u0947",
    "\u092c\u093f\u0915\u093e",
    "\u092c\u093f\u0915\u0940",
)
"""What was sold are memberships, and no money; "sales" may be either."""


def about_sales(sentence: Sentence, found: Found) -> bool:
    """Whether memberships that were sold are asked for."""
    money = sentence.has("revenue") and found.values.get("group") == "plan"
    sold = any(word.typed.casefold() in _SOLD for word in sentence.words)
    of_money = money or (sold and sentence.has("howmuch", "revenue"))
    return (
        sentence.has("sale")
        and not of_money
        and (
            sold
            or sentence.has("plan", "membership", "count", "most", "who", "least")
            or "plan" in found.values
        )
    )
