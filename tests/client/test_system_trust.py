"""The authorities of this computer are read once, in a thread, and again when they change."""

import asyncio
import os
import ssl
import sys
import threading
from pathlib import Path

import pytest
import trustme
import truststore
from support.asking import failure_at, run_bounded
from support.replay import replay

from strakly_desktop.client import system_trust, transport
from strakly_desktop.client.system_trust import reading_once
from strakly_desktop.conversation.errors import FailureKind

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the others judge by themselves")


@pytest.fixture
def authorities(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file of all that is trusted."""
    file = tmp_path / "authorities.pem"
    trustme.CA().cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    return file


@pytest.fixture
def read_in(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """The thread of each reading."""
    threads: list[threading.Thread] = []

    class Noting(truststore.SSLContext):
        def __init__(self, protocol: int) -> None:
            threads.append(threading.current_thread())
            super().__init__(protocol)

    monkeypatch.setattr(truststore, "SSLContext", Noting)
    return threads


def asked() -> ssl.SSLContext:
    """What a client of its own asks with."""
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def subjects(context: ssl.SSLContext) -> int:
    return len(context.get_ca_certs())


def test_all_clients_share_what_is_read_once_and_not_by_the_window(
    authorities: Path, read_in: list[threading.Thread]
) -> None:
    clients = [asked() for _ in range(3)]
    read_in.clear()

    async def story() -> list[ssl.SSLContext]:
        return [await reading_once(client) for client in clients * 2]

    used = asyncio.run(story())
    assert len(set(map(id, used))) == 1
    assert len(read_in) == 1 and read_in[0] is not threading.main_thread()
    assert used[0].verify_mode is ssl.CERT_REQUIRED and used[0].check_hostname
    assert subjects(used[0]) == 1


def test_many_at_once_read_once(authorities: Path, read_in: list[threading.Thread]) -> None:
    client = asked()
    read_in.clear()

    async def story() -> list[ssl.SSLContext]:
        return list(await asyncio.gather(*(reading_once(client) for _ in range(8))))

    assert len(set(map(id, asyncio.run(story())))) == 1
    assert len(read_in) == 1


def test_an_authority_that_is_added_or_taken_away_is_noticed_at_once(authorities: Path) -> None:
    async def trusted() -> int:
        return subjects(await reading_once(asked()))

    assert asyncio.run(trusted()) == 1
    with authorities.open("ab") as file:
        file.write(trustme.CA().cert_pem.bytes())
    os.utime(authorities, ns=(1, 1))
    assert asyncio.run(trusted()) == 2
    trustme.CA().cert_pem.write_to_path(authorities)
    os.utime(authorities, ns=(2, 2))
    assert asyncio.run(trusted()) == 1


def test_another_file_of_authorities_is_another_trust(
    authorities: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = asyncio.run(reading_once(asked()))
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    second = asyncio.run(reading_once(asked()))
    assert second is not first and subjects(second) == 1
    assert first.get_ca_certs() != second.get_ca_certs()


def test_what_lies_elsewhere_is_read_again_after_some_minutes(
    authorities: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr(system_trust, "monotonic", lambda: now)
    monkeypatch.setattr(system_trust, "_read", [])
    first = asyncio.run(reading_once(asked()))
    now = 599.0
    assert asyncio.run(reading_once(asked())) is first
    now = 601.0
    assert asyncio.run(reading_once(asked())) is not first


def test_authorities_that_are_being_replaced_this_moment_stop_nobody(
    authorities: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are found, and gone when they are looked at: that lasts no longer than a renaming."""
    found = ssl.get_default_verify_paths()
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: found)
    authorities.unlink()
    assert asyncio.run(reading_once(asked())).verify_mode is ssl.CERT_REQUIRED


def test_authorities_that_cannot_be_read_are_a_failure_and_no_bug(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    half_written = tmp_path / "ca-certificates.crt"
    half_written.touch()

    async def read_now(context: ssl.SSLContext) -> ssl.SSLContext:
        context.load_verify_locations(cafile=half_written)
        return context

    async def story() -> None:
        monkeypatch.setattr(transport, "reading_once", read_now)
        async with replay([]) as server:
            failure = await failure_at(server.url.replace("http:", "https:"))
        assert failure.kind is FailureKind.INSECURE
        assert failure.retryable

    run_bounded(story())


def test_a_context_of_somebodys_own_stays_as_it_is() -> None:
    own = ssl.create_default_context()
    assert asyncio.run(reading_once(own)) is own
