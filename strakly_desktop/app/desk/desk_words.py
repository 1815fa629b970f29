"""What the desk reads of a member, and why somebody was not checked in, in plain words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from strakly_desktop.app.desk.asked_branch import AskedBranch
from strakly_desktop.conversation.errors import ChatError, Refusal
from strakly_desktop.conversation.people import Debt, Expiring, Member, Membership, Visit
from strakly_desktop.ui.desk.member_card import CardLine, CardView, Tone
from strakly_desktop.ui.desk.people_list import PersonRow
from strakly_desktop.ui.history.top import initials
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind

CHECK_IN, CHECK_OUT = "Check in", "Check out"
SCANNED, TYPED = "qr", "code"
"""How somebody came to the desk, in the backend's words: by a scanned code, or found by hand."""
START = "Type a name, a telephone number, an e-mail or a code."
NOBODY_FOUND = "No member was found. A part of the name is enough; look for typing errors."
EVERYWHERE = "All branches were looked at."
_SOON_DAYS = 7
_ACTIVE = "active"
_IN_ALREADY = "already checked in"
_OUT_ALREADY = "already checked out"
_NO_MEMBERSHIP = "active membership"
_WRONG_CODE = "attendance code"
_FORBIDDEN = 403
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class KnownMember:
    """What is known of one member now. `visit` is today's last one; `is_today_known`: whether anybody asked.

    `method` is SCANNED or TYPED: with it they are checked in. `branch_id`: where that is done, None for their own
    branch; `away_from` names the one that is asked about, where they are not of it.
    """

    member: Member
    visit: Visit | None = None
    is_today_known: bool = False
    method: str = TYPED
    branch_id: int | None = None
    away_from: str = ""

    @property
    def counts_for(self) -> str:
        """The branch of a check-in, where it is another one than is asked about."""
        return (self.member.branch or "their own branch") if self.away_from else ""

    @property
    def is_in(self) -> bool:
        return self.visit is not None and self.visit.is_in


def without_values(member: Member, seen: Callable[[str], str], phone: Callable[[str], str]) -> Member:
    """A member as somebody may see them whose view is masked. `phone`: what may be seen of a telephone number."""
    membership = member.membership
    if membership is not None:
        membership = replace(membership, plan=seen(membership.plan))
    return replace(
        member,
        name=seen(member.name),
        phone=phone(member.phone),
        email=seen(member.email),
        membership=membership,
        debt=Debt() if member.debt is not None else None,
    )


def card_of(
    known: KnownMember, today: date, news: CardLine | None, *, is_busy: bool, can_open: bool
) -> CardView:
    """The card of a member."""
    member = known.member
    role = "Member" if member.role == "client" else member.role.replace("_", " ").capitalize()
    about = " · ".join(part for part in (role, member.branch, member.phone) if part)
    is_active = member.status.lower() == _ACTIVE
    lines = []
    if not is_active:
        text = (
            f"This account is {member.status.lower().replace('_', ' ')}: ask an owner before you let them in."
        )
        lines.append(CardLine(text, Tone.BAD))
    if known.away_from and not known.is_in:
        own = member.branch or "another branch"
        text = f"Of {own}, not of {known.away_from}: a check-in counts for {known.counts_for}."
        lines.append(CardLine(text, Tone.NOTE))
    if member.debt is not None:
        lines.append(_debt_line(member.debt))
    if member.is_membership_known:
        lines.append(_membership_line(member.membership, today))
    # What was just done says it as well.
    if known.is_today_known and (news is None or news.tone is not Tone.GOOD):
        lines.append(_presence_line(known.visit))
    can_check_in = is_active and bool(member.code) and known.is_today_known
    action = CHECK_OUT if known.is_in else CHECK_IN if can_check_in else ""
    if is_busy and action:
        action = f"{action}..."
    return CardView(member.name, initials(member.name), about, tuple(lines), news, action, can_open=can_open)


def looking_up(code: str) -> CardView:
    """While nobody is known yet."""
    return CardView(f"Code {code}", "#", "Looking it up...", can_ask=False)


