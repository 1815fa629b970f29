"""Says what a check of the connection found, in plain words with a fix for each fault, and writes the report of it.

The report goes to administrators by mail and chat, so it holds nothing that opens a door: no token, no password, and of
an e-mail only enough to know it again.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from strakly_desktop.client.checking.certificate import Certificate
from strakly_desktop.client.checking.check_findings import (
    AnswerSeen,
    Arrival,
    BranchSeen,
    Connected,
    Encrypted,
    Failed,
    Finding,
    NameFound,
    NotEncrypted,
    NotSignedIn,
    ProxyFound,
    ServerWell,
    SignInSeen,
    Skipped,
    Step,
)
from strakly_desktop.ui.dialogs.connection_check import CheckLine, CheckState

TITLES = {
    Step.PROXY: "Proxy",
    Step.NAME: "Address",
    Step.CONNECT: "Connection",
    Step.TLS: "Encryption",
    Step.SERVER: "Assistant",
    Step.SIGN_IN: "Sign-in",
    Step.BRANCH: "Branch",
    Step.ANSWER: "Test answer",
}
ANSWER_NOTE = (
    "Asks the assistant to count to 15 and has it forget that again: your gym pays for one very short answer, and it "
    "does not appear in the history."
)
_FEWEST_DAYS = 14
_DAY_S = 86_400
_SLOW_MS = 1_500
_SLOW_WORD_S = 15
_CLOCK_OFF_S = 120
_KINDS = {"http": "HTTP", "https": "HTTPS", "socks5": "SOCKS 5"}
_SECRETS = (
    (re.compile(r"eyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){0,2}"), "(token)"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[^\s\"',;]+"), r"\1 (hidden)"),
    (re.compile(r"(?<=://)[^\s/@]+@"), "(hidden)@"),
    (
        re.compile(r"(?i)\b(password|passwd|pwd|secret|token|api[_-]?key)(\"?\s*[=:]\s*\"?)[^\s\"',;&]+"),
        r"\1\2(hidden)",
    ),
)
_EMAIL = re.compile(r"([\w+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)")


def line_for(finding: Finding, now: datetime) -> CheckLine:
    """What was found, as a line. `now` has a time zone, which dates are told in."""
    step = step_of(finding)
    state, fact, advice = _words(finding, now)
    return CheckLine(TITLES[step], state, fact, advice)


def step_of(finding: Finding) -> Step:
    """Which step it is about."""
    match finding:
        case Failed() | Skipped():
            return finding.step
        case ProxyFound():
            return Step.PROXY
        case NameFound():
            return Step.NAME
        case Connected():
            return Step.CONNECT
        case Encrypted() | NotEncrypted():
            return Step.TLS
        case ServerWell():
            return Step.SERVER
        case SignInSeen() | NotSignedIn():
            return Step.SIGN_IN
        case BranchSeen():
            return Step.BRANCH
        case AnswerSeen():
            return Step.ANSWER
        case _:
            assert_never(finding)


def summary(lines: Sequence[CheckLine]) -> str:
    """How it came out, in one sentence."""
    faults = sum(line.state is CheckState.BAD for line in lines)
    notes = sum(line.state is CheckState.NOTE for line in lines)
    if faults:
        return "One fault was found." if faults == 1 else f"{faults} faults were found."
    if notes:
        return (
            "It works. One thing is to be noted."
            if notes == 1
            else f"It works. {notes} things are to be noted."
        )
    return "Everything is well."


def report(
    subject: str, about_app: str, lines: Sequence[CheckLine], findings: Sequence[Finding], now: datetime
) -> str:
    """All of it as plain text for an administrator, without secrets."""
    details = {
        TITLES[finding.step]: finding.failure.details for finding in findings if isinstance(finding, Failed)
    }
    parts = [
        "Strakly Desktop: check of the connection",
        about_app,
        f"{now:%Y-%m-%d %H:%M:%S %z}",
        subject,
        "",
    ]
    for line in lines:
        parts.append(f"[{line.state.word}] {line.title}: {line.fact} {line.advice}".rstrip())
        parts += [f"    {row}" for row in details.get(line.title, "").splitlines()]
    return without_secrets("\n".join((*parts, "", summary(lines), "")))


def without_secrets(text: str) -> str:
    """`text` without what looks like a token or a password, and with e-mails made short."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return masked(text)


