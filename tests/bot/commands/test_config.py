"""What a team decides, by words."""

from typing import Any

import pytest
from sqlalchemy import insert

from bot.commands.setting_lines import as_read
from kpi.model import Label, Setting, table
from kpi.store import Store
from kpi.team.settings import read
from tests.bot.commands.conftest import Bot
from tests.bot.messages.reading import offered
from tests.support.tickets import BERLIN, add, ticket


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("target csat 85", "target.csat 85"),
        ("target for csat is 85 %", "target.csat 85 %"),
        ("targets of CSAT = 85", "target.csat 85"),
        ("target.csat 85", "target.csat 85"),
        ("target frt 30 min in chat", "target.first_response_time channel:chat 30 min"),
        ("target first response time 2 h bad 6 h", "target.first_response_time 2 h bad 6 h"),
        ("target frt.bot 20 s", "target.first_response_time.bot 20 s"),
        ("target frt by the bot to 20 s", "target.first_response_time.bot 20 s"),
        ('target cost per contact 4.50 in "Live chat"', 'target.cost_per_contact channel:"Live chat" 4.50'),
        ("target csat 85 for the web form channel", 'target.csat channel:"web form" 85'),
        ("target csat channel:email 85", "target.csat channel:email 85"),
        ("target csat default", "target.csat default"),
        ("target csat", "target.csat"),
        ("zone Europe/Berlin", "zone Europe/Berlin"),
        ("target foo 3", "target foo 3"),
    ],
)
def test_a_line_about_a_target_is_read_as_people_say_it(said: str, line: str) -> None:
    assert as_read(said) == line


@pytest.mark.parametrize(
    ("typed", "moved"),
    [
        ("config hours mon-fri 9-17", "→ Mon–Fri 09:00–17:00"),
        ("hours mon-fri 9-17", "→ Mon–Fri 09:00–17:00"),
        ("config set zone Asia/Tokyo", "zone: Europe/Berlin → Asia/Tokyo"),
        ("config holidays DE-BY", "holidays: none → DE-BY"),
        ("config closed_days +2026-12-24", "closed_days: none → 2026-12-24"),
        ("target frt 30 min in chat", "target.first_response_time.person channel:chat: default → 30 min, bad 2 h"),
    ],
)
def test_a_change_that_restates_history_says_so_and_has_the_days_counted_anew(
    store: Store, bot: Bot, typed: str, moved: str
) -> None:
    add(store, "desk", ticket(created_at="Mon 20 Jul 2026 09:00"))
    told = bot.answers(typed)
    assert moved in told.text
    assert "9 days are being counted anew: past numbers may change." in told.text, "one more, as zones differ"
    assert (bot.recounted, told.sequel is not None) == (1, True)


@pytest.mark.parametrize(
    ("typed", "moved"),
    [
        ("config currency usd", "currency: EUR → USD"),
        ("target csat 85", "target.csat: 80 %, bad 70 % → 85 %, bad 75 %"),
        ("config target nps 40 bad 20", "target.nps: its own usual → 40, bad 20"),
    ],
)
def test_any_other_change_leaves_the_past_as_it_is(bot: Bot, typed: str, moved: str) -> None:
    told = bot.answers(typed)
    assert moved in told.text
    assert "anew" not in told.text
    assert (bot.recounted, told.sequel) == (0, None)


def test_what_is_set_once_more_is_as_it_was(store: Store, bot: Bot) -> None:
    add(store, "desk", ticket(created_at="Mon 20 Jul 2026 09:00"))
    bot.answers("hours mon-fri 9-17")
    assert "hours is as it was: Mon–Fri 09:00–17:00" in bot.answers("hours mon-fri 9-17").text
    assert bot.recounted == 1


def test_the_list_says_where_each_value_comes_from(bot: Bot) -> None:
    bot.answers("target csat 85")
    read = bot.says("config")
    assert "zone | Europe/Berlin | environment (TIMEZONE)" in read
    assert "currency | EUR | default" in read
    assert "target.csat | 85 %, bad 75 % | Ada Okafor, 27 Jul 2026, 09:30" in read


