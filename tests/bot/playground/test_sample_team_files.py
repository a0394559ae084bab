"""What the sample team has beside its help desk's export: scores, costs, and what happened in the help centre."""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.playground.sample_team import release_day, write_export, write_files
from tests.bot.playground.exported import Row, at, percent

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
NOWS = [
    (datetime(2026, 7, 27, 9, 30, tzinfo=BERLIN), BERLIN),  # a Monday morning
    (datetime(2026, 1, 1, 0, 5, tzinfo=BERLIN), BERLIN),  # a Thursday, and a year, just begun
    (datetime(2026, 3, 31, 23, 55, tzinfo=NEW_YORK), NEW_YORK),  # a Tuesday, and the end of a month
]
NAMES = ["tickets.csv", "scores.csv", "costs.csv", "help-centre-visits.csv", "help-centre-searches.csv"]


@dataclass(frozen=True)
class Files:
    now: datetime
    zone: ZoneInfo
    folder: Path
    rows: dict[str, list[Row]]

    @property
    def release(self) -> date:
        return release_day(self.now, self.zone)

    @property
    def by_number(self) -> dict[str, Row]:
        return {row["Ticket ID"]: row for row in self.rows["tickets"]}

    def local_day(self, row: Row, column: str) -> date:
        return at(row, column).astimezone(self.zone).date()


@pytest.fixture(scope="module")
def files_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[datetime, ZoneInfo], Files]:
    @cache
    def write(now: datetime, zone: ZoneInfo) -> Files:
        folder = tmp_path_factory.mktemp("files")
        paths = write_files(folder, now, zone)
        return Files(now, zone, folder, {path.stem: read(path) for path in paths})

    return write


@pytest.fixture(params=NOWS, ids=lambda param: f"{param[0]:%a-%d-%b}-{param[1].key}")
def files(request: pytest.FixtureRequest, files_of: Callable[[datetime, ZoneInfo], Files]) -> Files:
    return files_of(*request.param)


def read(path: Path) -> list[Row]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_the_files_are_these_and_nothing_is_left_beside_them(files: Files) -> None:
    assert sorted(path.name for path in files.folder.iterdir()) == sorted(NAMES)
    assert list(files.rows) == [name.removesuffix(".csv") for name in NAMES]


def test_the_same_seed_and_now_give_the_same_bytes(tmp_path: Path, files: Files) -> None:
    again = write_files(tmp_path, files.now.astimezone(UTC), files.zone)
    assert all(path.read_bytes() == (files.folder / path.name).read_bytes() for path in again)


def test_the_tickets_are_those_of_the_export_by_itself(tmp_path: Path, files: Files) -> None:
    write_export(tmp_path / "export.csv", files.now, files.zone)
    assert (tmp_path / "export.csv").read_bytes() == (files.folder / "tickets.csv").read_bytes()


def test_the_release_was_on_a_tuesday_three_to_four_weeks_ago(files: Files) -> None:
    assert files.release.weekday() == 1
    assert 21 <= (files.now.astimezone(files.zone).date() - files.release).days < 28


# Scores


def test_who_telephoned_is_asked_for_a_score_and_nobody_else(files: Files) -> None:
    scored = [files.by_number[row["Ticket ID"]] for row in files.rows["scores"]]
    assert {row["Channel"] for row in scored} == {"phone"}
    assert all(row["Solved at"] for row in scored)
    assert not any(row["Satisfaction rating"] for row in files.rows["tickets"] if row["Channel"] == "phone")


def test_scores_run_from_0_to_10_and_promoters_outweigh_detractors(files: Files) -> None:
    scores = [int(row["NPS score"]) for row in files.rows["scores"]]
    assert set(scores) <= set(range(11))
    assert (
        30
        <= percent(files.rows["scores"], lambda row: int(row["NPS score"]) >= 9)
        - percent(files.rows["scores"], lambda row: int(row["NPS score"]) <= 6)
        <= 60
    )


