"""Runs a program in another root directory, alone: loopback is its only network, and it sees no other process.

    unshare --net --mount --pid --fork --kill-child python3 enter_root.py ROOT USER_ID PROGRAM [ARGUMENTS...]

What is mounted here belongs to the new mount namespace and goes with it. Standard library only.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import subprocess
import sys
from pathlib import Path

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
X_SOCKETS = "/tmp/.X11-unix"


def loopback_up() -> None:
    """Turn on 127.0.0.1, which a new network namespace has but does not use."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack_from("16sH", fcntl.ioctl(asked, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(asked, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def main() -> None:
    root, user_id, *command = sys.argv[1:]
    loopback_up()
    mount("--make-rprivate", "/")
    mount("-t", "proc", "proc", f"{root}/proc")
    for place in ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"):
        Path(root + place).touch()
        mount("--bind", place, root + place)
    mount("-t", "tmpfs", "tmpfs", f"{root}/dev/shm")
    if Path(X_SOCKETS).is_dir():
        Path(root + X_SOCKETS).mkdir(exist_ok=True)
        mount("--bind", X_SOCKETS, root + X_SOCKETS)
    os.chroot(root)
    os.chdir("/")
    os.setgroups([])
    os.setgid(int(user_id))
    os.setuid(int(user_id))
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
