"""Reads what a client sends, and refuses it in the words of the real bot (STRAKLY_API section 1, "Errors").

The real bot is built with FastAPI and pydantic, so a refusal is a list of pydantic's errors. Its core alone checks
the body here: the two libraries around it would cost 20 MB for three fields.
"""

import json
from dataclasses import dataclass
from email.message import Message
from typing import Any

from pydantic_core import SchemaValidator, ValidationError
from pydantic_core import core_schema as schema
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
    if body == b"":
        raise Unprocessable([*errors, _missing("body")])
    try:
        fields, _, _ = _CHECK.validate_python(body)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise Unprocessable(
            [*errors, *({**each, "loc": ["body", *each["loc"]]} for each in found)]
        ) from error
    if errors:
        raise Unprocessable(errors)
    return ChatRequest(**fields)


def _missing(*place: str) -> dict[str, Any]:
    return {"type": "missing", "loc": place, "msg": "Field required", "input": None}


_CHECK = SchemaValidator(
    schema.model_fields_schema(
        {
            "message": schema.model_field(schema.str_schema()),
            "conversation_id": schema.model_field(
                schema.with_default_schema(schema.nullable_schema(schema.str_schema()), default=None)
            ),
            "branch_id": schema.model_field(
                schema.with_default_schema(schema.nullable_schema(schema.int_schema()), default=None)
            ),
        },
        from_attributes=True,  # Only so that the error for what is no object has the real bot's words.
    )
)


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
