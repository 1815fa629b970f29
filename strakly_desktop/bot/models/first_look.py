"""Looks once, at the start, whether the language model of the settings is there: a mistake is told before a question.

Only servers at an address of one's own are looked at. What cannot be told for certain is no problem: many of them have
no list of models, and some take any name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_SECONDS: Final = 3.0
_TAKES_ANY_NAME: Final = "llamacpp"
_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the settings of the language model, and what to do: a sentence each, for the person."""

    fact: str
    advice: str


async def problem_of(environ: Mapping[str, str]) -> Problem | None:
    """What keeps the model that `environ` names from answering, as far as its server tells; None for nothing."""
    name, url = (environ.get(key, "").strip() for key in ("STRAKLY_MODEL", "STRAKLY_MODEL_URL"))
    if not url or name in ("", "offline"):
        return None
    import httpx2

    from strakly_desktop.bot.models.model_connection import client_for
    from strakly_desktop.bot.models.troubles import place_of

    key = environ.get("STRAKLY_MODEL_KEY", "").strip() or environ.get("OPENAI_API_KEY", "").strip()
    headers = {"authorization": f"Bearer {key}"} if key else {}
    server = f"The language model's server ({place_of(url)})"
    try:
        async with client_for(url) as client:
            answer = await client.get(f"{url.rstrip('/')}/models", headers=headers, timeout=_SECONDS)
    except (httpx2.HTTPError, OSError):
        return Problem(f"{server} cannot be reached.", "Start it, or correct STRAKLY_MODEL_URL.")
    if answer.status_code in (401, 403):
        return Problem(f"{server} does not accept the key.", "Correct STRAKLY_MODEL_KEY.")
    if answer.status_code != 200:
        return None
    try:
        known = _names(answer.json())
    except ValueError:
        return Problem(f"{server} is none: it sends something else.", "Correct STRAKLY_MODEL_URL.")
    name = name.removeprefix("openai:")
    if not known or any(one in (name, f"{name}:latest") or "*" in one for one in known):
        return None
    listed = ", ".join(known[:_MOST_NAMED]) + (", ..." if len(known) > _MOST_NAMED else "")
    return Problem(f"{server} has no model {name[:60]}.", f"It has {listed[:150]}. Correct STRAKLY_MODEL.")


def _names(content: Any) -> list[str]:
    """The models that a server lists; none where it takes any name, or lists them in another form."""
    listed = content.get("data") if isinstance(content, dict) else None
    models = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if any(one.get("owned_by") == _TAKES_ANY_NAME for one in models):
        return []
    return [str(one["id"]) for one in models if isinstance(one.get("id"), str)]
