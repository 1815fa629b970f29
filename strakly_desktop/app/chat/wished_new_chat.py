"""Begins a new chat by the assistant's wish, where nothing can be lost by it; else it is offered as a button.

A conversation that is saved can be opened again, with what was typed in it. One off the record cannot, and who is
typing or has questions waiting is in the middle of this one.
"""

from strakly_desktop.app.assistant.outcome import Outcome
from strakly_desktop.app.chat.history import History
from strakly_desktop.app.chat.question_queue import QuestionQueue
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.ui.composer.composer import Composer
from strakly_desktop.ui.notices.notice import NoticeAction


class WishedNewChat:
    """`begin` is the power of the assistant's wish."""

    def __init__(
        self, session: ChatSession, history: History, composer: Composer, queue: QuestionQueue
    ) -> None:
        self._session = session
        self._history = history
        self._composer = composer
        self._queue = queue

    def begin(self) -> Outcome:
        """Leave the conversation if it can be come back to, or say why not, with a button that does it."""
        summary = self._session.summary
        left = "The assistant asks for a new chat."
        button = NoticeAction("New chat", self._session.new_conversation)
        if self._composer.text().strip() or self._queue.texts:
            return Outcome(left, "What you are writing stays with this one.", button, is_done=False)
        if summary is None or not self._session.is_saved or self._history.store is None:
            return Outcome(left, "This conversation is not saved: it would be gone.", button, is_done=False)
        self._session.new_conversation()
        back = NoticeAction("Back", lambda: self._history.open(summary.id))
        return Outcome("A new chat was begun.", "The one before is in the history.", back)
