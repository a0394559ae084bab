"""Settings from the environment and from `.env`, right and wrong."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, load
from kpi.errors import ConfigurationError
from tests.bot.conftest import ROOT, SECRET, TICKETS, TOKENS, Kpibot

NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder, and none of the developer's own settings."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_without_any_setting_there_are_defaults() -> None:
    settings = load()
    assert (settings.database_url, settings.timezone) == ("sqlite:///data/kpibot.db", "UTC")
    assert (settings.slack_api_url, settings.log_level) == ("https://slack.com/api/", "INFO")
    assert (settings.slack_bot_token, settings.slack_app_token, settings.templates_dir) == (None, None, None)


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("TIMEZONE=Asia/Tokyo\nLOG_LEVEL=DEBUG\nSOMETHING_ELSE=1\n", encoding="utf-8")
    monkeypatch.setenv("TIMEZONE", "Europe/Berlin")
    settings = load()
    assert (settings.zone.key, settings.log_level) == ("Europe/Berlin", "DEBUG")


def test_what_is_left_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("SLACK_BOT_TOKEN=\nDATABASE_URL=\n", encoding="utf-8")
    monkeypatch.setenv("TEMPLATES_DIR", "")
    assert load() == Settings(_env_file=None)


def test_the_example_file_explains_every_setting_and_can_be_used_as_it_is() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE)) == set(NAMES)
    Path(".env").write_text(example, encoding="utf-8")
    assert load() == Settings(_env_file=None)
    commented_out = re.sub(r"^# ([A-Z_]+=)", r"\1", example, flags=re.MULTILINE)
    Path(".env").write_text(commented_out, encoding="utf-8")
    assert load() == Settings(_env_file=None)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("TIMEZONE", "Mars/Phobos", "“Mars/Phobos” is not a time zone; use an IANA name such as Europe/Berlin"),
        ("TIMEZONE", "/etc/passwd", "“/etc/passwd” is not a time zone"),
        ("TIMEZONE", "Europe", "“Europe” is not a time zone"),
        ("KPIBOT_ADMINS", "ada", "“ada” is not a member ID such as U0ADA00001"),
        ("KPIBOT_ADMINS", "U0ADA00001, @ben", "“@ben” is not a member ID"),
        ("LOG_LEVEL", "loud", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("SLACK_API_URL", "slack.com/api", "it has to begin with https://"),
        ("SLACK_API_URL", "http://slack.com/api/", "it has to begin with https://"),
        ("SLACK_API_URL", "http://127.0.0.1.example.com/", "it has to begin with https://"),
        ("SLACK_API_URL", "http://localhost@example.com/", "it has to begin with https://"),
        ("SLACK_API_URL", "ftp://localhost/", "it has to begin with https://"),
        ("SLACK_API_URL", "https://[oops", "Invalid IPv6 URL"),
        ("PUBLIC_URL", "kpibot.example.com", "an address such as https://kpibot.example.com"),
        ("PUBLIC_URL", "ftp://kpibot.example.com", "an address such as https://kpibot.example.com"),
        ("PUBLIC_URL", "https://user:password@example.com", "an address such as https://kpibot.example.com"),
        ("PUBLIC_URL", "https://example.com/?to=kpibot", "an address such as https://kpibot.example.com"),
        ("WEBHOOK_MAX_BYTES", "0", "greater than or equal to 1"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, why: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as error:
        load()
    assert error.value.sentence.startswith(f"{name} cannot be used: ")
    assert why in error.value.sentence
    assert error.value.hint == f"Mend {name} in the environment or in .env."


@pytest.mark.parametrize(
    "url",
    ["https://slack-gov.com/api", "https://slack-gov.com/api/", "http://127.0.0.1:8765/api/", "http://localhost:1/"],
)
def test_tokens_travel_encrypted_or_stay_on_this_machine(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("SLACK_API_URL", url)
    assert load().slack_api_url == f"{url.rstrip('/')}/"


@pytest.mark.parametrize("url", ["https://kpibot.example.com", "https://example.com:8443/kpibot/"])
def test_the_public_address_is_kept_without_a_slash_at_its_end(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("PUBLIC_URL", url)
    assert load().public_url == url.rstrip("/")


def test_a_token_is_not_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, token in TOKENS.items():
        monkeypatch.setenv(name, token)
    settings = load()
    assert SECRET not in f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"


def test_a_file_of_another_encoding_is_refused() -> None:
    Path(".env").write_bytes(b"TIMEZONE=Europe/K\xf8benhavn\n")
    with pytest.raises(ConfigurationError, match=r"The file \.env is not UTF-8 text\. Save it as UTF-8"):
        load()


def test_a_file_that_cannot_be_read_is_refused() -> None:
    Path(".env").symlink_to("/proc/self/mem")  # opens, and then cannot be read, even by root
    with pytest.raises(ConfigurationError, match=r"The file \.env cannot be read: .+\. Mend it, or move it away"):
        load()


def test_a_folder_of_that_name_is_no_file_of_settings() -> None:
    Path(".env").mkdir()
    assert load() == Settings(_env_file=None)


def test_a_line_that_makes_no_sense_does_not_hide_the_others(kpibot: Kpibot) -> None:
    (kpibot.folder / ".env").write_text("what is this\nTIMEZONE=Asia/Tokyo\n", encoding="utf-8")
    ran = kpibot.run("ask", "csat", "--json")
    assert (ran.status, ran.json["period"]["zone"]) == (0, "Asia/Tokyo")
    assert "could not parse statement starting at line 1" in ran.err


def test_a_command_refuses_a_wrong_setting_and_leaves_no_trace(kpibot: Kpibot) -> None:
    for arguments in (["ask"], ["serve"], ["import", TICKETS]):
        error = kpibot.refuses(*arguments, TIMEZONE="Mars", **TOKENS)
        assert error.splitlines()[-1] == "Mend TIMEZONE in the environment or in .env."
        assert SECRET not in error
    assert list(kpibot.folder.iterdir()) == []


@pytest.mark.parametrize("listed", ["U0ADA00001,W0BEN00001", " U0ADA00001 W0BEN00001 ", "U0ADA00001;\nW0BEN00001,"])
def test_admins_are_listed_with_commas_or_blanks(monkeypatch: pytest.MonkeyPatch, listed: str) -> None:
    monkeypatch.setenv("KPIBOT_ADMINS", listed)
    assert load().admins == {"U0ADA00001", "W0BEN00001"}


def test_without_a_list_there_are_only_the_admins_of_the_workspace() -> None:
    assert load().admins == frozenset()
