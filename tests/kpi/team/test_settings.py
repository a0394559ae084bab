"""What a team decides: in force at once, with who and when."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, insert

from kpi.catalogue import Target
from kpi.errors import ConfigurationError, UserError
from kpi.grammar.errors import QuestionError
from kpi.model import Setting, table
from kpi.opening_hours.hours import parse
from kpi.store import Store
from kpi.team.settings import KEYS, TeamSettings, change, changes, in_force, listing, read, restates, usable

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
ANNA = "terminal (anna)"


def set_to(store: Store, key: str, value: Any, who: str = ANNA, at: int = 1_000) -> TeamSettings:
    with store.writing() as connection:
        change(connection, key, value, who, at)
    return now(store)


def now(store: Store) -> TeamSettings:
    with store.reading() as connection:
        return read(connection, BERLIN)


def test_until_somebody_sets_them_settings_are_the_environments_and_the_defaults(any_store: Store) -> None:
    team = now(any_store)
    assert (team.zone, team.currency, team.hours) == (BERLIN, "EUR", None)
    assert team.unclassified == {"other", "general", "misc", "question"}
    assert team.targets.of("csat") == Target(80, 70)


def test_what_is_set_is_in_force_and_the_default_comes_back(any_store: Store) -> None:
    assert set_to(any_store, "zone", "Asia/Tokyo").zone == TOKYO
    assert set_to(any_store, "currency", "USD").currency == "USD"
    assert set_to(any_store, "unclassified", ["Sonstiges "]).unclassified == {"sonstiges"}
    assert set_to(any_store, "unclassified", []).unclassified == frozenset()
    assert set_to(any_store, "zone", None).zone == BERLIN


def test_targets_are_by_kpi_row_and_channel(any_store: Store) -> None:
    set_to(any_store, "target.csat", {"value": 85, "bad": None})
    set_to(any_store, "target.csat channel:live chat", {"value": 90, "bad": 60})
    team = set_to(any_store, "target.first_response_time.bot", {"value": 60, "bad": None})
    assert team.targets.of("csat") == Target(85, 75)
    assert team.targets.of("csat", channel="live chat") == Target(90, 60)
    assert team.targets.of("first_response_time", "bot") == Target(60, 360)
    team = set_to(any_store, "target.csat channel:live chat", None)
    assert team.targets.of("csat", channel="live chat") == Target(85, 75)


def test_hours_holidays_and_own_days_are_one_calendar(any_store: Store) -> None:
    set_to(any_store, "holidays", ["DE-BY"])
    assert now(any_store).hours is None
    set_to(any_store, "closed_days", ["2026-12-24"])
    set_to(any_store, "open_days", ["2026-01-06"])
    hours = set_to(any_store, "hours", parse("mon-fri 9-17 (Asia/Tokyo)", BERLIN).to_json()).hours
    assert hours is not None
    assert (hours.zone, hours.holiday_regions) == (TOKYO, ("DE-BY",))
    closed = hours.closed_on(2026)
    assert {date(2026, 12, 24), date(2026, 12, 25)} <= closed
    assert date(2026, 1, 6) not in closed


def test_hours_that_name_holidays_set_those_and_others_leave_them(any_store: Store) -> None:
    set_to(any_store, "hours", parse("mon-fri 9-17, holidays of AT, closed 2026-12-24", BERLIN).to_json())
    hours = set_to(any_store, "hours", parse("mon-fri 8-16", BERLIN).to_json()).hours
    assert hours is not None
    assert hours.holiday_regions == ("AT",)
    assert hours.closed == {date(2026, 12, 24)}
    assert hours.week[0][0] == (8 * 60, 16 * 60)


def test_hours_without_a_zone_go_with_the_workspaces(any_store: Store) -> None:
    set_to(any_store, "hours", {**parse("mon-fri 9-17", BERLIN).to_json(), "zone": None})
    assert now(any_store).hours.zone == BERLIN  # type: ignore[union-attr]
    assert set_to(any_store, "zone", "Asia/Tokyo").hours.zone == TOKYO  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("zone", "Berlin"),
        ("zone", "UTC+2"),
        ("zone", "Etc/GMT-2"),
        ("zone", 2),
        ("currency", "EURO"),
        ("currency", "eur"),
        ("unclassified", "other"),
        ("unclassified", ["other", ""]),
        ("hours", {}),
        ("hours", "mon-fri 9-17"),
        ("hours", {"week": [[]] * 7, "zone": None}),
        ("hours", {"week": [[[540, 1020]]] * 7, "zone": "Mars/Olympus"}),
        ("holidays", ["XX"]),
        ("holidays", "DE"),
        ("unclassified", [5]),
        ("closed_days", ["24 December"]),
        ("closed_days", [5]),
        ("target.csat", {"value": 120, "bad": None}),
        ("target.csat", {"value": "much", "bad": None}),
        ("target.csat", 80),
        ("target.csat", {}),
        ("target.volume", {"value": 5, "bad": None}),
        ("target.nonsense", {"value": 5, "bad": None}),
        ("colour", "red"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(store: Store, key: str, value: Any) -> None:
    with pytest.raises(UserError) as caught:
        set_to(store, key, value)
    assert caught.value.sentence.endswith((".", "?"))
    assert now(store) == TeamSettings(BERLIN)
    with store.reading() as connection:
        assert changes(connection, 10) == []


def test_a_day_cannot_be_closed_and_open(store: Store) -> None:
    set_to(store, "closed_days", ["2026-12-24"])
    with pytest.raises(UserError, match="both"):
        set_to(store, "open_days", ["2026-12-24"])


def test_every_change_is_kept_with_who_when_and_from_what_to_what(any_store: Store) -> None:
    set_to(any_store, "zone", "Asia/Tokyo")
    set_to(any_store, "zone", "Asia/Tokyo", who="terminal (ben)")  # that is none
    set_to(any_store, "zone", "Europe/Paris", who="terminal (ben)", at=2_000)
    set_to(any_store, "target.cost_per_contact channel:email", {"value": 4.5, "bad": None}, at=3_000)
    set_to(any_store, "zone", None, at=4_000)
    with any_store.reading() as connection:
        found = [(each.at, each.who, each.said) for each in changes(connection, 10)]
        newest = changes(connection, 1)
    assert found == [
        (4_000, ANNA, "zone: Europe/Paris → default"),
        (3_000, ANNA, "target.cost_per_contact channel:email: default → 4.50 EUR, bad 6.75 EUR"),
        (2_000, "terminal (ben)", "zone: Asia/Tokyo → Europe/Paris"),
        (1_000, ANNA, "zone: default → Asia/Tokyo"),
    ]
    assert [each.at for each in newest] == [4_000]


def test_the_list_has_every_setting_and_who_set_it(store: Store) -> None:
    set_to(store, "target.csat channel:email", {"value": 85, "bad": None})
    with store.reading() as connection:
        listed = {each.name: each for each in listing(connection, BERLIN)}
    assert list(listed)[:4] == ["zone", "currency", "hours", "holidays"]
    assert listed.keys() == {*KEYS, "target.csat channel:email"}
    assert (listed["zone"].value, listed["zone"].who) == ("Europe/Berlin", None)
    assert listed["target.csat"].value == "80 %, bad 70 %"
    assert listed["target.nps"].value == "its own usual"
    assert (listed["target.csat channel:email"].who, listed["target.csat channel:email"].at) == (ANNA, 1_000)


def test_what_restates_history_says_so() -> None:
    restating = {name for name in KEYS if restates(name)}
    assert restating == {
        *("zone", "hours", "holidays", "closed_days", "open_days", "unclassified"),
        *("target.first_response_time.person", "target.first_response_time.bot"),
    }
    assert restates("target.first_response_time.person channel:email")
    with pytest.raises(QuestionError):
        restates("colour")


def test_to_read_them_takes_one_query(store: Store) -> None:
    set_to(store, "zone", "Asia/Tokyo")
    set_to(store, "target.csat", {"value": 85, "bad": None})
    statements: list[str] = []
    with store.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
        assert read(connection, BERLIN) is read(connection, BERLIN)
    assert len(statements) == 2


def test_what_another_version_kept_and_this_one_cannot_read_is_named(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(insert(table(Setting)).values(key="zone", value="Mars/Olympus", who=ANNA, at=1))
    with pytest.raises(ConfigurationError, match="Mars/Olympus"):
        now(store)


@pytest.mark.parametrize("name", [*KEYS, "target.csat channel:email"])
def test_every_settings_example_can_be_set_and_is_said_in_words(store: Store, name: str) -> None:
    with store.writing() as connection:
        shown = in_force(connection, name, BERLIN)
        key = KEYS.get(name, KEYS["target.csat"])
        change(connection, name, key.parse(key.example, None, "EUR"), ANNA, 1)
        after = in_force(connection, name, BERLIN)
    assert shown.means.endswith(".")
    assert after.who == ANNA
    assert after.value


OF_ANOTHER_VERSION = [
    ("zone", "Mars/Base"), ("zone", 7), ("currency", ["EUR"]), ("hours", [1]), ("hours", {"week": "x"}),
    ("holidays", "DE"), ("closed_days", 7), ("unclassified", {"a": 1}), ("target.csat", "high"), ("admins", ["U1"]),
    ("subjects", "maybe"),
]  # fmt: skip


def keep(store: Store, **values: Any) -> None:
    """As another version might have."""
    with store.writing() as connection:
        connection.execute(
            insert(table(Setting)), [{"key": key, "value": values[key], "who": "Ann", "at": 1} for key in values]
        )


@pytest.mark.parametrize(("name", "value"), OF_ANOTHER_VERSION)
def test_what_another_version_has_kept_is_listed_and_can_be_taken_back(store: Store, name: str, value: Any) -> None:
    keep(store, **{name: value})
    with pytest.raises(ConfigurationError, match=f"The setting {name} cannot be used") as refused:
        now(store)
    assert refused.value.hint.endswith(f": kpibot config set {name} default")
    with store.reading() as connection:
        assert in_force(connection, name, BERLIN).value.startswith("cannot be used (")
        assert usable(connection, BERLIN) == TeamSettings(BERLIN)
    assert set_to(store, name, None) == TeamSettings(BERLIN)
    with store.reading() as connection:
        (told,) = changes(connection, 5)
    assert "cannot be used (" in told.said


def test_of_two_that_cannot_be_used_each_can_be_taken_back(store: Store) -> None:
    keep(store, zone="Mars/Base", currency="doubloons")
    with store.writing() as connection:
        change(connection, "currency", None, ANNA, 2)
        change(connection, "closed_days", ["2026-12-24"], ANNA, 2)
        with pytest.raises(UserError, match="cannot be both"):
            change(connection, "open_days", ["2026-12-24"], ANNA, 2)
    assert set_to(store, "zone", None).currency == "EUR"


def test_a_setting_that_this_version_does_not_know_is_listed_and_in_nobodys_way(store: Store) -> None:
    keep(store, patience=30)
    assert now(store) == TeamSettings(BERLIN)
    with store.reading() as connection:
        told = {each.name: each.value for each in listing(connection, BERLIN)}
    assert told["patience"] == "not known to this version of kpibot"
