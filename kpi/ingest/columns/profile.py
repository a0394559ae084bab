"""What a column's values look like, from a sample of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kpi.ingest.columns.dates import looks_like_date
from kpi.ingest.columns.durations import looks_like_duration
from kpi.ingest.columns.ratings import RatingEvidence
from kpi.ingest.columns.values import is_nothing, is_status
from kpi.ingest.tickets.threads import looks_like_thread

SAMPLE = 400
MOST = 0.8
_LONGEST_ID = 60
_TIME = re.compile(r"(?<![0-9:])(?!0?0:00(?::00)?(?![0-9:]))(?:[01]?[0-9]|2[0-3]):[0-5][0-9]")  # Not midnight.
_ADDRESS_OR_NUMBER = re.compile(r"[@0-9]")
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]*)?[eE]\+[0-9]+")
_WAYS = (
    "email, e-mail, mail, phone, telephone, call, voice, chat, live chat, web, form, web form, webform, portal, api,"
    " twitter, facebook, whatsapp, sms, messenger, instagram, social, in person, walk-in, self service, self-service,"
    " fax, letter, postal mail"
)
_CHANNELS = frozenset(way.strip() for way in _WAYS.split(","))


@dataclass(frozen=True)
class Profile:
    """Of one column: its filled values, in order, from the beginning of the file, without spaces around them."""

    total: int
    values: Sequence[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Profile":
        """A profile of the texts of one batch."""
        filled = [text.strip() for text in texts if not is_nothing(text.strip())]
        return cls(len(texts), filled)

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be told from the values, because there are none."""
        return not self.values

    @cached_property
    def sample(self) -> Sequence[str]:
        """Some of the values, spread evenly."""
        return self.values[:: max(1, len(self.values) // SAMPLE)]

    @cached_property
    def distinct(self) -> int:
        """How many different values there are."""
        return len(set(self.values))

    @property
    def is_key(self) -> bool:
        """Whether each row has a value of its own that could be a number of something."""
        compact = all(len(value) <= _LONGEST_ID and " " not in value for value in self.sample)
        return len(self.values) == self.total > 1 and self.distinct == self.total and compact

    @property
    def is_constant(self) -> bool:
        """Whether all values are one."""
        return self.distinct <= 1

    @cached_property
    def dates(self) -> float:
        """The share that could be points in time, unix times and spreadsheets' serial days among them."""
        return looks_like_date(self.sample)

    @cached_property
    def are_dates(self) -> bool:
        """Whether they are written as dates, and could not be mere numbers."""
        return self.dates >= MOST and not all(_is_number(value) for value in self.sample)

    @cached_property
    def have_times(self) -> bool:
        """Whether most dates have a time of the day other than midnight."""
        return sum(_TIME.search(value) is not None for value in self.sample) > len(self.sample) / 2

    @cached_property
    def are_times(self) -> bool:
        """Whether they are times of the day, perhaps with a spreadsheet's first day before them."""
        return sum(_TIME.search(value) is not None for value in self.sample) >= MOST * len(self.sample)

    @cached_property
    def durations(self) -> float:
        """The share that could be durations, plain numbers among them."""
        return looks_like_duration(self.sample)

    @cached_property
    def statuses(self) -> float:
        """The share of the different values that are known statuses."""
        return is_status(self.sample)

    @cached_property
    def are_numbers(self) -> bool:
        """Whether all are plain numbers."""
        return bool(self.sample) and all(_is_number(value) for value in self.sample)

    @cached_property
    def rating(self) -> RatingEvidence:
        """What scale they could be on."""
        evidence = RatingEvidence()
        evidence.observe(self.sample)
        return evidence

    @cached_property
    def threads(self) -> float:
        """The share that could be lists of messages."""
        return looks_like_thread(self.sample)

    @property
    def addresses_or_numbers(self) -> float:
        """The share that could be e-mail addresses or somebody's number."""
        return sum(_ADDRESS_OR_NUMBER.search(value) is not None for value in self.sample) / max(1, len(self.sample))

    @property
    def numbers_rounded(self) -> float:
        """The share of numbers of which a spreadsheet has left the first digits: “1.03E+13”."""
        return sum(_ROUNDED.fullmatch(value) is not None for value in self.sample) / max(1, len(self.sample))

    @property
    def are_channels(self) -> bool:
        """Whether most are ways by which customers reach a team."""
        known = sum(value.casefold() in _CHANNELS for value in self.sample)
        return bool(self.sample) and known >= MOST * len(self.sample)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
