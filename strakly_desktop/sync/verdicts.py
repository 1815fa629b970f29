"""What a server's refusal means for what was to be brought there, told by its status and its own words."""

from enum import Enum

from strakly_desktop.conversation.errors import ChatError, FailureKind, Refusal


class Verdict(Enum):
    """LATER: the way or the server is in trouble. GONE: this conversation is not there, or not ours.

    HOLD: nothing of this account is saved there; NO_SERVICE: nor of anybody. SIGNED_OUT: not by this sign-in.
    TROUBLE: the server cannot do this one. REFUSED: it will never do this one.
    """

    LATER = "later"
    GONE = "gone"
    HOLD = "hold"
    NO_SERVICE = "no-service"
    SIGNED_OUT = "signed-out"
    TROUBLE = "trouble"
    REFUSED = "refused"


def verdict_on(error: ChatError) -> Verdict:
    """What to do after this failure."""
    if error.failure.kind is FailureKind.TOO_LARGE and not isinstance(error, Refusal):
        # Not the way: what the server has is more than is read, and will not become less.
        return Verdict.REFUSED
    if not isinstance(error, Refusal) or not error.said:
        return Verdict.LATER
    said = error.said.lower()
    match error.status:
        case 401:
            return Verdict.SIGNED_OUT
        case 403:
            return Verdict.GONE if "access denied" in said else Verdict.HOLD
        case 404 if "conversation not found" in said:
            return Verdict.GONE
        case 404 | 405:
            # What there is answers so too: to a body that is too long, or broken on the way.
            return Verdict.REFUSED if "/conversations/" in said else Verdict.NO_SERVICE
        case 400 | 413 | 422:
            return Verdict.REFUSED
        case 500:
            return Verdict.TROUBLE
    return Verdict.LATER


class Hold(Exception):
    """Nothing is saved on the server. `words` say why, "" where nobody needs to know; chatting goes on."""

    def __init__(self, words: str) -> None:
        super().__init__("hold")
        self.words = words


class SignedOut(Exception):
    """The server does not take this sign-in, or not any more."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__("signed out")
        self.refusal = refusal


PLAN = "Your gym's plan does not keep conversations on its server."
SUBSCRIPTION = "Your gym has no subscription that keeps conversations on its server."
NO_GYM = "Your account belongs to no gym, so no server keeps its conversations."
NOT_ALLOWED = "Your account may not keep conversations on the gym's server."
SOMEBODY_ELSE = "The gym's server answered for somebody else, so nothing more is saved there."


def hold_words(refusal: Refusal) -> str:
    """Why nothing is saved, from the server's own words: it has three texts for it, and some of their kin."""
    said = refusal.said.lower()
    if "gym context" in said or "no gym" in said:
        return NO_GYM
    if "not available on your" in said:
        return PLAN
    if "subscri" in said or "trial" in said:
        return SUBSCRIPTION
    return NOT_ALLOWED
