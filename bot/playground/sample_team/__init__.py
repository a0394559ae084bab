"""An invented support team's last half year, written as its help desk and its other programs would export it."""

from bot.playground.sample_team.export import HEADER, TICKETS_AND_SCORES, write_export, write_files
from bot.playground.sample_team.stories import RELEASE, STORIES, release_day
from bot.playground.sample_team.working_time import HOURS

__all__ = ["HEADER", "HOURS", "RELEASE", "STORIES", "TICKETS_AND_SCORES", "release_day", "write_export", "write_files"]
