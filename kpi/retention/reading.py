"""What was counted, read from where it is told: the daily summary, the tickets, or both side by side.

The summary tells whatever it tells apart, and tickets tell all else. They are asked as well while the summary is made
anew; but of days whose conversations are gone, there is the summary alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise

from sqlalchemy import Connection

from kpi.counting import tallying
from kpi.counting.days import Days
from kpi.counting.surroundings import Surroundings
from kpi.dimensions import ARRIVED, Dimension
from kpi.facts import Key, Tally, Wanted
from kpi.filters import Filter
from kpi.labelling.in_force import in_force
from kpi.measures import Event, Measure
from kpi.retention import gone
from kpi.retention.frozen import Frozen, frozen
from kpi.span import DAY
from kpi.summary.building import day_of
from kpi.summary.groupings import BY_HOUR, Grouping
from kpi.summary.marks import all_days
from kpi.summary.reading import SummaryReader, grouping_for
from kpi.team.settings import TeamSettings

Told = Mapping[Key, Sequence[Tally]]
Read = Callable[[Wanted, Sequence[Days], Sequence[Dimension]], Told]


class CountedReader:
    """Reads what was counted of the conversations that meet the filters. Their first was opened at `first_opened`.

    GoneError for what only conversations could tell that are gone.
    """

    def __init__(
        self,
        connection: Connection,
        around: Callable[[], Surroundings],
        team: TeamSettings,
        filters: Sequence[Filter],
        first_opened: Callable[[], int | None],
        *,
        from_tickets: bool,
    ) -> None:
        self._connection = connection
        self._make_around = around
        self._team = team
        self._filters = filters
        self._first_opened = first_opened
        self._only_tickets = from_tickets

    def gone_before(self, by: Sequence[Dimension] = ()) -> date | None:
        """The day before which nothing can be told apart so any more; None if all can."""
        found = self.frozen
        if found is None:
            return None
        if grouping_for(by, self._filters) is None:
            return found.before
        # Whether the team was there is a matter of the opening hours that were then in force, if any were.
        asked = {*by, *(each.dimension for each in self._filters)}
        return found.counted_otherwise if ARRIVED in asked else None

    @cached_property
    def frozen(self) -> Frozen | None:
        """The days that are never counted again; None as well where nothing is known from before: nothing is gone."""
        found = frozen(self._connection, self._team)
        return found if found is not None and self._first_day < found.before else None

    def tallies(self, wanted: Wanted, stretches: Sequence[Days], by: Sequence[Dimension]) -> Told:
        """See `kpi.facts.Facts`."""
        grouping, lost = self._grouping(by), self.gone_before(by)
        if lost is not None and any(each.first < lost for each in stretches):
            raise gone.error(lost)
        if grouping is not None:
            return self._summary(grouping).tallies(wanted, stretches, by)
        kept = self.frozen.before if self.frozen else None
        if kept is None or all(each.first >= kept for each in stretches):
            return self._of_tickets(wanted, stretches, by)
        old, new = [_up_to(kept, each) for each in stretches], [_since(kept, each) for each in stretches]
        summary = self._summary(grouping_for(by, self._filters) or ())
        told = summary.tallies(wanted, [each for each in old if each.number], by)
        rest = self._of_tickets(wanted, [each for each in new if each.number], by)
        return _added(_spread(told, old), _spread(rest, new))

    def standing(self, wanted: Wanted, ends: Sequence[date], by: Sequence[Dimension]) -> Told:
        """See `kpi.facts.Facts`."""
        kept = self.frozen.before if self.frozen else None
        later = [end for end in ends if kept is not None and end >= kept]
        earlier = [end for end in ends if end not in later]
        found = self._sums(self.tallies, wanted, earlier, by)
        return _side_by_side(found, self._standing_since(wanted, later, by), (len(earlier), len(later)))

    def hours(self, days: Days) -> Iterator[tuple[date, int, int, int]]:
        """Day, hour, how many were opened and how many a person first replied to."""
        for some, summary in self._apart(days, BY_HOUR.__contains__):
            if summary is not None:
                yield from summary.hours(some)
            else:
                yield from tallying.hours(self._connection, self._around, some, self._filters)

    def left_out(self, event: Event, days: Days) -> Mapping[str, int]:
        """How many by reason. Hardly anything is left out, so the summary does not keep it for each pair: of days whose
        conversations are gone it is not known then."""
        found: dict[str, int] = {}
        for some, summary in self._apart(days, lambda grouping: len(grouping) <= 1, or_nothing=True):
            if summary is None:
                told = tallying.left_out_of(self._connection, self._around, event, some, self._filters)
            else:
                told = self._reasons(summary, some).get(event, {})
            for reason, number in told.items():
                found[reason] = found.get(reason, 0) + number
        return {reason: found[reason] for reason in sorted(found)}

    def newest(self, wanted: Wanted) -> date | None:
        """The day on which anything was last counted in one of these; None if nothing was, or nothing quickly tells."""
        grouping = self._grouping(())
        if grouping is not None:
            return self._summary(grouping).newest(wanted)
        every = all_days(self._connection) if self._only_tickets else ()
        found = None
        if every:
            days = Days(day_of(every[0]), day_of(every[-1]) + DAY, self._team.zone)
            found = tallying.newest(self._connection, self._around, wanted, days, self._filters)
        return found or self._newest_gone(wanted)

    # ---- where it is told

    def _grouping(self, by: Sequence[Dimension]) -> Grouping | None:
        return None if self._only_tickets else grouping_for(by, self._filters)

    def _summary(self, grouping: Grouping) -> SummaryReader:
        return SummaryReader(self._connection, grouping, self._filters, self._names)

    def _of_tickets(self, wanted: Wanted, stretches: Sequence[Days], by: Sequence[Dimension]) -> Told:
        return tallying.tallies(self._connection, self._around, wanted, stretches, by, self._filters)

    def _apart(
        self, days: Days, keeps: Callable[[Grouping], bool], *, or_nothing: bool = False
    ) -> Iterator[tuple[Days, SummaryReader | None]]:
        """The days that the summary tells, with its reader, and those that the tickets tell.

        It `keeps` what is asked for of some groupings alone. GoneError for what neither tells, `or_nothing` of it.
        """
        grouping, lost = self._grouping(()), self.gone_before()
        is_lost = lost is not None and days.first < lost
        if grouping is not None and keeps(grouping) and not is_lost:
            yield days, self._summary(grouping)
            return
        kept = self.frozen.before if self.frozen else days.first
        if days.first < kept:
            known = grouping_for((), self._filters)
            if known is not None and keeps(known) and not is_lost:
                yield _up_to(kept, days), self._summary(known)
            elif not or_nothing:
                raise gone.error(lost or kept)
        if days.end > kept:
            yield _since(kept, days), None

    def _newest_gone(self, wanted: Wanted) -> date | None:
        grouping = grouping_for((), self._filters)
        if self.frozen is None or grouping is None:
            return None
        return self._summary(grouping).newest(wanted, before=self.frozen.before)

    # ---- what stands open

    def _standing_since(self, wanted: Wanted, ends: Sequence[date], by: Sequence[Dimension]) -> Told:
        """Of days up to which conversations are gone. None of these is still open: what is there tells all."""
        if not ends or self.frozen is None:
            return {}
        if self._grouping(by) is None:
            return self._sums(self._of_tickets, wanted, ends, by)
        first = self.frozen.before
        begun = self._sums(self._of_tickets, wanted, [first], by)
        since = self.tallies(wanted, [Days(*each, self._team.zone) for each in pairwise([first, *ends])], by)
        return {
            key: _summed([*begun.get(key, [Tally()]), *since.get(key, [Tally()] * len(ends))])[1:]
            for key in dict.fromkeys([*begun, *since])
        }

    def _sums(self, read: Read, wanted: Wanted, ends: Sequence[date], by: Sequence[Dimension]) -> Told:
        """From the first day of all up to each of these."""
        if not ends:
            return {}
        edges = pairwise([min(self._first_day, ends[0]), *ends])
        stretches = [Days(start, end, self._team.zone) for start, end in edges]
        return {key: _summed(tallies) for key, tallies in read(wanted, stretches, by).items()}

    # ---- what is read once

    @cached_property
    def _around(self) -> Surroundings:
        return self._make_around()

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """What intents are called by now: of days that can be counted, the summary has them so already."""
        return in_force(self._connection).names if self.frozen else {}

    @cached_property
    def _first_day(self) -> date:
        first = self._first_opened()
        return date.max if first is None else datetime.fromtimestamp(first, self._team.zone).date()

    def _reasons(self, summary: SummaryReader, days: Days) -> Mapping[Event, Mapping[str, int]]:
        if days not in self._read_reasons:
            self._read_reasons[days] = summary.left_out(days)
        return self._read_reasons[days]

    @cached_property
    def _read_reasons(self) -> dict[Days, Mapping[Event, Mapping[str, int]]]:
        return {}


def _summed(tallies: Sequence[Tally]) -> list[Tally]:
    """Each with all before it. Nothing that stands open has a duration."""
    sums: dict[Measure, float] = {}
    found = []
    for tally in tallies:
        for measure, number in tally.counts.items():
            sums[measure] = sums.get(measure, 0) + number
        found.append(Tally(dict(sums)))
    return found


def _side_by_side(one: Told, other: Told, numbers: tuple[int, int]) -> Told:
    """For each group the tallies of the one, and then those of the other; so many each."""
    nothing = tuple([Tally()] * number for number in numbers)
    return {key: [*one.get(key, nothing[0]), *other.get(key, nothing[1])] for key in dict.fromkeys([*one, *other])}


def _up_to(day: date, days: Days) -> Days:
    """Those before the day; perhaps none."""
    return Days(min(days.first, day), min(days.end, day), days.zone)


def _since(day: date, days: Days) -> Days:
    """The others."""
    return Days(max(days.first, day), max(days.end, day), days.zone)


def _spread(told: Told, stretches: Sequence[Days]) -> Told:
    """What was told of the stretches that have days, with nothing for those that have none."""
    found = {}
    for key, tallies in told.items():
        left = iter(tallies)
        found[key] = [next(left) if each.number else Tally() for each in stretches]
    return found


def _added(one: Told, other: Told) -> Told:
    """Of each group, and of each stretch, what is in both."""
    return {
        key: [first + second for first, second in zip(one[key], other[key], strict=True)]
        if key in one and key in other
        else one.get(key) or other[key]
        for key in dict.fromkeys([*one, *other])
    }
