"""Builds what takes files in Slack in, and ends it."""

from typing import TYPE_CHECKING

from bot.calls import Calls
from bot.operations.metrics import Metrics
from bot.settings import Settings
from bot.uploads.fetching import SlackFiles
from bot.uploads.folder import Folder
from bot.uploads.handling import Handling
from bot.uploads.ledger import Ledger
from bot.uploads.reviving import Reviving
from bot.uploads.workers import Workers

if TYPE_CHECKING:  # listeners know files, not the other way round
    from bot.listeners.desk import Desk


class Uploading:
    """`start` it when listeners are bound; `stop` it before answers that are on their way are waited for, and then
    `close` it."""

    def __init__(self, desk: "Desk", calls: Calls, token: str, settings: Settings, metrics: Metrics) -> None:
        self._folder = Folder()
        self._workers = Workers()
        files = SlackFiles(calls, token, settings.slack_api_url, self._folder, settings.import_max_bytes)
        ledger = Ledger(desk.bench.store)
        self.handling = Handling(desk, files, ledger, self._workers, settings.database_url, metrics)
        self._reviving = Reviving(self.handling)

    def start(self) -> None:
        """Look after those that an earlier bot has left."""
        self._reviving.start()

    def stop(self, within: float) -> None:
        """Let what is being read and imported come to its end within so many seconds, and end the rest: each file's
        message says so."""
        self._reviving.stop()
        self._workers.stop(within)

    def close(self) -> None:
        """Remove what was fetched."""
        self._folder.close()
