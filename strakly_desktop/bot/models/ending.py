"""Tells whether the reply of a hosted model is whole, from how it ended.

The agent library says "stop" also for a stream that just ended, so what counts is the provider's own reason, which
it keeps in the details.
"""

from dataclasses import dataclass
from typing import Final

from pydantic_ai.messages import ModelResponse

_WHOLE: Final = frozenset((
    "stop", "stopped", "stop_sequence", "stop_token", "eos", "eos_token", "end", "end_turn", "end_of_turn",
    "end_of_text", "complete", "completed", "finish", "finished", "done",
))  # fmt: skip
_WITH_CALLS: Final = frozenset((
    "tool_calls", "tool_call", "tool_use", "function_call", "function_calls",
))  # fmt: skip
"""How providers say that a reply is whole. Nobody knows all their words for a broken one: any other is one."""

_TOO_LONG: Final = frozenset((
    "length", "max_tokens", "max_length", "model_length", "max_output_tokens", "token_limit",
))  # fmt: skip
_FILTERED: Final = frozenset((
    "content_filter", "content_filtered", "safety", "recitation", "sensitive", "refusal", "blocklist",
    "prohibited_content", "spii", "language", "guardrail_intervened", "moderation", "blocked",
))  # fmt: skip
_LONGEST_REASON: Final = 60
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
    told = details.get("finish_reason")
    reason = _plain(str(told or response.finish_reason or ""))
    if response.finish_reason == "content_filter" or reason in _FILTERED:
        return Problem("The provider of the language model filtered this answer.", _REFUSED)
    if response.finish_reason == "length" or reason in _TOO_LONG:
        return Problem("The language model stopped in the middle: its answer may not be longer.")
    if response.finish_reason == "error":
        return Problem("The language model broke off with an error.")
    if not told and response.provider_name and response.provider_name != _IN_MEMORY:
        return Problem(
            "The language model's answer ended without its end: the connection or its server broke."
        )
    if told and not is_whole(str(told)):
        return Problem(f"The language model broke off. Its server says why: {str(told)[:_LONGEST_REASON]}")
    if reason in _WITH_CALLS and not response.tool_calls and not wrote_call:
        return Problem("The language model wanted to look something up, and its server did not pass on what.")
    if wrote_call:
        return Problem(
            "The language model wrote a request for data as text. Its server does not pass such requests on: "
            "start it with its support for tools."
        )
    return None


def is_whole(reason: str) -> bool:
    """Whether this reason of a provider for the end of a reply says that it is whole."""
    return _plain(reason) in _WHOLE | _WITH_CALLS


def _plain(reason: str) -> str:
    return reason.strip().lower().removeprefix("finish_reason_").removeprefix("reason_").replace("-", "_")


_REFUSED: Final = (
    "The language model declined to answer this. Ask in other words, or leave personal details out."
)
