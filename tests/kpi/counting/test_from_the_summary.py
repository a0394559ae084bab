"""What the daily summary answers, against the oracle: counts and sums exactly, quantiles within 1 %."""

import math
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import Phase, assume, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from kpi.dimensions import ARRIVED, CHANNEL, INTENT, SOURCE, TEAM, Dimension
from kpi.filters import Filter
from kpi.measures import Timing
from kpi.model import Setting, table
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.summary import marks
from kpi.summary.catching_up import catch_up, rebuild
from kpi.team import settings as team_settings
from tests.kpi.counting.shared import HAPPENED, STANDING, an_oracle, filled, one_by_one, plain, stood
from tests.support.any_teams import Situation, Team, situations
from tests.support.any_tickets import CHANNELS, SPRING
from tests.support.oracle import left_out
from tests.support.oracle.figures import quantile

_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
EXAMPLES = settings(max_examples=5, phases=_PHASES, report_multiple_bugs=False)
TOLD_APART = [(), (CHANNEL,), (SOURCE,), (ARRIVED,), (CHANNEL, INTENT), (ARRIVED, CHANNEL), (INTENT, TEAM)]


def decide(store: Store, team: Team) -> None:
    """What the team has decided, and nothing else."""
    person = "target.first_response_time.person"
    own = {person: team.target, **{f"{person} channel:{channel}": value for channel, value in team.targets.items()}}
    with store.writing() as connection:
        connection.execute(delete(table(Setting)))
        rows: list[dict[str, Any]] = [
            {"key": key, "value": {"value": value, "bad": None}, "who": "-", "at": 0} for key, value in own.items()
        ]
        connection.execute(insert(table(Setting)), rows)
        if team.opened is not None:
            team_settings.change(connection, "hours", team.opened.hours.to_json(), "-", 0)


def summed_up(store: Store, situation: Situation) -> Any:
    """Fill the store, decide what its team has decided, and make the summary; the oracle of it."""
    oracle = filled(store, situation)
    decide(store, situation.team)
    rebuild(store, situation.team.zone)
    return oracle


def from_summary(connection: Any, situation: Situation, filters: Sequence[Filter] = ()) -> StoreFacts:
    facts = StoreFacts(connection, team_settings.read(connection, situation.team.zone))
    return facts.narrowed(filters) if filters else facts


def counts(found: Any) -> Any:
    return {key: plain(tally) for key, [tally] in found.items() if any(plain(tally))}


@pytest.mark.parametrize("by", TOLD_APART, ids=lambda by: " and ".join(each.key for each in by) or "together")
@EXAMPLES
@given(situation=situations())
def test_the_summary_counts_what_the_oracle_counts(
    shared: Store, by: tuple[Dimension, ...], situation: Situation
) -> None:
    assume(situation.team.opened is not None or ARRIVED not in by)  # without opening hours there is no such dimension
    oracle = summed_up(shared, situation)
    with shared.reading() as connection:
        facts = from_summary(connection, situation)
        found = counts(facts.tallies([*HAPPENED, *Timing], [situation.days], by))
    expected = oracle.tallies(situation.first, situation.end, [each.key for each in by])
    event(f"{len(expected)} groups")
    assert found == {key: tallied.plain for key, tallied in expected.items()}


@EXAMPLES
@given(situation=situations())
def test_the_summary_knows_what_stood_open_what_arrived_and_what_is_left_out(
    shared: Store, situation: Situation
) -> None:
    oracle = summed_up(shared, situation)
    with shared.reading() as connection:
        facts = from_summary(connection, situation)
        standing = stood(facts.standing(STANDING, [situation.end])[()][0])
        arrivals = facts.arrivals(situation.days)
        reasons = {each: dict(facts.left_out(each, situation.days)) for each in left_out.EVENTS}
    assert standing == oracle.standing(situation.end)
    expected = oracle.arrivals(situation.first, situation.end)
    assert [dict(one_by_one(table)) for table in arrivals] == [dict(table) for table in expected]
    assert reasons == {each: oracle.left_out(each, situation.first, situation.end) for each in left_out.EVENTS}


@EXAMPLES
@given(situation=situations(), first=st.sampled_from(CHANNELS), second=st.sampled_from(CHANNELS))
def test_the_summary_narrowed_is_the_oracle_narrowed(
    shared: Store, situation: Situation, first: str | None, second: str | None
) -> None:
    summed_up(shared, situation)
    filters = [Filter(CHANNEL, value or "", value or "") for value in {first, second}]
    oracle = an_oracle(shared, situation, filters)
    with shared.reading() as connection:
        facts = from_summary(connection, situation, filters)
        found = counts(facts.tallies([*HAPPENED, *Timing], [situation.days], [INTENT]))
        reasons = {each: dict(facts.left_out(each, situation.days)) for each in left_out.EVENTS}
    expected = oracle.tallies(situation.first, situation.end, ["intent"])
    assert found == {key: tallied.plain for key, tallied in expected.items()}
    assert reasons == {each: oracle.left_out(each, situation.first, situation.end) for each in left_out.EVENTS}


@EXAMPLES
@given(situation=situations(), after=situations())
def test_what_changes_is_counted_anew(shared: Store, situation: Situation, after: Situation) -> None:
    """The tickets of one situation become those of another; only the days that are marked are counted."""
    summed_up(shared, situation)
    with shared.writing() as connection:
        for source in situation.described:
            marks.mark_source(connection, source["source"], source["complete_until"])
            marks.mark_tickets(connection, source["source"], [str(n) for n in range(len(source["tickets"]))])
    changed = Situation(after.season, after.described, Team(situation.team.zone, None), after.first, after.end)
    oracle = filled(shared, changed)
    decide(shared, changed.team)
    with shared.writing() as connection:
        for source in changed.described:
            marks.mark_source(connection, source["source"], source["complete_until"])
            marks.mark_tickets(connection, source["source"], [str(n) for n in range(len(source["tickets"]))])
    catch_up(shared, changed.team.zone)
    with shared.reading() as connection:
        found = counts(from_summary(connection, changed).tallies([*HAPPENED, *Timing], [changed.days]))
    tallied = oracle.tally(changed.first, changed.end).plain
    assert found == ({(): tallied} if any(tallied) else {})


@pytest.mark.parametrize("number", [100, 101, 1_000])
def test_of_many_durations_quantiles_are_within_1_percent_and_sums_exact(shared: Store, number: int) -> None:
    """Up to 100 different ones of a day are kept as they are."""
    opened = 1_774_300_000
    seconds = [round(1.013**each) + each for each in range(number - 1)] + [0]
    rows = [{"created_at": opened, "first_human_response_at": opened + some % 60_000} for some in seconds]
    fields = {"created_at", "first_human_response_at"}
    source = {"source": "desk", "fields": fields, "complete_until": opened + 900_000, "tickets": rows}
    situation = Situation(SPRING, [source], Team(), SPRING, SPRING.replace(day=30))
    summed_up(shared, situation)
    lasted = [some % 60_000 for some in seconds]
    with shared.reading() as connection:
        [tally] = from_summary(connection, situation).tallies([Timing.PERSON], [situation.days])[()]
    found = tally.time(Timing.PERSON)
    assert (found.n, found.total) == (number, sum(lasted))
    assert found.moments.total == pytest.approx(math.fsum(map(math.log1p, lasted)))
    for tenths in range(1, 11):
        within = 0 if number <= 100 else 0.01
        assert found.quantile(tenths / 10) == pytest.approx(quantile(lasted, tenths), rel=within, abs=0.5)
