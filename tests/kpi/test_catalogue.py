"""The declared KPIs against what a team is promised of them."""

from datetime import date

import pytest

from kpi.catalogue import CSAT, EVERY, FIRST_RESPONSE_TIME, RESOLUTION_TIME, Better, Kpi, Target, Unit, missing
from kpi.errors import UserError
from kpi.measures import Event
from kpi.model import Ticket, table
from kpi.period import parse
from kpi.readings import reader
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team.settings import TeamSettings
from tests.support.tickets import BERLIN, days

HOUR, MINUTE = 3_600, 60


@pytest.mark.parametrize(
    ("kpi", "key", "aliases", "unit", "better", "dated_by", "targets"),
    [
        (
            FIRST_RESPONSE_TIME,
            "first_response_time",
            {"frt"},
            Unit.SECONDS,
            Better.LOWER,
            Event.HUMAN_RESPONSE,
            {"person": Target(HOUR, 4 * HOUR), "bot": Target(5 * MINUTE, 30 * MINUTE)},
        ),
        (RESOLUTION_TIME, "resolution_time", {"ttr", "art"}, Unit.SECONDS, Better.LOWER, Event.RESOLUTION, {}),
        (CSAT, "csat", set(), Unit.PERCENT, Better.HIGHER, Event.RATING, {"value": Target(80, 70)}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_kpi_is_what_the_team_agreed_on(
    kpi: Kpi,
    key: str,
    aliases: set[str],
    unit: Unit,
    better: Better,
    dated_by: Event,
    targets: dict[str, Target],
) -> None:
    assert (kpi.key, kpi.unit, kpi.better, kpi.dated_by) == (key, unit, better, dated_by)
    assert aliases <= set(kpi.aliases)
    assert kpi.targets == targets


def test_no_name_means_two_kpis() -> None:
    names = [name.replace("_", " ") for kpi in EVERY for name in (kpi.key, *kpi.aliases)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("kpi", EVERY, ids=lambda kpi: kpi.key)
def test_no_name_of_a_kpi_is_a_period(kpi: Kpi) -> None:
    for name in (kpi.key, *kpi.aliases):
        with pytest.raises(UserError):
            parse(name, date(2026, 7, 27), BERLIN)


@pytest.mark.parametrize("kpi", EVERY, ids=lambda kpi: kpi.key)
def test_what_a_kpi_needs_are_fields_of_a_ticket(kpi: Kpi) -> None:
    assert {field for need in kpi.needs for field in need.fields} <= set(table(Ticket).columns.keys())


@pytest.mark.parametrize("kpi", EVERY, ids=lambda kpi: kpi.key)
def test_a_target_is_better_than_bad(kpi: Kpi) -> None:
    for target in kpi.targets.values():
        assert (target.value > target.bad) == (kpi.better is Better.HIGHER)


@pytest.mark.parametrize("kpi", EVERY, ids=lambda kpi: kpi.key)
def test_every_kpi_can_be_read_in_its_unit_even_from_an_empty_store(store: Store, kpi: Kpi) -> None:
    with store.reading() as connection:
        facts = StoreFacts(connection, TeamSettings(BERLIN))
        reading = reader(kpi).read(facts, days("Mon 20 Jul 2026", "Mon 27 Jul 2026"))
    assert (reading.value, reading.n) == (None, 0)


@pytest.mark.parametrize(
    ("kpi", "fields", "words"),
    [
        (RESOLUTION_TIME, {"created_at", "resolved_at"}, []),
        (RESOLUTION_TIME, {"created_at"}, ["when it was resolved"]),
        (RESOLUTION_TIME, set(), ["when a conversation was opened", "when it was resolved"]),
        (FIRST_RESPONSE_TIME, {"created_at", "first_human_response_at"}, []),
        (FIRST_RESPONSE_TIME, {"created_at", "rating"}, ["when it was first answered"]),
        (CSAT, {"created_at"}, ["how customers rated it", "when they rated it"]),
        (CSAT, {"created_at", "rating"}, ["when they rated it"]),
        (CSAT, {"rating", "updated_at"}, []),
    ],
)
def test_what_is_missing_is_said_in_words(kpi: Kpi, fields: set[str], words: list[str]) -> None:
    assert missing(kpi, fields) == words
