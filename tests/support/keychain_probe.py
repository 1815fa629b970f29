"""Uses the real keychain of this system in processes of its own; prints what it found as JSON.

`two-processes` starts a keyring daemon on the session bus that it runs under, unlocked with a made-up password, and has
one process keep a secret and the next ones read and forget it. `none` expects that there is no keychain.
"""

# ruff: noqa: T201

import json
import subprocess
import sys

from strakly_desktop.account.keychain import KeychainError, SystemKeychain

_ACCOUNT = "https://gym.example/api 1 asha@gym.example admin"


def _in_another_process(what: str) -> object:
    done = subprocess.run([sys.executable, __file__, what], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main(what: str) -> object:
    keychain = SystemKeychain()
    match what:
        case "two-processes":
            daemon = ["gnome-keyring-daemon", "--unlock", "--components=secrets"]
            subprocess.run(daemon, input=b"a made-up password", check=True, capture_output=True)
            return {name: _in_another_process(name) for name in ("first", "second", "third")}
        case "first":
            before = keychain.read(_ACCOUNT)
            keychain.write(_ACCOUNT, "kept by the first")
            return before
        case "second":
            found = keychain.read(_ACCOUNT)
            keychain.forget(_ACCOUNT)
            return found
        case "third":
            return keychain.read(_ACCOUNT)
        case _:
            try:
                return keychain.read(_ACCOUNT)
            except KeychainError as error:
                return {"words": error.words}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
