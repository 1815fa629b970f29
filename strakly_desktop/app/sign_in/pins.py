"""Who opens the desk by a PIN: sets it, looks at what was typed, and ends it where it was guessed at too often."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from strakly_desktop.account.keychain import KeychainError
from strakly_desktop.account.pin import (
    UNREADABLE_TRIES,
    PinTries,
    hashed,
    is_right,
    packed_tries,
    tries_in,
)
from strakly_desktop.account.session import Session
from strakly_desktop.app.process.plain_file import read_plain, replace_plain
from strakly_desktop.app.process.steady_clock import steady
from strakly_desktop.app.sign_in.kept_sign_in import KeptSignIn

_MOST_BYTES = 1000
WRONG_PIN = "This PIN is not right. Try again, or enter your password."
PIN_IS_OVER = "Too many wrong PINs: it opens nothing any more. Enter your password."
PIN_HAS_ENDED = "Your sign-in has run out, and the PIN with it. Enter your password."


class PinError(Exception):
    """It opens nothing. `words` say why and what to do; `seconds` until the next try."""

    def __init__(self, words: str, seconds: float = 0.0) -> None:
        super().__init__("pin")
        self.words = words
        self.seconds = seconds


class Pins:
    """Everybody's. A PIN is bound to the sign-in that it opens, and never outlives it."""

    def __init__(
        self,
        kept: KeptSignIn,
        file_of: Callable[[str], Path],
        *,
        server_time: Callable[[], float] = time.time,
        now: Callable[[], float] = time.time,
        passed: Callable[[], float] = steady,
    ) -> None:
        """`file_of` gives where wrong tries for an account are noted.

        `server_time` and `now` are in seconds since 1970: where sign-ins end, and here. `passed` counts on whatever is
        done to the clock.
        """
        self._kept = kept
        self._file_of = file_of
        self._server_time = server_time
        self._now = now
        self._passed = passed
        # The tries that were last seen, and when the next one may come by `passed`.
        self._free_at: dict[str, tuple[PinTries, float]] = {}
        self._in_order = asyncio.Lock()

    def people(self) -> tuple[Session, ...]:
        """Whose PIN opens the desk now."""
        return tuple(one.session for one in self._kept.people if not self._has_ended(one.session))

    def session_of(self, account: str) -> Session | None:
        """The sign-in that the account's PIN opens."""
        return next((one for one in self.people() if one.account == account), None)

    async def set_pin(self, session: Session, pin: str) -> None:
        """From now on this PIN opens the sign-in; "" for none.

        Raises:
            KeychainError: it holds until the app is closed.
        """
        kept = await asyncio.to_thread(hashed, pin) if pin else ""
        self._free_at.pop(session.account, None)
        await self._note(session.account, PinTries())
        await self._kept.set_pin(session, kept)

    async def open(self, account: str, pin: str) -> Session:
        """The sign-in that this PIN opens.

        Raises:
            PinError: it opens none.
        """
        # One at a time: who tries many at once has one try.
        async with self._in_order:
            session, kept = self.session_of(account), self._kept.pin_of(account)
            if session is None or not kept:
                raise PinError(PIN_HAS_ENDED)
            tries = await asyncio.to_thread(self._read, account)
            if tries.is_over:
                raise PinError(PIN_IS_OVER)
            if wait := self._seconds_to_wait(account, tries):
                raise PinError(_wait_words(wait), wait)
            # Noted before it is looked at: an end of the app in between is no free try.
            tries = tries.after_wrong(self._now())
            await self._note(account, tries)
            self._free_at[account] = tries, self._passed() + tries.wait
            if await asyncio.to_thread(is_right, kept, pin):
                await self._note(account, PinTries())
                self._free_at.pop(account, None)
                return session
            if tries.is_over:
                await self.end(session)
                raise PinError(PIN_IS_OVER)
            wait = self._seconds_to_wait(account, tries)
            raise PinError(f"{WRONG_PIN} {_wait_words(wait)}" if wait else WRONG_PIN, wait)

    async def end(self, session: Session) -> None:
        """This PIN opens nothing any more."""
        # Where the keychain does not take it, the tries that are noted keep it shut.
        with suppress(KeychainError):
            await self._kept.set_pin(session, "")

    def _has_ended(self, session: Session) -> bool:
        left = session.seconds_left(self._server_time())
        return left is not None and left <= 0

    def _seconds_to_wait(self, account: str, tries: PinTries) -> float:
        """How long until the next try. Of a wrong one of another run only the clock on the wall can tell.

        Where that was set back since, the wait is counted from now: to wait for the clock could take a year.
        """
        now = self._passed()
        seen, free_at = self._free_at.get(account, (None, 0.0))
        if seen != tries:
            free_at = now + tries.seconds_to_wait(self._now())
            self._free_at[account] = tries, free_at
        return max(0.0, free_at - now)

    def _read(self, account: str) -> PinTries:
        try:
            return tries_in(read_plain(self._file_of(account), _MOST_BYTES))
        except FileNotFoundError:
            return PinTries()
        except OSError:
            return UNREADABLE_TRIES

    def _write(self, account: str, tries: PinTries) -> None:
        path = self._file_of(account)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_plain(path, packed_tries(tries))

    async def _note(self, account: str, tries: PinTries) -> None:
        try:
            await asyncio.to_thread(self._write, account, tries)
        except OSError as error:
            if tries.wrong:
                raise PinError(
                    "PINs cannot be used while the disk takes nothing. Enter your password."
                ) from error


def _wait_words(seconds: float) -> str:
    return f"Wait {int(seconds + 0.999)} s before the next one."
