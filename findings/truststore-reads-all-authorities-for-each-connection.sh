#!/usr/bin/env bash
# truststore 0.10.5, certifi 2025.11.12 as the bundle of authorities (CPython 3.11, OpenSSL 3). Linux.
#
# truststore.SSLContext takes the place of ssl.SSLContext in any client. On Linux it has the authorities of the computer
# read whenever a socket or a pair of buffers is wrapped, the hundredth time with the same context too, though they stand
# in the context from the first time on.
#
# Guess before running it: as with ssl.create_default_context, they are read once, when the context is made or first
# used; a context that is kept for a client makes each further connection cheap.
# Seen: the tenth wrap_bio of one context costs what the first did, 15 to 20 ms of CPU for 140 authorities, hundreds of
# times what it costs with a plain context that has the same ones. A client whose connections are not kept alive pays
# that for each request, in the thread that asks.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check truststore==0.10.5 certifi==2025.11.12
cat >"$work/probe.py" <<'PY'
import os
import ssl
from statistics import median
from time import process_time

import certifi
import truststore

os.environ["SSL_CERT_FILE"] = certifi.where()


def costs_ms(context: ssl.SSLContext) -> list[float]:
    found = []
    for _ in range(10):
        start = process_time()
        context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="gym.example")
        found.append((process_time() - start) * 1000)
    return found


trusting = costs_ms(truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
start = process_time()
plain.load_verify_locations(certifi.where())
once = (process_time() - start) * 1000
plainly = costs_ms(plain)
print(f"the authorities read once: {once:.1f} ms")
print(f"a connection with truststore: first {trusting[0]:.1f} ms, of the other nine {median(trusting[1:]):.1f} ms")
print(f"a connection with a plain context that has them: {median(plainly[1:]):.3f} ms")
same = median(trusting[1:]) > once / 2 and median(trusting[1:]) > 20 * median(plainly[1:])
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PY
"$work/venv/bin/python" "$work/probe.py"
