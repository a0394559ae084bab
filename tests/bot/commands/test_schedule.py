"""`/kpi schedule` in words, without Slack: it is Monday 27 July 2026, 09:30 in Berlin."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import insert

from bot.commands.registry import Asked, nobody
from bot.commands.schedule import opens_form
from bot.replies import Replies
from kpi.errors import UserError
from kpi.model import Label, ReviewPost, table
from kpi.schedule import posts, schedules
from kpi.schedule.posts import State
from tests.bot.commands.conftest import Bot
from tests.bot.messages.reading import as_read

NEXT = "Monday 3 August 2026 at 09:00 (Europe/Berlin), about the week of 27 July 2026"


@dataclass
class Team:
    """People in one channel, C1, whom the bot hears."""

    bot: Bot

    def says(
        self, line: str, person: str = "U1", author: Callable[[], str] = lambda: "Ada", channel: str = "C1"
    ) -> str:
        """All that this person reads of the answer."""
        asked = Asked(
            line,
            "/kpi",
            person=person,
            author=author,
            member=lambda: "Ben",
            channel=channel,
            here=lambda: channel,
        )
        reply = Replies(self.bot.registry, self.bot.bench.messages).to(asked)
        assert "Something broke" not in reply.text
        return as_read(reply)


@pytest.fixture
def team(bot: Bot) -> Team:
    return Team(bot)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("schedule monday 9:00", f"every Monday at 09:00 (Europe/Berlin). \nThe next one comes on {NEXT}."),
        (
            "schedule tuesday",
            "The next one comes on Tuesday 28 July 2026 at 09:00 (Europe/Berlin), about the week of 20",
        ),
        ("schedule fri 16:30 America/New_York", "on Friday 31 July 2026 at 16:30 (America/New_York)"),
        ("schedule monday every 4 weeks", "every 4 weeks, on a Monday at 09:00 (Europe/Berlin)"),
        ("schedule edit sunday 8am", "every Sunday at 08:00"),
    ],
)
def test_words_say_when_reviews_come_and_the_answer_when_the_next_one_does(team: Team, typed: str, told: str) -> None:
    assert told in team.says(typed)


def test_what_one_types_is_kept_with_who_did(team: Team) -> None:
    with team.bot.store.writing() as connection:
        connection.execute(insert(table(Label)).values(field="team", folded="tier 2", spelling="Tier 2"))
    assert 'Only team:"Tier 2".' in team.says('schedule monday 9:00 team:"Tier 2"')
    with team.bot.store.reading() as connection:
        kept = schedules.of(connection, "C1")
    assert kept is not None
    assert (kept.owner, kept.who, kept.filters) == ("U1", "Ada", 'team:"Tier 2"')
    assert "schedule" in team.says("history").casefold()


def test_whoever_changes_it_leaves_it_to_its_owner(team: Team) -> None:
    team.says("schedule monday 9:00", person="U1")
    assert "<@U1> is told" in team.says("schedule tuesday 9:00", person="U2")


def test_the_owner_may_change_it_without_being_an_admin(team: Team) -> None:
    team.says("schedule monday 9:00", person="U1")
    assert "The schedule is changed" in team.says("schedule tuesday 9:00", person="U1", author=nobody)
    assert "Nothing can be changed from here." in team.says("schedule tuesday 9:00", person="U2", author=nobody)
    assert "rest" in team.says("schedule pause", person="U1", author=nobody)


def test_it_rests_goes_on_and_is_removed(team: Team) -> None:
    team.says("schedule monday 9:00")
    assert "They rest: paused by hand." in team.says("schedule pause")
    assert "rest already" in team.says("schedule pause")
    assert "Rests: paused by hand." in team.says("schedule list")
    assert NEXT in team.says("schedule resume")
    assert "were not paused" in team.says("schedule resume")
    assert "/kpi schedule monday 09:00 Europe/Berlin" in team.says("schedule remove")
    assert "No reviews are scheduled in this channel." in team.says("schedule edit")


def test_now_is_noted_once_for_whoever_posts(team: Team) -> None:
    team.says("schedule tuesday 9:00")
    assert "will be here within a minute" in team.says("schedule now")
    assert "is on its way" not in team.says("schedule now")
    with team.bot.store.reading() as connection:
        wanted = posts.of(connection, "C1", date(2026, 7, 20))
    assert wanted is not None
    assert wanted.state is State.WANTED


def test_all_schedules_are_listed_with_their_channels(team: Team) -> None:
    assert "No reviews are scheduled." in team.says("schedule list")
    team.says("schedule monday 9:00")
    team.says("schedule friday 15:00", channel="C2")
    told = team.says("schedule list")
    assert "<#C1> (this channel): every Monday at 09:00" in told
    assert "<#C2>: every Friday at 15:00" in told


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("schedule monday 25:00", "“25:00” is no time of the day."),
        ("schedule every 3 weeks", "A review is of one week, or of four."),
        ("schedule monday Europe/Berln", "is not a time zone"),
        ("schedule monday tuesday", "A review is posted on one day of the week."),
        ("schedule whenever", "I do"),
        ("schedule pause tomorrow", "“schedule pause” takes no more words."),
        ("schedule pause", "No reviews are scheduled in this channel."),
        ("schedule resume", "No reviews are scheduled in this channel."),
        ("schedule remove", "No reviews are scheduled in this channel."),
        ("schedule now", "No reviews are scheduled in this channel."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_with_a_line_that_works(team: Team, typed: str, sentence: str) -> None:
    told = team.says(typed)
    assert sentence in told
    assert "Try `/kpi schedule" in told or "Try\n /kpi" in told


def test_where_nothing_can_be_posted_nothing_is_scheduled(team: Team) -> None:
    def absent() -> str:
        raise UserError("I am not in this channel yet.", "Type `/invite @kpibot` here, then try again.")

    asked = Asked("schedule monday", "/kpi", person="U1", author=lambda: "Ada", channel="C1", here=absent)
    assert "/invite @kpibot" in as_read(Replies(team.bot.registry, team.bot.bench.messages).to(asked))
    assert "No reviews are scheduled" in team.says("schedule list")


@pytest.mark.parametrize(
    "line", ["schedule", "schedule monday 9:00", "schedule pause", "schedule resume", "schedule now"]
)
def test_a_test_is_offered_only_where_the_asker_alone_reads_the_answer(team: Team, line: str) -> None:
    def offers(prompt: str) -> bool:
        asked = Asked(line, prompt, person="U1", member=lambda: "Ada", channel="C1", here=lambda: "C1")
        return "Show it to me now" in as_read(Replies(team.bot.registry, team.bot.bench.messages).to(asked))

    team.says("schedule monday 9:00")
    row = {"channel": "C1", "monday": date(2026, 7, 20), "weeks": 1, "state": "posted"}
    row |= {"due_at": 0, "claimed_at": 0, "attempts": 1, "posted_at": 1}
    with team.bot.store.writing() as connection:
        connection.execute(insert(table(ReviewPost)).values(row))
    assert offers("/kpi") is (line != "schedule pause")
    assert not offers("@kpibot")


@pytest.mark.parametrize(
    ("typed", "opens"),
    [("schedule", True), (" Schedule? ", True), ("schedule edit", True), ("schedule list", False), ("csat", False)],
)
def test_without_words_a_form_says_it_better(typed: str, opens: bool) -> None:
    assert opens_form(typed) is opens
