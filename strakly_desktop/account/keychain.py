"""Keeps a sign-in in the keychain of the operating system: Secret Service, Windows' or macOS' own, and nowhere else.

The backend is named here and not left to the library's choice: that could be a file, or whatever a variable of the
environment names. Where there is none, nothing is kept. Every call may take long, a locked keychain asks its
person for a password: call it in a thread.
"""

import sys
from collections.abc import Callable
from typing import Protocol, TypeVar

_SERVICE = "Strakly Desktop"
_Answer = TypeVar("_Answer")


class KeychainError(Exception):
    """The keychain does not do it. `words` are a whole sentence for the person."""

    def __init__(self, words: str) -> None:
        super().__init__("keychain")
        self.words = words


class Keychain(Protocol):
    """Texts by account. Each method raises KeychainError."""

    def read(self, account: str) -> str | None:
        """What is kept; None for nothing."""
        ...

    def write(self, account: str, secret: str) -> None:
        """Keep this, in place of what was there."""
        ...

    def forget(self, account: str) -> None:
        """Keep nothing; also where nothing was."""
        ...


class _Backend(Protocol):
    """The library's backends."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


NO_KEYCHAIN = "This computer has no keychain that the app can use."
LOCKED = "The keychain of this computer stayed locked."
REFUSED = "The keychain of this computer did not take the sign-in."


class SystemKeychain:
    """That of the system. It is looked for at the first call, and the library imported then."""

    def __init__(self, open_backend: "Callable[[], _Backend] | None" = None) -> None:
        self._open_backend = open_backend or _system_backend
        self._backend: _Backend | None = None

    def read(self, account: str) -> str | None:
        return self._ask(lambda backend: backend.get_password(_SERVICE, account))

    def write(self, account: str, secret: str) -> None:
        def put(backend: _Backend) -> None:
            backend.set_password(_SERVICE, account, secret)

        self._ask(put)

    def forget(self, account: str) -> None:
        def remove(backend: _Backend) -> None:
            # What is not there cannot be removed by every one of them.
            if backend.get_password(_SERVICE, account) is not None:
                backend.delete_password(_SERVICE, account)

        self._ask(remove)

    def _ask(self, what: Callable[[_Backend], _Answer]) -> _Answer:
        from keyring.errors import InitError, KeyringError, KeyringLocked

        try:
            backend = self._backend = self._backend or self._open_backend()
        except (KeyringError, ImportError, RuntimeError, OSError) as error:
            raise KeychainError(NO_KEYCHAIN) from error
        try:
            return what(backend)
        except (KeyringLocked, InitError) as error:
            raise KeychainError(LOCKED) from error
        except _own_errors() as error:
            raise KeychainError(REFUSED) from error


def _system_backend() -> _Backend:
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        return WinVaultKeyring()
    if sys.platform == "darwin":
        from keyring.backends.macOS import Keyring as MacKeyring

        return MacKeyring()
    from keyring.backends.SecretService import Keyring

    # Raises where no such service answers on this session's bus.
    assert Keyring.priority
    return Keyring()


def _own_errors() -> tuple[type[Exception], ...]:
    """What the library raises, and what a backend lets through of its own libraries."""
    from keyring.errors import KeyringError

    return (KeyringError, OSError, ValueError, *_errors_of_system())


def _errors_of_system() -> tuple[type[Exception], ...]:
    if sys.platform == "win32":
        from win32ctypes.pywin32 import pywintypes

        return (pywintypes.error,)
    if sys.platform == "darwin":
        return ()
    from jeepney.wrappers import DBusErrorResponse
    from secretstorage.exceptions import SecretStorageException

    return (SecretStorageException, DBusErrorResponse)
