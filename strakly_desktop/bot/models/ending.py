"""Tells whether the reply of a hosted model is whole, from how it ended.

The agent library says "stop" also for a stream that just ended, so what counts is the provider's own reason, which
it keeps in the details.
"""

from dataclasses import dataclass
from typing import Final

from pydantic_ai.messages import ModelResponse

_IN_MEMORY: Final = "function"
"""The library's model for tests, which has no provider and gives no reason."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a reply is not whole. `words` are for the person, where the text itself would not tell; then `detail`."""

    detail: str
    words: str = ""


def why_not_whole(response: ModelResponse, *, wrote_call: bool) -> Problem | None:
    """Return what keeps a reply from being an answer; `wrote_call`: it holds the call of a tool as text."""
    details = response.provider_details or {}
    refusal = details.get("refusal")
    if refusal:
        return Problem(f"The language model refused to answer: {refusal}", _REFUSED)
    match response.finish_reason:
        case "content_filter":
            return Problem("The provider of the language model filtered this answer.", _REFUSED)
        case "length":
            return Problem("The language model stopped in the middle: its answer may not be longer.")
        case "error":
            return Problem("The language model broke off with an error.")
    if not details.get("finish_reason") and response.provider_name and response.provider_name != _IN_MEMORY:
        return Problem(
            "The language model's answer ended without its end: the connection or its server broke."
        )
    if wrote_call:
        return Problem(
            "The language model wrote a request for data as text. Its server does not pass such requests on: "
            "start it with its support for tools."
        )
    return None


_REFUSED: Final = (
    "The language model declined to answer this. Ask in other words, or leave personal details out."
)