def test_scores_are_too_few_in_most_weeks_and_enough_in_four(files: Files) -> None:
    weeks = Counter((files.now - at(row, "NPS date")) // timedelta(weeks=1) for row in files.rows["scores"])
    assert sum(0 < weeks[n] < 30 for n in range(25)) > 20
    assert sum(weeks[n] for n in range(4)) >= 30


def test_a_score_is_given_after_the_resolution_and_not_in_the_future(files: Files) -> None:
    for row in files.rows["scores"]:
        assert at(files.by_number[row["Ticket ID"]], "Solved at") < at(row, "NPS date") <= files.now


# Costs


def test_costs_cover_the_half_year_and_go_on_until_changed(files: Files) -> None:
    first = files.local_day(files.rows["tickets"][0], "Created at")
    monthly = [row for row in files.rows["costs"] if row["Per"] == "month"]
    assert {row["Last day"] for row in monthly} == {"until changed"}
    for category in ("agents", "management", "facilities", "software", "automation"):
        assert min(row["First day"] for row in monthly if row["Category"] == category) < str(first)


def test_agents_had_a_raise_and_the_bot_became_dearer(files: Files) -> None:
    today = str(files.now.astimezone(files.zone).date())
    for category in ("agents", "automation"):
        before, after = [row for row in files.rows["costs"] if row["Category"] == category]
        assert before["First day"] < after["First day"] <= today
        assert int(before["Amount"]) < int(after["Amount"])


def test_a_training_cost_once_in_a_whole_month(files: Files) -> None:
    once = next(row for row in files.rows["costs"] if row["Per"] == "total")
    first, last = date.fromisoformat(once["First day"]), date.fromisoformat(once["Last day"])
    assert first.day == 1
    assert (last + timedelta(days=1)).day == 1
    assert 28 <= (last - first).days + 1 <= 31


# The help centre


def test_visits_end_in_three_ways_and_most_of_them_well(files: Files) -> None:
    outcomes = Counter(row["Outcome"] for row in files.rows["help-centre-visits"])
    assert set(outcomes) == {"resolved", "contacted", "abandoned"}
    assert 0.5 < outcomes["resolved"] / outcomes.total() < 0.75


def test_visits_are_by_time_and_each_has_its_own_number(files: Files) -> None:
    visits = files.rows["help-centre-visits"]
    times = [at(row, "Time") for row in visits]
    assert times == sorted(times)
    assert times[-1] <= files.now
    assert len({row["Session ID"] for row in visits}) == len(visits)


def test_a_visit_that_led_to_a_conversation_was_shortly_before_it(files: Files) -> None:
    linked = [row for row in files.rows["help-centre-visits"] if row["Ticket ID"]]
    assert len({row["Ticket ID"] for row in linked}) == len(linked) > 500
    for row in linked:
        conversation = files.by_number[row["Ticket ID"]]
        assert row["Outcome"] == "contacted"
        assert timedelta() < at(conversation, "Created at") - at(row, "Time") < timedelta(minutes=12)


def test_fewer_can_help_themselves_since_the_release(files: Files) -> None:
    alone = [row for row in files.rows["help-centre-visits"] if not row["Ticket ID"]]
    since = [row for row in alone if files.local_day(row, "Time") >= files.release]
    before = [row for row in alone if files.local_day(row, "Time") < files.release]
    helped = [percent(rows, lambda row: row["Outcome"] == "resolved") for rows in (before, since)]
    assert helped[1] < helped[0] - 4


def test_searches_for_the_login_bug_are_many_since_the_release(files: Files) -> None:
    def a_day(word: str, since: bool) -> float:
        rows = [row for row in files.rows["help-centre-searches"] if (row["Day"] >= str(files.release)) == since]
        found = sum(int(row["Searches"]) for row in rows if word in row["Query"])
        return found / len({row["Day"] for row in rows})

    assert a_day("login page", since=True) > 3 * a_day("login page", since=False)
    assert a_day("subscription", since=True) < 2 * a_day("subscription", since=False)


def test_a_query_has_one_row_a_day_and_none_is_of_today(files: Files) -> None:
    searches = files.rows["help-centre-searches"]
    assert len({(row["Day"], row["Query"]) for row in searches}) == len(searches)
    assert max(row["Day"] for row in searches) < str(files.now.astimezone(files.zone).date())
    assert all(int(row["Searches"]) > 0 for row in searches)
