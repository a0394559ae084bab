"""What can go wrong that somebody can mend.

    KpibotError
    ├── UserError            the person who asked can mend it
    └── ConfigurationError   whoever runs the bot can mend it

Anything else that is raised is a bug.
"""


class KpibotError(Exception):
    """A sentence that says what is wrong, and a hint: a line that works when typed, or a thing to do."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(f"{sentence} {hint}".strip())
        self.sentence = sentence
        self.hint = hint


class UserError(KpibotError):
    """What was asked or handed over cannot be used as it is."""


class ConfigurationError(KpibotError):
    """A setting, the database or a token keeps the bot from working."""
