"""Conversations read from the database, and how each stood at any moment."""

import json
from dataclasses import dataclass
from typing import Any

from tests.support.past_the_program import records

HOUR = 3_600
DAY = 24 * HOUR
WEEK = 7 * DAY


class Told:
    """What a source is able to tell."""

    def __init__(self, row: dict[str, Any]) -> None:
        fields = json.loads(row["fields"])
        self.complete_until: int | None = row["complete_until"]
        self.authors_since: int | None = row["authors_since"]
        self.names_people = "first_human_response_at" in fields
        self.names_the_bot = "first_automated_response_at" in fields
        self.has_first_response = "first_response_at" in fields
        self.has_resolution = "resolved_at" in fields
        self.has_status = "status" in fields

    @property
    def says_who(self) -> bool:
        """Whether people and the bot are told apart."""
        return self.names_people or self.names_the_bot

    @property
    def silence_is_known(self) -> bool:
        """Whether, without a person's reply, it is certain that there was none."""
        return self.names_people or (self.has_first_response and not self.names_the_bot)

    @property
    def tells_the_end(self) -> bool:
        """Whether it says that conversations are over."""
        return self.has_status or self.has_resolution


@dataclass(frozen=True)
class Conversation:
    """A row of the ticket table. `opened` is asked for only where it is known."""

    row: dict[str, Any]
    source: Told

    def at(self, field: str) -> int | None:
        """An instant of the row."""
        instant: int | None = self.row[field]
        return instant

    def label(self, field: str) -> str | None:
        """The row's label; the intent that the team gives counts in the place of the source's."""
        given: str | None = self.row["given_intent"] if field == "intent" else None
        told: str | None = self.row[field]
        return told if given is None else given

    @property
    def until(self) -> int:
        """Up to when its source is complete; of those that exist."""
        assert self.source.complete_until is not None
        return self.source.complete_until

    @property
    def opened(self) -> int:
        """When it was opened; of those of which it is known."""
        opened = self.at("created_at")
        assert opened is not None
        return opened

    @property
    def exists(self) -> bool:
        """Imported, and not opened in the future. Nobody may have told yet when it was opened."""
        opened, until = self.at("created_at"), self.source.complete_until
        return until is not None and (opened is None or opened <= until)

    @property
    def is_dated(self) -> bool:
        return self.at("created_at") is not None

    @property
    def excluded(self) -> str | None:
        return None if self.row["excluded"] is None else str(self.row["excluded"])

    def possible(self, instant: int | None) -> bool:
        """Whether it may have happened; of a conversation whose opening nobody told, only ratings are asked about."""
        opened = self.at("created_at")
        return instant is not None and (opened is None or opened <= instant) and instant <= self.until

    def happened_by(self, instant: int | None, moment: int) -> bool:
        """What happened at an impossible instant happened all the same: nobody knows when, so it had by any moment."""
        return instant is not None and (instant <= moment or not self.possible(instant))

    # ---- replies

    @property
    def bot_answer(self) -> int | None:
        """More than an acknowledgement of receipt."""
        return self.at("first_automated_response_at")

    @property
    def bot_reply(self) -> int | None:
        """Of whatever kind."""
        replies = [self.bot_answer, self.at("acknowledged_at")]
        return min((reply for reply in replies if reply is not None), default=None)

    @property
    def person_reply(self) -> int | None:
        person = self.at("first_human_response_at")
        if self.source.names_people and self.is_since_authors_are_told:
            return person
        first = self.at("first_response_at")
        was_the_bots = first is not None and self.bot_reply is not None and self.bot_reply <= first
        replies = [person, None if was_the_bots else first]
        return min((reply for reply in replies if reply is not None), default=None)

    @property
    def is_since_authors_are_told(self) -> bool:
        """Of a source that came to say who answers, what was opened before is as if it did not."""
        since, opened = self.source.authors_since, self.at("created_at")
        return since is None or opened is None or opened >= since

    @property
    def says_who(self) -> bool:
        """Whether people and the bot are told apart of it."""
        return self.source.says_who and self.is_since_authors_are_told

    @property
    def any_reply(self) -> int | None:
        replies = [self.at("first_response_at"), self.at("first_human_response_at"), self.bot_reply]
        return min((reply for reply in replies if reply is not None), default=None)

    @property
    def handed_over(self) -> int | None:
        """An assignment is a hand-over only after an automated answer."""
        assigned = self.at("handed_over_at")
        if assigned is None or self.bot_answer is None or assigned < self.bot_answer:
            return None
        return assigned

    # ---- its end

    @property
    def resolved_at(self) -> int | None:
        return self.at("resolved_at")

    @property
    def status(self) -> str | None:
        return None if self.row["status"] is None else str(self.row["status"])

    @property
    def reopened_after(self) -> int | None:
        """When it was opened again after its last resolution."""
        reopened = self.at("reopened_at")
        if reopened is None or self.resolved_at is None or not self.possible(reopened):
            return None
        return reopened if reopened > self.resolved_at else None

    @property
    def resolution_stands(self) -> bool:
        return self.status == "resolved" or (self.status is None and self.reopened_after is None)

    @property
    def standing_resolution(self) -> int | None:
        """The instant of the resolution that still holds, where it is possible."""
        return self.resolved_at if self.resolution_stands and self.possible(self.resolved_at) else None

    @property
    def resolved_some_time(self) -> bool:
        """It is resolved, but nobody knows since when."""
        said = self.status == "resolved" or self.resolved_at is not None
        return self.resolution_stands and said and not self.possible(self.resolved_at)

    def resolved_by(self, moment: int) -> bool:
        """Whether it stood resolved at the moment: what happened later changes nothing."""
        if self.resolved_some_time:
            return True
        if self.resolved_at is None or not self.possible(self.resolved_at) or self.resolved_at > moment:
            return False
        if self.status == "resolved":
            return True
        reopened = self.reopened_after
        if reopened is not None:
            return reopened > moment
        return self.status is None

    # ---- who did it

    def by_person(self, moment: int) -> bool:
        """Replied to by a person up to the moment."""
        return self.says_who and self.happened_by(self.person_reply, moment)

    def automated(self, moment: int) -> bool:
        """Answered by the bot up to the moment, without a person's reply and without a hand-over."""
        return (
            self.says_who
            and self.happened_by(self.bot_answer, moment)
            and not self.by_person(moment)
            and not self.happened_by(self.handed_over, moment)
        )

    # ---- ratings

    @property
    def rating(self) -> float | None:
        """On its scale; None without one."""
        told = self.row["rating"] is not None and self.row["rating_scale"] in ("stars", "faces", "0 to 10")
        return float(self.row["rating"]) if told else None

    @property
    def scale(self) -> str | None:
        return None if self.row["rating_scale"] is None else str(self.row["rating_scale"])

    @property
    def rated_well(self) -> bool:
        least = {"stars": 4, "faces": 1, "0 to 10": 9}
        return self.rating is not None and self.rating >= least[str(self.scale)]

    @property
    def rated_at(self) -> int | None:
        """Its own time, else that of the resolution, else that of the last update."""
        if self.at("rated_at") is not None:
            return self.at("rated_at")
        if self.possible(self.resolved_at):
            return self.resolved_at
        return self.at("updated_at")

    # ---- what is open

    def open_at(self, moment: int) -> bool:
        """Whether it stood open, as far as its source can tell."""
        moment = min(moment, self.until)
        return self.source.tells_the_end and self.opened <= moment and not self.resolved_by(moment)

    def old_at(self, moment: int) -> bool:
        """Open for 168 hours."""
        return self.open_at(moment) and self.opened + WEEK <= min(moment, self.until)

    def waiting_at(self, moment: int) -> bool:
        """Open, and no person has ever replied."""
        replied = self.happened_by(self.person_reply, min(moment, self.until))
        return self.source.silence_is_known and self.open_at(moment) and not replied

    def answered_by_bot_at(self, moment: int) -> bool:
        """Waiting for a person, but the bot has replied."""
        return self.waiting_at(moment) and self.happened_by(self.bot_answer, min(moment, self.until))


def read(address: str) -> tuple[list[Told], list[Conversation]]:
    """All sources, and all conversations that exist."""
    sources = {row["name"]: Told(row) for row in records(address, "SELECT * FROM source")}
    found = [Conversation(row, sources[row["source"]]) for row in records(address, "SELECT * FROM ticket")]
    return list(sources.values()), [conversation for conversation in found if conversation.exists]