def not_found(code: str, asked: AskedBranch) -> CardView:
    """Nobody checks in by this code where it was asked about."""
    text = f"No member here has the code {code}. Scan again, or find the member by name."
    news = CardLine(_with_branch(text, asked), Tone.BAD)
    return CardView(
        f"Code {code}", "#", "", news=news, can_ask=False, can_find=True, can_widen=asked.can_widen
    )


def cannot_tell(title: str, error: ChatError) -> CardView:
    """A member could not be looked up."""
    return CardView(title, "#", "", news=CardLine(why(error), Tone.BAD), can_ask=False)


def why(error: ChatError) -> str:
    """Why the desk's question was not answered."""
    if isinstance(error, Refusal) and error.status == _FORBIDDEN:
        return "Your account may not see this."
    if isinstance(error, Refusal) and error.status == _NOT_FOUND:
        return "The gym does not know this member, or not in your branch."
    return f"{error.failure.headline} {error.failure.advice}"


def checked_in(visit: Visit, at: str = "") -> CardLine:
    """It is done; `at` names the branch, where it is another one than is asked about."""
    where = f" at {at}" if at else ""
    return CardLine(f"{visit.name} is checked in{where}{_at(visit)}.", Tone.GOOD)


def checked_out(visit: Visit) -> CardLine:
    """It is done."""
    left = f" at {visit.left:%H:%M}" if visit.left is not None else ""
    return CardLine(f"{visit.name} is checked out{left}.", Tone.GOOD)


def in_demo(done: CardLine) -> CardLine:
    """The same in the demo gym, where nobody shall count on it."""
    return replace(done, text=f"{done.text} The demo gym forgets it with the next start.")


def somebody_else(name: str, instead: str) -> CardLine:
    """The server knows another person by the same code, and took that one."""
    return CardLine(
        f"{instead} was checked in instead of {name}: they have the same code. Check {instead} out (Ctrl+G), and let"
        " the gym give one of them another code.",
        Tone.BAD,
    )


def refusal_line(name: str, error: ChatError) -> CardLine:
    """Why somebody was not checked in or out."""
    if not isinstance(error, Refusal):
        return CardLine(f"{error.failure.headline} {error.failure.advice}", Tone.BAD)
    said = error.said.lower()
    if _IN_ALREADY in said:
        return CardLine(f"{name} is in already: nothing was changed.", Tone.NOTE)
    if _OUT_ALREADY in said:
        return CardLine(f"{name} has left already: nothing was changed.", Tone.NOTE)
    if _NO_MEMBERSHIP in said:
        text = f"{name} was not checked in: no membership holds now. It has to be renewed first."
        return CardLine(text, Tone.BAD)
    if _WRONG_CODE in said:
        return CardLine(f"{name} was not checked in: the gym does not know this code any more.", Tone.BAD)
    if error.status == _FORBIDDEN:
        return CardLine("Your account may not check members in or out.", Tone.BAD)
    return CardLine(f"{error.failure.headline} {error.failure.advice}", Tone.BAD)


def unseen(known: KnownMember, news: CardLine, look: NoticeAction) -> Notice:
    """That somebody was not checked in or out, or perhaps not, for whom their card is not open any more."""
    name, done = known.member.name, "out" if known.is_in else "in"
    was = f"{name} was not checked {done}." if known.is_today_known else f"{name} may not be checked {done}."
    is_named = news.text.startswith(name) or " instead of " in news.text
    fact, rest = (news.text, "") if is_named else (was, news.text)
    return Notice(f"attendance-{known.member.id}", NoticeKind.WARNING, fact, rest, action=look)


def found_rows(members: Sequence[Member]) -> list[PersonRow]:
    """Who was found, with what tells two of a name apart."""
    rows = []
    for member in members:
        state = "" if member.status.lower() == _ACTIVE else member.status.lower()
        parts = (state, member.branch, member.phone)
        rows.append(PersonRow(member.id, member.name, " · ".join(part for part in parts if part)))
    return rows


