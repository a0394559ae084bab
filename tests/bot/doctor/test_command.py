"""The command as one types it."""

import re
from pathlib import Path

import pytest

from bot.doctor.live import files as live_files
from bot.doctor.live import native, posting
from bot.doctor.live.proof import Fact
from bot.doctor.scopes import NEEDED
from bot.playground.server import LocalSlack
from tests.bot.conftest import SECRET, TOKENS, Kpibot
from tests.bot.doctor.conftest import its_settings

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.usefixtures("database")
def test_when_all_is_well_it_says_so_and_what_comes_next(kpibot: Kpibot, slack: LocalSlack) -> None:
    ran = kpibot.does("doctor", TIMEZONE="Europe/Berlin", **its_settings(slack))
    lines = ran.out.splitlines()
    assert [line.split()[0] for line in lines if line and not line.startswith(" ")] == ["ok"] * 11 + ["All"]
    assert lines[-1] == "All is well. Start the bot with: kpibot serve"
    assert slack.bot_token not in ran.out


def test_what_is_to_be_mended_is_told_and_the_exit_status_is_2(kpibot: Kpibot, slack: LocalSlack) -> None:
    ran = kpibot.run("doctor", **its_settings(slack) | {"SLACK_APP_TOKEN": TOKENS["SLACK_APP_TOKEN"]})
    assert (ran.status, ran.err) == (2, "")
    assert re.search(r"mend this +app token +Slack refuses SLACK_APP_TOKEN", ran.out)
    assert ran.out.splitlines()[-1] == "To mend: app token."
    assert SECRET not in ran.out


def test_for_scripts_there_is_json(kpibot: Kpibot, slack: LocalSlack) -> None:
    document = kpibot.does("doctor", "--json", **its_settings(slack)).json
    assert document["ok"] is True
    assert all(each.keys() == {"name", "ok", "sentence", "hint"} for each in document["findings"])
    ran = kpibot.run("doctor", "--json", TIMEZONE="Nowhere/Land")
    assert (ran.status, ran.json["ok"]) == (2, False)
    assert ran.json["findings"][1] == {
        "name": "everything else",
        "ok": None,
        "sentence": "It depends on the settings.",
        "hint": None,
    }


def test_where_it_may_not_post_it_says_how_it_may_for_people_and_for_scripts(kpibot: Kpibot, slack: LocalSlack) -> None:
    ran = kpibot.run("doctor", "--live", "#random", **its_settings(slack))
    assert (ran.status, ran.err) == (2, "")
    assert "not so" in ran.out
    assert "type /invite @kpibot there" in ran.said
    ran = kpibot.run("doctor", "--live", "random", "--json", **its_settings(slack))
    assert (ran.status, ran.json["ok"], ran.json["channel"]) == (2, False, "random")
    assert [proof["holds"] for proof in ran.json["proofs"]] == [False]


def test_without_a_token_nothing_can_be_proven(kpibot: Kpibot, slack: LocalSlack) -> None:
    error = kpibot.refuses("doctor", "--live", "support", SLACK_API_URL=slack.api_url)
    assert error.splitlines()[0] == "SLACK_BOT_TOKEN is not set."


def test_every_fact_that_is_proven_has_its_page_in_the_list_of_facts() -> None:
    listed = (DOCS / "slack-facts.md").read_text("utf-8")
    facts = [
        each for module in (posting, native, live_files) for each in vars(module).values() if isinstance(each, Fact)
    ]
    assert facts
    for fact in facts:
        assert fact.page.removeprefix("https://docs.slack.dev") in listed, fact.sentence


def test_the_list_of_facts_names_every_scope_and_the_steps_count_them() -> None:
    listed = (DOCS / "slack-facts.md").read_text("utf-8")
    assert [scope for scope in NEEDED if f"`{scope}`" not in listed] == []
    assert len(NEEDED) == 12
    assert "twelve scopes, four events" in (DOCS / "slack.md").read_text("utf-8")
