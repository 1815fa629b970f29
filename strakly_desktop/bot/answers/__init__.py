"""Words what the tools found, and what one may want to ask next."""

from strakly_desktop.bot.answers.render import render_answer
from strakly_desktop.bot.answers.suggestions import suggestions_for

__all__ = ["render_answer", "suggestions_for"]
