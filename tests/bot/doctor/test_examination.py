"""All is well, or something is wrong: which findings there are, and in which order."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.playground.server import LocalSlack
from tests.bot.doctor.conftest import NAMES, Examined, its_settings, told
from tests.support.databases import a_database


def test_when_all_is_well_every_finding_says_so(slack: LocalSlack, examined: Examined, tmp_path: Path) -> None:
    found = examined(DATABASE_URL=a_database(tmp_path), **its_settings(slack))
    assert tuple(found) == NAMES
    assert {finding.ok for finding in found.values()} == {True}
    assert found["bot token"].sentence == f"Belongs to @kpibot in the workspace Local Slack ({slack.url}/)."


@pytest.mark.sqlite
def test_before_the_first_import_nothing_is_made_and_nothing_is_wrong(
    slack: LocalSlack, examined: Examined, tmp_path: Path
) -> None:
    found = examined(**its_settings(slack))
    assert {finding.ok for finding in found.values()} == {True}
    assert "does not exist yet; the first import makes it" in found["database"].sentence
    assert list(tmp_path.iterdir()) == []


def test_settings_that_cannot_be_used_leave_nothing_to_look_at(examined: Examined) -> None:
    found = examined(TIMEZONE="Berlin")
    sentence, hint = told(found["settings"])
    assert "“Berlin” is not a time zone" in sentence
    assert hint == "Mend TIMEZONE in the environment or in .env."
    assert list(found) == ["settings", "everything else"]
    assert found["everything else"].ok is None


def test_a_misspelt_setting_in_the_file_is_named(examined: Examined, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKN=xoxb-1\nTIMEZONE=Europe/Berlin\nPOSTGRES_PASSWORD=another's\n")
    assert told(examined()["settings"]) == (
        "SLACK_BOT_TOKN in .env is no setting of kpibot.",
        "Rename it to SLACK_BOT_TOKEN, or take it out.",
    )


def test_the_file_that_is_read_is_named_and_the_names_of_others_in_it_are_their_own(
    examined: Examined, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("timezone=Europe/Berlin\nPOSTGRES_PASSWORD=another's\nCOMPOSE_PROJECT_NAME=x\n")
    finding = examined()["settings"]
    assert finding.ok
    assert str(tmp_path / ".env") in finding.sentence
    assert "Time zone Europe/Berlin" in finding.sentence
    assert finding.hint == ""


def test_without_a_zone_it_says_which_one_counts(examined: Examined) -> None:
    assert "midnight in UTC" in examined()["settings"].hint


def test_what_depends_on_slack_is_not_looked_at_without_it(examined: Examined) -> None:
    found = examined(SLACK_API_URL="http://127.0.0.1:9/")
    assert told(found["Slack"])[0] == "Nobody listens at 127.0.0.1."
    for name in ("clock", "bot token", "scopes", "app token"):
        assert (found[name].ok, found[name].sentence) == (None, "It depends on reaching Slack.")
    assert found["database"].ok


@pytest.mark.parametrize(
    ("off", "words"),
    [(timedelta(minutes=5), "ahead of Slack's"), (timedelta(hours=-1), "behind Slack's")],
)
def test_a_clock_that_is_off_is_told(slack: LocalSlack, examined: Examined, off: timedelta, words: str) -> None:
    sentence, hint = told(examined(datetime.now(UTC) + off, **its_settings(slack))["clock"])
    assert words in sentence
    assert "set over the network" in hint


def test_half_a_minute_off_is_near_enough(slack: LocalSlack, examined: Examined) -> None:
    assert examined(datetime.now(UTC) + timedelta(seconds=30), **its_settings(slack))["clock"].ok


def test_with_a_signing_secret_and_no_app_token_slack_comes_by_http(slack: LocalSlack, examined: Examined) -> None:
    settings = its_settings(slack)
    del settings["SLACK_APP_TOKEN"]
    found = examined(**settings, SLACK_SIGNING_SECRET="8f742231b10e8888abcd99baac7985a5", HTTP_PORT="0")
    assert "app token" not in found
    assert found["signing secret"].ok
    assert "127.0.0.1:0" in found["signing secret"].sentence


def test_a_token_in_place_of_the_signing_secret_is_noticed(slack: LocalSlack, examined: Examined) -> None:
    settings = its_settings(slack)
    token = settings.pop("SLACK_APP_TOKEN")
    sentence, hint = told(examined(**settings, SLACK_SIGNING_SECRET=token)["signing secret"])
    assert sentence == "SLACK_SIGNING_SECRET is no signing secret."
    assert "App Credentials" in hint


def test_a_place_where_kpibot_cannot_listen_is_told(slack: LocalSlack, examined: Examined) -> None:
    settings = its_settings(slack)
    del settings["SLACK_APP_TOKEN"]
    taken = examined(**settings, SLACK_SIGNING_SECRET="8f742231b10e", HTTP_PORT=str(slack.port))["signing secret"]
    assert told(taken) == (f"Another program listens at 127.0.0.1:{slack.port}.", "Set HTTP_PORT to a free one.")
    assert "HTTP_HOST" in told(examined(HTTP_HOST="192.0.2.1")["signing secret"])[1]
