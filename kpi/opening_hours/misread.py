"""What is wrong with opening hours as they were typed."""


class MisreadError(Exception):
    """A sentence, and what to write instead of which words, empty if nobody can tell."""

    def __init__(self, sentence: str, wrong: str = "", right: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.wrong = wrong
        self.right = right
