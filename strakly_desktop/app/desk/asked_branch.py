"""The branch that the desk asks about, and whether it may look beyond it."""

from collections.abc import Callable
from dataclasses import dataclass

from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.people import Member


@dataclass(frozen=True, slots=True)
class AskedBranch:
    """`id` None: all of them, or all that the account sees. `can_widen`: the others may be asked about as well."""

    id: int | None = None
    name: str = ""
    can_widen: bool = False

    @property
    def is_narrowed(self) -> bool:
        return self.id is not None

    def is_of_another(self, member: Member) -> bool:
        """Whether somebody is known to be of other branches alone, and may be asked about there."""
        return self.can_widen and bool(member.branch) and f", {self.name}, " not in f", {member.branch}, "


AskedBranchNow = Callable[[], AskedBranch]


def asked_branch(session: ChatSession) -> AskedBranch:
    """That of the next question."""
    branch = session.branch
    return AskedBranch(branch.id, branch.name, branch.id is not None and session.can_ask_about_all)
