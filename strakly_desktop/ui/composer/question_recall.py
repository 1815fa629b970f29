"""Walks the earlier questions, as Up and Down do in an empty field."""


class QuestionRecall:
    """The questions of one field, and which of them it shows."""

    def __init__(self) -> None:
        self._questions: list[str] = []
        self._shown: int | None = None

    def set_questions(self, questions: list[str]) -> None:
        """Walk these from now on, oldest first."""
        self._questions = list(questions)
        self._shown = None

    def add(self, question: str) -> None:
        """This one was just sent."""
        if not self._questions or self._questions[-1] != question:
            self._questions.append(question)
        self._shown = None

    def leave(self) -> None:
        """What stands in the field from now on was not recalled."""
        self._shown = None

    def step(self, text: str, *, is_older: bool) -> str | None:
        """What to show in place of `text`, "" behind the newest; None where there is no step.

        There is one if the field is empty, or still shows a recalled question as it was.
        """
        if not self._questions:
            return None
        if self._shown is not None and text != self._questions[self._shown]:
            self._shown = None
        if self._shown is None:
            if text or not is_older:
                return None
            self._shown = len(self._questions)
        at = max(0, self._shown + (-1 if is_older else 1))
        self._shown = at if at < len(self._questions) else None
        return "" if self._shown is None else self._questions[at]
