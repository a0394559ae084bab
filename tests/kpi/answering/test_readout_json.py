"""The JSON of a readout, whole and to the letter: programs depend on it."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from kpi.answering.answer import answer
from kpi.answering.readout_json import to_json
from kpi.labels import StoreLabels
from kpi.question import parse
from kpi.store import Store
from kpi.team.notes import Kind, note
from tests.support.asking import facts_of
from tests.support.tickets import BERLIN, add, at, moment, ticket

NOW, WEDNESDAY = "Mon 27 Jul 2026 09:00", "Wed 22 Jul 2026 09:00"
FIELDS = ("created_at", "resolved_at", "status")


def asked(store: Store, text: str, *notes: str) -> dict[str, Any]:
    now: datetime = moment(NOW)
    with store.reading() as connection:
        question = parse(text, now.date(), BERLIN, StoreLabels(connection))
        document = to_json(answer(question, facts_of(connection), now), list(notes))
    read_back: dict[str, Any] = json.loads(json.dumps(document))
    return read_back


def resolved(when: str, hours: int, **cells: Any) -> dict[str, Any]:
    return ticket(created_at=at(when) - 3_600 * hours, resolved_at=when, **{"status": "resolved", **cells})


def test_a_readout_with_everything(store: Store) -> None:
    add(
        store,
        "desk",
        resolved("Mon 6 Jul 2026 09:00", 1),
        *(resolved("Wed 15 Jul 2026 09:00", hours) for hours in (1, 1)),
        *(resolved("Wed 22 Jul 2026 09:00", hours) for hours in (1, 2, 6)),
        resolved("Wed 22 Jul 2026 09:00", 1, status="open"),
        complete_until=NOW,
        fields=FIELDS,
    )
    document = asked(store, "ttr last week", "a note")
    why = document["change"].pop("why")
    assert document == {
        "kpi": "resolution_time",
        "period": {
            "label": "week 2026-W30",
            "start": "2026-07-20",
            "end": "2026-07-27",
            "zone": "Europe/Berlin",
        },
        "value": 7_200,
        "unit": "seconds",
        "n": 3,
        "parts": {
            "mean": {"value": 10_800, "unit": "seconds", "n": 3},
            "p90": {"value": 21_600, "unit": "seconds", "n": 3},
        },
        "baseline": {
            "period": {
                "label": "week 2026-W29",
                "start": "2026-07-13",
                "end": "2026-07-20",
                "zone": "Europe/Berlin",
            },
            "value": 3_600,
            "n": 2,
        },
        "change": {"absolute": 3_600, "relative": 1.0, "significant": False},
        "breakdown": [],
        "series": [],
        "left_out": {"opened again since": 1},
        "as_of": "2026-07-27T07:00:00+00:00",
        "notes": ["a note"],
        "connected": True,
        "incomplete": False,
        "target": None,
        "usual": None,
        "window": None,
        "state": None,
        "unjudged": "no target is set, and its own usual is not known yet",
        "trend": None,
        "marks": [],
        "distribution": None,
        "behind": 0,
        "currency": "EUR",
    }
    assert why.startswith("Welch's test on the log scale, p = ")


def test_no_data_is_null_and_never_0(store: Store) -> None:
    add(store, "desk", complete_until=NOW, fields=FIELDS)
    document = asked(store, "ttr last week")
    assert (document["value"], document["n"], document["baseline"]) == (None, 0, None)
    assert document["parts"] == {
        "mean": {"value": None, "unit": "seconds", "n": 0},
        "p90": {"value": None, "unit": "seconds", "n": 0},
    }
    assert document["change"] == {"absolute": None, "relative": None, "significant": None, "why": "no data"}
    assert (document["left_out"], document["as_of"]) == ({}, "2026-07-27T07:00:00+00:00")


def test_not_connected_has_no_n_either(store: Store) -> None:
    document = asked(store, "csat last week")
    assert (document["value"], document["n"], document["as_of"]) == (None, None, None)
    assert (document["unit"], document["parts"], document["left_out"]) == ("percent", {}, {})
    assert document["change"]["why"] == "not connected"


@pytest.mark.parametrize("kpi", ["csat", "frt", "ttr", "rr", "intents", "cpc", "volume"])
@pytest.mark.parametrize("period", ["last week", "today", "this month", "all"])
def test_every_readout_has_the_same_keys(store: Store, kpi: str, period: str) -> None:
    add(
        store,
        "desk",
        ticket(
            created_at="Mon 20 Jul 2026 09:00",
            first_human_response_at="Mon 20 Jul 2026 10:00",
            resolved_at="Mon 20 Jul 2026 11:00",
            rating=4.0,
            rating_scale="stars",
        ),
        complete_until=NOW,
    )
    document = asked(store, f"{kpi} {period}")
    assert list(document) == [
        "kpi", "period", "value", "unit", "n", "parts", "baseline", "change", "breakdown", "series", "left_out",
        "as_of", "notes", "connected", "incomplete", "target", "usual", "window", "state", "unjudged", "trend", "marks",
        "distribution", "behind", "currency",
    ]  # fmt: skip
    assert list(document["period"]) == ["label", "start", "end", "zone"]
    assert list(document["change"]) == ["absolute", "relative", "significant", "why"]
    for part in document["parts"].values():
        assert list(part) == ["value", "unit", "n"]
        assert part["unit"] in {"seconds", "percent", "points", "count", "money"}


def test_what_is_asked_for_beside_the_value_has_its_place(store: Store) -> None:
    add(
        store,
        "desk",
        resolved("Mon 6 Jul 2026 09:00", 1),
        *(resolved("Wed 22 Jul 2026 09:00", 2, channel="email") for _ in range(3)),
        resolved("Wed 22 Jul 2026 09:00", 4),
        complete_until=NOW,
        fields=FIELDS,
    )
    document = asked(store, "ttr last week by channel weekly source:desk")
    change = {"absolute": None, "relative": None, "significant": None, "why": "no data for 13–19 July 2026"}
    nothing = {"value": None, "n": 0}
    emails = [nothing, nothing, {"value": 7_200, "n": 3}]
    others = [{"value": 3_600, "n": 1}, nothing, {"value": 14_400, "n": 1}]
    assert document["filters"] == [{"dimension": "source", "value": "desk"}]
    assert (document["breakdown_by"], document["breakdown_rest"]) == ("channel", {"segments": 0, "n": 0})
    assert document["breakdown"] == [
        {"label": "email", "value": 7_200, "n": 3, "share": 0.75, "change": change, "series": emails},
        {"label": None, "value": 14_400, "n": 1, "share": 0.25, "change": change, "series": others},
    ]
    assert [(point["period"]["start"], point["value"], point["n"]) for point in document["series"]] == [
        ("2026-07-06", 3_600, 1),
        ("2026-07-13", None, 0),
        ("2026-07-20", 7_200, 4),
    ]
    assert {point["incomplete"] for point in document["series"]} == {False}
    assert asked(store, "ttr last week channel:none")["filters"] == [{"dimension": "channel", "value": None}]


def test_what_is_not_asked_for_has_no_key(store: Store) -> None:
    add(store, "desk", resolved("Wed 22 Jul 2026 09:00", 2), complete_until=NOW, fields=FIELDS)
    document = asked(store, "ttr last week")
    assert not document.keys() & {"filters", "breakdown_by", "breakdown_rest"}
    assert (document["breakdown"], document["series"]) == ([], [])


def test_what_is_judged_and_marked_has_its_place(store: Store) -> None:
    weeks = [at("Wed 22 Jul 2026 09:00") - 7 * 86_400 * week for week in range(9)]
    ratings = [
        ticket(created_at=when - 60, rated_at=when, rating=5.0 if each < 18 else 1.0, rating_scale="stars")
        for when in weeks
        for each in range(25)
    ]
    add(store, "desk", ticket(created_at="Mon 5 Jan 2026 09:00"), *ratings, complete_until=NOW)
    with store.writing() as connection:
        note(connection, date(2026, 7, 21), date(2026, 7, 21), "release 4.2", Kind.NOTE, "Ada", 0)
    document = asked(store, "csat last week")
    assert (document["target"], document["usual"]) == ({"value": 80.0, "bad": 70.0}, {"value": 72.0, "weeks": 8})
    assert (document["state"], document["unjudged"]) == ("short", "")
    assert (document["window"]["period"]["label"], document["window"]["n"]) == ("last 4 weeks", 100)
    assert document["trend"]["recent"] == {"value": 72.0, "n": 100}
    assert document["marks"] == [
        {"first_day": "2026-07-21", "last_day": "2026-07-21", "text": "release 4.2", "kind": "note"}
    ]


def test_intents_come_with_their_shares(store: Store) -> None:
    opened = [ticket(created_at=WEDNESDAY, intent=intent) for intent in ("refund", "refund", "login bug", None)]
    add(store, "desk", *opened, complete_until=NOW)
    found = asked(store, "intents last week")["distribution"]
    assert [(each["label"], each["n"], each["above_limit"]) for each in found["intents"]] == [
        ("refund", 2, True),
        ("login bug", 1, True),
    ]
    assert (found["rest"], found["unclassified"]) == ({"intents": 0, "n": 0}, {"n": 1, "of": 4})
