"""Says in plain words why a language model does not answer, what to do about it, and whether waiting helps."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pydantic_ai.exceptions import AgentRunError, ModelAPIError, ModelHTTPError

from strakly_desktop.bot.agent.language_model import ModelFailed

LOADING_PAUSE_S: Final = 2.0
_LONGEST_LOADING_S: Final = 120.0
_LONGEST_BUSY_S: Final = 60.0
_BUSY_PAUSES_S: Final = (2.0, 5.0, 10.0)
_NO_TOOLS: Final = (
    "does not support tools",
    "tool use is not supported",
    "tool choice requires",
    "enable-auto-tool-choice",
)
_TOO_LONG: Final = (
    "context length",
    "context size",
    "context window",
    "maximum context",
    "too long",
    "n_ctx",
)
_LOADING: Final = ("loading", "starting", "warming", "not ready", "unavailable")


@dataclass(slots=True)
class Patience:
    """How long one reply waits for a server that is loading its model, or that has too much to do."""

    waited: float = 0.0
    _tries: int = 0

    def pause(self, error: Exception) -> float | None:
        """How many seconds to wait before the next try; None where waiting does not help, or not any more."""
        if not isinstance(error, ModelHTTPError):
            return None
        wanted = error.retry_after
        if error.status_code == 503:
            pause, longest = max(wanted or LOADING_PAUSE_S, 0.1), _LONGEST_LOADING_S
        elif error.status_code == 429 and (wanted is not None or self._tries < len(_BUSY_PAUSES_S)):
            pause = max(wanted, 0.1) if wanted is not None else _BUSY_PAUSES_S[self._tries]
            longest = _LONGEST_BUSY_S
        else:
            return None
        if self.waited + pause > longest:
            return None
        self.waited += pause
        self._tries += 1
        return pause


def waiting_words(error: Exception) -> str:
    """What the person is told while it is waited."""
    if isinstance(error, ModelHTTPError) and error.status_code == 429:
        return "*The language model has too much to do. I am waiting for it.*\n\n"
    return "*The language model is still loading. I am waiting for it.*\n\n"


def failed(error: Exception, model: str, address: str) -> ModelFailed:
    """The failure for an error of the library, with words for the person. `address`: of the server, "" unknown."""
    fact, advice = _words(error, model, address)
    return ModelFailed(str(error), fact, advice)


def place_of(url: str) -> str:
    """Where a server is, without anything secret that its address may hold."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    return f"{host}:{port}" if port else host


def _words(error: Exception, model: str, address: str) -> tuple[str, str]:
    server = (
        f"The language model's server ({place_of(address)})"
        if place_of(address)
        else "The language model's server"
    )
    if isinstance(error, ModelHTTPError):
        return _of_status(error, server, model)
    if isinstance(error, ModelAPIError) or not isinstance(error, AgentRunError):
        return f"{server} cannot be reached.", "Start it, or correct STRAKLY_MODEL_URL; then press Retry."
    return "The language model's answer could not be read to its end.", "Press Retry."


def _of_status(error: ModelHTTPError, server: str, model: str) -> tuple[str, str]:
    said = str(error.body or error).casefold()
    if any(words in said for words in _NO_TOOLS):
        return (
            f"The model {model} cannot look anything up: it has no support for tools.",
            "Choose another one in STRAKLY_MODEL, or start its server with tools.",
        )
    match error.status_code:
        case 401 | 403:
            return f"{server} does not accept the key.", "Correct STRAKLY_MODEL_KEY, then open the app again."
        case 404:
            return (
                f"{server} knows no model {model}, or nothing answers there.",
                "Correct STRAKLY_MODEL or STRAKLY_MODEL_URL (which often ends in /v1), then open the app again.",
            )
        case 413:
            return "This conversation is too long for the language model.", "Start a new chat."
        case 400 | 422 if any(words in said for words in _TOO_LONG):
            return "This conversation is too long for the language model.", "Start a new chat."
        case 429:
            wait = f"{error.retry_after:.0f} seconds" if error.retry_after else "a minute"
            return (
                "The language model has too much to do, or its quota is used up.",
                f"Wait {wait}, then press Retry.",
            )
        case 503 if any(words in said for words in _LOADING):
            return "The language model is still loading.", "Wait a minute, then press Retry."
        case status if status >= 500:
            return f"{server} has a fault.", "Press Retry. If it happens again, look into its log."
    return f"{server} did not accept the question.", "Ask in other words, or start a new chat."
