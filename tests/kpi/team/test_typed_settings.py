"""Lines about settings as people type them."""

from typing import Any

import pytest
from sqlalchemy import insert

from kpi.grammar.errors import QuestionError
from kpi.model import Label, table
from kpi.store import Store
from kpi.team.settings import change
from kpi.team.typed_settings import to_set, which


def meant(store: Store, line: str) -> tuple[str, Any]:
    with store.reading() as connection:
        return to_set(connection, line)


def set_line(store: Store, line: str) -> Any:
    """Its value, now in force."""
    with store.writing() as connection:
        name, value = to_set(connection, line)
        change(connection, name, value, "terminal (anna)", 1)
    return value


def works(store: Store, line: str) -> None:
    """Whether a suggested line does."""
    verb, what, *rest = line.split(" ", 2)
    assert verb == "config"
    with store.reading() as connection:
        if what == "set":
            to_set(connection, rest[0])
        elif what == "get":
            which(connection, rest[0])
        else:
            assert what == "list"


@pytest.fixture
def channels(store: Store) -> Store:
    with store.writing() as connection:
        for folded, spelling in (("email", "Email"), ("live chat", "Live chat")):
            connection.execute(insert(table(Label)).values(field="channel", folded=folded, spelling=spelling))
    return store


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("zone Europe/Berlin", "zone", "Europe/Berlin"),
        ("Timezone = europe/berlin", "zone", "Europe/Berlin"),
        ("zone to america/new york", "zone", "America/New_York"),
        ("zone default", "zone", None),
        ("currency usd", "currency", "USD"),
        ("holidays de-by and AT", "holidays", ["AT", "DE-BY"]),
        ("holidays none", "holidays", []),
        ("closed-days 2026-12-24..2026-12-25", "closed_days", ["2026-12-24", "2026-12-25"]),
        ("unclassified Other, “Don't know”", "unclassified", ["don't know", "other"]),
        ("unclassified + sonstiges", "unclassified", ["general", "misc", "other", "question", "sonstiges"]),
        ("unclassified - misc, other", "unclassified", ["general", "question"]),
        ("target.csat 85", "target.csat", {"value": 85, "bad": None}),
        ("target csat 85 % bad 75.5 %", "target.csat", {"value": 85, "bad": 75.5}),
        ("target.frt 2 h", "target.first_response_time.person", {"value": 7_200, "bad": None}),
        ("target.frt.bot 90s, bad 1 h 30 min", "target.first_response_time.bot", {"value": 90, "bad": 5_400}),
        ("target.resolution_time 1 day and 2 hours", "target.resolution_time", {"value": 93_600, "bad": None}),
        ("target.nps -10", "target.nps", {"value": -10, "bad": None}),
        ("target.cpr €4,50 (bad 9 EUR)", "target.cost_per_resolution", {"value": 4.5, "bad": 9}),
        ("target.csat channel:email 85", "target.csat channel:email", {"value": 85, "bad": None}),
        ('target.csat channel:"Live Chat" 85', "target.csat channel:live chat", {"value": 85, "bad": None}),
        ("target.csat channel:email default", "target.csat channel:email", None),
    ],
)
def test_a_line_names_a_setting_and_its_value(channels: Store, line: str, name: str, value: Any) -> None:
    assert meant(channels, line) == (name, value)


def test_opening_hours_are_typed_as_elsewhere_and_go_with_the_workspaces_zone(store: Store) -> None:
    name, value = meant(store, 'hours "mon-fri 9-17, sat 10-14, holidays of DE-BY"')
    assert (name, value["zone"], value["holiday_regions"]) == ("hours", None, ["DE-BY"])
    assert value["week"][5] == [[600, 840]]
    assert meant(store, "hours mon-fri 9-17 (Asia/Tokyo)")[1]["zone"] == "Asia/Tokyo"


def test_plus_and_minus_change_what_is_in_force(store: Store) -> None:
    set_line(store, "closed_days 2026-12-24")
    assert set_line(store, "closed_days +2026-12-31, 2027-01-02") == ["2026-12-24", "2026-12-31", "2027-01-02"]
    assert set_line(store, "closed_days -2026-12-24") == ["2026-12-31", "2027-01-02"]


def test_money_is_typed_in_the_teams_currency(store: Store) -> None:
    set_line(store, "currency USD")
    assert meant(store, "target.cpc $3.20")[1]["value"] == 3.2
    with pytest.raises(QuestionError, match="USD"):
        meant(store, "target.cpc 3.20 EUR")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "Which setting?"),
        ("zoen Europe/Berlin", "There is no setting “zoen”."),
        ("csat 80", "There is no setting “csat”."),
        ("zone", "What shall zone be?"),
        ("zone Atlantis", "“Atlantis” is not a time zone"),
        ("zone berlin", "“berlin” is not a time zone"),
        ("zone UTC+1", "“UTC+1” is not a time zone"),
        ("zone channel:email", "Only targets can be set for a channel"),
        ("currency euros", "“EUROS” is not a currency's code"),
        ("hours", "What shall hours be?"),
        ("hours whenever", "“whenever”"),
        ("hours mon-fri 25-26", "25"),
        ("holidays Atlantis", "“Atlantis”"),
        ("closed_days Christmas", "“Christmas” is not a list of days"),
        ("closed_days 2026-02-30", "“2026-02-30” is not a list of days"),
        ("closed_days 2026-12-24, open 2026-12-25", "says more than days"),
        ("target.csat", "What shall target.csat be?"),
        ("target.csat good", "“good” is not a number."),
        ("target.csat 120", "That cannot be a target of CSAT: percentages go from 0 to 100"),
        ("target.csat 80 bad 90", "what is bad has to be lower than the target"),
        ("target.csat channel:emial 85", "There is no channel “emial”, but Email or Live chat."),
        ("target.frt 20", "“20” is not a length of time"),
        ("target.frt fast", "“fast” is not a length of time"),
        ("target.frt.robot 20 s", "There is no setting “target.frt.robot”."),
        ("target.cpr cheap", "“cheap” is not an amount."),
        ("target.volume 10", ": a supporting count, which has no target."),
        ("target", "There is no setting “target.”."),
    ],
)
def test_what_cannot_be_set_is_refused_with_lines_that_work(channels: Store, line: str, sentence: str) -> None:
    with pytest.raises(QuestionError) as caught:
        set_line(channels, line)
    assert sentence in caught.value.sentence
    assert caught.value.lines
    for instead in caught.value.lines:
        works(channels, instead)


def test_before_any_channel_is_known_any_can_be_named(store: Store) -> None:
    assert meant(store, "target.csat channel:Phone 85")[0] == "target.csat channel:phone"
