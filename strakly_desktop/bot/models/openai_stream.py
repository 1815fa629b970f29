"""A model behind an OpenAI-compatible server, whose stream is looked through before the agent library reads it.

The library reads the first choice of each chunk whatever its number, and passes over what it does not know: content
that is no text, a call in the older form, an error in a form of its own. Of an answer nothing may be lost in silence.
"""

from collections.abc import AsyncIterable, AsyncIterator
from typing import Any, Final

from openai.types.chat import ChatCompletionChunk
from openai.types.chat.chat_completion_chunk import (
    Choice,
    ChoiceDelta,
    ChoiceDeltaToolCall,
    ChoiceDeltaToolCallFunction,
)
from pydantic_ai.exceptions import UnexpectedModelBehavior
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIStreamedResponse

from strakly_desktop.bot.models.ending import is_whole
from strakly_desktop.bot.models.tool_calls import CallsBroken, StreamedCalls

_TEXT_PARTS: Final = ("text", "output_text")
_KEEP_ALIVE: Final = frozenset({"type", "event"})
_LONGEST_TOLD: Final = 200


class CompatibleModel(OpenAIChatModel):
    """An OpenAIChatModel for servers of any make."""

    @property
    def _streamed_response_cls(self) -> type[OpenAIStreamedResponse]:
        return _CheckedStream


class _CheckedStream(OpenAIStreamedResponse):
    def _validate_response(self) -> AsyncIterable[ChatCompletionChunk]:
        return _checked(self._response)


async def _checked(chunks: AsyncIterable[ChatCompletionChunk]) -> AsyncIterator[ChatCompletionChunk]:
    """The chunks with the first answer alone, all of it in the form that is read.

    Raises UnexpectedModelBehavior for what cannot be read.
    """
    broken_off = ""
    calls = StreamedCalls()
    async for chunk in chunks:
        if not isinstance(chunk, ChatCompletionChunk):
            raise UnexpectedModelBehavior("The language model's server sent something that is no answer.")
        # The library of the wire builds what comes without a check, so any field may be anything.
        choices: Any = getattr(chunk, "choices", None)
        if choices is None:
            _refuse_what_is_no_answer(chunk)
            continue
        if not isinstance(choices, list):
            raise UnexpectedModelBehavior("The language model's server sent an answer in an unknown form.")
        chunk.choices = [choice for choice in choices if not getattr(choice, "index", 0)]
        for choice in chunk.choices:
            _read(choice, calls)
            # A later "stop" does not make it whole.
            reason = choice.finish_reason
            broken_off = broken_off or ("" if not reason or is_whole(str(reason)) else str(reason))
            if reason and broken_off:
                choice.finish_reason = broken_off  # type: ignore[assignment]
            if reason and calls:
                choice.delta = choice.delta or ChoiceDelta.model_construct(content=None)
                choice.delta.tool_calls = _whole(calls)
                calls = StreamedCalls()
            yield chunk.model_copy(update={"choices": [choice]})
        if not chunk.choices:
            yield chunk


def _refuse_what_is_no_answer(chunk: ChatCompletionChunk) -> None:
    """Pass over a mere sign of life, and what tells only the usage."""
    told = chunk.model_extra or {}
    if chunk.usage is not None or not set(told) - _KEEP_ALIVE:
        return
    error = told.get("message") or told.get("detail") or told.get("error") or "something that is no answer"
    raise UnexpectedModelBehavior(f"The language model's server sent: {str(error)[:_LONGEST_TOLD]}")


def _whole(calls: StreamedCalls) -> list[ChoiceDeltaToolCall]:
    """The calls in the form that the agent library reads, each in one piece and with a number of its own."""
    try:
        whole = calls.whole()
    except CallsBroken as error:
        raise UnexpectedModelBehavior(str(error)) from error
    return [
        ChoiceDeltaToolCall(
            index=index,
            id=call.call_id,
            function=ChoiceDeltaToolCallFunction(name=call.name, arguments=call.arguments),
            type="function",
        )
        for index, call in enumerate(whole)
    ]


def _read(choice: Choice, calls: StreamedCalls) -> None:
    delta: Any = choice.delta
    if delta is None:
        # Some send the whole message in the place of what is new of it.
        if (choice.model_extra or {}).get("message") or (choice.model_extra or {}).get("text"):
            raise UnexpectedModelBehavior(
                "The language model's server sent an answer in an unknown form: it does not stream."
            )
        return
    delta.content = _text_of(delta.content)
    called = delta.function_call
    if called is not None and not delta.tool_calls:
        _add(calls, 0, None, called)
        delta.function_call = None
    for piece in delta.tool_calls or ():
        number = getattr(piece, "index", None)
        function = getattr(piece, "function", None)
        # Some put the number into the function.
        _add(calls, getattr(function, "index", None) if number is None else number, piece, function)
    delta.tool_calls = None


def _add(calls: StreamedCalls, number: object, piece: object, function: object) -> None:
    try:
        calls.add(
            number,
            getattr(piece, "id", None),
            getattr(function, "name", None),
            getattr(function, "arguments", None),
        )
    except CallsBroken as error:
        raise UnexpectedModelBehavior(str(error)) from error


def _text_of(content: object) -> str | None:
    match content:
        case None | str():
            return content
        case bool():
            pass
        case int() | float():
            return str(content)
        case list():
            return "".join(_text_of_part(part) for part in content)
        case {"type": str(), "text": _}:
            return _text_of_part(content)
        case _:
            pass
    raise UnexpectedModelBehavior("The language model's server sent words in an unknown form.")


def _text_of_part(part: object) -> str:
    match part:
        case str():
            return part
        case {"type": kind, "text": str(text)} if kind in _TEXT_PARTS:
            return text
        case {"type": "thinking" | "reasoning"}:
            return ""
        case _:
            raise UnexpectedModelBehavior("The language model's server sent something else than words.")
