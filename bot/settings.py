"""What the environment, or a file `.env`, says."""

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kpi.errors import ConfigurationError

_BETWEEN = re.compile(r"[\s,;]+")
_PUBLIC = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[\w./~-]*)?", re.ASCII)
_PERSON = re.compile(r"[UW][A-Z0-9]{2,30}")


class Settings(BaseSettings):
    """Every setting; `.env.example` explains each."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=3000, ge=0, le=65535)
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = Field(default="sqlite:///data/kpibot.db", repr=False)  # it may hold a password
    timezone: str = "UTC"
    templates_dir: Path | None = None
    kpibot_admins: str = ""
    import_max_bytes: int = Field(default=512 << 20, ge=1)
    public_url: str = ""
    webhook_max_bytes: int = Field(default=1 << 20, ge=1)
    metrics_token: SecretStr | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        zone(name)
        return name

    @field_validator("kpibot_admins")
    @classmethod
    def _are_ids(cls, listed: str) -> str:
        for each in _BETWEEN.split(listed.strip()):
            if each and not _PERSON.fullmatch(each):
                raise ValueError(f"“{each[:40]}” is not a member ID such as U0ADA00001, as a Slack profile shows it")
        return listed

    @field_validator("slack_api_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        parts = urlsplit(url)
        here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
        if parts.scheme != "https" and not here:
            raise ValueError("it has to begin with https:// (tokens travel there)")
        return url if url.endswith("/") else f"{url}/"

    @field_validator("public_url")
    @classmethod
    def _is_where_others_reach_it(cls, url: str) -> str:
        if url and not _PUBLIC.fullmatch(url):
            raise ValueError("it has to be an address such as https://kpibot.example.com")
        return url.rstrip("/")

    @property
    def admins(self) -> frozenset[str]:
        """The ids of members who may change what the team has decided, though they are no admins of the workspace."""
        return frozenset(filter(None, _BETWEEN.split(self.kpibot_admins.strip())))

    @property
    def zone(self) -> ZoneInfo:
        """The workspace's time zone, until the team sets one (`kpi.team.settings`)."""
        return ZoneInfo(self.timezone)


def is_member(text: str) -> bool:
    """Whether this can be the id of a member of a Slack workspace."""
    return _PERSON.fullmatch(text) is not None


def zone(name: str) -> ZoneInfo:
    """The IANA zone of this name; ValueError, with an example, if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"“{name}” is not a time zone; use an IANA name such as Europe/Berlin") from error


def load() -> Settings:
    """The settings in force; ConfigurationError names the first that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        why = str(first["msg"]).removeprefix("Value error, ")
        hint = f"Mend {name} in the environment or in .env."
        raise ConfigurationError(f"{name} cannot be used: {why}.", hint) from None
    except UnicodeDecodeError as error:
        raise ConfigurationError("The file .env is not UTF-8 text.", "Save it as UTF-8, or move it away.") from error
    except OSError as error:
        sentence = f"The file .env cannot be read: {error.strerror}."
        raise ConfigurationError(sentence, "Mend it, or move it away.") from error