def found_note(rows: Sequence[PersonRow], asked: AskedBranch, *, is_wide: bool) -> str:
    """What is to be said of these: who alone can be meant is taken by Enter, of several one has to be chosen.

    `is_wide`: all branches were asked after, by a wish of its own.
    """
    if not rows:
        text = NOBODY_FOUND
    elif len(rows) == 1 or rows[0].is_exact:
        text = ""
    else:
        text = f"{len(rows)} members match. Down and Up choose one, Enter opens the card."
    if is_wide:
        return f"{text} {EVERYWHERE}".strip()
    # Also where somebody was found: who is meant may be of the same name, and of another branch.
    return text if rows and rows[0].is_exact else _with_branch(text, asked).strip()


def nobody_in(asked: AskedBranch) -> str:
    """Instead of who is in."""
    return f"Nobody is in now{f' in {asked.name}' if asked.is_narrowed else ''}."


def none_ends(asked: AskedBranch) -> str:
    """Instead of whose membership ends."""
    return f"No membership{f' of {asked.name}' if asked.is_narrowed else ''} ends within the next seven days."


def in_now_rows(visits: Sequence[Visit]) -> list[PersonRow]:
    """Who is in, the latest first."""
    return [
        PersonRow(visit.member_id, visit.name, f"since {visit.came:%H:%M}" if visit.came else "")
        for visit in visits
        if visit.is_in
    ]


def expiring_rows(expiring: Sequence[Expiring], today: date) -> list[PersonRow]:
    """Whose membership ends soon, the first to end first."""
    return [
        PersonRow(
            one.member_id,
            one.name,
            " · ".join(filter(None, (one.membership.plan, _ends(one.membership, today)))),
        )
        for one in expiring
    ]


def _with_branch(text: str, asked: AskedBranch) -> str:
    """With the branch that alone was looked at, where it was one."""
    if not asked.is_narrowed:
        return text
    why = "" if asked.can_widen else ", which is all that may be seen here"
    return f"{text} Only {asked.name} was looked at{why}."


def _membership_line(membership: Membership | None, today: date) -> CardLine:
    if membership is None:
        return CardLine("No membership holds now.", Tone.BAD)
    text = ", ".join(part for part in (membership.plan or "Membership", _ends(membership, today)) if part)
    soon = membership.ends is not None and (membership.ends - today).days <= _SOON_DAYS
    return CardLine(f"{text}.", Tone.NOTE if soon else Tone.GOOD)


def _debt_line(debt: Debt) -> CardLine:
    amount = debt.amount
    words = (
        "The membership is not paid in full." if amount is None else f"{_rupees(amount)} is still to be paid."
    )
    return CardLine(words, Tone.NOTE)


def _rupees(amount: int) -> str:
    """With Indian grouping: Rs. 1,14,500."""
    thousands, rest = divmod(amount, 1000)
    if not thousands:
        return f"Rs. {rest}"
    digits = str(thousands)
    pairs = [digits[max(0, end - 2) : end] for end in range(len(digits), 0, -2)]
    return f"Rs. {','.join(reversed(pairs))},{rest:03}"


def _ends(membership: Membership, today: date) -> str:
    if membership.ends is None:
        return ""
    left = (membership.ends - today).days
    when = (
        "today"
        if left == 0
        else "tomorrow"
        if left == 1
        else f"{membership.ends.day} {membership.ends:%B %Y}"
    )
    return f"until {when}" if left < 2 else f"until {when} ({left} days)"


def _presence_line(visit: Visit | None) -> CardLine:
    if visit is None:
        return CardLine("Not in today.")
    if visit.is_in:
        return CardLine(f"In{f' since {visit.came:%H:%M}' if visit.came else ' now'}.", Tone.GOOD)
    left = f" until {visit.left:%H:%M}" if visit.left is not None else ""
    return CardLine(f"Was in today{left}.")


def _at(visit: Visit) -> str:
    return f" since {visit.came:%H:%M}" if visit.came is not None else ""
