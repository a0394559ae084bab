"""What each conversation adds to which measure, and when."""

from collections.abc import Callable, Iterator, Sequence

from kpi.measures import Measure, Timing
from tests.support.oracle.clock import HOUR, Team
from tests.support.oracle.conversations import WEEK, Conversation

Counted = Callable[[Conversation, Team, Sequence[Conversation]], tuple[int | None, float]]
"""When a conversation counts (None: not at all) and with which weight; it is given all others as well."""

STATES = {
    (Measure.ENTERED, Measure.LEFT): Conversation.open_at,
    (Measure.OLD_ENTERED, Measure.OLD_LEFT): Conversation.old_at,
    (Measure.WAITING_ENTERED, Measure.WAITING_LEFT): Conversation.waiting_at,
    (Measure.WAITING_BOT_ENTERED, Measure.WAITING_BOT_LEFT): Conversation.answered_by_bot_at,
}
"""What has entered without what has left, as the state of a conversation at a moment."""


def counts_if(when: Callable[[Conversation], int | None], *also: Callable[[Conversation], bool]) -> Counted:
    """A conversation whose opening is known, once, at an instant that is possible."""

    def counted(c: Conversation, _team: Team, _all: Sequence[Conversation]) -> tuple[int | None, float]:
        at = when(c) if c.is_dated else None
        return (at if c.possible(at) and all(each(c) for each in also) else None), 1

    return counted


def opened(c: Conversation) -> int | None:
    return c.at("created_at")


def due(*also: Callable[[Conversation], bool]) -> Counted:
    """One that had its 7 days, and whose source tells what became of it."""
    return counts_if(due_at, lambda c: c.source.tells_the_end, *also)


def due_at(c: Conversation) -> int:
    return c.opened + WEEK


def resolved_in_time(c: Conversation) -> bool:
    return c.resolved_by(due_at(c))


def automated_in_time(c: Conversation) -> bool:
    return resolved_in_time(c) and c.automated(due_at(c))


def by_person_in_time(c: Conversation) -> bool:
    return resolved_in_time(c) and c.by_person(due_at(c))


def confirmed(c: Conversation) -> bool:
    rated = c.rated_at
    return automated_in_time(c) and c.rated_well and rated is not None and c.possible(rated) and rated <= due_at(c)


def rated(*also: Callable[[Conversation], bool], weight: Callable[[Conversation], float] = lambda _: 1.0) -> Counted:
    """A rating counts even where nobody has told when the conversation was opened."""

    def counted(c: Conversation, _team: Team, _all: Sequence[Conversation]) -> tuple[int | None, float]:
        if c.rating is None or not c.possible(c.rated_at) or not all(each(c) for each in also):
            return None, 0
        return c.rated_at, weight(c)

    return counted


def for_csat(c: Conversation) -> bool:
    return c.scale in ("stars", "faces")


def for_nps(c: Conversation) -> bool:
    return c.scale == "0 to 10"


def score(low: float, high: float) -> Callable[[Conversation], bool]:
    return lambda c: c.rating is not None and low <= c.rating <= high


def repeated(c: Conversation, _team: Team, conversations: Sequence[Conversation]) -> tuple[int | None, float]:
    """Another one of the same requester had been resolved within 72 hours, and still is."""
    if not c.is_dated or c.row["requester"] is None:
        return None, 0
    for other in conversations:
        end = other.standing_resolution
        same = other is not c and other.excluded is None and other.row["requester"] == c.row["requester"]
        if same and other.is_dated and end is not None and 0 <= c.opened - end <= 72 * HOUR:
            return c.opened, 1
    return None, 0


def deadline(c: Conversation, team: Team) -> int | None:
    """When the time for a first reply by a person ran out, for those that a person had to answer by then."""
    if not c.is_dated or not c.source.silence_is_known:
        return None
    ends = team.clock.reached(c.opened, team.target_of(c.row["channel"]))
    if ends is None or ends > c.until or (c.person_reply is not None and not c.possible(c.person_reply)):
        return None

    def by_then(instant: int | None) -> bool:
        return c.possible(instant) and instant is not None and instant <= ends

    handed_over = c.handed_over is not None and c.handed_over <= ends
    if by_then(c.bot_answer) and not handed_over:
        return None
    if by_then(c.standing_resolution) and not by_then(c.person_reply):
        return None
    return ends


def target_due(c: Conversation, team: Team, _all: Sequence[Conversation]) -> tuple[int | None, float]:
    return deadline(c, team), 1


def target_met(c: Conversation, team: Team, _all: Sequence[Conversation]) -> tuple[int | None, float]:
    ends = deadline(c, team)
    return (ends if ends is not None and c.person_reply is not None and c.person_reply <= ends else None), 1


