"""Words what the tools found, and what one may want to ask next."""

from .render import render_answer
from .suggestions import suggestions_for

__all__ = ["render_answer", "suggestions_for"]
