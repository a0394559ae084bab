"""What customers searched for and did not find, by words."""

import pytest
from sqlalchemy import insert

from bot import buttons
from bot.messages.gap_rows import trend
from kpi.model import Import, Label, Search, Source, table
from kpi.store import Store
from tests.bot.commands.conftest import Bot
from tests.support.tickets import day

LAST_WEEK, WEEK_BEFORE, LONG_AGO = "Wed 22 Jul 2026", "Wed 15 Jul 2026", "Fri 1 May 2026"


def searched(store: Store, *searches: tuple[str, str, int]) -> None:
    """Queries that found nothing: what, on which day, how often."""
    with store.writing() as connection:
        connection.execute(insert(table(Source)).values(name="help", fields=[], headers=[], confirmed={}))
        row = {"id": 1, "source": "help", "file": "help.csv", "format": "csv", "kind": "searches", "started_at": 0}
        connection.execute(insert(table(Import)).values(**row, fields=[], rejected={}))
        same = {"source": "help", "as_of": 0, "origin": 1}
        rows = [{**same, "query": what, "day": day(when), "searches": often} for what, when, often in searches]
        connection.execute(insert(table(Search)), rows)
        spelt = {"field": "intent", "folded": "password reset", "spelling": "Password reset"}
        connection.execute(insert(table(Label)).values(spelt))


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(30, 10, "up 20 from 10"), (7, 10, "down 3 from 10"), (5, 5, "as before"), (5, 0, "new"), (5, None, "–")],
)
def test_a_trend_is_said_in_words(now: int, before: int | None, said: str) -> None:
    assert trend(now, before) == said


def test_queries_come_by_count_with_their_trend_and_the_intent_that_they_resemble(store: Store, bot: Bot) -> None:
    searched(
        store,
        ("reset password", LAST_WEEK, 30),
        ("reset password", WEEK_BEFORE, 10),
        ("gdpr export", LAST_WEEK, 4),
        ("gdpr export", LONG_AGO, 1),
    )
    read = bot.says("gaps")
    assert "*34 searches found nothing*, up 24 from 10." in read
    assert "reset password | 30 | up 20 from 10 | Password reset\ngdpr export | 4 | new | –" in read
    assert "Compared with 13–19 July 2026" in read


def test_where_nothing_is_known_of_before_there_is_no_trend(store: Store, bot: Bot) -> None:
    searched(store, ("gdpr export", LAST_WEEK, 1))
    read = bot.says("gaps last week")
    assert "*1 search found nothing*." in read
    assert "Nothing is known of 13–19 July 2026, so there is no trend." in read


def test_where_no_searches_were_imported_it_says_how_to_connect_them(bot: Bot) -> None:
    assert "`kpibot import --example searches`" in bot.says("gaps")


def test_a_quiet_period_is_no_missing_import(store: Store, bot: Bot) -> None:
    searched(store, ("gdpr export", LAST_WEEK, 1))
    assert "No search found nothing in May 2026." in bot.says("gaps in may?")


def test_no_button_asks_for_the_same_period_again(store: Store, bot: Bot) -> None:
    searched(store, ("gdpr export", LAST_WEEK, 1))
    values = [
        each["value"] for block in bot.answers("gaps").blocks for each in block.get("elements", ()) if "value" in each
    ]
    assert [buttons.question(each) for each in values] == ["gaps 2026-07-20..2026-07-26", "gaps last month", "gaps 90d"]
    for each in values:
        assert bot.answers(buttons.question(each)).question


def test_many_long_hostile_queries_are_shown_as_far_as_there_is_room(store: Store, bot: Bot) -> None:
    many = [(f"{number:02} {'&<!channel>*' * 40}", LAST_WEEK, 100 - number) for number in range(40)]
    searched(store, *many)
    read = bot.says("gaps")
    assert "20 other queries were searched for less often" in read
    assert read.count("…") > 10, "what is cut says so"


def test_what_is_no_period_is_asked_back(bot: Bot) -> None:
    assert "/kpi gaps last month" in bot.says("gaps whenever")
