"""Reads what a client sends, and refuses it in the words of the real bot (STRAKLY_API section 1, "Errors").

The real bot is built with FastAPI and pydantic, so a refusal is a list of pydantic's errors. Its core alone checks
such a body here, and is loaded for it: what the app sends is read without, and 20 MB are saved for three fields.
"""

import json
from dataclasses import dataclass
from email.message import Message
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request


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
    """The Authorization header. Raises Unprocessable when there is none; an empty one is for auth.py to refuse."""
    header = request.headers.get("authorization")
    if header is None:
        raise Unprocessable([_missing("header", "authorization")])
    return header


async def read_chat_request(request: Request) -> ChatRequest:
    """The question. Raises Unprocessable with everything that is wrong: the missing header first, then the body."""
    body = await _body(request)
    errors = [] if "authorization" in request.headers else [_missing("header", "authorization")]
    asked = _plainly_asked(body) or _asked(body, errors)
    if errors:
        raise Unprocessable(errors)
    return asked


def _plainly_asked(body: object) -> ChatRequest | None:
    """The question when each field has just the type it shall have, as in all that the app sends."""
    match body:
        case {"message": str(message), **others} if message == message.encode(errors="ignore").decode():
            conversation_id, branch_id = others.get("conversation_id"), others.get("branch_id")
            if isinstance(conversation_id, str | None) and (branch_id is None or type(branch_id) is int):
                return ChatRequest(message, conversation_id, branch_id)
    return None


def _asked(body: object, errors: list[dict[str, Any]]) -> ChatRequest:
    """The question as pydantic reads it, which takes "2" for a number. Raises Unprocessable, `errors` included."""
    from pydantic_core import SchemaValidator, ValidationError, core_schema

    def optional(kind: core_schema.CoreSchema) -> core_schema.ModelField:
        return core_schema.model_field(
            core_schema.with_default_schema(core_schema.nullable_schema(kind), default=None)
        )

    fields = core_schema.model_fields_schema(
        {
            "message": core_schema.model_field(core_schema.str_schema()),
            "conversation_id": optional(core_schema.str_schema()),
            "branch_id": optional(core_schema.int_schema()),
        },
        from_attributes=True,  # Only so that the error for what is no object has the real bot's words.
    )
    if body == b"":
        raise Unprocessable([*errors, _missing("body")])
    try:
        read, _, _ = SchemaValidator(fields).validate_python(body)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise Unprocessable(
            [*errors, *({**each, "loc": ["body", *each["loc"]]} for each in found)]
        ) from error
    return ChatRequest(**read)


def _missing(*place: str) -> dict[str, Any]:
    return {"type": "missing", "loc": place, "msg": "Field required", "input": None}


async def _body(request: Request) -> object:
    """The body's JSON; what does not call itself JSON is text, which no check accepts; b"" when there is none."""
    try:
        raw = await request.body()
        if raw and _is_json(request.headers.get("content-type", "")):
            return json.loads(raw)
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
        ) from error
    except (ValueError, RecursionError, ClientDisconnect) as error:
        raise HTTPException(400, "There was an error parsing the body") from error
    return raw.decode(errors="replace") if raw else b""


def _is_json(content_type: str) -> bool:
    header = Message()
    header["content-type"] = content_type
    subtype = header.get_content_subtype()
    return header.get_content_maintype() == "application" and (subtype == "json" or subtype.endswith("+json"))
