"""The branch that questions are about: offered in the header, remembered, and told to the session.

What is remembered holds for the gym where it was chosen: another one may have a branch of that number too. There it is
asked about from the first question on, also before the gym's list has come.
"""

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.assistant.outcome import Outcome
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.model import Branch
from strakly_desktop.ui.controls.managed_settings import WHY_LOCKED
from strakly_desktop.ui.notices.notice import NoticeAction
from strakly_desktop.ui.window.header import Header

WHY_BOUND = "Your account belongs to this branch: the assistant answers about it alone, also where you look after more."
ALL_BRANCHES = Branch(None, "All branches")


class BranchChoice(QObject):
    """Connects the branch picker with the session.

    Signals:
        branch_remembered(object, str, str): the chosen branch's id, None for all, and name; and of which gym it is.
    """

    branch_remembered = Signal(object, str, str)

    def __init__(
        self,
        session: ChatSession,
        header: Header,
        wanted: int | None,
        name: str = "",
        gym: str = "",
        *,
        locked: bool = False,
    ) -> None:
        """`wanted` is asked about where the gym has it; a `locked` one in any case.

        `name` is that of `wanted` and `gym` the gym where it was chosen, "" where they are not known.
        """
        super().__init__(header)
        self._session = session
        self._header = header
        self._wanted = wanted
        self._wanted_name = name
        self._wanted_at = gym
        self._gym = ""
        self._has_none = False
        self._locked = locked
        self._bound: int | None = None
        self._current: int | None = None
        self._branches: dict[int | None, Branch] = {}
        header.branch_chosen.connect(self._choose)
        self._tell_session(wanted if locked else None)

    def be_at(self, gym: str) -> None:
        """Questions go to this gym from now on, "" for none; `offer` tells its branches later."""
        self._gym = gym
        self._has_none = False
        if not self._branches:
            self._tell_session(self._current)

    def have_none(self) -> None:
        """Who is here is told no branches: what somebody else chose is not asked about."""
        self._has_none = True
        if not self._branches:
            self._tell_session(self._current)

    def bind(self, branch_id: int | None) -> None:
        """The sign-in holds for this branch alone, None for any: the server answers about it, whatever is asked."""
        if branch_id == self._bound:
            return
        self._bound = branch_id
        why = WHY_BOUND if branch_id is not None else WHY_LOCKED
        self._header.set_branch_locked(self._locked or branch_id is not None, why)
        self._offer(tuple(self._branches.values()))

    def offer(self, branches: tuple[Branch, ...]) -> None:
        """The gym's branches are known; the remembered one is chosen if the gym still has it."""
        self._offer(branches)
        wanted = self._branches.get(self._wanted)
        is_new = wanted is not None and (wanted.name, self._gym) != (self._wanted_name, self._wanted_at)
        if is_new and not self._locked and self._is_remembered_here():
            self._remember()

    def _offer(self, branches: tuple[Branch, ...]) -> None:
        was_known = bool(self._branches)
        self._branches = {branch.id: branch for branch in branches}
        if self._bound is not None and branches:
            self._branches.setdefault(self._bound, _unnamed(self._bound))
        if branches and not was_known:
            self._session.name_asked(self._asked_before().name)
        wanted = self._wanted if self._bound is None else self._bound
        is_here = self._bound is not None or self._is_remembered_here()
        known = self._locked or (is_here and wanted in self._branches)
        current = wanted if known else None
        self._header.set_branches(tuple(self._branches.values()), current)
        self._tell_session(current)

    def change(self, branch_id: int | None) -> Outcome:
        """Ask about another branch by the assistant's wish, as if it was chosen in the header."""
        if self._locked or self._bound is not None:
            why = WHY_BOUND if self._bound is not None else WHY_LOCKED
            return Outcome("The branch was not changed.", why, is_done=False)
        if branch_id not in self._branches and (branch_id is not None or not self._branches):
            fact = (
                "There are no branches to choose from here."
                if not self._branches
                else ("The branch was not changed: this gym's list has no such branch.")
            )
            return Outcome(fact, is_done=False)
        before = self._current
        name = ALL_BRANCHES.name if branch_id is None else self._branches[branch_id].name
        if before == branch_id:
            return Outcome(f"Your questions are about {_in_a_sentence(name)} already.", is_done=False)
        self._show(branch_id)
        return Outcome(
            f"Your questions are about {_in_a_sentence(name)} from now on.",
            action=NoticeAction("Undo", lambda: self._show(before)),
        )

    def _show(self, branch_id: int | None) -> None:
        self._header.set_branches(tuple(self._branches.values()), branch_id)
        self._choose(branch_id)

    def _choose(self, branch_id: int | None) -> None:
        self._wanted = branch_id
        self._tell_session(branch_id)
        self._remember()

    def _remember(self) -> None:
        wanted = self._branches.get(self._wanted)
        self._wanted_name, self._wanted_at = "" if wanted is None else wanted.name, self._gym
        self.branch_remembered.emit(self._wanted, self._wanted_name, self._wanted_at)

    def _is_remembered_here(self) -> bool:
        return self._wanted_at in ("", self._gym)

    def _asked_before(self) -> Branch:
        """What was really asked about while there was no list: see `_tell_session`."""
        asked = self._bound
        if asked is None and self._locked:
            asked = self._wanted
        return ALL_BRANCHES if asked is None else self._branches.get(asked, _unnamed(asked))

    def _tell_session(self, branch_id: int | None) -> None:
        self._current = branch_id
        fallback = ALL_BRANCHES if self._branches else Branch(None, "")
        if self._locked and branch_id is not None:
            # Never all branches in its place: the server says whether there is such a branch.
            fallback = _unnamed(branch_id)
        if self._bound is not None:
            # Without a list there is no number to send either: members may not have one.
            fallback = Branch(None, _unnamed(self._bound).name)
        is_unlisted = self._is_asked_unlisted()
        if is_unlisted:
            fallback = Branch(self._wanted, self._wanted_name)
        branch = self._branches.get(branch_id, fallback)
        is_free = not self._locked and self._bound is None and bool(self._branches)
        others = (ALL_BRANCHES, *self._branches.values()) if is_free else ()
        is_known = bool(self._branches)
        self._session.set_branch(branch, is_known=is_known, is_named=is_known or is_unlisted, others=others)

    def _is_asked_unlisted(self) -> bool:
        """Whether the remembered branch is asked about before the gym's list has come: it was chosen at this gym.

        What is asked in the first moments would be about all of them, and be read as that of this desk.
        """
        is_chosen = self._bound is None and not self._locked and not self._branches and not self._has_none
        return is_chosen and bool(self._wanted_name) and self._wanted_at == self._gym != ""


def _unnamed(branch_id: int) -> Branch:
    return Branch(branch_id, f"Branch {branch_id}")


def _in_a_sentence(name: str) -> str:
    return "all branches" if name == ALL_BRANCHES.name else name
