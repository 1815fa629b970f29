"""What the person at the terminal is told."""

from __future__ import annotations


class SetUpError(Exception):
    """This machine cannot run the app as it is; the text tells the person what to do."""


def say(text: str) -> None:
    """Tell what begins now."""
    print(f"\n== {text}", flush=True)
