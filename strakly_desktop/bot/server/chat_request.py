"""Reads what a client sends, and refuses it in the words of the real bot (protocol rule 17).

The real bot is built with FastAPI and pydantic, so a refusal is a list of pydantic's errors. Its core alone checks
such a body here, and is loaded for it: what the app sends is read without, and 20 MB are saved for three fields.
Unlike there, nothing of the body is in a refusal: a log would keep it.
"""

import json
import math
from dataclasses import dataclass
from email.message import Message
from typing import Any, Final, Never

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

MOST_BODY_BYTES: Final = 1024 * 1024
LONGEST_ID: Final = 500
"""Characters of a conversation's id, which the memory keeps; the app's have 36."""

_UNREADABLE: Final = "There was an error parsing the body"
_MOST_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """The body of POST /chat. Unknown fields are ignored; an empty or absent id begins a conversation."""

    message: str
    conversation_id: str | None
    branch_id: int | None


class Unprocessable(Exception):
    """The request cannot be read. `errors` is the `detail` of the 422, JSON throughout."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(f"{len(errors)} errors")
        self.errors = errors


def read_authorization_header(request: Request) -> str:
    """The Authorization header. Raises Unprocessable when there is none; an empty one is for tenant.py to refuse."""
    header = request.headers.get("authorization")
    if header is None:
        raise Unprocessable([_missing("header", "authorization")])
    return header


async def read_chat_request(request: Request) -> ChatRequest:
    """The question. Raises Unprocessable with everything that is wrong, HTTPException for what is no such body."""
    body = await _body(request)
    return _plainly_asked(body) or _asked(body)


def _plainly_asked(body: object) -> ChatRequest | None:
    """The question when each field has just the type it shall have, as in all that the app sends."""
    match body:
        case {"message": str(message), **others} if message == message.encode(errors="ignore").decode():
            conversation_id, branch_id = others.get("conversation_id"), others.get("branch_id")
            if not isinstance(conversation_id, str | None) or len(conversation_id or "") > LONGEST_ID:
                return None
            if branch_id is None or type(branch_id) is int:
                return ChatRequest(message, conversation_id, branch_id)
    return None


def _asked(body: object) -> ChatRequest:
    """The question as pydantic reads it, which takes "2" for a number. Raises Unprocessable."""
    from pydantic_core import SchemaValidator, ValidationError, core_schema

    def optional(kind: core_schema.CoreSchema) -> core_schema.ModelField:
        return core_schema.model_field(
            core_schema.with_default_schema(core_schema.nullable_schema(kind), default=None)
        )

    fields = core_schema.model_fields_schema(
        {
            "message": core_schema.model_field(core_schema.str_schema()),
            "conversation_id": optional(core_schema.str_schema(max_length=LONGEST_ID)),
            "branch_id": optional(core_schema.int_schema()),
        },
        from_attributes=True,  # Only so that the error for what is no object has the real bot's words.
    )
    if body == b"":
        raise Unprocessable([_missing("body")])
    try:
        read, _, _ = SchemaValidator(fields).validate_python(body)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        raise Unprocessable(
            [{**each, "loc": ["body", *each["loc"]], "input": None} for each in found]
        ) from None
    return ChatRequest(**read)


def _missing(*place: str) -> dict[str, Any]:
    return {"type": "missing", "loc": place, "msg": "Field required", "input": None}


async def _body(request: Request) -> object:
    """The body's JSON; what does not call itself JSON is text, which no check accepts; b"" when there is none."""
    raw = await _bounded(request)
    if not raw or not _is_json(request.headers.get("content-type", "")):
        return raw.decode(errors="replace") if raw else b""
    try:
        return json.loads(raw, parse_int=_integer, parse_float=_finite, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Unprocessable(
            [
                {
                    "type": "json_invalid",
                    "loc": ["body", error.pos],
                    "msg": "JSON decode error",
                    "input": {},
                    "ctx": {"error": error.msg},
                }
            ]
        ) from None
    except (ValueError, RecursionError):
        raise HTTPException(400, _UNREADABLE) from None


async def _bounded(request: Request) -> bytes:
    """The bytes of the body. Raises HTTPException: 413 before or as soon as they are too many."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and (len(declared) > _MOST_DIGITS or int(declared) > MOST_BODY_BYTES):
        raise HTTPException(413, "Request body too large")
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > MOST_BODY_BYTES:
                raise HTTPException(413, "Request body too large")
    except ClientDisconnect:
        raise HTTPException(400, _UNREADABLE) from None
    return bytes(body)


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError("a number of too many digits")
    return int(digits)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number out of any range")
    return number


def _no_number(_name: str) -> Never:
    raise ValueError("NaN and Infinity are no JSON")


def _is_json(content_type: str) -> bool:
    header = Message()
    header["content-type"] = content_type
    subtype = header.get_content_subtype()
    return header.get_content_maintype() == "application" and (subtype == "json" or subtype.endswith("+json"))
