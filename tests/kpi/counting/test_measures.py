"""What the engine counts from the tickets, against the oracle, on possible and impossible tickets."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import pytest
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

from kpi.dimensions import ARRIVED, CHANNEL, INTENT, SOURCE, TEAM, Dimension
from kpi.facts import Facts
from kpi.filters import Filter
from kpi.measures import Event, Measure, Timing
from kpi.store import Store
from kpi.store_facts import StoreFacts
from tests.kpi.counting.shared import HAPPENED, STANDING, an_oracle, counted, filled, one_by_one, plain, stood
from tests.support.any_teams import Situation, situations
from tests.support.any_tickets import CHANNELS, INTENTS
from tests.support.oracle import left_out
from tests.support.oracle.measures import STATES

M, T = Measure, Timing
FAMILIES: dict[str, tuple[Measure | Timing, ...]] = {
    "openings": (M.OPENED, M.KNOWN_REQUESTER),
    "repeats": (M.REPEATED,),
    "first replies": (M.ANSWERED_WHILE_CLOSED, M.ANSWERED_BY_BOT, T.PERSON, T.PERSON_AFTER_HOURS, T.BOT, T.ANYONE),
    "first replies within the target": (M.TARGET_DUE, M.TARGET_MET),
    "resolutions": (M.RESOLVED, M.RESOLVED_ONCE, T.RESOLUTION, M.REOPENED, M.HANDED_OVER),
    "who resolved": (M.AUTOMATED_RESOLUTION, M.HUMAN_RESOLUTION),
    "resolved in their 7 days": (M.DUE, M.DUE_RESOLVED, M.DUE_RESOLVED_BY_NOW, M.DUE_AUTHOR_KNOWN),
    "by whom in their 7 days": (M.DUE_AUTOMATED, M.DUE_CONFIRMED, M.DUE_PERSON, M.DUE_OTHERWISE),
    "satisfaction": (M.RATED, M.SATISFIED, M.RATED_IN_STARS, M.STARS, M.RATED_BY_PROXY),
    "scores": (M.SCORED, M.PROMOTERS, M.DETRACTORS),
}
TOLD_APART = [(), *((each,) for each in (CHANNEL, TEAM, SOURCE, ARRIVED)), (CHANNEL, INTENT), (ARRIVED, TEAM)]
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)  # to explain a failure takes minutes
EXAMPLES = settings(max_examples=10, phases=_PHASES, report_multiple_bugs=False)
FEW = settings(EXAMPLES, max_examples=8)


def from_tickets(connection: Any, situation: Situation, filters: Sequence[Filter] = ()) -> Facts:
    facts = StoreFacts(connection, situation.settings, from_tickets=True)
    return facts.narrowed(filters) if filters else facts


def test_every_measure_is_in_a_family() -> None:
    assert sorted(each for family in FAMILIES.values() for each in family) == sorted([*HAPPENED, *Timing])


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
@EXAMPLES
@given(situation=situations())
def test_what_happened_is_what_the_oracle_counts(
    shared: Store, family: tuple[Measure | Timing, ...], situation: Situation
) -> None:
    oracle = filled(shared, situation)
    with shared.reading() as connection:
        [tally] = from_tickets(connection, situation).tallies(family, [situation.days])[()]
    expected = oracle.tally(situation.first, situation.end).only(family)
    event("nothing" if not any(expected) else "something")
    assert plain(tally) == expected


@pytest.mark.parametrize("by", TOLD_APART, ids=lambda by: " and ".join(each.key for each in by) or "together")
@FEW
@given(situation=situations())
def test_told_apart_it_is_what_the_oracle_counts_of_each(
    shared: Store, by: tuple[Dimension, ...], situation: Situation
) -> None:
    oracle = filled(shared, situation)
    with shared.reading() as connection:
        found = counted(from_tickets(connection, situation), situation, by)
    expected = oracle.tallies(situation.first, situation.end, [each.key for each in by])
    event(f"{len(expected)} groups")
    assert found == {key: tallied.plain for key, tallied in expected.items()}


@pytest.mark.parametrize("states", STATES, ids=lambda pair: str(pair[0]))
@EXAMPLES
@given(situation=situations())
def test_what_stands_open_is_what_was_open_at_that_moment(
    shared: Store, states: tuple[Measure, Measure], situation: Situation
) -> None:
    oracle = filled(shared, situation)
    ends = [situation.first, situation.end]
    with shared.reading() as connection:
        found = from_tickets(connection, situation).standing(states, ends)[()]
    assert [stood(tally)[states] for tally in found] == [oracle.standing(end)[states] for end in ends]


@EXAMPLES
@given(situation=situations())
def test_the_oldest_that_waits_has_waited_longest(shared: Store, situation: Situation) -> None:
    oracle = filled(shared, situation)
    with shared.reading() as connection:
        assert from_tickets(connection, situation).oldest_waiting() == oracle.oldest_waiting


@pytest.mark.parametrize("of", left_out.EVENTS)
@EXAMPLES
@given(situation=situations())
def test_what_is_left_out_is_counted_by_reason(shared: Store, of: Event, situation: Situation) -> None:
    oracle = filled(shared, situation)
    with shared.reading() as connection:
        found = from_tickets(connection, situation).left_out(of, situation.days)
    assert dict(found) == oracle.left_out(of, situation.first, situation.end)


@EXAMPLES
@given(situation=situations())
def test_arrivals_are_counted_by_the_hour_on_the_wall(shared: Store, situation: Situation) -> None:
    oracle = filled(shared, situation)
    with shared.reading() as connection:
        found = from_tickets(connection, situation).arrivals(situation.days)
    for table, expected in zip(found, oracle.arrivals(situation.first, situation.end), strict=True):
        assert dict(one_by_one(table)) == dict(expected)


def filters() -> st.SearchStrategy[list[Filter]]:
    """Of one or two dimensions, one or two values."""

    def of(dimension: Dimension, values: Sequence[str | None]) -> st.SearchStrategy[list[Filter]]:
        some = st.lists(
            st.sampled_from(["" if value is None else value for value in values]), min_size=1, max_size=2, unique=True
        )
        return some.map(lambda chosen: [Filter(dimension, value, value) for value in chosen])

    narrowing = {
        CHANNEL: of(CHANNEL, CHANNELS),
        INTENT: of(INTENT, INTENTS),
        SOURCE: of(SOURCE, ("chat", "mail", "shop")),
        ARRIVED: of(ARRIVED, ("open", "closed")),
    }
    two = st.lists(st.sampled_from(sorted(narrowing, key=str)), min_size=1, max_size=2, unique=True)
    return two.flatmap(
        lambda chosen: st.tuples(*(narrowing[each] for each in chosen)).map(lambda parts: [*chain(*parts)])
    )


@EXAMPLES
@given(situation=situations(), narrowed_to=filters())
def test_a_narrowed_question_counts_those_that_meet_the_filters(
    shared: Store, situation: Situation, narrowed_to: list[Filter]
) -> None:
    filled(shared, situation)
    oracle = an_oracle(shared, situation, narrowed_to)
    with shared.reading() as connection:
        facts = from_tickets(connection, situation, narrowed_to)
        found = counted(facts, situation)
        standing = facts.standing(STANDING, [situation.end])[()][0]
        reasons = {each: dict(facts.left_out(each, situation.days)) for each in left_out.EVENTS}
    tallied = oracle.tally(situation.first, situation.end).plain
    event("nothing" if not any(tallied) else "something")
    assert found == ({(): tallied} if any(tallied) else {})
    assert stood(standing) == oracle.standing(situation.end)
    assert reasons == {each: oracle.left_out(each, situation.first, situation.end) for each in left_out.EVENTS}


@FEW
@given(situation=situations(), narrowed_to=st.sampled_from(CHANNELS))
def test_a_part_is_what_the_question_narrowed_to_it_says(
    shared: Store, situation: Situation, narrowed_to: str | None
) -> None:
    filled(shared, situation)
    only = [Filter(CHANNEL, narrowed_to or "", "")]
    with shared.reading() as connection:
        parts = counted(from_tickets(connection, situation), situation, [CHANNEL])
        narrowed = counted(from_tickets(connection, situation, only), situation)
    assert narrowed.get((), None) == parts.get((narrowed_to,), None)


@pytest.mark.parametrize("by", TOLD_APART[1:], ids=lambda by: " and ".join(each.key for each in by))
@FEW
@given(situation=situations())
def test_the_parts_sum_to_the_whole(shared: Store, by: tuple[Dimension, ...], situation: Situation) -> None:
    filled(shared, situation)
    with shared.reading() as connection:
        facts = from_tickets(connection, situation)
        parts, whole = counted(facts, situation, by), counted(facts, situation)
    assert summed(parts.values()) == summed(whole.values())


@FEW
@given(situation=situations())
def test_a_period_is_the_sum_of_its_days(shared: Store, situation: Situation) -> None:
    filled(shared, situation)
    with shared.reading() as connection:
        facts = from_tickets(connection, situation)
        by_day = facts.tallies([*HAPPENED, *Timing], situation.single_days)[()]
        whole = counted(facts, situation)
        reasons = [facts.left_out(Event.RATING, each) for each in situation.single_days]
        left = facts.left_out(Event.RATING, situation.days)
    assert summed(map(plain, by_day)) == summed(whole.values())
    assert {why: sum(day.get(why, 0) for day in reasons) for day in reasons for why in day} == dict(left)


def summed(parts: Any) -> tuple[dict[Measure, float], dict[Timing, list[int]]]:
    counts: dict[Measure, float] = {}
    durations: dict[Timing, list[int]] = {}
    for of_counts, of_times in parts:
        for measure, number in of_counts.items():
            counts[measure] = counts.get(measure, 0) + number
        for timing, seconds in of_times.items():
            durations[timing] = sorted([*durations.get(timing, []), *seconds])
    return counts, durations
