"""Why a sign-in did not come about, in a sentence each that says what to do.

The backend tells the state of an account by the text of its 401, before it looks at the password (protocol rule 26),
and means "not allowed" by the same status. What it wrote is compared, never shown.
"""

from enum import Enum

from strakly_desktop.conversation.errors import ChatError, FailureKind, Refusal


class Culprit(Enum):
    """What on the form to look at again."""

    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105 - the name of a field
    SERVER = "server"
    CODE = "code"
    NEW_PASSWORD = "new-password"  # noqa: S105
    NONE = ""


class SignInError(Exception):
    """What was asked for did not come about. `words` are whole sentences for the person."""

    def __init__(
        self, words: str, culprit: Culprit = Culprit.NONE, *, is_wrong_password: bool = False
    ) -> None:
        super().__init__(culprit.value)
        self.words = words
        self.culprit = culprit
        self.is_wrong_password = is_wrong_password


WRONG_PASSWORD = "E-mail or password is not right. Try again."  # noqa: S105 - a sentence
NO_EMAIL = "Enter your whole e-mail address, like asha@ironworks.example."
SHORT_PASSWORD = "Passwords have at least 6 characters."  # noqa: S105
SHORT_NEW_PASSWORD = "Choose at least 8 characters."  # noqa: S105
WEAK_NEW_PASSWORD = "Choose at least 8 characters, with a capital, a small letter and a figure."  # noqa: S105
WRONG_CURRENT = "The password of now is not right. Try again."
ONLY_BY_CODE = "Your password is changed by a code: sign out, and press Forgot your password?"
SHORT_CURRENT = "A password this short is changed by a code: sign out, and press Forgot your password?"
NO_CODE = "Enter the six figures of the code in the e-mail."
WRONG_CODE = "This code is not right, or its time is over. Look at the newest e-mail, or send another code."
TOO_SOON = "A code was sent less than a minute ago. Look at your e-mail, also under spam, or wait a minute."
TOO_MANY_CODES = "Too many wrong codes. Press Send another code, and use the newest one."
UNKNOWN_EMAIL = "No account has this e-mail address. Capitals and small letters count."
NOT_THE_BACKEND = (
    "A web page answered, not the Strakly server. This may be the address of the web app: ask whoever looks after "
    "this computer for the server's own."
)
NO_SUCH_SERVICE = (
    "The server at this address knows no sign-in. It may be the assistant's address: ask whoever looks after this "
    "computer for the server's own."
)
SOMEBODY_ELSE = "The server answered for somebody else, so nobody was signed in. Tell your administrator."
GYM_DENIED = "You are not assigned to this gym. Choose another one, or ask its owner."
_OTHER_VERSION = "The server does not understand this sign-in. Look for a newer version of this app."
_BUSY = "Too many requests came from here. Wait a few minutes, then try again."
_SERVER_PROBLEM = "The server has a problem of its own. Wait a moment, then try again."

# In the order in which they are looked for: the longer text holds the shorter one.
_STATES = (
    ("deactivated", "This account was switched off. Ask an owner of your gym to switch it on again."),
    ("inactive", "This account is switched off. Ask an owner of your gym to switch it on."),
    ("deleted", "This account was deleted. Ask an owner of your gym to make you a new one."),
    ("suspended", "This account is suspended. Ask an owner of your gym why, and to lift it."),
    ("pending approval", "This account waits for approval. Ask an owner of your gym to approve it."),
    ("rejected", "This registration was rejected. Ask at your gym, or use another account."),
    ("archived", "This account was archived. Ask an owner of your gym to bring it back."),
    ("account has expired", "This account has run out. Ask your gym to renew the membership."),
    ("not assigned to any gym", "This account belongs to no gym. Ask an owner to add you to theirs."),
    (
        "user not found",
        "This account does not exist any more. Ask an owner of your gym to make you a new one.",
    ),
)


def account_state_words(said: str) -> str:
    """The sentence for an account's state in a server's refusal; "" where it names none."""
    text = said.lower()
    return next((words for state, words in _STATES if state in text), "")


