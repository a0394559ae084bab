"""What a form about a source carries: where to answer, and what it is about. Never a secret."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.listeners.answer_place import AnswerPlace
from kpi.errors import UserError


@dataclass(frozen=True)
class Carried:
    """`source` is its name, and `vendor` the key of its help desk; `options` say how it is to be read."""

    place: AnswerPlace
    source: str = ""
    vendor: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """For a modal's private_metadata."""
        about = {"source": self.source, "vendor": self.vendor, "options": dict(self.options)}
        return json.dumps({**json.loads(self.place.carried), **about}, separators=(",", ":"))

    @classmethod
    def read(cls, carried: str) -> "Carried":
        """UserError if another version of kpibot has opened the form."""
        place = AnswerPlace.read(carried)
        match json.loads(carried):
            case {"source": str(source), "vendor": str(vendor), "options": dict(options)}:
                return cls(place, source, vendor, {str(name): str(value) for name, value in options.items()})
        raise UserError("This form is from another version of kpibot.", "Nothing was changed. Open it once more.")
