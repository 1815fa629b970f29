"""A question that failed for want of a sign-in goes on when the same person has signed in again.

The server did not act on it: it refused who asked. So this is the one question that is asked again without its Retry;
never one of another person, or of another conversation.
"""

from PySide6.QtCore import QObject

from strakly_desktop.app.assistant.sign_in import SIGN_IN_FAILURES
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.errors import Failure
from strakly_desktop.conversation.model import Message, Role


class WaitingQuestion(QObject):
    """Remembers whether the open conversation ends with such a question, and whose it is."""

    def __init__(self, session: ChatSession) -> None:
        super().__init__(session)
        self._session = session
        self._account = ""
        self._waits_for: str | None = None
        self._carried = ""
        session.turn_failed.connect(self._note)
        for signal in (session.turn_started, session.conversation_cleared, session.conversation_opened):
            signal.connect(self._forget)

    def set_account(self, account: str) -> None:
        """Whose questions come next; "" for nobody."""
        self._account = account

    def carry(self) -> None:
        """Somebody signs in where nobody was: what was asked in vain goes along, into a conversation of theirs."""
        if self._waits_for == "":
            questions = [message for message in self._session.messages if message.role is Role.USER]
            self._carried = questions[-1].text if questions else ""

    def go_on(self, account: str) -> None:
        """`account` has signed in: ask what waits for it, or for anybody."""
        carried, self._carried = self._carried, ""
        if carried:
            self._session.ask(carried)
        elif self._waits_for in ("", account):
            self._waits_for = None
            self._session.retry()

    def _note(self, _answer: Message, failure: Failure) -> None:
        self._waits_for = self._account if failure.kind in SIGN_IN_FAILURES else None

    def _forget(self, *_news: object) -> None:
        self._waits_for = None
