"""The questions that wait while an answer comes: each is asked by itself when the answer before it is whole.

Never by itself after anything else: a failure, a stop, a lost sign-in and a change of conversation may have taken the
ground from under it. It is held then, in sight, until somebody sends or removes it. Each is about the branch that was
chosen when it was written, and its row names that as soon as another one is.
"""

from collections.abc import Sequence
from itertools import count

from PySide6.QtCore import QObject, Signal

from strakly_desktop.chat.agreement import agrees_elsewhere
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.model import UnsentQuestion
from strakly_desktop.ui.composer.composer import Composer
from strakly_desktop.ui.composer.queue_bar import MOST_QUEUED, QueueBar, QueuedQuestion

QUEUED = "Queued: it is asked when this answer is complete."
HELD = "The queued questions were not sent."
NO_SUCH_BRANCH = "Its branch cannot be asked about now: change the question to ask it of another one."
FIELD_IN_USE = "Send or clear what you are writing first: then this question can be changed."


def answers_elsewhere(branch: str) -> str:
    """Why a yes is not sent."""
    return f"Not sent: the answer above is about {branch}. Choose it at the top to agree, or ask in full."


class QuestionQueue(QObject):
    """Those of the open conversation, in the order in which they came.

    Signals:
        changed(): others wait now, or others are held.
    """

    changed = Signal()

    def __init__(self, session: ChatSession, composer: Composer, bar: QueueBar) -> None:
        super().__init__(bar)
        self._session = session
        self._composer = composer
        self._bar = bar
        self._waiting: list[QueuedQuestion] = []
        self._numbers = count()
        self._taken_from: int | None = None
        self._is_field_empty = True
        composer.question_queued.connect(self._add)
        composer.queued_wanted.connect(self._take_back_last)
        composer.text_changed.connect(self._note_text)
        bar.edit_requested.connect(self._take_back)
        bar.send_requested.connect(self._send)
        bar.remove_requested.connect(self._remove)
        session.next_awaited.connect(self._send_next)
        session.turn_failed.connect(self._hold)
        session.turn_stopped.connect(self._hold)
        session.branch_changed.connect(self.show_anew)

    def ask(self, text: str) -> None:
        """Ask at once; but a yes to an answer about another branch than is chosen goes back into the field."""
        elsewhere = agrees_elsewhere(text, self._session.branch.name, self._session)
        if elsewhere:
            self._composer.set_text(text)
            self._composer.tell(answers_elsewhere(elsewhere))
        else:
            self._session.ask(text)

    @property
    def texts(self) -> tuple[str, ...]:
        """What waits, the first one first."""
        return tuple(question.text for question in self._waiting)

    @property
    def waiting(self) -> tuple[UnsentQuestion, ...]:
        """What waits, each with its branch, the first one first."""
        return tuple(UnsentQuestion(question.text, question.branch) for question in self._waiting)

    def show_again(self, waiting: Sequence[UnsentQuestion]) -> None:
        """Show what waited in a conversation that is opened again, in place of what waits: held."""
        self._taken_from = None
        self._waiting = [
            QueuedQuestion(next(self._numbers), one.text, is_held=True, branch=one.branch) for one in waiting
        ]
        self._show()

    def show_anew(self, *_news: object) -> None:
        """Show the same again: something else may be seen of them now."""
        self._show()

    def _add(self, text: str) -> None:
        place = len(self._waiting) if self._taken_from is None else self._taken_from
        # Without a name before the gym's list has come: it is about the one that is chosen then.
        branch = self._session.branch.name
        self._waiting.insert(place, QueuedQuestion(next(self._numbers), text, is_held=False, branch=branch))
        self._taken_from = None
        self._tell()
        self._bar.say(QUEUED)

    def _take_back_last(self) -> None:
        if self._waiting:
            self._take_back(self._waiting[-1].number)

    def _take_back(self, number: int) -> None:
        place = self._place_of(number)
        if place is None:
            return
        self._composer.focus_input()
        if self._composer.text().strip():
            self._composer.tell(FIELD_IN_USE)
            return
        # First in the field, and only then gone from here: a crash in between finds it twice rather than nowhere.
        self._composer.set_text(self._waiting[place].text)
        del self._waiting[place]
        self._taken_from = place
        self._tell()

    def _note_text(self) -> None:
        was_empty, self._is_field_empty = self._is_field_empty, not self._composer.text()
        if was_empty and not self._is_field_empty:
            self._taken_from = None  # What is written now is another question.

    def _send(self, number: int) -> None:
        """By the person's own wish: at once, or when the answer that comes is whole."""
        place = self._place_of(number)
        if place is None:
            return
        self._composer.focus_input()
        question = self._waiting[place]
        if self._session.is_running:
            self._waiting[place] = question._replace(is_held=False)
            self._tell()
        else:
            self._ask(place)

    def _send_next(self) -> None:
        due = (place for place, question in enumerate(self._waiting) if not question.is_held)
        place = next(due, None)
        if place is not None:
            self._ask(place)

    def _ask(self, place: int) -> None:
        one = self._waiting[place]
        if elsewhere := agrees_elsewhere(one.text, one.branch or self._session.branch.name, self._session):
            self._waiting[place] = one._replace(is_held=True)
            self._tell()
            self._composer.tell(answers_elsewhere(elsewhere))
            return
        name = self._other_branch(one)
        branch = self._session.branch_called(name) if name else None
        if name and branch is None:
            # Never of another one in its place.
            self._waiting[place] = one._replace(is_held=True)
            self._tell()
            self._composer.tell(NO_SUCH_BRANCH)
            return
        question = self._waiting.pop(place)
        if self._taken_from is not None and self._taken_from > place:
            self._taken_from -= 1
        if not self._session.ask(question.text, branch):
            self._waiting.insert(place, question)
        self._tell()

    def _remove(self, number: int) -> None:
        place = self._place_of(number)
        if place is not None:
            del self._waiting[place]
            self._tell()
            self._composer.focus_input()

    def _hold(self, *_news: object) -> None:
        if any(not question.is_held for question in self._waiting):
            self._waiting = [question._replace(is_held=True) for question in self._waiting]
            self._tell()
            self._bar.say(HELD)

    def _place_of(self, number: int) -> int | None:
        return next((at for at, question in enumerate(self._waiting) if question.number == number), None)

    def _other_branch(self, question: QueuedQuestion) -> str:
        """The branch of a question, where it is not the chosen one."""
        return "" if question.branch == self._session.branch.name else question.branch

    def _tell(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._bar.set_questions(
            [question._replace(about=self._other_branch(question)) for question in self._waiting]
        )
        self._composer.set_queue(waits=bool(self._waiting), has_room=len(self._waiting) < MOST_QUEUED)