def replied_while_closed(c: Conversation, team: Team) -> bool:
    """A person replied after the opening, but before anybody had to be there."""
    reply = c.person_reply
    if not c.is_dated or reply is None or not c.possible(reply):
        return False
    return reply > c.opened and team.clock.elapsed(c.opened, reply) == 0


def while_closed(c: Conversation, team: Team, _all: Sequence[Conversation]) -> tuple[int | None, float]:
    return (c.person_reply if replied_while_closed(c, team) else None), 1


MEASURES: dict[Measure, Counted] = {
    Measure.OPENED: counts_if(opened),
    Measure.KNOWN_REQUESTER: counts_if(opened, lambda c: c.row["requester"] is not None),
    Measure.REPEATED: repeated,
    Measure.ANSWERED_WHILE_CLOSED: while_closed,
    Measure.ANSWERED_BY_BOT: counts_if(lambda c: c.bot_answer),
    Measure.TARGET_DUE: target_due,
    Measure.TARGET_MET: target_met,
    Measure.RESOLVED: counts_if(lambda c: c.standing_resolution),
    Measure.RESOLVED_ONCE: counts_if(lambda c: c.resolved_at),
    Measure.AUTOMATED_RESOLUTION: counts_if(
        lambda c: c.standing_resolution, lambda c: c.automated(c.standing_resolution or 0)
    ),
    Measure.HUMAN_RESOLUTION: counts_if(
        lambda c: c.standing_resolution, lambda c: c.by_person(c.standing_resolution or 0)
    ),
    Measure.DUE: due(),
    Measure.DUE_RESOLVED: due(resolved_in_time),
    Measure.DUE_RESOLVED_BY_NOW: due(lambda c: c.standing_resolution is not None or c.resolved_some_time),
    Measure.DUE_AUTHOR_KNOWN: due(lambda c: c.says_who),
    Measure.DUE_AUTOMATED: due(automated_in_time),
    Measure.DUE_CONFIRMED: due(confirmed),
    Measure.DUE_PERSON: due(by_person_in_time),
    Measure.DUE_OTHERWISE: due(
        lambda c: c.says_who and resolved_in_time(c),
        lambda c: not automated_in_time(c) and not by_person_in_time(c),
    ),
    Measure.REOPENED: counts_if(lambda c: c.at("reopened_at")),
    Measure.HANDED_OVER: counts_if(lambda c: c.handed_over),
    Measure.RATED: rated(for_csat),
    Measure.SATISFIED: rated(for_csat, lambda c: c.rated_well),
    Measure.RATED_IN_STARS: rated(lambda c: c.scale == "stars"),
    Measure.STARS: rated(lambda c: c.scale == "stars", weight=lambda c: c.rating or 0),
    Measure.RATED_BY_PROXY: rated(for_csat, lambda c: c.at("rated_at") is None),
    Measure.SCORED: rated(for_nps),
    Measure.PROMOTERS: rated(for_nps, score(9, 10)),
    Measure.DETRACTORS: rated(for_nps, score(0, 6)),
}
"""Of conversations that are not excluded. What enters and leaves is in STATES, inquiries are in `inquiries`."""


def person(c: Conversation, team: Team) -> int | None:
    """In opening hours."""
    reply = c.person_reply
    if reply is None or not c.possible(reply) or replied_while_closed(c, team):
        return None
    return team.clock.elapsed(c.opened, reply)


def after_hours(c: Conversation, team: Team) -> int | None:
    """On the calendar clock, of those opened while closed."""
    reply = c.person_reply
    if reply is None or not c.possible(reply) or team.clock.is_open(c.opened):
        return None
    return reply - c.opened


def since_opening(when: Callable[[Conversation], int | None]) -> Callable[[Conversation, Team], int | None]:
    def seconds(c: Conversation, _team: Team) -> int | None:
        at = when(c)
        return at - c.opened if at is not None and c.possible(at) else None

    return seconds


TIMINGS: dict[Timing, tuple[Callable[[Conversation], int | None], Callable[[Conversation, Team], int | None]]] = {
    Timing.PERSON: (lambda c: c.person_reply, person),
    Timing.PERSON_AFTER_HOURS: (lambda c: c.person_reply, after_hours),
    Timing.BOT: (lambda c: c.bot_reply, since_opening(lambda c: c.bot_reply)),
    Timing.ANYONE: (lambda c: c.any_reply, since_opening(lambda c: c.any_reply)),
    Timing.RESOLUTION: (lambda c: c.standing_resolution, since_opening(lambda c: c.standing_resolution)),
}
"""When a duration ends, and how long it is; None for one that does not count."""


def durations(timing: Timing, conversations: Sequence[Conversation], team: Team) -> Iterator[tuple[int, int]]:
    """Of all that have one: when it ended, and its seconds."""
    ends, lasts = TIMINGS[timing]
    for c in conversations:
        if c.is_dated:
            at, seconds = ends(c), lasts(c, team)
            if at is not None and seconds is not None:
                yield at, seconds
