"""The messages and forms of settings, whatever a team has decided and whatever things are called."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from bot.bootstrap import Kpibot
from bot.commands import verbs
from bot.commands.deciding import deciding
from bot.commands.registry import Asked
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.settings.group import GROUPS, in_words
from bot.listeners.settings.group_form import view as group_view
from bot.listeners.settings.target_fields import kpis
from bot.listeners.settings.target_form import view as target_view
from bot.playground.block_kit import texts, view_problems
from kpi.model import Label, table
from kpi.store import Store
from kpi.team.keys import find
from kpi.team.settings import change_all, decided
from kpi.team.typed_settings import value
from tests.bot.messages.reading import offered
from tests.bot.messages.test_untrusted_values import HOSTILE, a_bot, answer, assert_harmless
from tests.kpi.ingest.imports import a_source

PLACE = AnswerPlace("C0SUPPORT1", None, "https://hooks.example/" + "x" * 200)
LONG = "x" * 190


def decide(store: Store, who: str, **decided: Any) -> None:
    with store.writing() as connection:
        change_all(connection, decided, who, 1_785_000_000)


def nothing(_store: Store) -> None:
    """All is as it is by default."""


def ordinary(store: Store) -> None:
    decide(store, "Ada Okafor", zone="Asia/Tokyo", admins={"U0BEN00001": "Ben Castillo"}, subjects=False)
    decide(store, "Ada Okafor", **{"target.csat": {"value": 85.0, "bad": None}})
    a_source(store, "desk")


def huge(store: Store) -> None:
    a_hundred = {f"U0{number:08}": "A very long name " * 4 for number in range(100)}
    days = [
        f"{year}-{month:02}-{day:02}" for year in range(2020, 2050) for month in range(1, 13) for day in range(1, 28, 2)
    ]
    intents = [f"{number} {LONG}" for number in range(200)]
    decide(store, LONG, admins=a_hundred, closed_days=days[:5_000], unclassified=intents)
    for number in range(120):
        name = f"target.csat channel:{number} {LONG}"
        decide(store, LONG, **{name: {"value": 85.0, "bad": None}})
        with store.writing() as connection:
            spelt = {"field": "channel", "folded": f"{number} {LONG}"[:200], "spelling": f"{number} {LONG}"}
            connection.execute(insert(table(Label)).values(spelt))
    for number in range(30):
        a_source(store, f"{number} {LONG}")


def hostile(store: Store) -> None:
    decide(store, HOSTILE, admins={"U0BEN00001": HOSTILE}, unclassified=[HOSTILE.casefold()], subjects=False)
    decide(store, HOSTILE, **{f"target.csat channel:{HOSTILE.casefold()}": {"value": 85.0, "bad": None}})
    with store.writing() as connection:
        connection.execute(insert(table(Label)).values(field="channel", folded=HOSTILE.casefold(), spelling=HOSTILE))
    a_source(store, HOSTILE)


every = pytest.mark.parametrize("fill", [nothing, ordinary, huge, hostile])
Fill = Callable[[Store], None]


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Kpibot]:
    with a_bot(tmp_path) as bot:
        yield bot


@every
@pytest.mark.parametrize("typed", ["settings", "history", "history targets", "config", "config admins"])
def test_slack_takes_every_message_of_settings_and_nothing_in_it_mentions_anybody(
    bot: Kpibot, fill: Fill, typed: str
) -> None:
    fill(bot.bench.store)
    assert_harmless(answer(bot, typed))


def test_the_operators_admins_are_named_by_their_ids(bot: Kpibot) -> None:
    bench = replace(bot.bench, first_admins=frozenset({f"U0{number:08}" for number in range(60)}))

    message = verbs.registry(bench).answer(Asked("settings", "/kpi"))
    assert "@U000000019 and 40 more" in str(message.blocks)


@every
def test_slack_takes_every_form_and_it_holds_what_is_in_force(bot: Kpibot, fill: Fill) -> None:
    fill(bot.bench.store)
    for group in GROUPS:
        form = group_view(bot.bench, group, PLACE)
        assert view_problems(form) == []
        assert "\x00" not in "".join(texts(form["blocks"]))
    for _, setting in [*kpis(), ("", f"target.csat channel:{HOSTILE.casefold()}")]:
        assert view_problems(target_view(bot.bench, PLACE, setting)) == []


@pytest.mark.parametrize("fill", [nothing, ordinary, hostile])
def test_what_stands_in_a_form_means_what_is_in_force(bot: Kpibot, fill: Fill) -> None:
    fill(bot.bench.store)
    decide(bot.bench.store, "Ada", hours={"week": [[[540, 1020]]] * 5 + [[[600, 840]], []], "zone": None})
    decide(bot.bench.store, "Ada", holidays=["AT", "DE-BY"], closed_days=["2026-12-24", "2026-12-25", "2027-01-02"])

    with deciding(bot.bench) as at:
        known = decided(at.connection)
        for group in GROUPS:
            for name, text in group.present(at).items():
                meant = value(at.connection, name, in_words(name, text))
                if name in known:
                    assert find(name).check(meant) == find(name).check(known[name].value), name


def test_earlier_changes_are_a_button_away(bot: Kpibot) -> None:
    for number in range(120):
        decide(bot.bench.store, "Ada Okafor", currency=("USD", "EUR")[number % 2])
    seen = 0
    line = "history"
    for _ in range(3):
        message = answer(bot, line)
        [shown] = [block for block in message.blocks if block["type"] == "data_table"]
        seen += len(shown["rows"]) - 1
        asked = [each for block in message.blocks if block["type"] == "actions" for each in block["elements"]]
        line = next((each["value"].split('"')[-2] for each in asked if each["action_id"] == "ask:earlier"), "")
    assert (seen, line) == (120, "")
    assert "history before" not in " ".join(offered(message))
