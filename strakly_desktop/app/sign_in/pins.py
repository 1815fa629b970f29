"""Who opens the desk by a PIN: sets it, looks at what was typed, and ends it where it was guessed at too often."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from strakly_desktop.account.keychain import KeychainError
from strakly_desktop.account.pin import PinTries, hashed, is_right, read_tries, write_tries
from strakly_desktop.account.session import Session
from strakly_desktop.app.sign_in.kept_sign_in import KeptSignIn

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
        self, kept: KeptSignIn, file_of: Callable[[str], Path], *, now: Callable[[], float] = time.time
    ) -> None:
        """`file_of` gives where wrong tries for an account are noted. `now`: in seconds since 1970."""
        self._kept = kept
        self._file_of = file_of
        self._now = now
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
            tries = await asyncio.to_thread(read_tries, self._file_of(account))
            if tries.is_over:
                raise PinError(PIN_IS_OVER)
            if wait := tries.seconds_to_wait(self._now()):
                raise PinError(_wait_words(wait), wait)
            # Noted before it is looked at: an end of the app in between is no free try.
            tries = tries.after_wrong(self._now())
            await self._note(account, tries)
            if await asyncio.to_thread(is_right, kept, pin):
                await self._note(account, PinTries())
                return session
            if tries.is_over:
                await self.end(session)
                raise PinError(PIN_IS_OVER)
            wait = tries.seconds_to_wait(self._now())
            raise PinError(f"{WRONG_PIN} {_wait_words(wait)}" if wait else WRONG_PIN, wait)

    async def end(self, session: Session) -> None:
        """This PIN opens nothing any more."""
        # Where the keychain does not take it, the tries that are noted keep it shut.
        with suppress(KeychainError):
            await self._kept.set_pin(session, "")

    def _has_ended(self, session: Session) -> bool:
        left = session.seconds_left(self._now())
        return left is not None and left <= 0

    async def _note(self, account: str, tries: PinTries) -> None:
        try:
            await asyncio.to_thread(write_tries, self._file_of(account), tries)
        except OSError as error:
            if tries.wrong:
                raise PinError(
                    "PINs cannot be used while the disk takes nothing. Enter your password."
                ) from error


def _wait_words(seconds: float) -> str:
    return f"Wait {int(seconds + 0.999)} s before the next one."
