"""A bot without Slack, in Berlin on Monday 27 July 2026 at half past nine, whom an admin asks."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot.commands import verbs
from bot.commands.registry import Asked, Author, Registry, Workbench, nobody
from bot.messages import limits
from bot.messages.environment import Messages
from bot.messages.message import Message
from bot.playground.block_kit import message_problems
from bot.replies import Replies
from kpi.store import Store
from tests.bot.messages.reading import as_read
from tests.support.tickets import BERLIN, moment

NOW = "Mon 27 Jul 2026 09:30"


@dataclass
class Bot:
    """Answers lines as if typed after `/kpi`.

    `recounted` is how often it had the days counted anew, and `paused` what happens while it waits for that.
    """

    store: Store
    bench: Workbench = field(init=False)
    registry: Registry = field(init=False)
    recounted: int = 0
    paused: Callable[[], bool] = lambda: False

    def __post_init__(self) -> None:
        self.bench = Workbench(self.store, Messages(), BERLIN, lambda: moment(NOW), self._recount, self._pause)
        self.registry = verbs.registry(self.bench)

    def answers(self, line: str, author: Author = lambda: "Ada Okafor") -> Message:
        """The reply, which Slack takes whatever is in it."""
        reply = Replies(self.registry, self.bench.messages).to(
            Asked(line, "/kpi", person="U1", author=author, member=author)
        )
        assert limits.problems(reply) == []
        assert message_problems(reply.blocks) == []
        text_alone = reply.without(reply.native)
        assert limits.problems(text_alone) == []
        assert "Something broke" not in reply.text
        return reply

    def says(self, line: str, author: Author = lambda: "Ada Okafor") -> str:
        """All that a reader sees of the reply, the notification first."""
        return as_read(self.answers(line, author))

    def refuses(self, line: str) -> str:
        """What a person who may change nothing reads."""
        return self.says(line, nobody)

    def _pause(self, _seconds: float) -> bool:
        return self.paused()

    def _recount(self) -> None:
        self.recounted += 1


@pytest.fixture
def bot(store: Store) -> Bot:
    return Bot(store)
