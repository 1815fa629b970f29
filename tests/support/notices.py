"""Does with a notice what a person does, or leaves it until its time is over."""

from strakly_desktop.ui.notices.notice_bar import NoticeBar


def press_notice(notices: NoticeBar, key: str) -> None:
    """Press the button of the notice with this key, by a click."""
    row = notices._rows[key]
    assert row.notice.action is not None, f"{key} has no button"
    row._action.click()


def time_out_notice(notices: NoticeBar, key: str) -> None:
    """The time of the notice with this key is over."""
    notices._rows[key].closed.emit()