def masked(text: str) -> str:
    """Every e-mail in `text` as `a***@gym.example`."""
    return _EMAIL.sub(r"\1***@\2", text)


def _words(finding: Finding, now: datetime) -> tuple[CheckState, str, str]:
    if isinstance(finding, Failed | Skipped):
        return _failed(finding, now)
    match finding:
        case ProxyFound():
            return _proxy(finding)
        case NameFound():
            known = "is an address already" if finding.addresses == 0 else "is known on the network"
            return CheckState.GOOD, f"{finding.host} {known}.", ""
        case Connected():
            return _connected(finding.milliseconds)
        case Encrypted():
            return _encrypted(finding, now)
        case NotEncrypted():
            return _not_encrypted(finding)
        case ServerWell():
            return _server(finding)
        case SignInSeen():
            return _sign_in(finding, now)
        case NotSignedIn():
            return (
                CheckState.NOTE,
                "Nobody is signed in.",
                "Sign in: your gym's assistant answers nobody else.",
            )
        case BranchSeen():
            return CheckState.GOOD, _branch(finding), ""
        case AnswerSeen():
            return _answer(finding)
        case _:
            assert_never(finding)


def _failed(finding: Failed | Skipped, now: datetime) -> tuple[CheckState, str, str]:
    if isinstance(finding, Skipped):
        return CheckState.SKIPPED, "Not checked, because of the fault above.", ""
    shown = finding.certificate
    seen = f" It is that of {_of(shown, now)}." if shown is not None else ""
    return CheckState.BAD, finding.failure.headline + seen, finding.failure.advice


def _proxy(found: ProxyFound) -> tuple[CheckState, str, str]:
    if found.place:
        password = " with a user name and password" if found.has_credentials else ""
        fact = f"{_KINDS[found.kind]} proxy {found.place}{password}, from {found.origin}."
    else:
        fact = "None: this app connects directly."
    if found.problems:
        left_out = f" Left out: {' '.join(found.problems)}"
        return CheckState.NOTE, fact + left_out, "Have the proxy settings of this PC corrected."
    return CheckState.GOOD, fact, ""


def _connected(milliseconds: int) -> tuple[CheckState, str, str]:
    if milliseconds > _SLOW_MS:
        fact = f"Connected, but only after {_seconds(milliseconds / 1000)}."
        return CheckState.NOTE, fact, "The network is slow: check cable or Wi-Fi of this PC."
    return CheckState.GOOD, f"Connected after {max(1, milliseconds)} ms.", ""


def _encrypted(found: Encrypted, now: datetime) -> tuple[CheckState, str, str]:
    fact = f"{found.protocol or 'Encrypted'}."
    if found.certificate is None:
        return CheckState.GOOD, fact, ""
    fact += f" Certificate of {_of(found.certificate, now)}."
    left = found.certificate.days_left(now)
    if left < _FEWEST_DAYS:
        when = "today" if left < 1 else "tomorrow" if left == 1 else f"in {left} days"
        advice = f"It runs out {when}: tell your administrator to renew it, or nothing can be asked any more."
        return CheckState.NOTE, fact, advice
    return CheckState.GOOD, fact, ""


def _not_encrypted(found: NotEncrypted) -> tuple[CheckState, str, str]:
    if found.is_local:
        return CheckState.GOOD, "Not needed: the assistant runs on this computer.", ""
    return (
        CheckState.NOTE,
        "There is none: whoever is on this network can read questions, answers and the sign-in.",
        "Ask your administrator for an address that begins with https.",
    )


