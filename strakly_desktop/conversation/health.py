"""One answer to the question whether an assistant is there."""

from dataclasses import dataclass

from strakly_desktop.conversation.errors import FailureKind


@dataclass(frozen=True, slots=True)
class Health:
    """`failure` is why it did not say that all is well; None if it did.

    `instance` names the process that answered, and is another one after a restart; "" where that is not told.
    """

    failure: FailureKind | None = None
    instance: str = ""

    @property
    def is_well(self) -> bool:
        return self.failure is None
