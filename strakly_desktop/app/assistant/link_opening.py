"""Opens what an answer links to: pages of the web app at once, any other site once the person has seen its host."""

import re

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.transcript.view import TranscriptView

LINK_NOTICE = "link"
_MEMBER = re.compile(r"/(?:clients|membership-plan/member)/([0-9]{1,9})(?:[/?#]|$)")


class LinkOpening(QObject):
    """Follows the links of the transcript. What is no web page never opens.

    Signals:
        member_requested(int): a link to a member, where there is no web app that it could lead to.
    """

    member_requested = Signal(int)

    def __init__(self, web_app: WebApp, transcript: TranscriptView, notices: NoticeBar) -> None:
        super().__init__(transcript)
        self._web_app = web_app
        self._notices = notices
        transcript.link_activated.connect(self._open)

    def forget(self) -> None:
        """Ask no more about a link: the conversation has gone on."""
        self._notices.dismiss(LINK_NOTICE)

    def _open(self, href: str) -> None:
        self.forget()
        target = self._web_app.resolve(href)
        if target is not None and not target.external:
            self._web_app.open_url(target.url)
            return
        if target is not None:
            url = target.url
            notice = Notice(
                key=LINK_NOTICE,
                kind=NoticeKind.INFO,
                fact=f"Open {target.host}?",
                rest="This link leads out of Strakly.",
                icon="external-link",
                action=NoticeAction("Open", lambda: self._web_app.open_url(url)),
            )
        elif not self._web_app.is_configured and (member := _MEMBER.match(href)) is not None:
            self.member_requested.emit(int(member[1]))
            return
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
        self._notices.show_notice(notice)
