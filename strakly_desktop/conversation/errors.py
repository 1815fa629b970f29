"""What can go wrong with a turn, as one typed failure in plain words.

ChatError                    carries a Failure; everything below the session raises only this
  Refusal                    the server answered that it will not
  ProtocolError              the bytes are no event stream we can bound or read
  StreamTruncated            the stream ended without `[DONE]`
StoreError                   saved conversations cannot be read or written; chatting goes on without
"""

from dataclasses import dataclass
from enum import Enum


class FailureKind(Enum):
    """Why a turn failed. The kind decides what the app offers; the words decide what the person reads."""

    SIGN_IN_EXPIRED = "sign-in-expired"
    SIGN_IN_INVALID = "sign-in-invalid"
    NOT_SIGNED_IN = "not-signed-in"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    TOO_LARGE = "too-large"
    REJECTED = "rejected"
    RATE_LIMITED = "rate-limited"
    SERVER_ERROR = "server-error"
    NOT_AN_ANSWER = "not-an-answer"
    INSECURE = "insecure"
    HOST_UNKNOWN = "host-unknown"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    NETWORK = "network"
    TRUNCATED = "truncated"
    ASSISTANT_ERROR = "assistant-error"
    PROTOCOL = "protocol"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed turn, told to the front desk.

    `headline` says what happened, `advice` what to do next; both are whole sentences in plain words.
    `details` is the raw text of a server or library, shown only when asked for and never logged.
    """

    kind: FailureKind
    headline: str
    advice: str
    details: str = ""
    retryable: bool = True


class ChatError(Exception):
    """A turn cannot go on. What had arrived until then stays valid."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.kind.value)
        self.failure = failure


class Refusal(ChatError):
    """The server answered that it will not. `status` is HTTP's; `said` its own words, to tell cases apart by.

    `said` is "" where what came is no answer of such a server. It is never shown or logged.
    """

    def __init__(self, failure: Failure, status: int, said: str) -> None:
        super().__init__(failure)
        self.status = status
        self.said = said


class ProtocolError(ChatError):
    """The server sent something that is not the chat's event stream, or is larger than we accept."""


class StreamTruncated(ChatError):
    """The stream ended without `[DONE]`: the answer may be cut anywhere."""


class StoreError(Exception):
    """Saved conversations cannot be read or written.

    `headline` says what happened, `advice` what to do next; both are whole sentences in plain words.
    """

    def __init__(self, headline: str, advice: str) -> None:
        super().__init__(headline)
        self.headline = headline
        self.advice = advice
