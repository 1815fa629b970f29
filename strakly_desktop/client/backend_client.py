"""Asks the gym's backend for what the assistant does not know: the branches to choose from."""

import json

import httpx

from strakly_desktop.client.http_errors import not_an_answer
from strakly_desktop.client.server_connection import (
    CONNECT_SECONDS,
    ServerConnection,
    TokenSource,
    read_bounded,
)
from strakly_desktop.conversation.errors import ChatError, FailureKind
from strakly_desktop.conversation.model import Branch

_MAX_BODY_BYTES = 16 * 1024 * 1024


class BackendClient:
    """The backend at one address. `base_url` ends with the backend's prefix, as in `https://host/api`.

    Raises:
        ValueError: `base_url` is no http or https address.
    """

    def __init__(self, base_url: str, token: TokenSource, connect_seconds: float = CONNECT_SECONDS) -> None:
        self._connection = ServerConnection(base_url, token, connect_seconds)

    async def branches(self, gym_id: int) -> tuple[Branch, ...]:
        """Return the gym's branches in the server's order: the default one first, then by name.

        Empty for an account that may not list them, as members may not (STRAKLY_API section 2, Branches).

        Raises:
            ChatError: the branches could not be had.
        """
        path = f"/gyms/{gym_id}/branches?noPagination=true"
        try:
            async with self._connection.stream("GET", path, accept="application/json") as response:
                rows = _read_list(await _read_body(response))
        except ChatError as error:
            if error.failure.kind is FailureKind.FORBIDDEN:
                return ()
            raise
        return tuple(branch for row in rows if (branch := _branch(row)) is not None)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._connection.aclose()


async def _read_body(response: httpx.Response) -> bytes:
    body = await read_bounded(response, _MAX_BODY_BYTES)
    if body is None:
        raise ChatError(not_an_answer(f"More than {_MAX_BODY_BYTES:,} bytes."))
    return body


def _read_list(body: bytes) -> list[object]:
    try:
        rows = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ChatError(not_an_answer(body.decode("utf-8", "replace"))) from error
    if not isinstance(rows, list):
        raise ChatError(not_an_answer(body.decode("utf-8", "replace")))
    return rows


def _branch(row: object) -> Branch | None:
    match row:
        case {"id": bool()}:
            return None
        case {"id": int(branch_id), "name": str(name)}:
            return Branch(branch_id, name)
    return None
