"""What can still be asked of days whose conversations are gone, and what is said where that is too much."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kpi.answering.answer import answer
from kpi.answering.behind import behind
from kpi.answering.readout import Readout
from kpi.dimensions import DIMENSIONS
from kpi.filters import Filter
from kpi.ingest.merging.labels import keep_spellings
from kpi.labelling import names, relabelling
from kpi.question import parse
from kpi.retention.gone import GoneError
from kpi.retention.pruning import prune
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.summary.catching_up import catch_up
from kpi.team import settings
from kpi.wording import sentences
from tests.kpi.retention.histories import say
from tests.support.tickets import BERLIN, add, at, ticket

NOW = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
OLD, HALF, NEW = "march 2026", "april 2026", "may 2026"


@pytest.fixture
def pruned(store: Store) -> Store:
    """Conversations from March to October, of which those from before 20 April are gone."""
    rows: list[dict[str, Any]] = []
    for month in range(3, 10):
        for day in range(1, 29):
            opened = at(f"{datetime(2026, month, day):%a} {day} {datetime(2026, month, day):%b} 2026 10:00")
            told: dict[str, Any] = {
                "channel": ("email", "chat")[day % 2],
                "intent": ("refund", "login", "fax")[day % 3],
            }
            told |= {"team": ("one", "two")[day % 2], "rating": float(1 + day % 5), "rating_scale": "stars"}
            replied = {"first_human_response_at": opened + 60 * day, "resolved_at": opened + 3_600 + day}
            rows.append(ticket(created_at=opened, rated_at=opened + 7_200, status="resolved", **told, **replied))
    add(store, "desk", *rows, complete_until="Mon 19 Oct 2026 00:00")
    catch_up(store, BERLIN)
    say(store, "retention 6 months delete")
    return store


def ask(store: Store, text: str, **only: str) -> Readout:
    """Narrowed to these values of dimensions."""
    filters = tuple(Filter(each, only[each.key], only[each.key]) for each in DIMENSIONS if each.key in only)
    with store.reading() as connection:
        team = settings.read(connection, BERLIN)
        question = replace(parse(text, NOW.date(), team.zone), filters=filters)
        return answer(question, StoreFacts(connection, team), NOW)


def test_what_the_summary_tells_is_answered_as_before_and_all_else_refused(pruned: Store) -> None:
    lines = [
        f"{kpi} {period}{by}"
        for kpi in ("csat", "ttr", "frt", "intents", "backlog")
        for period, by in ((OLD, ""), (HALF, " by channel"), ("all", ""), (OLD, " by intent"))
        if not (kpi == "intents" and by)
    ]
    before = {line: ask(pruned, line) for line in lines}
    done = prune(pruned, BERLIN, NOW, rest=lambda _seconds: None)
    assert done is not None
    assert done.conversations > 28
    for line, expected in before.items():
        found = ask(pruned, line)
        assert _figures(found) == _figures(expected), line
    for period in (OLD, HALF):
        with pytest.raises(GoneError) as refused:
            ask(pruned, f"csat {period} by intent", channel="email", team="one")
        assert refused.value.sentence == "Conversations from before 20 April 2026 are no longer kept."
    assert ask(pruned, f"csat {NEW} by intent", channel="email", team="one").breakdown is not None


def _figures(readout: Readout) -> Any:
    reading, baseline = readout.reading, readout.baseline
    assert reading is not None
    told_apart = readout.breakdown.segments if readout.breakdown else ()
    segments = [(each.value, each.sample.n, each.sample.value) for each in told_apart]
    points = [(each.period.called, each.sample.value) for each in readout.series]
    compared = None if baseline is None else (baseline.sample.n, baseline.sample.value)
    return reading.value, reading.n, dict(reading.parts), reading.left_out, compared, segments, points, readout.state


def test_what_an_answer_can_do_without_is_left_out_with_the_reason(pruned: Store) -> None:
    prune(pruned, BERLIN, NOW, rest=lambda _seconds: None)
    narrowed = ask(pruned, f"csat {NEW}", channel="email", team="one", intent="refund")
    assert narrowed.baseline is None
    assert narrowed.change.why == "conversations from before 20 April 2026 are no longer kept"
    assert all(point.period.first >= NOW.date().replace(month=4, day=20) for point in narrowed.series)


def test_conversations_themselves_are_not_listed_by_halves(pruned: Store) -> None:
    prune(pruned, BERLIN, NOW, rest=lambda _seconds: None)
    with pruned.reading() as connection:
        team = settings.read(connection, BERLIN)
        for period in (OLD, HALF):
            with pytest.raises(GoneError, match="no longer kept"):
                behind(parse(f"csat {period}", NOW.date(), BERLIN), connection, team)
        assert behind(parse(f"csat {NEW}", NOW.date(), BERLIN), connection, team).total == 28
        assert behind(parse("csat 2025", NOW.date(), BERLIN), connection, team).total == 0, "there never were any"


def test_days_that_were_counted_for_other_settings_are_told_to_be(pruned: Store) -> None:
    prune(pruned, BERLIN, NOW, rest=lambda _seconds: None)
    before = ask(pruned, f"ttr {OLD}")
    say(pruned, "zone America/Los_Angeles")
    for _ in range(2):  # while all that can be is counted anew, and when it is
        after = ask(pruned, f"ttr {OLD}")
        assert (after.reading and after.reading.value) == (before.reading and before.reading.value)
        assert any("as they were counted then, with another time zone" in note for note in sentences.notes(after))
        assert not any("counted then" in note for note in sentences.notes(ask(pruned, f"ttr {NEW}")))
        catch_up(pruned, BERLIN)
    assert not any("counted then" in note for note in sentences.notes(before))


def test_an_intent_is_found_by_its_new_name_on_old_days_as_well(pruned: Store) -> None:
    prune(pruned, BERLIN, NOW, rest=lambda _seconds: None)
    expected = ask(pruned, "ttr all by channel", intent="refund")
    with pruned.writing() as connection:
        keep_spellings(connection, "intent", {"refund": "Refund"})
        names.rename(connection, "refund", "Money back", "ada", int(NOW.timestamp()))
    relabelling.finish(pruned)
    catch_up(pruned, BERLIN)
    found = ask(pruned, "ttr all by channel", intent="money back")
    assert _figures(found) == _figures(expected)
    intents = ask(pruned, "ttr all by intent").breakdown
    assert intents is not None
    assert {each.value for each in intents.segments} == {"money back", "login", "fax"}
