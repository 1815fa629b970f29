"""A second network on this computer, behind a cable that can be pulled: Linux, as root, with iproute2."""

import itertools
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

_count = itertools.count()

# Answers one request with the beginning of an event stream, and then with another event when a line comes in.
_SERVER = """
    import asyncio, sys

    async def answer(reader, writer):
        await reader.readuntil(b"\\r\\n\\r\\n")
        writer.write(b"HTTP/1.1 200 OK\\r\\ncontent-type: text/event-stream\\r\\nconnection: close\\r\\n\\r\\n")
        writer.write(b'data: {"token": "Hello"}\\n\\n')
        await writer.drain()
        await asyncio.to_thread(sys.stdin.readline)
        writer.write(b"data: [DONE]\\n\\n")
        await writer.drain()
        writer.close()

    async def serve():
        server = await asyncio.start_server(answer, sys.argv[1], 8000)
        print("ready", flush=True)
        async with server:
            await server.serve_forever()

    asyncio.run(serve())
"""


@dataclass(frozen=True)
class OtherNetwork:
    """`url` is a server in it; `pull_the_cable` loses every packet from then on, without a word to either side."""

    url: str
    namespace: str
    near_end: str
    far_end: str
    here: str
    there: str
    server: subprocess.Popen[str]

    def pull_the_cable(self, how: str) -> None:
        """`how`: "far" pulls it out behind the next switch, "near" out of this computer, "router" at the next one."""
        match how:
            case "far":
                _ip("-n", self.namespace, "link", "set", self.far_end, "down")
            case "near":
                _ip("link", "set", self.near_end, "down")
            case "router":
                # The packets still leave, for a machine that is not there.
                gone = ("lladdr", "02:00:00:00:00:01", "nud", "permanent", "dev")
                _ip("neigh", "replace", self.there, *gone, self.near_end)
                _ip("-n", self.namespace, "neigh", "replace", self.here, *gone, self.far_end)

    def go_on(self) -> None:
        """Let the server send the rest of its answer."""
        assert self.server.stdin is not None
        self.server.stdin.write("\n")
        self.server.stdin.flush()


def why_impossible() -> str:
    """Why no such network can be made here; "" if it can."""
    if sys.platform != "linux":
        return "network namespaces are Linux's"
    if os.geteuid() != 0:
        return "making network namespaces takes root"
    if shutil.which("ip") is None:
        return "there is no ip command (iproute2)"
    name = f"probe{os.getpid()}"
    tried = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    if tried.returncode:
        return f"no network namespace can be made: {tried.stderr.strip()}"
    made = subprocess.run(
        [
            "ip",
            "link",
            "add",
            f"p{os.getpid()}",
            "type",
            "veth",
            "peer",
            "name",
            f"q{os.getpid()}",
            "netns",
            name,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
    return f"no cable can be made: {made.stderr.strip()}" if made.returncode else ""


@contextmanager
def other_network() -> Iterator[OtherNetwork]:
    """Make it, with a server in it, and remove it again."""
    # A removed one may linger for a moment.
    number = os.getpid() * 16 + next(_count) % 16
    namespace, near, far = f"strakly{number}", f"sn{number}", f"sf{number}"
    # Addresses that are set aside for tests of networks, a pair for each process.
    third, fourth = divmod(number % 16_384 * 4, 256)
    base = f"198.{18 + number % 2}.{third}"
    here, there = f"{base}.{fourth + 1}", f"{base}.{fourth + 2}"
    _ip("netns", "add", namespace)
    server: subprocess.Popen[str] | None = None
    try:
        _ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", namespace)
        _ip("addr", "add", f"{here}/30", "dev", near)
        _ip("link", "set", near, "up")
        _ip("-n", namespace, "addr", "add", f"{there}/30", "dev", far)
        _ip("-n", namespace, "link", "set", far, "up")
        command = ["ip", "netns", "exec", namespace, sys.executable, "-c", textwrap.dedent(_SERVER), there]
        server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None and server.stdout.readline() == "ready\n"
        yield OtherNetwork(f"http://{there}:8000", namespace, near, far, here, there, server)
    finally:
        if server is not None:
            server.kill()
            server.communicate()
        for removal in (("link", "del", near), ("netns", "del", namespace)):
            with suppress(subprocess.CalledProcessError):
                _ip(*removal)


def _ip(*arguments: str) -> None:
    subprocess.run(("ip", *arguments), check=True, capture_output=True)
