"""A search as SQLite's full-text index reads it (FTS5, full-text query syntax)."""

from collections.abc import Sequence

from strakly_desktop.matching.terms import Form, Term


def match_of(terms: Sequence[Term]) -> str:
    """The terms as FTS5 reads them: every one has to be there."""
    return " AND ".join(map(_term, terms))


def _term(term: Term) -> str:
    ways = list(map(_form, term.forms))
    if term.parts:
        ways.append(f"({' AND '.join(map(_form, term.parts))})")
    return f"({' OR '.join(ways)})"


def _form(form: Form) -> str:
    return f'"{form.text}"' if form.is_whole else f'"{form.text}" *'
