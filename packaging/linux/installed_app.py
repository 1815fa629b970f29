"""What the installed app does on a desk: it obeys the site's settings, and outlives an upgrade under its feet."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import bare_root
from debian_root import NAME, SETTINGS, DebianRoot, require, say
from desk import PICTURES, Desk, NotProven, app_process, end_quietly, started
from launcher.display import virtual_display

HOME = Path("home") / bare_root.USER
OWN_SETTINGS = str(HOME / ".config" / NAME / "settings.json")
HISTORY = HOME / ".local" / "share" / NAME / "history.sqlite3"
LOG = HOME / ".local" / "state" / NAME / "log" / f"{NAME}.log"

ELSEWHERE = "http://127.0.0.1:9"
"""A server that nobody runs: an app that asks it cannot be connected."""
SITE_SETTINGS = """\
server = "http://127.0.0.1:8750"
theme = "dark"
locked = ["server", "theme"]
"""
# The site's own assistant, on the loopback network that the app sees; then the app, pointed elsewhere.
AT_A_LOCKED_DESK = f"""
{NAME} serve --port 8750 --json-ready > /tmp/ready &
until grep -q token /tmp/ready; do sleep 0.1; done
export STRAKLY_TOKEN=$(sed 's/.*"token": "\\([^"]*\\)".*/\\1/' /tmp/ready) STRAKLY_BOT_URL={ELSEWHERE}
exec {NAME} --server {ELSEWHERE}
"""
LIGHT = "switch to light mode"
FIRST, FIRST_COLUMNS = "Who has memberships expiring this week?", ("Name", "Plan", "Valid until")
SECOND, SECOND_COLUMNS = "How many clients do we have?", ("Metric", "Value")
RESTART_BUTTON = (1072, 638)


def prove_locks(root: DebianRoot) -> None:
    """The person's own settings, the environment, the command line and the assistant: none passes a lock.

    Raises:
        NotProven: one did.
    """
    root.write({SETTINGS: SITE_SETTINGS}, 0)
    root.write({OWN_SETTINGS: f'{{"theme_mode": "light", "bot_url": "{ELSEWHERE}"}}'}, bare_root.USER_ID)
    shell = ["/bin/sh", "-c", AT_A_LOCKED_DESK]
    with virtual_display() as server, started(root.path, server["DISPLAY"], shell) as app:
        desk = Desk(app, server["DISPLAY"])
        desk.wait_until_open("5-locked", mode="dark")
        desk.type(LIGHT)
        desk.wait_to_see(
            "6-locked",
            is_there=lambda seen: (
                desk.shows(seen, LIGHT, "bubble-text", "bubble-bg", mode="dark")
                and desk.shows(seen, "The theme was not changed.", "text", "info-soft", mode="dark")
            ),
            what="the assistant's wish for another theme, refused",
        )
        if not desk.is_all(desk.picture("6-locked"), "dark"):
            raise NotProven(f"The locked theme was changed: {PICTURES}/6-locked.png")
        end_quietly(app, root.path / LOG)
    for settings in (root.path / OWN_SETTINGS).parent.glob("settings*.json"):
        settings.unlink()  # With its copy, which would be used instead.
    root.write({SETTINGS: ""}, 0)
    say("obeys the site: locked server and theme, whatever the user, the environment or the assistant say")


def prove_upgrade_while_open(root: DebianRoot, newer: Path, version: str) -> None:
    """An open app goes on after an upgrade, tells it, and starts the new version where its button is pressed.

    Raises:
        NotProven: it did not.
    """
    with virtual_display() as server, started(root.path, server["DISPLAY"], [f"/usr/bin/{NAME}"]) as app:
        desk = Desk(app, server["DISPLAY"])
        desk.wait_until_open("7-before-upgrade")
        # Nothing was asked yet: most of what an answer needs is still to be loaded.
        root.install(newer)
        desk.wait_to_see(
            "8-upgraded",
            is_there=lambda seen: desk.shows(seen, "Strakly Desktop was updated.", "text", "warning-soft"),
            what="the news of the upgrade",
        )
        ask(desk, FIRST, FIRST_COLUMNS, "8-upgraded")
        ask(desk, SECOND, SECOND_COLUMNS, "8-upgraded")
        process = app_process(app)
        require(program_of(process).endswith(" (deleted)"), "the old program is not replaced")
        desk.click(*RESTART_BUTTON)
        desk.wait_to_see(
            "9-restarted",
            is_there=lambda seen: (
                not program_of(process).endswith(" (deleted)")
                and desk.shows(seen, "Connected", "text-muted", "background")
                and desk.shows(seen, "Today", "text-muted", "sidebar")
            ),
            what="the new version, with the conversation in its history",
        )
        end_quietly(app, root.path / LOG)
    told = root.run(f"/usr/bin/{NAME}", "--version", user=bare_root.USER_ID).strip()
    require(told == f"{NAME} {version}", f"it calls itself {told!r}")
    with contextlib.closing(sqlite3.connect(root.path / HISTORY)) as history:
        questions = [text for (text,) in history.execute("SELECT text FROM message WHERE role = 'user'")]
        verdict = history.execute("PRAGMA integrity_check").fetchone()[0]
    require(questions[-2:] == [FIRST, SECOND] and verdict == "ok", f"the history holds {questions}")
    say("upgraded while open: it answered, told it, restarted into the new version, and kept its history")


def ask(desk: Desk, question: str, columns: tuple[str, ...], name: str) -> None:
    desk.type(question)
    desk.wait_to_see(
        name,
        is_there=lambda seen: (
            desk.shows(seen, question, "bubble-text", "bubble-bg") and desk.shows_table(seen, columns)
        ),
        what=f"the answer to {question!r}",
    )


def program_of(process: int) -> str:
    """The file that a process runs, which says so itself if it was replaced."""
    return str(Path(f"/proc/{process}/exe").readlink())
