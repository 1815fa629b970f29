"""Shows the session in the window: which words, which notice, which line under an answer."""

from datetime import datetime

from PySide6.QtCore import QObject

from strakly_desktop.app.action_router import THEME_NOTICE, ActionRouter
from strakly_desktop.app.web_app import WebApp
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.chat.tool_words import looked_up
from strakly_desktop.conversation.errors import Failure
from strakly_desktop.conversation.model import Message, MessageState
from strakly_desktop.ui.main_window import MainWindow
from strakly_desktop.ui.notice import Notice, NoticeKind
from strakly_desktop.ui.transcript_view import TranscriptView

FAILURE_NOTICE = "turn-failed"
CONTEXT_NOTICE = "context-lost"
LINK_NOTICE = "link"

_NO_ANSWER = "The assistant gave no answer. Ask again, or put it in other words."


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
        session.context_lost.connect(self._tell_lost_context)
        session.conversation_cleared.connect(self._show_empty_conversation)

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
        if self._session.summary is not None:
            self._window.set_title(self._session.summary.title)
        self._window.show_transcript()
        self._transcript.add_user_message(question.text)
        self._transcript.begin_answer()

    def _finish_answer(self, answer: Message) -> None:
        title, note = _state_line(answer)
        text = answer.text
        if not text and answer.state is MessageState.COMPLETE:
            text = _NO_ANSWER
        self._transcript.finish_answer(
            text,
            source_line=source_line(answer),
            state_kind=answer.state.value,
            state_title=title,
            state_text=note,
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

    def _tell_lost_context(self) -> None:
        self._window.show_notice(
            Notice(
                key=CONTEXT_NOTICE,
                kind=NoticeKind.WARNING,
                fact="The assistant has lost the thread.",
                rest="It sees only what you ask from now on.",
                icon="history",
                action_label="New chat",
            )
        )

    def _show_empty_conversation(self) -> None:
        self._transcript.clear_conversation()
        for key in (FAILURE_NOTICE, CONTEXT_NOTICE, LINK_NOTICE):
            self._window.dismiss_notice(key)
        self._window.set_title("New chat")
        self._window.show_empty_state()

    def _perform_notice_action(self, key: str) -> None:
        self._window.dismiss_notice(key)
        if key == THEME_NOTICE:
            self._router.undo_theme()
        elif key == FAILURE_NOTICE:
            self._session.retry()
        elif key == CONTEXT_NOTICE:
            self._session.new_conversation()
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


def source_line(answer: Message, now: datetime | None = None) -> str:
    """ "From client stats  ·  Main branch  ·  18:42" under an answer that used a tool; empty otherwise."""
    sources = looked_up(answer.tools)
    if not sources:
        return ""
    time = (now or answer.created_at).strftime("%H:%M")
    return "  ·  ".join(part for part in (f"From {', '.join(sources)}", answer.branch, time) if part)


def _state_line(answer: Message) -> tuple[str, str]:
    """The bold word and the explanation under an answer that is not whole."""
    match answer.state:
        case MessageState.STOPPED:
            return "Stopped", "What had arrived is kept." if answer.text else "Nothing had arrived yet."
        case MessageState.INCOMPLETE if answer.text:
            return "Incomplete", "The answer stopped half way: do not use these figures as a total."
        case MessageState.INCOMPLETE:
            return "No answer", "Nothing had arrived yet."
        case _:
            return "", ""
