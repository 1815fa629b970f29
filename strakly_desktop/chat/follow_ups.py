"""Knows a question that only asks for another part, or another order, of what was listed: "show all", "sort by name".

It says nothing of its own. A file of its answer, or a page, is called after the question that it goes on with.
"""

import re
from collections.abc import Sequence

from strakly_desktop.chat.titles import subject_title


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LONGEST = 60
_PARTS = _words(
    "all everything full complete entire whole more next previous further rest remaining back first last top page rows "
    "sab saare sare sabhi pura poora puri poori aur baaki baki agla agle agli pichla pichle "
    "सब सभी पूरी पूरा और बाकी अगला अगले"
)
"""Words for how much of a list is wanted."""
_AROUND = _PARTS | _words(
    "show list load give get see display print export open me us i want to need can could you please pls plz ok okay "
    "now yes the a of them it this that these those here lists table row pages ones results entries ten twenty fifty "
    "hundred only just and also with again same dikhao dikha do batao bata karo kar chahiye wala wale ki ke ka ko bhi "
    "isko ise दिखाओ दिखा दो बताओ लिस्ट करो"
)
_ORDER = re.compile(
    r"^(?P<before>.*?)\b(?:sort(?:ed)?|order(?:ed)?|arranged?)\b"
    r"(?: (?:it|this|that|them|these|the|list|table|rows))*(?: by| in| with| from)?(?: \S+){0,5}$"
)


def is_follow_up(question: str) -> bool:
    """Whether a message asks for nothing but a part, or the order, of what was listed before."""
    words = " ".join(re.sub(r"[^\w\u0900-\u0963 ]+", " ", question.casefold()).split())
    if not words or len(question) > _LONGEST:
        return False
    order = _ORDER.match(words)
    said = (words if order is None else order["before"]).split()
    return all(word in _AROUND or word.isdecimal() for word in said) and (
        order is not None or any(word in _PARTS for word in said)
    )


def telling_question(questions: Sequence[str]) -> str:
    """The last of these questions that says what is asked for; "" where none does."""
    return next((one for one in reversed(questions) if subject_title(one) and not is_follow_up(one)), "")


def subject_of(questions: Sequence[str]) -> str:
    """The title of what the last of these questions asks for; "" where none of them says."""
    return subject_title(telling_question(questions))
