"""Shows the session in the window: which words, which notice, which line under an answer."""

from datetime import datetime

from PySide6.QtCore import QObject

from strakly_desktop.app.assistant.action_router import THEME_NOTICE, ActionRouter
from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.app.chat.message_view import shown_again, shown_answer
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.errors import Failure
from strakly_desktop.conversation.model import ConversationSummary, Message
from strakly_desktop.ui.notices.notice import Notice, NoticeKind
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.main_window import MainWindow

FAILURE_NOTICE = "turn-failed"
CONTEXT_NOTICE = "context-lost"
LINK_NOTICE = "link"
OFF_THE_RECORD_NOTICE = "off-the-record"

_QUOTED_LINES = 40


class ChatPresenter(QObject):
    """Connects one session with one window. Holds no state but the link that waits for a click."""

    def __init__(
        self,
        session: ChatSession,
        window: MainWindow,
        transcript: TranscriptView,
        router: ActionRouter,
        web_app: WebApp,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._transcript = transcript
        self._router = router
        self._web_app = web_app
        self._waiting_link = ""
        self._connect_session()
        self._connect_window()

    def _connect_session(self) -> None:
        session = self._session
        session.turn_started.connect(self._start_turn)
        session.token_received.connect(self._transcript.append_text)
        session.busy_line_changed.connect(self._transcript.set_busy_line)
        session.running_changed.connect(self._window.set_busy)
        session.suggestions_changed.connect(lambda texts: self._window.set_suggestions(list(texts)))
        session.action_requested.connect(self._router.perform)
        session.turn_finished.connect(self._finish_answer)
        session.turn_stopped.connect(self._finish_answer)
        session.turn_failed.connect(self._tell_failure)
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

    def _connect_window(self) -> None:
        window = self._window
        window.question_submitted.connect(self._session.ask)
        window.stop_requested.connect(self._session.stop_turn)
        window.new_chat_requested.connect(self._session.new_conversation)
        window.notice_action_requested.connect(self._perform_notice_action)
        self._transcript.ask_again_requested.connect(self._session.retry)
        self._transcript.link_activated.connect(self._open_link)
        self._router.notice_requested.connect(window.show_notice)

    def _start_turn(self, question: Message, answer: Message) -> None:
        self._router.begin_turn()
        for key in (THEME_NOTICE, FAILURE_NOTICE, LINK_NOTICE):
            self._window.dismiss_notice(key)
        if self._session.summary is not None and self._session.is_saved:
            self._window.set_title(self._session.summary.title)
        self._window.show_transcript()
        self._transcript.add_user_message(question.text, question.id)
        self._transcript.begin_answer(answer.id)

    def _finish_answer(self, answer: Message) -> None:
        shown = shown_answer(answer)
        self._transcript.finish_answer(
            shown.text,
            source_line=shown.end.source_line,
            state_kind=shown.end.state,
            state_title=shown.end.state_title,
            state_text=shown.end.state_text,
            message_id=answer.id,
        )

    def _tell_failure(self, answer: Message, failure: Failure) -> None:
        self._finish_answer(answer)
        self._window.show_notice(
            Notice(
                key=FAILURE_NOTICE,
                kind=NoticeKind.DANGER,
                fact=failure.headline,
                rest=failure.advice,
                details=failure.details,
                action_label="Retry" if failure.retryable else "",
            )
        )

    def _tell_context(self, fact: str, rest: str) -> None:
        self._window.show_notice(
            Notice(
                key=CONTEXT_NOTICE,
                kind=NoticeKind.WARNING,
                fact=fact,
                rest=rest,
                icon="history",
                action_label="Quote last answer",
            )
        )

    def _show_empty_conversation(self) -> None:
        self._transcript.clear_conversation()
        self._dismiss_notices()
        self._window.show_empty_state()
        if self._session.is_saved:
            self._window.set_title("New chat")
            return
        self._window.set_title("Off the record")
        self._window.show_notice(
            Notice(
                key=OFF_THE_RECORD_NOTICE,
                kind=NoticeKind.INFO,
                fact="This conversation is off the record.",
                rest="It is not saved, and gone when you leave it.",
                icon="lock",
            )
        )

    def _show_conversation(self, conversation: ConversationSummary, messages: tuple[Message, ...]) -> None:
        """A saved conversation opens as it was: no chips, no actions."""
        self._dismiss_notices()
        self._window.set_title(conversation.title)
        self._window.show_transcript()
        shown = shown_again(messages, datetime.now().astimezone())
        self._transcript.show_conversation(shown, has_earlier=bool(messages))

    def _dismiss_notices(self) -> None:
        for key in (THEME_NOTICE, FAILURE_NOTICE, CONTEXT_NOTICE, LINK_NOTICE, OFF_THE_RECORD_NOTICE):
            self._window.dismiss_notice(key)

    def _quote_last_answer(self) -> None:
        answers = [message.text for message in self._session.messages if message.text.strip()]
        if answers:
            lines = answers[-1].strip().splitlines()[:_QUOTED_LINES]
            self._window.quote("\n".join(f"> {line}" for line in lines) + "\n\n")

    def _perform_notice_action(self, key: str) -> None:
        self._window.dismiss_notice(key)
        if key == THEME_NOTICE:
            self._router.undo_theme()
        elif key == FAILURE_NOTICE:
            self._session.retry()
        elif key == CONTEXT_NOTICE:
            self._quote_last_answer()
        elif key == LINK_NOTICE:
            self._web_app.open_url(self._waiting_link)

    def _open_link(self, href: str) -> None:
        """Pages of the web app open at once; any other site first shows its host; the rest never opens."""
        target = self._web_app.resolve(href)
        if target is not None and not target.external:
            self._web_app.open_url(target.url)
            return
        if target is not None:
            self._waiting_link = target.url
            notice = Notice(
                key=LINK_NOTICE,
                kind=NoticeKind.INFO,
                fact=f"Open {target.host}?",
                rest="This link leads out of Strakly.",
                icon="external-link",
                action_label="Open",
            )
        elif href.startswith("/") and not self._web_app.is_configured:
            notice = Notice(
                key=LINK_NOTICE,
                kind=NoticeKind.INFO,
                fact="No web app is set up here.",
                rest=f"This link leads to its page {href[:80]}.",
                icon="external-link",
            )
        else:
            notice = Notice(
                key=LINK_NOTICE,
                kind=NoticeKind.WARNING,
                fact="This link was not opened.",
                rest="Only web pages (http and https) can be opened from an answer.",
            )
        self._window.show_notice(notice)
