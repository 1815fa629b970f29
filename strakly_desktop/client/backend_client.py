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
from strakly_desktop.conversation.errors import ChatError, Refusal
from strakly_desktop.conversation.model import Branch
from strakly_desktop.conversation.numbers import fits_wire
from strakly_desktop.conversation.text_safety import well_formed

_MAX_BODY_BYTES = 1024 * 1024
_MOST_BRANCHES = 500
"""More than any gym has, and as many as a menu makes without being noticed."""
_LONGEST_NAME = 200
_LONGEST_NUMBER = 19


class BackendClient:
    """The backend at one address. `base_url` ends with the backend's prefix, as in `https://host/api`.

    Raises:
        ValueError: `base_url` is no http or https address.
    """

    def __init__(self, base_url: str, token: TokenSource, connect_seconds: float = CONNECT_SECONDS) -> None:
        self._connection = ServerConnection(base_url, token, connect_seconds)

    async def branches(self, gym_id: int) -> tuple[Branch, ...]:
        """Return the gym's branches in the server's order: the default one first, then by name.

        Empty for an account that may not list them, as members may not (protocol rule 19). Of a
        list that no gym has the first are taken; what is no branch is left out.

        Raises:
            ChatError: the branches could not be had.
        """
        path = f"/gyms/{gym_id}/branches?noPagination=true"
        try:
            async with self._connection.stream("GET", path, accept="application/json") as response:
                rows = _read_list(await _read_body(response))
        except Refusal as refusal:
            # By its status: an account that was switched off is a 401.
            if refusal.status == httpx.codes.FORBIDDEN:
                return ()
            raise
        return _first_branches(rows)

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
        rows = json.loads(body, parse_int=_int)
    except (ValueError, RecursionError) as error:
        raise ChatError(not_an_answer(body.decode("utf-8", "replace"))) from error
    if not isinstance(rows, list):
        raise ChatError(not_an_answer(body.decode("utf-8", "replace")))
    return rows


def _int(digits: str) -> int | float:
    """A number of very many digits takes long to read, and counts nothing."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER + digits.startswith("-") else float(digits)


def _first_branches(rows: list[object]) -> tuple[Branch, ...]:
    found: dict[int, Branch] = {}
    for row in rows:
        match row:
            case {"id": bool()}:
                continue
            case {"id": int(branch_id), "name": str(name)} if fits_wire(branch_id):
                shown = " ".join(well_formed(name[:_LONGEST_NAME]).split())
                found.setdefault(branch_id, Branch(branch_id, shown or f"Branch {branch_id}"))
        if len(found) == _MOST_BRANCHES:
            break
    return tuple(found.values())
