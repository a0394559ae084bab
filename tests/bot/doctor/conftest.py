"""What the doctor finds, in an empty folder, with settings in the environment."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.doctor.examination import examine
from bot.doctor.finding import Finding
from bot.playground.server import LocalSlack
from tests.bot.conftest import SECRET
from tests.support.databases import POSTGRESQL, chosen, no_database

NAMES = (
    "settings",
    "database",
    "tables",
    "messages",
    "data",
    "webhooks",
    "Slack",
    "clock",
    "bot token",
    "scopes",
    "app token",
)

Examined = Callable[..., dict[str, Finding]]


@pytest.fixture(scope="session")
def slack() -> Iterator[LocalSlack]:
    """None of these tests changes it."""
    with LocalSlack() as slack:
        yield slack


@pytest.fixture
def examined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Examined:
    """The findings by name, for settings given as keywords; whatever is found, no finding shows a secret."""
    monkeypatch.chdir(tmp_path)
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)

    def examined(now: datetime | None = None, **settings: str) -> dict[str, Finding]:
        if chosen() == POSTGRESQL:
            monkeypatch.setenv("DATABASE_URL", no_database(tmp_path))
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        found = {finding.name: finding for finding in examine(lambda: now or datetime.now(UTC))}
        assert SECRET not in str(found)
        assert not any(value in str(found) for name, value in settings.items() if name.endswith(("TOKEN", "SECRET")))
        return found

    return examined


def its_settings(slack: LocalSlack) -> dict[str, str]:
    return {
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
    }


def told(finding: Finding) -> tuple[str, str]:
    """What is wrong, and what to do."""
    assert finding.ok is False
    return finding.sentence, finding.hint
