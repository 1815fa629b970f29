#!/usr/bin/env bash
# httpx 0.28.1 with httpcore 1.0.9 (asyncio backend), CPython 3.11 to 3.13, OpenSSL 3.
#
# A TLS 1.3 server that wants a client certificate is refused with a bare ssl.SSLError.
#
# Guess before running it: whatever goes wrong with a request leaves get() as an httpx.HTTPError
# (ConnectError for the handshake), as it does with TLS 1.2.
# Seen: with TLS 1.3 the client's handshake is over before the server looks for its certificate, so the alert
# comes with the first read; there the asyncio backend maps no ssl.SSLError, and it passes every
# `except httpx.HTTPError`. With TLS 1.2 the same server gives httpx.ConnectError.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check httpx==0.28.1 httpcore==1.0.9 trustme==1.2.1
"$work/venv/bin/python" - <<'PY'
import asyncio
import contextlib
import os
import socket
import ssl
import sys
import threading

import httpx
import trustme

authority = trustme.CA()


def serve(listener: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = listener.accept()
    wrapped = context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
    with contextlib.suppress(OSError):
        wrapped.do_handshake()
    # The alert is sent; end as a polite server does, without a reset that could overtake it.
    raw = socket.socket(fileno=os.dup(wrapped.fileno()))
    with contextlib.suppress(OSError):
        raw.shutdown(socket.SHUT_WR)
        while raw.recv(4096):
            pass


async def ask(version: ssl.TLSVersion) -> BaseException | None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.minimum_version = server.maximum_version = version
    server.verify_mode = ssl.CERT_REQUIRED
    authority.issue_cert("127.0.0.1").configure_cert(server)
    authority.configure_trust(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=(listener, server), daemon=True).start()
    async with httpx.AsyncClient(verify=client, trust_env=False) as http:
        try:
            await http.get(f"https://127.0.0.1:{listener.getsockname()[1]}/")
        except (httpx.HTTPError, OSError) as error:
            return error
    return None


new, old = asyncio.run(ask(ssl.TLSVersion.TLSv1_3)), asyncio.run(ask(ssl.TLSVersion.TLSv1_2))
for version, error in (("1.3", new), ("1.2", old)):
    print(f"TLS {version}: {type(error).__name__}, an httpx.HTTPError: {isinstance(error, httpx.HTTPError)}")
as_seen = isinstance(new, ssl.SSLError) and isinstance(old, httpx.ConnectError)
sys.exit(0 if as_seen else 1)
PY
