"""`kpibot review` as one types it."""

import re
from datetime import date

import pytest

from kpi.catalogue import CSAT
from kpi.review.record import foci
from kpi.schedule import schedules
from kpi.schedule.schedules import NewSchedule, of_new
from kpi.store import Store
from tests.bot.conftest import ROOT, TICKETS, Kpibot
from tests.kpi.review.record.focus import focus
from tests.support.tickets import BERLIN


def test_a_week_is_reviewed_for_people_and_for_scripts(kpibot: Kpibot) -> None:
    kpibot.does("import", TICKETS, "--yes")
    said = kpibot.does("review", "2026-W30").said
    assert said.startswith("Review of week 2026-W30")
    found = kpibot.does("review", "2026-W30", "--json").json
    assert list(found)[:7] == ["week", "start", "end", "zone", "so_far", "waiting", "headline"]
    assert (found["week"], found["start"], found["end"]) == ("2026-W30", "2026-07-20", "2026-07-27")
    assert found["kpis"][0]["kpi"] == "csat"
    assert len(found["kpis"]) == 10
    assert {"kpi", "value", "n", "baseline", "target", "bad", "gap", "state", "why"} <= found["kpis"][0].keys()
    assert {"weakest", "moved_most", "held_down_by", "conflicts", "focus", "verdict", "restated"} <= found.keys()
    assert kpibot.does("review", "2026-W30", "--json").json == found


def test_without_a_week_it_is_the_last_whole_one(kpibot: Kpibot) -> None:
    kpibot.does("import", TICKETS, "--yes")
    assert not kpibot.does("review", "--json").json["so_far"]
    assert kpibot.does("review", "this", "week", "--json").json["so_far"]


def test_what_is_no_week_is_refused_with_lines_to_type(kpibot: Kpibot) -> None:
    kpibot.does("import", TICKETS, "--yes")
    for form in ([], ["--json"]):
        assert kpibot.refuses("review", "2026-06", *form).splitlines()[:2] == [
            "A review is of one calendar week.",
            "Try: kpibot review 2026-W27",
        ]


def schedule(store: Store, *channels: str, filters: str = "") -> None:
    with store.writing() as connection:
        for channel in channels:
            schedules.save(connection, of_new(NewSchedule(0, 540, BERLIN, filters), channel, "U0ANN", "ann", 0))


def test_the_record_is_that_of_the_only_channel_with_a_schedule(kpibot: Kpibot, database: str) -> None:
    store = Store(database)
    schedule(store, "C0HERE")
    with store.writing() as connection:
        told = focus(kpi=CSAT, labels={}, due=date(2026, 7, 20))
        foci.save(connection, "C0HERE", date(2026, 7, 13), told, 0)
    found = kpibot.does("review", "2026-W30", "--json").json
    assert (found["last_focus"]["step"], found["last_focus"]["monday"]) == ("label_the_causes", "2026-07-13")
    schedule(store, "C0ELSEWHERE")
    assert kpibot.does("review", "2026-W30", "--json").json["last_focus"] is None
    of_here = kpibot.does("review", "2026-W30", "--json", "--channel", "C0HERE").json
    assert of_here["last_focus"] == found["last_focus"]
    store.close()


def test_a_channel_without_a_schedule_is_refused_with_those_that_have_one(kpibot: Kpibot, database: str) -> None:
    store = Store(database)
    schedule(store, "C0HERE")
    store.close()
    assert kpibot.refuses("review", "--json", "--channel", "C0GONE").splitlines() == [
        "No reviews are scheduled in C0GONE.",
        "Try: kpibot review --json --channel C0HERE",
    ]


@pytest.mark.usefixtures("database")
def test_every_key_is_in_the_documentation(kpibot: Kpibot) -> None:
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`(\w+)`", page.partition("kpibot review")[2]))
    found = kpibot.does("review", "2026-W30", "--json").json
    judged = [row for each in found["kpis"] for row in each["rows"]]
    assert judged
    for keys in (found, *found["kpis"], *judged, found["waiting"], found["focus"] or {}, found["moved_most"] or {}):
        assert set(keys) <= documented
