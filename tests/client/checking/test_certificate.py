"""What is read of a certificate, held against a whole library for them."""

from datetime import UTC, datetime, timedelta

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID, NameOID
from hypothesis import given
from hypothesis import strategies as st

from strakly_desktop.client.checking.certificate import read_certificate

AUTHORITY = trustme.CA(organization_name="Iron Temple", organization_unit_name="Desk")
ENDS = datetime(2031, 4, 5, 6, 7, 8, tzinfo=UTC)


def der_of(certificate: trustme.LeafCert) -> bytes:
    return x509.load_pem_x509_certificate(certificate.cert_chain_pems[0].bytes()).public_bytes(Encoding.DER)


def test_it_tells_whose_it_is_who_vouches_and_until_when() -> None:
    leaf = AUTHORITY.issue_cert("bot.gym.example", "127.0.0.1", common_name="bot.gym.example", not_after=ENDS)
    found = read_certificate(der_of(leaf))
    assert found is not None
    assert found.owner == "bot.gym.example"
    assert found.issuer == "Iron Temple"
    assert found.ends == ENDS
    assert found.begins < datetime.now(UTC)
    assert set(found.names) == {"bot.gym.example", "127.0.0.1"}
    assert found.days_left(ENDS - timedelta(days=3, hours=1)) == 3


def test_years_that_need_four_digits_are_read() -> None:
    late = datetime(2055, 1, 2, tzinfo=UTC)
    found = read_certificate(der_of(AUTHORITY.issue_cert("gym.example", not_after=late)))
    assert found is not None and found.ends == late


@given(st.integers(0, 900), st.binary(max_size=4))
def test_damaged_bytes_are_no_certificate_and_no_error(at: int, other: bytes) -> None:
    der = WHOLE[:at] + other + WHOLE[at + len(other) :]
    damaged = read_certificate(der)
    assert damaged is None or damaged.ends.tzinfo is not None
    assert at >= len(WHOLE) or read_certificate(WHOLE[:at]) is None


@pytest.mark.parametrize("junk", [b"", b"0", b"\x30\x84\xff\xff\xff\xff", b"\x30\x80" * 200])
def test_what_is_no_certificate_is_none(junk: bytes) -> None:
    assert read_certificate(junk) is None


def test_a_list_of_names_with_nothing_in_it_is_no_error() -> None:
    """The bytes of any server come here, trusted or not: OpenSSL, asked to trust nobody, passes this one on."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bot.gym.example")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, ENDS - timedelta(days=9), ENDS)
        .add_extension(x509.UnrecognizedExtension(ExtensionOID.SUBJECT_ALTERNATIVE_NAME, b""), critical=False)
        .sign(key, hashes.SHA256())
    )
    found = read_certificate(made.public_bytes(Encoding.DER))
    assert found is not None and (found.owner, found.ends, found.names) == ("bot.gym.example", ENDS, ())


WHOLE = der_of(AUTHORITY.issue_cert("gym.example"))
