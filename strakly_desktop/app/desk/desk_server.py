"""The gym's backend as the front desk asks it: at the endpoint of now, for the person of now, made when needed."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from strakly_desktop.account.claims import are_of_one_person, claims_of
from strakly_desktop.app.assistant.connection import Endpoint
from strakly_desktop.app.assistant.endpoint_choice import make_desk_client
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind

if TYPE_CHECKING:
    from strakly_desktop.client.desk_client import DeskClient

_KNOWN_WITHIN = 10.0
_NOBODY_THERE = Failure(
    FailureKind.REFUSED,
    "There is no connection to the gym.",
    "Wait until the app is connected, then try again.",
)
_NOT_SIGNED_IN = Failure(
    FailureKind.NOT_SIGNED_IN, "This app does not know who works at this desk.", "Sign in to your gym first."
)


class DeskServer:
    """Hands out the client; each endpoint and person has another one: nothing of one goes or comes as the other's."""

    def __init__(
        self,
        endpoint: Callable[[], Endpoint | None],
        until_known: Callable[[], Awaitable[object]],
        *,
        known_within: float = _KNOWN_WITHIN,
    ) -> None:
        """`until_known` ends when it is settled where questions go: a scan of the first moment waits for that, for
        `known_within` seconds.
        """
        self._endpoint = endpoint
        self._until_known = until_known
        self._known_within = known_within
        self._making = asyncio.Lock()
        self._client: DeskClient | None = None
        self._url = ""
        self._token: str | None = None

    @property
    def staff_id(self) -> int:
        """The number of whoever is signed in, as the backend wants it for what they do."""
        endpoint = self._endpoint()
        return claims_of(endpoint.token if endpoint is not None else None).user_id or 0

    @property
    def forgets(self) -> bool:
        """Whether the gym is the demo one: what is done in it is gone with the next start."""
        endpoint = self._endpoint()
        return endpoint is not None and endpoint.forgets

    async def client(self) -> "DeskClient":
        """What asks the backend.

        Raises:
            ChatError: there is none.
        """
        if self._endpoint() is None:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._known_within):
                    await self._until_known()
        # One at a time: of two that were made for the same person, the first would be closed under who asks by it.
        async with self._making:
            return await self._client_of_now()

    async def _client_of_now(self) -> "DeskClient":
        endpoint = self._endpoint()
        if endpoint is None:
            raise ChatError(_NOBODY_THERE)
        if endpoint.backend_url is None or not endpoint.token:
            raise ChatError(_NOT_SIGNED_IN)
        url, token = endpoint.backend_url, endpoint.token
        if self._client is None or url != self._url or not are_of_one_person(self._token, token):
            made = await asyncio.to_thread(make_desk_client, url, lambda: self._token_for(url, token))
            old, self._client, self._url, self._token = self._client, made, url, token
            if old is not None:
                await old.aclose()
        return self._client

    async def aclose(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _token_for(self, url: str, asked_as: str) -> str | None:
        """The newest of who asked. The token of one server goes to no other, and for one person none of another."""
        endpoint = self._endpoint()
        if endpoint is None or endpoint.backend_url != url or not are_of_one_person(asked_as, endpoint.token):
            return None
        return endpoint.token
