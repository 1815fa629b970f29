"""What is kept of a sign-in: in the keychain the token, in the settings whose it is, and after signing out neither."""

import asyncio
import base64
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from support.desk import MemoryKeychain

from strakly_desktop.account.claims import Claims
from strakly_desktop.account.keychain import LOCKED, KeychainError
from strakly_desktop.account.session import Servers, Session, session_of
from strakly_desktop.app.settings.settings import Settings
from strakly_desktop.app.settings.settings_file import SettingsFile
from strakly_desktop.app.settings.settings_saver import SettingsSaver
from strakly_desktop.app.sign_in.kept_sign_in import KeptSignIn

SERVERS = Servers("https://gym.example", "https://gym.example/api")


def session(email: str) -> Session:
    claims = json.dumps({"email": email, "gymId": 1})
    return session_of(SERVERS, f"a.{base64.urlsafe_b64encode(claims.encode()).decode()}.c", "Iron Temple")


@pytest.fixture
def saver(qapp: Any, tmp_path: Path) -> SettingsSaver:
    return SettingsSaver(SettingsFile(tmp_path / "settings.json"), Settings())


class SlowToWrite(MemoryKeychain):
    """Takes nothing before `may_write`."""

    def __init__(self) -> None:
        super().__init__()
        self.may_write = threading.Event()

    def write(self, account: str, secret: str) -> None:
        self.may_write.wait(60)
        super().write(account, secret)


def test_the_next_person_takes_the_place_of_the_one_before(run: Any, saver: SettingsSaver) -> None:
    keychain = MemoryKeychain()
    kept = KeptSignIn(keychain, saver)

    async def story() -> None:
        for email in ("asha@gym.example", "bram@gym.example"):
            await kept.keep(session(email))
        assert list(keychain.kept) == [session("bram@gym.example").account] == [kept.account]
        await kept.forget()
        await kept.forget()
        await saver.finish()

    run(story())
    assert (keychain.kept, kept.account) == ({}, "")


def test_who_signs_out_while_the_keychain_is_slow_leaves_nothing_in_it(
    run: Any, saver: SettingsSaver
) -> None:
    keychain = SlowToWrite()
    kept = KeptSignIn(keychain, saver)

    async def story() -> None:
        keeping = asyncio.ensure_future(kept.keep(session("asha@gym.example")))
        await asyncio.sleep(0)
        forgetting = asyncio.ensure_future(kept.forget())
        await asyncio.sleep(0)
        keychain.may_write.set()
        await asyncio.gather(keeping, forgetting)
        await saver.finish()

    run(story())
    assert (keychain.kept, kept.account) == ({}, "")


def test_a_keychain_that_fails_is_told_and_the_settings_still_forget(run: Any, saver: SettingsSaver) -> None:
    keychain = MemoryKeychain()
    kept = KeptSignIn(keychain, saver)

    async def story() -> None:
        await kept.keep(session("asha@gym.example"))
        keychain.trouble = KeychainError(LOCKED)
        for ask in (kept.load(SERVERS), kept.forget()):
            with pytest.raises(KeychainError):
                await ask
        await saver.finish()

    run(story())
    assert kept.account == ""


def test_a_pin_stays_with_a_newer_token_and_ends_with_one_that_has_run_out(
    run: Any, saver: SettingsSaver
) -> None:
    keychain, now = MemoryKeychain(), 1000.0
    kept = KeptSignIn(keychain, saver, now=lambda: now)
    first = Session(SERVERS, "a.b.c", Claims(email="asha@gym.example", gym_id=1, expires_at=2000.0))
    newer = Session(SERVERS, "d.e.f", Claims(email="asha@gym.example", gym_id=1, expires_at=3000.0))

    async def story() -> None:
        nonlocal now
        await kept.keep(first)
        await kept.set_pin(first, "the hash")
        await kept.keep(session("bram@gym.example"))
        assert len(keychain.kept) == 2, "who has a PIN stays when another one comes"
        await kept.keep(newer)
        assert "the hash" in keychain.kept[newer.account]
        now = 3500.0
        await kept.keep(first)
        assert "the hash" not in str(keychain.kept)
        assert saver.settings.people == ()
        await saver.finish()

    run(story())


class SlowToRead(MemoryKeychain):
    """Asks somebody who is not there before it gives anything: `may_read` is their answer."""

    def __init__(self) -> None:
        super().__init__()
        self.may_read = threading.Event()
        self.asked = threading.Event()
        self.is_slow = False

    def read(self, account: str) -> str | None:
        text = super().read(account)
        if self.is_slow:
            self.asked.set()
            self.may_read.wait(60)
        return text


async def set_up_pins(keychain: MemoryKeychain, saver: SettingsSaver, *emails: str) -> None:
    """Each signs in and sets a PIN, the last one stays at the desk."""
    kept = KeptSignIn(keychain, saver)
    for email in emails:
        await kept.keep(session(email))
        await kept.set_pin(session(email), f"hash of {email}")


def test_who_signs_in_before_a_slow_keychain_answers_ends_nobodys_pin(run: Any, saver: SettingsSaver) -> None:
    keychain = SlowToRead()
    asha, bram, chandra = (session(f"{name}@gym.example") for name in ("asha", "bram", "chandra"))

    async def story() -> tuple[KeptSignIn, list[str]]:
        await set_up_pins(keychain, saver, "asha@gym.example", "bram@gym.example")
        kept = KeptSignIn(keychain, saver)  # The app is started anew.
        keychain.is_slow = True
        people = asyncio.ensure_future(kept.load_people(SERVERS))
        await asyncio.to_thread(keychain.asked.wait, 60)
        # Nobody waits for it: somebody new signs in and sets a PIN, then signs out.
        await kept.keep(chandra)
        await kept.set_pin(chandra, "hash of chandra")
        await kept.forget()
        keychain.may_read.set()
        await people
        # And the same person signs in where their own PIN is not known yet.
        again = KeptSignIn(keychain, saver)
        await again.keep(asha)
        await saver.finish()
        return kept, [again.pin_of(asha.account)]

    kept, again = run(story())
    assert {one.session.account for one in kept.people} == {asha.account, bram.account}
    assert set(saver.settings.people) == {asha.account, bram.account}
    assert again == ["hash of asha@gym.example"]
    assert set(keychain.kept) == {asha.account, bram.account}


def test_what_a_slow_keychain_brings_of_who_has_signed_out_opens_nothing(
    run: Any, saver: SettingsSaver
) -> None:
    keychain = SlowToRead()

    async def story() -> KeptSignIn:
        await set_up_pins(keychain, saver, "asha@gym.example")
        kept = KeptSignIn(keychain, saver)
        keychain.is_slow = True
        loading = asyncio.ensure_future(kept.load(SERVERS))
        await asyncio.to_thread(keychain.asked.wait, 60)
        await kept.forget()
        keychain.may_read.set()
        assert await loading is None
        await saver.finish()
        return kept

    kept = run(story())
    assert (kept.people, saver.settings.people, keychain.kept) == ((), (), {})


def test_what_is_still_being_written_is_waited_for(run: Any, saver: SettingsSaver) -> None:
    keychain = SlowToWrite()
    kept = KeptSignIn(keychain, saver)
    asha = session("asha@gym.example")

    async def story() -> str:
        setting = asyncio.ensure_future(kept.set_pin(asha, "the hash"))
        await asyncio.sleep(0)
        end = asyncio.ensure_future(kept.finish())
        await asyncio.sleep(0)
        keychain.may_write.set()
        await end
        written = str(keychain.kept)
        await setting
        await saver.finish()
        return written

    assert "the hash" in run(story())
