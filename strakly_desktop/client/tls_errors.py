"""Tells why no safe connection came about, each cause with its own cure.

OpenSSL tells causes by numbers and by names that are no words for a front desk; Windows and macOS, whose own
verification truststore asks, tell them in a sentence. Both are read here.
"""

import ssl
from collections.abc import Iterable
from datetime import datetime

from strakly_desktop.conversation.errors import FailureKind

Explanation = tuple[FailureKind, str, str]

_TELL_ADMINISTRATOR = "Tell your administrator."

# The numbers of X509_V_ERR_*, and what the systems' own verifiers say.
_EXPIRED = ({10, 12}, ("has expired", "is expired", "not within its validity period"))
_NOT_YET_VALID = ({9, 11}, ("not yet valid", "not valid yet"))
_OTHER_NAME = (
    {62, 64},
    ("hostname mismatch", "ip address mismatch", "cn name does not match", "doesn't match"),
)
_REVOKED = ({23}, ("revoked",))
_NOBODY_VOUCHES = (
    {2, 18, 19, 20, 21, 27},
    ("self-signed", "self signed", "local issuer", "not trusted", "untrusted", "terminated in a root"),
)
_TOO_OLD = (
    "UNSUPPORTED_PROTOCOL", "PROTOCOL_VERSION", "VERSION_TOO_LOW", "DH_KEY_TOO_SMALL", "EE_KEY_TOO_SMALL",
    "CA_KEY_TOO_SMALL", "CA_MD_TOO_WEAK", "LEGACY_SIGALG", "UNSAFE_LEGACY_RENEGOTIATION", "NO_PROTOCOLS_AVAILABLE",
    "WRONG_SIGNATURE_TYPE",
)  # fmt: skip
_NO_TLS = (
    "WRONG_VERSION_NUMBER",
    "HTTP_REQUEST",
    "UNKNOWN_PROTOCOL",
    "PACKET_LENGTH_TOO_LONG",
    "RECORD_LAYER",
)
_WANTS_CERTIFICATE = (
    "CERTIFICATE_REQUIRED",
    "ALERT_BAD_CERTIFICATE",
    "ALERT_UNKNOWN_CA",
    "ALERT_CERTIFICATE",
)
_SERVERS_FAULT = (
    "ALERT_INTERNAL_ERROR", "ALERT_DECODE_ERROR", "ALERT_DECRYPT", "DECRYPTION_FAILED", "ALERT_UNEXPECTED_MESSAGE",
    "ALERT_ILLEGAL_PARAMETER", "ALERT_BAD_RECORD_MAC", "ALERT_RECORD_OVERFLOW", "ALERT_DECOMPRESSION",
    "ALERT_USER_CANCEL", "UNSUPPORTED_EXTENSION", "BAD_SIGNATURE", "UNEXPECTED_MESSAGE", "ILLEGAL_PARAMETER",
)  # fmt: skip
_NO_AGREEMENT = ("HANDSHAKE_FAILURE", "NO_SHARED_CIPHER", "INSUFFICIENT_SECURITY", "NO_CIPHERS")


def tls_error_in(causes: Iterable[BaseException]) -> ssl.SSLError | None:
    """The failure of TLS among `causes`; that a handshake waited for the other side is none."""
    waiting = (ssl.SSLWantReadError, ssl.SSLWantWriteError)
    found = (cause for cause in causes if isinstance(cause, ssl.SSLError) and not isinstance(cause, waiting))
    return next(found, None)


