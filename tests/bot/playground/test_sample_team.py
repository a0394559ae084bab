"""The sample team's export, read back as any reader of the file would and computed by hand."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.playground.sample_team import write_export
from tests.bot.playground.exported import (
    EXCLUDED,
    Export,
    Row,
    at,
    is_automated,
    is_bot_answered,
    is_login_bug,
    is_satisfied,
    median_hours,
    percent,
    standard_errors_between,
)

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
HEADER = (
    "Ticket ID,Created at,Updated at,Status,Channel,Topic,Team,Assignee,Priority,Language,Subject,Requester,"
    "First bot reply at,First agent reply at,Handed over at,Solved at,Reopened at,"
    "Satisfaction rating,Rated at,URL"
)
EVENTS = (
    "Created at",
    "First bot reply at",
    "First agent reply at",
    "Handed over at",
    "Solved at",
    "Reopened at",
    "Rated at",
)
NOWS = [
    (datetime(2026, 7, 27, 9, 30, tzinfo=BERLIN), BERLIN),  # a Monday morning
    (datetime(2026, 6, 9, 0, 5, tzinfo=BERLIN), BERLIN),  # a Tuesday, just begun
    (datetime(2026, 10, 28, 14, 0, tzinfo=BERLIN), BERLIN),  # the Wednesday after the clocks went back
    (datetime(2026, 3, 29, 3, 0, tzinfo=BERLIN), BERLIN),  # the Sunday night in which they go forward
    (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), NEW_YORK),  # the Sunday night with two hours from one to two
    (datetime(2026, 3, 12, 17, 45, tzinfo=NEW_YORK), NEW_YORK),  # the Thursday after they went forward
    (datetime(2026, 5, 15, 12, 0, tzinfo=UTC), NEW_YORK),  # a Friday
    (datetime(2026, 8, 22, 11, 0, tzinfo=NEW_YORK), NEW_YORK),  # a Saturday
]


@pytest.fixture(scope="module")
def export_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[datetime, ZoneInfo], Export]:
    @cache
    def write(now: datetime, zone: ZoneInfo) -> Export:
        path = tmp_path_factory.mktemp("export") / "tickets.csv"
        written = write_export(path, now, zone)
        text = path.read_text(encoding="utf-8")
        return Export(now, zone, written, text, list(csv.DictReader(text.splitlines())))

    return write


@pytest.fixture(params=NOWS, ids=lambda param: f"{param[0]:%a-%d-%b}-{param[1].key}")
def export(request: pytest.FixtureRequest, export_of: Callable[[datetime, ZoneInfo], Export]) -> Export:
    return export_of(*request.param)


# The file


@pytest.mark.parametrize(("now", "zone"), NOWS[:2])
def test_the_same_seed_and_now_give_the_same_bytes(tmp_path: Path, now: datetime, zone: ZoneInfo) -> None:
    write_export(tmp_path / "one.csv", now, zone, seed=3)
    write_export(tmp_path / "two.csv", now.astimezone(UTC), zone, seed=3)
    write_export(tmp_path / "other.csv", now, zone, seed=4)
    one = (tmp_path / "one.csv").read_bytes()
    assert one == (tmp_path / "two.csv").read_bytes()
    assert one != (tmp_path / "other.csv").read_bytes()


def test_an_export_replaces_the_one_before_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text("of yesterday", encoding="utf-8")
    write_export(path, *NOWS[0])
    assert path.read_text(encoding="utf-8").startswith(HEADER + "\n")
    assert list(tmp_path.iterdir()) == [path]


def test_the_header_is_the_help_desks(export: Export) -> None:
    assert export.text.split("\n", 1)[0] == HEADER


def test_half_a_year_has_some_twelve_thousand_rows_oldest_first(export: Export) -> None:
    opened = [at(row, "Created at") for row in export.rows]
    assert export.written == len(export.rows)
    assert 11_000 <= len(export.rows) <= 13_000
    assert opened == sorted(opened)
    assert timedelta(days=181) < export.now - opened[0] <= timedelta(days=182, hours=1)
    assert export.now - opened[-1] < timedelta(hours=12)


def test_instants_are_whole_seconds_of_utc(export: Export) -> None:
    instants = [row[column] for row in export.rows for column in (*EVENTS, "Updated at") if row[column]]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", instant) for instant in instants)


def test_nothing_happens_after_now(export: Export) -> None:
    assert all(at(row, column) <= export.now for row in export.rows for column in EVENTS if row[column])


def test_a_row_was_updated_at_its_latest_event(export: Export) -> None:
    assert all(row["Updated at"] == max(row[column] for column in EVENTS) for row in export.rows)


def test_each_row_has_its_own_id_and_link(export: Export) -> None:
    assert len({row["Ticket ID"] for row in export.rows}) == len(export.rows)
    assert all(row["URL"] == f"https://help.example.com/tickets/{row['Ticket ID']}" for row in export.rows)


def test_no_row_has_personal_data(export: Export) -> None:
    assert all(re.fullmatch(r"customer-\d+", row["Requester"]) for row in export.rows)
    assert not any(re.search(r"[@\d]", row["Subject"]) for row in export.rows)


def test_a_status_agrees_with_the_events(export: Export) -> None:
    for row in export.counted:
        assert row["Status"] in ({"solved", "closed"} if row["Solved at"] else {"new", "open", "pending"})
        assert bool(row["Satisfaction rating"]) == bool(row["Rated at"])
        if row["Status"] == "new":
            assert not row["First bot reply at"]
            assert not row["First agent reply at"]


def test_every_status_occurs_and_few_rows_are_excluded(export: Export) -> None:
    statuses = Counter(row["Status"] for row in export.rows)
    assert EXCLUDED | {"open", "pending", "solved", "closed"} <= statuses.keys()
    assert statuses.keys() <= EXCLUDED | {"new", "open", "pending", "solved", "closed"}
    assert sum(statuses[status] for status in EXCLUDED) < 0.02 * len(export.rows)


def test_a_few_rows_are_impossible(export: Export) -> None:
    replied = [row for row in export.rows if row["First agent reply at"]]
    early = [row for row in replied if at(row, "First agent reply at") < at(row, "Created at")]
    off_scale = [row for row in export.rows if row["Satisfaction rating"] == "11"]
    assert early
    assert off_scale
    assert len(early) + len(off_scale) <= 10


def test_everything_else_happens_in_order(export: Export) -> None:
    for row in export.rows:
        assert all(row[column] >= row["Created at"] for column in EVENTS if row[column] and "agent" not in column)
        assert not row["Rated at"] or row["Rated at"] >= row["Solved at"]
        assert not row["Reopened at"] or not row["Solved at"] or row["Solved at"] >= row["Reopened at"]


# The team


def test_the_team_has_five_channels_a_dozen_topics_four_teams_and_three_languages(export: Export) -> None:
    values = {column: {row[column] for row in export.rows} for column in ("Channel", "Topic", "Team", "Language")}
    assert values["Channel"] == {"email", "chat", "web form", "phone", "social"}
    assert len(values["Topic"] - {""}) == 12
    assert 2 < percent(export.counted, lambda row: row["Topic"] == "") < 6
    assert len(values["Team"]) == 4
    assert len(values["Language"]) == 3


def test_each_conversation_that_a_person_has_answered_is_somebodys_of_its_team(export: Export) -> None:
    for row in export.rows:
        assert bool(row["Assignee"]) == bool(row["First agent reply at"] or row["Handed over at"])
    teams = {(row["Assignee"], row["Team"]) for row in export.rows if row["Assignee"]}
    assert len({person for person, _ in teams}) == len(teams) == 9


def test_mondays_are_heavy_and_weekends_light(export: Export) -> None:
    per_day = [len(export.opened_on([weekday], export.rows)) for weekday in range(7)]
    assert per_day[0] == max(per_day)
    assert max(per_day[5:]) < 0.5 * min(per_day[:5])


def test_volume_is_steady_until_the_flood(export: Export) -> None:
    weeks = Counter((export.now - at(row, "Created at")) // timedelta(weeks=1) for row in export.rows)
    assert all(380 <= weeks[n] <= 510 for n in range(4, 26))
    assert all(500 <= weeks[n] <= 650 for n in range(3))


def test_every_whole_week_has_enough_ratings_to_judge(export: Export) -> None:
    weeks = Counter((export.monday - at(row, "Rated at")) // timedelta(weeks=1) for row in export.ratings)
    assert min(weeks[n] for n in range(25)) >= 60


def test_an_ordinary_week_looks_like_a_real_teams(export: Export) -> None:
    weekdays = export.opened_on(range(5), export.days_ago("Created at", 182, 60))
    assert 40 <= 60 * median_hours(weekdays, "First agent reply at") <= 80
    assert 5 <= median_hours(export.days_ago("Created at", 182, 60), "Solved at") <= 20
    assert 85 <= percent(export.rated_in_weeks(25, 9), is_satisfied) <= 88


def test_some_conversations_are_handed_over_and_some_opened_again(export: Export) -> None:
    assert 20 < percent(export.counted, lambda row: row["Handed over at"] != "") < 50
    assert 2 < percent(export.counted, lambda row: row["Reopened at"] != "") < 8


# The stories


def test_a_login_bug_floods_the_last_three_weeks(export: Export) -> None:
    flood, before = export.days_ago("Created at", 21, 0), export.days_ago("Created at", 182, 22)
    assert 3 <= percent(flood, is_login_bug) / percent(before, is_login_bug) <= 4


def test_login_bugs_of_the_flood_take_people_longer_and_please_less(export: Export) -> None:
    def login_bugs(rows: list[Row]) -> list[Row]:
        return [row for row in rows if is_login_bug(row) and row["First agent reply at"]]

    flood = login_bugs(export.days_ago("Created at", 21, 7))
    before = login_bugs(export.days_ago("Created at", 182, 22))
    assert median_hours(flood, "Solved at") > 1.3 * median_hours(before, "Solved at")
    rated, rated_before = export.days_ago("Rated at", 21, 0), export.days_ago("Rated at", 182, 22)
    satisfied = percent([row for row in rated if is_login_bug(row)], is_satisfied)
    assert satisfied < percent([row for row in rated_before if is_login_bug(row)], is_satisfied) - 7


def test_the_bot_resolves_ever_more_on_its_own(export: Export) -> None:
    before = percent(export.days_ago("Created at", 182, 56), is_automated)
    rising = percent(export.days_ago("Created at", 42, 28), is_automated)
    last = percent(export.days_ago("Created at", 10, 2), is_automated)
    assert 22 <= before <= 28
    assert before + 7 < rising < last
    assert 40 <= last <= 50


def test_satisfaction_of_the_last_whole_week_is_clearly_below_the_four_weeks_before(export: Export) -> None:
    last, before = export.rated_in_weeks(1, 0), export.rated_in_weeks(5, 1)
    assert percent(last, is_satisfied) < percent(before, is_satisfied) - 8
    assert standard_errors_between(last, before) < -2.3
    assert 66 <= percent(last, is_satisfied) <= 76


def test_satisfaction_falls_where_the_bot_answered(export: Export) -> None:
    def fall(by_bot: bool) -> float:
        weeks = (export.rated_in_weeks(20, 8), export.rated_in_weeks(1, 0))
        before, last = ([row for row in rows if is_bot_answered(row) == by_bot] for rows in weeks)
        return percent(before, is_satisfied) - percent(last, is_satisfied)

    assert fall(by_bot=True) > 15
    assert fall(by_bot=False) < 10


def test_who_writes_at_the_weekend_waits_for_monday(export: Export) -> None:
    weekend = export.opened_on([5, 6], export.counted)
    weekdays = export.opened_on(range(5), export.counted)
    assert median_hours(weekend, "First agent reply at") > 15 * median_hours(weekdays, "First agent reply at")
    replies = [at(row, "First agent reply at") for row in export.counted if row["First agent reply at"]]
    local = [reply.astimezone(export.zone) for reply in replies]
    assert sum(reply.weekday() >= 5 or not 8 <= reply.hour <= 18 for reply in local) <= 10
