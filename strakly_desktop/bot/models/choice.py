"""Chooses the language model from the environment: the offline one, or any hosted one by setting.

STRAKLY_MODEL                      unset or `offline`: no network at all (offline_model.py)
STRAKLY_MODEL + STRAKLY_MODEL_URL  a model name at an OpenAI-compatible endpoint, such as a server of one's own
STRAKLY_MODEL alone                a model string of pydantic-ai, such as `openai:gpt-5.2` or `google:gemini-2.5-flash`
STRAKLY_MODEL_KEY                  the key for it; else OPENAI_API_KEY, or what that provider reads by itself
STRAKLY_OFFLINE_TOKEN_DELAY_MS     the offline model's pace, in milliseconds a word (default 3)
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from strakly_desktop.bot.agent.memory import MOST_MESSAGES, MOST_MESSAGES_OFFLINE

if TYPE_CHECKING:
    from pydantic_ai.models import Model

    from strakly_desktop.bot.agent.tool_rounds import ToolRounds
    from strakly_desktop.bot.agent.toolbox import Toolbox

OFFLINE = "offline"
_NO_KEY = "none-needed"
_DEFAULT_DELAY_MS = 3.0


class ModelNotConfigured(Exception):
    """The wanted model cannot be used. The text says what to set or to install."""


def rounds_loader(environ: Mapping[str, str], toolbox: "Toolbox") -> Callable[[], "ToolRounds"]:
    """What builds the tool loop around the model that `environ` asks for and the tools of `toolbox`.

    The offline model is built when it is first needed. A hosted one is built here and now, so that a missing key
    or package is told at the start and not in the first answer: raises ModelNotConfigured.
    """
    name = environ.get("STRAKLY_MODEL", "").strip() or OFFLINE
    if name == OFFLINE:
        delay = _delay_seconds(environ)
        return lambda: _offline_rounds(toolbox, delay)
    rounds = _hosted_rounds(toolbox, _hosted_model(name, environ))
    return lambda: rounds


def most_messages(environ: Mapping[str, str]) -> int:
    """How many messages of a conversation the model that `environ` asks for is shown."""
    is_offline = (environ.get("STRAKLY_MODEL", "").strip() or OFFLINE) == OFFLINE
    return MOST_MESSAGES_OFFLINE if is_offline else MOST_MESSAGES


def _delay_seconds(environ: Mapping[str, str]) -> float:
    text = environ.get("STRAKLY_OFFLINE_TOKEN_DELAY_MS", "").strip()
    try:
        return max(0.0, float(text) if text else _DEFAULT_DELAY_MS) / 1000
    except ValueError as error:
        raise ModelNotConfigured(
            "STRAKLY_OFFLINE_TOKEN_DELAY_MS must be a number of milliseconds."
        ) from error


def _offline_rounds(toolbox: "Toolbox", delay: float) -> "ToolRounds":
    from strakly_desktop.bot.agent.tool_rounds import ToolRounds
    from strakly_desktop.bot.models.offline_model import OfflineModel
    from strakly_desktop.bot.understanding.enquiries import says_yes
    from strakly_desktop.bot.understanding.smalltalk import questions_after

    return ToolRounds(
        OfflineModel(token_delay=delay), toolbox, questions_after=questions_after, is_yes=says_yes
    )


def _hosted_rounds(toolbox: "Toolbox", model: "Model") -> "ToolRounds":
    from strakly_desktop.bot.agent.tool_rounds import ToolRounds
    from strakly_desktop.bot.models.hosted_model import HostedModel
    from strakly_desktop.bot.understanding.enquiries import says_yes

    return ToolRounds(HostedModel(model, toolbox.describe()), toolbox, is_yes=says_yes)


def _hosted_model(name: str, environ: Mapping[str, str]) -> "Model":
    url = environ.get("STRAKLY_MODEL_URL", "").strip()
    key = environ.get("STRAKLY_MODEL_KEY", "").strip() or environ.get("OPENAI_API_KEY", "").strip()
    if url and not _is_address(url):
        raise ModelNotConfigured(
            "STRAKLY_MODEL_URL is no address: it begins with http:// or https://, such as http://127.0.0.1:11434/v1."
        )
    if not (key.isascii() and key.isprintable()):
        raise ModelNotConfigured("STRAKLY_MODEL_KEY holds characters that no key has: copy it anew.")
    try:
        return _openai_compatible(name, url, key) if url else _by_name(name, environ.get("STRAKLY_MODEL_KEY"))
    except ImportError as error:
        raise ModelNotConfigured(
            f"STRAKLY_MODEL={name} needs a package that is not installed. For OpenAI and compatible servers: "
            f'pip install "strakly-desktop[openai]". ({error})'
        ) from error


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        return False


def _openai_compatible(name: str, url: str, key: str) -> "Model":
    from openai import AsyncOpenAI
    from pydantic_ai.providers.openai import OpenAIProvider

    from strakly_desktop.bot.models.model_connection import client_for
    from strakly_desktop.bot.models.openai_stream import CompatibleModel

    # It is tried again by hosted_model.py, which says so: the library would do it in silence.
    client = AsyncOpenAI(base_url=url, api_key=key or _NO_KEY, http_client=client_for(url), max_retries=0)
    provider = OpenAIProvider(openai_client=client)
    return CompatibleModel(name.removeprefix("openai:"), provider=provider)


def _by_name(name: str, key: str | None) -> "Model":
    from pydantic_ai.exceptions import UserError
    from pydantic_ai.models import infer_model
    from pydantic_ai.providers import Provider, infer_provider, infer_provider_class

    def provider(provider_name: str) -> Provider[object]:
        if key:
            return infer_provider_class(provider_name)(api_key=key)  # type: ignore[call-arg]
        return infer_provider(provider_name)

    try:
        return infer_model(name, provider_factory=provider)
    except (UserError, ValueError) as error:
        raise ModelNotConfigured(f"STRAKLY_MODEL={name} cannot be used: {error}") from error
