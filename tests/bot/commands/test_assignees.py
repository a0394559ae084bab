"""Questions about assignees: only where they are on, to admins, who alone see the answer."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from bot import ticket_file
from bot.commands import readout
from bot.commands.registry import Asked, nobody
from bot.replies import Replies
from kpi.errors import UserError
from kpi.model import Label, table
from kpi.store import Store
from kpi.team import settings
from tests.bot.commands.conftest import Bot
from tests.bot.messages.reading import as_read
from tests.support.tickets import add, at, ticket

HOSTILE = "<!channel> *Cy* `x` <https://evil.example|me>"
WEEK = "Wed 22 Jul 2026 10:00"
QUESTIONS = (
    "csat last week by assignee",
    "csat last week by agent weekly",
    'csat last week assignee:"Ada Lovelace"',
    "csat last week assignee:none",
    "tickets csat last week assignee:ada",
    "explain csat last week assignee:ada",
    "intents last week assignee:ada",
    "intents last week by assignee",
    "intent refund last week assignee:ada",
    "top last week assignee:ada",
)
ASKED = Asked("", "/kpi", person="U1", author=lambda: "Ada Okafor")


@pytest.fixture
def team(bot: Bot) -> Bot:
    """With ratings by three people, and assignees on."""
    add(bot.store, "desk", *ratings("Ada Lovelace", 40, 5), *ratings("Bo", 3, 1), *ratings(HOSTILE, 1, 5))
    with bot.store.writing() as connection:
        settings.change(connection, "assignees", True, "Ada Okafor", at(WEEK))
        known = [
            {"field": "assignee", "folded": who.casefold(), "spelling": who} for who in ("Ada Lovelace", "Bo", HOSTILE)
        ]
        connection.execute(insert(table(Label)), known)
    return bot


def ratings(who: str, number: int, stars: float) -> list[dict[str, Any]]:
    told = {"created_at": WEEK, "rated_at": WEEK, "rating": stars, "rating_scale": "stars"}
    return [ticket(**told, assignee=who.casefold(), intent="refund", subject="Where is it?") for _ in range(number)]


def for_all(team: Bot, question: str) -> bool:
    """Whether the answer may be posted for all by itself."""
    return Replies(team.registry, team.bench.messages).to(replace(ASKED, text=question, for_all=True)).for_all


def off(store: Store) -> None:
    with store.writing() as connection:
        settings.change(connection, "assignees", None, "Ada Okafor", at(WEEK))


def refused(bot: Bot, asked: Asked) -> str:
    with pytest.raises(UserError) as caught:
        bot.registry.answer(asked)
    return str(caught.value)


@pytest.mark.parametrize("question", QUESTIONS)
def test_where_they_are_off_it_is_said_who_turns_them_on(team: Bot, question: str) -> None:
    off(team.store)
    said = refused(team, replace(ASKED, text=question))
    assert said == "Assignees are off. An admin turns them on with: config assignees on"


@pytest.mark.parametrize("question", QUESTIONS)
def test_whoever_is_no_admin_is_told_whom_to_ask_and_sees_no_name(team: Bot, question: str) -> None:
    def no_admin() -> str:
        raise UserError("Only admins of this workspace may change that.", "Ask Mia Lindqvist to do it.")

    said = refused(team, replace(ASKED, text=question, author=no_admin))
    assert said == "Assignees are shown to admins alone. Ask Mia Lindqvist to do it."


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("asked", [replace(ASKED, prompt="@kpibot"), replace(ASKED, shared_by="U1")])
def test_where_others_would_see_them_nobody_does(team: Bot, question: str, asked: Asked) -> None:
    said = refused(team, replace(asked, text=question))
    assert said == "Assignees are shown to admins alone, and here others would see them. Ask with `/kpi`."


@pytest.mark.parametrize(
    "typed", ["csat assignee:adda", "csat assignee:nobody", "csat by agnet", "tickets csat agents"]
)
def test_a_slip_tells_nobody_a_name_either(team: Bot, typed: str) -> None:
    assert "Lovelace" not in refused(team, replace(ASKED, text=typed, author=nobody))


@pytest.mark.parametrize("typed", ["csat lovelace", "csat team:lovelace", "intent lovelace", "tickets csat bo"])
def test_a_name_by_itself_is_a_word_like_any_other(team: Bot, typed: str) -> None:
    assert "assignee" not in refused(team, replace(ASKED, text=typed))


def test_admins_see_each_name_as_it_is_and_nobody_of_few_is_judged(team: Bot) -> None:
    shown = team.says("csat last week by assignee")
    assert "Ada Lovelace" in shown
    assert HOSTILE in shown
    assert shown.count("too few to judge") == 4  # of two of three, in the table and in words for screen readers


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_answer_about_assignees_can_be_shared(team: Bot, question: str) -> None:
    told = "csat last week by team", "tickets csat last week", "explain csat last week"
    assert "Share to channel" not in str(team.answers(question).blocks)
    assert not for_all(team, question)
    assert for_all(team, "intents last week")
    assert all("Share to channel" in str(team.answers(each).blocks) for each in told)


@pytest.mark.parametrize("question", ["csat last week", "csat last week by team", "tickets csat last week", "overview"])
def test_no_other_answer_names_or_offers_them(team: Bot, question: str) -> None:
    message = team.answers(question)
    assert "Lovelace" not in as_read(message)
    assert "assignee" not in str(message.blocks)


@pytest.mark.parametrize(
    "line", ["schedule monday 9:00 assignee:ada", "schedule monday assignee:none", "schedule monday assignee:zzz"]
)
def test_no_review_is_about_single_people(team: Bot, line: str) -> None:
    said = team.says(line)
    assert "A review is for the whole channel, and never about single people: it has no assignees." in said
    assert "Lovelace" not in said


def test_whoever_has_the_store_sees_them_in_the_terminal(team: Bot, tmp_path: Path) -> None:
    asked = Asked("csat last week by assignee", "kpibot ask", author=lambda: "terminal (ada)")
    told_apart = readout.read(team.bench, asked).breakdown
    assert told_apart is not None
    assert [each.spelling for each in told_apart.segments] == ["Ada Lovelace", "Bo", HOSTILE]
    narrowed = replace(asked, text="csat last week assignee:lovelace")
    assert ticket_file.write(team.bench, narrowed, tmp_path / "out.csv") == 40
