"""An invented support team's last half year, written as a help desk would export it."""

from bot.playground.sample_team.export import HEADER, write_export
from bot.playground.sample_team.stories import STORIES

__all__ = ["HEADER", "STORIES", "write_export"]
