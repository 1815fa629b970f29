"""Shows the session in the window: which words, which notice, which line under an answer."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.assistant.action_router import NAVIGATE_NOTICE, THEME_NOTICE, ActionRouter
from strakly_desktop.app.assistant.link_opening import LinkOpening
from strakly_desktop.app.chat.failure_notice import FailureNotice
from strakly_desktop.app.chat.message_view import branch_note, quoted, shown_again, shown_answer, source_line
from strakly_desktop.app.masking.on_screen import ChatOnScreen, values_of
from strakly_desktop.chat.last_suggestions import LastSuggestions
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.errors import Failure
from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.rendering.document.document import ShownMessage
from strakly_desktop.ui.composer.composer import Composer
from strakly_desktop.ui.composer.suggestion_bar import SuggestionBar
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.header import Header
from strakly_desktop.ui.window.pages import Pages

CONTEXT_NOTICE = "context-lost"
OFF_THE_RECORD_NOTICE = "off-the-record"


class ChatPresenter(QObject):
    """Connects one session with the parts that show it. Of its own it keeps what was suggested last.

    Signals:
        sign_in_requested(): the button of a failure that a new sign-in mends.
        connection_check_requested(): that of one which may lie on the way to the server.
        member_requested(int): see LinkOpening.
    """

    sign_in_requested = Signal()
    connection_check_requested = Signal()
    member_requested = Signal(int)

    def __init__(
        self,
        session: ChatOnScreen,
        transcript: TranscriptView,
        pages: Pages,
        header: Header,
        composer: Composer,
        suggestions: SuggestionBar,
        notices: NoticeBar,
        router: ActionRouter,
        links: LinkOpening,
    ) -> None:
        super().__init__(transcript)
        self._session = session
        self._transcript = transcript
        self._pages = pages
        self._header = header
        self._composer = composer
        self._suggestions = suggestions
        self._notices = notices
        self._router = router
        self._links = links
        self._last_suggestions = LastSuggestions()
        self._branch = ""
        self._failure = FailureNotice(
            notices, session.retry, self.sign_in_requested.emit, self.connection_check_requested.emit
        )
        links.member_requested.connect(self.member_requested)
        self._connect_session()
        transcript.ask_again_requested.connect(session.retry)
        router.notice_requested.connect(notices.show_notice)

    def _connect_session(self) -> None:
        session = self._session
        session.turn_started.connect(self._start_turn)
        session.token_received.connect(self._transcript.append_text)
        session.busy_line_changed.connect(self._transcript.set_busy_line)
        session.running_changed.connect(self._composer.set_busy)
        session.suggestions_changed.connect(self._show_suggestions)
        session.action_requested.connect(self._router.perform)
        session.turn_finished.connect(self._finish_answer)
        session.turn_stopped.connect(self._finish_answer)
        session.turn_failed.connect(self._tell_failure)
        session.branch_named.connect(self._name_branch)
        session.context_lost.connect(
            lambda: self._tell_context(
                "The assistant no longer remembers what is above.", "It sees only what you ask from now on."
            )
        )
        session.context_doubted.connect(
            lambda: self._tell_context(
                "The assistant may not remember what is above.", "It was away for a while."
            )
        )
        session.conversation_cleared.connect(self._show_empty_conversation)
        session.conversation_opened.connect(self._show_conversation)

    def forget_suggestions(self) -> None:
        """Another person comes: nothing of what was offered to the one before is kept."""
        self._last_suggestions.forget()

    def note_branch(self, branch: str) -> None:
        """Questions are about this branch from now on: a Yes to what was shown of another one is withdrawn."""
        self._branch = branch
        self._offer_suggestions()

    def _show_suggestions(self, texts: Sequence[str]) -> None:
        if texts:
            self._last_suggestions.keep(self._session.messages[-1].id, texts)
            self._offer_suggestions()
        else:
            self._suggestions.set_suggestions([])

    def _offer_suggestions(self) -> None:
        """Those of the last answer, while it is of the branch that they would be asked of."""
        last = self._session.messages[-1] if self._session.messages else None
        if last is None or (last.branch and self._branch and last.branch != self._branch):
            self._suggestions.set_suggestions([])
        else:
            self._suggestions.set_suggestions(list(self._last_suggestions.of(last.id)))

    def _start_turn(self, question: Message, answer: Message) -> None:
        self._router.begin_turn()
        self._links.forget()
        # What is above this question the assistant knows again from here on.
        self._failure.withdraw()
        for key in (THEME_NOTICE, NAVIGATE_NOTICE, CONTEXT_NOTICE):
            self._notices.dismiss(key)
        if self._session.summary is not None and self._session.is_saved:
            self._header.set_title(self._session.summary.title)
        self._pages.show_transcript()
        self._transcript.add_user_message(question.text, question.id, self._branch_note(question))
        self._transcript.begin_answer(answer.id)

    def _branch_note(self, question: Message) -> str:
        asked = [message for message in self._session.messages if message.role is Role.USER]
        return branch_note(asked[-2] if len(asked) > 1 else None, question)

    def _name_branch(self, messages: tuple[Message, ...]) -> None:
        for message in messages:
            if message.role is Role.ASSISTANT and message.state is not MessageState.STREAMING:
                self._transcript.set_source_line(message.id, source_line(message))

    def _finish_answer(self, answer: Message) -> None:
        shown = shown_answer(answer, values_of(self._session, answer.id))
        self._transcript.finish_answer(shown.text, shown.end)

    def note_connection(self, state: ConnectionState) -> None:
        """The way to the assistant is so from now on."""
        self._failure.note_state(state)

    def _tell_failure(self, answer: Message, failure: Failure) -> None:
        self._finish_answer(answer)
        self._failure.tell(failure, answer.text)

    def _tell_context(self, fact: str, rest: str) -> None:
        self._notices.show_notice(
            Notice(
                key=CONTEXT_NOTICE,
                kind=NoticeKind.WARNING,
                fact=fact,
                rest=rest,
                icon="history",
                action=NoticeAction("Quote last answer", self._quote_last_answer),
            )
        )

    def _show_empty_conversation(self) -> None:
        self._transcript.clear_conversation()
        self._dismiss_notices()
        self._pages.show_empty_state()
        if self._session.is_saved:
            self._header.set_title("New chat")
            return
        self._header.set_title("Off the record")
        self._notices.show_notice(
            Notice(
                key=OFF_THE_RECORD_NOTICE,
                kind=NoticeKind.INFO,
                fact="This conversation is off the record.",
                rest="It is not saved, and gone when you leave it.",
                icon="lock",
            )
        )

    def _show_conversation(self, conversation: ConversationSummary, messages: tuple[Message, ...]) -> None:
        """A saved conversation opens as it was, with the chips of its last answer and no actions."""
        self._dismiss_notices()
        self._header.set_title(conversation.title)
        self._pages.show_transcript()
        shown = self._shown(messages)
        self._transcript.show_conversation(shown, has_earlier=bool(messages))
        if messages:
            self._offer_suggestions()

    def show_otherwise(self, messages: tuple[Message, ...]) -> None:
        """Messages of the open conversation show their values now, or do not any more."""
        self._transcript.show_otherwise(self._shown(messages))

    def _shown(self, messages: tuple[Message, ...]) -> list[ShownMessage]:
        now = datetime.now().astimezone()
        return shown_again(messages, now, partial(values_of, self._session))

    def _dismiss_notices(self) -> None:
        self._links.forget()
        self._failure.withdraw()
        for key in (THEME_NOTICE, NAVIGATE_NOTICE, CONTEXT_NOTICE, OFF_THE_RECORD_NOTICE):
            self._notices.dismiss(key)
        self._notices.leave_conversation()

    def _quote_last_answer(self) -> None:
        answers = [
            message
            for message in self._session.messages
            if message.role is Role.ASSISTANT and message.text.strip()
        ]
        if answers:
            self._composer.insert_text(quoted(answers[-1]) + "\n\n")
            self._composer.focus_input()