def _server(found: ServerWell) -> tuple[CheckState, str, str]:
    fact = f"It is there, and answers after {max(1, found.milliseconds)} ms."
    ahead = found.clock_ahead_s
    if ahead is not None and abs(ahead) > _CLOCK_OFF_S:
        minutes, side = round(abs(ahead) / 60), "behind" if ahead > 0 else "ahead of"
        return (
            CheckState.NOTE,
            f"{fact} The clock of this PC is about {minutes:,} minutes {side} the server's.",
            "Set date and time of this PC: sign-ins and certificates depend on them.",
        )
    return CheckState.GOOD, fact, ""


def _sign_in(found: SignInSeen, now: datetime) -> tuple[CheckState, str, str]:
    who = masked(found.email) or "an account without e-mail"
    role = f" ({found.role.replace('_', ' ')})" if found.role else ""
    asked = "" if found.is_accepted else " The gym's backend was not asked about it."
    if found.seconds_left is None:
        return CheckState.GOOD, f"As {who}{role}.{asked}", ""
    ends = _moment(datetime.fromtimestamp(now.timestamp() + found.seconds_left, now.tzinfo))
    if found.seconds_left <= 0:
        if found.is_accepted:
            return (
                CheckState.NOTE,
                f"As {who}{role}. By the clock of this PC it ended on {ends}, and the server still takes it.",
                "Check date and time of this PC.",
            )
        return CheckState.BAD, f"The sign-in of {who} ended on {ends}.", "Sign in again."
    fact = f"As {who}{role}, until {ends}.{asked}"
    if found.seconds_left < _DAY_S:
        return CheckState.NOTE, fact, "Sign in again before that: it ends within a day."
    return CheckState.GOOD, fact, ""


def _branch(found: BranchSeen) -> str:
    if found.is_bound:
        return f"{found.name or 'One branch'}: this account belongs to it."
    if found.name:
        return f"Questions are about {found.name}."
    if found.count:
        return f"Questions are about all branches, of which there are {found.count}."
    return "This account does not choose a branch."


def _answer(found: AnswerSeen) -> tuple[CheckState, str, str]:
    fact = f"First word after {_seconds(found.first_word_s)}, whole after {_seconds(found.whole_s)}."
    if not found.is_forgotten:
        fact += " The assistant could not be told to forget it; it does so by itself within half an hour."
    match found.arrival:
        case Arrival.AS_WRITTEN if found.first_word_s > _SLOW_WORD_S:
            advice = (
                "That is slow. Wait a while; if it stays, tell your administrator that the model is busy."
            )
            return CheckState.NOTE, fact, advice
        case Arrival.AS_WRITTEN:
            return CheckState.GOOD, f"{fact} Words come as they are written.", ""
        case Arrival.TOO_QUICK:
            return CheckState.GOOD, f"{fact} That is too quick to see whether anything holds words back.", ""
        case Arrival.HELD_BRIEFLY:
            return (
                CheckState.NOTE,
                f"{fact} Something on the way holds each word back for a fifth of a second.",
                "Tell your administrator: HAProxy does so unless it is set to `option http-no-delay`.",
            )
        case Arrival.HELD_TO_END:
            return (
                CheckState.NOTE,
                f"{fact} Something on the way held all words back to the end, so long answers seem to hang.",
                "Tell your administrator: nginx needs `proxy_buffering off` for the assistant; Privoxy, mitmproxy and "
                "web filters have to leave its address out.",
            )
        case Arrival.IN_ONE_PIECE:
            return (
                CheckState.NOTE,
                f"{fact} The answer came in one piece: the server does not stream, or something on the way asks it "
                "not to.",
                "Tell your administrator that the request header Accept has to reach the assistant.",
            )
        case _:
            assert_never(found.arrival)


def _of(certificate: Certificate, now: datetime) -> str:
    ends = certificate.ends.astimezone(now.tzinfo)
    issuer = f", vouched for by {certificate.issuer}" if certificate.issuer else ""
    verb = "ended" if certificate.ends < now else "good until"
    return f"{certificate.owner or 'nobody named'}{issuer}, {verb} {ends.day} {ends:%B %Y}"


def _moment(when: datetime) -> str:
    return f"{when.day} {when:%B %Y, %H:%M}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
