"""Asks the gym's backend for what has to do with signing in: JSON there and back, and who we are only when told.

The token is given with each request, for the one of the next moment may be of another person.
"""

import asyncio
import json
from collections.abc import Mapping
from contextlib import aclosing

from strakly_desktop.client.http_errors import not_an_answer
from strakly_desktop.client.server_connection import CONNECT_SECONDS, ServerConnection, read_bounded
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind

_PATIENCE_S = 30.0
_LONGEST_NUMBER = 19
_MOST_BYTES = 1024 * 1024


class AuthClient:
    """The backend at one address, as BackendClient has it.

    Raises:
        ValueError: `base_url` is no http or https address.
    """

    def __init__(self, base_url: str, connect_seconds: float = CONNECT_SECONDS) -> None:
        self._base_url = base_url
        self._connect_seconds = connect_seconds
        ServerConnection(base_url, lambda: None)

    async def post(
        self, path: str, said: Mapping[str, object] | None = None, token: str | None = None
    ) -> dict[str, object]:
        """Send `said` (None: no body) and return the JSON object that is answered.

        Raises:
            Refusal: the backend will not.
            ChatError: it could not be asked, or what answered is no such backend.
        """
        content = None if said is None else json.dumps(said).encode()
        try:
            async with asyncio.timeout(_PATIENCE_S):
                body = await self._exchange(path, content, token)
        except TimeoutError as error:
            raise ChatError(_NO_ANSWER) from error
        answer = _read_object(body) if body is not None else None
        if answer is None:
            raise ChatError(not_an_answer(""))
        return answer

    async def _exchange(self, path: str, content: bytes | None, token: str | None) -> bytes | None:
        async with aclosing(
            ServerConnection(self._base_url, lambda: token, self._connect_seconds)
        ) as connection:
            request = connection.stream("POST", path, accept="application/json", content=content)
            async with request as response:
                return await read_bounded(response, _MOST_BYTES)


def _read_object(body: bytes) -> dict[str, object] | None:
    try:
        answer = json.loads(body, parse_int=_int)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _int(digits: str) -> int | float:
    """A number of very many digits takes long to read, and counts nothing."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER + digits.startswith("-") else float(digits)


_NO_ANSWER = Failure(FailureKind.TIMEOUT, "The server does not answer.", "Wait a moment, then press Retry.")