def explain_tls(error: ssl.SSLError, plain_address: str, now: datetime) -> Explanation:
    """What it means to the desk. `plain_address` is the server's with http, `now` what this PC takes for the time."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _explain_certificate(error, now)
    reason = f"{error.reason or ''} {error}".upper().replace(" ", "_")
    if _has(reason, _WANTS_CERTIFICATE):
        return needs_client_certificate()
    if _has(reason, _TOO_OLD):
        return (
            FailureKind.INSECURE,
            "The server offers only an encryption that is no longer safe, so nothing was sent.",
            "Tell your administrator: the server needs TLS 1.2 or newer.",
        )
    if _has(reason, _NO_TLS):
        return (
            FailureKind.NOT_FOUND,
            "The server does not speak https at this address, so nothing was sent.",
            f"Check the port of the server address in the settings. If your administrator says that it is meant "
            f"to be without encryption, enter {plain_address}",
        )
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError) or "UNEXPECTED_EOF" in reason:
        return (
            FailureKind.NETWORK,
            "The server hung up before there was a safe connection, so nothing was sent.",
            "Wait a moment, then press Retry. If it stays, check the server address and its port in the settings.",
        )
    if _has(reason, _NO_AGREEMENT):
        return (
            FailureKind.INSECURE,
            "This PC and the server could not agree on an encryption, so nothing was sent.",
            "Tell your administrator: the server may be set up for old programs only, or want a certificate of "
            "this PC.",
        )
    if "UNRECOGNIZED_NAME" in reason:
        return (
            FailureKind.NOT_FOUND,
            "The server does not know the name in its address, so nothing was sent.",
            "Check that the server address in the settings is written as your administrator gave it.",
        )
    if "NO_APPLICATION_PROTOCOL" in reason:
        return (
            FailureKind.NOT_AN_ANSWER,
            "What answers at this address is no Strakly server, so nothing was sent.",
            "Check the server address and its port in the settings, or ask whoever set up this PC.",
        )
    if "ACCESS_DENIED" in reason:
        return (
            FailureKind.FORBIDDEN,
            "The server does not let this PC in, so nothing was sent.",
            "Tell your administrator.",
        )
    if _has(reason, _SERVERS_FAULT):
        return (
            FailureKind.SERVER_ERROR,
            "The server broke off the safe connection because of a problem of its own, so nothing was sent.",
            "Wait a moment, then press Retry. If it stays, tell your administrator.",
        )
    return (
        FailureKind.INSECURE,
        "No safe connection to the server came about, so nothing was sent.",
        "Press Retry. If it stays, tell your administrator what stands under Details.",
    )


def needs_client_certificate() -> Explanation:
    """The server wants this PC to identify itself by a certificate."""
    return (
        FailureKind.FORBIDDEN,
        "The server wants a certificate of this PC, and this app has none.",
        "Ask your administrator for a server address that works without one.",
    )


def _explain_certificate(error: ssl.SSLCertVerificationError, now: datetime) -> Explanation:
    code = getattr(error, "verify_code", 0)
    said = f"{getattr(error, 'verify_message', '')} {error}".lower()
    today = f"{now.day} {now:%B %Y, %H:%M}"
    cases = (
        (
            _NOT_YET_VALID,
            "The server's certificate is not valid yet, so nothing was sent.",
            f"The clock of this PC is probably wrong: it says {today}. Set date and time, then press Retry. If "
            "they are right, tell your administrator.",
        ),
        (
            _EXPIRED,
            "The server's certificate has run out, so nothing was sent.",
            f"This PC says that it is {today}. If that is wrong, set its date and time, then press Retry. If it "
            "is right, tell your administrator to renew the certificate.",
        ),
        (
            _OTHER_NAME,
            "The server showed the certificate of another address, so nothing was sent.",
            "Check that the server address in the settings is written as your administrator gave it.",
        ),
        (_REVOKED, "The server's certificate was withdrawn, so nothing was sent.", _TELL_ADMINISTRATOR),
        (
            _NOBODY_VOUCHES,
            "Nobody that this PC trusts vouches for the server, so nothing was sent.",
            "Ask your administrator to install the certificate authority of the server, or of this network's "
            "filter, on this PC.",
        ),
    )
    for (codes, words), headline, advice in cases:
        if code in codes or _has(said, words):
            return FailureKind.INSECURE, headline, advice
    return (
        FailureKind.INSECURE,
        "The server's certificate cannot be trusted, so nothing was sent.",
        "Check the date and time of this PC. If they are right, tell your administrator.",
    )


def _has(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)
