"""Which labels of link references an answer uses, while it is written from above downwards.

Of a link whose address is still to come the label is known. Only where links lie within each other can a further
address take a link away: there the text is read again at the end.
"""

from collections.abc import Sequence, Set

from strakly_desktop.rendering.markdown.grammar.segments import LabelUse, References, Segment


class LabelUses:
    """What one answer names. `named`: labels known to be used before anything was read."""

    def __init__(self, named: Set[str] = frozenset()) -> None:
        self.named = set(named)
        """The labels that were named so far, or from the start."""
        self._certain: set[str] = set()
        self._doubtful: list[Sequence[Segment]] = []
        self._definitions: list[tuple[int, str, bool]] = []

    @property
    def is_empty(self) -> bool:
        """Whether there was no label, so that what is written looks the same whatever else the answer says."""
        return not (self.named or self._definitions or self._doubtful)

    def note(self, run: Sequence[Segment], labels: LabelUse) -> None:
        """Segments were written for good, and this was learned from them."""
        self._definitions += labels.definitions
        found = labels.used | labels.unknown
        self.named |= found
        if labels.is_doubtful:
            self._doubtful.append(run)
        else:
            self._certain |= found

    def misjudged(self, references: References) -> Set[str] | None:
        """The labels that are used, if a definition was not shown or hidden by these; else None."""
        if not self._definitions:
            return None
        from strakly_desktop.rendering.markdown.markup import used_labels

        used = self._certain & references.keys()
        for run in self._doubtful:
            used |= used_labels(run, references)
        for start, label, is_hidden in self._definitions:
            if is_hidden != (label in used and references[label][1] == start):
                return used
        return None
