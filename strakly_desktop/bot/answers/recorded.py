"""Words how much of a period is recorded here: a month of which there are five days is no whole month."""

from strakly_desktop.bot.answers.markdown import BEGINNING, day
from strakly_desktop.bot.answers.which_clients import Result


def unrecorded(result: Result, seam: str = "") -> str:
    """ " (recorded from 26 Sep 2026 on)", where the records begin within the days that are told of, or behind them.

    `seam`: what parts it from the words before, in the place of brackets.
    """
    begun, start, end = result.get("records_begin"), result.get("from_date"), result.get("to_date")
    if not begun or not start or begun <= start or start <= BEGINNING.isoformat():
        return ""  # "Until today" is of all that there is.
    said = (
        f"nothing is recorded before {day(begun)}"
        if end and begun > end
        else f"recorded from {day(begun)} on"
    )
    return f"{seam}{said}" if seam else f" ({said})"
