"""The command line of the app itself, read into one value."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from strakly_desktop.app.settings.settings import web_address


class Arguments(NamedTuple):
    """What the command line asks for. None means: as the settings say."""

    server: str | None = None
    web_app: str | None = None
    home: Path | None = None
    tour: bool = False
    record: Path | None = None


def parse_arguments(argv: Sequence[str]) -> Arguments:
    """Read `argv` (without program name and command).

    Raises:
        SystemExit: with a usage message, for words that are none of ours.
    """
    if not argv:
        return Arguments()
    # A start from the menu or the desktop has no words to read.
    import argparse

    def address(text: str) -> str:
        try:
            return web_address(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    parser = argparse.ArgumentParser(
        prog="strakly-desktop", description="The Strakly assistant on a gym's front desk."
    )
    parser.add_argument(
        "--server", type=address, metavar="URL", help="the assistant's address; default: a local demo gym"
    )
    parser.add_argument(
        "--web-app", type=address, metavar="URL", help="the gym's web app, for the links in answers"
    )
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep settings and logs in DIR")
    commands = parser.add_subparsers(dest="command")
    tour = commands.add_parser("tour", help="play the demo in the real window")
    tour.add_argument("--record", type=Path, metavar="DIR", help="save a picture of each step in DIR")
    found = parser.parse_args(argv)
    return Arguments(
        server=found.server,
        web_app=found.web_app,
        home=found.home,
        tour=found.command == "tour",
        record=getattr(found, "record", None),
    )
