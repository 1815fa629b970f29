"""Writes a hosted model's own form of a reply as JSON and reads it again.

The agent library is loaded only where there is such a form: the offline model has none.
"""

from typing import Any


def dump_original(original: object) -> Any:
    """The JSON of `Reply.original`; None for None."""
    if original is None:
        return None
    from pydantic_ai.messages import ModelMessagesTypeAdapter, ModelResponse

    return (
        ModelMessagesTypeAdapter.dump_python([original], mode="json")
        if isinstance(original, ModelResponse)
        else None
    )


def load_original(kept: object) -> object:
    """What `dump_original` wrote; None, so that the reply counts by its text, when another version wrote it."""
    if kept is None:
        return None
    from pydantic_ai.messages import ModelMessagesTypeAdapter

    try:
        return ModelMessagesTypeAdapter.validate_python(kept)[0]
    except (ValueError, IndexError):
        return None
