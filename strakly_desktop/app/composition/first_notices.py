"""What the window says about its own start: settings, proxies and bugs that the person should know of."""

from collections.abc import Sequence

from strakly_desktop.app.settings.site_settings import SiteSettings
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar

_MODEL, _SETTINGS, _DEMO = "language-model", "settings", "demo-forgets"


def tell_model(notices: NoticeBar, fact: str, advice: str) -> None:
    """Say that the local assistant or its language model does not answer, before anybody asks it."""
    notices.show_notice(Notice(_MODEL, NoticeKind.WARNING, fact, advice, is_of_computer=True))


def withdraw_model(notices: NoticeBar) -> None:
    """It answers after all, or another one is asked."""
    notices.dismiss(_MODEL)


def tell_demo_forgets(notices: NoticeBar) -> None:
    """What the assistant has added to the demo gym is not there for long."""
    fact = "The demo gym forgets its enquiries with the next start."
    notices.show_notice(Notice(_DEMO, NoticeKind.INFO, fact, timeout_ms=PASSING_MS))


def tell_settings(notices: NoticeBar, fact: str, problem: str) -> None:
    """The person's settings could not be read."""
    notices.show_notice(Notice(_SETTINGS, NoticeKind.WARNING, fact, problem, is_of_computer=True))


def tell_not_saved(notices: NoticeBar, problem: str) -> None:
    """The person's settings could not be saved."""
    notices.show_notice(Notice(_SETTINGS, NoticeKind.WARNING, "Not saved.", problem, is_of_computer=True))


def withdraw_not_saved(notices: NoticeBar) -> None:
    """They are saved now."""
    notices.dismiss(_SETTINGS)


def tell_site(notices: NoticeBar, site: SiteSettings) -> None:
    """The gym's file for this computer has a mistake."""
    notices.show_notice(
        Notice(
            "site-settings",
            NoticeKind.DANGER,
            "Your gym's settings for this computer have a mistake.",
            "Tell whoever looks after it.",
            details=site.problem,
            is_of_computer=True,
        )
    )


def tell_proxies(notices: NoticeBar, problems: Sequence[str]) -> None:
    """Proxy settings of this computer that cannot be used."""
    notices.show_notice(
        Notice(
            "proxies",
            NoticeKind.WARNING,
            "A proxy setting of this computer cannot be used and is left out.",
            "Tell whoever looks after it.",
            details="\n".join(problems),
            is_of_computer=True,
        )
    )


def tell_bug(notices: NoticeBar, places: str) -> None:
    """Something of ours failed, at these places of the source."""
    notices.show_notice(
        Notice(
            "bug",
            NoticeKind.DANGER,
            "Something went wrong inside this app.",
            "You can go on; restart it if it behaves oddly.",
            details=places,
            is_of_computer=True,
        )
    )
