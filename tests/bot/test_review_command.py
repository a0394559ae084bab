"""`kpibot review` as one types it."""

from tests.bot.conftest import TICKETS, Kpibot


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
