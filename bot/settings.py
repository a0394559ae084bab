"""What the environment, or a file `.env`, says."""

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kpi.errors import ConfigurationError


class Settings(BaseSettings):
    """Every setting; `.env.example` explains each."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = "sqlite:///data/kpibot.db"
    timezone: str = "UTC"
    templates_dir: Path | None = None
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        zone(name)
        return name

    @field_validator("slack_api_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("it has to begin with https:// (tokens travel there)")
        return url if url.endswith("/") else f"{url}/"

    @property
    def zone(self) -> ZoneInfo:
        """The workspace's time zone."""
        return ZoneInfo(self.timezone)


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
        raise ConfigurationError(f"{name} cannot be used: {why}.", f"Mend {name} in the environment or in .env.") from None
