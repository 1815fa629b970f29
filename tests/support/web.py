"""httpx for tests that ask a server of their own: without the world's certificates, and with patience.

To read all certificates of the system for each request took longer than the request, and httpx's own five seconds are
met on a busy machine.
"""

import ssl
from functools import partial

import httpx
from support.limits import LAST_RESORT_S

_TRUSTS_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

get = partial(httpx.get, timeout=LAST_RESORT_S, verify=_TRUSTS_NOBODY)
post = partial(httpx.post, timeout=LAST_RESORT_S, verify=_TRUSTS_NOBODY)
request = partial(httpx.request, timeout=LAST_RESORT_S, verify=_TRUSTS_NOBODY)
stream = partial(httpx.stream, timeout=LAST_RESORT_S, verify=_TRUSTS_NOBODY)