@pytest.mark.parametrize(
    "typed", ["config zone", "config get zone", "hours", "config target csat", "config get target.csat"]
)
def test_a_setting_alone_is_told_with_a_line_that_changes_it(bot: Bot, typed: str) -> None:
    reply = bot.answers(typed)
    [line] = (each.removeprefix("/kpi ") for each in offered(reply))
    assert "Nothing can be changed from here." in bot.refuses(line)
    said = bot.answers(line).text
    assert " → " in said or "zone is as it was" in said


def test_what_somebody_has_set_can_be_taken_back(store: Store, bot: Bot) -> None:
    bot.answers("hours mon-fri 9-17")
    assert "/kpi config hours default" in offered(bot.answers("hours"))
    bot.answers("config hours default")
    with store.reading() as connection:
        assert read(connection, BERLIN).hours is None


def test_the_history_tells_changes_of_settings_costs_and_notes(bot: Bot) -> None:
    assert "Nothing was changed yet" in bot.says("history")
    for typed in ("config currency usd", "costs add 12 agents from 2026-01", "note today x", "notes remove 1"):
        bot.answers(typed)
    read = bot.says("who changed what?")
    for what in ("currency: default → USD", "cost 1: 12 USD a month", "note 1: removed, it was 27 July 2026: x"):
        assert f"27 Jul 2026, 09:30 | Ada Okafor | {what}" in read
    assert "These are all changes" in read


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("config foo", "There is no setting “foo”."),
        ("config zone Berlin", "“Berlin” is not a time zone"),
        ("target volume 3", "Volume is a count that has no target."),
        ("target", "The target of what?"),
        ("target csat 185", "percentages go from 0 to 100"),
        ("hours whenever", "hours"),
        ("config closed_days <!channel>", "“&lt;!channel&gt;” is not a list of days"),
        ("history of csat", "Do you mean how it went over time?"),
    ],
)
def test_a_mistake_changes_nothing(bot: Bot, typed: str, told: str) -> None:
    assert told in bot.answers(typed).text
    assert "Nothing was changed yet" in bot.says("history")


def test_settings_that_are_long_and_hostile_are_shown_as_far_as_there_is_room(bot: Bot) -> None:
    intents = ",".join(f'"&<!channel> *{number}* {"&" * 60}"' for number in range(150))
    assert "→" in bot.answers(f"config unclassified {intents}").text
    assert "Not shown in full: unclassified" in bot.says("config")
    assert "characters more" in bot.says("config unclassified")
    bot.answers(f'target csat 85 in "{"&<!channel>" * 15}"')
    for typed in ("config", "history", f'target csat channel:"{"&<!channel>" * 15}"'):
        bot.answers(typed)


@pytest.mark.parametrize(("name", "value"), [("zone", "Mars/Base"), ("hours", [1]), ("target.csat", "high")])
def test_a_setting_that_cannot_be_used_is_shown_and_taken_back_here(
    bot: Bot, store: Store, name: str, value: Any
) -> None:
    with store.writing() as connection:
        connection.execute(insert(table(Setting)).values(key=name, value=value, who="Ann", at=1))
    assert f"The setting {name} cannot be used" in bot.says("csat last week")
    for line in ("config", "settings", f"config get {name}"):
        assert "cannot be used (" in bot.says(line), line
    assert f"{name}: cannot be used (" in bot.says(f"config set {name} default")
    assert "Ada Okafor" in bot.says("history")
    assert "cannot be used" not in bot.says("csat last week")


def test_a_channel_of_two_words_is_quoted_in_the_lines_to_type(bot: Bot, store: Store) -> None:
    with store.writing() as connection:
        connection.execute(insert(table(Label)).values(field="channel", folded="live chat", spelling="Live chat"))
    bot.answers('target csat 85 in "live chat"')
    told = bot.says('config get target.csat channel:"live chat"')
    for line in ('config target.csat channel:"live chat" 75 %', 'config target.csat channel:"live chat" default'):
        assert f"/kpi {line}" in told
        assert "target.csat channel:live chat: " in bot.says(line)
