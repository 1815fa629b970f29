"""Knows a message that is nothing but a yes: it belongs to the answer before it, and so to that one's branch.

The assistant may write in the gym's records by it. Sent with another branch than was shown, it agreed to what nobody
saw.
"""

import re

from strakly_desktop.chat.session import ChatSession


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LONGEST = 40
_YES = _words(
    "yes y yeah yea yep yup ok okay sure confirm confirmed agreed correct right proceed "
    "haan han haa haanji hanji ji theek thik sahi bilkul हाँ हां हा जी ठीक सही बिल्कुल"
)
_AROUND = _words(
    "please pls go ahead do add save it that this them him her now thanks thank you hai kar karo do de dijiye kijiye "
    "है कर करो दो कीजिए दीजिए"
)
_WITHOUT_YES = frozenset(
    ("go ahead", "do it", "add it", "save it", "please do", "kar do", "karo", "कर दो", "करो")
)


def is_yes(text: str) -> bool:
    """Whether the whole message agrees to something, in English or Hindi."""
    if len(text) > _LONGEST:
        return False
    said = " ".join(re.sub(r"[^\w\u0900-\u0963 ]+", " ", text.casefold()).split())
    words = said.split()
    return said in _WITHOUT_YES or (
        any(word in _YES for word in words) and all(word in _YES | _AROUND for word in words)
    )


def agrees_elsewhere(text: str, branch: str, session: ChatSession) -> str:
    """The branch of the last answer, where `text` is a yes to it that would be sent with another `branch`; "" else."""
    last = session.messages[-1].branch if session.messages else ""
    return last if last and branch and last != branch and is_yes(text) else ""
