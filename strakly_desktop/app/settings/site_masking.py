"""Whose view the gym masks: the roles that see amounts, telephone numbers and e-mails only by their own wish.

It goes wrong on the safe side: what cannot be read masks everything for everybody until it is mended, for a misspelt
role would otherwise see it all while the owner believes that it does not.
"""

from typing import NamedTuple

ROLES = ("superadmin", "admin", "branch_admin", "manager", "trainer", "receptionist", "client")
KINDS = ("amounts", "phones", "emails")


class SiteMasking(NamedTuple):
    """`kinds` are masked for the `roles`; for `everybody`, where it cannot be told for whom."""

    roles: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset(KINDS)
    everybody: bool = False

    def __bool__(self) -> bool:
        return self.everybody or bool(self.roles)

    def applies_to(self, role: str, *, is_somebody: bool) -> bool:
        """Whether it masks for this role; who has none is not known to be free of it.

        Not `is_somebody`: it is the demo gym, whose members are made up.
        """
        return self.everybody or (
            bool(self.roles) and is_somebody and (not role or role.lower() in self.roles)
        )


NOTHING = SiteMasking()
EVERYTHING = SiteMasking(everybody=True)


def read_masking(roles: object, kinds: object) -> tuple[SiteMasking, list[tuple[str, str]]]:
    """What the file says under both names, None for nothing; and what is wrong, by the name of the setting."""
    wrong: list[tuple[str, str]] = []
    known_roles = _known("mask_roles", roles, ROLES, "role", wrong)
    known_kinds = _known("mask", kinds, KINDS, "kind", wrong)
    if known_kinds is None or not known_kinds:
        known_kinds = frozenset(KINDS)
    if known_roles is None:
        return SiteMasking(kinds=known_kinds, everybody=True), wrong
    return SiteMasking(known_roles, known_kinds), wrong


def _known(
    key: str, said: object, known: tuple[str, ...], word: str, wrong: list[tuple[str, str]]
) -> frozenset[str] | None:
    """The names in a list; None where one of them cannot be read."""
    if said is None:
        return frozenset()
    choices = f"{', '.join(known[:-1])} or {known[-1]}"
    if not isinstance(said, list):
        wrong.append((key, f"is no list of {word}s: {choices}"))
        return None
    strange = [name for name in said if name not in known]
    for name in strange:
        wrong.append((key, f"names {name!r}, which is no {word}: {choices}"))
    return None if strange else frozenset(said)