def sign_in_error(error: ChatError, email: str = "") -> SignInError:
    """What a failed request to sign in means. `email` is what was typed."""
    if not isinstance(error, Refusal):
        return _no_answer(error)
    if not error.said:
        return _page(error)
    if (words := account_state_words(error.said)) and error.status in (400, 401, 403):
        return SignInError(words, Culprit.EMAIL)
    text = error.said.lower()
    match error.status:
        case 401 if "not assigned to this gym" in text:
            return SignInError(GYM_DENIED)
        case 401:
            return SignInError(_wrong_password(email), Culprit.PASSWORD, is_wrong_password=True)
        case 400 if "email" in text:
            return SignInError(NO_EMAIL, Culprit.EMAIL)
        case 400 if "at least 8" in text:
            return SignInError(SHORT_NEW_PASSWORD, Culprit.NEW_PASSWORD)
        case 400 if "password" in text and "longer" in text:
            return SignInError(SHORT_PASSWORD, Culprit.PASSWORD)
        case 404 | 405:
            return SignInError(NO_SUCH_SERVICE, Culprit.SERVER)
        case 429:
            return SignInError(_BUSY)
    return SignInError(_SERVER_PROBLEM if error.status >= 500 else _OTHER_VERSION)


def code_error(error: ChatError) -> SignInError:
    """What a failed request for a code, or with one, means."""
    if isinstance(error, Refusal) and error.status == 400:
        text = error.said.lower()
        if "please wait" in text:
            return SignInError(TOO_SOON, Culprit.CODE)
        if "too many" in text:
            return SignInError(TOO_MANY_CODES, Culprit.CODE)
        if "verification code" in text or "otp" in text:
            return SignInError(WRONG_CODE, Culprit.CODE)
        if "user not found" in text:
            return SignInError(UNKNOWN_EMAIL, Culprit.EMAIL)
    return sign_in_error(error)


def change_error(error: ChatError) -> SignInError:
    """What a failed request to change a password means."""
    if isinstance(error, Refusal) and error.status in (400, 401):
        text = error.said.lower()
        if "newpassword" in text:
            return SignInError(WEAK_NEW_PASSWORD, Culprit.NEW_PASSWORD)
        if "currentpassword" in text:
            return SignInError(SHORT_CURRENT, Culprit.PASSWORD)
        if "password" in text or "credentials" in text:
            return SignInError(WRONG_CURRENT, Culprit.PASSWORD, is_wrong_password=True)
        if "invalid or expired token" in text:
            return SignInError("Your sign-in has run out. Sign in again first.")
    return sign_in_error(error)


def _wrong_password(email: str) -> str:
    if email == email.lower():
        return WRONG_PASSWORD
    return f"{WRONG_PASSWORD} Capitals count in the e-mail too: is it {email.lower()}?"


def _page(error: Refusal) -> SignInError:
    """Refused by what is no backend: a gateway, a static site, a network that wants a sign-in of its own."""
    if error.status in (429, 503):
        return SignInError(_BUSY if error.status == 429 else _SERVER_PROBLEM)
    if error.status in (400, 401, 403, 404, 405, 410):
        advice = error.failure.kind in (
            FailureKind.NOT_FOUND,
            FailureKind.SIGN_IN_INVALID,
            FailureKind.FORBIDDEN,
        )
        return SignInError(NOT_THE_BACKEND, Culprit.SERVER) if advice else _no_answer(error)
    return _no_answer(error)


def _no_answer(error: ChatError) -> SignInError:
    failure = error.failure
    if (
        failure.kind is FailureKind.NOT_AN_ANSWER
        and "web page" not in failure.headline
        and not failure.details
    ):
        return SignInError(NOT_THE_BACKEND, Culprit.SERVER)
    if failure.kind is FailureKind.REFUSED:
        return SignInError(
            "Nothing answers at the server's address. Check it, or wait a minute and try again.",
            Culprit.SERVER,
        )
    return SignInError(f"{failure.headline} {_here(failure.advice)}", Culprit.SERVER)


def _here(advice: str) -> str:
    """Advice for a failed question, for somebody who signs in: there is no Retry, and the address is below."""
    for words, ours in (
        ("press Retry", "try again"),
        ("Press Retry", "Try again"),
        (" in the settings", ""),
    ):
        advice = advice.replace(words, ours)
    return advice
