"""The ledger of costs, by words."""

from typing import Any

import pytest
from sqlalchemy import insert

from bot import buttons
from bot.messages.message import Message
from kpi.model import Cost, Import, Source, table
from kpi.store import Store
from kpi.team.costs import Ledger
from tests.bot.commands.conftest import Bot
from tests.bot.messages.reading import cells, offered
from tests.support.tickets import day

AGENTS = "costs add 12,400 agents from 2026-01"


def imported(store: Store, *costs: dict[str, Any]) -> None:
    """A ledger that came as a file."""
    with store.writing() as connection:
        connection.execute(insert(table(Source)).values(name="books", fields=[], headers=[], confirmed={}))
        row = {"id": 7, "source": "books", "file": "books.csv", "format": "csv", "kind": "costs", "started_at": 0}
        connection.execute(insert(table(Import)).values(**row, fields=[], rejected={}))
        same = {"source": "books", "as_of": 0, "origin": 7, "category": "agents", "monthly": False}
        connection.execute(insert(table(Cost)), [{**same, **cost} for cost in costs])


def menu(message: Message) -> list[str]:
    """What can be removed."""
    elements = [each for block in message.blocks if block["type"] == "actions" for each in block["elements"]]
    return [option["text"]["text"] for each in elements for option in each.get("options", ())]


@pytest.mark.parametrize(
    ("typed", "effect"),
    [
        (
            "costs add 14,200 agents from 1 july",
            "From 1 July 2026, support costs 14,200 EUR a month (it was 12,400 EUR).",
        ),
        (
            "costs add 800 software from 2026-07",
            "From 1 July 2026, support costs 13,200 EUR a month (it was 12,400 EUR).",
        ),
        ("costs add 350 training in 2026-03", "In March 2026, support costs 12,750 EUR (it was 12,400 EUR)."),
        (
            "costs add 350 training in 2025-03",
            "In March 2025, support costs 350 EUR (nothing was entered before).",
        ),
        (
            "costs 1,200 software from 2026-01 to 2026-12 in all",
            "In 2026, support costs 150,000 EUR (it was 148,800 EUR).",
        ),
    ],
)
def test_an_answer_says_what_support_costs_now_and_before(bot: Bot, typed: str, effect: str) -> None:
    bot.answers(AGENTS)
    assert effect in bot.says(typed)


def test_a_new_amount_ends_the_one_until_changed_and_removing_it_lets_that_go_on(bot: Bot) -> None:
    bot.answers(AGENTS)
    assert "until changed ends on 30 June 2026." in bot.says("costs add 14,200 agents from 1 july")
    removed = bot.says("costs remove 2")
    assert "From 1 July 2026, support costs 12,400 EUR a month (it was 14,200 EUR)." in removed
    assert "goes on until changed." in removed


def test_the_ledger_says_what_this_month_comes_to_and_who_entered_what(bot: Bot) -> None:
    bot.answers("costs add 12,400 agents from 2026-01 --note three people")
    bot.answers("costs add 1,240.50 software from 2026-02")
    read = bot.says("costs")
    assert "*July 2026: 13,640.50 EUR*: agents 12,400 EUR and software 1,240.50 EUR." in read
    row = "agents | 12,400 EUR a month | 2026-01-01 | until changed | three people | Ada Okafor, 27 Jul 2026, 09:30 | 1"
    assert row in read
    assert "No costs are entered for" not in read


def test_days_without_a_cost_are_named(bot: Bot) -> None:
    bot.answers("costs add 100 agents in 2026-04")
    bot.answers("costs add 100 agents from 2026-06-11 to 2026-07-31 in all")
    assert "*No costs are entered for 1 May – 10 Jun 2026.*" in bot.says("costs")


def test_what_was_imported_is_listed_and_cannot_be_removed_here(store: Store, bot: Bot) -> None:
    imported(
        store, {"entry": "a", "first_day": day("Wed 1 Jul 2026"), "last_day": day("Fri 31 Jul 2026"), "cents": 100}
    )
    bot.answers(AGENTS)
    assert "agents | 1 EUR in all | 2026-07-01 | 2026-07-31 | – | import 7 | –" in bot.says("costs")
    assert menu(bot.answers("costs")) == ["1: 12,400 EUR a month, agents, from 2026-01-01"]


@pytest.mark.parametrize(
    "typed",
    [
        "costs add 12,400 agents from 2026-01",
        "costs add 0.05 other from 2026-07-03 to 2026-07-09 in all",
        "costs add 1,234,567.89 software from 2026-01 to 2026-12 monthly --note A tool, monthly in all until changed",
        'costs add 350 training in 2026-03 --note "=1+1 <!channel> *bold*"',
        "costs add 350 training in 2026-03 --note it's 3” wide from 2020",
    ],
)
def test_the_line_that_enters_a_removed_cost_again_enters_the_same(store: Store, bot: Bot, typed: str) -> None:
    bot.answers(typed)
    [before] = entries(store)
    [line] = [line for line in offered(bot.answers("costs remove 1")) if "costs add" in line]
    assert entries(store) == []
    bot.answers(line.removeprefix("/kpi "))
    [after] = entries(store)
    assert after == before


def entries(store: Store) -> list[dict[str, object]]:
    """Without their numbers, which are new each time."""
    with store.reading() as connection:
        return [{**vars(each), "key": ""} for each in Ledger.read(connection).entries]


@pytest.mark.parametrize("typed", [AGENTS, "costs remove 1", "costs 12 agents from 2026-01", "costs delete 1"])
def test_who_may_change_nothing_changes_nothing(store: Store, bot: Bot, typed: str) -> None:
    bot.answers("costs add 350 training in 2026-03")
    kept = entries(store)
    assert "Nothing can be changed from here." in bot.refuses(typed)
    assert entries(store) == kept


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("costs per contact", "Do you mean what a conversation costs?"),
        ("costs remove", "Which one? Each has a number in the list."),
        ("costs remove 9", "No cost was entered by hand, so there is no number 9."),
        ("costs what", "Costs are listed, added and removed."),
        ("costs add =1+1 agents from 2026-01", "“=1+1” is not an amount."),
        ("costs add 12,400 agents", "From when?"),
        (f"costs add 12 agents from 2026-01 --note {'x' * 3000}", "at most 200 characters, and this one has 3000."),
    ],
)
def test_a_mistake_is_told_with_lines_to_type_and_no_button_that_would_change_something(
    bot: Bot, typed: str, told: str
) -> None:
    reply = bot.answers(typed)
    assert told in reply.text
    elements = [each for block in reply.blocks if block["type"] == "actions" for each in block["elements"]]
    asked = [buttons.question(each["value"]) for each in elements]
    assert [line for line in asked if line.startswith(("costs add", "costs remove"))] == []


def test_of_a_long_ledger_of_hostile_notes_it_is_said_how_much_is_shown(bot: Bot) -> None:
    for number in range(120):
        bot.answers(f"costs add {number + 1} other in 2026-03 --note {'&<!channel>*' * 15}{number}")
    reply = bot.answers("costs")
    shown = sum(cell.endswith("in all") for cell in cells(reply))
    assert 20 < shown < 120
    assert f"The latest {shown} of 120 costs" in f"{reply.blocks}"
    assert f"The {120 - shown} before them are listed where kpibot runs" in f"{reply.blocks}"
