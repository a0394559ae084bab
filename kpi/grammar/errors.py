"""What is said of a question that cannot be understood."""

from kpi.errors import UserError


class QuestionError(UserError):
    """A question that cannot be understood; `lines` are questions that work when asked instead."""

    def __init__(self, sentence: str, *lines: str) -> None:
        super().__init__(sentence)
        self.lines = lines
