"""Asks a SOCKS 5 proxy for a way to a server (RFC 1928, RFC 1929).

The dialogue of the HTTP library waits for ever, takes half a reply for nonsense, and offers a password only where
one is demanded by name. socksio writes and reads the messages here; it is imported when such a proxy is used.
"""

from typing import TYPE_CHECKING

import httpcore

if TYPE_CHECKING:
    from socksio.socks5 import SOCKS5Reply

_REFUSALS = {
    1: "it failed",
    2: "its rules forbid it",
    3: "the network behind it cannot be reached",
    4: "it cannot reach the server",
    5: "the server refused the connection",
    6: "the way to the server is too long",
    7: "it does not pass connections on",
    8: "it does not know this kind of address",
}
_NONSENSE = "SOCKS: its answer is none of a SOCKS 5 proxy"
_LONGEST_HOST = 255
CREDENTIALS_WANTED = "SOCKS: a user name and password are wanted"
CREDENTIALS_REFUSED = "SOCKS: the user name or password is not accepted"


async def connect_through(
    stream: httpcore.AsyncNetworkStream, host: str, port: int, credentials: tuple[bytes, bytes] | None
) -> None:
    """Make the proxy at the other end of `stream` pass everything on to `host`, whose name it looks up.

    Raises:
        httpcore.ProxyError: it does not; the text says why, without any secret.
        httpcore.NetworkError: the connection to it broke.
        httpcore.LocalProtocolError: the name of `host` is longer than any.
    """
    if len(host.encode()) > _LONGEST_HOST:
        raise httpcore.LocalProtocolError("The name of the server is too long.")
    from socksio.exceptions import SOCKSError
    from socksio.socks5 import (
        SOCKS5AuthMethod,
        SOCKS5AuthMethodsRequest,
        SOCKS5AuthReply,
        SOCKS5Command,
        SOCKS5CommandRequest,
        SOCKS5UsernamePasswordReply,
        SOCKS5UsernamePasswordRequest,
    )

    methods = [SOCKS5AuthMethod.NO_AUTH_REQUIRED]
    if credentials is not None:
        methods.append(SOCKS5AuthMethod.USERNAME_PASSWORD)
    try:
        await stream.write(SOCKS5AuthMethodsRequest(methods).dumps())
        method = SOCKS5AuthReply.loads(await _read(stream, 2)).method
        if method not in methods:
            raise httpcore.ProxyError(CREDENTIALS_WANTED)
        if method is SOCKS5AuthMethod.USERNAME_PASSWORD and credentials is not None:
            await stream.write(SOCKS5UsernamePasswordRequest(*credentials).dumps())
            if not SOCKS5UsernamePasswordReply.loads(await _read(stream, 2)).success:
                raise httpcore.ProxyError(CREDENTIALS_REFUSED)
        wish = SOCKS5CommandRequest.from_address(SOCKS5Command.CONNECT, (host, port))
        await stream.write(wish.dumps())
        code = (await _read_reply(stream)).reply_code[0]
    except SOCKSError as error:
        raise httpcore.ProxyError(_NONSENSE) from error
    if code:
        raise httpcore.ProxyError(f"SOCKS: {_REFUSALS.get(code, 'it refused')}")


async def _read_reply(stream: httpcore.AsyncNetworkStream) -> "SOCKS5Reply":
    from socksio.socks5 import SOCKS5Reply

    head = await _read(stream, 4)
    if head[0] == 5 and head[1]:
        # Of a refusal the address says nothing, and some send none.
        return SOCKS5Reply.loads(head[:3] + b"\x01\0\0\0\0\0\0")
    length = {1: 4, 4: 16}.get(head[3])
    if head[3] == 3:
        named = await _read(stream, 1)
        # Of no use here, and any bytes: an address that can be read takes the place of the name.
        await _read(stream, named[0] + 2)
        return SOCKS5Reply.loads(head[:3] + b"\x01\0\0\0\0\0\0")
    if length is None:
        raise httpcore.ProxyError(_NONSENSE)
    return SOCKS5Reply.loads(head + await _read(stream, length + 2))


async def _read(stream: httpcore.AsyncNetworkStream, size: int) -> bytes:
    """Read exactly so much, in however many pieces it comes."""
    read = b""
    while len(read) < size:
        piece = await stream.read(size - len(read))
        if not piece:
            raise httpcore.ProxyError("SOCKS: it closed the connection")
        read += piece
    return read
