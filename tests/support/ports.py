"""A port of this machine that is free and stays so, for a server that somebody else starts.

The system hands out its own free ports to every connection that anybody makes: one that was free a moment ago is taken
on a busy machine. Those below its range go to who names them.
"""

import random
import socket

_BELOW_THE_SYSTEMS = range(20_000, 30_000)
_chance = random.SystemRandom()


def free_port() -> int:
    """One on 127.0.0.1 where nobody listens, and where only who names it will.

    Raises:
        RuntimeError: there is none.
    """
    for port in _chance.sample(_BELOW_THE_SYSTEMS, 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no port of a hundred is free")
